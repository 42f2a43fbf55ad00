"""办事指南: what a resident reads comes from the definition, and nothing else can be opened by its address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from engine.documents.occasion import Occasion
from engine.documents.render import preview
from engine.matter.records import Provenance
from engine.service.centre.context import Service
from engine.service.counter import printing
from tests.journeys.support.client import text_of
from tests.web.conftest import Clock
from tests.web.support.browsers import TOWN, Browser


def test_list_is_grouped_and_narrowed(visitor: Browser) -> None:
    page = visitor.get(f"/{TOWN}/matters").text
    assert all(text in page for text in ("民政", "公安", "税务", "高龄津贴申领"))
    narrowed = visitor.get(f"/{TOWN}/matters", params={"q": "食品"}).text
    assert "食品经营许可" in narrowed and "高龄津贴申领" not in narrowed
    assert "没有找到" in visitor.get(f"/{TOWN}/matters", params={"q": "<script>不存在"}).text


def test_an_index_leads_to_each_line_and_a_search_has_none(visitor: Browser) -> None:
    page = BeautifulSoup(visitor.get(f"/{TOWN}/matters").text, "lxml")
    links = page.select("nav[aria-label=按业务查看] a")
    assert len(links) == 14
    for link in links:
        section = page.select_one(f"section[aria-labelledby={str(link['href']).removeprefix('#')}]")
        assert link.get_text() == f"{section.h2.get_text()} {len(section.find_all('li'))}"
    assert "按业务查看" not in visitor.get(f"/{TOWN}/matters", params={"q": "食品"}).text


def test_guide_tells_what_to_bring_where_how_long_and_what_it_costs(visitor: Browser) -> None:
    page = visitor.get(f"/{TOWN}/matters/civil_affairs/old_age_allowance").text
    for text in ("户口簿本人页", "原件核验，1 份", "承诺 7", "不收费", "新野县民政局", "镇级审核", "0377-00000000",
                 "《中华人民共和国老年人权益保障法》第三十三条"):  # fmt: skip
        assert text in page


def test_conditions_of_a_guide_stand_there_with_their_figures(visitor: Browser) -> None:
    allowance = visitor.get(f"/{TOWN}/matters/civil_affairs/old_age_allowance").text
    assert "年满80周岁，或者30日内将满" in allowance
    food = visitor.get(f"/{TOWN}/matters/market_regulation/food_business_license_issuance").text
    assert "「食堂起算人数」" not in food and "100人以内不小于" in food.replace(" ", "")


def test_answers_to_frequent_questions_stand_there_with_their_figures(visitor: Browser) -> None:
    page = visitor.get(f"/{TOWN}/matters/social_security/vocational_training_subsidy").text
    assert "每人每年最多3次，同一职业同一等级只补一次" in page


def test_what_is_told_before_filing_has_its_figures(visitor: Browser) -> None:
    closing = visitor.get(f"/{TOWN}/matters/market_regulation/enterprise_simplified_deregistration").text
    assert "公示20日；期满没有异议的，在20日内来申请。" in closing


@pytest.mark.parametrize(
    "path", ["civil_affairs/nothing", "..%2f..%2ftowns/x", "%00/x", "civil_affairs/old_age_allowance.yaml"]
)
def test_what_is_no_matter_is_not_found(visitor: Browser, path: str) -> None:
    assert visitor.get(f"/{TOWN}/matters/{path}").status_code == 404


def test_a_guide_nobody_has_signed_for_says_so(visitor: Browser) -> None:
    page = visitor.get(f"/{TOWN}/matters/civil_affairs/old_age_allowance").text
    assert "示范数据，待核定" in page


def test_what_was_signed_for_says_nothing_of_it() -> None:
    assert Provenance("high", "李某，县民政局").standing == ""
    assert Provenance("high").standing == "示范数据，待核定"


def test_people_find_a_matter_by_what_they_call_it(visitor: Browser) -> None:
    page = visitor.get(f"/{TOWN}/matters", params={"q": "户口本丢了"}).text
    assert "找到的事项" in page and "居民户口簿补领、换领" in page
    assert "结婚登记" not in page


def test_everybody_prints_the_empty_form_of_a_matter(visitor: Browser) -> None:
    guide = visitor.get(f"/{TOWN}/matters/civil_affairs/old_age_allowance").text
    address = f"/{TOWN}/matters/civil_affairs/old_age_allowance/form"
    assert f'href="{address}">打印空白申请表</a>' in guide
    answer = visitor.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"].startswith("inline; filename*=UTF-8''")
    text = text_of(answer.content)
    assert "高龄津贴申领申请表" in text and "当「现居住情况」为“随子女外地居住”时填写" in text
    assert visitor.get(f"/{TOWN}/matters/civil_affairs/nothing/form").status_code == 404
    assert visitor.get("/nowhere/matters/civil_affairs/old_age_allowance/form").status_code == 404


def test_an_empty_form_is_made_once_a_day(
    visitor: Browser, service: Service, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def counted(type: str, occasion: Occasion) -> bytes:
        made.append(occasion.matter.id)
        return preview(type, occasion)

    monkeypatch.setattr(printing, "preview", counted)
    address = f"/{TOWN}/matters/tax/deed_tax_declaration/form"
    first, again = visitor.get(address).content, visitor.get(address).content
    monkeypatch.setattr(service, "now", lambda: clock.now + timedelta(days=1))
    tomorrow = visitor.get(address).content

    assert made == ["tax/deed_tax_declaration"] * 2
    assert first == again
    assert "2026年3月9日打印" in text_of(first) and "2026年3月10日打印" in text_of(tomorrow)
