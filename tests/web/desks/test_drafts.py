"""The form at the counter, page by page without JavaScript: everything typed is kept, and the acts that end it."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from engine.service.centre.context import Service
from tests.journeys.support.client import text_of
from tests.web.support.browsers import CLERK, OTHER_CLERK, PASSWORD, TOWN, Browser, fields, filled

ALLOWANCE = "civil_affairs/old_age_allowance"
FOOD = "market_regulation/food_business_license_issuance"
ODD = "  <script>alert('1')</script>{{7*7}} #let \"& 𬱖·阿卜  "
COMPLETE = {
    "申请人姓名": "张桂兰",
    "申请人身份证号": "419999194603020021",
    "申请人手机号": "１９９０００００００１",
    "社保卡金融账号": "6217000000000000005",
    "享受对象出生日期": "1946-03-02",
    "户籍所在村组": "河南省南阳市新野县沙堰镇东河村",
    "是否一年内由外地迁入本镇": "否",
    "是否仍在领取其他地区高龄津贴": "否",
    "现居住情况": "居家",
    "材料.高龄津贴申请审批表": "已交",
    "材料.老人居民身份证": "已交",
    "材料.户口簿本人页": "已交",
    "材料.社保卡或一卡通复印件": "已交",
    "要点.住址一致": "通过",
    "要点.账户本人": "通过",
}


def started(browser: Browser, matter: str = ALLOWANCE) -> str:
    """The address of a new form."""
    answer = browser.send("/desk/drafts", [("_csrf", browser.csrf), ("_matter", matter)])
    assert answer.status_code == 303
    return answer.headers["location"]


def pressed(browser: Browser, address: str, answers: dict[str, str], button: str):  # type: ignore[no-untyped-def]
    """Open the form, fill it in, press a button."""
    sent = fields(browser.get(address).text, address.split("?")[0])
    return browser.send(address.split("?")[0], [*filled(sent, answers), ("_do", button)])


def test_an_empty_form_complains_of_nothing_yet(clerk: Browser) -> None:
    page = clerk.get(started(clerk)).text
    assert 'class="problems"' not in page and 'aria-invalid="true"' not in page
    assert "核对结果：补正" in page


def test_checking_lists_everything_at_once_with_links_and_the_same_words_beside(clerk: Browser) -> None:
    led = pressed(clerk, started(clerk), {}, "check")
    page = clerk.get(led.headers["location"]).text
    summary = page.split('class="problems"')[1].split("</div>")[0]
    assert page.count("<title>错误：") == 1
    for sentence in ("请填写「申请人姓名」。", "请填写「现居住情况」。"):
        href = re.search(rf'<a href="#([^"]+)">{sentence}', summary)
        assert href is not None
        assert re.search(rf'id="{href[1]}-error">[^<]*{sentence}', page)
        assert f'id="{href[1]}"' in page


def test_everything_typed_comes_back_as_typed(clerk: Browser) -> None:
    address = started(clerk)
    typed = {name: f"{number}{ODD}" for number, name in enumerate(("申请人姓名", "申请人身份证号", "户籍所在村组"))}
    typed |= {
        "享受对象出生日期": "昨天",
        "要点.住址一致": "不通过",
        "要点.住址一致.说明": ODD,
        "材料.户口簿本人页.份数": "很多",
    }
    pressed(clerk, address, typed, "save")
    page = clerk.get(address).text
    sent = dict(fields(page, address))
    assert {name: sent[name] for name in typed} == typed
    assert "<script>alert" not in page and "49" not in sent["申请人姓名"]


def test_conditional_questions_stand_there_with_their_condition_in_words(clerk: Browser) -> None:
    page = clerk.get(started(clerk)).text
    assert "外地居住详细地址" in page
    assert re.search(r'class="condition"[^>]*>当「现居住情况」为“随子女外地居住”时填写', page)


def test_a_condition_is_said_only_while_it_is_not_settled(clerk: Browser) -> None:
    address = started(clerk)
    told = '">当「现居住情况」为“随子女外地居住”时填写</span>'
    empty = clerk.get(address).text
    assert told in empty and '">当交了「户口簿本人页」时核对</span>' in empty
    answers = COMPLETE | {"现居住情况": "随子女外地居住", "材料.户口簿本人页": "已交"}
    sent = filled(fields(empty, address), answers)
    rechecked = clerk.send(f"{address}/check", sent, {"HX-Request": "true"}).text
    assert re.search(r'<span class="condition" id="f\d+-when" hx-swap-oob="true"></span>', rechecked)
    pressed(clerk, address, answers, "save")
    page = clerk.get(address).text
    assert "随子女外地居住时填写" not in page and "当交了「户口簿本人页」" not in page
    assert "时要交</span>" in page  # of what does not apply it stays said, for those without JavaScript


def test_going_back_to_the_desk_saves_first(clerk: Browser) -> None:
    address = started(clerk)
    led = pressed(clerk, address, {"申请人姓名": "没有丢"}, "leave")
    assert led.headers["location"] == "/desk" and "没有丢" in clerk.get("/desk").text
    assert dict(fields(clerk.get(address).text, address))["申请人姓名"] == "没有丢"


def test_what_is_only_missing_alarms_nobody_and_what_is_wrong_does(clerk: Browser) -> None:
    address = started(clerk)
    assert 'class="mark careful"' in clerk.get(address).text
    pressed(clerk, address, {"申请人身份证号": "123"}, "save")
    assert 'class="mark bad"' in clerk.get(address).text


@pytest.mark.parametrize(
    ("changes", "next_act"),
    [({}, "do-receive"), ({"要点.住址一致": "未核"}, "do-check"), ({"申请人姓名": ""}, "do-check")],
)
def test_one_button_is_the_next_act(clerk: Browser, changes: dict[str, str], next_act: str) -> None:
    address = started(clerk)
    pressed(clerk, address, COMPLETE | changes, "save")
    assert re.findall(r'<button class="main" id="([^"]+)"', clerk.get(address).text) == [next_act]


def test_rows_are_added_and_dropped_by_stable_ids(clerk: Browser) -> None:
    address = started(clerk, FOOD)
    led = pressed(clerk, address, {"从业人员.1.姓名": "甲"}, "add:从业人员")
    assert led.headers["location"].startswith(f"{address}#f")
    pressed(clerk, address, {"从业人员.2.姓名": "乙"}, "add:从业人员")
    pressed(clerk, address, {"从业人员.3.姓名": "丙"}, "drop:从业人员:2")
    sent = fields(clerk.get(address).text, address)
    assert [value for name, value in sent if name == "从业人员.行"] == ["1", "3"]
    assert (dict(sent)["从业人员.1.姓名"], dict(sent)["从业人员.3.姓名"]) == ("甲", "丙")


def test_an_answer_that_does_not_apply_stays_and_is_told(clerk: Browser) -> None:
    address = started(clerk)
    pressed(clerk, address, COMPLETE | {"外地居住详细地址": "郑州市"}, "save")
    page = clerk.get(address).text
    assert dict(fields(page, address))["外地居住详细地址"] == "郑州市"
    assert "未采用" in page and "填了也不会收入办件：外地居住详细地址" in page


def test_unknown_and_steering_names_change_nothing(clerk: Browser, service: Service, signed_in) -> None:  # type: ignore[no-untyped-def]
    address = started(clerk)
    extra = {"状态": "准予", "fee": "0", "owner": OTHER_CLERK, "_owner": OTHER_CLERK, "__class__": "x"}
    pressed(clerk, address, COMPLETE | extra, "save")
    draft = service.store.draft(TOWN, address.rsplit("/", 1)[1])
    assert draft is not None and draft.owner == CLERK
    assert not {"_owner", "__class__", "状态", "fee", "owner"} & {name for name, _value in draft.form}


@pytest.mark.parametrize("name", ["申请人姓名", "材料.户口簿本人页", "要点.住址一致"])
def test_a_question_answered_twice_keeps_nothing(clerk: Browser, name: str) -> None:
    address = started(clerk)
    sent = [*filled(fields(clerk.get(address).text, address), {name: "甲"}), (name, "乙"), ("_do", "save")]
    answer = clerk.send(address, sent)
    assert answer.status_code == 400 and f"「{name}」填了两次" in answer.text
    assert "甲" not in dict(fields(clerk.get(address).text, address)).values()


def test_more_fields_than_the_matter_can_ask_are_refused(clerk: Browser) -> None:
    address = started(clerk)
    sent = fields(clerk.get(address).text, address) + [(f"x{n}", "1") for n in range(1000)]
    answer = clerk.send(address, sent)
    assert answer.status_code == 413 and "没有保存" in answer.text


def test_a_save_elsewhere_in_between_keeps_both_until_somebody_chooses(clerk: Browser) -> None:
    address = started(clerk)
    old = fields(clerk.get(address).text, address)
    pressed(clerk, address, {"申请人姓名": "先保存的"}, "save")
    answer = clerk.send(address, [*filled(old, {"申请人姓名": "后来的"}), ("_do", "save")])
    assert answer.status_code == 409
    assert "另一个页面里这份表已改过" in answer.text and "两处不一样的有「申请人姓名」。" in answer.text
    assert dict(fields(answer.text, address))["申请人姓名"] == "后来的"
    assert clerk.send(address, [*fields(answer.text, address), ("_do", "save")]).status_code == 409
    assert dict(fields(clerk.get(address).text, address))["申请人姓名"] == "先保存的"
    assert clerk.send(address, [*fields(answer.text, address), ("_do", "mine:2")]).status_code == 303
    assert dict(fields(clerk.get(address).text, address))["申请人姓名"] == "后来的"


def test_a_choice_made_before_yet_another_save_is_asked_again(clerk: Browser) -> None:
    address = started(clerk)
    old = fields(clerk.get(address).text, address)
    pressed(clerk, address, {"申请人姓名": "甲"}, "save")
    pressed(clerk, address, {"申请人姓名": "乙"}, "save")
    assert clerk.send(address, [*old, ("_do", "mine:2")]).status_code == 409
    assert dict(fields(clerk.get(address).text, address))["申请人姓名"] == "乙"


def test_a_recheck_of_a_second_tab_overwrites_nothing_and_keeps_its_page(clerk: Browser) -> None:
    address = started(clerk)
    old = fields(clerk.get(address).text, address)
    pressed(clerk, address, {"申请人姓名": "先保存的"}, "save")
    answer = clerk.send(f"{address}/check", filled(old, {"申请人姓名": "后来的"}), {"HX-Request": "true"})
    assert answer.status_code == 409 and "另一个页面里这份表已改过（10:00）" in answer.text
    assert 'name="_do" value="mine:2"' in answer.text and 'id="version"' not in answer.text
    assert dict(fields(clerk.get(address).text, address))["申请人姓名"] == "先保存的"


def test_a_page_goes_on_where_the_answer_to_its_own_save_was_lost(clerk: Browser) -> None:
    address = started(clerk)
    page = fields(clerk.get(address).text, address)
    for turn, name in (("2", "张桂"), ("3", "张桂兰"), ("1", "张")):  # the first comes last
        sent = filled(page, {"申请人姓名": name, "_turn": turn})
        assert clerk.send(f"{address}/check", sent, {"HX-Request": "true"}).status_code == 200
    assert dict(fields(clerk.get(address).text, address))["申请人姓名"] == "张桂兰"


def test_another_clerks_form_does_not_exist(clerk: Browser, signed_in: dict[str, Browser]) -> None:
    address, other = started(clerk), signed_in[OTHER_CLERK]
    assert other.get(address).status_code == 404
    assert other.send(address, [("_csrf", other.csrf), ("_do", "save")]).status_code == 404
    assert other.get(f"{address}/papers/checkpoint_sheet").status_code == 404


def test_a_form_typed_under_an_old_session_is_shown_again_unsaved(clerk: Browser) -> None:
    address = started(clerk)
    sent = filled(fields(clerk.get(address).text, address), {"申请人姓名": "没丢的字", "_csrf": "old"})
    answer = clerk.send(address, [*sent, ("_do", "save")])
    assert answer.status_code == 403 and "您重新登录过" in answer.text
    again = dict(fields(answer.text, address))
    assert (again["申请人姓名"], again["_csrf"]) == ("没丢的字", clerk.csrf)
    assert dict(fields(clerk.get(address).text, address))["申请人姓名"] == ""


def test_recheck_sends_the_verdict_and_only_what_changed(clerk: Browser) -> None:
    address = started(clerk)
    sent = filled(fields(clerk.get(address).text, address), COMPLETE | {"现居住情况": "随子女外地居住"})
    answer = clerk.send(f"{address}/check", sent, {"HX-Request": "true"})
    assert answer.status_code == 200 and "HX-Request" in answer.headers["vary"]
    assert "<html" not in answer.text and 'id="verdict"' in answer.text
    assert 'name="申请人姓名"' not in answer.text  # an input that may hold the focus is never swapped
    assert "已自动保存 10:00" in answer.text and 'id="version" value="2"' in answer.text
    kept = dict(fields(clerk.get(address).text, address))
    assert (kept["申请人姓名"], kept["现居住情况"], kept["_version"]) == ("张桂兰", "随子女外地居住", "2")
    hidden = dict(re.findall(r'name="(_hidden)" value="([^"]*)"', answer.text))["_hidden"].split()
    back = filled(sent, {"_version": "2", "_hidden": " ".join(hidden), "现居住情况": "居家"})
    swapped = clerk.send(f"{address}/check", back, {"HX-Request": "true"}).text
    assert re.search(r'class="field not-applying" id="w-f\d+" hx-swap-oob="true"', swapped)
    assert 'name="外地居住详细地址"' in swapped


@pytest.mark.parametrize("way", ["check", "save"])
def test_a_recheck_keeps_the_very_thing_that_saving_keeps(clerk: Browser, service: Service, way: str) -> None:
    address = started(clerk, FOOD)
    page = fields(clerk.get(address).text, address)
    sent = filled(page, {"从业人员.1.姓名": ODD, "没有的": "1", "_owner": "x"})
    if way == "check":
        clerk.send(f"{address}/check", sent, {"HX-Request": "true"})
    else:
        clerk.send(address, [*sent, ("_do", "save")])
    draft = service.store.draft(TOWN, address.rsplit("/", 1)[1])
    assert draft is not None and draft.version == 2
    assert draft.form == tuple((k, v) for k, v in sent if k[0] != "_" and k != "没有的")


def test_a_quiet_save_answers_with_nothing_but_how_it_stands(clerk: Browser) -> None:
    address = started(clerk)
    sent = filled(fields(clerk.get(address).text, address), {"申请人姓名": "张", "_quiet": "1"})
    answer = clerk.send(f"{address}/check", sent, {"HX-Request": "true"})
    assert answer.status_code == 200 and "已自动保存 10:00" in answer.text
    assert "核对结果" not in answer.text and "error" not in answer.text
    assert dict(fields(clerk.get(address).text, address))["申请人姓名"] == "张"


def test_a_recheck_under_an_old_session_gets_the_new_token_and_saves_with_it(clerk: Browser) -> None:
    address = started(clerk)
    sent = filled(fields(clerk.get(address).text, address), {"申请人姓名": "没丢的字", "_csrf": "old"})
    answer = clerk.send(f"{address}/check", sent, {"HX-Request": "true"})
    assert (answer.status_code, answer.headers["x-renewed"], answer.headers["hx-reswap"]) == (403, "1", "none")
    assert f'id="csrf" value="{clerk.csrf}"' in answer.text and "没丢的字" not in answer.text
    assert clerk.send(f"{address}/check", filled(sent, {"_csrf": clerk.csrf})).status_code == 200
    assert dict(fields(clerk.get(address).text, address))["申请人姓名"] == "没丢的字"


def test_whoever_signed_in_instead_saves_nothing_of_it_and_is_told(
    clerk: Browser, signed_in: dict[str, Browser]
) -> None:
    address = started(clerk)
    sent = filled(fields(clerk.get(address).text, address), {"申请人姓名": "别人填的"})
    for way in (f"{address}/check", address):
        answer = signed_in[OTHER_CLERK].send(way, sent)
        assert answer.status_code == 404 and "不是填这份表的人" in answer.text and "别人填的" not in answer.text
    assert dict(fields(clerk.get(address).text, address))["申请人姓名"] == ""


def test_recheck_without_a_session_says_so_in_its_own_place(clerk: Browser, visitor: Browser) -> None:
    answer = visitor.send(f"{started(clerk)}/check", [], {"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-retarget"]) == (401, "#notices")
    assert "登录已过期，请先登录" in answer.text and "<html" not in answer.text
    assert 'href="/sign-in" target="_blank"' in answer.text


def sent_without_a_session(clerk: Browser, visitor: Browser, login: str, button: str = "save"):  # type: ignore[no-untyped-def]
    """A form of the clerk's sent when the session was over; the answer to signing in with that login."""
    address = started(clerk)
    typed = {"申请人姓名": ODD, "材料.户口簿本人页": "已交"}
    answer = visitor.send(address, [*filled(fields(clerk.get(address).text, address), typed), ("_do", button)])
    assert answer.status_code == 401 and "刚才填的内容不会丢" in answer.text and "<script>alert" not in answer.text
    sent = filled(fields(answer.text, "/sign-in"), {"_login": login, "_password": "不是这个密码"})
    again = visitor.send("/sign-in", sent)
    assert again.status_code == 422 and clerk.csrf in again.text  # still carried
    return address, visitor.send("/sign-in", filled(fields(again.text, "/sign-in"), {"_password": PASSWORD}))


