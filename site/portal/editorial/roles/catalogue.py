"""The roles of a province's portal, with the names and duties that they have in reality."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROVINCE, DEPARTMENT, COMMUNE = "province", "department", "commune"
BELOW = frozenset({DEPARTMENT, COMMUNE})
EVERYWHERE = frozenset({PROVINCE, DEPARTMENT, COMMUNE})
CENTRAL = frozenset({PROVINCE})

WRITE = frozenset({"add", "change"})
APPROVE = frozenset({"add", "change", "publish", "lock", "unlock"})
FILES = frozenset({"add", "change", "choose"})
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Role:
    """A role.

    ``levels``: levels of agencies that have it. ``pages``: Wagtail's page permissions on the agency's home;
    ``files``: its collection permissions on the agency's collection. ``approver``: approves what others
    wrote. ``central``: reaches the sites of all agencies by one permission on the province's home.
    ``reads_only``: can be granted "view" alone, and nothing that holds citizens' data. ``by_field``: at a
    department, only what belongs to the lĩnh vực named in the membership. ``manages``: gives and ends roles
    of its own agency (``own``) or of every agency (``all``).
    """

    code: str
    label: Promise
    levels: frozenset[str]
    duties: Promise
    pages: frozenset[str] = NONE
    files: frozenset[str] = NONE
    approver: bool = False
    central: bool = False
    reads_only: bool = False
    by_field: bool = False
    manages: str = ""


_ALL = (
    Role(
        "editor",
        _("Biên tập viên"),
        BELOW,
        _("Soạn và sửa bài, trang và tệp của cơ quan mình; gửi người có thẩm quyền duyệt."),
        pages=WRITE,
        files=FILES,
    ),
    Role(
        "approver",
        _("Trưởng ban trang thành phần"),
        BELOW,
        _("Duyệt, đăng và gỡ nội dung của trang thành phần do mình phụ trách."),
        pages=APPROVE,
        files=FILES,
        approver=True,
    ),
    Role(
        "unit_admin",
        _("Quản trị đơn vị"),
        BELOW,
        _("Quản lý người dùng, liên hệ, giờ tiếp nhận và diện mạo trang của cơ quan mình."),
        manages="own",
    ),
    Role(
        "desk_officer",
        _("Cán bộ hỏi đáp"),
        EVERYWHERE,
        _("Tiếp nhận, phân công và theo dõi câu hỏi, phản ánh gửi đến cơ quan."),
    ),
    Role(
        "procedure_officer",
        _("Đầu mối kiểm soát thủ tục hành chính"),
        BELOW,
        _("Rà soát thủ tục của cơ quan; ở sở chỉ trong các lĩnh vực được giao."),
        by_field=True,
    ),
    Role(
        "counter_clerk",
        _("Công chức một cửa"),
        EVERYWHERE,
        _("Xác nhận giờ, nơi tiếp nhận và việc niêm yết; ghi lỗi hồ sơ hay gặp; nhập câu hỏi hộ người dân."),
    ),
    Role(
        "information_officer",
        _("Đầu mối cung cấp thông tin"),
        EVERYWHERE,
        _("Ghi nhận và theo dõi yêu cầu cung cấp thông tin."),
    ),
    Role(
        "leader",
        _("Lãnh đạo cơ quan"),
        EVERYWHERE,
        _("Duyệt câu trả lời và văn bản trước khi công bố."),
    ),
    Role(
        "specialist",
        _("Chuyên viên phòng chuyên môn"),
        EVERYWHERE,
        _("Soạn câu trả lời được phân công."),
    ),
    Role(
        "centre_director",
        _("Giám đốc Trung tâm Phục vụ hành chính công"),
        EVERYWHERE,
        _("Chịu trách nhiệm về thông tin tại bộ phận một cửa và duyệt trước khi đăng."),
    ),
    Role(
        "chief_editor",
        _("Trưởng Ban Biên tập"),
        CENTRAL,
        _("Duyệt nội dung của Cổng; chịu trách nhiệm về mọi trang của tỉnh."),
        pages=APPROVE,
        files=FILES,
        approver=True,
        central=True,
    ),
    Role(
        "secretary",
        _("Thư ký Ban Biên tập"),
        CENTRAL,
        _("Điều phối việc biên tập, duyệt theo phân công của Trưởng Ban Biên tập."),
        pages=APPROVE,
        files=FILES,
        approver=True,
        central=True,
    ),
    Role(
        "province_editor",
        _("Biên tập viên tỉnh"),
        CENTRAL,
        _("Soạn và sửa tin, trang của tỉnh; hỗ trợ các trang thành phần."),
        pages=WRITE,
        files=FILES,
        central=True,
    ),
    Role(
        "procedure_controller",
        _("Chuyên viên kiểm soát thủ tục hành chính tỉnh"),
        CENTRAL,
        _("Nhập quyết định công bố, kiểm tra và công khai thủ tục cho cả tỉnh."),
        central=True,
    ),
    Role(
        "operator",
        _("Vận hành"),
        CENTRAL,
        _("Quản lý tài khoản, trang thành phần và cấu hình; không biên tập nội dung."),
        central=True,
        manages="all",
    ),
    Role(
        "inspector",
        _("Đoàn kiểm tra (chỉ đọc)"),
        CENTRAL,
        _("Đọc dữ liệu công khai và nhật ký theo quyết định kiểm tra, đến ngày ghi trong quyết định."),
        central=True,
        reads_only=True,
    ),
)

ROLES: dict[str, Role] = {role.code: role for role in _ALL}
