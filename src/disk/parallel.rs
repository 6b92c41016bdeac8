//! Many small disk operations at once.

use std::num::NonZero;
use std::thread;

/// Below this many, starting threads costs more than it saves.
const WORTH_A_THREAD: usize = 256;

/// Does `work` on every item, on several threads where there are many, and returns the results in
/// the order of the items, or the first error in that order.
pub(super) fn try_map<T: Sync, U: Send, E: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<U, E> + Sync,
) -> Result<Vec<U>, E> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(4);
    if items.len() < WORTH_A_THREAD {
        return items.iter().map(work).collect();
    }
    let work = &work;
    thread::scope(|scope| {
        let start = |chunk: &'_ [T]| chunk.iter().map(work).collect::<Result<Vec<U>, E>>();
        let chunks = items.chunks(items.len().div_ceil(threads));
        let running: Vec<_> = chunks.map(|chunk| scope.spawn(move || start(chunk))).collect();
        let mut results = Vec::with_capacity(items.len());
        for thread in running {
            let done = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            results.extend(done?);
        }
        Ok(results)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_and_the_first_error() {
        let items: Vec<u32> = (0..5000).collect();
        let doubled = try_map(&items, |item| Ok::<_, ()>(item * 2)).unwrap();
        assert_eq!(doubled, items.iter().map(|item| item * 2).collect::<Vec<_>>());
        let failed = try_map(&items, |item| if *item < 700 { Ok(()) } else { Err(*item) });
        assert_eq!(failed, Err(700));
    }
}
