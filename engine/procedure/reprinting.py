"""补打: another print of a paper that went out, marked as such; the original stays what it was."""

from __future__ import annotations

from engine.case.records import Case
from engine.case.roles import own_departments
from engine.procedure.act import Answers, Decided, Input, Setting, fact, read_inputs


def nothing_printed(case: Case, setting: Setting) -> str:
    """Why nothing can be printed again: nothing was printed, or the case is here only to be looked at."""
    department = setting.actor.department
    if department in case.passed_on and department not in own_departments(case, setting.definition):
        return "这个办件已经由您的部门转办出去，现在只能查看。"
    if case.state == "voided":
        return "收件已经作废，文书不再补打。"
    return "" if case.documents else "本办件还没有出具过文书。"


def ask_reprint(case: Case, setting: Setting) -> tuple[Input, ...]:
    """Which paper, and why it is needed once more."""
    numbers = tuple(document.number for document in reversed(case.documents))
    titles = "；".join(f"{document.number} {document.title}" for document in reversed(case.documents))
    return (Input("文书", "补打哪一份", "选项", numbers, help=titles), Input("理由", "补打的原因"))


def reprint(case: Case, setting: Setting, inputs: Answers) -> Decided:
    """The paper is printed again: the same sheet, with 补打第N次 and the time laid over."""
    given = read_inputs(ask_reprint(case, setting), inputs)
    payload = {"number": given["文书"], "reasons": given["理由"]}
    return Decided((fact(case, setting, "document_reprinted", None, payload),))
