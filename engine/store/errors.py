"""What a store refuses or fails at: one base, and a name for each reason a caller may act on."""


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


class BusyError(StoreError):
    """Others are writing and the turn did not come in time; nothing was saved, trying again may help."""
