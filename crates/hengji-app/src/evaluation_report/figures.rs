//! The numbers of the report, each with the records that it is counted from.

use hengji_domain::evaluation::EvaluationState;
use hengji_domain::paper::PaperKind;
use hengji_domain::rectification::LookBackResult;
use hengji_store::evaluations::EvaluationListing;
use hengji_store::papers::PaperListing;
use hengji_store::rectification::FindingListing;

use super::ground::{Draw, Ground, Kind, LookedAt};
use super::view::{FigureValue, KindOfYear, RecordKind, ReportFigure, ReportRecord};

/// Every number, in the order of the report.
pub(super) fn figures(ground: &Ground) -> Vec<ReportFigure> {
    let mut all = vec![self_evaluated(ground)];
    all.extend(ground.draw.iter().flat_map(|draw| draw_figures(ground, draw)));
    all.extend(ground.kinds.iter().flat_map(|kind| of_kind(ground, kind)));
    all.push(converted(ground));
    all.extend(letters(ground));
    all.extend(look_back(ground));
    all
}

/// The numbers of each kind, side by side.
pub(super) fn kinds(ground: &Ground) -> Vec<KindOfYear> {
    let kind = |kind: &Kind| KindOfYear {
        code: kind.code.clone(),
        name: kind.name.clone(),
        evaluations: count(ground.of_kind(&kind.code)),
        concluded: count(concluded(ground, kind)),
        funds: (!kind.is_of_units).then_some(kind.funds),
        findings: count(ground.found_by(&kind.code)),
        indicators: count(kind.items.iter()),
        levels: u64::try_from(kind.levels).unwrap_or(u64::MAX),
        is_unverified: kind.is_unverified,
    };
    ground.kinds.iter().map(kind).collect()
}

/// How many there are.
pub(super) fn count<T>(all: impl Iterator<Item = T>) -> u64 {
    u64::try_from(all.count()).unwrap_or(u64::MAX)
}

fn concluded<'a>(ground: &'a Ground, kind: &'a Kind) -> impl Iterator<Item = &'a EvaluationListing> {
    let all = ground.of_kind(&kind.code);
    all.filter(|one| one.evaluation.state == EvaluationState::Concluded)
}

fn self_evaluated(ground: &Ground) -> ReportFigure {
    ReportFigure {
        code: "self_evaluated".to_owned(),
        name: "完成绩效自评审定的项目".to_owned(),
        value: FigureValue::Rate {
            part: ground.self_evaluated,
            whole: ground.projects,
        },
        unit: "%",
        counted: "自评已审定的项目 ÷ 全部项目".to_owned(),
        list: Some("/self-evaluations?state=concluded".to_owned()),
        records: Vec::new(),
    }
}

fn draw_figures(ground: &Ground, draw: &Draw) -> [ReportFigure; 2] {
    let list = format!("/spot/{}?show=drawn", draw.round.id);
    let drawn = count(draw.drawn.iter());
    let least = ground.share_least_bp.map(percent_text).unwrap_or_default();
    let records = draw.drawn.iter().map(|one| ReportRecord {
        kind: RecordKind::DrawnProject,
        id: one.eligible.project.to_string(),
        title: one.project_name.clone(),
        unit: one.unit_name.clone(),
        money: Some(one.eligible.amount),
        note: one
            .position
            .map_or_else(String::new, |position| format!("第 {position} 个抽出")),
        address: Some(format!("/projects/{}", one.eligible.project)),
    });
    [
        ReportFigure {
            code: "spot_drawn".to_owned(),
            name: "抽评抽取的项目".to_owned(),
            value: FigureValue::Count(drawn),
            unit: "个",
            counted: format!("有效批次“{}”抽出的项目", draw.round.title),
            list: Some(list.clone()),
            records: records.collect(),
        },
        ReportFigure {
            code: "spot_share".to_owned(),
            name: "抽评占可抽项目".to_owned(),
            value: FigureValue::Rate {
                part: drawn,
                whole: draw.eligible,
            },
            unit: "%",
            counted: format!("抽出的项目 ÷ 名单中的项目;规则要求不低于 {least}"),
            list: Some(list),
            records: Vec::new(),
        },
    ]
}

/// 10% or 7.5%: without places that say nothing.
pub(super) fn percent_text(bp: u32) -> String {
    let (whole, rest) = (bp / 100, bp % 100);
    match (rest, rest % 10) {
        (0, _) => format!("{whole}%"),
        (_, 0) => format!("{whole}.{}%", rest / 10),
        _ => format!("{whole}.{rest:02}%"),
    }
}

