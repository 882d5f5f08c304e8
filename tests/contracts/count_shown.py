"""Counts, from a folder of exports, which procedures a commune, a department and the province must show.

Standard library only, and nothing of the portal: this says a second time, in its own way, what the rules are
(a stated performer's class, the publishing province, what must not come in), so that the importer can be
compared with it.

    python tests/contracts/count_shown.py FOLDER CLASSES.yaml [department class]
"""

import gzip
import json
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

PROVINCE = "nghe an"
COMMUNE_LEVELS = ("commune", "vertical-commune")


def plain(text: str) -> str:
    """Lower case without diacritics, single blanks."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    kept = (letter for letter in letters if unicodedata.category(letter) not in {"Mn", "Cf"})
    return " ".join("".join(kept).split())


class Classes:
    """The classes of performing bodies, read from their file (the few forms of YAML that it uses)."""

    def __init__(self, file: Path) -> None:
        self.split = self.here = re.compile("")
        self.elsewhere: list[re.Pattern[str]] = []
        self.classes: list[dict[str, Any]] = []
        target: list[re.Pattern[str]] = self.elsewhere
        for line in file.read_text(encoding="utf-8").splitlines():
            word = line.strip()
            if word.startswith('- "'):
                target.append(re.compile(self.quoted(word[2:])))
            elif word.startswith("- key:"):
                target = []
                self.classes.append({"key": word[6:].strip(), "patterns": target})
            elif match := re.match(r"(level|in_catalogue): *([\w-]+)", word):
                self.classes[-1][match.group(1)] = match.group(2)
            elif match := re.match(r'(split|here): *(".*")', word):
                setattr(self, match.group(1), re.compile(self.quoted(match.group(2))))

    @staticmethod
    def quoted(word: str) -> str:
        """The text of a double-quoted scalar, whatever comment follows it."""
        text, _end = json.JSONDecoder().raw_decode(word)
        return str(text)

    def of(self, printed: str) -> set[str]:
        """Keys of all classes named in a printed list."""
        found: set[str] = set()
        for piece in re.split(r"[;\n]", printed):
            for part in self.split.split(plain(piece)):
                part = part.strip(" .,-")
                away = any(pattern.search(part) for pattern in self.elsewhere)
                if not part or (away and not self.here.search(part)):
                    continue
                hits = [c for c in self.classes if any(pattern.search(part) for pattern in c["patterns"])]
                strong = [c for c in hits if c["level"] not in {"central", "other"}]
                found |= {c["key"] for c in strong or hits}
        return found

    def shown_by(self, levels: tuple[str, ...] | None) -> set[str]:
        """Keys of the classes in the catalogue, of certain levels or of all."""
        return {
            c["key"]
            for c in self.classes
            if c["in_catalogue"] == "true" and (levels is None or c["level"] in levels)
        }


def records(folder: Path) -> list[dict[str, Any]]:
    """All rows of a folder, each reduced to what decides where it is shown."""
    found = []
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        raw = file.read_bytes()
        if raw[:2] == b"\x1f\x8b":
            raw = gzip.decompress(raw)
        if raw.lstrip()[:1] not in (b"{", b"["):
            continue
        try:
            values = [json.loads(raw)]
        except ValueError:
            values = []
            for line in raw.splitlines():
                try:
                    values.append(json.loads(line))
                except ValueError:
                    break
        for value in values:
            found += [record for item in unwrapped(value) if (record := reduced(item))]
    return found


def unwrapped(value: Any) -> list[Any]:
    """The procedures in a document: bare, in "data", in "records" with "detail", or in a list."""
    if isinstance(value, dict) and isinstance(value.get("data"), dict):
        value = value["data"]
    if isinstance(value, dict) and isinstance(value.get("records"), list):
        value = [record.get("detail") for record in value["records"]]
    return value if isinstance(value, list) else [value]


def reduced(row: Any) -> dict[str, Any] | None:
    """One row as this count needs it; None for what is no procedure."""
    if not isinstance(row, dict) or "name" not in row or "code" not in row or "code_raw" in row:
        return None
    if "executionSteps" in row:
        proposal = row.get("procedureProposal") or {}

        def names(kind: str) -> str:
            bodies = [*(row.get(f"departments{kind}") or []), *(row.get(f"unitGroups{kind}") or [])]
            return ";".join(body["name"] for body in bodies if body)

        return {
            "code": row["code"].strip(),
            "name": row["name"],
            "rank": 3,
            "decision": proposal.get("proposalNumber") or row.get("decisionNo") or "",
            "publisher": row.get("departmentPromulgateName") or "",
            "internal": row.get("isInternal") or row.get("type") == "STANDARD_INTERNAL",
            "bodies": [names("Executing") or row.get("executingAgencies") or "", names("Authority")],
        }
    if "departmentPromulgate" in row:
        row = row | {
            "published_by": row["departmentPromulgate"],
            "agencies": row.get("departments"),
            "scope": row.get("type"),
        }
    if "published_by" not in row:
        return None
    detailed = any(row.get(part) for part in ("steps", "methods", "dossier", "legal_basis", "result"))
    return {
        "code": row["code"].strip(),
        "name": row["name"],
        "rank": 2 if detailed else 1,
        "decision": row.get("decision_number") or "",
        "publisher": row.get("published_by") or "",
        "internal": row.get("scope") == "STANDARD_INTERNAL",
        "bodies": [
            row.get("implementing_agency") or ";".join(filter(None, row.get("agencies") or [])),
            row.get("competent_agency") or "",
        ],
    }


def comes_in(record: dict[str, Any]) -> bool:
    """Whether a row may come in at all."""
    code, name, decision = record["code"], plain(record["name"]), plain(record["decision"])
    if not re.fullmatch(r"[0-47-9]\.\d{6}", code) or record["internal"]:
        return False
    if name.startswith("cong bo danh muc") and "thu tuc hanh chinh" in name:
        return False
    if record["rank"] > 1 and ("test" in decision or decision.startswith("demo")):
        return False
    return not (plain(record["publisher"]).startswith("bo ") and "qd-ubnd" in decision)


def is_ours(record: dict[str, Any]) -> bool:
    """Whether a ministry or this province publishes the row."""
    publisher = plain(record["publisher"])
    if not publisher:
        return "ubnd" not in plain(record["decision"])
    if re.match(r"ubnd|uy ban nhan dan|so |trung tam phuc vu hanh chinh", publisher):
        return publisher.endswith(PROVINCE)
    return True


def winners(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The row that counts for each code; rows with detail but without a decision are not public."""
    exact: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in found:
        if comes_in(record) and (record["rank"] == 1 or record["decision"].strip()):
            exact[record["code"]].append(record)
    return {code: max(rivals, key=lambda rival: int(rival["rank"])) for code, rivals in exact.items()}


