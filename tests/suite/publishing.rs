//! Holds publishing: what the program made it keeps in order, and what others made it never touches.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use cabinet_report::diag::Code;
use cabinet_report::disk::publish::{Edition, publish};

use crate::support::{Folder, Project, files, unlock};

fn edition(files: &[(&str, &str)]) -> Edition {
    let artifacts =
        files.iter().map(|(path, text)| ((*path).to_owned(), Arc::new(text.as_bytes().to_vec()))).collect();
    Edition { artifacts, ..Edition::default() }
}

/// The files of an output folder, without the program's own hidden ones.
fn listing(folder: &Path) -> Vec<String> {
    files(folder).into_keys().collect()
}

#[test]
fn what_is_no_longer_made_is_deleted_and_what_is_not_ours_is_not() {
    let folder = Folder::new();
    let output = folder.path().join("output");
    publish(&output, &edition(&[("index.html", "1"), ("a/index.html", "a"), ("b/index.html", "b")])).unwrap();
    fs::write(output.join("a/notes.txt"), "mine").unwrap();
    publish(&output, &edition(&[("index.html", "2"), ("c/index.html", "c")])).unwrap();
    assert_eq!(listing(&output), ["a/notes.txt", "c/index.html", "index.html"]);
    assert_eq!(fs::read_to_string(output.join("index.html")).unwrap(), "2");
    assert!(!output.join("b").exists());
}

#[test]
fn a_file_of_somebody_else_stops_the_build_before_anything_is_written() {
    let folder = Folder::new();
    fs::create_dir(folder.path().join("a")).unwrap();
    fs::write(folder.path().join("a/index.html"), "mine").unwrap();
    let faults =
        publish(folder.path(), &edition(&[("0.html", "x"), ("a/index.html", "theirs")])).unwrap_err();
    assert_eq!(faults[0].code, Code::NotOurFile);
    assert_eq!(listing(folder.path()), ["a/index.html"]);
    assert_eq!(fs::read_to_string(folder.path().join("a/index.html")).unwrap(), "mine");
}

#[test]
fn building_one_report_leaves_the_others_unless_they_are_restricted() {
    let folder = Folder::new();
    let output = folder.path();
    let only = |report: &str| Some(BTreeSet::from([report.to_owned()]));
    publish(output, &edition(&[("a/index.html", "a"), ("b/index.html", "b"), ("b/old.pdf", "p")])).unwrap();
    let of_b = Edition { only: only("b"), ..edition(&[("b/index.html", "b2")]) };
    publish(output, &of_b).unwrap();
    assert_eq!(listing(output), ["a/index.html", "b/index.html"]);
    let secret =
        Edition { restricted: true, ..edition(&[("a/index.html", "secret"), ("b/index.html", "b2")]) };
    publish(output, &secret).unwrap();
    publish(output, &of_b).unwrap();
    assert_eq!(listing(output), ["b/index.html"], "a public build leaves no restricted page behind");
}

/// Two reports that have nothing to do with one another, and one that follows the second.
fn three_reports() -> Project {
    let section = "---\ntitle: S\nowner: O\n---\n";
    let entry = "---\ntitle: E\nrating: green\nlead: L\n---\nThe lease is signed.\n";
    let project = Project::new();
    for (report, more) in [("a", ""), ("b", ""), ("c", "previous: b\n")] {
        let index = format!("---\ntitle: Report {report}\nto: 2014-03-31\n{more}---\n");
        project.write(&format!("content/{report}/_index.md"), index.as_bytes());
        project.write(&format!("content/{report}/s/_index.md"), section.as_bytes());
        project.write(&format!("content/{report}/s/e.md"), entry.as_bytes());
    }
    project
}

#[test]
fn a_fault_in_one_report_holds_up_no_other_that_was_asked_for_by_name() {
    let project = three_reports();
    project.build();
    let before = project.files("output");
    project.write("content/b/s/e.md", b"---\ntitle: E\nrating: gren\n---\nText.\n");
    let entry = "---\ntitle: E\nrating: red\nlead: L\n---\nThe lease is lost.\n";
    project.write("content/a/s/e.md", entry.as_bytes());
    let aside = "There is 1 error in b, which was not asked for: `cabinet-report check` lists it.\n";
    for arguments in [
        &["build", "a"][..],
        &["export", "a", "--xlsx"],
        &["explain", "a", "s"],
        &["new", "report", "a2", "--from", "a"],
        // Nothing is compared where only its own files are taken.
        &["new", "report", "c2", "--from", "c"],
    ] {
        let ran = project.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(aside), "{arguments:?}: {}", ran.err);
    }
    assert!(project.text("output/a/index.html").contains("The lease is lost."));
    let after = project.files("output");
    let stays = |path: &String| path.starts_with("b/") || path.starts_with("c/") || path == "index.html";
    for (path, bytes) in before.iter().filter(|(path, _)| stays(path)) {
        assert!(after.get(path) == Some(bytes), "{path}");
    }
    // What is compared with the faulty report, and everything that was not asked for by name, waits.
    for arguments in
        [&["build"][..], &["build", "c"], &["build", "a", "b"], &["export", "b", "--xlsx"], &["diff", "c"]]
    {
        let ran = project.run(arguments);
        assert_eq!(ran.code, 1, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("content/b/s/e.md"), "{arguments:?}: {}", ran.err);
    }
    assert!(project.files("output") == after);
}

