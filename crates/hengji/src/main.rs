//! 衡绩 (Hengji): the one binary. Each command has its own file under `command`.

mod argument;
mod command;
mod demo;
mod exit;
mod output;

use std::process::ExitCode;

fn main() -> ExitCode {
    let command = match argument::read(std::env::args_os()) {
        Ok(command) => command,
        Err(stop) => return stop.finish(),
    };
    match command.run() {
        Ok(exit) => exit.into(),
        Err(failure) => {
            output::say(failure.message());
            ExitCode::from(failure.code())
        }
    }
}