def without_twins(chosen: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Without a ministry's procedure of which this province publishes its own edition under the same name."""

    def key(record: dict[str, Any]) -> str:
        name = record["name"].strip()
        if name.lower().startswith("thủ tục ") and len(name) > 12:
            name = name[8:]
        return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", name).lower()))

    shown = {code: record for code, record in chosen.items() if is_ours(record)}
    local = {key(r) for r in shown.values() if PROVINCE in plain(r["publisher"])}
    national: dict[str, list[str]] = defaultdict(list)
    for code, record in shown.items():
        if PROVINCE not in plain(record["publisher"]):
            national[key(record)].append(code)
    hidden = {codes[0] for name, codes in national.items() if name in local and len(codes) == 1}
    return {code: record for code, record in shown.items() if code not in hidden}


def count(folder: Path, classes_file: Path, department: str = "so-tu-phap") -> dict[str, list[str]]:
    """Codes that one commune, one department and the province must show, each sorted."""
    classes = Classes(classes_file)
    performed: dict[str, set[str]] = {}
    for code, record in without_twins(winners(records(folder))).items():
        executing, competent = record["bodies"]
        performed[code] = classes.of(executing) or classes.of(competent)

    def codes(wanted: set[str]) -> list[str]:
        return sorted(code for code, found in performed.items() if found & wanted)

    return {
        "commune": codes(classes.shown_by(COMMUNE_LEVELS)),
        "department": codes({department}),
        "province": codes(classes.shown_by(None)),
    }


if __name__ == "__main__":
    shown = count(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:4])
    json.dump({agency: len(codes) for agency, codes in shown.items()}, sys.stdout)
    sys.stdout.write("\n")