fn of_kind(ground: &Ground, kind: &Kind) -> Vec<ReportFigure> {
    let list = format!("/evaluations?kind={}", kind.code);
    let evaluations: Vec<ReportRecord> = ground
        .of_kind(&kind.code)
        .map(|one| of_evaluation(ground, one))
        .collect();
    let figure = |what: &str, name: &str, value, unit, counted: String, list, records| ReportFigure {
        code: format!("{}_{what}", kind.code),
        name: format!("{}:{name}", kind.name),
        value,
        unit,
        counted,
        list,
        records,
    };
    let done = count(concluded(ground, kind));
    let mut all = vec![figure(
        "evaluations",
        "评价数",
        FigureValue::Count(count(evaluations.iter())),
        "个",
        format!("本年度下达的{},其中 {done} 个已形成结论", kind.name),
        Some(list.clone()),
        evaluations.clone(),
    )];
    if !kind.is_of_units {
        all.push(figure(
            "funds",
            "涉及资金",
            FigureValue::Money(kind.funds),
            "万元",
            "评价所附项目的全年预算数合计;没有调整的为年初预算数".to_owned(),
            Some(list),
            evaluations,
        ));
    }
    all.push(figure(
        "findings",
        "发现问题",
        FigureValue::Count(count(ground.found_by(&kind.code))),
        "个",
        "问题台账中由这些评价发现、没有撤销的问题".to_owned(),
        Some(format!("/evaluation-findings?kind={}", kind.code)),
        ground
            .found_by(&kind.code)
            .map(|(_, finding)| of_finding(finding))
            .collect(),
    ));
    if !kind.items.is_empty() {
        all.extend(of_framework(kind));
    }
    all.extend(coverage(ground, kind));
    all
}

/// How many indicators the framework of a kind has, and how deep they go.
fn of_framework(kind: &Kind) -> [ReportFigure; 2] {
    let framework = format!("/frameworks/{}", kind.framework);
    let counted = format!("现行“{}”指标体系的指标", kind.name);
    let figure = |what: &str, name: &str, value: u64, unit, counted: String, records| ReportFigure {
        code: format!("{}_{what}", kind.code),
        name: format!("{}:{name}", kind.name),
        value: FigureValue::Count(value),
        unit,
        counted,
        list: Some(framework.clone()),
        records,
    };
    let levels = u64::try_from(kind.levels).unwrap_or(u64::MAX);
    let deepest = format!("{counted}最深的一条的级数,一级指标和指标本身都计");
    let records: Vec<ReportRecord> = kind.items.iter().map(indicator).collect();
    [
        figure(
            "indicators",
            "指标条数",
            count(records.iter()),
            "条",
            counted,
            records.clone(),
        ),
        figure("levels", "指标级数", levels, "级", deepest, Vec::new()),
    ]
}

fn indicator((code, path, name): &(String, Vec<String>, String)) -> ReportRecord {
    ReportRecord {
        kind: RecordKind::Indicator,
        id: code.clone(),
        title: name.clone(),
        unit: String::new(),
        money: None,
        note: path.join(" / "),
        address: None,
    }
}

fn of_evaluation(ground: &Ground, one: &EvaluationListing) -> ReportRecord {
    let evaluation = &one.evaluation;
    ReportRecord {
        kind: RecordKind::Evaluation,
        id: evaluation.id.to_string(),
        title: evaluation.title.clone(),
        unit: one.unit_name.clone(),
        money: ground.money.get(&evaluation.id).copied(),
        note: one
            .total
            .zip(one.grade.as_ref())
            .filter(|_| evaluation.state == EvaluationState::Concluded)
            .map_or_else(
                || evaluation.state.name().to_owned(),
                |(total, grade)| format!("{total} 分 {grade}"),
            ),
        address: Some(format!("/evaluations/{}", evaluation.id)),
    }
}

fn of_finding(one: &FindingListing) -> ReportRecord {
    let finding = &one.finding;
    ReportRecord {
        kind: RecordKind::Finding,
        id: finding.id.to_string(),
        title: finding.words.clone(),
        unit: one.unit_name.clone(),
        money: finding.amount,
        note: finding.state.name().to_owned(),
        address: Some(format!("/evaluation-findings/{}", finding.id)),
    }
}

