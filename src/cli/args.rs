//! What was typed: each command with the flags that it uses, declared once.
//!
//! In: the words of the command line. Out: a [`Command`] ready to be carried out, or a text that says what was not
//! understood. Only this module names `clap` and `clap_complete`.

use std::convert::Infallible;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::content::schema::tables;
use crate::diag::one_line;
use crate::diag::print::Format;
use crate::outputs::data::schema as data;
use crate::report::Kind;
use crate::text::{id_from, is_device};

/// Makes a council's Cabinet report, as accessible HTML and PDF, from a folder of Markdown files.
#[derive(Debug, Parser)]
#[command(
    name = "cabinet-report",
    version,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 all is well (warnings are allowed); 1 content or templates have faults; 2 the command \
                  was not\nunderstood; 3 there is nothing to build, or a file could not be read or written.\n\n\
                  Example: cabinet-report build 2013-14-h2"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// A command with its flags. They are in the order in which a council comes to need them.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Init(Init),
    New(New),
    Serve(Serve),
    Check(Check),
    Build(Build),
    Explain(Explain),
    Diff(Diff),
    Export(Export),
    Import(Import),
    Schema(Schema),
    Completions(Completions),
    Licences(Licences),
}

/// Make a council's folder with an example of each kind, ready to build and change
///
/// Existing files are not touched.
///
/// Example: cabinet-report init our-council
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to make it in [default: the one that you are in]
    #[arg(value_name = "FOLDER")]
    pub(super) folder: Option<PathBuf>,
    #[command(flatten)]
    pub(super) content: Content,
    #[command(flatten)]
    pub(super) print: Print,
}

/// Make a new report, section or entry, with its fields explained; nothing is overwritten
///
/// Example: cabinet-report new report 2014-15-h1 --from 2013-14-h2
#[derive(Debug, Args)]
pub(super) struct New {
    #[command(subcommand)]
    pub(super) what: What,
}

/// What to make.
#[derive(Debug, Subcommand)]
pub(super) enum What {
    Report(NewReport),
    Section(NewSection),
    Entry(NewEntry),
}

/// Make a report
///
/// Example: cabinet-report new report 2014-15-h1 --from 2013-14-h2
#[derive(Debug, Args)]
pub(super) struct NewReport {
    /// The folder's name, such as 2014-15-h1
    #[arg(value_name = "REPORT", value_parser = new_report)]
    pub(super) id: String,
    /// Its title [default: made from the name]
    #[arg(long)]
    pub(super) title: Option<String>,
    /// The report that it follows: the same sections and entries, without what belonged to the old period
    #[arg(long, value_name = "REPORT", value_parser = folder_name)]
    pub(super) from: Option<String>,
    /// Keep the old narratives as quotations to work from
    #[arg(long, requires = "from")]
    pub(super) keep_text: bool,
    #[command(flatten)]
    pub(super) content: Content,
    #[command(flatten)]
    pub(super) templates: Templates,
    #[command(flatten)]
    pub(super) print: Print,
}

/// Make a section
///
/// Example: cabinet-report new section 2013-14-h2/housing --kind workstream
#[derive(Debug, Args)]
pub(super) struct NewSection {
    /// The names of its folders
    #[arg(value_name = "REPORT/SECTION", value_parser = names::<2>)]
    pub(super) place: [String; 2],
    /// What kind of section it is
    #[arg(long, value_enum, default_value_t = Kind::Workstream)]
    pub(super) kind: Kind,
    /// Its title [default: made from the name]
    #[arg(long)]
    pub(super) title: Option<String>,
    #[command(flatten)]
    pub(super) content: Content,
    #[command(flatten)]
    pub(super) print: Print,
}

/// Make an entry
///
/// Example: cabinet-report new entry 2013-14-h2/asset-management/market-hall
#[derive(Debug, Args)]
pub(super) struct NewEntry {
    /// The names of its folders and its own
    #[arg(value_name = "REPORT/SECTION/ENTRY", value_parser = names::<3>)]
    pub(super) place: [String; 3],
    /// Its title [default: made from the name]
    #[arg(long)]
    pub(super) title: Option<String>,
    #[command(flatten)]
    pub(super) content: Content,
    #[command(flatten)]
    pub(super) print: Print,
}

/// Show the reports in your browser while you write; every save shows at once
///
/// Nothing is written. If something is wrong, the page says so at the top, with the last good version below. Only
/// browsers on this computer can see it.
///
/// Example: cabinet-report serve
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The reports to show, by folder name [default: all]
    #[arg(value_name = "REPORT", value_parser = folder_name)]
    pub(super) reports: Vec<String>,
    /// The number after the colon in the address [default: the first free one from 3000 to 3005]
    #[arg(long, value_name = "NUMBER")]
    pub(super) port: Option<u16>,
    #[command(flatten)]
    pub(super) material: Material,
    #[command(flatten)]
    pub(super) print: Print,
}

