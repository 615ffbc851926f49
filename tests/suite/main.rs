//! One test binary for everything that needs more than one module: linking Typst once is slow enough.
//!
//! `support` holds the tools; every other module names what it holds the program to.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on stops with its reason, and tests make the files that the program may not"
)]
#![allow(
    clippy::case_sensitive_file_extension_comparisons,
    clippy::format_collect,
    clippy::format_push_string,
    reason = "in a test, plain beats fast"
)]

mod support;

mod accessibility;
mod amplified;
mod architecture;
mod aspects;
mod combinations;
mod commands;
mod comparison;
mod counts;
mod cures;
mod data_files;
mod determinism;
mod disk;
mod documents;
mod exempt;
mod faults;
mod forms;
mod fuzzed;
// The content that is measured is tested like everything else.
#[path = "../bench/generator.rs"]
mod generator;
mod indicators;
mod injection;
mod killed;
mod layout;
mod licences;
mod live;
mod measures;
mod page_ends;
mod papers;
mod periods;
mod pictures;
mod preview;
mod prose;
mod publishing;
mod ratings;
mod readme;
mod restricted;
mod scales;
mod screen;
mod spreadsheets;
mod typed;
mod word;
mod word_pictures;
mod word_return;
mod words;
mod worked_example;
