//! The import worker as a program of its own, for installations that confine it separately from the server (an
//! AppArmor profile or a systemd unit of its own). `hengji import-worker` does the same.

use std::process::ExitCode;

fn main() -> ExitCode {
    hengji_exchange::worker_main()
}