/// Say what is wrong with the content and the templates, and what is missing before the paper goes out
///
/// Writes nothing. If nothing is wrong, it lists by owner what is missing or stale, and says by when the paper must
/// be published.
///
/// Example: cabinet-report check --owner "Head of Planning"
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Only what this owner or lead is responsible for; part of the name is enough
    #[arg(long, value_name = "NAME")]
    pub(super) owner: Option<String>,
    /// The most words that a narrative should have
    #[arg(long, value_name = "WORDS", default_value_t = 400)]
    pub(super) longest: usize,
    #[command(flatten)]
    pub(super) material: Material,
    /// The folder that `build` writes to: a PDF there in which nothing has changed is not typeset again
    #[arg(long, value_name = "FOLDER", default_value = OUTPUT, default_value_if("restricted", "true", OUTPUT_RESTRICTED))]
    pub(super) output: PathBuf,
    #[command(flatten)]
    pub(super) strict: Strict,
    #[command(flatten)]
    pub(super) print: Print,
}

/// Make the reports: a web page, a PDF and data files for each, and a page that lists them
///
/// Nothing is written if anything is wrong: the faults are listed instead, each with its place and how to put it right.
/// Faults in other reports do not keep those from being made that are named.
///
/// Example: cabinet-report build 2013-14-h2
#[derive(Debug, Args)]
pub(super) struct Build {
    /// The reports to make, by folder name [default: all]
    #[arg(value_name = "REPORT", value_parser = folder_name)]
    pub(super) reports: Vec<String>,
    /// Typeset every PDF again, even if nothing in it has changed
    #[arg(long)]
    pub(super) force: bool,
    /// Make a Word file of each report, too; `outputs: [html, pdf, docx]` in the council's file makes it every time
    #[arg(long)]
    pub(super) docx: bool,
    /// Keep running, and make the reports again whenever a file is saved
    #[arg(long)]
    pub(super) watch: bool,
    #[command(flatten)]
    pub(super) material: Material,
    /// The folder to write to; with `--restricted` it is output-restricted, so that the public pages stay
    #[arg(long, value_name = "FOLDER", default_value = OUTPUT, default_value_if("restricted", "true", OUTPUT_RESTRICTED))]
    pub(super) output: PathBuf,
    #[command(flatten)]
    pub(super) strict: Strict,
    #[command(flatten)]
    pub(super) print: Print,
}

/// Say where a rating comes from, or what a fault means
///
/// Name a report, or a section or entry of one, for the rule, the counts, what would tip the rating, who set it and how
/// it moved. Or name a fault by the code in brackets, for what it is, with an example and how to put it right.
///
/// Example: cabinet-report explain 2013-14-h2 asset-management
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The report's folder name, or the code of a fault
    #[arg(value_name = "REPORT or CODE", value_parser = folder_name)]
    pub(super) subject: String,
    /// The section, or the section and the entry
    #[arg(value_name = "SECTION[/ENTRY]", value_parser = place)]
    pub(super) place: Option<Place>,
    #[command(flatten)]
    pub(super) material: Material,
    #[command(flatten)]
    pub(super) print: Print,
}

/// A section of a report, or one of its entries.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) section: String,
    pub(super) entry: Option<String>,
}

/// Say what changed between two reports: ratings, dates, narratives
///
/// Example: cabinet-report diff 2013-14-h2
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The report's folder name
    #[arg(value_parser = folder_name)]
    pub(super) report: String,
    /// The report to compare it with [default: the one that it names as `previous`]
    #[arg(value_parser = folder_name)]
    pub(super) other: Option<String>,
    #[command(flatten)]
    pub(super) material: Material,
    #[command(flatten)]
    pub(super) print: Print,
}

