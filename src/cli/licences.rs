//! `licences`: prints on which terms the program and everything inside it may be used.
//!
//! The text is made by `.github/packaging/licences` from the crates that are linked in, and a test holds that none is missing.

use super::{Outcome, terminal};

/// The names, licences and licence texts of the libraries and fonts.
const LICENCES: &str = include_str!("licences.txt");

/// Prints them.
pub(super) fn run() -> Outcome {
    terminal::out(LICENCES);
    Outcome::Fine
}
