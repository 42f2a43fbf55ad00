"""What was found in the files of a catalogue, kept between two starts, so that only changed files are read again.

One JSON file a town, in a folder that nobody but its owner can write. It holds data only, no code: for each matter file
the canonical JSON to judge by and everything that was wrong. It counts only for the very bytes it was made from, by the
very program that made it; whatever else is found there is as good as nothing, and what is missing is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from engine.yaml_source.tree import MatterProblem

LARGEST = 256 * 1024 * 1024
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_PROGRAM = (  # whatever reads, resolves and checks a matter file
    "engine/yaml_source/*.py", "engine/yaml_source/schemas/*.json", "engine/calendar/*.py", "engine/matter/*.py",
    "engine/fields/*.py", "engine/definition/*.py", "engine/catalogue/*.py",
    "rules_dsl/**/*.py", "rules_dsl/syntax/*.lark", "rules_dsl/values/*.toml",
)  # fmt: skip
_LIBRARIES = ("pyyaml", "jsonschema", "jsonschema-rs", "lark")


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one matter file: the canonical bytes, None where it cannot be judged by, and every problem.
    `digest` is that of the file (see `digest_of`)."""

    digest: str
    canonical: bytes | None
    problems: tuple[MatterProblem, ...]


def digest_of(*parts: str | bytes) -> str:
    """One SHA-256 over several texts or bytes, in hex; where one ends and the next begins counts too."""
    found = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        found.update(len(data).to_bytes(8, "big"))
        found.update(data)
    return found.hexdigest()


def key_of(inputs: Iterable[Path], *more: str) -> str:
    """Of what all matters of a town depend on: the program, these files, and `more`."""
    return digest_of(_program(), *more, *(part for file in inputs for part in (file.name, _bytes(file))))


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


@cache
def _program() -> str:
    """The digest of the code and the libraries that make canonical JSON and problems of a file."""
    root = Path(__file__).resolve().parents[2]
    files = sorted(file for pattern in _PROGRAM for file in root.glob(pattern))
    return digest_of(*map(_version, _LIBRARIES), *(part for file in files for part in (file.name, _bytes(file))))


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:  # put there by other means than a package
        return ""


def read_kept(folder: Path, town: str, key: str) -> Mapping[str, Kept]:
    """What is kept for this key, by matter id; nothing where the folder or the file is not ours alone, is damaged, or
    was made under another key."""
    try:
        body = _read_private(folder, _file(folder, town))
        digest, _, text = body.partition(b"\n")
        if digest.decode() != digest_of(text):
            return {}
        data = json.loads(text)
        if data["key"] != key:
            return {}
        return {matter_id: _kept(*entry) for matter_id, entry in data["matters"].items()}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}


def _kept(digest: str, canonical: str | None, problems: list[list[object]]) -> Kept:
    found = tuple(MatterProblem(*problem) for problem in problems)  # type: ignore[arg-type]
    return Kept(digest, None if canonical is None else canonical.encode(), found)


def write_kept(folder: Path, town: str, key: str, matters: Mapping[str, Kept]) -> None:
    """Keep this for the next start, in place of what was there. What cannot be written is not kept."""
    entries = {
        matter_id: (one.digest, one.canonical and one.canonical.decode(), [astuple(each) for each in one.problems])
        for matter_id, one in matters.items()
    }
    text = json.dumps({"key": key, "matters": entries}, ensure_ascii=False).encode()
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _require_private(folder.stat(follow_symlinks=False))
        handle, name = tempfile.mkstemp(dir=folder, prefix=".new-")  # for its owner alone
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(digest_of(text).encode() + b"\n" + text)
            os.replace(name, _file(folder, town))
        except OSError:
            os.unlink(name)


def _file(folder: Path, town: str) -> Path:
    return folder / f"catalogue-{town}.json"


def _read_private(folder: Path, file: Path) -> bytes:
    """The content of a file that only we can have written; OSError where others could."""
    _require_private(folder.stat(follow_symlinks=False))
    with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as opened:
        found = os.fstat(opened.fileno())
        _require_private(found)
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
            raise OSError("not a file of ours")
        return opened.read()


def _require_private(found: os.stat_result) -> None:
    if not hasattr(os, "geteuid"):
        raise OSError("this system does not say who owns a file")
    if stat.S_ISLNK(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & _OTHERS_WRITE:
        raise OSError("others can write here")
