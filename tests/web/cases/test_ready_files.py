"""Scans for an act on a case, without JavaScript: from the act's form to the page that takes them, and with the act
into the case; and those a 补正 brings through the reopened form."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from starlette.applications import Starlette

from engine.service.centre.context import Service
from engine.service.counter.drafting import start_draft
from engine.service.counter.receiving import receive
from tests.support.counter import ALLOWANCE, act, actor, file_case, form_of
from tests.support.scans import SVG, pdf, picture
from tests.web.cases.test_files import first_address, listed, press, upload
from tests.web.support.browsers import APPROVER, CLERK, OTHER_CLERK, POLICE_CLERK, Browser, fields, filled

CARD, FORM, REPORT = "社保卡或一卡通复印件", "高龄津贴申请审批表", "残疾评定表"
DISABILITY = "disabled_persons/disability_certificate"


@pytest.fixture
def waiting(service: Service) -> str:
    """The address of a case that waits for a 容缺 material."""
    return f"/desk/cases/{file_case(service, CLERK, ALLOWANCE, '社保卡复印件忘带了，先受理后补').case.id}"


def send(browser: Browser, case: str, name: str, answers: dict[str, str]):  # type: ignore[no-untyped-def]
    """Fill in and send the form of an act as it stands on the page."""
    action = f"{case}/acts/{name}"
    return browser.send(action, filled(fields(browser.get(case).text, action), answers))


def ready_address(page: str) -> str:
    """Where the form of an act sends for its scans; it opens beside the form, whose text stays."""
    link = BeautifulSoup(page, "html.parser").find("a", string="上传扫描件、照片")
    assert link is not None and link["target"] == "_blank"  # type: ignore[index]
    return str(link["href"])  # type: ignore[index]


def scans_of(page: str) -> list[str]:
    """The scans in the body of the case's page, as links."""
    title = BeautifulSoup(page, "html.parser").find("h3", string="扫描件、照片")
    return [] if title is None else [a.get_text() for a in title.find_next("dl").select("a")]  # type: ignore[union-attr]


def test_a_clerk_takes_in_what_was_left_for_later_with_its_scans(clerk: Browser, waiting: str) -> None:
    ready = ready_address(clerk.get(waiting).text)
    assert ready == f"{waiting}/ready"
    page = clerk.get(ready).text
    assert f'<option value="{CARD}" selected>' in page and "回到办件" in page  # the only one there is
    answer = upload(clerk, waiting, CARD, [("正面.jpg", picture()), ("反面.jpg", picture())], to="ready")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ready}?added=2")
    page = clerk.get(f"{ready}?added=2").text
    assert "已上传 2 个文件" in page
    assert press(clerk, page, "「反面.jpg」上移").headers["location"] == ready
    press(clerk, clerk.get(ready).text, "删除「正面.jpg」")
    assert clerk.get(first_address(clerk.get(ready).text)).headers["content-type"] == "image/jpeg"
    shown = clerk.get(waiting).text
    assert "反面.jpg" in shown and scans_of(shown) == []  # beside the act, not yet in the case
    answer = send(clerk, waiting, "supply", {"材料": CARD, "形式": "复印件", "份数": "1"})
    assert answer.headers["location"] == f"{waiting}?done=supply"
    assert scans_of(clerk.get(waiting).text) == ["反面.jpg"]
    assert clerk.get(ready).status_code == 404 and "现在没有要您收的材料" in clerk.get(ready).text


def test_a_refused_act_keeps_the_files_and_what_was_typed(clerk: Browser, waiting: str) -> None:
    upload(clerk, waiting, CARD, [("卡.pdf", pdf())], to="ready")
    answer = send(clerk, waiting, "supply", {"材料": CARD, "形式": "复印件", "份数": "很多"})
    assert answer.status_code == 422 and "卡.pdf" in answer.text and "很多" in answer.text


def test_a_bad_file_is_refused_on_the_same_page(clerk: Browser, waiting: str) -> None:
    answer = upload(clerk, waiting, CARD, [("卡.jpg", SVG)], to="ready")
    assert answer.status_code == 422 and "没有上传" in answer.text and "SVG" in answer.text
    assert listed(answer.text) == {}


def test_a_form_of_another_session_uploads_nothing_and_says_so(clerk: Browser, waiting: str) -> None:
    answer = upload(clerk, waiting, CARD, [("卡.jpg", picture())], csrf="of another session", to="ready")
    assert answer.status_code == 403 and "您重新登录过" in answer.text
    assert listed(answer.text) == {}


def test_nobody_else_sees_what_lies_ready(signed_in: dict[str, Browser], clerk: Browser, waiting: str) -> None:
    upload(clerk, waiting, CARD, [("卡.jpg", picture())], to="ready")
    address = first_address(clerk.get(f"{waiting}/ready").text)
    assert "卡.jpg" not in signed_in[OTHER_CLERK].get(waiting).text
    for login in (OTHER_CLERK, POLICE_CLERK, APPROVER):
        assert signed_in[login].get(address).status_code == 404, login
    assert clerk.send(address, [("_csrf", clerk.csrf), ("_do", "burn")]).status_code == 404


def test_an_approver_scans_the_report_asked_at_the_step(app: Starlette, service: Service) -> None:
    form = dict(form_of(service, DISABILITY, "第一次办证，到县医院评定")) | {"申请人姓名": "史铁柱"}
    taker = actor(service, CLERK)
    draft = start_draft(service, taker, DISABILITY)
    case = receive(service, taker, draft.id, draft.id, list(form.items()), signed=True).case.id
    for name, inputs in (("accept", {}), ("suspend", {}), ("resume", {"结果": "评定完毕"})):
        act(service, "disabled-ma", case, name, inputs)
    approver, page = Browser(app), f"/desk/cases/{case}"
    assert approver.sign_in("disabled-ma").status_code == 303
    assert ready_address(approver.get(page).text) == f"{page}/ready"
    upload(approver, page, REPORT, [("评定表.pdf", pdf(2))], to="ready")
    found = {"答案.评定结论": "达到残疾标准", "答案.评定等级": "二级", "意见": "评定完成。"}
    answer = send(approver, page, "finish_step", {**found, f"材料.{REPORT}": "还没有交"})
    assert answer.status_code == 422 and "已经上传了文件，请选收到的是哪一种" in answer.text
    assert send(approver, page, "finish_step", {**found, f"材料.{REPORT}": "原件"}).status_code == 303
    assert scans_of(approver.get(page).text) == ["评定表.pdf"]


def test_what_a_correction_asks_again_is_uploaded_into_the_reopened_form(clerk: Browser, service: Service) -> None:
    case = file_case(service, CLERK, ALLOWANCE, "申请审批表没带，不能容缺").case.id
    page = f"/desk/cases/{case}"
    draft = clerk.send(f"{page}/reopen", [("_csrf", clerk.csrf)]).headers["location"].partition("?")[0]
    upload(clerk, draft, FORM, [("审批表.pdf", pdf())])
    assert listed(clerk.get(f"{draft}/files").text) == {FORM: ["审批表.pdf"]}
    sent = filled(fields(clerk.get(draft).text, draft), {f"材料.{FORM}": "已交", "_do": "correct"})
    assert clerk.send(draft, sent).headers["location"] == f"{page}/receipt"
    assert scans_of(clerk.get(page).text) == ["审批表.pdf"]
