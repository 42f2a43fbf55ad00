"""Papers as files: the original of each paper a case sent out, its 申请表 and cover, opened in the browser to be
printed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from engine.case.records import Case, Issued
from engine.service.cases import desks
from engine.service.centre.context import NotFoundError
from engine.service.counter import printing
from engine.web.server.showing import instant
from engine.web.server.visits import STAFF, Page, Visit


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper that went out."""

    title: str
    number: str
    issued: str
    href: str


def pdf(content: bytes, name: str) -> Response:
    """A PDF to look at; `name` is what it is called when it is saved."""
    disposition = f"inline; filename*=UTF-8''{quote(name)}.pdf"
    return Response(content, media_type="application/pdf", headers={"Content-Disposition": disposition})


def original(visit: Visit) -> Response:
    """A paper of a case, by its place in the chain."""
    issued = _paper(visit)
    return pdf(
        printing.original(visit.service, visit.staff, visit.path("case"), issued.number),
        f"{issued.title}{issued.number}",
    )


def reprinted(visit: Visit) -> Response:
    """A paper that was printed again, as it was printed then."""
    issued, number = _paper(visit), int(visit.request.path_params["time"])
    content = printing.reprinted(visit.service, visit.staff, visit.path("case"), issued.number, number)
    return pdf(content, f"{issued.title}{issued.number}补打{number}")


def cover(visit: Visit) -> Response:
    """The cover of a case's paper file, before 归档."""
    number = visit.path("case")
    return pdf(printing.cover(visit.service, visit.staff, number), f"收件档案单（开立）{number}")


def form(visit: Visit) -> Response:
    """The 申请表 with what the case received."""
    number = visit.path("case")
    return pdf(printing.received_form(visit.service, visit.staff, number), f"申请表{number}")


def package(visit: Visit) -> Response:
    """The archive package of a case, as a file to keep."""
    number = visit.path("case")
    content = printing.package(visit.service, visit.staff, number)
    disposition = f"attachment; filename*=UTF-8''{quote(f'归档信息包{number}')}.zip"
    return Response(content, media_type="application/zip", headers={"Content-Disposition": disposition})


def _paper(visit: Visit) -> Issued:
    place = int(visit.request.path_params["sequence"])
    case = desks.open_case(visit.service, visit.staff, visit.path("case"))
    issued = next((one for one in case.documents if one.sequence == place), None)
    if issued is None:
        raise NotFoundError("本办件没有这份文书。")
    return issued


def paper_lines(visit: Visit, case: Case, papers: tuple[Issued, ...]) -> tuple[PaperLine, ...]:
    """Papers as lines with a way to open them."""
    lines = []
    for one in papers:
        address = f"/desk/cases/{quote(case.id)}/papers/{one.sequence}"
        title = f"{one.title}（作废）" if one.void else one.title
        lines.append(PaperLine(title, one.number, instant(one.issued_at, visit.town.zone), address))
        lines += [
            PaperLine(
                f"{one.title}（补打第{time}次）", one.number, instant(at, visit.town.zone), f"{address}/reprints/{time}"
            )
            for time, at in enumerate(one.reprinted_at, start=1)
        ]
    return tuple(lines)


def done_papers(case: Case, event: str) -> tuple[Issued, ...]:
    """The papers that went out with the last event of a kind: those issued at its very instant, after it."""
    last = next((e for e in reversed(case.history) if e.kind == event), None)
    return () if last is None else tuple(d for d in case.documents if d.issued_at == last.at)


PAGES = (
    Page("GET", "/desk/cases/{case}/papers/{sequence:int}", original, STAFF),
    Page("GET", "/desk/cases/{case}/papers/{sequence:int}/reprints/{time:int}", reprinted, STAFF),
    Page("GET", "/desk/cases/{case}/cover", cover, STAFF),
    Page("GET", "/desk/cases/{case}/form", form, STAFF),
    Page("GET", "/desk/cases/{case}/package", package, STAFF),
)
