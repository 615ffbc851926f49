//! Holds the walls between the stages: who may name whom.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cabinet_report::content::schema::{self, Field, Shape};
use cabinet_report::report::Kind;

use crate::support::repository;

/// The rooms from the outside in, as `lib.rs` lists them: each may use those after it and none before it.
const ROOMS: [&str; 13] = [
    "cli", "preview", "pipeline", "disk", "outputs", "pages", "returns", "words", "check", "content",
    "report", "diag", "text",
];

/// Each outside crate and the one file or folder that may name it; a crate that is used for two purposes has two.
const DOORS: [(&str, &str); 45] = [
    ("annotate_snippets", "diag/print.rs"),
    ("anstream", "cli/terminal.rs"),
    ("base64", "text.rs"),
    ("calamine", "returns/workbook/read.rs"),
    ("clap", "cli/args.rs"),
    ("clap_complete", "cli/args.rs"),
    ("comemo", "outputs/pdf/"),
    ("crc32fast", "check/text/pictures/png.rs"),
    ("csv", "outputs/data/files.rs"),
    // Reports are written as CSV, and returns are read from it.
    ("csv", "returns/workbook/read.rs"),
    ("data_url", "check/text/pictures/drawing/"),
    ("fluent_bundle", "words/"),
    ("fluent_syntax", "words/catalogue.rs"),
    ("granit_parser", "content/yaml/"),
    ("httparse", "preview/http.rs"),
    ("imagesize", "outputs/word/pictures.rs"),
    ("jiff", "report/date.rs"),
    ("kurbo", "check/text/pictures/drawing/margin.rs"),
    ("memory_stats", "cli/stop.rs"),
    ("mimalloc", "main.rs"),
    ("miniz_oxide", "check/text/pictures/png.rs"),
    ("pulldown_cmark", "content/markdown/"),
    ("rayon", "pipeline/workers.rs"),
    ("resvg", "outputs/word/pictures.rs"),
    // Drawings, Office documents, and the styles of Word files.
    ("roxmltree", "check/text/pictures/drawing/"),
    ("roxmltree", "returns/office/package.rs"),
    ("roxmltree", "outputs/word/"),
    ("roxmltree", "returns/word/"),
    ("rust_xlsxwriter", "returns/workbook/write.rs"),
    ("schemars", "outputs/data/"),
    ("simplecss", "check/text/pictures/drawing/style.rs"),
    ("siphasher", "outputs/fingerprint.rs"),
    ("ssfmt", "returns/workbook/shown.rs"),
    ("strsim", "text.rs"),
    ("svgtypes", "check/text/pictures/drawing/margin.rs"),
    ("tera", "outputs/templates/"),
    ("typst", "outputs/pdf/"),
    ("typst_kit::files", "outputs/pdf/"),
    ("typst_kit::fonts", "outputs/pdf/"),
    ("typst_kit::watcher", "preview/watcher.rs"),
    ("typst_layout", "outputs/pdf/"),
    ("typst_pdf", "outputs/pdf/"),
    ("unic_langid", "words/catalogue.rs"),
    ("unicode_properties", "check/text/mod.rs"),
    ("zip", "returns/office/mod.rs"),
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
    assert!(files.len() > 100, "the test reads the real sources");
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

/// The files of `src/` that a file names, by the paths after `crate::`, `super::` and `self::`.
fn imports<'a>(file: &str, code: &str, files: &'a BTreeMap<String, String>) -> BTreeSet<&'a str> {
    let own: Vec<&str> = match file.strip_suffix("/mod.rs") {
        Some(folder) => folder.split('/').collect(),
        None => file.trim_end_matches(".rs").split('/').collect(),
    };
    let mut named = BTreeSet::new();
    for path in paths(code) {
        let mut steps = path.split("::").peekable();
        let mut place = match steps.next() {
            Some("crate") => Vec::new(),
            Some("self") => own.clone(),
            Some("super") => own[..own.len() - 1].to_vec(),
            _ => continue,
        };
        while steps.next_if_eq(&"super").is_some() {
            place.pop();
        }
        for step in steps {
            let further = [place.as_slice(), &[step]].concat();
            if module(&further, files).is_none() {
                break;
            }
            place = further;
        }
        if place != own {
            named.extend(module(&place, files));
        }
    }
    named
}

