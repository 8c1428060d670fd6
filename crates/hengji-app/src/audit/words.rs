//! The details of an event as an auditor reads them; the event itself keeps the exact JSON.

use std::collections::BTreeMap;

use hengji_domain::difference::DifferenceKind;
use hengji_domain::fact::load::LoadKind;
use hengji_domain::person::Role;
use hengji_domain::sheet::SheetKind;

/// What each detail is called, in the order in which they are read.
const NAMES: [(&str, &str); 108] = [
    ("seal", "封印"),
    ("snapshot_state", "快照状态"),
    ("circular_state", "通报状态"),
    ("denied_by", "无权的原因"),
    ("refused_with", "拒绝代码"),
    ("stage", "阶段"),
    ("project", "项目"),
    ("paper", "文号"),
    ("title", "标题"),
    ("kind", "表"),
    ("money_kind", "数据种类"),
    ("source", "来源"),
    ("periods", "期间"),
    ("difference_kind", "差异"),
    ("subject", "对象"),
    ("words", "内容"),
    ("step", "环节"),
    ("reason", "理由"),
    ("change", "变更"),
    ("result", "结果"),
    ("name", "名称"),
    ("login_name", "登录名"),
    ("role", "角色"),
    ("unit", "单位"),
    ("division", "区划"),
    ("year", "年度"),
    ("file", "文件"),
    ("file_name", "文件名"),
    ("rows", "行数"),
    ("replaced_rows", "替换行数"),
    ("differences", "新发现差异"),
    ("table", "数据表"),
    ("forms", "表数"),
    ("sheets", "入库表数"),
    ("lines", "指标行数"),
    ("new", "新增"),
    ("changed", "修改"),
    ("projects", "项目数"),
    ("units", "单位数"),
    ("accounts", "账户数"),
    ("grants", "授权数"),
    ("indicators", "指标数"),
    ("period", "监控期"),
    ("disposals", "待处置项目数"),
    ("decision", "处置"),
    ("cut_book", "台账"),
    ("serial", "编号"),
    ("proposed_cut", "建议压减(万元)"),
    ("decided_cut", "决定压减(万元)"),
    ("voucher", "凭证"),
    ("dated_on", "凭证日期"),
    ("taken_cut", "凭证金额(万元)"),
    ("ground", "依据"),
    ("visited_on", "现场日期"),
    ("listed", "列入名单"),
    ("opinions", "意见数"),
    ("edition", "第几版"),
    ("replaced", "替换为第几版"),
    ("sessions", "会议数"),
    ("to_mend", "要求修改"),
    ("points", "审核得分"),
    ("outcome", "结果"),
    ("waits_for", "待办环节"),
    ("deed", "调整"),
    ("material", "材料"),
    ("expert", "专家"),
    ("round", "轮次"),
    ("asked", "申请(万元)"),
    ("granted", "核定(万元)"),
    ("assessed_cut", "评减(万元)"),
    ("score", "得分"),
    ("proposed", "规则建议"),
    ("conclusion", "结论"),
    ("condition", "前置条件"),
    ("added", "新纳入"),
    ("locked", "账户锁定"),
    ("active", "账户启用"),
    ("ended", "结束的会话"),
    ("rule", "规则"),
    ("from_year", "自年度"),
    ("before", "原值"),
    ("after", "新值"),
    ("basis", "依据"),
    ("opinion", "意见"),
    ("regulations", "制度文件数"),
    ("from_class", "原类别"),
    ("to_class", "调整为"),
    ("finding", "问题编号"),
    ("findings", "问题数"),
    ("commitment", "整改措施"),
    ("commitments", "整改措施数"),
    ("due_on", "期限"),
    ("draw_number", "第几次抽取"),
    ("eligible", "名单项目数"),
    ("known_at", "起始值产生时间"),
    ("start_value", "起始值"),
    ("drawn", "抽中项目数"),
    ("institution", "第三方机构"),
    ("evaluation_kind", "评价种类"),
    ("evaluations", "评价数"),
    ("side", "评分方"),
    ("items", "评分项数"),
    ("facts", "数据项数"),
    ("grade", "等级"),
    ("evaluation_state", "进展"),
    ("sign_off_points", "签证事项数"),
    ("sign_off_point", "签证事项"),
    ("sign_off_disputed", "有异议"),
];

/// The details in words: `项目:路灯养护;环节:财务会签`. Digests and identifiers stay behind the exact text.
pub(super) fn in_words(details: &str) -> String {
    let Ok(details) = serde_json::from_str::<BTreeMap<String, String>>(details) else {
        // An older or a newer version wrote something else: then the exact text says it.
        return details.to_owned();
    };
    let named = NAMES
        .iter()
        .filter_map(|(key, name)| Some(format!("{name}:{}", value(key, details.get(*key)?))));
    named.collect::<Vec<_>>().join(";")
}

fn value(key: &str, text: &str) -> String {
    let named = match (key, text) {
        ("stage", "preview") => Some("预览"),
        ("stage", "commit") => Some("入库"),
        ("stage", "password") => Some("密码"),
        ("stage", "second_factor") => Some("动态口令"),
        (_, "true") => Some("是"),
        (_, "false") => Some("否"),
        ("role", code) => Role::from_code(code).map(Role::name),
        ("money_kind", code) => LoadKind::from_code(code).map(LoadKind::name),
        ("difference_kind", code) => DifferenceKind::from_code(code).map(DifferenceKind::name),
        ("kind", code) => SheetKind::from_code(code).map(SheetKind::name),
        _ => None,
    };
    named.unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(case: &str) {
        let (details, words) = case.split_once(" -> ").unwrap_or((case, ""));
        assert_eq!(in_words(details), words, "{case}");
    }

    #[test]
    fn details_are_read_as_words() {
        check(r#"{"project":"路灯养护","kind":"goal","content_sha256":"ab12"} -> 项目:路灯养护;表:绩效目标"#);
        check(r#"{"stage":"preview","rows":"12"} -> 阶段:预览;行数:12"#);
        check(r#"{"money_kind":"payments","source":"国库"} -> 数据种类:支付明细;来源:国库"#);
        check(r#"{"difference_kind":"unknown-project"} -> 差异:项目代码未登记"#);
        check(r#"{"stage":"second_factor"} -> 阶段:动态口令"#);
        check(r#"{"role":"unit_clerk","locked":"true"} -> 角色:单位业务经办;账户锁定:是"#);
        check(r#"{"refused_with":"login-failed"} -> 拒绝代码:login-failed"#);
        check(r#"{"attachment":"0190"} -> "#);
    }

    #[test]
    fn what_another_version_wrote_is_shown_as_it_is() {
        check("[1,2] -> [1,2]");
        check(r#"{"role":"emperor"} -> 角色:emperor"#);
    }
}
