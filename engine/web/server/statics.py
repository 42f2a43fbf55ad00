"""The few files the browser needs: our style sheet, scripts and mark, and htmx from its package. Named by content hash,
so that they may be kept for ever and a new version has a new address."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

FOR_EVER = "public, max-age=31536000, immutable"
_OURS = Path(__file__).parents[1] / "static"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file in memory with its media type."""

    content: bytes
    media_type: str


def _named(name: str, content: bytes, media_type: str) -> tuple[str, str, Asset]:
    stem, ending = name.rsplit(".", 1)
    return name, f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}", Asset(content, media_type)


_LOADED = (
    _named("onewindow.css", (_OURS / "onewindow.css").read_bytes(), "text/css; charset=utf-8"),
    _named("drafts.js", (_OURS / "drafts.js").read_bytes(), "text/javascript; charset=utf-8"),
    _named("keys.js", (_OURS / "keys.js").read_bytes(), "text/javascript; charset=utf-8"),
    _named("favicon.svg", (_OURS / "favicon.svg").read_bytes(), "image/svg+xml"),
    _named(
        "htmx.js",
        files("js_lib_htmx").joinpath("static/htmx/htmx.min.js").read_bytes(),
        "text/javascript; charset=utf-8",
    ),
)
_ADDRESSES = {name: f"/static/{hashed}" for name, hashed, _ in _LOADED}
_ASSETS = {hashed: asset for _, hashed, asset in _LOADED}


def address(name: str) -> str:
    """Where a file is served, with its hash in the name."""
    return _ADDRESSES[name]


async def serve(request: Request) -> Response:
    """A file by its hashed name; only names made above exist."""
    asset = _ASSETS.get(request.path_params["name"])
    if asset is None:
        raise HTTPException(404)
    return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": FOR_EVER})


async def favicon(request: Request) -> Response:
    """The mark, for browsers that ask for it by its old name."""
    asset = _ASSETS[_ADDRESSES["favicon.svg"].removeprefix("/static/")]
    return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": "public, max-age=86400"})
