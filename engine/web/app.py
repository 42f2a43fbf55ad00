"""The web application: one routing table over `service`, headers on every answer, errors as pages."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from engine.service.centre.context import Service
from engine.web.cases import files, handovers, papers, receipts
from engine.web.cases import page as case_page
from engine.web.desks import calendars, desk, draft_lines, drafts, moving
from engine.web.public import evaluations, guides, progress, signing
from engine.web.server import faults, statics
from engine.web.server.pace import Pace
from engine.web.server.scheduler import Pause, a_minute, scheduled
from engine.web.server.security import Faults, SecurityHeaders, headers
from engine.web.server.settings import Settings
from engine.web.server.visits import Page, endpoint

# Fixed addresses stand before /{town}/…, which takes whatever is left.
PAGES: tuple[Page, ...] = (
    *signing.PAGES,
    *desk.PAGES,
    *drafts.PAGES,
    *draft_lines.PAGES,
    *moving.PAGES,
    *files.PAGES,
    *case_page.PAGES,
    *receipts.PAGES,
    *papers.PAGES,
    *handovers.PAGES,
    *calendars.PAGES,
    *progress.PAGES,
    *evaluations.PAGES,
    *guides.PAGES,
)


async def health(request: Request) -> Response:
    """200 when the server takes requests."""
    return PlainTextResponse("ok\n")


def make_app(service: Service, settings: Settings, pause: Pause = a_minute) -> Starlette:
    """The application for a server to run; between two rounds of its scheduler it waits for `pause`."""
    foreseen = {kind: faults.explain for kind, _status, _title in faults.KINDS}
    return Starlette(
        lifespan=scheduled(service, pause),
        routes=[
            Route("/healthz", health, methods=["GET"]),
            Route("/favicon.ico", statics.favicon, methods=["GET"]),
            Route("/static/{name}", statics.serve, methods=["GET"]),
            *(
                Route(page.path, endpoint(page, service, settings, signing.carry), methods=[page.method])
                for page in PAGES
            ),
        ],
        middleware=[
            Middleware(SecurityHeaders, fixed=headers(settings.secure_cookies)),
            Middleware(Faults, page=faults.explain_fault),
            Middleware(Pace),
        ],
        exception_handlers={HTTPException: faults.explain_status, **foreseen},
    )
