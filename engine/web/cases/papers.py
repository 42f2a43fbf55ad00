"""Papers as files: the original of each paper a case sent out, its 申请表 and cover, opened in the browser to be
printed."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from engine.case.records import Issued
from engine.service.cases import desks
from engine.service.centre.context import NotFoundError
from engine.service.counter import printing
from engine.web.server.visits import STAFF, Page, Visit


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


PAGES = (
    Page("GET", "/desk/cases/{case}/papers/{sequence:int}", original, STAFF),
    Page("GET", "/desk/cases/{case}/papers/{sequence:int}/reprints/{time:int}", reprinted, STAFF),
    Page("GET", "/desk/cases/{case}/cover", cover, STAFF),
    Page("GET", "/desk/cases/{case}/form", form, STAFF),
    Page("GET", "/desk/cases/{case}/package", package, STAFF),
)
