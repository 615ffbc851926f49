//! Holds the walls between the stages: who may name whom.

use std::collections::BTreeMap;
use std::path::Path;

use cabinet_report::model::Kind;

use crate::support::repository;

/// The modules in the order of the data flow, as `lib.rs` lists them; each may name those that stand before it and,
/// because values flow to the right, never one behind it. The exceptions are named with their reasons below.
const ORDER: [&str; 18] = [
    "source",
    "diag",
    "workbook",
    "model",
    "discover",
    "parse",
    "lower",
    "rate",
    "compare",
    "view",
    "render",
    "whole_file",
    "publish",
    "start",
    "returns",
    "pipeline",
    "preview",
    "cli",
];

/// Each outside crate and the one file or folder that may name it.
const DOORS: [(&str, &str); 26] = [
    ("annotate_snippets", "diag/print.rs"),
    ("anstream", "cli/terminal.rs"),
    ("base64", "render/html.rs"),
    ("calamine", "workbook/read.rs"),
    ("clap", "cli/args.rs"),
    ("clap_complete", "cli/args.rs"),
    ("comemo", "render/pdf/"),
    ("csv", "render/data.rs"),
    ("granit_parser", "parse/yaml/"),
    ("jiff", "model/date.rs"),
    ("mimalloc", "main.rs"),
    ("pulldown_cmark", "parse/prose.rs"),
    ("roxmltree", "lower/pictures.rs"),
    ("rust_xlsxwriter", "workbook/write.rs"),
    ("siphasher", "render/fingerprint.rs"),
    ("strsim", "diag/mod.rs"),
    ("tera", "render/templates.rs"),
    ("typst", "render/pdf/"),
    ("typst_kit::files", "render/pdf/"),
    ("typst_kit::fonts", "render/pdf/"),
    ("typst_kit::server", "preview/server.rs"),
    ("typst_kit::watcher", "preview/watcher.rs"),
    ("typst_layout", "render/pdf/"),
    ("typst_pdf", "render/pdf/"),
    ("unicode_properties", "lower/prose.rs"),
    ("zip", "workbook/read.rs"),
];

/// Every source file by its path below `src/`, without its tests and comments.
fn sources() -> BTreeMap<String, String> {
    fn collect(folder: &Path, root: &Path, files: &mut BTreeMap<String, String>) {
        for found in std::fs::read_dir(folder).expect("src is there") {
            let path = found.expect("readable").path();
            if path.is_dir() {
                collect(&path, root, files);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                let name = path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/");
                let text = std::fs::read_to_string(&path).expect("readable");
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                let code: Vec<&str> =
                    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
                files.insert(name, code.join("\n"));
            }
        }
    }
    let mut files = BTreeMap::new();
    let root = repository().join("src");
    collect(&root, &root, &mut files);
    assert!(files.len() > 25, "the test reads the real sources");
    files
}

/// Whether `code` names the path `name::`.
fn names(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    code.match_indices(&path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
    })
}

#[test]
fn no_module_names_one_to_its_right() {
    for (file, code) in sources() {
        let module = file.split(['/', '.']).next().expect("a name");
        let Some(own) = ORDER.iter().position(|name| *name == module) else {
            assert!(matches!(module, "lib" | "main"), "{file} is in no known place: add it to the order");
            continue;
        };
        for (index, other) in ORDER.iter().enumerate() {
            if index > own {
                assert!(
                    !code.contains(&format!("crate::{other}")),
                    "src/{file} names `{other}`, which stands to its right"
                );
            }
        }
    }
}

