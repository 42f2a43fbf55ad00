"""Materials as files: the page of a draft where they are uploaded and put in order, and each file to look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from engine.attachments import (
    MEDIA_TYPES,
    MOST_BYTES,
    MOST_FILES,
    MOST_IN_ALL,
    MOST_PAGES,
    PDF,
    SUFFIXES,
    Attachment,
    AttachmentError,
)
from engine.service import attaching, drafting
from engine.service.context import NotFoundError
from engine.web.sheets import Notice
from engine.web.visits import CLERKS, STAFF, Page, Visit, see

LIMITS = (
    f"可以传 PDF、JPEG、PNG，一次可以选几个。单个文件最多 {MOST_BYTES >> 20} MB，PDF 最多 {MOST_PAGES} 页，"
    f"一份申请最多 {MOST_FILES} 个文件、{MOST_IN_ALL >> 20} MB。"
)
# Whatever is in a picture, it runs nothing. Browsers refuse to show a PDF in a sandbox: it keeps the general policy.
_PICTURE_POLICY = "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file: its name, what it is, how large, where it opens; `own`: it lies in this draft and may be changed."""

    name: str
    kind: str
    size: str
    href: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class MaterialFiles:
    """The files of one material, in their order."""

    name: str
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True)
class FilesPage:
    """What the page of a draft's files shows; `chosen` is the material last chosen."""

    id: str
    title: str
    limits: str
    accepts: str
    materials: tuple[str, ...]
    chosen: str
    listed: tuple[MaterialFiles, ...]
    notice: Notice | None


def material_files(files: Iterable[Attachment], address: str, draft: str = "") -> tuple[MaterialFiles, ...]:
    """Files by material, in the order they came; each opens under `address`. Those uploaded into `draft` may be
    changed."""
    by_material: dict[str, list[FileLine]] = {}
    for one in files:
        line = FileLine(one.name, one.kind, _size(one.size), f"{address}/{one.id}", one.place == draft)
        by_material.setdefault(one.material, []).append(line)
    return tuple(MaterialFiles(name, tuple(lines)) for name, lines in by_material.items())


def show(visit: Visit) -> Response:
    """The files of a draft."""
    added = visit.query("added")
    known = added.isascii() and added.isdigit() and len(added) < 3
    return _page(visit, Notice("good", f"已上传 {int(added)} 个文件") if known else None)


def upload(visit: Visit) -> Response:
    """Take the chosen files; what is not taken is said on the same page."""
    files = visit.form.files
    try:
        attaching.attach(visit.service, visit.staff, visit.path("draft"), visit.form.one("_material"), files)
    except AttachmentError as error:
        return _page(visit, Notice("bad", "没有上传", (str(error),)), status=422)
    return see(f"/desk/drafts/{visit.path('draft')}/files?added={len(files)}")


def change(visit: Visit) -> Response:
    """Move a file up or down, or take it out."""
    draft, id, what = visit.path("draft"), visit.path("file"), visit.form.one("_do")
    if what == "drop":
        attaching.detach(visit.service, visit.staff, draft, id)
    elif what in ("up", "down"):
        attaching.move(visit.service, visit.staff, draft, id, -1 if what == "up" else 1)
    else:
        raise NotFoundError("没有这个操作。")
    return see(f"/desk/drafts/{draft}/files")


def again(visit: Visit) -> Response:
    """The page once more: what was sent came under a session that is over."""
    lines = ("刚才的操作没有办成，请再做一次。",)
    return _page(visit, Notice("careful", "您重新登录过", lines), status=403)


def of_draft(visit: Visit) -> Response:
    """A file of a draft, to look at."""
    return _scan(*attaching.draft_file(visit.service, visit.staff, visit.path("draft"), visit.path("file")))


def of_case(visit: Visit) -> Response:
    """A file of a case, to look at."""
    return _scan(*attaching.case_file(visit.service, visit.staff, visit.path("case"), visit.path("file")))


def _scan(file: Attachment, content: bytes) -> Response:
    name = f"{file.name.rsplit('.', 1)[0]}.{SUFFIXES[file.kind]}"
    headers = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(name, safe='')}"}
    if file.kind != PDF:
        headers["Content-Security-Policy"] = _PICTURE_POLICY
    return Response(content, media_type=MEDIA_TYPES[file.kind], headers=headers)


def _size(size: int) -> str:
    """Bytes as people say it: 1 KB at the least, MB with one decimal."""
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{-(-size // 1024)} KB"


def _page(visit: Visit, notice: Notice | None = None, status: int = 200) -> Response:
    sheet = drafting.look(visit.service, visit.staff, visit.path("draft"))
    draft, matter = sheet.draft, sheet.definition.matter
    earlier = [one for one in sheet.files if one.place != draft.id]
    own = [one for one in sheet.files if one.place == draft.id]
    page = FilesPage(
        id=draft.id,
        title=matter.title,
        limits=LIMITS,
        accepts=",".join(MEDIA_TYPES.values()),
        materials=tuple(one.name for one in matter.materials if one.at is None),
        chosen=visit.form.one("_material") if visit.form.items else own[-1].material if own else "",
        listed=(
            *material_files(earlier, f"/desk/cases/{quote(draft.case or '')}/files"),
            *material_files(own, f"/desk/drafts/{draft.id}/files", draft.id),
        ),
        notice=notice,
    )
    return visit.show("files.html", page, status)


PAGES = (
    Page("GET", "/desk/drafts/{draft}/files", show, CLERKS),
    Page("POST", "/desk/drafts/{draft}/files", upload, CLERKS, again, most_files=MOST_FILES),
    Page("GET", "/desk/drafts/{draft}/files/{file}", of_draft, CLERKS),
    Page("POST", "/desk/drafts/{draft}/files/{file}", change, CLERKS, again),
    Page("GET", "/desk/cases/{case}/files/{file}", of_case, STAFF),
)
