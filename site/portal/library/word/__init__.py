"""Word files, PDF and pasted text into a neutral list of blocks: headings, prose, tables, pictures.

It lives beside the pictures and the files because it needs their limits, their shrinking and their look for
stamps of secrecy, and because more than one kind of page may be written from a Word file; which of its blocks
a page takes, and as what, is the page's affair (:mod:`home.news.word`).
"""

from portal.library.word.blocks import (
    Aside,
    Block,
    Head,
    Heading,
    Manuscript,
    Note,
    Original,
    Picture,
    Prose,
    Recoding,
    Table,
)
from portal.library.word.doors import MOST_BYTES, WordRefused, brought, from_paste, from_upload, kind_of

__all__ = [
    "MOST_BYTES",
    "Aside",
    "Block",
    "Head",
    "Heading",
    "Manuscript",
    "Note",
    "Original",
    "Picture",
    "Prose",
    "Recoding",
    "Table",
    "WordRefused",
    "brought",
    "from_paste",
    "from_upload",
    "kind_of",
]
