//! Does independent pieces of work at the same time.
//!
//! In: items and what to do with each, or two pieces of work. Out: the results, in order. Typst shares work among the
//! threads of `rayon`; a report must not be one of the pieces there. While it waited for its own pieces it would be
//! given the next report, and within that the next but one, until the stack overflowed.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The stack of each thread, in bytes: more than the deepest text that is accepted needs on any system.
pub const STACK: usize = 32 * 1024 * 1024;

/// Starts the threads among which Typst shares work. It would start them itself, and fall over where there are none.
///
/// # Errors
///
/// The computer starts no more threads.
pub fn start_threads() -> Result<(), String> {
    rayon::ThreadPoolBuilder::new().build_global().map_err(|why| why.to_string())
}

/// Does `work` with each item; a panic in one is passed on.
pub(super) fn on_every_core<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::default();
    let take = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { break };
            let result = work(item);
            done.lock().unwrap_or_else(PoisonError::into_inner).push((index, result));
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    thread::scope(|threads| {
        let started = (0..cores)
            .flat_map(|_| thread::Builder::new().stack_size(STACK).spawn_scoped(threads, take))
            .count();
        // If the system has no more threads to give, there is still this one.
        if started == 0 {
            take();
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does two pieces of work at once, `here` on this thread; a panic in either is passed on.
pub(super) fn at_once<A: Send, B>(there: impl Fn() -> A + Sync, here: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|threads| {
        let started = thread::Builder::new().stack_size(STACK).spawn_scoped(threads, &there);
        let here = here();
        let there = match started {
            Ok(started) => started.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            // If the system has no more threads to give, there is still this one.
            Err(_) => there(),
        };
        (there, here)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<u64> = (0..100).collect();
        let slow_first = |item: &u64| {
            thread::sleep(std::time::Duration::from_micros(100 - item));
            item * 2
        };
        assert_eq!(on_every_core(&items, slow_first), (0..100).map(|item| item * 2).collect::<Vec<u64>>());
        assert_eq!(on_every_core(&[] as &[u64], slow_first), Vec::<u64>::new());
    }

    #[test]
    fn two_pieces_of_work_are_done_on_two_threads() {
        let (there, here) = at_once(|| thread::current().id(), || thread::current().id());
        assert_eq!(here, thread::current().id());
        assert_ne!(there, here);
    }
}
