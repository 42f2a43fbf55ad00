"""Fields of the kind 附件: answered by what is uploaded under their name, never by what is posted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.case.events import Actor, CaseError
from engine.case.outcome import said_in
from engine.catalogue.town_catalogue import Catalogue
from engine.service.centre.context import Service
from engine.service.counter.attaching import attach, case_file, detach
from engine.service.counter.drafting import look, reopen, save_draft, start_draft
from engine.service.counter.keeping import Upload
from engine.service.counter.printing import package
from engine.service.counter.receiving import correct, receive
from engine.service.office import supplying
from engine.store.kept import Draft
from tests.documents.support.archive_checker import read_package
from tests.support.counter import MAN_1980, PILOT, act, actor, finding, full, small, verdict_of
from tests.support.launcher import TOWN
from tests.support.scans import pdf, picture

SIGN = small("attached")
PHOTO, DRAWING = Upload("正面.jpg", picture()), Upload("图纸.pdf", pdf())
FORM = [
    ("申请人姓名", "王小明"), ("申请人身份证号", MAN_1980), ("是否灯箱", "否"),
    ("材料.申请表", "已交"), ("材料.申请表.形式", "原件"), ("材料.申请表.份数", "1"),
]  # fmt: skip
CONSISTENT = {"答案.现场情况": "一致", "意见": "看过。"}


@pytest.fixture
def centre(service: Service) -> Iterator[Service]:
    """The pilot's people with that one matter."""
    id = SIGN.matter.id
    yield replace(service, catalogues={TOWN: Catalogue(PILOT, {id: SIGN.matter}, {id: SIGN}, loaded={}, problems=())})


@pytest.fixture
def draft(centre: Service, clerk: Actor) -> Draft:
    return start_draft(centre, clerk, SIGN.matter.id)


def status(service: Service, clerk: Actor, draft: Draft, name: str) -> str:
    return finding(look(service, clerk, draft.id, FORM).verdict, name).status


def test_the_answer_is_what_lies_in_the_draft(centre: Service, clerk: Actor, draft: Draft) -> None:
    assert status(centre, clerk, draft, "门头照片") == "待补"
    attach(centre, clerk, draft.id, "门头照片", [PHOTO, DRAWING])
    sheet = look(centre, clerk, draft.id, FORM)
    assert (sheet.verdict.outcome, sheet.submission.typed["门头照片"]) == ("通过", "正面.jpg、图纸.pdf")
    for one in sheet.files:
        detach(centre, clerk, draft.id, one.id)
    assert status(centre, clerk, draft, "门头照片") == "待补"


def test_what_is_posted_under_its_name_is_no_answer(centre: Service, clerk: Actor, draft: Draft) -> None:
    posted = [*FORM, ("门头照片", "正面.jpg")]
    save_draft(centre, clerk, draft.id, posted, 1)
    sheet = look(centre, clerk, draft.id)
    assert sheet.verdict.because == ("门头照片",)
    done = receive(centre, clerk, draft.id, "t", posted, signed=False)
    assert (done.case.state, done.case.corrections[0].defects[0].asks) == ("correcting", "请上传「门头现状照片」。")


def test_one_that_does_not_apply_is_not_asked(centre: Service, clerk: Actor, draft: Draft) -> None:
    assert status(centre, clerk, draft, "灯箱图纸") == "不适用"
    assert status(centre, clerk, draft, "补充图片") == "通过"
    undecided = [pair for pair in FORM if pair[0] != "是否灯箱"]
    found = finding(look(centre, clerk, draft.id, undecided).verdict, "灯箱图纸")
    assert found.remedy.endswith("还需上传「灯箱图纸」。")


