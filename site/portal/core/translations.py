"""No half-translated text is ever public: the rule, asked by every live save of a page or record.

wagtail-localize fills what is not translated with the source's words, writes that into a live translation
when the source has changed, and mirrors untranslated parent pages. So the rule looks at the content itself:
a translation may be live while none of its untranslated segments holds the source's words. An older, whole
translation stays public until the new one is complete.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.types import StringSegmentValue


def untranslated(obj: Any) -> list[str]:
    """The places (field or block) of a translation that still hold the source's words; empty for a source.

    Two queries for a translation, none for a Vietnamese object.
    """
    if obj.locale.language_code == settings.LANGUAGE_CODE:
        return []
    translation = Translation.objects.filter(
        source__object_id=obj.translation_key, target_locale_id=obj.locale_id, enabled=True
    ).first()
    if translation is None:
        return []
    missing = (
        StringSegment.objects.filter(source_id=translation.source_id)
        .exclude(
            Exists(
                StringTranslation.objects.filter(
                    translation_of_id=OuterRef("string_id"),
                    context_id=OuterRef("context_id"),
                    locale_id=obj.locale_id,
                    has_error=False,
                )
            )
        )
        .values_list("context__path", "string__data")
    )
    wanting = set(missing)
    if not wanting:
        return []
    held = {
        (segment.path, segment.string.data)
        for segment in extract_segments(obj)
        if isinstance(segment, StringSegmentValue)
    }
    return sorted(path for path, _words in wanting & held)


def refuse_half_translated(obj: Any) -> None:
    """Raise ValidationError when a live object holds words that are not translated."""
    if not obj.live:
        return
    places = untranslated(obj)
    if places:
        message = _("Bản dịch còn %(count)d chỗ chưa dịch; dịch xong mới công khai được.")
        raise ValidationError({NON_FIELD_ERRORS: [message % {"count": len(places)}]})


def translate(obj: Any, locale: Any, words: dict[str, str]) -> Any:
    """Translate an object with wagtail-localize; gives the draft, or None while strings are missing.

    ``words`` maps a segment's path ("title", "body.<block id>") to its text in the other language, as HTML
    where the source is HTML. Strings that are there already and the same are left alone. Publish the draft
    with :mod:`portal.editorial.services`.
    """
    source, _created = TranslationSource.update_or_create_from_instance(obj)
    translation, _created = Translation.objects.get_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        text = words.get(segment.context.path)
        if text:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={"data": text, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
            )
    total, done = translation.get_progress()
    if done < total:
        return None
    target = source.get_translated_instance(locale) if _exists(source, locale) else None
    if target is not None and target.live and _same(source, locale, target):
        return target
    translation.save_target(publish=False)
    return source.get_translated_instance(locale)


def _exists(source: TranslationSource, locale: Any) -> bool:
    return bool(source.object.has_translation(locale))


def _same(source: TranslationSource, locale: Any, target: Any) -> bool:
    """Whether the live translation says already what the strings say."""
    wanted = extract_segments(source.get_ephemeral_translated_instance(locale))
    return _strings(wanted) == _strings(extract_segments(target))


def _strings(segments: list[Any]) -> list[tuple[str, str]]:
    return sorted(
        (segment.path, segment.string.data) for segment in segments if isinstance(segment, StringSegmentValue)
    )