/// How many of the units that a kind is for were evaluated; nothing of kinds that name none.
fn coverage(ground: &Ground, kind: &Kind) -> Option<ReportFigure> {
    let evaluated = ground.covered(kind);
    (!kind.units.is_empty()).then(|| ReportFigure {
        code: format!("{}_coverage", kind.code),
        name: format!("{}:覆盖的单位", kind.name),
        value: FigureValue::Rate {
            part: count(evaluated.iter()),
            whole: count(kind.units.iter()),
        },
        unit: "%",
        counted: "本年度有这种评价的单位 ÷ 这种评价适用的全部单位".to_owned(),
        list: Some(format!("/evaluations?kind={}", kind.code)),
        records: evaluated
            .into_iter()
            .map(|one| of_evaluation(ground, one))
            .collect(),
    })
}

fn converted(ground: &Ground) -> ReportFigure {
    let converted = ground.converted();
    ReportFigure {
        code: "converted".to_owned(),
        name: "结果折算计入其他评价的".to_owned(),
        value: FigureValue::Count(count(converted.iter())),
        unit: "个",
        counted: "结果由同一单位的另一种评价折算计入的评价".to_owned(),
        list: converted
            .first()
            .map(|one| format!("/evaluations?kind={}", one.evaluation.kind)),
        records: converted
            .into_iter()
            .map(|one| of_evaluation(ground, one))
            .collect(),
    }
}

fn letters(ground: &Ground) -> [ReportFigure; 2] {
    [
        ("monitoring_letters", PaperKind::MonitoringFeedback),
        ("evaluation_letters", PaperKind::EvaluationFeedback),
    ]
    .map(|(code, kind)| ReportFigure {
        code: code.to_owned(),
        name: kind.name().to_owned(),
        value: FigureValue::Count(count(ground.served(kind))),
        unit: "份",
        counted: "本年度已送达、没有撤回的".to_owned(),
        list: Some(format!("/papers?kind={}", kind.code())),
        records: ground.served(kind).map(of_letter).collect(),
    })
}

fn of_letter(one: &PaperListing) -> ReportRecord {
    ReportRecord {
        kind: RecordKind::Paper,
        id: one.record.id.to_string(),
        title: format!("{} {}", one.record.number, one.record.title),
        unit: one.unit_name.clone(),
        money: None,
        note: one.record.standing.state.name().to_owned(),
        address: Some(format!("/papers/{}", one.record.id)),
    }
}

fn look_back(ground: &Ground) -> [ReportFigure; 3] {
    let figure = |code: &str, name: &str, counted: &str, wanted: Option<LookBackResult>| {
        let of = |one: &&LookedAt| wanted.is_none() || one.object.result == wanted;
        let records: Vec<ReportRecord> = ground.looked_at.iter().filter(of).map(of_look_back).collect();
        ReportFigure {
            code: code.to_owned(),
            name: name.to_owned(),
            value: FigureValue::Count(count(records.iter())),
            unit: "个",
            counted: counted.to_owned(),
            list: ground
                .looked_at
                .first()
                .map(|one| format!("/look-backs/{}", one.look_back.id)),
            records,
        }
    };
    [
        figure(
            "looked_back",
            "回头看复核的问题",
            "本年度回头看抽出并已登记结果的往年问题",
            None,
        ),
        figure(
            "look_back_held",
            "整改保持的问题",
            "其中整改仍然保持的",
            Some(LookBackResult::Holds),
        ),
        figure(
            "look_back_relapsed",
            "整改反弹的问题",
            "其中问题再次出现的",
            Some(LookBackResult::Relapsed),
        ),
    ]
}

fn of_look_back(one: &LookedAt) -> ReportRecord {
    let listing = one.listing.as_ref();
    ReportRecord {
        kind: RecordKind::LookBack,
        id: one.object.finding.to_string(),
        title: listing.map(|one| one.finding.words.clone()).unwrap_or_default(),
        unit: listing.map(|one| one.unit_name.clone()).unwrap_or_default(),
        money: listing.and_then(|one| one.finding.amount),
        note: format!(
            "{} 年度问题,{}:{}",
            listing
                .map(|one| one.finding.year.to_string())
                .unwrap_or_default(),
            one.object.result.map_or("未登记", LookBackResult::name),
            one.object.evidence
        ),
        address: Some(format!("/evaluation-findings/{}", one.object.finding)),
    }
}
