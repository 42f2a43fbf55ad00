"""Materials as files: uploading them into a draft, putting them in order, opening them."""

from __future__ import annotations

from collections.abc import Sequence

from engine.case.attachments import Attachment, AttachmentError
from engine.case.events import Actor
from engine.matter.records import Material
from engine.review.intake import HANDED_IN, UNJUDGED
from engine.service.cases.desks import open_case
from engine.service.centre.context import Service
from engine.service.counter import keeping
from engine.service.counter.drafting import Form, check_owner, look, next_of, own_draft
from engine.store.contract import Transaction
from engine.store.kept import Draft

ELECTRONIC = "电子"


def attach(service: Service, actor: Actor, draft_id: str, material: str, uploads: Sequence[keeping.Upload]) -> None:
    """Take files for a material or 附件 field of the draft: all, or none. A material that may be 电子 and that nobody
    has judged counts as handed in by it. AttachmentError says which file is not taken and what to do."""
    sheet = look(service, actor, draft_id)
    matter = sheet.definition.matter
    if material not in matter.may_have_files(None):
        raise AttachmentError("请先选择文件属于哪一项材料，再上传。")
    there = service.store.attachments(actor.town, draft_id)
    kept = keeping.keep(service, actor.town, draft_id, material, uploads, there)
    with service.store.transaction(actor.town) as tx:
        draft = check_owner(tx.draft(draft_id), actor)
        there = tx.attachments(draft_id)
        keeping.check_room(there, uploads)
        keeping.name(tx, there, kept)
        if (asked := matter.material(material)) is not None:
            _save_form(service, tx, draft, _handed_in(draft.form, asked))


def detach(service: Service, actor: Actor, draft_id: str, id: str) -> None:
    """Take a file out of the draft. With its last file a material that counted as handed in by it is open again."""
    with service.store.transaction(actor.town) as tx:
        draft = check_owner(tx.draft(draft_id), actor)
        files = tx.attachments(draft_id)
        gone = keeping.find(files, id)
        tx.detach(draft_id, id)
        if not any(one.material == gone.material and one.id != id for one in files):
            _save_form(service, tx, draft, _open_again(draft.form, gone.material))


def move(service: Service, actor: Actor, draft_id: str, id: str, by: int) -> None:
    """Put a file before (`by` -1) or behind (1) its neighbour of the same material; the first and last stay."""
    with service.store.transaction(actor.town) as tx:
        check_owner(tx.draft(draft_id), actor)
        tx.arrange(draft_id, keeping.moved(tx.attachments(draft_id), id, by))


def draft_file(service: Service, actor: Actor, draft_id: str, id: str) -> tuple[Attachment, bytes]:
    """A file of the actor's own draft, and what is in it."""
    own_draft(service, actor, draft_id)
    return keeping.opened(service, actor.town, service.store.attachments(actor.town, draft_id), id)


def case_file(service: Service, actor: Actor, case_id: str, id: str) -> tuple[Attachment, bytes]:
    """A file of a case the actor may see, and what is in it: by the digest that stands in its events."""
    return keeping.opened(service, actor.town, open_case(service, actor, case_id).files, id)


def _save_form(service: Service, tx: Transaction, draft: Draft, form: Form) -> None:
    if tuple(form) != draft.form:
        tx.save_draft(next_of(service, draft, form))


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
