//! Tries `spreadsheet` of `checks.rs` on made-up inputs.

#![no_main]

use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

#[path = "../checks.rs"]
#[allow(dead_code, reason = "each target runs one of the checks")]
mod checks;

/// What the last panic said.
static LAST: Mutex<String> = Mutex::new(String::new());

/// The library that reads workbooks panics on some, and the program catches that. libFuzzer's own hook would end the
/// process at once; this one only notes what is said, and what nobody catches ends the process below.
fn note_panics() {
    panic::set_hook(Box::new(|what| {
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = what.to_string();
    }));
}

libfuzzer_sys::fuzz_target!(init: note_panics(), |bytes: &[u8]| {
    if panic::catch_unwind(AssertUnwindSafe(|| checks::spreadsheet(bytes))).is_err() {
        eprintln!("{}", LAST.lock().unwrap_or_else(PoisonError::into_inner));
        std::process::abort();
    }
});
