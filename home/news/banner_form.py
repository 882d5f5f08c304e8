"""The form of an emergency banner: places to tick on a telephone, and which sites it will stand on."""

from __future__ import annotations

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel

from portal.agencies.models import Agency
from portal.core.forms import RecordForm
from portal.editorial import access


class AreaChoices(CheckboxSelectMultiple):
    """Areas, each with its communes to unfold."""

    template_name = "news/admin/widgets/areas.html"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``communes``: the names behind an area."""
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        option["communes"] = [commune.name for commune in option["value"].instance.communes.all()]
        return option


class CommuneChoices(CheckboxSelectMultiple):
    """All communes, folded away until somebody wants to choose single ones."""

    template_name = "news/admin/widgets/communes.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """``chosen``: how many are ticked."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["chosen"] = len(context["widget"]["value"] or ())
        return context


class BannerForm(RecordForm):
    """Only the province chooses places: an agency speaks on its own site alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        user = self.for_user
        if user is not None and not user.is_superuser and not access.standing(user).central:
            for name in ("areas", "communes"):
                fields.pop(name, None)
        if "areas" in fields:
            offered = fields["areas"].queryset.filter(communes__isnull=False).distinct()
            fields["areas"].queryset = offered.prefetch_related("communes")
        if "communes" in fields:
            fields["communes"].label_from_instance = _name


def _name(agency: Agency) -> str:
    return agency.name


class ReachPanel(Panel):
    """On which sites the banner will stand, or stands."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("heading", gettext_lazy("Sẽ hiện trên những trang nào"))
        super().__init__(*args, **kwargs)

    class BoundPanel(Panel.BoundPanel):
        """Nothing for a banner that was never saved."""

        template_name = "news/admin/_reach_panel.html"

        def is_shown(self) -> bool:
            """Only for what is stored."""
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """``names`` of the agencies whose sites are meant by what was last saved."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            reached = self.instance.reaches()
            sites = Agency.objects.filter(valid_to=None)
            if reached is not None:
                sites = sites.filter(pk__in=reached)
            return context | {"names": list(sites.order_by("sort_key").values_list("name", flat=True))}
