"""归档信息包: a closed case as one file that outlives this program (GB/T 42727-2023 asks for metadata, list, files and
the log of what was done; the wrapping is BagIt, RFC 8493, whose tools anybody has).

    <档号>/bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt
    <档号>/data/元数据.xml      what the case is, the list of its files, the log (schema: archive_package.xsd)
    <档号>/data/文书/NN-….pdf   every paper as first printed
    <档号>/data/材料/NN-….pdf   every scan of what was handed in, by material or field
    <档号>/data/申请.json       the form as typed, what was read of it, and the verdict

The same case gives the same bytes: nothing in it is dated by the clock of the machine that packs it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from xml.etree import ElementTree

from engine.case.attachments import SUFFIXES
from engine.case.events import EVENT_KINDS, Event
from engine.case.records import Case
from engine.definition.checked import Definition
from engine.documents.delivery_papers import outcome_text
from engine.matter.town import Town

NAMESPACE = "urn:onewindow:archive:1"
_FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can hold
_FORBIDDEN = '\\/:*?"<>|\x00'


def archive_package(
    case: Case, definition: Definition, town: Town, papers: Mapping[str, bytes], scans: Mapping[str, bytes]
) -> bytes:
    """The package of an archived case as a zip file; `papers` holds the original of every issued paper by its number,
    `scans` every file of the case by its id. KeyError where one is missing: an incomplete package is none."""
    assert case.archive_number is not None, "only what was archived has a package"
    files = _papers(case, papers) | _scans(case, definition, scans)
    files["申请.json"] = _json({"form": case.form, "submission": case.submission, "verdict": case.verdict})
    files["元数据.xml"] = _metadata(case, definition, town, files)
    return _bag(case.archive_number, files, case)


def _papers(case: Case, papers: Mapping[str, bytes]) -> dict[str, bytes]:
    return {
        f"文书/{place:02d}-{_safe(paper.title)}-{_safe(paper.number)}.pdf": papers[paper.number]
        for place, paper in enumerate(case.documents, start=1)
    }


def _scans(case: Case, definition: Definition, scans: Mapping[str, bytes]) -> dict[str, bytes]:
    order = [one.name for one in definition.matter.materials] + [one.name for one in definition.matter.fields]
    found = {}
    for place, one in enumerate(sorted(case.files, key=lambda one: order.index(one.material)), start=1):
        name = f"{_safe(one.material)[:40]}-{_safe(one.name.rsplit('.', 1)[0])[:30]}"
        found[f"材料/{place:02d}-{name}.{SUFFIXES[one.kind]}"] = scans[one.id]
    return found


def _safe(name: str) -> str:
    """A name that every file system takes."""
    return "".join("_" if sign in _FORBIDDEN or ord(sign) < 32 else sign for sign in name)[:60]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _metadata(case: Case, definition: Definition, town: Town, files: Mapping[str, bytes]) -> bytes:
    ElementTree.register_namespace("", NAMESPACE)
    matter, zone = definition.matter, town.zone
    root = ElementTree.Element(_tag("归档信息包"))
    facts = (
        ("档号", case.archive_number),
        ("办件编号", case.id),
        ("立档单位", town.centre),
        ("区划代码", town.code),
        ("事项标识", matter.id),
        ("事项名称", matter.title),
        ("事项类型", matter.kind),
        ("事项版本", case.definition),
        ("审批部门", town.department_name(matter.approving_department)),
        ("申请人", case.applicant.name if case.applicant else ""),
        ("申请人证件号码", case.applicant.identifier if case.applicant else ""),
        ("代办人", case.agent.name if case.agent else ""),
        ("收件时间", _time(case.received_at, zone)),
        ("受理日期", case.accepted_on.isoformat() if case.accepted_on else ""),
        ("办理结果", outcome_text(case)),
        ("办结时间", _time(case.closed_at or (case.ending.at if case.ending else None), zone)),
        ("归档时间", _time(case.archived_at, zone)),
        ("保管期限", str(matter.retention)),
    )
    _children(ElementTree.SubElement(root, _tag("基本信息")), ((name, value or "") for name, value in facts))
    listing = ElementTree.SubElement(root, _tag("文件目录"))
    for name in sorted(files):
        entry = (("名称", name), ("字节", str(len(files[name]))), ("摘要", hashlib.sha256(files[name]).hexdigest()))
        _children(ElementTree.SubElement(listing, _tag("文件")), entry)
    log = ElementTree.SubElement(root, _tag("办理过程"))
    for event in case.office_history:
        _children(ElementTree.SubElement(log, _tag("记录")), _record(event, town))
    ElementTree.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="utf-8") + b"\n"


def _record(event: Event, town: Town) -> Iterable[tuple[str, str]]:
    actor = event.actor
    return (
        ("序号", str(event.sequence)),
        ("事项", EVENT_KINDS[event.kind].title),
        ("时间", _time(event.at, town.zone)),
        ("经办人", actor.name),
        ("岗位", actor.role),
        ("部门", town.department_name(actor.department) if actor.department else ""),
        ("理由", event.fact.reason or ""),
        ("摘要", event.digest),
    )


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _children(parent: ElementTree.Element, values: Iterable[tuple[str, str]]) -> None:
    for name, value in values:
        ElementTree.SubElement(parent, _tag(name)).text = value


def _time(instant: datetime | None, zone: tzinfo) -> str:
    return instant.astimezone(zone).isoformat(timespec="seconds") if instant else ""


def _bag(name: str, files: Mapping[str, bytes], case: Case) -> bytes:
    """The files as a zipped bag: payload under data/, a manifest of it, and one of the tag files."""
    payload = {f"data/{path}": content for path, content in sorted(files.items())}
    size = sum(map(len, payload.values()))
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": f"External-Identifier: {case.id}\nPayload-Oxum: {size}.{len(payload)}\n".encode(),
        "manifest-sha256.txt": _manifest(payload),
    }
    tags["tagmanifest-sha256.txt"] = _manifest(tags)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in {**tags, **payload}.items():
            entry = zipfile.ZipInfo(f"{_safe(name)}/{path}", _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def _manifest(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in files.items()).encode()
