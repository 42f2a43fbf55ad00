"""Matters found from what people say, type by sound, abbreviate or mistype; nothing where nothing fits."""

from __future__ import annotations

import pytest
import yaml

from engine.catalogue.town_catalogue import Catalogue
from tests.support.launcher import ROOT


def first(catalogue: Catalogue, question: str) -> str | None:
    hits = catalogue.search.find(question)
    return hits[0].matter.id if hits else None


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("高龄津贴申领", "civil_affairs/old_age_allowance"),  # the official name
        ("请问高龄津贴怎么申请？", "civil_affairs/old_age_allowance"),  # in a sentence
        ("高令津贴", "civil_affairs/old_age_allowance"),  # typed by its sound
        ("gaolingjintie", "civil_affairs/old_age_allowance"),  # pinyin
        ("GLJT", "civil_affairs/old_age_allowance"),  # initials
        ("gaolingjingtie", "civil_affairs/old_age_allowance"),  # a slip in pinyin
        ("ｇｌｊｔ", "civil_affairs/old_age_allowance"),  # full-width letters
        ("户口本丢了", "police/hukou_booklet_reissue"),  # what happened
    ],
)
def test_the_matter_people_mean_comes_first(catalogue: Catalogue, question: str, matter: str) -> None:
    assert first(catalogue, question) == matter


@pytest.mark.parametrize("question", ["今天天气怎么样", "你好", "qqqq", "", "？？？", "😀", "怎么办", "a" * 5000])
def test_nothing_is_found_where_nothing_fits(catalogue: Catalogue, question: str) -> None:
    assert catalogue.search.find(question) == ()


PHRASINGS = yaml.safe_load((ROOT / "tests" / "phrasings.yaml").read_text(encoding="utf-8"))


def test_the_right_matter_is_among_the_first_three_for_nine_phrasings_in_ten(catalogue: Catalogue) -> None:
    asked = [(said, matter) for matter, phrases in PHRASINGS.items() if matter != "nothing" for said in phrases]
    assert {matter for _, matter in asked} == set(catalogue.matters)
    missed = [(said, matter) for said, matter in asked if matter not in _three(catalogue, said)]
    assert len(asked) >= 300
    assert len(missed) <= 0.10 * len(asked), missed


def _three(catalogue: Catalogue, said: str) -> list[str]:
    return [hit.matter.id for hit in catalogue.search.find(said, most=3)]


@pytest.mark.parametrize("said", PHRASINGS["nothing"])
def test_small_talk_finds_nothing(catalogue: Catalogue, said: str) -> None:
    assert catalogue.search.find(said) == ()
