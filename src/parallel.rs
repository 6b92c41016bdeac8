//! Many independent pieces of work at once, with results as if they were done one after the other.

use std::convert::Infallible;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// More threads than this wait for each other, or for the disk.
const MOST_THREADS: usize = 8;

/// The results of `work` on every item, in the order of the items.
pub fn map<T: Sync, U: Send>(items: &[T], work: impl Fn(&T) -> U + Sync) -> Vec<U> {
    match try_map(items, |item| Ok::<U, Infallible>(work(item))) {
        Ok(results) => results,
        Err(never) => match never {},
    }
}

/// The results of `work` on every item, in the order of the items.
///
/// # Errors
/// The first error in that order; what was not begun by then is left.
pub fn try_map<T: Sync, U: Send, E: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<U, E> + Sync,
) -> Result<Vec<U>, E> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.min(MOST_THREADS).min(items.len());
    let queue = Queue { items, next: AtomicUsize::new(0), failed: AtomicBool::new(false), work };
    let mut results = if threads < 2 {
        queue.run()
    } else {
        thread::scope(|scope| {
            let start = || scope.spawn(|| queue.run());
            let running: Vec<_> = (0..threads).map(|_| start()).collect();
            let done =
                running.into_iter().flat_map(|it| it.join().unwrap_or_else(|it| resume_unwind(it)));
            done.collect::<Vec<_>>()
        })
    };
    results.sort_unstable_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Items that threads take one after the other.
struct Queue<'a, T, W> {
    items: &'a [T],
    next: AtomicUsize,
    failed: AtomicBool,
    work: W,
}

impl<T, U, E, W: Fn(&T) -> Result<U, E>> Queue<'_, T, W> {
    /// Works until nothing is left, or something has failed.
    fn run(&self) -> Vec<(usize, Result<U, E>)> {
        let mut done = Vec::new();
        while !self.failed.load(Ordering::Relaxed) {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = self.items.get(index) else { break };
            let result = (self.work)(item);
            if result.is_err() {
                self.failed.store(true, Ordering::Relaxed);
            }
            done.push((index, result));
        }
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_and_the_first_error() {
        let items: Vec<u32> = (0..5000).collect();
        let doubled: Vec<u32> = items.iter().map(|item| item * 2).collect();
        assert_eq!(map(&items, |item| item * 2), doubled);
        let failed = try_map(&items, |item| if *item < 700 { Ok(()) } else { Err(*item) });
        assert_eq!(failed, Err(700));
        assert_eq!(map(&[], |item: &u32| *item), Vec::<u32>::new());
    }
}
