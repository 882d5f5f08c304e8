"""The step of provisioning that makes an agency's pages: its home in the right place, then every section."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from wagtail.models import Locale, Page, Site

from home.addresses import note_left_by_agency, tree_path
from home.models import AgencyIndexPage, HomePage
from portal.agencies.models import Agency
from portal.agencies.provisioning import Step, register_step
from portal.core import sections
from portal.editorial.services import Publication, add_published, commit, publish_page

ROLE = "provisioning"
# The page that Wagtail's own migrations put where the province belongs.
WELCOME_SLUG = "home"
# The name of a province's site that has no host name yet.
LOCAL = "localhost"


def register() -> None:
    """Called once when the application starts."""
    register_step(Step("pages", build_site, agencies_without_pages, order=10))


def agencies_without_pages() -> set[int]:
    """Agencies that lack their home or a registered section: two queries for all."""
    homes = {
        path: (agency, level)
        for path, agency, level in HomePage.objects.filter(locale=source_locale()).values_list(
            "path", "agency_id", "agency__level"
        )
    }
    below: dict[str, set[str]] = {path: set() for path in homes}
    slugs = [section.slug for section in sections.all_sections()]
    for path, slug in Page.objects.filter(slug__in=slugs, locale=source_locale()).values_list("path", "slug"):
        parent = path[: -Page.steplen]
        if parent in below:
            below[parent].add(slug)
    levels: dict[str, set[str]] = {
        level: {section.slug for section in sections.all_sections(level)} for level in sections.ALL_LEVELS
    }
    complete = {agency for path, (agency, level) in homes.items() if below[path] >= levels[level]}
    # Who was merged away has no site of its own any more.
    standing = Agency.objects.filter(successions=None).exclude(pk__in=complete)
    return set(standing.values_list("pk", flat=True))


def build_site(agency: Agency) -> None:
    """Make the home and the sections that are missing; bring the home's title in line with the register."""
    publication = Publication()
    with translation.override(settings.LANGUAGE_CODE):
        home = HomePage.objects.filter(agency=agency, locale=source_locale()).first()
        is_new = home is None
        if home is None:
            home = HomePage(title=agency.name, slug=agency.slug, agency=agency)
            _add(_place_of(agency), home, agency, publication)
        elif home.title != agency.name or home.slug != agency.slug:
            if home.slug != agency.slug:
                note_left_by_agency(agency, "", tree_path(home))
                _rename_translations(home, agency)
            home.title = home.draft_title = agency.name
            home.slug = agency.slug
            publish_page(home, actor_role=ROLE, laid_out=True)
        _serve_at_host(agency, home, is_new=is_new)
        held = set(home.get_children().values_list("slug", flat=True))
        for section in sections.all_sections(agency.level):
            if section.slug not in held:
                _add(home, section.build(agency, home), agency, publication)
    publication.add([], kind="agency", ids=[agency.pk])
    commit(publication)


def source_locale() -> Locale:
    """The language that everything is written in."""
    found: Locale = Locale.objects.get_for_language(settings.LANGUAGE_CODE)
    return found


def _place_of(agency: Agency) -> Page:
    """The page below which an agency's home stands."""
    if agency.level == Agency.Level.PROVINCE:
        root: Page = Page.get_first_root_node()
        return root
    index = AgencyIndexPage.objects.filter(level=agency.level, locale=source_locale()).first()
    if index is None:
        raise RuntimeError(f"The province has no list of agencies of the level {agency.level}.")
    return index


def _add(parent: Page, page: Page, agency: Agency, publication: Publication) -> None:
    page.locale = source_locale()
    add_published(parent, page, publication, actor_role=ROLE, agency_code=agency.code)


def _rename_translations(home: HomePage, agency: Agency) -> None:
    """The same part of the address in every language; what is a draft stays one."""
    for other in home.get_translations():
        page = other.specific
        page.slug = agency.slug
        if page.live:
            publish_page(page, actor_role=ROLE, laid_out=True)
        else:
            page.save()


def _serve_at_host(agency: Agency, home: HomePage, *, is_new: bool) -> None:
    """The site record of a real host name; the province's is the default and answers everywhere else.

    An address that the site had until now is noted, so that it leads on for ever.
    """
    if agency.level == Agency.Level.PROVINCE:
        _serve_province(agency, home)
        return
    had = list(Site.objects.filter(root_page=home, is_default_site=False))
    if agency.hostname in [site.hostname for site in had] or not (had or agency.hostname):
        return
    for site in had:
        note_left_by_agency(agency, site.hostname, "/")
        site.delete()
    if agency.hostname:
        if not had and not is_new:
            note_left_by_agency(agency, "", tree_path(home))
        Site.objects.create(hostname=agency.hostname, port=443, root_page=home, site_name=agency.name[:255])


def _serve_province(agency: Agency, home: HomePage) -> None:
    default = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    host = agency.hostname or LOCAL
    port = 443 if agency.hostname else urlsplit(settings.WAGTAILADMIN_BASE_URL).port or 80
    if (default.hostname, default.port, default.root_page_id) == (host, port, home.pk):
        return
    if default.root_page_id == home.pk and default.hostname not in (host, LOCAL):
        note_left_by_agency(agency, default.hostname, "/")
    default.hostname, default.port, default.root_page, default.site_name = host, port, home, agency.name
    default.save()
    welcome = Page.objects.filter(depth=2, slug=WELCOME_SLUG).exclude(pk=home.pk).first()
    if welcome is not None and welcome.specific_class is Page and welcome.is_leaf():
        welcome.delete()
