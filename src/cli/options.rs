//! What was typed, as it is meant.

use std::path::PathBuf;

use super::args::{Flags, TypedCommand, TypedFormat};
use crate::diag::print::Format;

/// Everything that a command needs to know.
#[derive(Debug, Clone)]
pub(super) struct Options {
    /// The command.
    pub(super) command: Command,
    /// The content folder.
    pub(super) content: PathBuf,
    /// The council's own templates.
    pub(super) templates: PathBuf,
    /// The output folder.
    pub(super) output: PathBuf,
    /// The reports that are wanted; none means all.
    pub(super) reports: Vec<String>,
    /// How faults are printed.
    pub(super) format: Format,
    /// Whether warnings are faults.
    pub(super) strict: bool,
    /// Whether restricted entries are shown.
    pub(super) restricted: bool,
}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    /// Make the reports.
    Build,
    /// Say what is wrong, and what is missing before a paper goes out.
    Check {
        /// Whose part is wanted; everybody's without a name.
        owner: Option<String>,
        /// The most words of a narrative.
        longest: usize,
    },
    /// Say where a rating comes from, or what a fault means.
    Explain {
        /// A report's id or a fault's code.
        subject: String,
        /// The section's id, and the entry's.
        place: Option<(String, Option<String>)>,
    },
    /// Say what changed.
    Diff {
        /// The report.
        report: String,
        /// The one to compare it with, where it is not the previous one.
        other: Option<String>,
    },
    /// Print a schema.
    Schema(String),
}

/// A report is a folder, and shells complete folders with their path and a slash.
fn folder_name(typed: &str) -> String {
    let name = typed.replace('\\', "/");
    name.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
}

impl From<TypedCommand> for Options {
    fn from(typed: TypedCommand) -> Self {
        let (command, mut reports, flags) = match typed {
            TypedCommand::Build { reports, flags } => (Command::Build, reports, flags),
            TypedCommand::Check { owner, longest, flags } => {
                (Command::Check { owner, longest }, Vec::new(), flags)
            }
            TypedCommand::Explain { subject, place, flags } => {
                let place = place.map(|place| place.trim_end_matches(".md").replace('\\', "/"));
                let place = place.map(|place| match place.split_once('/') {
                    Some((section, entry)) if !entry.is_empty() => {
                        (section.to_owned(), Some(entry.to_owned()))
                    }
                    _ => (place.trim_end_matches('/').to_owned(), None),
                });
                (Command::Explain { subject: folder_name(&subject), place }, Vec::new(), flags)
            }
            TypedCommand::Diff { report, other, flags } => {
                let other = other.as_deref().map(folder_name);
                (Command::Diff { report: folder_name(&report), other }, Vec::new(), flags)
            }
            TypedCommand::Schema { kind } => (Command::Schema(kind), Vec::new(), Flags::default()),
        };
        for report in &mut reports {
            *report = folder_name(report);
        }
        let Flags { content, templates, output, format, strict, restricted } = flags;
        let format = match format {
            TypedFormat::Human => Format::Human,
            TypedFormat::Short => Format::Short,
            TypedFormat::Json => Format::Json,
        };
        Self { command, content, templates, output, reports, format, strict, restricted }
    }
}
