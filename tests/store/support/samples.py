"""People, facts and rows the store tests are about. All persons are invented; region 419999 does not exist."""

from __future__ import annotations

from datetime import UTC, datetime

from engine.case.attachments import Attachment
from engine.case.events import APPROVE, ISSUE, RECEIVE, Actor, Fact, system
from engine.store.kept import Account, CaseRow, Draft, Keys, Session
from engine.store.worklists import Lying

TOWN, OTHER_TOWN = "baihe", "qingshi"
KEY = bytes(range(32))
NOW = datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=UTC)
DEFINITION = "5f" * 32

CLERK = Actor("clerk1", "P1", "钱多多", "窗口", TOWN, channel="窗口")
CLERK_AGAIN = Actor("clerk1b", "P1", "钱多多", "审批", TOWN, department="民政")  # another account, the same person
APPROVER = Actor("approver1", "P2", "孙守正", "审批", TOWN, department="民政")
ISSUER = Actor("issuer1", "P3", "李发证", "出证", TOWN)
SYSTEM = system(TOWN)

NAME, IDENTIFIER, PHONE = "𬱖卡依·买买提", "419999199001011239", "13800138000"
APPLICANT = {"name": NAME, "identifier": IDENTIFIER, "phone": PHONE}


def fact(
    case: str, kind: str = "received", actor: Actor = CLERK, part: str | None = RECEIVE, **payload: object
) -> Fact:
    """A fact of a case with what a test cares about, the rest ordinary."""
    return Fact(case, kind, NOW, actor, DEFINITION, None, part, payload or {"applicant": APPLICANT})


def course(case: str) -> list[Fact]:
    """Six facts from 收件 to 归档, by three people and the system."""
    return [
        fact(case, "received"),
        fact(case, "accepted"),
        fact(case, "step_finished", APPROVER, APPROVE, opinion="同意"),
        fact(case, "granted", APPROVER, APPROVE, reasons="符合条件", award=16000),
        fact(case, "certificate_made", ISSUER, ISSUE, certificates=[]),
        fact(case, "closed", SYSTEM, None, documents=[]),
    ]


def row(case: str, **changed: object) -> CaseRow:
    """The searching row of a case."""
    values: dict[str, object] = {
        "case": case,
        "town": TOWN,
        "matter": "line/matter",
        "title": "事项",
        "window": "综合受理",
        "state": "received",
        "applicant": "𬱖***",
        "village": "",
        "desks": (Lying("民政", ("受理",)),),
        "receiver": "clerk1",
        "received_at": NOW,
        "changed_at": NOW,
        "due": "2026-03-30",
    }
    return CaseRow(**{**values, **changed})  # type: ignore[arg-type]


KEYS = Keys((IDENTIFIER,), (PHONE,), (NAME,), token="q7Zt-secret-token_0123", code="7K4M9XQ2")


def draft(draft_id: str = "d1", version: int = 1, **changed: object) -> Draft:
    """A draft with one name typed in."""
    values: dict[str, object] = {
        "id": draft_id,
        "town": TOWN,
        "matter": "line/matter",
        "owner": "clerk1",
        "form": (("姓名", NAME), ("材料", "身份证"), ("材料", "户口簿"), ("备注", "")),
        "version": version,
        "changed_at": NOW,
    }
    return Draft(**{**values, **changed})  # type: ignore[arg-type]


def account(login: str = "clerk1", **changed: object) -> Account:
    """A staff account."""
    values: dict[str, object] = {
        "login": login,
        "person": "P1",
        "name": "钱多多",
        "role": "窗口",
        "town": TOWN,
        "department": "",
        "windows": ("综合受理",),
        "password": "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA",
    }
    return Account(**{**values, **changed})  # type: ignore[arg-type]


def attachment(digest: str, id: str = "f1", **changed: object) -> Attachment:
    """A file of draft d1."""
    values: dict[str, object] = {
        "place": "d1",
        "id": id,
        "material": "身份证",
        "page": 1,
        "name": "正面.jpg",
        "kind": "JPEG",
        "size": 6,
        "digest": digest,
        "at": NOW,
    }
    return Attachment(**{**values, **changed})  # type: ignore[arg-type]


def session(**changed: object) -> Session:
    """A browser signed in by clerk1."""
    values: dict[str, object] = {"account": "clerk1", "town": TOWN, "csrf": "c" * 32, "opened_at": NOW, "seen_at": NOW}
    return Session(**{**values, **changed})  # type: ignore[arg-type]
