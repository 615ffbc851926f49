//! Makes a council's Cabinet report from a folder of Markdown files.
//!
//! ```text
//! content/*.md ─discover─▶ source ─parse─▶ raw entries ─lower─▶ model ─rate, compare─▶ rated model ─view─▶ Tera ─▶ HTML ───────────▶ artifacts ─publish─▶ output/
//!   (bytes)               (text, spans)    (all spanned)        (plain values)         (with reasons)        └───▶ Typst source ─▶ PDF ──▶ (path → bytes)
//!       └───────── every stage hands on its value AND its diagnostics; all are printed together at the end ─────────┘
//! ```
//!
//! The modules below stand in the order of that picture, and none imports one to its left. What always holds:
//!
//! - Parsing never fails: a fault is a [`diag::Diagnostic`], and the value goes on.
//! - The [`model`] does not know where it came from: no files, no places, no clock, no templates.
//! - Ratings ([`rate`]) and movements ([`compare`]) are pure functions of the model.
//! - Renderers see only the [`view`], so a further output touches [`render`] alone.
//! - [`preview`] keeps in memory what [`publish`] would write, and shows it to browsers on the same computer.
//! - Only [`cli`] knows the time, the environment and the terminal.
//! - Only [`publish`] writes reports, and it writes nothing unless everything was rendered; only [`start`] makes new
//!   content, and it overwrites nothing; only [`returns`] changes content, value by value, with all else in a file as it
//!   was.
//! - Each outside crate has one door: `tests/suite/architecture.rs` reads the `use` lines and holds this.

pub mod source;

pub mod diag;

pub mod workbook;

pub mod discover;

pub mod parse;

pub mod lower;

pub mod model;

pub mod rate;

pub mod compare;

pub mod view;

pub mod render;

pub mod whole_file;

pub mod publish;

pub mod start;

pub mod returns;

pub mod pipeline;

pub mod preview;

pub mod cli;
