"""Words that Wagtail writes into its code without gettext: given here, since no catalogue reaches them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers

LINK_TEXT = _("Chữ của liên kết")
LABELS = {
    choosers.ExternalLinkChooserForm: {"link_text": LINK_TEXT},
    choosers.AnchorLinkChooserForm: {"url": _("Tên vị trí trong trang"), "link_text": LINK_TEXT},
    choosers.PhoneLinkChooserForm: {"phone_number": _("Số điện thoại"), "link_text": LINK_TEXT},
    choosers.EmailLinkChooserForm: {
        "email_address": _("Địa chỉ thư điện tử"),
        "link_text": LINK_TEXT,
        "subject": _("Tiêu đề thư"),
        "body": _("Nội dung thư"),
    },
}


def label_forms() -> None:
    """Name the fields of the forms for links; Wagtail leaves their English names."""
    for form, labels in LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