/// A new kind of section is one line in `model/section.rs` and these files; this test says which are missing.
#[test]
fn every_kind_has_its_place_in_each_stage() {
    let root = repository();
    let is_there = |path: String| assert!(root.join(&path).is_file(), "a kind of section needs `{path}`");
    let tables = std::fs::read_to_string(root.join("src/parse/tables.rs")).expect("the tables");
    for kind in Kind::ALL {
        // Enablers are workstreams by another name; their entries, and those of workstreams, are projects.
        let (entries, template) = match kind {
            Kind::Workstream | Kind::Enabler => ("projects", "workstream"),
            other => (other.name(), other.name()),
        };
        let table = match kind {
            Kind::Workstream | Kind::Enabler => "PROJECT",
            Kind::Indicators => "INDICATOR",
            Kind::Actions => "ACTION",
            Kind::Narrative => "PASSAGE",
        };
        assert!(tables.contains(&format!("pub const {table}: &[Field]")), "{kind:?} has no table of fields");
        is_there(format!("src/lower/{entries}.rs"));
        is_there(format!("src/view/{template}.rs"));
        is_there(format!("templates/html/{template}.html"));
        is_there(format!("templates/typst/{template}.typ"));
    }
}

#[test]
fn each_outside_crate_has_one_door() {
    for (file, code) in sources() {
        for (name, door) in DOORS {
            // The server of typst-kit takes what it serves in Typst's own form of bytes.
            let is_server = name == "typst" && file == "preview/server.rs";
            // Reports are written as CSV, and returns are read from it.
            let is_reader = name == "csv" && file == "workbook/read.rs";
            if !file.starts_with(door) && !is_server && !is_reader {
                assert!(!names(&code, name), "src/{file} names `{name}`, whose door is src/{door}");
            }
        }
    }
}

#[test]
fn every_dependency_has_a_door() {
    let manifest = std::fs::read_to_string(repository().join("Cargo.toml")).expect("Cargo.toml");
    let table =
        manifest.split("[dependencies]").nth(1).and_then(|rest| rest.split("\n[").next()).expect("a table");
    let without_door = ["getrandom", "idna", "serde", "serde_json", "unicode_properties", "walkdir"];
    for line in table.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())) {
        let name = line.split([' ', '=']).next().expect("a name").replace('-', "_");
        let known = DOORS.iter().any(|(door, _)| door.split("::").next() == Some(&name))
            || without_door.contains(&name.as_str());
        assert!(known, "`{name}` has no door: name the one module that may use it");
    }
}

#[test]
fn the_model_knows_no_serialisation_and_no_places_and_only_the_view_derives_it() {
    for (file, code) in sources() {
        let is_model = file.starts_with("model/") || file.starts_with("rate/") || file == "compare.rs";
        if is_model {
            for word in ["serde", "Span", "std::fs", "std::env", "Instant", "tera::"] {
                assert!(!code.contains(word), "src/{file} names `{word}`");
            }
        }
        if !file.starts_with("view/") {
            assert!(
                !code.contains("derive(") || !code.contains("Serialize)"),
                "src/{file} derives Serialize"
            );
        }
    }
}

#[test]
fn renderers_see_only_the_view() {
    for (file, code) in sources().into_iter().filter(|(file, _)| file.starts_with("render/")) {
        for other in ["model", "discover", "parse", "lower", "rate", "compare"] {
            assert!(
                !code.contains(&format!("crate::{other}")),
                "src/{file} names `{other}`, which lies behind the view"
            );
        }
    }
}

#[test]
fn only_the_command_line_asks_for_time_environment_and_terminal() {
    for (file, code) in sources() {
        if !file.starts_with("cli/") {
            for word in
                ["std::env::", "Instant::", "SystemTime", "println!", "eprintln!", "stdout()", "stderr()"]
            {
                assert!(!code.contains(word), "src/{file} uses `{word}`");
            }
        }
        // Reports, new content, and what returns change or hand out.
        if !matches!(file.as_str(), "whole_file.rs" | "publish.rs" | "start/mod.rs" | "returns/disk.rs") {
            for word in ["fs::write", "File::create", "fs::rename", "remove_file", "create_dir"] {
                assert!(!code.contains(word), "src/{file} writes with `{word}`");
            }
        }
    }
}
