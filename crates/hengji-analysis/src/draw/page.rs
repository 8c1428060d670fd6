//! 核验页 (verifier page): one file that shows a draw and lets anyone repeat it, without network and without us.

use std::fmt::Write;

use super::hundredths::decimal;
use super::record::{Record, RecordedUnit};
use super::rule::{Rounding, Rule, Selection, Strata};

/// The way of drawing, written a second time for a browser.
const DRAW: &str = include_str!("page/draw.js");
/// The comparison of a record with a list.
const VERIFY: &str = include_str!("page/verify.js");
/// What the visitor meets.
const PAGE: &str = include_str!("page/page.js");
const STYLE: &str = include_str!("page/page.css");

/// So many digits of a ticket are shown in the table; the record in the page holds them all.
const SHOWN_DIGITS: usize = 16;

/// A complete HTML page with the record in it.
///
/// The visitor chooses or pastes the list that was published before the draw; the page computes its hash, every
/// ticket, the sizes of the strata and the sample again and shows agreement or each difference. It asks for
/// nothing from anywhere: a policy in its head forbids it to.
///
/// # Errors
///
/// The record cannot be written as JSON; no record made or read by this program is such.
pub fn verifier_page(record: &Record) -> Result<String, serde_json::Error> {
    let json = script_safe(&serde_json::to_string(record)?);
    let (title, facts, sample, strata) = (
        escaped(&record.title),
        facts(record),
        sample_rows(record),
        strata_rows(record),
    );
    let (drawn, units) = (record.sample.len(), record.units.len());
    let explanation = explanation(record);
    let format = escaped(&record.format);
    Ok(format!(
        r#"<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · 抽取结果核验</title>
<style>{STYLE}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p class="quiet">抽取结果核验页。全部计算在您的浏览器里完成,不联网,也不依赖任何系统;保存下来随时可用。</p>
</header>
<main>
<section><h2>这次抽取</h2><dl>{facts}</dl></section>
<section id="check-section">
<h2>核对</h2>
<p>请用抽取之前公布的名单核对。页面会重算名单指纹、每个项目的抽取号、各层个数和样本,并逐处列出不同。</p>
<div class="step"><label for="file">选择名单文件(CSV)</label><input id="file" type="file" accept=".csv,.tsv,.txt"></div>
<div class="step"><label for="text">或把表格连同表头粘贴到这里</label><textarea id="text" spellcheck="false"></textarea></div>
<div id="columns" hidden>
<div><label for="column-id">编号是哪一列</label><select id="column-id"></select></div>
<div><label for="column-department">部门是哪一列</label><select id="column-department"></select></div>
<div><label for="column-amount">金额(元)是哪一列</label><select id="column-amount"></select></div>
<div><label for="column-self_score">自评分是哪一列</label><select id="column-self_score"></select></div>
</div>
<p><button id="check" class="main" type="button">核对</button>
<button id="own" type="button">手边没有名单:只核对记录自身</button></p>
<div id="result" role="status" aria-live="polite"></div>
</section>
<section><h2>样本({drawn} 个)</h2>
<div class="scroll"><table><thead><tr><th class="number">序号</th><th>编号</th><th>部门</th><th class="number">金额(元)</th><th>抽取号(前 {SHOWN_DIGITS} 位)</th></tr></thead>
<tbody>{sample}</tbody></table></div></section>
<section><h2>各层个数</h2>
<table><thead><tr><th>层</th><th class="number">项目数</th><th class="number">抽取数</th><th class="number">占比</th></tr></thead>
<tbody>{strata}</tbody></table></section>
<section><h2>不用本页,怎样自己核对</h2>{explanation}</section>
</main>
<footer><p>名单共 {units} 个项目。记录格式 {format}。<button id="save" type="button">保存抽取记录</button> <button id="print" type="button">打印</button></p></footer>
<script type="application/json" id="record">{json}</script>
<script>{DRAW}</script>
<script>{VERIFY}</script>
<script>{PAGE}</script>
</body>
</html>
"#
    ))
}

fn facts(record: &Record) -> String {
    let number = match &record.reason {
        None => format!("第 {} 次", record.number),
        Some(reason) => format!("第 {} 次;理由:{reason}", record.number),
    };
    let mut facts = String::new();
    for (name, value, class) in [
        ("抽取时间", record.drawn_at.as_str(), ""),
        ("抽取次数", number.as_str(), ""),
        ("事先公告", record.announced.as_str(), ""),
        ("起始值", record.start_value.as_str(), " class=\"code\""),
        ("抽取规则", described(&record.rule).as_str(), ""),
        ("名单指纹", record.frame_sha256.as_str(), " class=\"code\""),
        ("记录封印", record.seal.as_str(), " class=\"code\""),
    ] {
        // Writing to a string does not fail.
        let _ = write!(facts, "<dt>{name}</dt><dd{class}>{}</dd>", escaped(value));
    }
    facts
}

