//! `hengji report`: the figures of a year for those who write the report, and for other programs.

mod evaluation;
mod progress;

use std::path::Path;
use std::sync::Arc;

use clap::{Args, Subcommand};
use hengji_app::app::Place;
use hengji_app::{App, Clock, SystemClock};
use hengji_domain::Division;

use crate::command::export::served;
use crate::data::{self, Data, DemonstrationClock};
use crate::exit::{Failure, Outcome};

/// 年度报告用的数据:全过程进度、绩效评价工作
#[derive(Debug, Args)]
#[command(override_usage = "hengji report <命令>")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// 全过程进度:年度数据、各环节、各主管部门,与“全过程进度”页面同数
    Progress(progress::Arguments),
    /// 绩效评价工作:报告文字、每个数字和背后的记录,与“评价工作报告”页面同数
    Evaluation(evaluation::Arguments),
}

/// Reports.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    match &arguments.deed {
        Deed::Progress(arguments) => progress::run(arguments),
        Deed::Evaluation(arguments) => evaluation::run(arguments),
    }
}

/// Opens what is there; a demonstration goes by its own clock, so that command and page agree on what is late.
fn open(directory: Option<&Path>, at: &Data) -> Result<App, Failure> {
    let place = match directory {
        Some(directory) => Place::Sqlite(directory.join("hengji.db")),
        None => at.place(),
    };
    let mut clock: Arc<dyn Clock> = Arc::new(SystemClock);
    if let Place::Sqlite(path) = &place {
        data::require_file(path)?;
        if let Some(directory) = path.parent()
            && let Some(kept) = DemonstrationClock::read(directory)?
        {
            clock = Arc::new(kept);
        }
    }
    data::open(place, at.rules.clone(), data::ports(clock)?)
}

/// The division asked for, else the first that is served.
fn division(app: &App, asked: Option<Division>) -> Result<Division, Failure> {
    match asked {
        Some(division) => served(app, division).map(|()| division),
        None => {
            let all = app.served_divisions()?;
            all.first().map(|first| first.division).ok_or_else(|| {
                Failure::unusable("数据库里还没有区划;请先运行 hengji init。 [division-not-served]")
            })
        }
    }
}
