//! Papers for tests, of every layout.

use hengji_domain::NaiveDate;
use hengji_domain::paper::{Block, Paper, PaperColumn, PaperKind, PaperTable, SignatureLine};

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.to_owned())
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading {
        level,
        text: text.to_owned(),
    }
}

/// A letter with a table of a page, so of two pages or three by the fonts of the machine.
pub(crate) fn letter() -> Paper {
    let rows = (1..=9).map(|index| {
        vec![
            format!("{index}"),
            format!("道路设施维修养护第 {index} 标段完成里程"),
            "≥266公里".to_owned(),
            "158公里".to_owned(),
            "59.40%".to_owned(),
        ]
    });
    Paper {
        kind: PaperKind::MonitoringFeedback,
        issuer: "杭州市滨江区财政局".into(),
        number: Some("区财绩监〔2020〕1号".into()),
        title: "关于道路设施维修养护项目绩效重点监控情况的反馈书".into(),
        addressee: Some("区城市管理局".into()),
        blocks: vec![
            paragraph(
                "根据部门预算绩效管理有关规定,我局对你单位2020年道路设施维修养护项目开展了财政重点监控。现将有关情况反馈如下:",
            ),
            heading(1, "一、预算执行情况"),
            paragraph(
                "该项目年初预算12,000,000.00元,截至7月31日支出3,500,000.00元,执行率29.17%,低于时间进度29.16个百分点。",
            ),
            heading(2, "(一)主要原因"),
            paragraph("第二标段招标流标,合同签订晚于计划两个月。"),
            heading(1, "二、绩效目标完成情况"),
            Block::Table(PaperTable {
                caption: "绩效指标完成情况表".into(),
                columns: vec![
                    PaperColumn::word("序号", 1),
                    PaperColumn::text("绩效指标", 5),
                    PaperColumn::word("目标值", 2),
                    PaperColumn::word("完成值", 2),
                    PaperColumn::number("完成率", 2),
                ],
                rows: rows.collect(),
            }),
            heading(1, "三、整改要求"),
            Block::List(vec![
                "1. 加快第二标段施工,确保年底前完成全部养护里程。".into(),
                "2. 对预计年底仍无法支出的资金提出调减意见。".into(),
            ]),
            paragraph("请你单位于收到本反馈书之日起10个工作日内,将整改情况书面报送我局。"),
        ],
        enclosures: vec!["现场核查记录".into(), "支付明细表".into()],
        copies_to: vec!["区审计局".into(), "局预算科".into()],
        date: NaiveDate::from_ymd_opt(2020, 8, 31).unwrap_or_default(),
        is_draft: false,
    }
}

/// Minutes to be signed by both sides.
pub(crate) fn minutes() -> Paper {
    let line = |party: &str, role: &str| SignatureLine {
        party: party.into(),
        role: role.into(),
        name: None,
        date: None,
    };
    Paper {
        kind: PaperKind::ReviewMinutes,
        number: None,
        title: "区城市管理局2021年绩效目标集中审核纪要".into(),
        addressee: None,
        blocks: vec![
            heading(1, "一、审核结论"),
            paragraph("共审核项目12个,当场修改8个,退回4个。"),
            Block::Signatures(vec![
                line("区财政局绩效科", "审核人"),
                line("区城市管理局", "项目负责人"),
            ]),
        ],
        enclosures: Vec::new(),
        copies_to: Vec::new(),
        ..letter()
    }
}

/// A report with a drawing.
pub(crate) fn report() -> Paper {
    Paper {
        kind: PaperKind::ExAnteReport,
        number: Some("区财绩评〔2020〕3号".into()),
        title: "智慧停车平台项目事前绩效评估报告".into(),
        addressee: None,
        blocks: vec![
            heading(1, "一、评估结论"),
            paragraph("综合得分82.50分,建议调整后予以支持。"),
            Block::Picture {
                svg: "<svg class=\"chart\" viewBox=\"0 0 330 32\"><text x=\"2\" y=\"17\">立项必要性</text><rect class=\"blue\" x=\"80\" y=\"4\" width=\"140\" height=\"18\"/></svg>".into(),
                caption: "各维度得分".into(),
            },
        ],
        is_draft: true,
        copies_to: Vec::new(),
        enclosures: Vec::new(),
        ..letter()
    }
}
