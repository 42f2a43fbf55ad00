"""The counter: starting a form, filling it, having it judged, and the acts that end it: 一次性告知, 收件 and 补正."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from urllib.parse import quote

from starlette.responses import Response

from engine.case.events import CaseError
from engine.service.centre.context import NotFoundError
from engine.service.counter import drafting, printing, receiving
from engine.service.counter.drafting import Sheet
from engine.store.errors import StaleError, TokenReusedError
from engine.store.kept import Draft
from engine.web.cases.papers import pdf
from engine.web.form.posted import checked, with_new_row, without_row
from engine.web.form.sheets import SIGNED, Notice, mark_of, number, saved_at, sheet_page
from engine.web.server.visits import CLERKS, Page, Visit, see

Answers = tuple[tuple[str, str], ...]
_CHANGED = Notice(
    "good", "已换成这个事项，两边都问的已经带过来",
    ("核验和审核要点要重新做。原来那份表删除了，一天以内可以在待办里撤销。",),
)  # fmt: skip


def start(visit: Visit) -> Response:
    """A new form for a matter."""
    draft = drafting.start_draft(visit.service, visit.staff, visit.form.one("_matter"))
    return see(f"/desk/drafts/{draft.id}")


def show(visit: Visit) -> Response:
    """The form as last saved; whoever comes back to one that was sent sees what came of it."""
    try:
        sheet = drafting.look(visit.service, visit.staff, visit.path("draft"))
    except NotFoundError:
        case = receiving.case_made_by(visit.service, visit.staff, visit.path("draft"))
        if case is None:
            raise
        return see(f"/desk/cases/{case}/receipt")
    after = visit.query("after")
    return _page(visit, sheet, everything=after == "checked", notice=_CHANGED if after == "changed" else None)


def recheck(visit: Visit) -> Response:
    """The form as typed, judged and saved as `act` saves it: for the page's own script the parts that changed,
    or, while somebody is typing, only that it is saved."""
    sheet, answers = _typed(visit)
    notice = None
    try:
        kept = _saved(visit, sheet, answers)
        sheet = replace(sheet, draft=replace(kept, form=sheet.draft.form))
    except StaleError:
        notice = _elsewhere(visit, sheet)
    status = 409 if notice else 200
    if not visit.from_htmx:
        return _page(visit, sheet, everything=True, notice=notice, status=status)
    page = sheet_page(
        visit,
        sheet,
        everything=bool(visit.form.one("_told")),
        notice=notice,
        hidden_before=visit.form.one("_hidden"),
        unsaved=notice is not None,
    )
    return visit.show("only_kept.html" if visit.form.one("_quiet") else "recheck.html", page, status)


def act(visit: Visit) -> Response:
    """Whatever button of the form was pressed. What was typed is kept, whatever comes of it."""
    what, _, about = (visit.form.one("_do") or "save").partition(":")
    if what in ("advise", "receive", "correct"):
        return _file(visit, what, sure=about == "sure")
    sheet, answers = _typed(visit)
    matter = sheet.definition.matter
    onward, over = "", None
    if what == "add":
        answers = with_new_row(answers, about)
        place = next((n for n, f in enumerate(matter.fields, start=1) if f.name == about), 0)
        onward = f"#f{place}-{sum(1 for name, _value in answers if name == f'{about}.行')}"
    elif what == "drop":
        group, _, row = about.partition(":")
        answers = without_row(answers, group, row)
        onward = next((f"#f{n}" for n, f in enumerate(matter.fields, start=1) if f.name == group), "")
    elif what == "check":
        onward = "?after=checked"
    elif what == "mine":
        over = number(about)
    try:
        draft = _saved(visit, sheet, answers, over)
    except StaleError:
        return _page(visit, sheet, everything=False, notice=_elsewhere(visit, sheet), status=409)
    if what == "leave":
        return see("/desk")
    if what in ("hand-on", "matter"):
        return see(f"/desk/drafts/{draft.id}/{what}")
    if what == "files":
        return see(f"/desk/drafts/{draft.id}/files{f'?for={quote(about)}' if about else ''}")
    if what == "print":
        return see(f"/desk/drafts/{draft.id}/papers/{about.replace(':', '/')}")
    return see(f"/desk/drafts/{draft.id}{onward}")


def again(visit: Visit) -> Response:
    """The form once more, unsaved: it was typed under a session that is over. The page's own script gets the token of
    the new session and sends again; whoever signed in instead of the person who typed is told so."""
    try:
        sheet, _answers = _typed(visit)
    except NotFoundError:
        raise NotFoundError(
            "现在登录的不是填这份表的人，或者它已经收件，所以没有保存。请用原来的账号登录，填的内容还在填表的那一页。"
        ) from None
    if visit.from_htmx:
        answer = visit.show("renewed.html", None, 403)
        answer.headers.update({"HX-Reswap": "none", "X-Renewed": "1"})
        return answer
    notice = Notice("careful", "您重新登录过，本页内容还没有保存", ("填过的都在，请再点一次刚才的按钮。",))
    return _page(visit, sheet, everything=False, notice=notice, status=403)


def paper(visit: Visit) -> Response:
    """A paper before 收件: the checklist to tick by hand, the promise about one material, the 代办委托书."""
    row = int(visit.request.path_params.get("number", 0))
    sheet = drafting.look(visit.service, visit.staff, visit.path("draft"))
    materials = sheet.definition.matter.materials
    if not 0 <= row <= len(materials):
        raise NotFoundError("没有这份文书。")
    subject = materials[row - 1].name if row else ""
    return pdf(printing.blank(visit.service, visit.staff, sheet.draft.id, visit.path("type"), subject), "打印件")


def _file(visit: Visit, what: str, sure: bool) -> Response:
    """一次性告知, 收件 or 补正, asked about once where a paper would go out on a form that is not in order. The token
    comes first: a form sent twice gets the same receipt, whatever the draft is now."""
    draft_id, token = visit.path("draft"), visit.form.one("_token")
    answers = visit.form.answers()
    with suppress(NotFoundError):  # sent before: the service answers from the token, or says there is no such draft
        sheet, answers = _typed(visit)
        papers = () if sure else receiving.papers_not_in_order(sheet, what)
        if papers:
            return _ask(visit, sheet, answers, what, "".join(f"《{title}》" for title in papers))
    try:
        if what == "advise":
            done = receiving.advise(visit.service, visit.staff, draft_id, token, answers)
        else:
            file = receiving.receive if what == "receive" else receiving.correct
            signed, mandated = (visit.form.one(tick) == SIGNED for tick in ("_signed", "_mandated"))
            done = file(visit.service, visit.staff, draft_id, token, answers, signed, mandated)
    except NotFoundError:
        raise
    except (CaseError, TokenReusedError) as error:
        sheet = drafting.look(visit.service, visit.staff, draft_id, answers)
        title = "不用一次性告知" if what == "advise" else "还不能收件"
        return _page(visit, sheet, everything=True, notice=Notice("bad", title, (str(error),)), status=422)
    return see(f"/desk/cases/{quote(done.case.id)}/receipt")


def _ask(visit: Visit, sheet: Sheet, answers: Answers, what: str, papers: str) -> Response:
    """Keep what was typed, and ask whether the papers are to go out."""
    try:
        sheet = replace(sheet, draft=replace(_saved(visit, sheet, answers), form=sheet.draft.form))
    except StaleError:
        return _page(visit, sheet, everything=False, notice=_elsewhere(visit, sheet), status=409)
    title = {"advise": "一次性告知", "receive": "收件", "correct": "收下补正"}[what]
    notice = Notice(
        "careful", f"核对结果是「{sheet.verdict.outcome}」，还没有{title}",
        (f"{title}就会出{papers}，交给申请人。点错了的，不用管它，接着填就是。",),
        sure=(f"{what}:sure", f"确定{title}，出{papers}"),
    )  # fmt: skip
    return _page(visit, sheet, everything=True, notice=notice)


def _typed(visit: Visit) -> tuple[Sheet, Answers]:
    """What is in the posted form, judged; BodyError where the form cannot be one of this matter."""
    stored = drafting.look(visit.service, visit.staff, visit.path("draft"))
    answers = checked(visit.form, stored.definition.matter)
    return drafting.look(visit.service, visit.staff, stored.draft.id, answers), answers


def _saved(visit: Visit, sheet: Sheet, answers: Answers, over: int | None = None) -> Draft:
    """What was posted, kept as the next version of what the page showed, or of `over`; StaleError for another's."""
    version = number(visit.form.one("_version")) if over is None else over
    turn = number(visit.form.one("_turn"))
    return drafting.save_draft(visit.service, visit.staff, sheet.draft.id, answers, version, mark_of(visit), turn)


