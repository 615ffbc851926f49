//! What makes Visual Studio Code complete and check front matter, and show the program's faults at their places.
//!
//! In: the content folder's name, and where the program is. Out: files of the `.vscode` folder. The schemas come from [`mod@json`], so they agree
//! with the parser.

use serde_json::{Value, json};

use super::NewFile;
use crate::content::schema::{self, json};
use crate::report::Kind;

/// Where an editor finds the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Program {
    /// It is installed: its name is enough.
    Installed,
    /// It lies in the council's own folder, where nobody could install it.
    Beside,
}

/// The files of `.vscode` for a council's folder whose content is in `content`.
pub(crate) fn files(content: &str, program: Program) -> Vec<NewFile> {
    let schemas = [
        ("council", format!("{content}/_index.md"), one_of(&["council"])),
        ("report", format!("{content}/*/_index.md"), one_of(&["report"])),
        ("section", format!("{content}/*/*/_index.md"), one_of(&of_kinds(|kind| &kind.section))),
        ("entry", format!("{content}/*/*/[!_]*.md"), one_of(&of_kinds(|kind| &kind.entry))),
    ];
    let wired =
        schemas.iter().map(|(name, files, _)| (place(name), json!(files))).collect::<serde_json::Map<_, _>>();
    let settings = json!({
        // Extensions that read the YAML at the top of Markdown files take their schemas from here.
        "yaml.schemas": wired,
        "files.encoding": "utf8",
        "[markdown]": { "editor.wordWrap": "on", "editor.quickSuggestions": { "other": true } },
    });
    // The program's own check needs no extension: its faults are underlined where they are.
    let tasks = json!({
        "version": "2.0.0",
        "tasks": [{
            "label": "Check the reports",
            "type": "process",
            "command": program.command('/', ""),
            // The editor does not add the extension by itself to a program that it is given with its folder.
            "windows": { "command": program.command('\\', ".exe") },
            "args": ["check", "--format", "short"],
            "group": { "kind": "build", "isDefault": true },
            "presentation": { "reveal": "silent" },
            "problemMatcher": {
                "owner": "cabinet-report",
                "fileLocation": ["relative", "${workspaceFolder}"],
                "pattern": {
                    "regexp": PATTERN,
                    "file": 1, "line": 2, "column": 3, "severity": 4, "code": 5, "message": 6,
                },
            },
        }],
    });
    let schemas = schemas.iter().map(|(name, _, schema)| file(&place(name), schema));
    [file(".vscode/settings.json", &settings), file(".vscode/tasks.json", &tasks)]
        .into_iter()
        .chain(schemas)
        .collect()
}

impl Program {
    /// How a task names it on a system with this mark between folders and this extension of programs.
    fn command(self, mark: char, extension: &str) -> String {
        match self {
            Self::Installed => "cabinet-report".to_owned(),
            Self::Beside => format!("${{workspaceFolder}}{mark}cabinet-report{extension}"),
        }
    }
}

/// How a fault is printed with `--format short`.
pub const PATTERN: &str = r"^(.+?):(\d+):(\d+): (error|warning)\[([a-z-]+)\]: (.*)$";

fn place(name: &str) -> String {
    format!(".vscode/cabinet-report/{name}.json")
}

/// The names of the tables that `which` chooses of each kind of section.
fn of_kinds(which: fn(&'static schema::SectionKind) -> &'static schema::Table) -> Vec<&'static str> {
    let mut names: Vec<&str> = Kind::ALL.map(|kind| which(schema::of(kind)).name).to_vec();
    let mut seen = Vec::new();
    names.retain(|name| {
        let is_new = !seen.contains(name);
        seen.push(*name);
        is_new
    });
    names
}

/// A schema that allows any of these kinds: the path of a file does not show what kind its section is.
fn one_of(kinds: &[&str]) -> Value {
    let schemas: Vec<Value> = kinds.iter().filter_map(|kind| json::schema(kind)).collect();
    match schemas.as_slice() {
        [only] => only.clone(),
        several => json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "anyOf": several }),
    }
}

fn file(path: &str, value: &Value) -> NewFile {
    // A value made of texts, lists and maps always has a JSON form.
    NewFile::new(path, serde_json::to_string_pretty(value).unwrap_or_default() + "\n")
}
