//! `hengji bench pages`: what a page costs on a small and on a large database.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use hengji_app::app::Place;
use hengji_app::people::{LogIn, code_at};
use hengji_app::projects::ProjectQuery;
use hengji_app::{App, statements};
use hengji_web::WebOptions;
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::client::Client;
use super::meter::{Meter, millis, peak_memory_kb, resident_memory_kb};
use crate::data::{self, StandingClock};
use crate::demo::seed;
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 页面:每次请求的 CPU 时间、p50/p99、数据库查询数
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji bench pages [选项]",
    after_help = "示例:\n  hengji bench pages --format json\n  hengji bench pages --projects 1400 --projects 180000\n\n在临时目录建立合成数据后测量,结束即删除。请用发布版测量:cargo run --release -- bench pages"
)]
pub(super) struct Arguments {
    /// 数据规模(年度项目数),可给多个,默认 1400
    #[arg(long, value_name = "个数", default_values_t = [1400], hide_default_value = true, help_heading = "选项")]
    projects: Vec<u64>,
    /// 每个页面最多请求多少次(满 10 秒即止),默认 300
    #[arg(
        long,
        value_name = "次数",
        default_value_t = 300,
        hide_default_value = true,
        help_heading = "选项"
    )]
    requests: u32,
    /// 输出格式:text 文字(默认)或 json
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    format: Format,
}

#[derive(Serialize)]
struct SizeAnswer {
    projects: u64,
    seed_wall_ms: u64,
    open_wall_ms: u64,
    idle_memory_kb: Option<u64>,
    peak_memory_kb: Option<u64>,
    pages: Vec<PageAnswer>,
}

#[derive(Serialize)]
struct PageAnswer {
    page: &'static str,
    path: String,
    bytes: usize,
    queries: u64,
    requests: u64,
    cpu_us_per_request: u64,
    p50_us: u64,
    p99_us: u64,
}

/// A slow page is known to be slow after so long and so many requests.
const PATIENCE: Duration = Duration::from_secs(10);
const REQUESTS_LEAST: usize = 10;

/// Measures.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let mut answers = Vec::new();
    for projects in &arguments.projects {
        answers.push(size(*projects, arguments.requests.max(1))?);
    }
    match arguments.format {
        Format::Json => output::print_json(&answers)?,
        Format::Text => output::print(&answers.iter().map(in_words).collect::<String>())?,
    }
    Ok(Exit::Fine)
}

fn size(projects: u64, requests: u32) -> Result<SizeAnswer, Failure> {
    let directory = super::scratch::Scratch::new("pages")?;
    let place = Place::Sqlite(directory.path().join("hengji.db"));
    let seeding = Instant::now();
    let app = data::open(place.clone(), None, seed::ports()?)?;
    let bar = output::progress(projects, "建立数据");
    let size = seed::Size {
        evaluated: projects,
        prepared: 0,
    };
    seed::district(&app, size, &bar)?;
    bar.finish_and_clear();
    drop(app);
    let seed_wall_ms = millis(seeding.elapsed());
    let opening = Instant::now();
    let app = data::open(place, None, data::ports(Arc::new(StandingClock(seed::OPENS_AT)))?)?;
    let open_wall_ms = millis(opening.elapsed());
    let idle_memory_kb = resident_memory_kb();
    Ok(SizeAnswer {
        projects,
        seed_wall_ms,
        open_wall_ms,
        idle_memory_kb,
        pages: pages(&app, requests)?,
        peak_memory_kb: peak_memory_kb(),
    })
}

fn pages(app: &App, requests: u32) -> Result<Vec<PageAnswer>, Failure> {
    // One thread runs all use cases, so that its counter of statements tells what a page asked for.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .max_blocking_threads(1)
        .enable_all()
        .build()?;
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    let host = listener.local_addr()?;
    let router = hengji_web::router(app.clone(), WebOptions::default());
    let server = runtime.spawn(hengji_web::serve(listener, router, std::future::pending()));
    let secret = sign_in(app)?;
    let mut answers = Vec::new();
    for (page, path) in paths(app, &secret)? {
        answers.push(page_answer(&runtime, host, &secret, page, path, requests)?);
    }
    server.abort();
    Ok(answers)
}

