"""Files as they come in, whatever they belong to: room for them, what they are, their bytes kept, their order."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from engine.case.attachments import MOST_FILES, MOST_IN_ALL, Attachment, AttachmentError, clean_name, kind_of
from engine.case.events import Actor
from engine.case.records import Case
from engine.service.centre.context import NotFoundError, Service
from engine.store.contract import Transaction

_NO_FILE = "没有这个文件：可能已经删除。请回到上一页刷新再看。"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: what it was called, and what is in it."""

    name: str
    content: bytes


def keep(
    service: Service, town: str, place: str, material: str, uploads: Sequence[Upload], there: Sequence[Attachment]
) -> tuple[Attachment, ...]:
    """Keep the bytes of files for a material, beside those `there`, and name none yet. AttachmentError says which file
    is not taken and what to do."""
    if not uploads:
        raise AttachmentError("还没有选择文件。请先选择扫描件或照片，再点上传。")
    check_room(there, uploads)
    kinds = [kind_of(upload.content, upload.name) for upload in uploads]
    now = service.now()
    kept = []
    for upload, kind in zip(uploads, kinds, strict=True):
        id = secrets.token_urlsafe(9)
        digest = service.store.keep_file(town, place, id, upload.content)
        size = len(upload.content)
        kept.append(Attachment(place, id, material, 0, clean_name(upload.name), kind, size, digest, now))
    return tuple(kept)


def copies(service: Service, town: str, files: Sequence[Attachment], place: str) -> tuple[Attachment, ...]:
    """Keep the same files once more, for another place, and name none yet. StoreError where one is damaged."""
    kept: list[Attachment] = []
    for file in files:
        scan = Upload(file.name, service.store.file(town, file))
        kept += keep(service, town, place, file.material, [scan], kept)
    return tuple(kept)


def name(tx: Transaction, there: Sequence[Attachment], kept: Sequence[Attachment]) -> None:
    """Name what was kept, behind those `there`."""
    last = max((one.page for one in there), default=0)
    for page, one in enumerate(kept, start=last + 1):
        tx.attach(replace(one, page=page))


def check_room(there: Sequence[Attachment], uploads: Sequence[Upload]) -> None:
    """AttachmentError where the files would be too many, or too large together."""
    if len(there) + len(uploads) > MOST_FILES:
        raise AttachmentError(
            f"一份申请最多 {MOST_FILES} 个文件，已有 {len(there)} 个，这次选了 {len(uploads)} 个。"
            "请把同一项材料的各页合成一个 PDF 再上传。"
        )
    if sum(one.size for one in there) + sum(len(one.content) for one in uploads) > MOST_IN_ALL:
        raise AttachmentError(
            f"一份申请的文件加起来最多 {MOST_IN_ALL >> 20} MB，这次传不下。请删去不用的，或者调低扫描清晰度再上传。"
        )


def ready_place(actor: Actor, case_id: str, material: str) -> str:
    """Where the scans of a material lie ready for one person until their act on the case takes them."""
    owner = hashlib.sha256("\0".join((actor.account, case_id, material)).encode()).hexdigest()
    return f"{case_id}-{owner[:32]}"


def ready(
    attachments: Callable[[str], tuple[Attachment, ...]], actor: Actor, case: Case, materials: Iterable[str]
) -> tuple[Attachment, ...]:
    """The scans that lie ready for the actor, by material; `attachments` gives the files of a place. What the case
    holds already was ready once."""
    held = {one.id for one in case.files}
    places = (ready_place(actor, case.id, material) for material in materials)
    return tuple(one for place in places for one in attachments(place) if one.id not in held)


def moved(files: Sequence[Attachment], id: str, by: int) -> list[str]:
    """The order of files once one stands before (`by` -1) or behind (1) its neighbour of the same material; the first
    and last stay."""
    mine = find(files, id)
    order = [one.id for one in files]
    alike = [one.id for one in files if one.material == mine.material]
    place = alike.index(id) + by
    if 0 <= place < len(alike):
        here, there = order.index(id), order.index(alike[place])
        order[here], order[there] = order[there], order[here]
    return order


def find(files: Sequence[Attachment], id: str) -> Attachment:
    """The file of that id. NotFoundError."""
    found = next((one for one in files if one.id == id), None)
    if found is None:
        raise NotFoundError(_NO_FILE)
    return found


def opened(service: Service, town: str, files: Sequence[Attachment], id: str) -> tuple[Attachment, bytes]:
    """The file of that id, and what is in it."""
    one = find(files, id)
    return one, service.store.file(town, one)
