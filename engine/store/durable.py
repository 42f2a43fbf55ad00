"""Names that outlive a power cut: a file or folder is there for good only when the folder that names it was synced."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder for its owner alone, and those above it that are not there, each name durable when this returns. A
    folder that is there already keeps its mode; its own name is synced all the same, since whoever made it may have
    been stopped before that, unless the folder above may not be looked into: then the operator made it."""
    if folder.is_dir():
        with suppress(PermissionError):
            sync_folder(folder.parent)
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)