/// Write a report into a workbook for Excel or forms for Word: to fill in and send back, or for analysts
///
/// With `--xlsx`, one workbook with a sheet for each owner or lead, with what the report says now in the cells. With
/// `--docx`, a form in Word for each of them, with the same in boxes. `import` brings both back. With `--rated`, the
/// ratings as a table, with milestones and the history of indicators.
///
/// Example: cabinet-report export 2013-14-h2 --xlsx --owner "Head of Planning"
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("what").required(true)))]
pub(super) struct Export {
    /// The report's folder name
    #[arg(value_parser = folder_name)]
    pub(super) report: String,
    /// Make return sheets, one for each owner or lead
    #[arg(long, group = "what")]
    pub(super) xlsx: bool,
    /// Make forms for Word in a folder, one for each owner or lead
    #[arg(long, group = "what")]
    pub(super) docx: bool,
    /// Make a table of the ratings
    #[arg(long, group = "what")]
    pub(super) rated: bool,
    /// Only what this owner or lead is responsible for; part of the name is enough
    #[arg(long, value_name = "NAME", conflicts_with = "rated")]
    pub(super) owner: Option<String>,
    /// The file to write, or the folder of the forms [default: returns-REPORT.xlsx, ratings-REPORT.xlsx or forms-REPORT]
    #[arg(long, value_name = "FILE or FOLDER")]
    pub(super) to: Option<PathBuf>,
    #[command(flatten)]
    pub(super) material: Material,
    #[command(flatten)]
    pub(super) print: Print,
}

/// Bring back a workbook or a form that owners have filled in: only what they changed is changed in the files
///
/// Reads the `.xlsx` that `export --xlsx` made, or one of its sheets as `.csv`, or a form that `export --docx` made. If
/// anything in it is wrong, nothing is written, and everything is listed by sheet and cell, or by entry and field. With
/// `--into`, reads any other Word document (`.docx`) as the text of one entry.
///
/// Example: cabinet-report import returns-2013-14-h2.xlsx --dry-run
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The workbook or the form, or with `--into` the Word document
    pub(super) file: PathBuf,
    /// The entry whose text a Word document is
    #[arg(long, value_name = "REPORT/SECTION/ENTRY", value_parser = names::<3>, conflicts_with = "side")]
    pub(super) into: Option<[String; 3]>,
    /// Say what would change, without changing anything
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Where both the owner and somebody else changed a value, take what came back
    #[arg(long, group = "side")]
    pub(super) theirs: bool,
    /// Where both the owner and somebody else changed a value, keep what the file says
    #[arg(long, group = "side")]
    pub(super) ours: bool,
    #[command(flatten)]
    pub(super) content: Content,
    #[command(flatten)]
    pub(super) print: Print,
}

/// Print the JSON Schema of one kind of front matter, for editors that complete and check as you type
///
/// With `report.json` as KIND, prints the schema of the data files, for programs that read them.
///
/// Example: cabinet-report schema project
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The kind of front matter
    #[arg(value_parser = PossibleValuesParser::new(kinds_of_schema()))]
    pub(super) kind: String,
}

/// Print a script with which your shell completes this program's commands as you type
///
/// Put what it prints where your shell looks for it; in PowerShell, that is your profile.
///
/// Example: cabinet-report completions powershell >> $PROFILE
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// The script for the shell.
    pub(super) fn text(&self) -> String {
        let mut out = Vec::new();
        let mut commands = Cli::command();
        let name = commands.get_name().to_owned();
        clap_complete::generate(self.shell, &mut commands, name, &mut out);
        String::from_utf8_lossy(&out).into_owned()
    }
}

/// Print the licences of everything that is inside the program
///
/// Example: cabinet-report licences
#[derive(Debug, Args)]
pub(super) struct Licences {}

/// What is read to make a report, and who it is for.
#[derive(Debug, Args)]
pub(super) struct Material {
    #[command(flatten)]
    pub(super) content: Content,
    #[command(flatten)]
    pub(super) templates: Templates,
    /// Show restricted entries too; pages are then marked as not for publication
    #[arg(long)]
    pub(super) restricted: bool,
}

/// Where the content is.
#[derive(Debug, Args)]
pub(super) struct Content {
    /// The folder that holds the reports' Markdown files
    #[arg(long = "content", id = "content", value_name = "FOLDER", default_value = "content")]
    pub(super) folder: PathBuf,
}

/// Where a council's own templates are.
#[derive(Debug, Args)]
pub(super) struct Templates {
    /// The folder that holds your own templates [default: templates, if there is one]
    #[arg(long = "templates", id = "templates", value_name = "FOLDER")]
    named: Option<PathBuf>,
}

impl Templates {
    /// The folder that was named, otherwise the usual one.
    pub(super) fn folder(&self) -> &Path {
        self.named.as_deref().unwrap_or(Path::new("templates"))
    }

    /// Whether the folder was named, and so should be there.
    pub(super) fn is_named(&self) -> bool {
        self.named.is_some()
    }
}

/// Whether warnings stop the work.
#[derive(Debug, Args)]
pub(super) struct Strict {
    /// Treat warnings as errors
    #[arg(long = "strict", id = "strict")]
    pub(super) is_strict: bool,
}

