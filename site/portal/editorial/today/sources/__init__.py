from django.utils.translation import gettext_lazy as _

from portal.editorial.today.registry import Source, register_source
from portal.editorial.today.sources import drafts, schedule, workflow


def register() -> None:
    """Add the sources of this application; called once when it starts."""
    register_source(Source("sent-back", _("Bị trả lại"), workflow.sent_back))
    register_source(Source("drafts", _("Bản nháp chưa gửi duyệt"), drafts.unsent))
    register_source(Source("scheduled", _("Hẹn ngày đăng"), schedule.scheduled))
    register_source(Source("expiring", _("Sắp hết thời hạn công khai"), schedule.expiring))
