//! 单位成本标杆 from the evaluator's side: a line in proportion, a line to ask about, a line with too few like projects;
//! and the evaluated department, to whom the projects of others are not shown.

use crate::visitor::Visitor;
use crate::walk::walk;

/// The first benchmark among the evaluations on the list whose verdicts hold the words, for the line of its own.
const FIND: &str = "
    const read = async path => new DOMParser().parseFromString(await (await fetch(path)).text(), 'text/html');
    const addresses = (page, css) => [...page.querySelectorAll(css)].map(one => one.getAttribute('href'));
    return (async () => {
        for (const evaluation of addresses(document, '#list tbody tr td:first-child a')) {
            for (const benchmark of addresses(await read(evaluation), '#sheet a[href$=\"/benchmark\"]')) {
                const verdict = (await read(benchmark)).querySelector('#verdict tbody');
                if (verdict && verdict.textContent.includes(WORDS)) { return benchmark; }
            }
        }
        return '';
    })();
";

impl Visitor {
    /// The benchmark with these words in its verdicts, among the spot evaluations of projects of a name.
    async fn find_benchmark(&self, project: &str, words: &str) -> String {
        self.open(&format!("/evaluations?kind=spot&q={project}")).await;
        let script = FIND.replace("WORDS", &format!("'{words}'"));
        let found = self.script(&script).await;
        let found = found.as_str().unwrap().to_owned();
        assert!(!found.is_empty(), "{project}: {words}");
        found
    }
}

#[test]
fn in_a_browser_the_evaluator_sees_what_the_money_usually_buys() {
    walk("benchmark", |visitor| async move {
        visitor.become_account("performance").await;
        visitor.choose_year("2020").await;
        let fair = visitor.find_benchmark("干部业务培训", "相称").await;
        visitor.open(&fair).await;
        visitor.see("#verdict", "资金与数量相称").await;
        visitor.see("#line", "甲级").await;
        visitor.see("#frontier", "纯技术效率").await;
        visitor.see("#references", "干部业务培训").await;
        visitor.see("#rules", "✎ 未核实").await;
        visitor.find("#chart svg polyline.expected").await;
        visitor.picture("130-benchmark").await;
        visitor.open(&format!("{fair}?sort=unit-cost&scope=same")).await;
        visitor.see("#references", "共").await;

        let dear = visitor.find_benchmark("医疗设备购置", "询问").await;
        visitor.open(&dear).await;
        visitor.see("#verdict", "询问").await;
        visitor.picture("131-benchmark-asks").await;

        let thin = visitor.find_benchmark("公共卫生间改造", "不作判断").await;
        visitor.open(&thin).await;
        visitor.see("#verdict", "样本不足,不作判断").await;
        visitor.see("#frontier", "不列效率值").await;
        visitor.picture("132-benchmark-too-few").await;

        let evaluation = fair.split("/lines/").next().unwrap().to_owned();
        visitor.become_account("leader").await;
        visitor.choose_year("2020").await;
        visitor.open(&evaluation).await;
        visitor.see("#sheet", "标杆").await;
        visitor.become_account("department").await;
        visitor.choose_year("2020").await;
        visitor.open("/evaluations?kind=spot").await;
        visitor.press("#list tbody tr td a").await;
        visitor.see("#sheet", "财政复核").await;
        visitor.see_gone("#sheet", "标杆").await;
    });
}
