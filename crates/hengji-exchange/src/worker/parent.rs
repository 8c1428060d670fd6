//! The caller's side of one worker process: send a file, wait for its line, and say how a worker died.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use super::{Answer, Purpose, Request, WORKER_ARGUMENT};
use crate::limits::Limits;
use crate::refusal::WorkbookRefusal;

/// A running worker.
pub(super) struct Worker {
    child: Child,
    input: ChildStdin,
    answers: Receiver<Vec<u8>>,
}

impl Worker {
    /// Starts a worker with no environment and no error output: what a broken reader prints helps nobody.
    pub(super) fn start(program: &Path, limits: &Limits) -> Result<Self, WorkbookRefusal> {
        let missing = |error: io::Error| WorkbookRefusal::ReaderMissing {
            detail: error.to_string(),
        };
        let mut child = Command::new(program)
            .arg(WORKER_ARGUMENT)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(missing)?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(missing(io::Error::other("no pipe")));
        };
        let (send, answers) = sync_channel(1);
        let most = u64::try_from(limits.answer_bytes).unwrap_or(u64::MAX);
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            loop {
                let mut line = Vec::new();
                let read = output.by_ref().take(most).read_until(b'\n', &mut line);
                if !matches!(read, Ok(1..)) || send.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            child,
            input,
            answers,
        })
    }

    /// Sends one file and waits for the answer. After a refusal of [`WorkbookRefusal::ReaderDied`] the worker is gone.
    pub(super) fn read(&mut self, bytes: &[u8], purpose: Purpose) -> Answer {
        let limits = purpose.limits();
        let wait = Duration::from_secs(limits.wait_seconds);
        let Self {
            child,
            input,
            answers,
        } = self;
        // The file is written beside the waiting, because a worker that dies stops reading.
        let line = std::thread::scope(|scope| {
            scope.spawn(move || send(input, bytes, purpose));
            let line = answers.recv_timeout(wait);
            if line.is_err() {
                // Also unblocks the writing when the worker hangs; killing a dead process is no error worth telling.
                let _ = child.kill();
            }
            line
        });
        let how = match line {
            Ok(line) => match serde_json::from_slice::<Answer>(&line) {
                Ok(answer) => return answer,
                Err(_) => "读出的内容过多或不完整".to_owned(),
            },
            Err(RecvTimeoutError::Timeout) => format!("{} 秒内没有读完", limits.wait_seconds),
            Err(RecvTimeoutError::Disconnected) => {
                self.child.wait().map_or_else(|error| error.to_string(), how)
            }
        };
        Err(WorkbookRefusal::ReaderDied { how })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // The worker ends with its input, but a hung one must not outlive the request.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn send(input: &mut ChildStdin, bytes: &[u8], purpose: Purpose) -> io::Result<()> {
    let bytes_count = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    serde_json::to_writer(
        &mut *input,
        &Request {
            purpose,
            bytes: bytes_count,
        },
    )?;
    input.write_all(b"\n")?;
    input.write_all(bytes)?;
    input.flush()
}

/// Signals of Linux by number: the worker aborts when an allocation fails, and is stopped when its time is up.
fn how(status: ExitStatus) -> String {
    match (status.signal(), status.code()) {
        (Some(6), _) => "所需内存超过上限".to_owned(),
        (Some(9 | 24), _) => "处理时间或内存超过上限".to_owned(),
        (Some(signal), _) => format!("被信号 {signal} 中止"),
        (None, Some(code)) => format!("异常退出(代码 {code})"),
        (None, None) => "原因不明".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_death_is_told_in_words() {
        for (raw, words) in [
            (6, "所需内存超过上限"),
            (9, "处理时间或内存超过上限"),
            (24, "处理时间或内存超过上限"),
            (11, "被信号 11 中止"),
            (101 << 8, "异常退出(代码 101)"),
        ] {
            assert_eq!(how(ExitStatus::from_raw(raw)), words);
        }
    }

    #[test]
    fn a_program_that_is_not_there_is_a_clear_refusal() {
        let refusal = Worker::start(Path::new("/nonexistent/worker"), &Limits::FORMS)
            .err()
            .unwrap();
        assert_eq!(refusal.code(), "workbook-reader-missing");
    }

    #[test]
    fn a_program_that_answers_nonsense_is_a_dead_reader() {
        let mut worker = Worker::start(Path::new("/bin/echo"), &Limits::FORMS).unwrap();
        let refusal = worker.read(b"bytes", Purpose::Forms).unwrap_err();
        assert_eq!(refusal.code(), "workbook-reader-died");
    }
}
