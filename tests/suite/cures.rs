//! Holds that what a message says to write is accepted once it is written.

use serde_json::Value;

use crate::support::Project;

/// A project, and an indicator without a fault but for one line.
fn with(file: &str, line: &str) -> Project {
    let (project, indicator) = match file {
        "s/a.md" => (line, "actual: 75"),
        _ => ("rating: green", line),
    };
    Project::new()
        .file("content/r/s/a.md", &format!("---\ntitle: A\nlead: L\n{project}\n---\nText.\n"))
        .file("content/r/i/_index.md", "---\ntitle: I\nkind: indicators\nowner: O\n---\n")
        .file("content/r/i/c.md", &format!("---\ntitle: C\nbetter: higher\nunit: days\n{indicator}\n---\n"))
}

/// What is said of that file: severity, code, message and help.
fn said(project: &Project, file: &str) -> Vec<(String, String, String, Vec<String>)> {
    let ran = project.run(&["check", "--format", "json"]);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let lines = ran.err.lines().chain(ran.out.lines());
    let faults = lines.filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let faults = faults.filter(|fault| text(&fault["path"]).ends_with(file));
    faults
        .map(|fault| {
            let help = fault["help"].as_array().into_iter().flatten().map(text).collect();
            (text(&fault["severity"]), text(&fault["code"]), text(&fault["message"]), help)
        })
        .collect()
}

/// The line as a message says to write it; `None` if it says to leave it out.
fn cured(line: &str, help: &str) -> Option<String> {
    let key = line.split(':').next().unwrap_or_default();
    if help.contains("delete the line")
        || help.contains("leave the line out")
        || help.contains("leave it out")
    {
        return None;
    }
    let rest = help.strip_prefix("write ").unwrap_or_else(|| panic!("{help}"));
    let written = match rest.strip_prefix('`') {
        Some(quoted) => quoted[..quoted.find('`').expect("a closing backtick")].to_owned(),
        None => rest.split([',', ';']).next().unwrap_or_default().to_owned(),
    };
    let line = if written.starts_with(&format!("{key}: ")) { written } else { format!("{key}: {written}") };
    // A second line may go with it.
    let more = rest.split('`').find(|part| part.starts_with("provisional: "));
    Some(more.map_or(line.clone(), |more| format!("{line}\n{more}")))
}

