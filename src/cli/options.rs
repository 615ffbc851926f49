//! What was typed, as it is meant.

use std::path::PathBuf;

use super::args::{self, Flags, TypedCommand, TypedFormat, TypedWhat};
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
    Build {
        /// Whether PDFs are made again that would be the same.
        is_forced: bool,
        /// Whether to go on and make them again whenever something changes.
        is_watching: bool,
    },
    /// Show the reports in a browser while they are being written.
    Serve {
        /// The port to listen on; the first free one of a few if none is named.
        port: Option<u16>,
    },
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
    /// Write a report into a workbook.
    Export {
        /// The report's id.
        report: String,
        /// Whose return sheets are wanted; without it the ratings are, as a table.
        returns: Option<Whose>,
        /// The file to write, where it is not the usual one.
        to: Option<PathBuf>,
    },
    /// Bring a workbook back.
    Import {
        /// The workbook.
        file: PathBuf,
        /// Whether to say only what would change.
        is_dry: bool,
    },
    /// Print a schema.
    Schema(String),
    /// Print a text that is ready.
    Print(String),
    /// Make a council's folder.
    Init,
    /// Make a report, a section or an entry.
    New(What),
}

/// Whose return sheets are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whose {
    /// Everybody's.
    All,
    /// Those of whoever has this in the name.
    Of(String),
}

/// What is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A report.
    Report {
        /// Its folder's name.
        id: String,
        /// Its title.
        title: Option<String>,
        /// The report that it follows.
        from: Option<String>,
        /// Whether the old narratives are kept as quotations.
        keep_text: bool,
    },
    /// A section.
    Section {
        /// The names of report and section.
        place: String,
        /// Its kind.
        kind: String,
        /// Its title.
        title: Option<String>,
    },
    /// An entry.
    Entry {
        /// The names of report, section and entry.
        place: String,
        /// Its title.
        title: Option<String>,
    },
}

/// A report is a folder, and shells complete folders with their path and a slash.
fn folder_name(typed: &str) -> String {
    let name = typed.replace('\\', "/");
    name.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
}

impl From<TypedCommand> for Options {
    fn from(typed: TypedCommand) -> Self {
        let (command, mut reports, flags) = match typed {
            TypedCommand::Build { reports, force, watch, flags } => {
                (Command::Build { is_forced: force, is_watching: watch }, reports, flags)
            }
            TypedCommand::Serve { reports, port, flags } => (Command::Serve { port }, reports, flags),
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
            TypedCommand::Export { report, xlsx, rated: _, owner, to, flags } => {
                let returns = xlsx.then(|| owner.map_or(Whose::All, Whose::Of));
                (Command::Export { report: folder_name(&report), returns, to }, Vec::new(), flags)
            }
            TypedCommand::Import { file, dry_run, flags } => {
                (Command::Import { file, is_dry: dry_run }, Vec::new(), flags)
            }
            TypedCommand::Completions { shell } => {
                (Command::Print(args::completions(shell)), Vec::new(), Flags::default())
            }
            TypedCommand::Init { flags } => (Command::Init, Vec::new(), flags),
            TypedCommand::New { what } => {
                let place = |typed: &str| typed.trim_end_matches(".md").replace('\\', "/");
                let (what, flags) = match what {
                    TypedWhat::Report { id, title, from, keep_text, flags } => {
                        let from = from.as_deref().map(folder_name);
                        (What::Report { id: folder_name(&id), title, from, keep_text }, flags)
                    }
                    TypedWhat::Section { place: typed, kind, title, flags } => {
                        (What::Section { place: place(&typed), kind, title }, flags)
                    }
                    TypedWhat::Entry { place: typed, title, flags } => {
                        (What::Entry { place: place(&typed), title }, flags)
                    }
                };
                (Command::New(what), Vec::new(), flags)
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
