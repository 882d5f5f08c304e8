"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Tài khoản."""

    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("Tài khoản")

    def ready(self) -> None:
        """Listen to sign-ins; register the jobs and the names of what is audited."""
        from portal.accounts import closing, signals
        from portal.core import audit_events
        from portal.core.jobs import register_job

        signals.connect()
        register_job("accounts", closing.close_what_has_ended, 6 * 3600)
        audit_events.register_names(
            {
                "second-factor.recovery": _("Đăng nhập bằng mã dự phòng"),
                "second-factor.codes": _("Tạo mã dự phòng mới"),
                "session.ended": _("Đăng xuất ở nơi khác"),
                "password.link": _("Cấp đường dẫn đặt mật khẩu"),
                "password.reset": _("Đặt lại mật khẩu qua thư"),
                "account": _("Thay đổi tài khoản"),
                "account.invited": _("Mời người dùng"),
                "account.invitation-withdrawn": _("Rút lại lời mời"),
                "account.accepted": _("Nhận lời mời"),
                "account.dormant": _("Báo tài khoản lâu không dùng"),
                "account.closed": _("Đóng tài khoản"),
                "account.reopened": _("Mở lại tài khoản"),
                "account.ends": _("Đặt ngày hết hạn của tài khoản"),
                "account.unlocked": _("Mở khóa đăng nhập"),
                "handover": _("Bàn giao công việc"),
                "handover.ordered": _("Lập bàn giao công việc"),
                "handover.done": _("Chuyển xong công việc bàn giao"),
            }
        )