#[test]
fn what_is_said_to_be_written_is_accepted() {
    // The file, the line as it is typed, and the line as it should be.
    let cases: &[(&str, &str, Option<&str>)] = &[
        ("i/c.md", "target: >=80", Some("target: 80")),
        ("i/c.md", "target: >= 80%", Some("target: 80")),
        ("i/c.md", "target: > 80", Some("target: 80")),
        ("i/c.md", "target: \">=80\"", Some("target: 80")),
        ("i/c.md", "target: \u{2265}80", Some("target: 80")),
        ("i/c.md", "target: 80+", Some("target: 80")),
        ("i/c.md", "target: <5", Some("target: 5")),
        ("i/c.md", "target: 80 or more", Some("target: 80")),
        ("i/c.md", "target: at least 80", Some("target: 80")),
        ("i/c.md", "target: -5 or less", Some("target: -5")),
        ("i/c.md", "target: ~80", Some("target: 80")),
        ("i/c.md", "target: c. 80", Some("target: 80")),
        ("i/c.md", "target: 80 days", Some("target: 80")),
        ("i/c.md", "target: \u{201c}80\u{201d}", Some("target: 80")),
        ("i/c.md", "target: \u{201c}80%\u{201d}", Some("target: 80")),
        ("i/c.md", "target: TBC", None),
        ("i/c.md", "actual: -", None),
        ("i/c.md", "actual: --", None),
        ("i/c.md", "actual: \u{2013}", None),
        ("i/c.md", "actual: n/a", None),
        ("i/c.md", "actual: <5", None),
        ("i/c.md", "actual: 74.5*", Some("actual: 74.5")),
        ("i/c.md", "actual: 74.5 (p)", Some("actual: 74.5\nprovisional: true")),
        ("i/c.md", "actual: 74.5 (provisional)", Some("actual: 74.5\nprovisional: true")),
        ("i/c.md", "actual: \u{2018}74.5\u{2019}", Some("actual: 74.5")),
        ("i/c.md", "order: \u{201c}1\u{201d}", Some("order: 1")),
        ("i/c.md", "code: \u{201c}K1\u{201d}", Some("code: \"K1\"")),
        ("s/a.md", "due: TBC", None),
        ("s/a.md", "due: to be confirmed", None),
        ("s/a.md", "due: Ongoing", None),
        ("s/a.md", "due: -", None),
        ("s/a.md", "updated: n/a", None),
        ("s/a.md", "updated: March 2011", Some("updated: 2011-03-31")),
        ("s/a.md", "updated: Feb 2012", Some("updated: 2012-02-29")),
        ("s/a.md", "updated: Q4 10/11", Some("updated: 2011-03-31")),
        ("s/a.md", "updated: Tues 31 March 2009 at 6pm", Some("updated: 2009-03-31")),
        ("s/a.md", "due: Quarter 4 of 14/15", Some("due: Q4 2014/15")),
        ("s/a.md", "due: Mar-15", Some("due: March 2015")),
        ("s/a.md", "due: by the end of March 2015", Some("due: March 2015")),
        ("s/a.md", "due: 31/03/2015", Some("due: 2015-03-31")),
        ("s/a.md", "due: \u{201c}2015-03-31\u{201d}", Some("due: 2015-03-31")),
        ("s/a.md", "due: \u{2018}31 March 2015\u{2019}", Some("due: 2015-03-31")),
        ("s/a.md", "rating: -", None),
        ("s/a.md", "restricted: \u{201c}false\u{201d}", Some("restricted: false")),
        ("s/a.md", "reason: -", None),
        ("s/a.md", "reason: \u{201c}Late\u{201d}", Some("reason: \"Late\"")),
        ("s/a.md", "reason: \u{201c}Late\"", Some("reason: \"Late\"")),
        ("s/a.md", "reason: \u{201c}Late: the lease\u{201d}", Some("reason: \"Late: the lease\"")),
        (
            "s/a.md",
            "reason: \u{201c}Late\u{201d}: the lease",
            Some("reason: \"\u{201c}Late\u{201d}: the lease\""),
        ),
        (
            "s/a.md",
            "reason: \u{201c}Late: so\u{201d} and \u{201c}so\u{201d}",
            Some("reason: \"\u{201c}Late: so\u{201d} and \u{201c}so\u{201d}\""),
        ),
        ("s/a.md", "reason: \"It\u{2019}s late\u{201d}", Some("reason: \"It\u{2019}s late\"")),
        ("s/a.md", "reason: >=80 homes are late", Some("reason: \">=80 homes are late\"")),
    ];
    for (file, line, expected) in cases {
        let project = with(file, line);
        let key = line.split(':').next().unwrap_or_default();
        let told = said(&project, file);
        // What is missing besides is told too.
        let about = told.iter().filter(|(severity, code, ..)| severity == "error" || code == "unclear-signs");
        let about: Vec<_> = about.collect();
        assert_eq!(about.len(), 1, "{line}: {told:?}");
        let help = about[0].3.first().unwrap_or_else(|| panic!("{line}: {told:?}"));
        let cure = cured(line, help);
        assert_eq!(cure.as_deref(), *expected, "{line}: {help}");
        let mended = with(file, cure.as_deref().unwrap_or(&format!("# {key}")));
        let left: Vec<_> = said(&mended, file)
            .into_iter()
            .filter(|(severity, code, ..)| severity == "error" || code == "unclear-signs")
            .collect();
        assert!(left.is_empty(), "{line}, as {cure:?}: {left:?}");
    }
}

#[test]
fn a_quotation_that_is_a_part_of_a_text_is_left_alone() {
    for line in [
        "reason: \u{201c}Late\u{201d} is what it is",
        "reason: It\u{2019}s \u{201c}late\u{201d}",
        "reason: \"\u{201c}Late\u{201d}\"",
        "reason: \u{201c}Late\u{201d} and \u{201c}later\u{201d}",
        "reason: \u{2019}Tis the season",
    ] {
        let told = said(&with("s/a.md", line), "s/a.md");
        assert!(told.iter().all(|(_, code, ..)| code == "not-rated"), "{line}: {told:?}");
    }
}

#[test]
fn lines_of_a_plain_text_that_would_run_together_are_named() {
    for (line, is_told) in [
        ("reason: |\n  Late\n  No funding", true),
        ("reason: |\n  \u{2022} Late\n  \u{2022} no funding", true),
        ("reason: \"- Late\\n- No funding\"", true),
        // As the message says, and as people break lines at the margin.
        ("reason: |\n  Late.\n  No funding.", false),
        ("reason: |\n  Late;\n  no funding", false),
        ("reason: |\n  The site flooded,\n  twice.", false),
        ("reason: Late and without funding", false),
    ] {
        let told = said(&with("s/a.md", &format!("rating: amber\n{line}")), "s/a.md");
        let is_there = told.iter().any(|(_, code, ..)| code == "run-together");
        assert_eq!(is_there, is_told, "{line}: {told:?}");
    }
}
