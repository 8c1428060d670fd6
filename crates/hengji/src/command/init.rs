//! `hengji init`: the first-run ceremony. There is no default password anywhere.

use clap::Args;
use hengji_domain::Division;
use serde::Serialize;

use crate::data::{Data, Lock};
use crate::exit::{Exit, Outcome};
use crate::output::{self, Format};

/// 初始化一个区划:创建三名管理员,并一次性显示其初始密码
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji init --division 区划 --name 名称 [选项]",
    after_help = "示例:\n  hengji init --division 330108 --name 某区 --database /srv/hengji/hengji.db\n\n系统管理员管账户,安全管理员管授权,审计管理员看日志,三者互相制约,均不见业务数据。\n初始密码只显示这一次,首次登录必须修改并绑定动态口令;该区划已有账户时拒绝再次初始化。"
)]
pub(crate) struct Arguments {
    /// 区划代码,六位
    #[arg(long, value_name = "区划", help_heading = "选项")]
    division: Division,
    /// 区划名称,显示在每一页
    #[arg(long, value_name = "名称", help_heading = "选项")]
    name: String,
    #[command(flatten)]
    data: Data,
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
struct Administrator {
    role: String,
    login_name: String,
    initial_password: String,
}

/// Makes the three administrators.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let _lock = Lock::take(&arguments.data.place())?;
    let app = arguments.data.open()?;
    let made = app.bootstrap(arguments.division, &arguments.name)?;
    let administrators: Vec<Administrator> = made
        .into_iter()
        .map(|one| Administrator {
            role: one.role_name.unwrap_or_default(),
            login_name: one.login_name,
            initial_password: one.password.unwrap_or_default(),
        })
        .collect();
    match arguments.format {
        Format::Json => output::print_json(&administrators)?,
        Format::Text => {
            let mut words = format!(
                "区划 {}({})已初始化。初始密码只显示这一次:\n",
                arguments.division, arguments.name
            );
            for one in &administrators {
                words += &format!(
                    "  {}  登录名 {}  初始密码 {}\n",
                    one.role, one.login_name, one.initial_password
                );
            }
            output::print(&words)?;
        }
    }
    Ok(Exit::Fine)
}
