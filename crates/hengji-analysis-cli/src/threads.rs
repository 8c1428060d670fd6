//! 线程 (threads): as many as asked for; results do not depend on their number.

use std::num::NonZeroUsize;

use crate::Failure;

/// Computes on so many threads, or on as many as the machine has cores.
pub(crate) fn with_threads<T: Send>(
    threads: Option<NonZeroUsize>,
    compute: impl FnOnce() -> T + Send,
) -> Result<T, Failure> {
    let Some(threads) = threads else {
        return Ok(compute());
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.get())
        .build()
        .map_err(Failure::fault)?;
    Ok(pool.install(compute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_threads_are_used_as_asked_for() {
        for count in [1, 2, 3] {
            let found = with_threads(NonZeroUsize::new(count), rayon::current_num_threads);
            assert_eq!(found, Ok(count));
        }
        assert!(with_threads(None, rayon::current_num_threads).is_ok());
    }
}