/// How faults and findings are printed.
#[derive(Debug, Args)]
pub(super) struct Print {
    /// How to print faults and findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
}

/// Where reports are written if no other folder is named.
const OUTPUT: &str = "output";
/// The folder to write to what is not for publication, likewise.
const OUTPUT_RESTRICTED: &str = "output-restricted";

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Human, Self::Short, Self::Json]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Human => PossibleValue::new("human").help("With an excerpt of the file"),
            Self::Short => PossibleValue::new("short").help("One line each"),
            Self::Json => PossibleValue::new("json").help("One JSON object a line, on standard output"),
        })
    }
}

impl ValueEnum for Kind {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

/// The kinds of front matter, and the data files.
fn kinds_of_schema() -> impl Iterator<Item = PossibleValue> {
    let kinds = tables().into_iter().map(|table| PossibleValue::new(table.name).help(table.files));
    kinds.chain([PossibleValue::new(data::NAME).help("the data files")])
}

/// A report is a folder, and shells complete folders with their path and a slash.
#[expect(clippy::unnecessary_wraps, reason = "value parsers may fail")]
fn folder_name(typed: &str) -> Result<String, Infallible> {
    let name = typed.replace('\\', "/");
    Ok(name.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned())
}

/// Reads a section, or a section and an entry, with a slash between them.
#[expect(clippy::unnecessary_wraps, reason = "value parsers may fail")]
fn place(typed: &str) -> Result<Place, Infallible> {
    let names = slashes(typed);
    Ok(match names.split_once('/') {
        Some((section, entry)) if !entry.is_empty() => {
            Place { section: section.to_owned(), entry: Some(entry.to_owned()) }
        }
        _ => Place { section: names.trim_end_matches('/').to_owned(), entry: None },
    })
}

/// A path that a shell completed, as the names of folders.
fn slashes(typed: &str) -> String {
    typed.trim_end_matches(".md").replace('\\', "/")
}

/// Reads the name of a new report.
fn new_report(typed: &str) -> Result<String, String> {
    let Ok(name) = folder_name(typed);
    usable(&name, "report")?;
    Ok(name)
}

/// Reads the names of something new, from the report down.
fn names<const N: usize>(typed: &str) -> Result<[String; N], String> {
    let names = slashes(typed);
    let names: Vec<&str> = names.split('/').collect();
    for (name, what) in names.iter().zip(["report", "section", "entry"]) {
        usable(name, what)?;
    }
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    names.try_into().map_err(|_| "write the names of its folders with slashes between them".to_owned())
}

/// Whether a folder or file may have this name.
fn usable(name: &str, what: &str) -> Result<(), String> {
    let better = id_from(name, what);
    if name == better && !name.is_empty() {
        return Ok(());
    }
    let rule = if is_device(name) {
        "Windows reserves it for a device, so choose another name"
    } else {
        "use small letters, digits and single hyphens only"
    };
    let better = if better.is_empty() { String::new() } else { format!(", like `{better}`") };
    Err(format!("`{name}` cannot be a folder or file name here: {rule}{better}"))
}

/// The result of reading the command line.
pub(super) enum Typed {
    /// A command.
    Command(Command),
    /// Help or the version was asked for: this text.
    Shown(String),
    /// It was not understood: this text says why.
    Wrong(String),
}

/// Reads the command line.
pub(super) fn read(words: impl IntoIterator<Item = OsString>) -> Typed {
    match Cli::try_parse_from(words) {
        Ok(cli) => Typed::Command(cli.command),
        Err(error) if error.use_stderr() => Typed::Wrong(visible(&error)),
        Err(error) => Typed::Shown(error.render().ansi().to_string()),
    }
}

/// What is wrong, with the words that were typed. If one of them could control the terminal, all of it is shown
/// plainly.
fn visible(error: &clap::Error) -> String {
    let plain = error.render().to_string();
    let cleaned: String = plain.lines().map(|line| one_line(line) + "\n").collect();
    if cleaned.trim_end() == plain.trim_end() { error.render().ansi().to_string() } else { cleaned }
}

#[cfg(test)]
mod tests {
    use super::{Cli, names};
    use clap::CommandFactory as _;

    #[test]
    fn the_commands_are_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn names_are_as_many_as_are_needed() {
        assert_eq!(names("r/s"), Ok(["r".to_owned(), "s".to_owned()]));
        assert_eq!(names("r\\s\\e.md"), Ok(["r", "s", "e"].map(str::to_owned)));
        assert!(names::<2>("r").is_err() && names::<2>("r/s/e").is_err() && names::<3>("r//e").is_err());
    }
}
