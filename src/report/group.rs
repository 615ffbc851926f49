//! Groups: sections of a report that stand together under one heading, such as those of one priority.

use super::Rule;
use super::prose::Prose;

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
    /// The rule that makes its rating from those of its sections; without one it has none.
    pub rule: Option<Rule>,
}
