//! `hengji serve`: the server.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use hengji_app::App;
use hengji_web::WebOptions;
use tokio::net::TcpListener;

use crate::data::{Data, Lock};
use crate::exit::{Exit, Failure, Outcome};
use crate::output;

/// 启动服务
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji serve [选项]",
    after_help = "示例:\n  hengji serve --database /srv/hengji/hengji.db --listen 127.0.0.1:8080\n  hengji serve --database postgres://hengji@db/hengji --https --behind-proxy\n\n第一次使用请先运行 hengji init。日志写到标准错误输出。"
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
    /// 监听地址,默认 127.0.0.1:8080
    #[arg(
        long,
        value_name = "地址",
        default_value = "127.0.0.1:8080",
        hide_default_value = true,
        help_heading = "选项"
    )]
    listen: SocketAddr,
    /// 用户经 HTTPS 访问(由前置网关提供):Cookie 只走加密连接
    #[arg(long, help_heading = "选项")]
    https: bool,
    /// 前面有反向代理:按 X-Forwarded-For 记录用户地址。没有代理时不要使用
    #[arg(long, help_heading = "选项")]
    behind_proxy: bool,
    /// 公文字体目录,先于系统字体查找
    #[arg(long, value_name = "目录", help_heading = "选项")]
    fonts_dir: Option<PathBuf>,
    /// 日志格式:text 文字(默认)或 json
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    log: Log,
}

/// 日志格式.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Log {
    /// 文字
    Text,
    /// JSON
    Json,
}

/// Serves.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    log_to_stderr(arguments.log, "info");
    let _lock = Lock::take(&arguments.data.place())?;
    let app = arguments.data.open_with_fonts(arguments.fonts_dir.clone())?;
    let options = WebOptions {
        https: arguments.https,
        behind_proxy: arguments.behind_proxy,
        ..WebOptions::default()
    };
    until_interrupted(app, options, arguments.listen, |address| {
        format!("衡绩服务已启动:http://{address}/ (Ctrl-C 停止)")
    })
}

/// Serves until the process is asked to end, then lets running requests finish. Says where once it listens.
pub(crate) fn until_interrupted(
    app: App,
    options: WebOptions,
    listen: SocketAddr,
    welcome: impl FnOnce(SocketAddr) -> String,
) -> Outcome {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.map_err(|error| {
            Failure::unusable(format!(
                "不能监听 {listen}:{error}。请换一个 --listen 地址,或停止占用它的程序。 [address-unavailable]"
            ))
        })?;
        output::say(&welcome(listener.local_addr()?));
        hengji_web::serve(listener, hengji_web::router(app, options), asked_to_end()).await?;
        Ok(Exit::Fine)
    })
}

/// Resolves on Ctrl-C, and on the signal by which a service manager ends a service.
async fn asked_to_end() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    // Without a handler the first Ctrl-C ends the process at once, which loses nothing acknowledged either.
    let _ = interrupted.await;
}

/// Writes the log to standard error, from this level on unless `RUST_LOG` says otherwise.
pub(super) fn log_to_stderr(format: Log, level: &str) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(level));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match format {
        Log::Text => builder.init(),
        Log::Json => builder.json().init(),
    }
}
