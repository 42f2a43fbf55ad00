"""Paper files of several cases with one 移交清单: one number, one commit, both signatures, or nothing at all."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from engine.case.events import CaseError, Event
from engine.case.fold import fold
from engine.case.records import Case
from engine.procedure.custody import on_paper
from engine.service.cases.desks import open_case
from engine.service.centre.context import NotFoundError, Service
from engine.service.counter.printing import original
from engine.service.office import handing
from engine.store.errors import StoreError, TokenReusedError
from engine.store.sqlite.store import SqliteTransaction
from tests.journeys.support.client import text_of
from tests.support.counter import PENSION, act, actor, file_case
from tests.support.launcher import TOWN

OFFICE = "镇社会事务办"
CLERK, COLLEAGUE, OFFICER, OTHER = "clerk-wang", "clerk-li", "social-chen", "tax-jiang"
TOKENS = count()

pytestmark = pytest.mark.in_2026


def token() -> str:
    return f"list-{next(TOKENS)}"


def now(service: Service, case: Case) -> Case:
    return fold(service.store.events(TOWN, case.id))


def two(service: Service) -> tuple[Case, Case]:
    return file_case(service, CLERK).case, file_case(service, CLERK).case


def gone(service: Service, *cases: Case, **pages: str) -> handing.Handed:
    inputs = {case.id: {"移交给": OFFICE} | {f"页数.{name}": text for name, text in pages.items()} for case in cases}
    return handing.hand_over(service, actor(service, CLERK), inputs, token())


def counted(*cases: Case) -> dict[str, dict[str, str]]:
    return {case.id: {f"点收.{name}": "收到" for name in on_paper(case)} for case in cases}


def signed(service: Service, handed: handing.Handed, login: str = OFFICER) -> handing.Handed:
    return handing.take_over(service, actor(service, login), handed.number, counted(*handed.cases), token())


def test_one_list_with_one_number_stands_in_each_case_with_the_same_words(service: Service) -> None:
    first, second = two(service)
    handed = gone(service, first, second, 户口簿本人页="2")
    assert handed.number == "沙政务移〔2026〕第0001号"
    papers = [case.document(handed.number) for case in handed.cases]
    assert papers[0] is not None and papers[1] is not None and papers[0].data == papers[1].data
    assert [one["case"] for one in papers[0].data["cases"]] == [first.id, second.id]
    pages = {one["name"]: one["pages"] for one in papers[0].data["cases"][1]["materials"]}
    assert (pages["户口簿本人页"], pages["老人居民身份证"]) == (2, None)
    for case in handed.cases:
        event = next(one for one in case.history if one.kind == "handed_over")
        assert event.payload == {"to": OFFICE, "list": handed.number, "pages": {"户口簿本人页": 2}}
        assert case.holder is not None and case.holder.person == actor(service, CLERK).person
    assert gone(service, file_case(service, CLERK).case).number == "沙政务移〔2026〕第0002号"


def test_the_paper_lists_every_case_and_names_no_applicant(service: Service) -> None:
    first, second = two(service)
    handed = gone(service, first, second, 户口簿本人页="2")
    text = text_of(original(service, actor(service, OFFICER), second.id, handed.number))
    for words in (first.id, second.id, "合计2件", "已数4页", "户口簿本人页", "移交人签名", "签收人签名", handed.number):
        assert words in text, words
    assert first.applicant is not None and first.applicant.name not in text


def test_it_lies_on_its_way_until_every_material_is_counted_and_signed_for(service: Service) -> None:
    handed = gone(service, *two(service))
    clerk, officer = actor(service, CLERK), actor(service, OFFICER)
    assert [row.list for row in handing.going(service, clerk)] == [handed.number] * 2
    assert handing.in_hand(service, clerk) == ((), False)
    assert [row.case for row in handing.coming(service, officer)] == [case.id for case in handed.cases]
    assert handing.coming(service, actor(service, OTHER)) == ()
    ticked = counted(*handed.cases)
    del ticked[handed.cases[1].id]["点收.户口簿本人页"]
    with pytest.raises(CaseError, match="「户口簿本人页」没有勾选收到") as refused:
        handing.take_over(service, officer, handed.number, ticked, token())
    assert str(refused.value).startswith(handed.cases[1].id)
    assert all(now(service, case).transit is not None for case in handed.cases)  # not the first one either
    done = signed(service, handed)
    assert [case.holder and case.holder.person for case in done.cases] == [officer.person] * 2
    assert [row.case for row in handing.in_hand(service, officer)[0]] == [case.id for case in handed.cases]
    assert (handing.coming(service, officer), handing.going(service, clerk)) == ((), ())
    events = [one for one in now(service, handed.cases[0]).history if one.kind == "taken_over"]
    assert [one.payload for one in events] == [
        {"found": "齐全", "lacking": [], "note": "", "list": handed.number}
    ]  # fmt: skip


def test_what_is_lacking_is_signed_for_with_a_word_about_it(service: Service) -> None:
    handed = gone(service, *two(service))
    ticked = counted(*handed.cases)
    del ticked[handed.cases[0].id]["点收.户口簿本人页"]
    ticked[handed.cases[0].id]["说明"] = "户口簿复印件明天补来。"
    done = handing.take_over(service, actor(service, OFFICER), handed.number, ticked, token())
    taken = [next(e for e in case.history if e.kind == "taken_over").payload for case in done.cases]
    assert [(one["found"], one["lacking"]) for one in taken] == [("有缺少", ["户口簿本人页"]), ("齐全", [])]


def test_whoever_does_not_sign_says_why_and_the_giver_has_the_files_as_before(service: Service) -> None:
    first, second = two(service)
    handed = gone(service, first, second)
    numbers, officer = [first.id, second.id], actor(service, OFFICER)
    with pytest.raises(CaseError, match="请填写「不签收的原因」。"):
        handing.hand_back(service, officer, handed.number, numbers, " ", token())
    back = handing.hand_back(service, officer, handed.number, numbers, "第二件少一份户口簿。", token())
    for case in back.cases:
        event = case.history[-1]
        assert (event.kind, event.fact.reason, event.payload["reasons"]) == (
            "handed_back", "退回", "第二件少一份户口簿。",
        )  # fmt: skip
        assert case.transit is None and case.holder is not None and case.holder.person == actor(service, CLERK).person
    assert gone(service, first, second).number == "沙政务移〔2026〕第0002号"


def test_one_case_of_a_list_goes_back_alone_and_the_others_are_signed_for(service: Service) -> None:
    first, second = two(service)
    handed = gone(service, first, second)
    act(service, OFFICER, first.id, "hand_back", {"理由": "不是本办的材料。"})
    with pytest.raises(NotFoundError, match="没有等您签收的这份移交清单"):
        signed(service, handed)
    officer = actor(service, OFFICER)
    (left,) = handing.coming_on(service, officer, handed.number)
    assert left.id == second.id
    done = handing.take_over(service, officer, handed.number, counted(second), token())
    assert done.cases[0].holder is not None and done.cases[0].holder.person == officer.person


def test_nothing_is_handed_over_where_one_case_cannot_be(service: Service) -> None:
    mine, of_a_colleague = file_case(service, CLERK).case, file_case(service, COLLEAGUE).case
    head = service.store.head(TOWN)
    with pytest.raises(CaseError) as refused:
        gone(service, mine, of_a_colleague)
    assert str(refused.value) == f"{of_a_colleague.id}：纸质材料由李强保管，由保管人移交。"
    with pytest.raises(CaseError, match="「户口簿本人页：页数」从1页写起"):
        gone(service, mine, 户口簿本人页="0")
    with pytest.raises(CaseError, match="「户口簿本人页：页数」请填整数"):
        gone(service, mine, 户口簿本人页="两页")
    with pytest.raises(CaseError, match="没有选项「县民政局里没有的办」"):
        handing.hand_over(service, actor(service, CLERK), {mine.id: {"移交给": "县民政局里没有的办"}}, token())
    assert service.store.head(TOWN) == head and now(service, mine).transit is None
    assert gone(service, mine).number == "沙政务移〔2026〕第0001号"  # no number was lost


def test_a_list_has_one_case_at_least_and_fifty_at_most(service: Service) -> None:
    clerk = actor(service, CLERK)
    with pytest.raises(CaseError, match="请先勾选要移交的办件。"):
        handing.hand_over(service, clerk, {}, token())
    many = {f"4113{number}": {"移交给": OFFICE} for number in range(51)}
    with pytest.raises(CaseError, match="一张移交清单最多50件"):
        handing.hand_over(service, clerk, many, token())


def test_cases_go_together_only_to_a_desk_that_sees_all_of_them(service: Service) -> None:
    clerk = actor(service, CLERK)
    allowance, pension = file_case(service, CLERK).case, file_case(service, CLERK, PENSION).case
    assert OFFICE in handing.destinations(service, clerk, (allowance,))
    with pytest.raises(CaseError, match="没有都能移交的岗位，请按部门分开移交"):
        handing.destinations(service, clerk, (allowance, pension))
    with pytest.raises(CaseError, match=f"{pension.id}：「移交给」没有选项「{OFFICE}」"):
        gone(service, allowance, pension)


def test_nobody_signs_for_another_desk_or_for_a_list_that_is_not_there(service: Service) -> None:
    handed = gone(service, *two(service))
    with pytest.raises(NotFoundError):
        signed(service, handed, OTHER)
    with pytest.raises(CaseError, match="由对方签收"):
        signed(service, handed, COLLEAGUE)
    with pytest.raises(NotFoundError):
        handing.take_over(service, actor(service, OFFICER), "沙政务移〔2026〕第0009号", counted(*handed.cases), token())
    with pytest.raises(NotFoundError):
        handing.coming_on(service, actor(service, OTHER), handed.number)


def test_the_same_form_twice_makes_one_list_and_another_body_none(service: Service) -> None:
    first, second = two(service)
    clerk, once = actor(service, CLERK), token()
    inputs = {case.id: {"移交给": OFFICE} for case in (first, second)}
    handed = handing.hand_over(service, clerk, inputs, once)
    head = service.store.head(TOWN)
    assert handing.hand_over(service, clerk, inputs, once).number == handed.number
    with pytest.raises(TokenReusedError):
        handing.hand_over(service, clerk, {first.id: {"移交给": OFFICE}}, once)
    assert service.store.head(TOWN) == head


def test_a_store_that_fails_at_the_second_case_leaves_the_first_where_it_was(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two(service)
    head, index = service.store.head(TOWN), SqliteTransaction.index

    def fail(this: SqliteTransaction, row: object, keys: object = None) -> None:
        if getattr(row, "case", "") == second.id:
            raise StoreError("磁盘满了。")
        index(this, row, keys)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(SqliteTransaction, "index", fail)
        with pytest.raises(StoreError):
            gone(service, first, second)
    assert service.store.head(TOWN) == head and now(service, first).transit is None
    assert gone(service, first, second).number == "沙政务移〔2026〕第0001号"


def test_pages_once_counted_are_known_at_the_next_desk(service: Service) -> None:
    case = file_case(service, CLERK).case
    signed(service, gone(service, case, 户口簿本人页="2"))
    assert open_case(service, actor(service, OFFICER), case.id).pages == {"户口簿本人页": 2}


def test_what_was_handed_over_before_lists_had_numbers_is_on_its_way_all_the_same(service: Service) -> None:
    case = file_case(service, CLERK).case
    history = act(service, CLERK, case.id, "hand_over", {"移交给": OFFICE}).case.history
    before = fold(one for one in history if one.kind == "received")
    fact = next(one for one in history if one.kind == "handed_over").fact
    old = fold([Event(0, "", replace(fact, payload={"to": OFFICE}))], before)
    assert old.transit is not None
    assert (old.transit.to, old.transit.list, old.pages) == (OFFICE, "", {})
