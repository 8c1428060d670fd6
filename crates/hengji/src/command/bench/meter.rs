//! Measuring: wall time, CPU time of this process and its children, peak memory.

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// A running measurement.
pub(super) struct Meter {
    began: Instant,
    cpu: Duration,
}

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    /// Time on the wall.
    pub(super) wall: Duration,
    /// Time of all processors spent in this process.
    pub(super) cpu: Duration,
}

impl Meter {
    /// Begins.
    pub(super) fn begin() -> Self {
        Self {
            began: Instant::now(),
            cpu: process_cpu(),
        }
    }

    /// What passed since.
    pub(super) fn read(&self) -> Reading {
        Reading {
            wall: self.began.elapsed(),
            cpu: process_cpu().saturating_sub(self.cpu),
        }
    }
}

impl Reading {
    /// Milliseconds on the wall.
    pub(super) fn wall_ms(&self) -> u64 {
        millis(self.wall)
    }

    /// CPU time in milliseconds.
    pub(super) fn cpu_ms(&self) -> u64 {
        millis(self.cpu)
    }

    /// CPU time in microseconds.
    pub(super) fn cpu_us(&self) -> u64 {
        u64::try_from(self.cpu.as_micros()).unwrap_or(u64::MAX)
    }
}

/// Whole milliseconds.
pub(super) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// CPU time of this process since its start.
pub(super) fn process_cpu() -> Duration {
    let at = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(at.tv_sec).unwrap_or(0);
    Duration::from_secs(seconds).saturating_add(Duration::from_nanos(u64::try_from(at.tv_nsec).unwrap_or(0)))
}

/// The most memory this process ever held, in KB; none where the system does not tell.
pub(super) fn peak_memory_kb() -> Option<u64> {
    status_kb("VmHWM:")
}

/// The memory this process holds now, in KB; none where the system does not tell.
pub(super) fn resident_memory_kb() -> Option<u64> {
    status_kb("VmRSS:")
}

/// CPU time of all children that have ended, in milliseconds; 0 where the system does not tell.
pub(super) fn children_cpu_ms() -> u64 {
    // The fields after the name in brackets: 14th and 15th are the times of waited-for children, in ticks.
    const TICK_MS: u64 = 10;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = fields.split_whitespace().skip(13).take(2);
    ticks.filter_map(|field| field.parse::<u64>().ok()).sum::<u64>() * TICK_MS
}

fn status_kb(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_costs_cpu_time_and_sleep_does_not() {
        let meter = Meter::begin();
        std::thread::sleep(Duration::from_millis(50));
        let slept = meter.read();
        assert!(50 <= slept.wall_ms());
        let mut sum = 0_u64;
        while meter.read().cpu < Duration::from_millis(60) {
            sum = std::hint::black_box(sum.wrapping_add(1));
        }
        assert!(slept.cpu_ms() < meter.read().cpu_ms());
    }
}
