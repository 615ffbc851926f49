//! The `cabinet-report` executable; everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    cabinet_report::cli::run()
}