def test_a_form_sent_after_the_session_ended_goes_on_once_its_person_signed_in(
    clerk: Browser, visitor: Browser
) -> None:
    address, answer = sent_without_a_session(clerk, visitor, CLERK)
    assert answer.status_code == 200 and PASSWORD not in answer.text and clerk.csrf not in answer.text
    led = visitor.send(address, fields(answer.text, address))
    assert (led.status_code, led.headers["location"]) == (303, address)
    kept = dict(fields(visitor.get(address).text, address))
    assert (kept["申请人姓名"], kept["材料.户口簿本人页"]) == (ODD, "已交")


def test_a_form_sent_after_the_session_ended_is_not_given_to_somebody_else(clerk: Browser, visitor: Browser) -> None:
    address, answer = sent_without_a_session(clerk, visitor, OTHER_CLERK)
    assert answer.status_code == 403 and "刚才那份表不是您填的" in answer.text
    assert "7*7" not in answer.text and address not in answer.text
    assert dict(fields(clerk.get(address).text, address))["申请人姓名"] == ""


def test_a_form_from_elsewhere_is_carried_by_no_sign_in(clerk: Browser, visitor: Browser) -> None:
    address = started(clerk)
    sent = fields(clerk.get(address).text, address)
    answer = visitor.send(address, sent, {"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 401 and "_carried" not in answer.text


def received(browser: Browser, changes: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
    """The answer to 收件 on a complete form, and what was sent."""
    address = started(browser)
    sent = [
        *filled(fields(browser.get(address).text, address), COMPLETE | (changes or {})),
        ("_do", "receive"),
    ]
    answer = browser.send(address, sent)
    if 'id="do-sure"' in answer.text:
        sent = [*filled(fields(answer.text, address), {}), ("_do", "receive:sure")]
        answer = browser.send(address, sent)
    return answer, address, sent


def test_papers_on_a_form_that_is_not_in_order_are_named_and_asked_about_once(clerk: Browser, service: Service) -> None:
    head = service.store.head(TOWN)
    for act, name, papers in (
        ("advise", "一次性告知", "《一次性告知单》"), ("receive", "收件", "《收件通知单》《补正通知书》"),
    ):  # fmt: skip
        address = started(clerk)
        asked = pressed(clerk, address, COMPLETE | {"材料.户口簿本人页": "未交"}, act)
        assert asked.status_code == 200
        assert f"核对结果是「补正」，还没有{name}" in asked.text
        assert f"确定{name}，出{papers}</button>" in asked.text
        assert dict(fields(clerk.get(address).text, address))["材料.户口簿本人页"] == "未交"  # kept all the same
        assert service.store.head(TOWN) == head
        done = clerk.send(address, [*fields(asked.text, address), ("_do", f"{act}:sure")])
        assert done.headers["location"].endswith("/receipt")
        head = service.store.head(TOWN)


def test_each_act_has_its_place_and_is_off_until_it_is_open(clerk: Browser) -> None:
    def buttons(html: str) -> list[tuple[str, bool]]:
        found = BeautifulSoup(html, "lxml").select("#acts button")
        return [(str(one["id"]), one.has_attr("disabled")) for one in found]

    address = started(clerk)
    assert buttons(clerk.get(address).text) == [("do-check", False), ("do-advise", False), ("do-receive", True)]
    pressed(clerk, address, COMPLETE, "save")
    assert buttons(clerk.get(address).text) == [("do-check", False), ("do-advise", True), ("do-receive", False)]


def test_receiving_shows_a_receipt_that_reload_back_and_a_second_click_repeat(clerk: Browser) -> None:
    answer, address, sent = received(clerk)
    assert answer.status_code == 303 and answer.headers["location"].endswith("/receipt")
    again = clerk.send(address, sent)
    back = clerk.get(address)
    assert again.headers["location"] == back.headers["location"] == answer.headers["location"]
    page = clerk.get(answer.headers["location"]).text
    assert "已收件" in page and "收件通知单" in page and "收件审核要点" in page
    assert "2026年3月18日（星期三）" in page and "为什么是3月18日？" in page
    assert re.search(r'class="code">[0-9A-Z]{8}<', page)
    cover = f"{answer.headers['location'].removesuffix('/receipt')}/cover"
    assert f'href="{cover}"' in page and clerk.get(cover).content.startswith(b"%PDF-")


def test_the_same_token_with_another_body_makes_no_second_case(clerk: Browser) -> None:
    answer, address, sent = received(clerk)
    changed = clerk.send(address, filled(sent, {"申请人姓名": "别人"}))
    assert changed.status_code in (404, 409)
    assert clerk.get(address).headers["location"] == answer.headers["location"]


def test_receiving_what_is_not_complete_keeps_the_page_and_says_why(clerk: Browser) -> None:
    answer, address, _sent = received(clerk, {"申请人姓名": "", "申请人身份证号": "4199991946030200"})
    assert answer.status_code == 422
    assert "还不知道是谁申请" in answer.text and "身份证号是18位" in answer.text
    assert dict(fields(answer.text, address))["申请人身份证号"] == "4199991946030200"


def test_receiving_what_has_to_be_put_right_sends_out_the_notice_and_the_form_answers_it(clerk: Browser) -> None:
    answer, _address, _sent = received(clerk, {"申请人身份证号": "4199991946030200"})
    case = answer.headers["location"].removesuffix("/receipt")
    assert "补正通知书" in clerk.get(answer.headers["location"]).text
    page = clerk.get(case).text
    assert "申请人再来时，收下补正" in page and "身份证号是18位" in page
    draft = clerk.send(f"{case}/reopen", fields(page, f"{case}/reopen")).headers["location"].split("?")[0]
    led = pressed(clerk, draft, COMPLETE, "correct:sure")
    assert '<span class="tag' in clerk.get(led.headers["location"]).text or led.status_code == 303
    assert "已收件" in clerk.get(case).text


def test_a_promise_must_be_signed_first(clerk: Browser) -> None:
    promised = {
        "是否一年内由外地迁入本镇": "是",
        "核验.原户籍地停发证明核验": "查不到",
        "材料.原户籍地停发证明": "告知承诺",
    }
    answer, address, sent = received(clerk, promised)
    assert answer.status_code == 422 and "由申请人签名后再收件" in answer.text
    assert "打印承诺书：原户籍地停发证明" in answer.text
    signed = clerk.send(address, [*sent, ("_signed", "是")])
    assert signed.status_code == 303
    assert "告知承诺书" in clerk.get(signed.headers["location"]).text


def test_a_mandate_is_printed_for_whoever_acts_for_another_and_goes_into_the_case_once_signed(clerk: Browser) -> None:
    agent = {"事实.由他人代办": "是", "代办人姓名": "赵志强", "代办人身份证号": "419999198811120017"}
    agent["材料.代办委托书及代办人身份证"] = "未交"
    assert "打印代办委托书" not in clerk.get(started(clerk)).text
    address = started(clerk)
    led = pressed(clerk, address, COMPLETE | agent, "print:mandate")
    assert clerk.get(led.headers["location"]).content.startswith(b"%PDF-")
    page = clerk.get(address).text
    assert "打印代办委托书" in page and "这份代办委托书已由申请人签名" in page
    sent = [*filled(fields(page, address), {"材料.代办委托书及代办人身份证": "已交"}), ("_do", "receive")]
    filed = clerk.send(address, [*sent, ("_mandated", "是")])
    assert filed.status_code == 303
    assert "沙政务委〔" in clerk.get(filed.headers["location"].removesuffix("/receipt")).text


def test_advising_gives_a_notice_and_the_form_goes_on_later(clerk: Browser) -> None:
    address = started(clerk)
    led = pressed(clerk, address, COMPLETE | {"材料.户口簿本人页": "未交"}, "advise:sure")
    page = clerk.get(led.headers["location"]).text
    assert "已一次性告知" in page and "一次性告知单" in page
    case = led.headers["location"].removesuffix("/receipt")
    assert "继续收件" in clerk.get(case).text
    reopened = clerk.send(f"{case}/reopen", [("_csrf", clerk.csrf)]).headers["location"]
    sent = dict(fields(clerk.get(reopened).text, reopened.split("?")[0]))
    assert (sent["申请人姓名"], sent["材料.户口簿本人页"]) == ("张桂兰", "未交")
    done = pressed(clerk, reopened, {"材料.户口簿本人页": "已交"}, "receive")
    assert done.headers["location"] == f"{case}/receipt"
    assert "已收件" in clerk.get(done.headers["location"]).text


def test_blank_papers_are_printed_from_what_was_saved(clerk: Browser) -> None:
    address = started(clerk)
    led = pressed(clerk, address, {"申请人姓名": "张桂兰"}, "print:checkpoint_sheet")
    assert led.headers["location"] == f"{address}/papers/checkpoint_sheet"
    paper = clerk.get(led.headers["location"])
    assert paper.headers["content-type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert dict(fields(clerk.get(address).text, address))["申请人姓名"] == "张桂兰"
    assert clerk.get(f"{address}/papers/certificate").status_code == 404
    assert clerk.get(f"{address}/papers/promise/99").status_code == 404


def test_a_form_that_is_not_there_is_told(clerk: Browser) -> None:
    answer = clerk.get("/desk/drafts/nothing")
    assert answer.status_code == 404 and "没有这份草稿" in answer.text


def test_unfinished_forms_wait_on_the_desk(clerk: Browser) -> None:
    address = started(clerk)
    pressed(clerk, address, {"申请人姓名": "钱多多"}, "save")
    page = clerk.get("/desk").text
    assert "钱多多" in page and address in page


def test_the_form_is_printed_with_what_was_typed_and_ticked(clerk: Browser, signed_in: dict[str, Browser]) -> None:
    address = started(clerk)
    assert "打印申请表" in clerk.get(address).text
    typed = COMPLETE | {"事实.渠道": "窗口", "材料.社保卡或一卡通复印件": "未交", "现居住情况": ""}
    led = pressed(clerk, address, typed, "print:application_form").headers["location"]
    assert led == f"{address}/papers/application_form"
    text = text_of(clerk.get(led).content)
    for words in ("高龄津贴申领申请表", "申请人姓名张桂兰", "申请人身份证号419999194603020021",
                  "申请人手机号19900000001", "享受对象出生日期1946年3月2日", "现居住情况□居家□养老机构",
                  "户口簿本人页原件核验1☑已交", "社保卡或一卡通复印件复印件1可容缺，5个工作日内补交□已交"):  # fmt: skip
        assert words in text, words
    assert dict(fields(clerk.get(address).text, address))["申请人姓名"] == "张桂兰"  # what is printed is kept
    assert signed_in[OTHER_CLERK].get(led).status_code == 404


def test_a_form_nobody_needs_is_given_up_by_one_press_and_had_back_by_another(
    clerk: Browser, signed_in: dict[str, Browser]
) -> None:
    address = started(clerk)
    pressed(clerk, address, {"申请人姓名": "没有用的人"}, "save")
    sent = fields(clerk.get("/desk").text, f"{address}/discard")
    other = signed_in[OTHER_CLERK]
    assert other.send(f"{address}/discard", [("_csrf", other.csrf)]).status_code == 404
    told = clerk.get(clerk.send(f"{address}/discard", sent).headers["location"]).text
    assert "已删除草稿：高龄津贴申领，没有用的人。一天以内可以撤销。" in told
    assert f'href="{address}"' not in told
    assert clerk.get(address).status_code == 404
    assert other.send(f"{address}/restore", [("_csrf", other.csrf)]).status_code == 404
    back = clerk.send(f"{address}/restore", fields(told, f"{address}/restore"))
    assert back.headers["location"] == address
    assert dict(fields(clerk.get(address).text, address))["申请人姓名"] == "没有用的人"


def test_a_form_is_given_to_a_colleague_with_what_was_just_typed(clerk: Browser, signed_in: dict[str, Browser]) -> None:
    address = started(clerk)
    led = pressed(clerk, address, {"申请人姓名": "交班的人"}, "hand-on").headers["location"]
    page = clerk.get(led).text
    assert "高龄津贴申领 · 交班的人" in page and "转给李强" in page and "赵敏" not in page
    assert clerk.send(led, [*fields(page, led), ("_to", "clerk-li")]).headers["location"] == "/desk"
    assert "交班的人" not in clerk.get("/desk").text
    assert "交班的人" in signed_in[OTHER_CLERK].get("/desk").text


def test_a_form_of_the_wrong_matter_takes_along_what_the_other_asks(clerk: Browser) -> None:
    led = pressed(clerk, started(clerk), {"申请人姓名": "选错了的人"}, "matter").headers["location"]
    page = clerk.get(led, params={"q": "养老保险参保"}).text
    assert "换成城乡居民基本养老保险参保登记" in page and "身份证补领" not in page
    sent = [*fields(page, led), ("_matter", "social_security/resident_pension_enrolment")]
    address = clerk.send(led, sent).headers["location"]
    shown = clerk.get(address).text
    assert "已换成这个事项，两边都问的已经带过来" in shown
    assert dict(fields(shown, address.split("?")[0]))["申请人姓名"] == "选错了的人"
