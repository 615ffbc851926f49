//! The data files: what a rated report says to other programs.
//!
//! In: a rated report and its comparison. Out: `report.json`, `ratings.csv` and the workbook of ratings. This folder
//! must not know HTML, Word or Typst. `schemars`, which only this folder names, makes the schema.

pub mod files;
pub mod filled;
pub mod report;
pub mod rows;
pub mod schema;
pub mod workbook;
pub mod written;

pub use filled::report;
pub use report::Report;
pub use rows::{Row, rows};
