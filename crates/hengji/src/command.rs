//! The commands: one file each.

pub(crate) mod analysis;
pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod bench;
pub(crate) mod check;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod files;
mod health;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod migrate;
pub(crate) mod report;
pub(crate) mod restore;
mod results;
pub(crate) mod rules;
pub(crate) mod serve;

use clap::Subcommand;

use crate::exit::Outcome;

/// What can be asked of the program.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 建立并打开演示:合成的示范区和公开案例
    Demo(demo::Arguments),
    /// 启动服务
    Serve(serve::Arguments),
    /// 初始化一个区划:创建三名管理员,并一次性显示其初始密码
    Init(init::Arguments),
    /// 把数据库升级到本程序的结构(升级前自动留存备份)
    Migrate(migrate::Arguments),
    /// 检查绩效目标表、自评表工作簿,只报告,不入库
    Check(check::Arguments),
    /// 导入绩效目标表、自评表工作簿:检查后入库,每个文件要么全部入库,要么一行不入
    Import(import::Arguments),
    /// 导出审计链、项目清单、一体化标准表
    Export(export::Arguments),
    /// 年度报告用的数据:全过程进度、绩效评价工作
    Report(report::Arguments),
    #[command(flatten)]
    Analysis(Box<hengji_analysis_cli::Command>),
    /// 查看、检查、比较规则
    Rules(rules::Arguments),
    /// 核验审计链
    Audit(audit::Arguments),
    /// 评价结果的发布快照:离线核验
    Results(results::Arguments),
    /// 备份内嵌数据库(服务运行中也可以),并核验副本
    Backup(backup::Arguments),
    /// 从备份恢复内嵌数据库;备份先经核验,损坏的不会覆盖现有数据
    Restore(restore::Arguments),
    /// 体检:程序、规则、数据库、磁盘、工作簿读取进程是否正常
    Doctor(doctor::Arguments),
    /// 测量计分、导入、支付对账、页面和效率前沿的速度
    Bench(bench::Arguments),
}

impl Command {
    /// Does it.
    pub(crate) fn run(self) -> Outcome {
        match self {
            Self::Demo(arguments) => demo::run(&arguments),
            Self::Serve(arguments) => serve::run(&arguments),
            Self::Init(arguments) => init::run(&arguments),
            Self::Migrate(arguments) => migrate::run(&arguments),
            Self::Check(arguments) => check::run(&arguments),
            Self::Import(arguments) => import::run(&arguments),
            Self::Export(arguments) => export::run(&arguments),
            Self::Report(arguments) => report::run(&arguments),
            Self::Analysis(command) => analysis::run(&command),
            Self::Rules(arguments) => rules::run(arguments),
            Self::Audit(arguments) => audit::run(&arguments),
            Self::Results(arguments) => results::run(&arguments),
            Self::Backup(arguments) => backup::run(&arguments),
            Self::Restore(arguments) => restore::run(&arguments),
            Self::Doctor(arguments) => doctor::run(&arguments),
            Self::Bench(arguments) => bench::run(&arguments),
        }
    }
}