/// The file of a module.
fn module<'a>(place: &[&str], files: &'a BTreeMap<String, String>) -> Option<&'a str> {
    let path = place.join("/");
    [format!("{path}.rs"), format!("{path}/mod.rs")]
        .iter()
        .find_map(|name| files.get_key_value(name))
        .map(|(name, _)| name.as_str())
}

/// Every path that begins with `crate`, `super` or `self`, with groups in braces written out one by one.
fn paths(code: &str) -> Vec<String> {
    fn group(before: &str, inside: &str, found: &mut Vec<String>) {
        let (mut depth, mut start) = (0_usize, 0);
        for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    path(before, inside[start..at].trim(), found);
                    start = at + 1;
                }
                _ => {}
            }
        }
    }
    fn path(before: &str, text: &str, found: &mut Vec<String>) {
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(text.len());
        let own = text[..end].trim_end_matches("::").trim_end_matches("::self");
        let whole = if before.is_empty() { own.to_owned() } else { format!("{before}::{own}") };
        match text[end..].strip_prefix('{') {
            Some(rest) => {
                let mut depth = 1_usize;
                let close = rest.find(|c| {
                    depth = match c {
                        '{' => depth + 1,
                        '}' => depth - 1,
                        _ => depth,
                    };
                    depth == 0
                });
                group(&whole, &rest[..close.unwrap_or(rest.len())], found);
            }
            None => found.push(whole),
        }
    }
    let mut found = Vec::new();
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(start) {
            let before = code[..at].chars().next_back();
            if before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':') {
                path("", &code[at..], &mut found);
            }
        }
    }
    found
}

#[test]
fn lib_lists_the_rooms_in_the_order_that_this_test_holds() {
    let lib = std::fs::read_to_string(repository().join("src/lib.rs")).expect("lib.rs");
    let modules =
        lib.lines().filter_map(|line| line.split_once("mod ")).filter(|(start, _)| !start.contains("//"));
    let listed: Vec<&str> = modules.map(|(_, name)| name.trim_end_matches(';')).collect();
    assert_eq!(listed, ROOMS);
}

#[test]
fn each_room_uses_only_those_after_it() {
    let files = sources();
    for (file, code) in &files {
        let room = file.split(['/', '.']).next().expect("a name");
        let Some(own) = ROOMS.iter().position(|name| *name == room) else {
            assert!(matches!(room, "lib" | "main"), "src/{file} is in no known room");
            continue;
        };
        for other in imports(file, code, &files) {
            let room = other.split(['/', '.']).next().expect("a name");
            let there = ROOMS.iter().position(|name| *name == room).expect("a known room");
            assert!(there >= own, "src/{file} uses src/{other}, whose room stands before its own");
        }
    }
}

#[test]
fn no_files_import_one_another_in_a_circle() {
    let files = sources();
    // A folder's `mod.rs` speaks for its folder, so naming one's own parent is not an import of everything in it.
    let arrows: BTreeMap<&str, BTreeSet<&str>> = files
        .iter()
        .map(|(file, code)| {
            let named = imports(file, code, &files).into_iter();
            (file.as_str(), named.filter(|other| !other.ends_with("mod.rs")).collect())
        })
        .collect();
    let reached = |from: &str| {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut next: Vec<&str> = arrows[from].iter().copied().collect();
        while let Some(file) = next.pop() {
            if seen.insert(file) {
                next.extend(&arrows[file]);
            }
        }
        seen
    };
    let circles: Vec<&str> =
        files.keys().map(String::as_str).filter(|file| reached(file).contains(file)).collect();
    assert_eq!(circles, Vec::<&str>::new());
}

/// A new kind of section is one line in `report/section.rs` and these files; this test says which are missing.
#[test]
fn every_kind_has_its_place_in_each_stage() {
    let root = repository();
    let is_there = |path: String| assert!(root.join(&path).is_file(), "a kind of section needs `{path}`");
    for kind in Kind::ALL {
        // Enablers are workstreams by another name; their entries, and those of workstreams, are projects.
        let (entries, template) = match kind {
            Kind::Workstream | Kind::Enabler => ("projects", "workstream"),
            other => (other.name(), other.name()),
        };
        let table = match kind {
            Kind::Workstream | Kind::Enabler => "project",
            Kind::Indicators => "indicator",
            Kind::Actions => "action",
            Kind::Narrative => "narrative",
        };
        is_there(format!("src/content/schema/{table}.rs"));
        is_there(format!("src/check/{entries}.rs"));
        is_there(format!("src/pages/{template}.rs"));
        is_there(format!("templates/html/{template}.html"));
        is_there(format!("templates/typst/{template}.typ"));
        is_there(format!("templates/word/{template}.xml"));
    }
}