def _elsewhere(visit: Visit, sheet: Sheet) -> Notice:
    """That another page has saved this draft: when, and in which fields the two are not alike."""
    other = drafting.own_draft(visit.service, visit.staff, sheet.draft.id)
    here, there = dict(sheet.draft.form), dict(other.form)
    unlike = [f"「{one.label}」" for one in sheet.definition.matter.fields if here.get(one.name) != there.get(one.name)]
    where = f"两处不一样的有{'、'.join(unlike[:6])}{'等' if len(unlike) > 6 else ''}。" if unlike else ""
    return Notice(
        "bad",
        f"另一个页面里这份表已改过（{saved_at(visit, other)}），本页内容还没有保存",
        (f"您填的还在本页。{where}", "要以本页为准，点下面的按钮；要用另一处的，看过以后关掉本页，在那里接着填。"),
        other.version,
    )


def _page(visit: Visit, sheet: Sheet, *, everything: bool, notice: Notice | None = None, status: int = 200) -> Response:
    page = sheet_page(visit, sheet, everything=everything, notice=notice, unsaved=status != 200)
    return visit.show("intake.html", page, status)


PAGES = (
    Page("POST", "/desk/drafts", start, CLERKS),
    Page("GET", "/desk/drafts/{draft}", show, CLERKS),
    Page("POST", "/desk/drafts/{draft}", act, CLERKS, again),
    Page("POST", "/desk/drafts/{draft}/check", recheck, CLERKS, again),
    Page("GET", "/desk/drafts/{draft}/papers/{type}", paper, CLERKS),
    Page("GET", "/desk/drafts/{draft}/papers/{type}/{number:int}", paper, CLERKS),
)