#[test]
fn the_list_of_reports_is_made_where_the_faulty_report_is_not_in_it() {
    let project = three_reports();
    project.write("content/b/s/e.md", b"---\ntitle: E\nrating: gren\n---\nText.\n");
    let ran = project.run(&["build", "a"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let list = project.text("output/index.html");
    assert!(list.contains("Report a") && !list.contains("Report b"), "{list}");
}

#[test]
fn a_second_build_at_the_same_time_is_told_so() {
    let folder = Folder::new();
    let held = fs::File::create(folder.path().join(".cabinet-report.lock")).unwrap();
    held.lock().unwrap();
    let faults = publish(folder.path(), &edition(&[("index.html", "1")])).unwrap_err();
    assert_eq!(faults[0].code, Code::Busy);
    unlock(&held);
    publish(folder.path(), &edition(&[("index.html", "1")])).unwrap();
}

#[test]
fn what_a_killed_build_left_is_cleared_and_taken_over() {
    let folder = Folder::new();
    // As after a kill between the first manifest and the last rename.
    let claimed = "{\"files\": [\"index.html\", \"a/index.html\"], \"restricted\": false}";
    fs::write(folder.path().join(".cabinet-report.json"), claimed).unwrap();
    fs::create_dir(folder.path().join("a")).unwrap();
    fs::write(folder.path().join("a/index.html"), "half-way edition").unwrap();
    let unfinished = folder.path().join(".index.html.cabinet-report-new");
    fs::write(&unfinished, "ha").unwrap();
    publish(folder.path(), &edition(&[("index.html", "1"), ("a/index.html", "a")])).unwrap();
    assert_eq!(listing(folder.path()), ["a/index.html", "index.html"]);
    assert_eq!(fs::read_to_string(folder.path().join("a/index.html")).unwrap(), "a");
    assert!(!unfinished.exists());
}

#[test]
fn a_pdf_is_typeset_again_only_if_something_in_it_has_changed() {
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n");
    let was_kept = |arguments: &[&str]| {
        let ran = project.run(arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out.contains("PDF unchanged")
    };
    assert!(!was_kept(&["build"]));
    let pdf = project.bytes("output/r/progress-spring.pdf");
    assert!(was_kept(&["build"]));
    // What counts is what a file says and not when it was written.
    project.write("content/r/s/e.md", b"---\ntitle: E\nrating: green\n---\nText.\n");
    assert!(was_kept(&["build"]));
    assert!(!was_kept(&["build", "--force"]));
    assert_eq!(project.bytes("output/r/progress-spring.pdf"), pdf);

    project.write("content/r/s/e.md", b"---\ntitle: E\nrating: green\n---\nOther text.\n");
    assert!(!was_kept(&["build"]), "the content has changed");
    assert!(was_kept(&["build"]));
    let (path, style) = crate::support::style_with("body-size = 12pt");
    project.write(&path, style.replace("body-size = 12pt", "body-size = 13pt").as_bytes());
    assert!(!was_kept(&["build"]), "a template has changed");
    assert!(was_kept(&["build"]));

    let whole = project.bytes("output/r/progress-spring.pdf");
    project.write("output/r/progress-spring.pdf", &whole[..whole.len() / 2]);
    assert!(!was_kept(&["build"]), "the file was damaged");
    assert_eq!(project.bytes("output/r/progress-spring.pdf"), whole);
    fs::remove_file(project.path("output/r/progress-spring.pdf")).unwrap();
    assert!(!was_kept(&["build"]), "the file was gone");
}

#[test]
fn a_report_of_more_entries_than_any_computer_can_typeset_is_refused_at_once() {
    let mut project = Project::new();
    for entry in 0..25_001 {
        project = project.file(&format!("content/r/s/e{entry}.md"), "---\ntitle: E\nrating: green\n---\n");
    }
    let ran = project.run(&["check", "--format", "short"]);
    assert_eq!(ran.code, 1);
    let said = "content/r/_index.md:1:1: error[too-large]: this report has 25,001 entries, but may have at most 25,000\n";
    assert!(ran.err.contains(said), "{}", ran.err);
}
