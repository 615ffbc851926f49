//! Groups: sections of a report that stand together under one heading, such as those of one priority; and how the
//! ratings of several sections make one.

use super::prose::Prose;
use super::{Rule, Scale};

/// A group of sections.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The name by which sections say that they belong to it.
    pub id: String,
    /// What the reader sees as its name.
    pub title: String,
    /// What it is about.
    pub about: Prose,
    /// The role responsible for it.
    pub owner: Option<String>,
    /// How its rating is made from those of its sections; without it there is none.
    pub rollup: Option<RollUp>,
}

/// How the rating of a report or a group is made from those of its sections, which all have one scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RollUp {
    /// The rule.
    pub rule: Rule,
    /// The scale of the sections.
    pub scale: &'static Scale,
}
