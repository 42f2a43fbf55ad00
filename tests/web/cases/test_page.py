"""The page of a case: what is shown and masked, acts with what they ask, conflicts, papers; and who sees nothing."""

from __future__ import annotations

import re

import pytest

from engine.service.centre.accounts import add_account
from tests.journeys.support.client import text_of
from tests.web.desks.test_drafts import received
from tests.web.support.browsers import (
    APPROVER,
    CLERK,
    ISSUER,
    OTHER_CLERK,
    OTHER_DEPARTMENT,
    POLICE_CLERK,
    SUPERVISOR,
    TOWN,
    Browser,
    fields,
    filled,
)

ACCEPTING = "social-chen"


@pytest.fixture(scope="module")
def township(app) -> Browser:  # type: ignore[no-untyped-def]
    """The department that accepts and takes the first step of the allowance."""
    browser = Browser(app)
    browser.sign_in(ACCEPTING)
    return browser


def case_of(browser: Browser, title: str) -> str:
    """The address of the sample case of a matter, from the browser's own desk."""
    row = next(part for part in browser.get("/desk").text.split("<tr>")[2:] if title in part)
    found = re.search(r'href="(/desk/cases/\d+)"', row)
    assert found is not None
    return found[1]


def done(browser: Browser, case: str, act: str, answers: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
    """Open the case, fill the form of an act, send it."""
    action = f"{case}/acts/{act}"
    return browser.send(action, filled(fields(browser.get(case).text, action), answers or {}))


def new_case(clerk: Browser) -> str:
    """The address of a case just received."""
    return received(clerk)[0].headers["location"].removesuffix("/receipt")


def test_identifiers_are_masked_and_names_are_not(signed_in: dict[str, Browser]) -> None:
    page = signed_in[APPROVER].get(case_of(signed_in[APPROVER], "高龄津贴申领")).text
    assert "张桂兰" in page and "419999********" in page
    assert not re.search(r"419999\d{12}", page) and not re.search(r"\b199\d{8}\b", page)


def test_due_day_is_explained_day_by_day(signed_in: dict[str, Browser]) -> None:
    page = signed_in[APPROVER].get(case_of(signed_in[APPROVER], "高龄津贴申领")).text
    assert "为什么是3月11日？" in page
    days = re.findall(r"<li( class=\"counted\")?>(\d+月\d+日)", page.split('class="days"')[1])
    assert [day for counted, day in days if counted] == [
        "3月3日", "3月4日", "3月5日", "3月6日", "3月9日", "3月10日", "3月11日",
    ]  # fmt: skip


def test_every_other_act_is_named_with_why_it_is_not_open(signed_in: dict[str, Browser]) -> None:
    page = signed_in[SUPERVISOR].get(case_of(signed_in[SUPERVISOR], "高龄津贴申领")).text
    assert "现在没有要您办的" in page
    assert "送达要在「" in page and "补交容缺材料由窗口岗位办理" in page


def test_who_has_nothing_to_do_learns_whose_turn_it_is(signed_in: dict[str, Browser], app) -> None:  # type: ignore[no-untyped-def]
    supervisor = signed_in[SUPERVISOR]
    assert "<p>现在由新野县民政局办理。</p>" in supervisor.get(case_of(supervisor, "高龄津贴申领")).text
    assert "<p>现在由综合出证办理。</p>" in supervisor.get(case_of(supervisor, "代开增值税普通发票")).text
    land = Browser(app)
    land.sign_in("land-xu")
    page = land.get(case_of(land, "宅基地使用权及房屋所有权首次登记")).text
    waiting = page.split("现在没有要您办的")[1].split("</div>")[0]
    assert "现在由新野县不动产登记中心办理。" in waiting and "公示" in waiting


def test_a_case_that_was_not_accepted_has_no_due_day_to_come(signed_in: dict[str, Browser]) -> None:
    page = signed_in[SUPERVISOR].get(case_of(signed_in[SUPERVISOR], "食品经营许可（新办）")).text
    assert "已有结果" in page.split('id="due"')[1].split("</section>")[0]


def test_an_act_is_done_once_however_often_it_is_sent(clerk: Browser, township: Browser) -> None:
    case = new_case(clerk)
    action = f"{case}/acts/accept"
    sent = fields(township.get(case).text, action)
    first, second = township.send(action, sent), township.send(action, sent)
    assert first.headers["location"] == second.headers["location"] == f"{case}?done=accept"
    page = township.get(first.headers["location"]).text
    assert "受理：已办好。" in page
    assert page.split("办理过程")[1].split("</ol>")[0].count('<span class="strong">受理</span>') == 1


def test_what_is_missing_is_told_beside_the_question_and_the_rest_is_kept(clerk: Browser, township: Browser) -> None:
    case = new_case(clerk)
    done(township, case, "accept")
    answer = done(township, case, "finish_step", {"意见": "   "})
    assert answer.status_code == 422
    href = re.search(r'<a href="#([^"]+)">请填写「审查意见」。', answer.text)
    assert href is not None
    assert f'id="{href[1]}-error">请填写「审查意见」。' in answer.text
    refusing = done(township, new_case(clerk), "refuse", {"理由": "<script>{{1+1}}\n第二行"})
    assert refusing.status_code == 422
    kept = dict(fields(refusing.text, re.search(r'action="([^"]+/acts/refuse)"', refusing.text)[1]))  # type: ignore[index]
    assert kept["理由"] == "<script>{{1+1}}\n第二行"


def test_an_option_that_is_not_offered_is_refused(clerk: Browser, township: Browser) -> None:
    answer = done(township, new_case(clerk), "refuse", {"理由类别": "随便", "理由": "不想办"})
    assert answer.status_code == 422 and "没有选项「随便」" in answer.text


def test_a_second_decision_meets_the_first_with_its_own_text_kept(clerk: Browser, township: Browser) -> None:
    case = new_case(clerk)
    stale = fields(township.get(case).text, f"{case}/acts/refuse")
    done(township, case, "accept")
    answer = township.send(f"{case}/acts/refuse", filled(stale, {"理由": "我写的理由"}))
    assert answer.status_code == 409
    assert "我写的理由" in answer.text and "最新情况" in answer.text
    assert "审查中" in answer.text


def test_an_act_that_is_not_open_is_refused(clerk: Browser, township: Browser) -> None:
    case = new_case(clerk)
    page = township.get(case).text
    sent = fields(page, f"{case}/acts/accept")
    for act in ("grant", "make_certificate", "deliver", "archive"):
        answer = township.send(f"{case}/acts/{act}", sent)
        assert answer.status_code == 422 and "没有办成" in answer.text
    for act in ("receive", "advise", "nothing"):
        assert township.send(f"{case}/acts/{act}", sent).status_code == 404


@pytest.mark.parametrize("login", [OTHER_DEPARTMENT, POLICE_CLERK, ISSUER])
def test_what_one_may_not_see_does_not_exist(signed_in: dict[str, Browser], login: str) -> None:
    case = case_of(signed_in[APPROVER], "高龄津贴申领")
    browser = signed_in[login]
    nothing = browser.get("/desk/cases/411329102202603029999999")
    answer = browser.get(case)
    assert answer.status_code == nothing.status_code == 404
    assert answer.text == nothing.text
    action = f"{case}/acts/finish_step"
    sent = [("_csrf", browser.csrf), ("_token", "t"), ("_expected", "1"), ("意见", "同意")]
    assert browser.send(action, sent).status_code == 404
    seen = signed_in[APPROVER].get(case).text
    for paper in re.findall(rf'href="({case}/papers/\d+)"', seen):
        assert browser.get(paper).status_code == 404
    assert browser.get(f"{case}/receipt").status_code == 404


def test_a_colleague_at_the_same_window_sees_the_case(signed_in: dict[str, Browser]) -> None:
    case = new_case(signed_in[CLERK])
    assert signed_in[OTHER_CLERK].get(case).status_code == 200


def test_papers_open_in_the_browser(clerk: Browser) -> None:
    case = new_case(clerk)
    for paper in set(re.findall(rf'href="({case}/papers/\d+)"', clerk.get(case).text)):
        answer = clerk.get(paper)
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["content-disposition"].startswith("inline; filename*=UTF-8''")
        assert answer.content.startswith(b"%PDF")
        assert clerk.get(paper).content == answer.content
    assert clerk.get(f"{case}/papers/999999").status_code == 404


def test_an_act_typed_under_an_old_session_is_shown_again(clerk: Browser, township: Browser) -> None:
    case = new_case(clerk)
    action = f"{case}/acts/refuse"
    sent = filled(fields(township.get(case).text, action), {"理由": "写了很久", "_csrf": "old"})
    answer = township.send(action, sent)
    assert answer.status_code == 403 and "您重新登录过" in answer.text
    assert dict(fields(answer.text, action))["理由"] == "写了很久"


def test_done_in_the_address_shows_only_what_really_happened(clerk: Browser) -> None:
    case = new_case(clerk)
    for done_ in ("grant", "<script>", "deliver"):
        assert "已办好" not in clerk.get(case, params={"done": done_}).text


def test_from_acceptance_to_archive_page_by_page(
    clerk: Browser, township: Browser, signed_in: dict[str, Browser]
) -> None:
    county, issuer = signed_in[APPROVER], signed_in[ISSUER]
    case = new_case(clerk)
    assert done(township, case, "accept").status_code == 303
    assert done(township, case, "finish_step", {"意见": "镇里同意。"}).status_code == 303
    judged = dict.fromkeys(re.findall(r'name="(要点\.[^".]+)"', county.get(case).text), "通过")
    assert done(county, case, "finish_step", {"意见": "县里同意。"} | judged).status_code == 303
    assert done(county, case, "grant").status_code == 303
    assert "核发标准" not in county.get(case).text or "50元" in county.get(case).text
    made = done(issuer, case, "make_certificate")
    assert "制证：已办好。" in issuer.get(made.headers["location"]).text
    handed = {"领取人": "张桂兰", "关系": "本人", "方式": "窗口领取"}
    assert "送达回证" in issuer.get(done(issuer, case, "deliver", handed).headers["location"]).text
    page = clerk.get(done(clerk, case, "archive").headers["location"]).text
    assert "已归档" in page and "收件档案单" in page
    for person in ("王芳", "陈静", "周岚", "金鑫"):
        assert person in page.split("办理过程")[1]


def test_the_same_person_in_a_second_part_is_refused_with_the_text_kept(app, service, clerk: Browser) -> None:  # type: ignore[no-untyped-def]
    second = {"name": "王芳", "role": "审批", "department": "镇社会事务办", "person": CLERK}
    add_account(service, TOWN, "wang-again", "另外的一个长密码", **second)
    again = Browser(app)
    again.sign_in("wang-again", "另外的一个长密码")
    case = new_case(clerk)
    answer = done(again, case, "accept")
    assert answer.status_code == 409
    assert "还没有提交" in answer.text and "王芳" in answer.text
    assert "已收件" in answer.text


def test_the_form_of_what_was_received_is_printed_for_whoever_may_see_the_case(
    clerk: Browser, signed_in: dict[str, Browser]
) -> None:
    case = new_case(clerk)
    assert f'href="{case}/form">打印申请表</a>' in clerk.get(case).text
    text = text_of(clerk.get(f"{case}/form").content)
    for words in (
        f"办件编号{case.rsplit('/', 1)[1]}",
        "申请人身份证号419999194603020021",
        "☑居家",
        "收件人（窗口填）王芳",
    ):
        assert words in text, words
    read = text_of(signed_in[SUPERVISOR].get(f"{case}/form").content)
    assert "申请人身份证号419999********0021" in read and "419999194603020021" not in read
    assert signed_in[POLICE_CLERK].get(f"{case}/form").status_code == 404
