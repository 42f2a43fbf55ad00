"""Materials as files: uploading them into a draft, putting them in order, opening them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from engine.attachments import MOST_FILES, MOST_IN_ALL, Attachment, AttachmentError, clean_name, kind_of
from engine.events import Actor
from engine.intake import HANDED_IN, UNJUDGED
from engine.matter import Material
from engine.service.context import NotFoundError, Service
from engine.service.desks import open_case
from engine.service.drafting import Form, check_owner, look, own_draft
from engine.store.contract import Draft, Transaction

ELECTRONIC = "电子"
UNNAMED_FOR = timedelta(days=7)  # how long a file that nothing names is kept: an upload may be under way
_NO_FILE = "没有这个文件：可能已经删除。请回到上一页刷新再看。"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: what it was called, and what is in it."""

    name: str
    content: bytes


def attach(service: Service, actor: Actor, draft_id: str, material: str, uploads: Sequence[Upload]) -> None:
    """Take files for a material of the draft: all, or none. A material that may be 电子 and that nobody has judged
    counts as handed in by it. AttachmentError says which file is not taken and what to do."""
    sheet = look(service, actor, draft_id)
    asked = next((m for m in sheet.definition.matter.materials if m.name == material and m.at is None), None)
    if asked is None:
        raise AttachmentError("请先选择文件属于哪一项材料，再上传。")
    if not uploads:
        raise AttachmentError("还没有选择文件。请先选择扫描件或照片，再点上传。")
    _check_room(service.store.attachments(actor.town, draft_id), uploads)
    kinds = [kind_of(upload.content, upload.name) for upload in uploads]
    now = service.now()
    kept = []
    for upload, kind in zip(uploads, kinds, strict=True):
        id = secrets.token_urlsafe(9)
        digest = service.store.keep_file(actor.town, draft_id, id, upload.content)
        size = len(upload.content)
        kept.append(Attachment(draft_id, id, material, 0, clean_name(upload.name), kind, size, digest, now))
    with service.store.transaction(actor.town) as tx:
        draft = check_owner(tx.draft(draft_id), actor)
        there = tx.attachments(draft_id)
        _check_room(there, uploads)
        last = there[-1].page if there else 0
        for page, one in enumerate(kept, start=last + 1):
            tx.attach(replace(one, page=page))
        _save_form(service, tx, draft, _handed_in(draft.form, asked))


def detach(service: Service, actor: Actor, draft_id: str, id: str) -> None:
    """Take a file out of the draft. With its last file a material that counted as handed in by it is open again."""
    with service.store.transaction(actor.town) as tx:
        draft = check_owner(tx.draft(draft_id), actor)
        files = tx.attachments(draft_id)
        gone = _one(files, id)
        tx.detach(draft_id, id)
        if not any(one.material == gone.material and one.id != id for one in files):
            _save_form(service, tx, draft, _open_again(draft.form, gone.material))


def move(service: Service, actor: Actor, draft_id: str, id: str, by: int) -> None:
    """Put a file before (`by` -1) or behind (1) its neighbour of the same material; the first and last stay."""
    with service.store.transaction(actor.town) as tx:
        check_owner(tx.draft(draft_id), actor)
        files = tx.attachments(draft_id)
        moved = _one(files, id)
        order = [one.id for one in files]
        alike = [one.id for one in files if one.material == moved.material]
        place = alike.index(id) + by
        if 0 <= place < len(alike):
            here, there = order.index(id), order.index(alike[place])
            order[here], order[there] = order[there], order[here]
            tx.arrange(draft_id, order)


def draft_file(service: Service, actor: Actor, draft_id: str, id: str) -> tuple[Attachment, bytes]:
    """A file of the actor's own draft, and what is in it."""
    own_draft(service, actor, draft_id)
    return _opened(service, actor, service.store.attachments(actor.town, draft_id), id)


def case_file(service: Service, actor: Actor, case_id: str, id: str) -> tuple[Attachment, bytes]:
    """A file of a case the actor may see, and what is in it: by the digest that stands in its events."""
    return _opened(service, actor, open_case(service, actor, case_id).files, id)


def sweep(service: Service, town: str) -> int:
    """Remove the files nothing has named for seven days; how many there were."""
    return service.store.sweep_files(town, service.now() - UNNAMED_FOR)


def _opened(service: Service, actor: Actor, files: Sequence[Attachment], id: str) -> tuple[Attachment, bytes]:
    one = _one(files, id)
    return one, service.store.file(actor.town, one)


def _one(files: Sequence[Attachment], id: str) -> Attachment:
    found = next((one for one in files if one.id == id), None)
    if found is None:
        raise NotFoundError(_NO_FILE)
    return found


def _check_room(there: Sequence[Attachment], uploads: Sequence[Upload]) -> None:
    if len(there) + len(uploads) > MOST_FILES:
        raise AttachmentError(
            f"一份申请最多 {MOST_FILES} 个文件，已有 {len(there)} 个，这次选了 {len(uploads)} 个。"
            "请把同一项材料的各页合成一个 PDF 再上传。"
        )
    if sum(one.size for one in there) + sum(len(one.content) for one in uploads) > MOST_IN_ALL:
        raise AttachmentError(
            f"一份申请的文件加起来最多 {MOST_IN_ALL >> 20} MB，这次传不下。请删去不用的，或者调低扫描清晰度再上传。"
        )


def _save_form(service: Service, tx: Transaction, draft: Draft, form: Form) -> None:
    if tuple(form) != draft.form:
        tx.save_draft(replace(draft, form=tuple(form), version=draft.version + 1, changed_at=service.now()))


def _handed_in(form: Form, material: Material) -> Form:
    name = f"材料.{material.name}"
    if ELECTRONIC not in material.forms or dict(form).get(name, UNJUDGED) not in ("", UNJUDGED):
        return form
    return (*_without(form, material.name), (name, HANDED_IN), (f"{name}.形式", ELECTRONIC))


def _open_again(form: Form, material: str) -> Form:
    said = dict(form)
    by_file = said.get(f"材料.{material}") == HANDED_IN and said.get(f"材料.{material}.形式") == ELECTRONIC
    return _without(form, material) if by_file else form


def _without(form: Form, material: str) -> Form:
    """The form without the judgement of a material; the copies stay as typed."""
    return tuple(pair for pair in form if pair[0] not in (f"材料.{material}", f"材料.{material}.形式"))
