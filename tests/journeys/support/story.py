"""A case on its way through the line, told as a story: who comes, who sits where, what each paper must hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from tests.journeys.support.client import Browser, text_of, words
from tests.journeys.support.filling import CHECK, fill, start, tick
from tests.journeys.support.hall import Hall, page_says
from tests.journeys.support.paper_table import Told, lacking


@dataclass
class Story:
    """A case on its way: who sits at the counter, what the applicant says, and what is known of it so far."""

    hall: Hall
    clerk: Browser
    told: Told
    said: dict[str, Any]

    @property
    def number(self) -> str:
        return self.told.number

    def by(self, login: str, local: str) -> Browser:
        """Somebody opens the case from their own desk at a local time."""
        person = self.hall.at(local).case(login, self.number)
        day, clock = local.split(" ")
        month, date = (int(part) for part in day.split("-")[1:])
        hour, minute = clock.split(":")
        name = str(person.page.soup.find(class_="me").span.contents[0])
        self.told = self.told.on(f"{month}月{date}日", f"{int(hour)}时{minute}分", name)
        return person

    def act(self, login: str, local: str, act: str, answers: dict[str, str] | None = None) -> Browser:
        """Somebody does one act; the page says that it is done and lists the papers that went out."""
        person = self.by(login, local)
        person.press(act, answers)
        page_says(person.page, f"{act}：已办好。")
        return person

    def reads(self, browser: Browser, paper: str, type: str, /, **more: Any) -> str:
        """The text of a paper opened from the page, after a look that nothing is lacking on it."""
        text = text_of(browser.paper(paper))
        assert lacking(type, text, self.told, **more) == [], text
        return text


def arrive(hall: Hall, title: str, login: str, name: str, *, agent: bool = False, **changed: str) -> Story:
    """An applicant with the answers of the matter's first example, or somebody for them (`agent`), comes to a clerk on
    Monday, 2 March 2026; the clerk opens the empty form."""
    hall.at("2026-03-02 09:10")
    matter = hall.matter(title)
    said = dict(next(iter(hall.examples(title).values())).submission)
    said["answers"] = said["answers"] | changed
    said["facts"] = said["facts"] | {"由他人代办": "是" if agent else "否"}
    clerk = hall.person(login)
    start(clerk, title)
    answers = said["answers"]

    def of(*means: str) -> str:
        found = [one.name for meaning in means if (one := matter.meaning(meaning)) and one.name in answers]
        return str(answers[found[0]]).strip()

    applicant = ("organisation_name", "applicant_name") if matter.applicants[0] != "个人" else ("applicant_name",)
    identifier = ("organisation_code", "applicant_id") if matter.applicants[0] != "个人" else ("applicant_id",)
    told = Told(matter, hall.town, "", of(*applicant), of(*identifier), of("applicant_phone"), name, "", "")
    told = replace(told, agent=(of("agent_name"), of("agent_id")) if agent else None)
    return Story(hall, clerk, told.on("3月2日", "9时10分", name), said)


def told_of_everything(story: Story) -> None:
    """An incomplete form: the name and half a phone number. Both are still there; all else is told at once."""
    clerk, matter, answers = story.clerk, story.told.matter, story.said["answers"]
    name = next(f for f in matter.fields if f.means in ("applicant_name", "organisation_name") and f.name in answers)
    phone = next(f for f in matter.fields if f.means == "applicant_phone")
    clerk.page.answer(name.label, story.told.name)
    clerk.page.answer(phone.label, " １３８ ")
    clerk.press(CHECK)

    assert clerk.page.title.startswith("错误：")
    assert (clerk.page.typed(name.label), clerk.page.typed(phone.label)) == (story.told.name, " １３８ ")
    asked = [f.label for f in matter.fields if f.when is None and not f.optional and f.kind != "明细"]
    cells = [c.label for f in matter.fields if f.at_least and not f.when for c in f.columns if c.when is None]
    page_says(
        clerk.page,
        "手机号是11位数字",
        *(f"请填写「{label}」。" for label in asked if label not in (name.label, phone.label)),
        *(f"请填写第1行的「{label}」。" for label in cells),
    )
    counter = any(c.by == "窗口" and c.when is None for c in matter.checkpoints)
    looked_up = any(query.when is None for query in matter.queries)
    # It waits for what only the clerk can judge, for nothing else; an empty draft does not yet meet a condition.
    assert clerk.page.offers("收件") is not (counter or looked_up)


def fill_in(story: Story, *, without: Collection[str] = (), promised: Collection[str] = ()) -> None:
    """The whole form and the checklist."""
    fill(story.clerk, story.told.matter, story.said)
    tick(story.clerk, story.told.matter, story.said, without, promised)


def outcome_on(clerk: Browser) -> str:
    """What the form page says the review came to."""
    return words(clerk.page.soup.find(id="outcome")).split("：")[-1]


def insist(clerk: Browser, act: str) -> None:
    """Press an act of the form, and once more where it asks whether its papers are to go out."""
    clerk.press(act)
    if (sure := clerk.page.soup.find(id="do-sure")) is not None:
        clerk.submit(clerk.page.button(words(sure)))


def receive(story: Story) -> Browser:
    """收件, also of what is not in order; the receipt names the case."""
    insist(story.clerk, "收件")
    assert story.clerk.page.title.startswith("已收件")
    story.told = replace(story.told, number=words(story.clerk.page.soup.find(class_="number")))
    return story.clerk


def ends(
    story: Story,
    clerk: str,
    issuer: tuple[str, str],
    archived: str,
    *,
    served: Iterable[tuple[str, str]],
    result: str,
    taken: list[tuple[str, str, int]],
    hands: list[str],
) -> None:
    """送达, 办结 and 归档, with their papers; at the end nothing is left to do."""
    login, delivered = issuer
    receiver, relation = (story.told.agent[0], "代办人") if story.told.agent else (story.told.name, "本人")
    given = {"领取人姓名": receiver, "与申请人的关系": relation, "送达方式": "窗口领取"}
    person = story.act(login, delivered, "送达", given)
    story.reads(
        person,
        "送达回证",
        "delivery_record",
        served=[f"{title}{number}" for title, number in served],
        receiver=receiver,
        relation=relation,
        way="窗口领取",
    )
    closing = story.reads(person, "办结通知", "closing_notice", result=result, way="窗口领取")
    assert story.told.name not in closing and story.told.identifier not in closing
    person = story.act(clerk, archived, "归档")
    case = story.hall.stored(story.number)
    every_paper = [f"{d.title}{d.number}" for d in case.documents[:-1]]
    sheet = story.reads(
        person,
        "收件档案单",
        "archive_sheet",
        archive="沙政务档〔2026〕第0001号",
        papers=every_paper,
        taken=taken,
        hands=hands,
        result=result,
    )
    assert f"收件档案单（本单）{case.documents[-1].number}" in sheet
    assert (case.state, case.open_tasks) == ("archived", ())
    page_says(person.page, "已归档", "现在没有要您办的。")
    page_says(progress_by_hand(story).page, "已归档", story.told.matter.title)


def progress_by_hand(story: Story) -> Browser:
    """A resident types the number and the code that stand on the 收件通知单."""
    code = text_of(found_by(story, "supervisor-tao").paper("收件通知单")).split("查询码")[1][:8]
    resident = story.hall.visitor()
    resident.open("/")
    resident.follow("查进度")
    resident.press("查进度", {"办件编号": story.number, "查询码": code.lower()})
    assert resident.page.status == 200
    for personal in (story.told.name, story.told.identifier, story.told.phone):
        assert personal not in resident.page.text
    return resident


def found_by(story: Story, login: str) -> Browser:
    """Somebody who looks the case up by its number."""
    person = story.hall.person(login)
    person.press("查找", {"查办件": story.number})
    person.follow(story.number)
    return person


def invisible(story: Story, login: str, address: str, *papers: str) -> None:
    """For this person the case does not exist: not on the desk, not in the search, not by its address."""
    person = story.hall.person(login)
    assert story.number not in person.page.text
    person.press("查找", {"查办件": story.number})
    page_says(person.page, "没有找到")
    for one in (address, *papers):
        assert person.open(one).status == 404
        assert story.told.name not in person.page.text
    page_says(person.page, "没有")
