"""The parts of a .docx: XML that was judged before it was read, and what its relations point at.

Nothing outside the file is ever fetched: a relation with ``TargetMode="External"`` is only text. XML with a
document type declaration is refused, so that no entity unfolds.
"""

from __future__ import annotations

import posixpath
import zipfile
from typing import Any, Final

from lxml import etree

from portal.library import office

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
V: Final = "{urn:schemas-microsoft-com:vml}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MOST_XML: Final = 12_000_000
MOST_PICTURE: Final = 25_000_000
# "Strict" files use other names for the same things.
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", A[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", WP[1:-1].encode()),
)
_OFFICE_DOCUMENT: Final = ("/officeDocument",)


class Package:
    """An opened .docx."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())
        self.main = self._main()
        self.folder = posixpath.dirname(self.main)
        self.relations = self._relations(self.main)

    def _main(self) -> str:
        """The part that holds the text. Raises KeyError where there is none."""
        for kind, target, external in self._relations("").values():
            if kind.endswith(_OFFICE_DOCUMENT) and not external:
                return target.lstrip("/")
        raise KeyError("officeDocument")

    def _relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """``{id: (type, target, external)}`` of a part; targets inside the file are whole paths."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        root = self.xml(path)
        found = {}
        for row in root if root is not None else ():
            if not isinstance(row.tag, str):
                continue
            external = row.get("TargetMode") == "External"
            target = row.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[row.get("Id", "")] = (row.get("Type", ""), target, external)
        return found

    def of_kind(self, kind: str) -> str:
        """The part that the text's relation of a kind ("styles") points at; empty for none."""
        for found, target, external in self.relations.values():
            if found.endswith(f"/{kind}") and not external:
                return target
        return ""

    def xml(self, name: str) -> Any:
        """A part as an element; None where it is missing.

        Raises OfficeRefused for one that is too large, malformed, or declares a document type.
        """
        if name not in self.names:
            return None
        data = office.part(self.archive, name, MOST_XML)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise office.OfficeRefused(office.Fault.DAMAGED) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise office.OfficeRefused(office.Fault.DAMAGED)
        return root

    def bytes_of(self, relation: str) -> bytes | None:
        """What a relation of the text embeds; None for something outside or missing."""
        _kind, target, external = self.relations.get(relation, ("", "", True))
        if external or target not in self.names:
            return None
        return office.part(self.archive, target, MOST_PICTURE)

    def is_external(self, relation: str) -> bool:
        """Whether a relation leaves the file."""
        return self.relations.get(relation, ("", "", False))[2]
