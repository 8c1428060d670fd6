//! Room on the disk: a build that runs out of it fails late, and says so in the words of a compiler.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::repository;
use crate::shell::{Failure, capture};

/// What a clean build and the databases of the tests fill, with something to spare, in MiB.
const NEEDED_MIB: u64 = 4 * 1024;

/// Refuses to start where the tests would not fit.
pub(crate) fn enough() -> Result<(), Failure> {
    for directory in [target(), std::env::temp_dir()] {
        // Where df is not to be had or answers otherwise, nothing is known and nothing is refused.
        let free = capture(Command::new("df").arg("-Pm").arg(existing(&directory)))
            .ok()
            .and_then(|answer| free_mib(&answer));
        if let Some(free) = free.filter(|free| *free < NEEDED_MIB) {
            return Err(Failure::Missing(format!(
                "磁盘空间不足: {} 只剩 {free} MiB,编译和测试约需 {NEEDED_MIB} MiB。\
                 请清理(例如 cargo clean)后重试。 [disk-nearly-full]",
                directory.display()
            )));
        }
    }
    Ok(())
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository::root().join("target"), PathBuf::from)
}

/// The nearest directory above that is there already.
fn existing(path: &Path) -> &Path {
    path.ancestors()
        .find(|ancestor| ancestor.exists())
        .unwrap_or_else(|| Path::new("."))
}

/// The fourth figure of the second line of `df -P`.
fn free_mib(answer: &str) -> Option<u64> {
    answer.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_free_space_is_read_from_the_portable_form() {
        let answer = "Filesystem 1048576-blocks  Used Available Capacity Mounted on\n/dev/vda 257024 93000 843 100% /\n";
        assert_eq!(free_mib(answer), Some(843));
        assert_eq!(free_mib("df: no such file"), None);
        assert_eq!(free_mib(""), None);
    }

    #[test]
    fn a_directory_still_to_be_made_stands_for_the_one_above() {
        let there = std::env::temp_dir();
        assert_eq!(existing(&there.join("hengji-not-there").join("target")), there);
    }
}
