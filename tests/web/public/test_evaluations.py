"""好差评 on the progress page: asked in neutral words, given once, shown to nobody of the office but the supervisor."""

from __future__ import annotations

import re

import pytest

from engine.service.centre.context import Service
from tests.web.desks.test_drafts import received
from tests.web.support.browsers import APPROVER, CLERK, ISSUER, SUPERVISOR, TOWN, Browser


@pytest.fixture
def over(clerk: Browser, service: Service) -> tuple[str, str]:
    """Number and token of a case withdrawn at the counter."""
    number = received(clerk)[0].headers["location"].split("/")[3]
    events = service.store.events(TOWN, number)
    form = {
        "_csrf": clerk.csrf,
        "_token": f"withdraw-{number}",
        "_expected": str(events[-1].sequence),
        "理由": "不办了。",
    }
    withdrawn = [*form.items()]
    assert clerk.send(f"/desk/cases/{number}/acts/withdraw", withdrawn).status_code == 303
    return number, next(e.payload["token"] for e in events if e.kind == "received")


def rated(browser: Browser, token: str, grade: str, words: str = ""):  # type: ignore[no-untyped-def]
    return browser.send(f"/{TOWN}/evaluation", [("_token", token), ("评价", grade), ("意见", words)])


def case_page(browser: Browser, number: str) -> str:
    """The page of a case without the form tokens, which are new each time."""
    return re.sub(r'value="[\w-]{22}"', "", browser.get(f"/desk/cases/{number}").text)


def test_a_case_that_goes_on_is_not_asked_about(visitor: Browser, clerk: Browser, service: Service) -> None:
    number = received(clerk)[0].headers["location"].split("/")[3]
    token = next(e.payload["token"] for e in service.store.events(TOWN, number) if e.kind == "received")
    assert "评价这次办理" not in visitor.get(f"/{TOWN}/p/{token}").text
    answer = rated(visitor, token, "满意")
    assert answer.status_code == 422 and "还没有办结" in answer.text


def test_the_page_asks_in_five_grades_with_none_chosen(visitor: Browser, over: tuple[str, str]) -> None:
    page = visitor.get(f"/{TOWN}/p/{over[1]}").text
    asked = page.split('aria-labelledby="evaluation"')[1].split("</section>")[0]
    for grade in ("非常满意", "满意", "基本满意", "不满意", "非常不满意"):
        assert f'value="{grade}"' in asked
    assert asked.count('type="radio"') == 5 and "checked" not in asked
    for steering in ("好评", "五星", "请给", "希望您", "支持"):
        assert steering not in asked


def test_a_grade_is_given_once_and_the_page_does_not_say_which(visitor: Browser, over: tuple[str, str]) -> None:
    assert rated(visitor, over[1], "").status_code == 422
    thanked = rated(visitor, over[1], "基本满意", "<b>还可以</b>")
    assert thanked.status_code == 200 and "已经收到评价" in thanked.text
    assert "基本满意" not in thanked.text and "还可以" not in thanked.text
    again = rated(visitor, over[1], "满意")
    assert again.status_code == 422 and "每次办理评价一次" in again.text


def test_whoever_is_signed_in_does_not_rate_for_the_applicant(clerk: Browser, over: tuple[str, str]) -> None:
    answer = rated(clerk, over[1], "非常满意")
    assert answer.status_code == 422 and "工作人员不能代申请人评价" in answer.text


def test_a_token_nobody_has_rates_nothing(visitor: Browser) -> None:
    assert rated(visitor, "x" * 22, "满意").status_code == 404


def test_the_supervisor_calls_back_and_nobody_else_is_told(
    visitor: Browser, signed_in: dict[str, Browser], over: tuple[str, str]
) -> None:
    number, token = over
    before = case_page(signed_in[CLERK], number)
    rated(visitor, token, "非常不满意", "<script>等了很久</script>")
    assert case_page(signed_in[CLERK], number) == before
    for login in (CLERK, APPROVER, ISSUER):
        assert "不满意" not in signed_in[login].get("/desk").text
        assert signed_in[login].get("/desk/evaluations").status_code == 404
    supervisor = signed_in[SUPERVISOR]
    page = supervisor.get("/desk/evaluations").text
    assert number in page and "非常不满意" in page and "&lt;script&gt;等了很久" in page and "19900000001" in page
    address = f"/desk/evaluations/{number}"
    empty = supervisor.send(address, [("_csrf", supervisor.csrf), ("回访情况", " ")])
    assert empty.status_code == 422 and "请写明回访和整改的情况" in empty.text
    assert supervisor.send(address, [("_csrf", supervisor.csrf), ("回访情况", "已致歉，增开窗口。")]).status_code == 303
    assert number not in supervisor.get("/desk/evaluations").text
