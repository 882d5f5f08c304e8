"""One page a role under docs/roles/; what it says is what the code grants."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from portal.editorial.roles import ROLES, Role
from portal.editorial.roles.grants import granted_models

FOLDER = Path(settings.BASE_DIR) / "docs" / "roles"
LEVELS = {"province": "province", "department": "department", "commune": "commune"}


def page(role: Role) -> str:
    """The page of a role, as the code has it."""
    levels = ", ".join(level for level in LEVELS if level in role.levels)
    lines = [
        f"# {role.label}",
        "",
        f"Code `{role.code}` · level: {levels}",
        "",
        f"**Nhiệm vụ.** {role.duties}",
        "",
        "| on | may |",
        "|---|---|",
        f"| pages | {_words(role.pages)} |",
        f"| pictures and documents | {_words(role.files)} |",
    ]
    held = granted_models(role, "")
    lines += [f"| `{label}` | {_words(held[label])} |" for label in sorted(held)]
    return "\n".join([*lines, "", *_notes(role)]).rstrip() + "\n"


def _words(actions: frozenset[str]) -> str:
    return ", ".join(sorted(actions)) or "–"


def _notes(role: Role) -> list[str]:
    notes = []
    if role.central:
        notes.append("- Reaches all agencies by one permission on the province's home.")
    else:
        notes.append("- Reaches what its own agency owns, and nothing of any other.")
    if role.approver:
        notes.append("- Approves what others wrote.")
    if role.by_field:
        notes.append("- At a department only what belongs to the lĩnh vực named in the membership.")
    if role.reads_only:
        notes.append(
            "- Only reads; never what holds citizens' data. Needs a last day and the decision's number."
        )
    if role.manages:
        whose = "every agency" if role.manages == "all" else "its own agency"
        notes.append(f"- Gives and ends roles of {whose}.")
    return notes


def test_every_role_has_a_page_that_says_what_the_code_grants() -> None:
    with override("vi"):
        expected = {f"{role.code.replace('_', '-')}.md": page(role) for role in ROLES.values()}
    assert {file.name: file.read_text() for file in FOLDER.glob("*.md")} == expected
