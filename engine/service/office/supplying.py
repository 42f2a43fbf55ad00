"""Scans of what is brought to a case after 收件: uploaded by whoever may do the act that takes the material in, and
held ready for that person until the act is done. `acting.perform` then puts them into its event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from engine.case.attachments import Attachment, AttachmentError
from engine.case.events import Actor
from engine.case.records import Case
from engine.service.cases.desks import open_case
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter import keeping
from engine.service.office.acting import acts
from engine.store.contract import Transaction


@dataclass(frozen=True, slots=True)
class Tray:
    """What lies ready for one person: the case, the materials whose scans an act open to them takes, the files."""

    case: Case
    materials: tuple[str, ...]
    files: tuple[Attachment, ...]


def look(service: Service, actor: Actor, case_id: str) -> Tray:
    """The tray of the actor at a case. NotFoundError where no act open to them takes scans."""
    case = open_case(service, actor, case_id)
    materials = tuple(dict.fromkeys(name for one in acts(service, actor, case) for name in one.scans))
    if not materials:
        raise NotFoundError("这个办件现在没有要您收的材料，不用上传文件。请回到办件页面看最新情况。")
    return Tray(case, materials, ready(service, actor, case, materials))


def ready(service: Service, actor: Actor, case: Case, materials: Iterable[str]) -> tuple[Attachment, ...]:
    """The scans of these materials that lie ready for the actor at a case they may see."""
    return keeping.ready(partial(service.store.attachments, actor.town), actor, case, materials)


def attach(service: Service, actor: Actor, case_id: str, material: str, uploads: Sequence[keeping.Upload]) -> None:
    """Lay files ready for a material: all, or none. AttachmentError says which file is not taken and what to do."""
    tray = look(service, actor, case_id)
    if material not in tray.materials:
        raise AttachmentError("请先选择文件属于哪一项材料，再上传。")
    place = keeping.ready_place(actor, case_id, material)
    kept = keeping.keep(service, actor.town, place, material, uploads, tray.files)
    with service.store.transaction(actor.town) as tx:
        there = _ready(tx, actor, tray)
        keeping.check_room(there, uploads)
        keeping.name(tx, there, kept)


def detach(service: Service, actor: Actor, case_id: str, id: str) -> None:
    """Take a file out of the tray."""
    tray = look(service, actor, case_id)
    with service.store.transaction(actor.town) as tx:
        tx.detach(keeping.find(_ready(tx, actor, tray), id).place, id)


def move(service: Service, actor: Actor, case_id: str, id: str, by: int) -> None:
    """Put a file before (`by` -1) or behind (1) its neighbour of the same material; the first and last stay."""
    tray = look(service, actor, case_id)
    with service.store.transaction(actor.town) as tx:
        files = _ready(tx, actor, tray)
        place = keeping.find(files, id).place
        alike = [one for one in files if one.place == place]
        tx.arrange(place, keeping.moved(alike, id, by))


def file(service: Service, actor: Actor, case_id: str, id: str) -> tuple[Attachment, bytes]:
    """A file of the actor's own tray, and what is in it."""
    return keeping.opened(service, actor.town, look(service, actor, case_id).files, id)


def _ready(tx: Transaction, actor: Actor, tray: Tray) -> tuple[Attachment, ...]:
    return keeping.ready(tx.attachments, actor, tray.case, tray.materials)
