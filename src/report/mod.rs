//! What a report is: plain values without places, files or templates.
//!
//! In: what [`crate::check`] built. Out: values that [`crate::report::rate`], [`crate::report::compare`] and
//! [`crate::pages`] read. The model must not know where it came from, what the time is, or what it will look like.

pub mod action;
pub mod aspects;
pub mod clear_days;
pub mod colour;
pub mod compare;
pub mod council;
pub mod date;
pub mod document;
pub mod exempt;
pub mod group;
pub mod indicator;
pub mod naming;
pub mod number;
pub mod period;
pub mod project;
pub mod prose;
pub mod rate;
pub mod scale;
pub mod section;

pub use action::{Action, Category};
pub use aspects::{Aspect, AspectRating};
pub use clear_days::Nation;
pub use colour::Colour;
pub use council::{Compliance, Council, Language, Statement};
pub use date::{Date, Precision, When};
pub use document::{
    Background, Contact, Cover, DocumentKind, HeadingLine, Meeting, Priorities, Report, Status,
};
pub use exempt::{Exempt, Withheld};
pub use group::{Group, RollUp};
pub use indicator::{Against, Benchmark, Better, Indicator, Limit, Past};
pub use naming::{Naming, Noun, Nouns};
pub use number::Number;
pub use project::{Done, Extra, Milestone, Outlook, Project, Risk};
pub use prose::Picture;
pub use scale::{Counting, Look, Palette, Preset, Rating, Rule, Scale, Shape, Share, State};
pub use section::{Content, Kind, Layout, Narrative, Passage, Projects, Section, Stated};