fn page_answer(
    runtime: &Runtime,
    host: SocketAddr,
    secret: &str,
    page: &'static str,
    path: String,
    requests: u32,
) -> Result<PageAnswer, Failure> {
    let mut client = Client::connect(host, secret.to_owned())?;
    // The first request of a page fills what the application keeps, such as the tree of units.
    client.get(&path)?;
    let before = sent(runtime)?;
    let bytes = client.get(&path)?;
    let queries = sent(runtime)?.saturating_sub(before);
    let mut waits = Vec::new();
    let meter = Meter::begin();
    for _ in 0..requests {
        let asked = Instant::now();
        client.get(&path)?;
        waits.push(asked.elapsed());
        if PATIENCE < meter.read().wall && REQUESTS_LEAST <= waits.len() {
            break;
        }
    }
    let reading = meter.read();
    let asked = u64::try_from(waits.len()).unwrap_or(u64::MAX).max(1);
    waits.sort_unstable();
    Ok(PageAnswer {
        page,
        path,
        bytes,
        queries,
        requests: asked,
        cpu_us_per_request: reading.cpu_us() / asked,
        p50_us: percentile(&waits, 50),
        p99_us: percentile(&waits, 99),
    })
}

/// Statements that the one thread of use cases has sent so far.
fn sent(runtime: &Runtime) -> Result<u64, Failure> {
    let counted = runtime.spawn_blocking(statements::sent);
    runtime.block_on(counted).map_err(Failure::fault)
}

fn percentile(sorted: &[Duration], percent: usize) -> u64 {
    let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    let wait = sorted.get(index).copied().unwrap_or_default();
    u64::try_from(wait.as_micros()).unwrap_or(u64::MAX)
}

/// Signs in as the 绩效科, which sees every project.
fn sign_in(app: &App) -> Result<String, Failure> {
    let address = Ipv4Addr::LOCALHOST.to_string();
    let first = app.log_in(&LogIn {
        login_name: "performance".to_owned(),
        password: seed::PASSWORD.to_owned(),
        address: address.clone(),
        user_agent: None,
    })?;
    let session = app.session(&first.token, &address)?;
    let code = code_at(seed::SECOND_FACTOR, app.now()).unwrap_or_default();
    Ok(app.confirm_second_factor(&session, &first.token, &code)?.token)
}

fn paths(app: &App, secret: &str) -> Result<Vec<(&'static str, String)>, Failure> {
    let session = app.session(secret, &Ipv4Addr::LOCALHOST.to_string())?;
    let year = crate::demo::EVALUATED_YEAR.parse().map_err(Failure::fault)?;
    let list = app.list_projects(&session.actor, year, &ProjectQuery::default())?;
    let row = list
        .page
        .rows
        .iter()
        .find(|row| row.goal.is_some() && row.self_evaluation.is_some())
        .ok_or_else(|| Failure::fault("合成数据里没有带自评的项目"))?;
    let sheet = |mark: &Option<hengji_app::projects::view::SheetMark>| {
        mark.as_ref().map_or(String::new(), |mark| mark.sheet.to_string())
    };
    Ok(vec![
        ("待办", "/".to_owned()),
        ("项目列表", "/projects".to_owned()),
        (
            "项目列表(接口,100 行)",
            "/api/v1/projects?page_size=100".to_owned(),
        ),
        ("项目页", format!("/projects/{}", row.id)),
        ("目标页", format!("/goals/{}", sheet(&row.goal))),
        (
            "自评页",
            format!("/self-evaluations/{}", sheet(&row.self_evaluation)),
        ),
        ("填报进度", "/overview/goal".to_owned()),
        ("全过程进度", "/dashboard".to_owned()),
        ("问题清单", "/findings".to_owned()),
    ])
}

fn in_words(answer: &SizeAnswer) -> String {
    let memory = |kb: Option<u64>| kb.map_or("—".to_owned(), |kb| (kb / 1024).to_string());
    let mut words = format!(
        "{} 个项目:建立 {} 毫秒,打开 {} 毫秒,空闲内存 {} MB,峰值 {} MB\n",
        answer.projects,
        answer.seed_wall_ms,
        answer.open_wall_ms,
        memory(answer.idle_memory_kb),
        memory(answer.peak_memory_kb)
    );
    for page in &answer.pages {
        words += &format!(
            "  {}:{} 次查询,CPU {} 微秒,p50 {} 微秒,p99 {} 微秒,{} 字节\n",
            page.page, page.queries, page.cpu_us_per_request, page.p50_us, page.p99_us, page.bytes
        );
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_taken_from_the_sorted_waits() {
        let waits: Vec<Duration> = (1..=200).map(Duration::from_micros).collect();
        assert_eq!((percentile(&waits, 50), percentile(&waits, 99)), (101, 199));
        assert_eq!(percentile(&waits[..1], 99), 1);
        assert_eq!(percentile(&[], 50), 0);
    }
}
