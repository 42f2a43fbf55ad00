"""A reader of archive packages that shares no code with the writer: BagIt by its own library, the metadata by its
schema, the list by hashing the files again."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import bagit
from lxml import etree

SCHEMA = Path(__file__).parents[3] / "engine" / "documents" / "archive_package.xsd"
SPACE = {"a": "urn:onewindow:archive:1"}


@dataclass(frozen=True)
class Package:
    """What stands in a package: facts by name, the log as (number, what, digest), and the files."""

    facts: dict[str, str]
    log: list[tuple[int, str, str]]
    files: dict[str, bytes]


def read_package(packed: bytes, folder: Path) -> Package:
    """Unpack into `folder` and read; AssertionError or a library's own error for whatever is wrong."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        (top,) = {name.split("/")[0] for name in archive.namelist()}
        assert all(".." not in Path(name).parts and not name.startswith("/") for name in archive.namelist())
        archive.extractall(folder)
    bagit.Bag(str(folder / top)).validate()
    data = folder / top / "data"
    files = {path.relative_to(data).as_posix(): path.read_bytes() for path in data.rglob("*") if path.is_file()}
    tree = etree.fromstring(files["元数据.xml"])
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(tree)
    listed = {
        entry.findtext("a:名称", namespaces=SPACE): (
            int(entry.findtext("a:字节", namespaces=SPACE)),
            entry.findtext("a:摘要", namespaces=SPACE),
        )
        for entry in tree.iterfind("a:文件目录/a:文件", SPACE)
    }
    held = {
        name: (len(content), hashlib.sha256(content).hexdigest())
        for name, content in files.items()
        if name != "元数据.xml"
    }
    assert listed == held
    facts = {etree.QName(one).localname: one.text or "" for one in tree.find("a:基本信息", SPACE)}
    log = [
        (
            int(one.findtext("a:序号", namespaces=SPACE)),
            one.findtext("a:事项", namespaces=SPACE),
            one.findtext("a:摘要", namespaces=SPACE),
        )
        for one in tree.iterfind("a:办理过程/a:记录", SPACE)
    ]
    return Package(facts, log, files)
