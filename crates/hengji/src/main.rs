//! 衡绩 (Hengji): the one binary. Each command has its own file under `command`.

mod argument;
mod command;
mod data;
mod demo;
mod exit;
mod output;

use std::process::ExitCode;

fn main() -> ExitCode {
    // The import worker limits itself before anything else is touched, the command line included.
    if std::env::args_os()
        .nth(1)
        .is_some_and(|first| first == hengji_exchange::WORKER_ARGUMENT)
    {
        return hengji_exchange::worker_main();
    }
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