def test_a_correction_asks_only_for_what_was_not_uploaded(centre: Service, clerk: Actor, draft: Draft) -> None:
    attach(centre, clerk, draft.id, "门头照片", [PHOTO])
    lit = [("是否灯箱", "是") if name == "是否灯箱" else (name, value) for name, value in FORM]
    case = receive(centre, clerk, draft.id, "t", lit, signed=False).case
    assert [defect.name for defect in case.corrections[0].defects] == ["灯箱图纸"]
    again = reopen(centre, clerk, case.id)
    attach(centre, clerk, again.id, "灯箱图纸", [DRAWING])
    case = correct(centre, clerk, again.id, "u", lit, signed=False).case
    assert (case.state, said_in(case)["answers"]["门头照片"], said_in(case)["answers"]["灯箱图纸"]) == (
        "received", "正面.jpg", "图纸.pdf",
    )  # fmt: skip
    assert [(one.material, one.name) for one in case.files] == [("门头照片", "正面.jpg"), ("灯箱图纸", "图纸.pdf")]


def viewing(centre: Service, clerk: Actor, draft: Draft) -> str:
    """A case at the step where somebody looks at the place."""
    attach(centre, clerk, draft.id, "门头照片", [PHOTO])
    case = receive(centre, clerk, draft.id, "t", FORM, signed=False).case.id
    act(centre, "social-chen", case, "accept")
    return case


def test_at_a_step_the_photographs_are_the_answer(centre: Service, clerk: Actor, draft: Draft, tmp_path: Path) -> None:
    case, approver = viewing(centre, clerk, draft), actor(centre, "social-chen")
    assert supplying.look(centre, approver, case).materials == ("现场照片", "差异照片")
    with pytest.raises(CaseError, match="请上传「现场照片」"):
        act(centre, "social-chen", case, "finish_step", CONSISTENT)
    supplying.attach(centre, approver, case, "现场照片", [Upload("远.jpg", picture()), Upload("近.jpg", picture())])
    done = act(centre, "social-chen", case, "finish_step", {**CONSISTENT, "答案.现场照片": "另一张.jpg"}).case
    assert done.answered == {"现场看": {"现场情况": "一致", "现场照片": "远.jpg、近.jpg"}}
    assert [one.name for one in done.files] == ["正面.jpg", "远.jpg", "近.jpg"]
    assert case_file(centre, clerk, case, done.files[0].id)[1] == PHOTO.content
    act(centre, "civil-zhou", case, "grant")
    made = act(centre, "issuer-jin", case, "make_certificate").case
    assert made.certificates[0].text == "王小明的门头（正面.jpg）已备案。"
    act(centre, "issuer-jin", case, "deliver", {"领取人": "王小明", "关系": "本人", "方式": "窗口领取"})
    act(centre, "clerk-wang", case, "archive")
    found = read_package(package(centre, clerk, case), tmp_path)
    assert sorted(name for name in found.files if name.startswith("材料/")) == [
        "材料/01-门头照片-正面.jpg", "材料/02-现场照片-远.jpg", "材料/03-现场照片-近.jpg",
    ]  # fmt: skip


def test_photographs_of_what_does_not_apply_are_not_lost_unseen(centre: Service, clerk: Actor, draft: Draft) -> None:
    case, approver = viewing(centre, clerk, draft), actor(centre, "social-chen")
    for name in ("现场照片", "差异照片"):
        supplying.attach(centre, approver, case, name, [PHOTO])
    with pytest.raises(CaseError, match="「差异照片」这次不用交，却上传了文件"):
        act(centre, "social-chen", case, "finish_step", CONSISTENT)
    different = {**CONSISTENT, "答案.现场情况": "不一致"}
    assert len(act(centre, "social-chen", case, "finish_step", different).case.files) == 3


def test_in_a_submission_from_elsewhere_the_names_stand_for_the_files() -> None:
    answers = {"申请人姓名": "王小明", "申请人身份证号": MAN_1980, "是否灯箱": "否"}
    named = verdict_of(SIGN, full({**answers, "门头照片": ["远.jpg", "近.jpg"]}))
    assert named.outcome == "通过"
    assert finding(named, "图片够看").values == (("门头照片", "远.jpg、近.jpg"), ("补充图片", "未填"))
    assert verdict_of(SIGN, full(answers)).because == ("门头照片",)
