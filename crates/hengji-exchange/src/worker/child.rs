//! The worker's side: limits first, then files from standard input until it ends.

use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::{Answer, Request};
use crate::grid::read_grid;
use crate::limits::Limits;
use crate::refusal::WorkbookRefusal;

/// Runs the worker: reads requests from standard input, answers on standard output, one line of JSON each.
/// The binary calls it when its first argument is [`super::WORKER_ARGUMENT`].
pub fn worker_main() -> ExitCode {
    match run(&mut io::stdin().lock(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn run(input: &mut impl BufRead, output: &mut impl Write) -> io::Result<()> {
    confine(&Limits::FORMS)?;
    let mut line = String::new();
    let mut bytes = Vec::new();
    loop {
        line.clear();
        if input.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let request: Request = serde_json::from_str(&line)?;
        bytes.clear();
        input.by_ref().take(request.bytes).read_to_end(&mut bytes)?;
        let answer = answer(&request, &bytes);
        serde_json::to_writer(&mut *output, &answer)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
}

fn answer(request: &Request, bytes: &[u8]) -> Answer {
    if u64::try_from(bytes.len()) != Ok(request.bytes) {
        return Err(WorkbookRefusal::Damaged {
            detail: "传输中断".into(),
        });
    }
    read_grid(bytes, &request.purpose.limits())
}

/// Limits the process before it touches a byte from outside. Files cannot be written and no core is dumped,
/// so a file that breaks the reader leaves nothing on the disk.
fn confine(limits: &Limits) -> io::Result<()> {
    lower(Resource::As, limits.worker_bytes)?;
    lower(Resource::Cpu, limits.worker_cpu_seconds)?;
    lower(Resource::Fsize, 0)?;
    lower(Resource::Core, 0)
}

/// Lowers a limit for good. Where the installation already allows less, less it stays.
fn lower(resource: Resource, value: u64) -> io::Result<()> {
    let value = getrlimit(resource)
        .maximum
        .map_or(value, |maximum| maximum.min(value));
    setrlimit(
        resource,
        Rlimit {
            current: Some(value),
            maximum: Some(value),
        },
    )?;
    Ok(())
}
