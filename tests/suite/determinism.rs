//! The same content gives the same bytes, whatever the machine around it says.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use cabinet_report::outputs::Pdf;
use cabinet_report::pipeline::{self, Request};

use crate::support::{Folder, Ran, files, program, repository};

#[test]
fn threads_time_zone_language_and_folder_change_no_byte() {
    let mut editions = Vec::new();
    for (threads, zone, language) in [("1", "UTC", "C"), ("2", "Asia/Tokyo", "cy_GB.UTF-8")] {
        let folder = Folder::new();
        let elsewhere = Folder::new();
        let mut command = program(elsewhere.path());
        command.env("RAYON_NUM_THREADS", threads).env("TZ", zone).env("LANG", language).arg("build");
        for (flag, path) in [("--content", "content"), ("--templates", "templates")] {
            command.arg(flag).arg(repository().join(path));
        }
        let ran = Ran::from(command.arg("--output").arg(folder.path()).output().unwrap());
        assert_eq!(ran.code, 0, "{}", ran.err);
        editions.push(files(folder.path()));
    }
    let (first, second) = (&editions[0], &editions[1]);
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in first {
        assert!(*bytes == second[path], "{path} differs");
    }
}

#[test]
fn building_again_touches_no_file() {
    let project =
        crate::support::Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n");
    project.build();
    let stamp = |path: &str| std::fs::metadata(project.path(path)).unwrap().modified().unwrap();
    let before: Vec<_> = project
        .files("output")
        .into_iter()
        .map(|(path, bytes)| (stamp(&format!("output/{path}")), path, bytes))
        .collect();
    assert_eq!(before.len(), 5);
    project.build();
    let after: Vec<_> = project
        .files("output")
        .into_iter()
        .map(|(path, bytes)| (stamp(&format!("output/{path}")), path, bytes))
        .collect();
    assert!(before == after);
}

#[test]
fn a_version_made_from_the_one_before_is_the_same_to_the_byte() {
    let text = |words: &str| {
        format!("---\ntitle: E\nrating: green\n---\nThe first. {words}\n\n- a (Green)\n\nThe last.\n")
    };
    let project = crate::support::Project::new()
        .file("content/r/s/d.md", &text("Words that stay."))
        .file("content/r/s/e.md", &text("Words that change."))
        .file("content/r/s/f.md", &text("More words that stay."));
    let load = || {
        pipeline::load(Request {
            content: project.path("content"),
            templates: project.path("templates"),
            are_templates_named: false,
            reports: Vec::new(),
            restricted: false,
            docx: false,
            published: BTreeSet::new(),
            today: None,
        })
    };
    let clock = || Duration::ZERO;
    let mut known: BTreeMap<String, Pdf> = BTreeMap::new();
    let longer = "Many more words. ".repeat(200);
    for words in [
        "Words that change.",
        "Other words.",
        "",
        longer.as_str(),
        "Words **with** _marks_ & #signs",
        "Words that change.",
    ] {
        project.write("content/r/s/e.md", text(words).as_bytes());
        let loaded = load();
        let anew = loaded.render(&BTreeMap::new(), &clock);
        let again = loaded.render(&known, &clock);
        assert!(!anew.artifacts.is_empty(), "{:?}", loaded.diagnostics);
        assert!(anew.artifacts == again.artifacts, "{words:.20}");
        known = again.pdfs.into_values().map(|pdf| ("r".to_owned(), pdf)).collect();
    }
}
