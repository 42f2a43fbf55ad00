"""Worklists, the list of matters, finding a case: what each role sees, and that names stay out of addresses."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from starlette.applications import Starlette

from engine.service.cases import desks
from engine.service.centre.context import Service
from engine.store.kept import Draft
from tests.web.cases.test_page import done, new_case
from tests.web.support.browsers import (
    APPROVER,
    CLERK,
    ISSUER,
    OTHER_DEPARTMENT,
    POLICE_CLERK,
    SUPERVISOR,
    TOWN,
    Browser,
)


def numbers(page: str) -> int:
    return page.count('class="number-cell"')


def test_each_role_sees_its_own_desk(signed_in: dict[str, Browser]) -> None:
    pages = {login: signed_in[login].get("/desk").text for login in (APPROVER, ISSUER, SUPERVISOR, POLICE_CLERK)}
    assert "高龄津贴申领" in pages[APPROVER] and "代开增值税普通发票" not in pages[APPROVER]
    assert "代开增值税普通发票" in pages[ISSUER] and "高龄津贴申领" not in pages[ISSUER]
    assert numbers(pages[SUPERVISOR]) >= 5
    assert "高龄津贴申领" not in pages[POLICE_CLERK]


def test_due_day_and_time_left_are_told_in_words(signed_in: dict[str, Browser]) -> None:
    page = signed_in[APPROVER].get("/desk").text
    assert "2026年3月11日（星期三）" in page and "剩2个工作日" in page


def test_names_in_lists_are_masked(signed_in: dict[str, Browser]) -> None:
    page = signed_in[SUPERVISOR].get("/desk").text
    assert "张*兰" in page and "张桂兰" not in page


def test_state_in_the_address_narrows_the_list(signed_in: dict[str, Browser]) -> None:
    page = signed_in[SUPERVISOR].get("/desk", params={"state": "suspended"}).text
    assert numbers(page) == 1 and "宅基地" in page
    nothing = signed_in[SUPERVISOR].get("/desk", params={"state": "closed"}).text
    assert "没有这样的办件" in nothing
    assert numbers(signed_in[SUPERVISOR].get("/desk", params={"state": "' OR 1=1"}).text) >= 5


def test_lights_are_told_in_words_and_narrow_the_list(signed_in: dict[str, Browser]) -> None:
    browser = signed_in[SUPERVISOR]
    everything = browser.get("/desk").text
    by_light = {
        light: browser.get("/desk", params={"light": light}).text
        for light in ("红牌", "黄牌", "预警", "绿灯", "黄牌和红牌")
    }
    assert "绿灯" in everything and numbers(by_light["绿灯"]) >= 1
    assert numbers(by_light["黄牌和红牌"]) == numbers(by_light["黄牌"]) + numbers(by_light["红牌"])
    assert sum(numbers(by_light[light]) for light in ("红牌", "黄牌", "预警", "绿灯")) <= numbers(everything)
    assert re.search(r'aria-current="true">黄牌和红牌 <span class="count">\d+<', by_light["黄牌和红牌"])
    assert numbers(browser.get("/desk", params={"light": "紫灯"}).text) == numbers(everything)


def test_found_by_full_name_only_and_never_by_address(clerk: Browser) -> None:
    found = clerk.send("/desk/find", [("_csrf", clerk.csrf), ("_text", "王建军")])
    assert "找到 1 件" in found.text and "宅基地" in found.text
    assert str(found.url) == "https://testserver/desk/find"
    part = clerk.send("/desk/find", [("_csrf", clerk.csrf), ("_text", "王建")])
    assert "没有找到" in part.text


def test_another_department_finds_nothing(signed_in: dict[str, Browser]) -> None:
    browser = signed_in[OTHER_DEPARTMENT]
    answer = browser.send("/desk/find", [("_csrf", browser.csrf), ("_text", "王建军")])
    assert "没有找到" in answer.text


def test_search_text_stays_text(clerk: Browser) -> None:
    answer = clerk.send("/desk/find", [("_csrf", clerk.csrf), ("_text", '"><script>alert(1)</script>{{7*7}}')])
    assert "<script>alert" not in answer.text
    assert "&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in answer.text


def test_clerks_are_offered_the_matters_of_their_windows(signed_in: dict[str, Browser]) -> None:
    own, police = (signed_in[login].get("/desk/matters").text for login in (CLERK, POLICE_CLERK))
    assert "高龄津贴申领" in own and "居民身份证" not in own
    assert "居民身份证" in police and "高龄津贴申领" not in police
    narrowed = signed_in[CLERK].get("/desk/matters", params={"q": "食品"}).text
    assert "食品经营许可" in narrowed and "高龄津贴申领" not in narrowed


def test_a_matter_of_another_window_cannot_be_started(clerk: Browser) -> None:
    for matter in ("police/id_card_renew_expiry", "../../towns/shayan/town", "no/such", ""):
        assert clerk.send("/desk/drafts", [("_csrf", clerk.csrf), ("_matter", matter)]).status_code == 404


def test_a_form_of_a_matter_whose_file_is_wrong_today_takes_no_desk_down(clerk: Browser, service: Service) -> None:
    left = Draft("of-a-matter-gone", TOWN, "civil_affairs/no_longer_there", CLERK, (("姓名", "张"),), 2, service.now())
    with service.store.transaction(TOWN) as tx:
        tx.save_draft(replace(left, version=1))
        tx.save_draft(left)
    page = clerk.get("/desk")
    assert page.status_code == 200 and "事项暂时不能办理" in page.text and "高龄津贴申领" in page.text
    told = clerk.get(f"/desk/drafts/{left.id}")
    assert told.status_code == 404 and "没有这个事项，或者它的文件有误、暂时不能办理" in told.text
    with service.store.transaction(TOWN) as tx:
        tx.clear(left.id)


# -- the queue of a department ----------------------------------------------------------------------------------------

CIVIL, LAND = "/desk/departments/县民政局", "/desk/departments/县不动产登记中心"


def test_a_department_has_a_page_for_its_own_people_and_for_supervisors(signed_in: dict[str, Browser]) -> None:
    own, over_all = (signed_in[login].get(CIVIL) for login in (APPROVER, SUPERVISOR))
    for page in (own, over_all):
        assert page.status_code == 200 and "新野县民政局的待办" in page.text and "高龄津贴申领" in page.text
        assert "宅基地" not in page.text
    assert signed_in[APPROVER].get(LAND).status_code == 404
    assert signed_in[SUPERVISOR].get("/desk/departments/没有的局").status_code == 404
    assert signed_in[CLERK].get(CIVIL).status_code == 404


def test_supervisors_see_how_much_waits_with_each_department(signed_in: dict[str, Browser]) -> None:
    page = signed_in[SUPERVISOR].get("/desk/departments").text
    assert "新野县民政局</a>" in page and "沙堰税务分局</a>" in page
    assert f'href="/desk/departments/{quote("县民政局")}"' in page
    assert ">各部门</a>" in signed_in[SUPERVISOR].get("/desk").text


def test_every_filter_stands_in_the_address(signed_in: dict[str, Browser]) -> None:
    browser = signed_in[SUPERVISOR]
    everything = numbers(browser.get("/desk").text)
    allowance = "civil_affairs/old_age_allowance"
    for params, shown in (
        ({"matter": allowance}, "高龄津贴申领"),
        ({"q": "宅基地"}, "宅基地"),
        ({"state": "suspended", "channel": "窗口"}, "宅基地"),
        ({"due": "2026-03-11", "matter": allowance}, "高龄津贴申领"),
    ):
        page = browser.get("/desk", params=params).text
        assert shown in page and 0 < numbers(page) < everything, params
    assert "没有这样的办件" in browser.get("/desk", params={"matter": allowance, "due": "2026-03-10"}).text
    step = browser.get(CIVIL, params={"step": "县级审批"}).text
    assert numbers(step) >= 1 and '<option value="县级审批" selected>' in step
    assert numbers(browser.get(CIVIL, params={"step": "没有这一步"}).text) == 0


def test_the_form_and_the_links_keep_what_else_the_list_is_narrowed_by(signed_in: dict[str, Browser]) -> None:
    page = signed_in[SUPERVISOR].get("/desk", params={"channel": "窗口", "light": "绿灯", "q": "申"}).text
    assert '<input type="hidden" name="light" value="绿灯">' in page
    assert 'href="/desk?channel=%E7%AA%97%E5%8F%A3&amp;q=%E7%94%B3&amp;light=%E7%BA%A2%E7%89%8C"' in page
    assert '<option value="窗口" selected>' in page and 'name="q" value="申"' in page and ">看全部</a>" in page


def test_a_day_that_cannot_be_read_is_told_and_narrows_nothing(signed_in: dict[str, Browser]) -> None:
    page = signed_in[SUPERVISOR].get("/desk", params={"due": "3月9日"}).text
    assert "「到期不晚于」请写成年-月-日" in page and 'value="3月9日"' in page and numbers(page) >= 5


def test_no_number_of_a_person_stays_in_an_address(signed_in: dict[str, Browser]) -> None:
    browser = signed_in[SUPERVISOR]
    for text in ("419999194603025211", "41999919460302521X", "13800138000"):
        answer = browser.get("/desk", params={"q": text, "channel": "窗口"})
        assert answer.status_code == 303 and text not in answer.headers["location"]
        assert "channel=%E7%AA%97%E5%8F%A3" in answer.headers["location"]
        assert "请用待办页上的「查办件」" in browser.get(answer.headers["location"]).text


def test_a_kept_address_survives_signing_in(visitor: Browser) -> None:
    away = visitor.get("/desk", params={"light": "红牌", "page": "2"})
    assert away.headers["location"] == "/sign-in?next=/desk%3Flight%3D%25E7%25BA%25A2%25E7%2589%258C%26page%3D2"


def test_pages_of_a_list_have_addresses(signed_in: dict[str, Browser], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "PAGE", 2)
    browser = signed_in[SUPERVISOR]
    first = browser.get("/desk", params={"channel": "窗口"}).text
    assert "第1至2件，共" in first and "上一页" not in first
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None and "channel=%E7%AA%97%E5%8F%A3&amp;page=2" in following[1]
    second = browser.get(following[1].replace("&amp;", "&")).text
    assert "第3至4件，共" in second and "上一页" in second
    assert browser.get("/desk", params={"page": "99999"}).status_code == 200
    assert browser.get("/desk", params={"page": "-1' OR 1"}).text == browser.get("/desk").text


def test_what_a_department_handled_before_is_paged_without_counting_it(
    clerk: Browser, app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Browser(app)
    office.sign_in("social-chen")
    for _ in range(2):
        case = new_case(clerk)
        done(office, case, "accept")
        done(office, case, "finish_step", {"意见": "齐全。"})
    monkeypatch.setattr(desks, "PAGE", 1)
    first = office.get("/desk", params={"before": "1"}).text
    assert numbers(first) == 1 and "第1至1件<" in first and "共" not in re.findall(r"第1至1件[^<]*", first)[0]
    assert 'aria-label="时限"' not in first and 'href="/desk?before=1&amp;page=2"' in first
    second = office.get("/desk", params={"before": "1", "page": "2"}).text
    assert numbers(second) == 1 and "第2至2件<" in second and "上一页" in second
    last = office.get("/desk", params={"before": "1", "page": "9999"}).text
    assert numbers(last) == 0 and "下一页" not in last
