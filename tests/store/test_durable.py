"""After a power cut only names remain whose folder was synced: at a first start, all of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.service.starting.opening import default_key_file
from engine.store.durable import make_folder
from engine.store.sqlite import open_with_key_file


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What is synced, in order."""
    done: list[Path] = []
    sync = os.fsync

    def recorded(handle: int) -> None:
        done.append(Path(os.readlink(f"/proc/self/fd/{handle}")))
        sync(handle)

    monkeypatch.setattr(os, "fsync", recorded)
    return done


def test_at_a_first_start_every_folder_that_names_something_new_is_synced(tmp_path: Path, synced: list[Path]) -> None:
    place = tmp_path / "srv" / "onewindow"

    open_with_key_file(place / "data", default_key_file(place / "data")).close()

    key = place / "data-key"
    assert {tmp_path, tmp_path / "srv", place, place / "data", key} <= set(synced)
    assert synced.index(key / "master.key") < synced.index(key)  # the bytes before their name


def test_a_start_stopped_before_the_name_was_synced_is_made_good(tmp_path: Path, synced: list[Path]) -> None:
    (tmp_path / "data").mkdir(mode=0o750)

    make_folder(tmp_path / "data")

    assert synced == [tmp_path]
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o750


def test_a_folder_above_that_may_not_be_looked_into_does_not_stop_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    opened = os.open

    def closed(path: os.PathLike[str] | str, *how: int) -> int:
        if Path(path) == tmp_path:
            raise PermissionError(13, "Permission denied")
        return opened(path, *how)

    monkeypatch.setattr(os, "open", closed)

    make_folder(tmp_path / "data")
