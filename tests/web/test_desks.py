"""Worklists, the list of matters, finding a case: what each role sees, and that names stay out of addresses."""

from __future__ import annotations

from engine.service.context import Service
from engine.store.contract import Draft

from .browsers import APPROVER, CLERK, ISSUER, OTHER_DEPARTMENT, POLICE_CLERK, SUPERVISOR, TOWN, Browser


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
    assert '<option value="黄牌和红牌" selected>' in by_light["黄牌和红牌"]
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
    left = Draft("of-a-matter-gone", TOWN, "civil_affairs/no_longer_there", CLERK, (), 1, service.now())
    with service.store.transaction(TOWN) as tx:
        tx.save_draft(left)
    page = clerk.get("/desk")
    assert page.status_code == 200 and "事项暂时不能办理" in page.text and "高龄津贴申领" in page.text
    told = clerk.get(f"/desk/drafts/{left.id}")
    assert told.status_code == 404 and "没有这个事项，或者它的文件有误、暂时不能办理" in told.text
    with service.store.transaction(TOWN) as tx:
        tx.drop_draft(left.id)
