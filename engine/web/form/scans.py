"""Uploaded files as pages list them: by what they belong to, in their order, each with a way to open it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from engine.case.attachments import Attachment
from engine.matter.records import Matter
from engine.store.kept import Draft


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file: its name, what it is, how large, where it opens; `own`: it may be moved and taken out."""

    name: str
    kind: str
    size: str
    href: str
    own: bool


@dataclass(frozen=True, slots=True)
class Scans:
    """The files of one material or 附件 field, in their order; `title` is what people call it."""

    name: str
    title: str
    files: tuple[FileLine, ...]


def scans(files: Iterable[Attachment], matter: Matter, address: str, *, own: bool = False) -> tuple[Scans, ...]:
    """Files by what they belong to, in the order they came; each opens under `address`, and may be changed there if
    `own`."""
    found: dict[str, list[FileLine]] = {}
    for one in files:
        line = FileLine(one.name, one.kind, _size(one.size), f"{address}/{one.id}", own)
        found.setdefault(one.material, []).append(line)
    titles = {field.name: field.label for field in matter.fields}
    return tuple(Scans(name, titles.get(name, name), tuple(lines)) for name, lines in found.items())


def scans_of_draft(draft: Draft, files: Iterable[Attachment], matter: Matter) -> tuple[Scans, ...]:
    """Those its case has already, then those uploaded into it."""
    files = tuple(files)
    earlier = (one for one in files if one.place != draft.id)
    own = (one for one in files if one.place == draft.id)
    return (
        *scans(earlier, matter, f"/desk/cases/{quote(draft.case or '')}/files"),
        *scans(own, matter, f"/desk/drafts/{draft.id}/files", own=True),
    )


def _size(size: int) -> str:
    """Bytes as people say it: 1 KB at the least, MB with one decimal."""
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{-(-size // 1024)} KB"
