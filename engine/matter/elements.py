"""The national elements of a matter (实施清单要素), each read off the definition and the town: what an export writes,
and what `docs/elements.md` lists. The column names follow the public table layout of the national platform.

Nothing is typed for the nation alone that follows from what the matter says anyway: codes are derived here.
"""

from __future__ import annotations

from engine.matter.national import (
    APPLICANTS,
    KINDS,
    LEVELS,
    MATERIAL_TYPES,
    RESULTS,
    SOURCES,
    Element,
    about,
    basis_of,
    copies,
    each_of,
    extension_words,
    flag,
    flow,
    format_of,
    join,
    kept,
    need_of,
    number_and_unit,
    originals,
    papers,
    project_type,
    specials,
)
from engine.matter.records import Matter
from engine.matter.town import Town

ELEMENTS: tuple[Element, ...] = (
    Element("基本信息", "id", "本地事项编号", (), "文件的路径", lambda m, t: m.id),
    Element("基本信息", "catalog_code", "基本编码", ("codes.basic",), "", lambda m, t: m.particulars.codes.basic),
    Element(
        "基本信息", "task_code", "实施编码", ("codes.implementation",), "",
        lambda m, t: m.particulars.codes.implementation,
    ),
    Element(
        "基本信息", "task_handle_item", "业务办理项编码", ("codes.item",), "",
        lambda m, t: m.particulars.codes.item,
    ),
    Element("基本信息", "task_name", "事项名称", ("title",), "", lambda m, t: m.title),
    Element("基本信息", "task_version", "版本", (), "发布的次数，导出时由系统填", None),
    Element("基本信息", "task_state", "状态", (), "是否已发布，导出时由系统填", None),
    Element(
        "基本信息", "plan_effective_date", "计划生效日期", ("in_force.from",), "",
        lambda m, t: str(m.particulars.in_force.starts or ""),
    ),
    Element(
        "基本信息", "plan_cancel_date", "计划取消日期", ("in_force.until",), "",
        lambda m, t: str(m.particulars.in_force.ends or ""),
    ),
    Element("基本信息", "task_type", "事项类型", ("kind",), "按代码表", lambda m, t: KINDS[m.kind]),
    Element("基本信息", "power_source", "权力来源", ("power_source",), "", lambda m, t: m.particulars.power_source),
    Element("基本信息", "by_law", "设定依据", ("basis",), "", lambda m, t: join(m.basis)),
    Element(
        "机构", "dept_name", "实施主体", ("approving_department", "town.roles.department"), "角色名在本镇的单位",
        lambda m, t: t.department_name(m.approving_department),
    ),
    Element(
        "机构", "dept_code", "实施主体编码", ("town.roles.code",), "单位的统一社会信用代码",
        lambda m, t: d.code if (d := t.departments.get(m.approving_department)) else "",
    ),
    Element(
        "机构", "dept_type", "实施主体性质",
        ("power_source",), "法定的为法定机关，授权的为授权组织，委托的为受委托组织",
        lambda m, t: {"法定": "法定机关", "授权": "授权组织", "委托": "受委托组织"}.get(m.particulars.power_source, ""),
    ),
    Element("机构", "entrust_name", "委托部门", ("entrusted_by",), "", lambda m, t: m.particulars.entrusted_by),
    Element("机构", "approver_dept", "审批部门", ("approving_department",), "", lambda m, t: m.approving_department),
    Element("机构", "line", "行业口线", (), "文件所在的文件夹", lambda m, t: m.line),
    Element(
        "机构", "use_level", "行使层级", ("use_level",), "按代码表",
        lambda m, t: LEVELS.get(m.particulars.use_level, ""),
    ),
    Element("机构", "other_dept", "联办机构", ("partners",), "", lambda m, t: join(m.particulars.partners)),
    Element("机构", "town_code", "乡镇代码", ("town.code",), "", lambda m, t: t.code),
    Element(
        "机构", "village_code", "村代码", ("town.villages.code",), "村级代办的事项写本镇各村",
        lambda m, t: join(v.code for v in t.villages if "村级代办" in m.channels),
    ),
    Element(
        "服务对象", "server_type", "服务对象", ("applicants",), "按代码表",
        lambda m, t: join(dict.fromkeys(APPLICANTS[one] for one in m.applicants)),
    ),
    Element(
        "服务对象", "topic_user", "个人主题", ("topics", "applicants"), "个人、家庭能办的事项的主题",
        lambda m, t: join(m.particulars.topics if {"个人", "家庭"} & set(m.applicants) else ()),
    ),
    Element(
        "服务对象", "topic_corp", "法人主题", ("topics", "applicants"), "单位能办的事项的主题",
        lambda m, t: join(m.particulars.topics if set(m.applicants) - {"个人", "家庭"} else ()),
    ),
    Element(
        "时限", "project_type", "办件类型", ("time_limit.promised",), "当日的为即办件，其余为承诺件",
        project_type,
    ),
    Element(
        "时限", "anticipate_day", "法定办结时限", ("time_limit.statutory",), "",
        lambda m, t: number_and_unit(m.time_limit.statutory)[0],
    ),
    Element(
        "时限", "anticipate_type", "法定时限单位", ("time_limit.statutory",), "",
        lambda m, t: number_and_unit(m.time_limit.statutory)[1],
    ),
    Element(
        "时限", "anticipate_explain", "法定时限说明", ("time_limit.note",), "",
        lambda m, t: m.time_limit.note or "",
    ),
    Element(
        "时限", "promise_day", "承诺办结时限", ("time_limit.promised",), "当日为 0",
        lambda m, t: number_and_unit(m.time_limit.promised)[0],
    ),
    Element(
        "时限", "promise_type", "承诺时限单位", ("time_limit.promised",), "",
        lambda m, t: number_and_unit(m.time_limit.promised)[1],
    ),
    Element(
        "时限", "promise_explain", "承诺时限说明", ("time_limit.note", "time_limit.extension"), "",
        lambda m, t: join(one for one in (m.time_limit.note, extension_words(m)) if one),
    ),
    Element("时限", "special_procedure", "特别程序", ("steps.special",), "各步骤的特别程序", specials),
    Element("时限", "acceptance_mode", "受理方式", ("acceptance",), "不写的按承诺时限推定", lambda m, t: m.acceptance),
    Element(
        "条件", "accept_condition", "受理条件",
        ("checkpoints.rule", "checkpoints.says", "checkpoints.otherwise"), "后果为补正、不予受理的要点",
        lambda m, t: join(c.says or c.rule or c.name for c in m.checkpoints if c.otherwise in ("补正", "不予受理")),
    ),
    Element("条件", "limit_explain", "数量限制", ("quantity_limit",), "", lambda m, t: m.particulars.quantity_limit),
    Element(
        "条件", "situations", "办理情形", ("fields.when", "materials.when", "tables"), "字段和材料的 when、按条件的表",
        lambda m, t: join(dict.fromkeys(when for f in (m.fields, m.materials) for one in f if (when := one.when))),
    ),
    Element("材料", "material_name", "材料名称", ("materials.name",), "", papers(lambda one: one.name)),
    Element(
        "材料", "material_type", "材料类型", ("materials.type",), "按代码表；不写的为 3 其他",
        papers(lambda one: MATERIAL_TYPES[one.type or "其他"]),
    ),
    Element("材料", "order_num", "排序", (), "文件里的先后", lambda m, t: join(range(1, len(m.materials) + 1))),
    Element("材料", "material_format", "材料形式", ("materials.form",), "1 纸质、2 电子、3 都可以", papers(format_of)),
    Element(
        "材料", "is_need", "必要性",
        ("materials.later", "materials.when", "materials.one_of", "materials.look_up"),
        "可容缺的为 3；有条件、任选、先核验的为 2；其余为 1",
        papers(need_of),
    ),
    Element(
        "材料", "source_type", "来源渠道", ("materials.issued_by",), "按代码表；不写的为 99 其他",
        papers(lambda one: SOURCES[one.issued_by or "其他"]),
    ),
    Element("材料", "source_explain", "来源渠道说明", ("materials.source",), "", papers(lambda one: one.source or "")),
    Element(
        "材料", "page_num", "原件份数", ("materials.form", "materials.copies"), "形式里有原件的",
        papers(originals),
    ),
    Element(
        "材料", "page_copynum", "复印件份数", ("materials.form", "materials.copies"), "形式里有复印件的",
        papers(copies),
    ),
    Element("材料", "page_format", "规格", ("materials.size",), "", papers(lambda one: one.size or "")),
    Element(
        "材料", "fill_explain", "填报须知", ("materials.fill", "materials.note"), "",
        papers(lambda one: one.fill or one.note or ""),
    ),
    Element(
        "材料", "accept_stand", "受理标准", ("checkpoints.about", "materials.note"), "针对它的要点",
        lambda m, t: join(about(m, one) or one.note or "" for one in m.materials),
    ),
    Element("材料", "material_by_law", "材料依据", ("materials.basis",), "", papers(lambda one: one.basis or "")),
    Element("材料", "form_guid", "空白表格", ("materials.blank",), "", papers(lambda one: one.blank or "")),
    Element("材料", "example_guid", "示例样表", ("materials.sample",), "", papers(lambda one: one.sample or "")),
    Element("材料", "commitment", "可告知承诺", ("materials.promise",), "", papers(lambda one: flag(one.promise))),
    Element("材料", "share_api", "共享核验", ("materials.look_up",), "", papers(lambda one: one.look_up or "")),
    Element("材料", "keep", "是否留存原件", ("materials.form",), "只有原件核验的不留", papers(kept)),
    Element("材料", "remedy_days", "容缺补齐期限", ("materials.later",), "", papers(lambda one: str(one.later or ""))),
    Element(
        "审核要点", "checkpoint_id", "要点编号", (), "文件里的先后",
        lambda m, t: join(range(1, len(m.checkpoints) + 1)),
    ),
    Element(
        "审核要点", "checkpoint_text", "要点", ("checkpoints.says", "checkpoints.name"), "",
        each_of(lambda m: (c.says or c.name for c in m.checkpoints)),
    ),
    Element(
        "审核要点", "checkpoint_mode", "审核方式", ("checkpoints.by", "checkpoints.at"), "",
        each_of(lambda m: (c.by for c in m.checkpoints)),
    ),
    Element(
        "审核要点", "checkpoint_severity", "不符合的后果", ("checkpoints.otherwise",), "",
        each_of(lambda m: (c.otherwise for c in m.checkpoints)),
    ),
    Element(
        "审核要点", "checkpoint_rule", "规则", ("checkpoints.rule",), "",
        each_of(lambda m: (c.rule or "" for c in m.checkpoints)),
    ),
    Element(
        "审核要点", "checkpoint_message", "告知", ("checkpoints.message",), "",
        each_of(lambda m: (c.message or "" for c in m.checkpoints)),
    ),
    Element(
        "审核要点", "checkpoint_basis", "依据", ("checkpoints.basis", "checkpoints.ground", "grounds.basis"), "",
        each_of(lambda m: (basis_of(m, c) for c in m.checkpoints)),
    ),
    Element("审核要点", "checkpoint_examples", "示例", ("examples",), "文件里的示例，不进定义", each_of(lambda m: ())),
    Element("表单", "form_key", "字段", ("fields.name",), "", each_of(lambda m: (f.name for f in m.fields))),
    Element("表单", "form_label", "显示名称", ("fields.label",), "", each_of(lambda m: (f.label for f in m.fields))),
    Element("表单", "form_kind", "类型", ("fields.kind",), "", each_of(lambda m: (f.kind for f in m.fields))),
    Element(
        "表单", "form_required", "必填", ("fields.optional",), "",
        each_of(lambda m: (flag(not f.optional) for f in m.fields)),
    ),
    Element("表单", "form_when", "何时填写", ("fields.when",), "", each_of(lambda m: (f.when or "" for f in m.fields))),
    Element(
        "表单", "form_options", "选项", ("fields.options",), "",
        each_of(lambda m: ("、".join(f.options) for f in m.fields)),
    ),
    Element("表单", "form_mask", "遮盖", ("fields.kind",), "证件号、电话、卡号按类型遮盖", each_of(lambda m: ())),
    Element(
        "表单", "form_prefill", "预填", ("fields.means",), "对应申请人、代办人的字段",
        each_of(lambda m: (f.means or "" for f in m.fields)),
    ),
    Element("表单", "form_help", "填写说明", ("fields.help",), "", each_of(lambda m: (f.help or "" for f in m.fields))),
    Element("流程", "handle_flow", "办理流程", ("steps.name",), "收件、受理、步骤、决定、制证、送达", flow),
    Element(
        "流程", "flow_role", "办理部门", ("steps.department",), "",
        each_of(lambda m: (s.department for s in m.steps)),
    ),
    Element(
        "流程", "flow_days", "步骤时限", ("steps.within",), "",
        each_of(lambda m: (str(s.within or "") for s in m.steps)),
    ),
    Element(
        "流程", "flow_standard", "审查标准", ("checkpoints.at", "checkpoints.says"), "这一步的要点",
        each_of(lambda m: ("、".join(c.name for c in m.checkpoints if c.at == s.name) for s in m.steps)),
    ),
    Element(
        "流程", "flow_result", "步骤结果", ("steps.parallel", "steps.when"), "办结后进入下一步；并行的一起完成",
        each_of(lambda m: (s.parallel or "" for s in m.steps)),
    ),
    Element("渠道", "handle_type", "办理形式", ("channels",), "", lambda m, t: join(m.channels)),
    Element("渠道", "is_online", "是否网办", ("channels",), "渠道里有网上", lambda m, t: flag("网上" in m.channels)),
    Element("渠道", "online_handle_depth", "网办深度", ("online_depth",), "", lambda m, t: m.particulars.online_depth),
    Element("渠道", "handle_area", "通办范围", ("scope",), "", lambda m, t: m.particulars.scope),
    Element(
        "渠道", "handle_form", "通办形式", ("scope", "channels"), "有网上的为线上线下，其余为窗口",
        lambda m, t: ("" if not m.particulars.scope else "线上线下" if "网上" in m.channels else "窗口"),
    ),
    Element(
        "渠道", "limit_scene_num", "到现场次数", ("visits.times",), "",
        lambda m, t: (str(m.particulars.visits.times) if m.particulars.visits else ""),
    ),
    Element(
        "渠道", "limit_scene_explain", "到现场原因", ("visits.why",), "",
        lambda m, t: (m.particulars.visits.why if m.particulars.visits else ""),
    ),
    Element("渠道", "window", "窗口", ("window", "town.windows.name"), "", lambda m, t: m.window),
    Element("渠道", "is_entry_center", "是否进驻中心", ("town.centre",), "本系统的事项都在中心办", lambda m, t: "1"),
    Element("渠道", "is_schedule", "是否预约", ("appointment",), "", lambda m, t: flag(m.particulars.appointment)),
    Element(
        "渠道", "is_service_terminals", "是否自助终端", ("channels",), "渠道里有自助",
        lambda m, t: flag("自助" in m.channels),
    ),
    Element("渠道", "kiosk_device", "自助设备", ("devices",), "", lambda m, t: join(m.particulars.devices)),
    Element(
        "渠道", "village_agent", "村级代办", ("channels",), "渠道里有村级代办",
        lambda m, t: flag("村级代办" in m.channels),
    ),
    Element("渠道", "is_express", "是否快递", ("express",), "", lambda m, t: flag(m.particulars.express)),
    Element("渠道", "is_pay_online", "网上支付", ("pay_online",), "", lambda m, t: flag(m.particulars.pay_online)),
    Element("渠道", "deliver_home", "送证上门", ("deliver_home",), "", lambda m, t: flag(m.particulars.deliver_home)),
    Element("收费", "is_fee", "是否收费", ("fee",), "写 无 的不收费", lambda m, t: flag(m.fee is not None)),
    Element("收费", "fee_name", "收费项目", ("fee.name",), "", lambda m, t: (m.fee.name or "") if m.fee else ""),
    Element(
        "收费", "fee_stand", "收费标准", ("fee.amount", "fee.unit", "fee.payer"), "",
        lambda m, t: join(one for one in (m.fee.amount, m.fee.unit, m.fee.payer) if one) if m.fee else "",
    ),
    Element("收费", "fee_by_law", "收费依据", ("fee.basis",), "", lambda m, t: (m.fee.basis or "") if m.fee else ""),
    Element("收费", "is_desc", "是否减免", ("fee.waiver",), "", lambda m, t: flag(bool(m.fee and m.fee.waiver))),
    Element(
        "收费", "desc_explain", "减免说明", ("fee.waiver", "fee.note"), "",
        lambda m, t: join(one for one in (m.fee.waiver, m.fee.note) if one) if m.fee else "",
    ),
    Element("结果", "result_name", "结果名称", ("result.name",), "", each_of(lambda m: (r.name for r in m.results))),
    Element(
        "结果", "result_type", "结果类型", ("result.kind",), "按代码表",
        each_of(lambda m: (RESULTS[r.kind] for r in m.results)),
    ),
    Element(
        "结果", "result_guid", "结果样本", ("result.sample",), "",
        each_of(lambda m: (r.sample or "" for r in m.results)),
    ),
    Element("结果", "validity", "有效期", ("result.valid",), "", each_of(lambda m: (r.valid or "" for r in m.results))),
    Element(
        "结果", "number_rule", "编号规则", ("town.document_prefix",), "字头〔年〕第N号",
        lambda m, t: (f"{t.document_prefix}证〔年〕第N号"),
    ),
    Element(
        "结果", "licence_type", "电子证照类型", ("result.licence",), "",
        each_of(lambda m: (r.licence or "" for r in m.results)),
    ),
    Element(
        "中介服务", "service_type", "中介服务", ("intermediaries.name", "intermediaries.basis"), "",
        lambda m, t: join(f"{one.name}（{one.basis}）" for one in m.particulars.intermediaries),
    ),
    Element(
        "便民信息", "transact_addr", "办理地点", ("town.address", "town.windows.area"), "",
        lambda m, t: (f"{t.address}，{t.place_of(m.window)}"),
    ),
    Element("便民信息", "transact_time", "办理时间", ("town.hours",), "", lambda m, t: t.hours),
    Element(
        "便民信息", "link_way", "咨询方式", ("town.phone", "town.roles.phone"), "审批部门的电话，没有的写中心的",
        lambda m, t: (t.department_phone(m.approving_department)),
    ),
    Element("便民信息", "supervise_way", "监督方式", ("town.supervision_phone",), "", lambda m, t: t.supervision_phone),
    Element(
        "便民信息", "questions", "常见问题", ("questions.asks", "questions.answer"), "",
        lambda m, t: join(f"{one.asks} {one.answer}" for one in m.particulars.questions),
    ),
    Element("个人信息", "purpose", "处理目的", ("purpose",), "", lambda m, t: m.purpose),
    Element("个人信息", "retention", "保存期限", ("retention",), "", lambda m, t: str(m.retention)),
    Element("个人信息", "lawful_basis", "处理依据", ("lawful_basis",), "", lambda m, t: m.particulars.lawful_basis),
    Element(
        "个人信息", "sensitive_fields", "敏感字段", ("fields.kind",), "证件号、电话、卡号",
        lambda m, t: join(f.name for f in m.fields if f.kind in ("身份证号", "手机号", "银行卡号")),
    ),
    Element("一件事", "one_thing", "一件事", ("one_thing",), "", lambda m, t: join(m.particulars.one_thing)),
    Element("本镇的不同", "base", "基准事项", (), "matters/ 里的文件", lambda m, t: m.id),
    Element(
        "本镇的不同", "overrides", "乡镇延伸",
        ("town.matters.promised", "town.matters.channels", "town.parameters"), "",
        lambda m, t: join(sorted(t.overrides.matters.get(m.id, {}))),
    ),
)  # fmt: skip


def elements_of(matter: Matter, town: Town) -> tuple[tuple[Element, str], ...]:
    """Each element that the definition and the town decide, with its text."""
    return tuple((one, one.read(matter, town)) for one in ELEMENTS if one.read is not None)
