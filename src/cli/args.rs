//! What was typed.
//!
//! The only module that names `clap` and `clap_complete`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Makes a council's Cabinet report, as accessible HTML and PDF, from a folder of Markdown files.
#[derive(Debug, Parser)]
#[command(
    name = "cabinet-report",
    version,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 all is well (warnings are allowed); 1 content or templates have faults; 2 the command \
                  was not\nunderstood; 3 there is nothing to build, or the disk said no.\n\nExample: cabinet-report build 2013-14-h2"
)]
struct Cli {
    #[command(subcommand)]
    command: TypedCommand,
}

/// A command with its flags, as typed.
#[derive(Debug, Subcommand)]
pub(super) enum TypedCommand {
    /// Make the reports: a web page, a PDF and data files for each, and a page that lists them
    ///
    /// Nothing is written if anything is wrong: the faults are listed instead, each with its place and its cure.
    ///
    /// Example: cabinet-report build 2013-14-h2
    Build {
        /// The reports to make, by folder name [default: all]
        #[arg(value_name = "REPORT")]
        reports: Vec<String>,
        /// Typeset every PDF again, even if nothing in it has changed
        #[arg(long)]
        force: bool,
        /// Go on, and make them again whenever a file is saved
        #[arg(long)]
        watch: bool,
        #[command(flatten)]
        flags: Flags,
    },
    /// Show the reports in your browser while you write; every save shows at once
    ///
    /// Nothing is written. If something is wrong, the page says so at its head, and what could be made last stays below.
    /// Only browsers on this computer can see it.
    ///
    /// Example: cabinet-report serve
    Serve {
        /// The reports to show, by folder name [default: all]
        #[arg(value_name = "REPORT")]
        reports: Vec<String>,
        /// The number in the address after the colon [default: the first free one from 3000 to 3005]
        #[arg(long, value_name = "NUMBER")]
        port: Option<u16>,
        #[command(flatten)]
        flags: Flags,
    },
    /// Say where a rating comes from, or what a fault means
    ///
    /// Names a report, or a section or entry of one: rule, counts, what would tip it, who set it and how it moved. Or
    /// names a fault by the code in brackets: what it is, with an example and its cure.
    ///
    /// Example: cabinet-report explain 2013-14-h2 asset-management
    Explain {
        /// The report's folder name, or the code of a fault
        #[arg(value_name = "REPORT or CODE")]
        subject: String,
        /// The section, or `section/entry`
        #[arg(value_name = "SECTION[/ENTRY]")]
        place: Option<String>,
        #[command(flatten)]
        flags: Flags,
    },
    /// Say what changed between two reports: ratings, dates, narratives
    ///
    /// Example: cabinet-report diff 2013-14-h2
    Diff {
        /// The report's folder name
        report: String,
        /// The report to compare it with [default: the one that it names as `previous`]
        other: Option<String>,
        #[command(flatten)]
        flags: Flags,
    },
    /// Make a council's folder with an example of each kind, ready to be built and changed
    ///
    /// Example: cabinet-report init
    Init {
        #[command(flatten)]
        flags: Flags,
    },
    /// Make a new report, section or entry, with its fields explained; nothing is overwritten
    ///
    /// Example: cabinet-report new report 2014-15-h1 --from 2013-14-h2
    New {
        #[command(subcommand)]
        what: TypedWhat,
    },
    /// Print what a shell needs to complete the commands of this program as you type
    ///
    /// Put what it prints where your shell looks for it; in PowerShell, that is your profile.
    ///
    /// Example: cabinet-report completions powershell >> $PROFILE
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the JSON Schema of one kind of front matter, for editors that complete and check while you type
    ///
    /// `report.json` for KIND prints that of the data files, for programs that read them.
    ///
    /// Example: cabinet-report schema project
    Schema {
        /// council, report, section, plain-section, narrative-section, project, indicator, action, passage or
        /// report.json
        kind: String,
    },
    /// Write a report into a workbook for Excel: to be filled in and sent back, or for analysts
    ///
    /// With `--xlsx`, one sheet for each owner or lead, with what the report says now in the cells. `import` brings the
    /// workbook back. With `--rated`, the ratings as a table, with milestones and the history of indicators.
    ///
    /// Example: cabinet-report export 2013-14-h2 --xlsx --owner "Head of Planning"
    #[command(group(clap::ArgGroup::new("what").required(true)))]
    Export {
        /// The report's folder name
        report: String,
        /// Make return sheets, one for each owner or lead
        #[arg(long, group = "what")]
        xlsx: bool,
        /// Make a table of the ratings
        #[arg(long, group = "what")]
        rated: bool,
        /// Only what this owner or lead answers for; a part of the name is enough
        #[arg(long, value_name = "NAME", conflicts_with = "rated")]
        owner: Option<String>,
        /// The file to write [default: returns-REPORT.xlsx or ratings-REPORT.xlsx]
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        #[command(flatten)]
        flags: Flags,
    },
    /// Bring back a workbook that owners have filled in: only what they changed is changed in the files
    ///
    /// Reads the `.xlsx` that `export --xlsx` made, or one of its sheets as `.csv`. If anything in it is wrong, nothing
    /// is written, and everything is listed by sheet and cell.
    ///
    /// Example: cabinet-report import returns-2013-14-h2.xlsx --dry-run
    Import {
        /// The workbook
        file: PathBuf,
        /// Say what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        flags: Flags,
    },
    /// Say what is wrong with the content and the templates, and what is missing before the paper goes out
    ///
    /// Writes nothing. Where nothing is wrong, it lists by owner what is missing or stale, and says by when the paper
    /// must be published.
    ///
    /// Example: cabinet-report check --owner "Head of Planning"
    Check {
        /// Only what this owner or lead answers for; a part of the name is enough
        #[arg(long, value_name = "NAME")]
        owner: Option<String>,
        /// The most words that a narrative should have
        #[arg(long, value_name = "WORDS", default_value_t = 400)]
        longest: usize,
        #[command(flatten)]
        flags: Flags,
    },
}

