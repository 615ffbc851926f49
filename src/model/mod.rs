//! What a report is: plain values without places, files or templates.
//!
//! In: whatever [`crate::lower`] built. Out: values that [`crate::rate`], [`crate::compare`] and
//! [`crate::view`] read. The model must not know where it came from, what the time is, or what it will look like.

pub mod colour;
pub mod date;
pub mod prose;
pub mod rating;
pub mod report;

pub use colour::Colour;
pub use date::Date;
pub use prose::Picture;
pub use rating::{Rating, Rule, Share};
pub use report::{
    Colours, Council, Done, Entry, Extra, Kind, Meeting, Milestone, Outlook, Report, Risk, Section, Stated,
    Status,
};
