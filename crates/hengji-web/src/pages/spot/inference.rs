//! What the verified sample says of the whole district, with its cautions beside it.

use hengji_app::spot::view::{SpotDepartmentEstimate, SpotEstimate, SpotInference, SpotInferred, SpotPage};
use maud::{Markup, html};

use crate::look::{Whisker, verification_mark, whisker_chart};

/// Nothing before the evaluations were begun.
pub(super) fn card(page: &SpotPage) -> Markup {
    html! {
        @if let Some(inference) = &page.inference {
            section class="card" id="inference" {
                h2 { "样本说明全区" span class="end quiet" { "自评虚高 = 自评分 − 指标复核得分" } }
                @match inference {
                    SpotInference::Waiting { verified, drawn } => p class="quiet" {
                        "抽中的 " (drawn) " 个项目已复核 " (verified) " 个。复核以后,这里显示样本对全区的推断。"
                    },
                    SpotInference::Silent(why) => p class="note" { strong { "样本不足,不作判断。" } " " (why) },
                    SpotInference::Said(said) => (figures(said))
                }
            }
        }
    }
}

fn figures(said: &SpotInferred) -> Markup {
    html! {
        @if said.sampled < said.drawn || said.concluded < said.drawn {
            p class="note warn" id="preliminary" { strong { "阶段性数字,不宜引用:" } "抽中 " (said.drawn) " 个,已复核 " (said.sampled) " 个,已形成结论 " (said.concluded) " 个;没有复核完的不是随机缺的,没有签定的还会变。" }
        }
        p class="large" {
            "全部 " (said.population) " 个项目的自评平均虚高 " strong { (said.inflation.value) } " 分"
            (between(&said.inflation)) ",依据复核的 " (said.sampled) " 个项目,置信水平 " (said.confidence_percent) "% " (verification_mark(&said.basis)) "。"
        }
        @if let (Some(mean), Some(verification)) = (said.self_mean, &said.verification) {
            p { "自评平均 " (mean) " 分;照此推断,全部项目复核平均 " strong { (verification.value) } " 分" (between(verification)) "。" }
        }
        @if !said.departments.is_empty() {
            h3 { "分部门(向全区收缩)" }
            (whisker_chart("各部门自评虚高及其区间", &whiskers(said)))
        }
        ul class="small quiet" {
            li { "一个部门只抽几个项目,自身平均不可靠,因此按抽取数向全区平均收缩;横线是区间,越长越不确定。" }
            li { "部门高于全区,只提示下一年多抽,不能据此直接扣分;部门多时,总有几个是偶然超出。" }
            li { "用的是指标复核得分,不是抽评得分(抽评得分含自评质量)。" }
        }
    }
}

fn between(estimate: &SpotEstimate) -> Markup {
    html! { @if let Some((low, high)) = estimate.interval { "(" (low) " 至 " (high) ")" } }
}

fn whiskers(said: &SpotInferred) -> Vec<Whisker> {
    let one = |row: &SpotDepartmentEstimate| Whisker {
        name: row.name.clone(),
        value: row.shrunk.value.centi(),
        ends: row.shrunk.interval.map(|(low, high)| (low.centi(), high.centi())),
        text: format!("{}({} 个,自身 {})", row.shrunk.value, row.sampled, row.own_mean),
        is_marked: row.is_above_district,
    };
    let mut all: Vec<&SpotDepartmentEstimate> = said.departments.iter().collect();
    all.sort_by_key(|row| std::cmp::Reverse(row.shrunk.value));
    all.into_iter().map(one).collect()
}