/// The rule in a sentence.
fn described(rule: &Rule) -> String {
    let strata = match &rule.strata {
        Strata::Whole => "名单不分层".to_owned(),
        Strata::Departments(groups) if groups.is_empty() => "按部门分层".to_owned(),
        Strata::Departments(groups) => {
            let merged: Vec<String> = groups
                .iter()
                .map(|group| format!("{}并为“{}”", group.departments.join("、"), group.name))
                .collect();
            format!("按部门分层({})", merged.join(";"))
        }
    };
    let rounding = match rule.rounding {
        Rounding::Up => "不足一个的进为一个",
        Rounding::Nearest => "四舍五入",
    };
    let total = rule.total.map_or(String::new(), |total| {
        format!(";共抽 {total} 个,多出的名额逐个给金额最参差的一层(尼曼分配)")
    });
    let selection = match rule.selection {
        Selection::Equal => "层内抽取号最小者抽中,机会相等",
        Selection::Proportional => "层内按金额大小定机会,金额达到必抽起点的全部抽中(帕累托次序抽样)",
    };
    let (share, least) = (percent(rule.share_bp), rule.least);
    format!("{strata};每层抽 {share} %({rounding}),至少 {least} 个{total};{selection}。")
}

/// Basis points as a percentage without needless places.
fn percent(basis_points: u32) -> String {
    let text = decimal(i64::from(basis_points));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn sample_rows(record: &Record) -> String {
    let mut rows = String::new();
    for (place, id) in (1..).zip(&record.sample) {
        // The units of a record stand in the order of ids; a record where they do not is shown as far as it goes.
        let at = record.units.binary_search_by(|unit| unit.unit.id.cmp(id)).ok();
        let Some(RecordedUnit { unit, ticket, .. }) = at.and_then(|at| record.units.get(at)) else {
            continue;
        };
        let ticket: String = ticket.chars().take(SHOWN_DIGITS).collect();
        let _ = write!(
            rows,
            r#"<tr><td class="number">{place}</td><td>{}</td><td>{}</td><td class="number">{}</td><td class="code">{}</td></tr>"#,
            escaped(id),
            escaped(&unit.department),
            decimal(unit.amount_fen),
            escaped(&ticket),
        );
    }
    rows
}

fn strata_rows(record: &Record) -> String {
    let mut rows = String::new();
    for stratum in &record.strata {
        let share = stratum.drawn.saturating_mul(10_000) / stratum.population.max(1);
        let _ = write!(
            rows,
            r#"<tr><td>{}</td><td class="number">{}</td><td class="number">{}</td><td class="number">{} %</td></tr>"#,
            escaped(&stratum.name),
            stratum.population,
            stratum.drawn,
            percent(u32::try_from(share).unwrap_or(0)),
        );
    }
    rows
}

fn explanation(record: &Record) -> String {
    let start = escaped(&record.start_value);
    let example = record.sample.first().map_or("编号", String::as_str);
    let order = match record.rule.selection {
        Selection::Equal => "每层把抽取号从小到大排列,取前面规定的个数。",
        Selection::Proportional => {
            "记 u =(抽取号 + ½)÷ 2²⁵⁶,π = 该层名额 × 金额 ÷ 该层金额合计(达到 1 的必抽,剔出后重算);\
             按 [u ÷ (1 − u)] ÷ [π ÷ (1 − π)] 从小到大排列,取前面规定的个数。"
        }
    };
    format!(
        "<ol><li>名单指纹:把名单写成纯文本,第一行 <code>hengji-frame-1</code>,以后每个项目一行:编号、部门、金额(分)、\
         自评分(百分之一分,没有则空),以制表符分隔,按编号的 UTF-8 字节排序,每行以换行符结束;对全文计算 SHA-256。</li>\
         <li>抽取号:对文字“起始值|编号”计算 SHA-256。例如 <code>printf '%s' '{start}|{}' | sha256sum</code>。</li>\
         <li>样本:{order}</li></ol>\
         <p class=\"quiet\">名单和规则先公布,起始值由事后的公开事件产生,任何人都不能预先挑选结果;增减一个项目也不会改变其他项目的抽取号。</p>",
        escaped(example)
    )
}

/// Text that may stand in HTML, also between quotation marks.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter => safe.push(letter),
        }
    }
    safe
}

/// JSON that cannot end the script element it stands in, nor open a comment there.
fn script_safe(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

#[cfg(test)]
mod tests;
