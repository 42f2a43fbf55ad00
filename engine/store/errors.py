"""What a store refuses or fails at: one base, and a name for each reason a caller may act on."""

from __future__ import annotations

from engine.store.kept import Behind


class StoreError(Exception):
    """Base of everything a store refuses or fails at; its text is Chinese."""


class SeparationError(StoreError):
    """The same person may not take a second part of {receive, approve, issue} in one case."""


class StaleError(StoreError):
    """Somebody else changed the same draft or case in between; the caller must look again."""


class TokenReusedError(StoreError):
    """A form token came back with another body."""


class DamagedError(StoreError):
    """What was kept is missing or not as it was kept; it is not given out."""


class BehindError(StoreError):
    """The data is older than what was given out; nothing is taken in before somebody has decided."""

    def __init__(self, behind: Behind) -> None:
        super().__init__(
            f"{told_behind(behind)}现在什么也不收，以免同一个号码发给两个人。请系统管理员找回最新的数据；确实找不回的，"
            "停下服务，运行 onewindow recover，确认以后再启动。"
        )


def told_behind(behind: Behind) -> str:
    """How far the data lies behind, in words."""
    here, given = behind.here.sequence, behind.given
    if given is None:
        return f"数据（到第{here}号事件）旁边没有给出记录，不知道后来还给出过什么。"
    if given.sequence <= here:
        return f"数据不是原来的那一份：第{given.sequence}号事件与给出去的不一样。"
    lost = sum(last - own for _series, _year, own, last in behind.numbers)
    return (
        f"数据是旧的副本：只到第{here}号事件，而已经给出过第{given.sequence}号；"
        f"后面的{given.sequence - here}件事、{lost}个编号不在里面。"
    )


def refuse_behind(behind: Behind | None) -> None:
    """BehindError where there is something behind."""
    if behind is not None:
        raise BehindError(behind)


class BusyError(StoreError):
    """Others are writing and the turn did not come in time; nothing was saved, trying again may help."""
