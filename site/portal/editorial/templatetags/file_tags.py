"""What the screens of a file or picture tell about it."""

from typing import Any

from django import template

from portal.library.public_use import is_public

register = template.Library()


@register.simple_tag
def public_use(file: Any) -> bool:
    """Whether the public sees a file or picture today."""
    return is_public(file)