/// What is to be made, as typed.
#[derive(Debug, Subcommand)]
pub(super) enum TypedWhat {
    /// A report
    ///
    /// Example: cabinet-report new report 2014-15-h1 --from 2013-14-h2
    Report {
        /// The folder's name, such as 2014-15-h1
        id: String,
        /// Its title [default: made from the name]
        #[arg(long)]
        title: Option<String>,
        /// The report that it follows: the same sections and entries, without what belonged to the old period
        #[arg(long, value_name = "REPORT")]
        from: Option<String>,
        /// Keep the old narratives as quotations to write from
        #[arg(long, requires = "from")]
        keep_text: bool,
        #[command(flatten)]
        flags: Flags,
    },
    /// A section
    ///
    /// Example: cabinet-report new section 2013-14-h2/housing --kind workstream
    Section {
        /// The names of its folders: REPORT/SECTION
        place: String,
        /// workstream, enabler, indicators, actions or narrative
        #[arg(long, default_value = "workstream")]
        kind: String,
        /// Its title [default: made from the name]
        #[arg(long)]
        title: Option<String>,
        #[command(flatten)]
        flags: Flags,
    },
    /// An entry
    ///
    /// Example: cabinet-report new entry 2013-14-h2/asset-management/market-hall
    Entry {
        /// The names of its folders and its own: REPORT/SECTION/ENTRY
        place: String,
        /// Its title [default: made from the name]
        #[arg(long)]
        title: Option<String>,
        #[command(flatten)]
        flags: Flags,
    },
}

/// The folders of a council's folder, where no other is named.
const CONTENT: &str = "content";
const TEMPLATES: &str = "templates";
const OUTPUT: &str = "output";

/// The flags that every command takes which reads a council's folder.
#[derive(Debug, Args)]
pub(super) struct Flags {
    /// The folder that holds the reports' Markdown files
    #[arg(long, value_name = "FOLDER", default_value = CONTENT)]
    pub(super) content: PathBuf,
    /// The folder that holds your own templates, if you have any
    #[arg(long, value_name = "FOLDER", default_value = TEMPLATES)]
    pub(super) templates: PathBuf,
    /// The folder to write to
    #[arg(long, value_name = "FOLDER", default_value = OUTPUT)]
    pub(super) output: PathBuf,
    /// How to print faults
    #[arg(long, value_enum, default_value_t = TypedFormat::Human)]
    pub(super) format: TypedFormat,
    /// Take warnings for faults
    #[arg(long)]
    pub(super) strict: bool,
    /// Show restricted entries too, and mark every page as not for publication
    #[arg(long)]
    pub(super) restricted: bool,
}

/// The flags of a command that takes none.
impl Default for Flags {
    fn default() -> Self {
        Self {
            content: PathBuf::from(CONTENT),
            templates: PathBuf::from(TEMPLATES),
            output: PathBuf::from(OUTPUT),
            format: TypedFormat::Human,
            strict: false,
            restricted: false,
        }
    }
}

/// How to print faults, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TypedFormat {
    /// With an excerpt of the file
    Human,
    /// One line each
    Short,
    /// One JSON object a line, on standard output
    Json,
}

/// What came of reading the command line.
pub(super) enum Typed {
    /// A command.
    Command(TypedCommand),
    /// Help or the version was asked for: this text.
    Shown(String),
    /// It was not understood: this text says why.
    Wrong(String),
}

/// Reads the command line.
pub(super) fn read(words: impl IntoIterator<Item = OsString>) -> Typed {
    match Cli::try_parse_from(words) {
        Ok(cli) => Typed::Command(cli.command),
        Err(error) if error.use_stderr() => Typed::Wrong(error.render().ansi().to_string()),
        Err(error) => Typed::Shown(error.render().ansi().to_string()),
    }
}

/// What a shell needs to complete the commands.
pub(super) fn completions(shell: Shell) -> String {
    let mut out = Vec::new();
    let mut commands = Cli::command();
    let name = commands.get_name().to_owned();
    clap_complete::generate(shell, &mut commands, name, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory as _;

    #[test]
    fn the_commands_are_well_formed() {
        Cli::command().debug_assert();
    }
}