/// The names of every field, at whatever depth.
fn field_names(table: &[Field], names: &mut BTreeSet<&'static str>) {
    for field in table {
        names.insert(field.name);
        if let Shape::Map(inner) | Shape::MapOf(inner) = field.shape.of_item() {
            field_names(inner, names);
        }
    }
}

/// What the strings of a list in square brackets say, if it holds nothing else.
fn strings(list: &str) -> Option<Vec<&str>> {
    let items = list.split(',').map(str::trim).filter(|item| !item.is_empty());
    items.map(|item| item.strip_prefix('"')?.strip_suffix('"')).collect()
}

#[test]
fn no_list_of_fields_stands_outside_the_schema() {
    let mut names = BTreeSet::new();
    for table in schema::tables() {
        field_names(table.fields, &mut names);
    }
    for (file, code) in sources().into_iter().filter(|(file, _)| !file.starts_with("content/schema/")) {
        for list in code.split('[').skip(1).filter_map(|rest| rest.split(']').next()) {
            let strings = strings(list).unwrap_or_default();
            let is_of_fields = strings.len() > 1 && strings.iter().all(|name| names.contains(name));
            assert!(!is_of_fields, "src/{file} lists fields: ask content/schema/ in place of [{list}]");
        }
    }
}

#[test]
fn each_outside_crate_has_one_door() {
    for (file, code) in sources() {
        for (name, door) in DOORS {
            let is_door = DOORS.iter().any(|(other, door)| *other == name && file.starts_with(door));
            assert!(is_door || !names(&code, name), "src/{file} names `{name}`, whose door is src/{door}");
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
fn the_report_knows_no_serialisation_and_no_places_and_only_pages_and_data_derive_it() {
    for (file, code) in sources() {
        if file.starts_with("report/") {
            for word in ["serde", "Span", "std::fs", "std::env", "Instant", "tera::"] {
                assert!(!code.contains(word), "src/{file} names `{word}`");
            }
        }
        if !file.starts_with("pages/") && !file.starts_with("outputs/data/") {
            assert!(
                !code.contains("derive(") || !code.contains("Serialize)"),
                "src/{file} derives Serialize"
            );
        }
    }
}

#[test]
fn outputs_see_only_pages_and_data() {
    let is_output = |file: &str| file.starts_with("outputs/") && !file.starts_with("outputs/data/");
    for (file, code) in sources().into_iter().filter(|(file, _)| is_output(file)) {
        for other in ["report", "content", "check"] {
            assert!(
                !code.contains(&format!("crate::{other}")),
                "src/{file} names `{other}`, which lies behind the pages"
            );
        }
    }
}

/// What a rating is called is data: code asks a rating what it counts as, and never which one it is.
#[test]
fn only_the_scales_with_a_name_name_a_rating() {
    let named = ["\"amber\"", "\"on-track\"", "\"complete\"", "\"not-started\""];
    // `colours` in the council's file has these names; examples of faults are texts.
    let is_data = |file: &str| {
        file.starts_with("report/scale/")
            || ["content/schema/council.rs", "check/scale.rs", "diag/examples.rs"].contains(&file)
    };
    for (file, code) in sources().into_iter().filter(|(file, _)| !is_data(file)) {
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        for name in named {
            assert!(!code.contains(name), "src/{file} names {name}");
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
        if !file.starts_with("disk/") {
            for word in ["fs::write", "File::create", "fs::rename", "remove_file", "create_dir"] {
                assert!(!code.contains(word), "src/{file} writes with `{word}`");
            }
        }
    }
}

/// Councils are invited to edit these, in whatever editor they have.
#[test]
fn no_line_of_a_template_is_long() {
    let root = repository().join("templates");
    let mut seen = 0;
    for folder in ["html", "typst", "typst/style", "word", "words"] {
        let found = std::fs::read_dir(root.join(folder)).expect("the templates are there");
        for path in found.map(|found| found.expect("readable").path()).filter(|path| path.is_file()) {
            let text = std::fs::read_to_string(&path).expect("a template is text");
            for (index, line) in text.lines().enumerate() {
                let length = line.chars().count();
                assert!(length <= 120, "{}:{} has {length} characters", path.display(), index + 1);
            }
            seen += 1;
        }
    }
    assert!(seen > 60, "the test reads the real templates");
}
