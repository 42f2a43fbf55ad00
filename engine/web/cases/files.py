"""Materials as files: the page where they are uploaded and put in order, into a draft or ready for an act on a case;
and each file to look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from engine.case.attachments import (
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
from engine.case.records import Case
from engine.matter.records import Matter
from engine.procedure import ACTS, Possible
from engine.procedure.act import no_scans
from engine.service.centre.context import NotFoundError
from engine.service.counter import attaching, drafting
from engine.service.office import supplying
from engine.web.cases.pictures import drawn_anew
from engine.web.form.boxes import Option
from engine.web.form.scans import Scans, scans, scans_of_draft
from engine.web.form.sheets import Notice
from engine.web.server.visits import CLERKS, STAFF, Page, Visit, see

LIMITS = (
    f"可以传 PDF、JPEG、PNG，一次可以选几个。单个文件最多 {MOST_BYTES >> 20} MB，PDF 最多 {MOST_PAGES} 页，"
    f"一份申请最多 {MOST_FILES} 个文件、{MOST_IN_ALL >> 20} MB。"
)
# Whatever is in a file, it runs nothing and reaches nothing.
_SEALED_OFF = "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
_AGAIN = Notice("careful", "您重新登录过", ("刚才的操作没有办成，请再做一次。",))
TAKERS = frozenset(role for act in ACTS.values() if act.scans is not no_scans for role in act.roles)


@dataclass(frozen=True, slots=True)
class FilesPage:
    """What the page shows that takes files in at `address`; `back` leads to where they belong, `behind` says what that
    is; of the `choices` the one last chosen stands chosen."""

    address: str
    back: str
    behind: str
    title: str
    limits: str
    accepts: str
    choices: tuple[Option, ...]
    listed: tuple[Scans, ...]
    notice: Notice | None


def show(visit: Visit) -> Response:
    """The files of a draft."""
    return _draft_page(visit, _added(visit))


def upload(visit: Visit) -> Response:
    """Take the chosen files into a draft; what is not taken is said on the same page."""
    files, draft = visit.form.files, visit.path("draft")
    try:
        attaching.attach(visit.service, visit.staff, draft, visit.form.one("_material"), files)
    except AttachmentError as error:
        return _draft_page(visit, _not_taken(error), status=422)
    return see(f"/desk/drafts/{draft}/files?added={len(files)}")


def change(visit: Visit) -> Response:
    """Move a file of a draft up or down, or take it out."""
    draft, id, by = visit.path("draft"), visit.path("file"), _by(visit)
    if by:
        attaching.move(visit.service, visit.staff, draft, id, by)
    else:
        attaching.detach(visit.service, visit.staff, draft, id)
    return see(f"/desk/drafts/{draft}/files")


def again(visit: Visit) -> Response:
    """The page once more: what was sent came under a session that is over."""
    return _draft_page(visit, _AGAIN, status=403)


def show_ready(visit: Visit) -> Response:
    """The files that lie ready for an act on a case."""
    return _case_page(visit, _added(visit))


def make_ready(visit: Visit) -> Response:
    """Take the chosen files for an act on a case; what is not taken is said on the same page."""
    files, case = visit.form.files, visit.path("case")
    try:
        supplying.attach(visit.service, visit.staff, case, visit.form.one("_material"), files)
    except AttachmentError as error:
        return _case_page(visit, _not_taken(error), status=422)
    return see(f"{ready_address(case)}?added={len(files)}")


def change_ready(visit: Visit) -> Response:
    """Move a file that lies ready up or down, or take it out."""
    case, id, by = visit.path("case"), visit.path("file"), _by(visit)
    if by:
        supplying.move(visit.service, visit.staff, case, id, by)
    else:
        supplying.detach(visit.service, visit.staff, case, id)
    return see(ready_address(case))


def again_ready(visit: Visit) -> Response:
    """As `again`."""
    return _case_page(visit, _AGAIN, status=403)


def _added(visit: Visit) -> Notice | None:
    added = visit.query("added")
    known = added.isascii() and added.isdigit() and len(added) < 3
    return Notice("good", f"已上传 {int(added)} 个文件") if known else None


def _not_taken(error: AttachmentError) -> Notice:
    return Notice("bad", "没有上传", (str(error),))


def _by(visit: Visit) -> int:
    """Which way the pressed button moves a file: -1, 1, or 0 for taking it out."""
    try:
        return {"up": -1, "down": 1, "drop": 0}[visit.form.one("_do")]
    except KeyError:
        raise NotFoundError("没有这个操作。") from None


def of_draft(visit: Visit) -> Response:
    """A file of a draft, to look at."""
    return _scan(*attaching.draft_file(visit.service, visit.staff, visit.path("draft"), visit.path("file")))


def of_case(visit: Visit) -> Response:
    """A file of a case, to look at."""
    return _scan(*attaching.case_file(visit.service, visit.staff, visit.path("case"), visit.path("file")))


def lying_ready(visit: Visit) -> Response:
    """A file that lies ready for an act on a case, to look at."""
    return _scan(*supplying.file(visit.service, visit.staff, visit.path("case"), visit.path("file")))


def _scan(file: Attachment, content: bytes) -> Response:
    """A picture to look at, drawn anew; a PDF to be opened outside the pages of this server."""
    name = f"{file.name.rsplit('.', 1)[0]}.{SUFFIXES[file.kind]}"
    how = "attachment" if file.kind == PDF else "inline"
    shown = content if file.kind == PDF else drawn_anew(content, file.kind)
    headers = {
        "Content-Disposition": f"{how}; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": _SEALED_OFF,
    }
    return Response(shown, media_type=MEDIA_TYPES[file.kind], headers=headers)


def _draft_page(visit: Visit, notice: Notice | None = None, status: int = 200) -> Response:
    sheet = drafting.look(visit.service, visit.staff, visit.path("draft"))
    draft, matter = sheet.draft, sheet.definition.matter
    return _page(
        visit,
        address=f"/desk/drafts/{draft.id}/files",
        back=f"/desk/drafts/{draft.id}",
        behind="申请表",
        title=matter.title,
        matter=matter,
        names=matter.may_have_files(None),
        listed=scans_of_draft(draft, sheet.files, matter),
        notice=notice,
        status=status,
    )


def _case_page(visit: Visit, notice: Notice | None = None, status: int = 200) -> Response:
    tray = supplying.look(visit.service, visit.staff, visit.path("case"))
    case, matter = tray.case, visit.service.pinned(tray.case.definition).matter
    earlier = (one for one in case.files if one.material in tray.materials)
    address = ready_address(case.id)
    return _page(
        visit,
        address=address,
        back=f"/desk/cases/{quote(case.id)}",
        behind="办件",
        title=f"{case.title} {case.id}",
        matter=matter,
        names=tray.materials,
        listed=(
            *scans(earlier, matter, f"/desk/cases/{quote(case.id)}/files"),
            *scans(tray.files, matter, address, own=True),
        ),
        notice=notice,
        status=status,
    )


def _page(
    visit: Visit,
    *,
    address: str,
    back: str,
    behind: str,
    title: str,
    matter: Matter,
    names: Sequence[str],
    listed: tuple[Scans, ...],
    notice: Notice | None,
    status: int,
) -> Response:
    own = [one.name for one in listed if one.files[0].own]
    said = visit.form.one("_material") if visit.form.items else visit.query("for")
    chosen = said if said in names else own[-1] if own and not visit.form.items else ""
    labels = {field.name: field.label for field in matter.fields}
    choices = tuple(
        Option(name, labels.get(name, name), f"material-{number}", name == chosen or len(names) == 1)
        for number, name in enumerate(names, start=1)
    )
    page = FilesPage(address, back, behind, title, LIMITS, ",".join(MEDIA_TYPES.values()), choices, listed, notice)
    return visit.show("files.html", page, status)


def ready_scans(
    visit: Visit, case: Case, matter: Matter, possible: Iterable[Possible]
) -> tuple[str, tuple[Scans, ...]]:
    """Where scans are made ready for the open acts of a case, and those that lie there."""
    names = dict.fromkeys(name for one in possible for name in one.scans)
    address, files = ready_address(case.id), supplying.ready(visit.service, visit.staff, case, names)
    return address, scans(files, matter, address, own=True)


def ready_address(case: str) -> str:
    """Where scans are made ready for an act on a case."""
    return f"/desk/cases/{quote(case)}/ready"


PAGES = (
    Page("GET", "/desk/drafts/{draft}/files", show, CLERKS),
    Page("POST", "/desk/drafts/{draft}/files", upload, CLERKS, again, most_files=MOST_FILES),
    Page("GET", "/desk/drafts/{draft}/files/{file}", of_draft, CLERKS),
    Page("POST", "/desk/drafts/{draft}/files/{file}", change, CLERKS, again),
    Page("GET", "/desk/cases/{case}/files/{file}", of_case, STAFF),
    Page("GET", "/desk/cases/{case}/ready", show_ready, TAKERS),
    Page("POST", "/desk/cases/{case}/ready", make_ready, TAKERS, again_ready, most_files=MOST_FILES),
    Page("GET", "/desk/cases/{case}/ready/{file}", lying_ready, TAKERS),
    Page("POST", "/desk/cases/{case}/ready/{file}", change_ready, TAKERS, again_ready),
)
