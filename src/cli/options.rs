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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    /// Make the reports.
    Build,
    /// Say what is wrong.
    Check,
}

impl From<TypedCommand> for Options {
    fn from(typed: TypedCommand) -> Self {
        let (command, mut reports, flags) = match typed {
            TypedCommand::Build { reports, flags } => (Command::Build, reports, flags),
            TypedCommand::Check { flags } => (Command::Check, Vec::new(), flags),
        };
        // A report is a folder, and shells complete folders with their path and a slash.
        for report in &mut reports {
            let name = report.replace('\\', "/");
            name.trim_end_matches('/').rsplit('/').next().unwrap_or_default().clone_into(report);
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
