//! Makes a public body's Cabinet report from a folder of Markdown files.
//!
//! ```text
//! content/*.md ─discover─▶ source ─parse─▶ raw entries ─check─▶ report ─rate, compare─▶ rated report ─pages─▶ Tera ─▶ HTML, Word ────▶ artifacts ─publish─▶ output/
//!   (bytes)               (text, spans)    (all spanned)        (plain values)         (with reasons)        └───▶ Typst source ─▶ PDF ──▶ (path → bytes)
//!       └───────── every stage passes on its value AND its diagnostics; all are printed together at the end ─────────┘
//! ```
//!
//! The rooms below are listed from the outside in: each may use those after it and none before it, so dependencies only
//! ever point down this list. What always holds:
//!
//! - Parsing never fails: a fault becomes a [`diag::Diagnostic`], and the value is passed on.
//! - The [`report`] does not know where it came from: no files, no places, no clock, no templates.
//! - Ratings ([`report::rate`]) and movements ([`report::compare`]) are pure functions of the report. They give facts;
//!   [`words`] turns them into sentences, and everything else that a report says comes from there too.
//! - [`outputs`] see only [`pages`] and the data made beside them, so another output is another file there.
//! - [`preview`] keeps in memory what [`disk`] would write, and shows it to browsers on the same computer.
//! - Only [`cli`] knows the time, the environment and the terminal.
//! - Only [`disk`] writes. Reports are published once everything has been rendered, or not at all; new content
//!   overwrites nothing; returns change content value by value and leave the rest of a file as it was.
//! - Office files are unpacked in [`returns::office`], within limits, and packed there, the same for the same parts.
//! - Each outside crate has one door. `tests/suite/architecture.rs` reads the `use` lines and holds all of this.

pub mod cli;

pub mod preview;

pub mod pipeline;

pub mod disk;

pub mod outputs;

pub mod pages;

pub mod returns;

pub mod words;

pub mod check;

pub mod content;

pub mod report;

pub mod diag;

pub mod text;
