//! From one period to the next: what a report that follows takes along, and what `check` says of dates and figures.

use crate::support::Project;

/// A report `q1` with an indicator that has the figure 71.6, and `q2` that follows it with these lines of front matter.
fn two_quarters(lines: &str) -> Project {
    let index = |period: &str, more: &str| {
        format!("---\ntitle: Progress\nperiod: {period}\nto: 2014-03-31\n{more}---\n")
    };
    let indicator = |actual: &str, more: &str| {
        format!(
            "---\ntitle: Calls\nunit: \"%\"\nbetter: higher\ntarget: 80\nfloor: 70\nactual: {actual}\n{more}---\n"
        )
    };
    let section = "---\ntitle: Figures\nkind: indicators\nowner: Head of Calls\n---\n";
    let history = "history:\n  - {period: Q4 2012/13, actual: 73.9, target: 80}\n";
    Project::empty()
        .file("content/_index.md", "---\ncouncil: Test Council\n---\n")
        .file("content/q1/_index.md", &index("Q1 2013/14", ""))
        .file("content/q1/i/_index.md", section)
        .file("content/q1/i/calls.md", &indicator("71.6", history))
        .file("content/q2/_index.md", &index("Q2 2013/14", "previous: q1\n"))
        .file("content/q2/i/_index.md", section)
        .file("content/q2/i/calls.md", &indicator("72.5", lines))
}

fn short(project: &Project) -> String {
    project.run(&["check", "--format", "short"]).err
}

#[test]
fn a_figure_is_compared_with_the_one_that_was_printed_before_it() {
    let project = two_quarters("");
    let ran = project.run(&["new", "report", "q3", "--from", "q1"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let text = project.text("content/q3/i/calls.md");
    assert_eq!(
        text,
        "---\ntitle: Calls\nunit: \"%\"\nbetter: higher\ntarget: 80\nfloor: 70\nactual:\nhistory:\n  - {period: Q4 2012/13, \
         actual: 73.9, target: 80}\n  - {period: Q1 2013/14, actual: 71.6, target: 80}\n---\n"
    );
    // 72.5 is better than 71.6, although it is worse than 73.9.
    project.write("content/q3/i/calls.md", text.replace("actual:\n", "actual: 72.5\n").as_bytes());
    project.build();
    let json: serde_json::Value = serde_json::from_str(&project.text("output/q3/report.json")).expect("JSON");
    assert!(json.to_string().contains(r#""direction":"improving""#), "{json}");
    // What stands in the list already does not go there again.
    let ran = project.run(&["new", "report", "q4", "--from", "q3"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(project.text("content/q4/i/calls.md").matches("actual:").count(), 4);
}

#[test]
fn a_figure_of_the_previous_report_that_history_lacks_is_told() {
    let lacks = "warning[history]: `history` lacks 71.6, the figure that the report `q1` has for this, so ";
    for (lines, said) in [
        ("", Some("nothing is said of how it has moved")),
        (
            "history:\n  - {period: Q4 2012/13, actual: 73.9}\n",
            Some("the figure before this one is taken to be 73.9"),
        ),
        ("history:\n  - {period: Q1 2013/14, actual: 71.6}\n", None),
        // It has been corrected since, or its period has another name.
        ("history:\n  - {period: q1  2013/14, actual: 71.8}\n", None),
        ("history:\n  - {period: April to June 2013, actual: 71.60}\n", None),
    ] {
        let told = short(&two_quarters(lines));
        match said {
            Some(said) => assert!(told.contains(&format!("{lacks}{said}")), "{lines}: {told}"),
            None => assert_eq!(told.matches("warning[history]").count(), 0, "{lines}: {told}"),
        }
    }
    // What it says to write is what it wants.
    let project = two_quarters("history:\n  - {period: \"Q1 2013/14\", actual: 71.6}\n");
    assert!(!short(&project).contains("[history]"));
}

#[test]
fn earlier_figures_out_of_order_are_told() {
    let q1 = "  - {period: Q1 2013/14, actual: 71.6}\n";
    for (lines, said) in [
        (
            format!("history:\n{q1}  - {{period: Q4 2012/13, actual: 73.9}}\n"),
            Some("Q4 2012/13 comes after Q1 2013/14 in `history`, where the oldest comes first"),
        ),
        (format!("history:\n  - {{period: Q4 2012/13, actual: 73.9}}\n{q1}"), None),
        (format!("history:\n{q1}{q1}"), Some("`history` has two figures for Q1 2013/14")),
        (
            format!("history:\n{q1}  - {{period: Q2 2013/14, actual: 72.5}}\n"),
            Some("Q2 2013/14 is the period of this report, and `history` is for earlier ones"),
        ),
        (format!("history:\n  - {{period: Baseline, actual: 73.9}}\n{q1}"), None),
    ] {
        let told = short(&two_quarters(&lines));
        match said {
            Some(said) => assert!(told.contains(said), "{lines}: {told}"),
            None => assert!(!told.contains("[history]"), "{lines}: {told}"),
        }
    }
}

#[test]
fn the_cover_comes_with_the_text_and_what_is_done_is_rated_no_more() {
    let entry = "---\ntitle: Homes\nrating: green\nmilestones:\n  - title: Roof on\n    done: 2014-02-01\n    rating: amber\n  - {title: \
                 Doors in, done: true, rating: red}\n  - title: Keys\n    done: no\n    rating: amber\n---\nPumps run.\n";
    let index = "---\ntitle: Progress\nto: 2014-03-31\ncover:\n  from: Head of Homes\n  summary: All is well.\nstatus: final\n---\n";
    let project = Project::new().file("content/r/_index.md", index).file("content/r/s/homes.md", entry);
    for (id, keep, cover) in [("t", None, false), ("u", Some("--keep-text"), true)] {
        let ran = project.run(&[&["new", "report", id, "--from", "r"][..], keep.as_slice()].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        let text = project.text(&format!("content/{id}/s/homes.md"));
        assert!(
            text.contains(
                "milestones:\n  - title: Roof on\n    done: 2014-02-01\n  - {title: Doors in, done: true}\n  - title: \
                 Keys\n    done: no\n    rating: amber\n---\n"
            ),
            "{text}"
        );
        let index = project.text(&format!("content/{id}/_index.md"));
        assert_eq!(
            index.contains("cover:\n  from: Head of Homes\n  summary: All is well.\n"),
            cover,
            "{index}"
        );
        assert!(!index.contains("status"), "{index}");
    }
}

#[test]
fn the_pictures_that_a_text_shows_come_along_with_it() {
    let picture = |colour: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><rect width=\"4\" height=\"4\" fill=\"{colour}\"/></svg>\n"
        )
    };
    let shows = |path: &str| format!("![A plan of the site]({path})\n");
    let project = Project::new()
        .file(
            "content/r/_index.md",
            &format!(
                "---\ntitle: Progress\nto: 2014-03-31\ncover:\n  summary: |\n    {}---\n{}",
                shows("pictures/cover.svg"),
                shows("intro.svg")
            ),
        )
        .file("content/r/s/_index.md", &format!("---\ntitle: S\n---\n{}", shows("about%20us.svg")))
        .file(
            "content/r/s/homes.md",
            &format!(
                "---\ntitle: Homes\nrating: green\n---\n- Point:\n\n  {}\n{}\n{}",
                shows("../pictures/homes.svg"),
                shows("../../shared.svg"),
                shows("../../r/pictures/named.svg")
            ),
        );
    let all = [
        "r/pictures/cover.svg",
        "r/intro.svg",
        "r/s/about us.svg",
        "r/pictures/homes.svg",
        "r/pictures/named.svg",
        "r/pictures/unused.svg",
        "shared.svg",
    ];
    for path in all {
        project.write(&format!("content/{path}"), picture("#123456").as_bytes());
    }
    project.build();
    // What a section is about stays with every report that follows.
    for (id, keep, along) in [
        ("t", None, vec!["s/about us.svg"]),
        ("u", Some("--keep-text"), vec!["pictures/cover.svg", "pictures/homes.svg", "s/about us.svg"]),
    ] {
        let ran = project.run(&[&["new", "report", id, "--from", "r"][..], keep.as_slice()].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        let made = project.files(&format!("content/{id}"));
        let pictures: Vec<&String> = made.keys().filter(|path| path.ends_with(".svg")).collect();
        assert_eq!(pictures, along, "{id}");
        for path in along {
            assert!(made[path] == project.bytes(&format!("content/r/{path}")), "{path}");
            assert!(ran.out.contains(&format!("made content/{id}/{path}\n")), "{}", ran.out);
        }
        let ran = project.run(&["build", id]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        // The same again finds everything made.
        let ran = project.run(&[&["new", "report", id, "--from", "r"][..], keep.as_slice()].concat());
        assert!(ran.code != 0 && ran.err.contains("already exists"), "{}", ran.err);
    }
}

#[test]
fn dates_that_cannot_be_are_told() {
    let entry = |lines: &str| format!("---\ntitle: Homes\n{lines}\n---\nText.\n");
    let index = "---\ntitle: Progress\nto: 2014-03-31\nmeeting:\n  date: 2014-05-20\n---\n";
    for (lines, said) in [
        (
            "rating: green\ndue: 2014-06-01\noriginal_due: 2014-09-01",
            Some("`due` is 1 June 2014, earlier than `original_due`, which is 1 September 2014"),
        ),
        ("rating: green\ndue: 2014-09-01\noriginal_due: 2014-06-01", None),
        (
            "rating: green\nmilestones:\n  - {title: M, due: 2014-06-01, original_due: 2014-09-01}",
            Some("`due` is 1 June 2014, earlier than `original_due`"),
        ),
        ("rating: green\nupdated: 2099-01-01", Some("`updated` is 1 January 2099, which is still to come")),
        (
            "rating: green\nupdated: 2014-05-21",
            Some("`updated` is 21 May 2014, after the meeting on 20 May 2014"),
        ),
        ("rating: green\nupdated: 2014-05-20", None),
        (
            "rating: amber\nreason: R\naction: A\ndue: 2014-03-30",
            Some(
                "this was due on 30 March 2014, before the period ended on 31 March 2014, and is rated Amber",
            ),
        ),
        ("rating: not-started\ndue: 2014-03-30", Some("and is rated Not started")),
        ("rating: green\ndue: 2014-03-31", None),
        ("rating: complete\ndue: 2014-03-30", None),
        ("rating: on-hold\ndue: 2014-03-30", None),
    ] {
        let project =
            Project::new().file("content/r/_index.md", index).file("content/r/s/homes.md", &entry(lines));
        let told = short(&project);
        match said {
            Some(said) => assert!(told.contains(said), "{lines}: {told}"),
            None => assert_eq!(told, "", "{lines}"),
        }
    }
}

#[test]
fn what_was_copied_and_never_changed_is_told() {
    let entry = |title: &str, text: &str| format!("---\ntitle: {title}\nrating: green\n---\n{text}\n");
    for (one, other, is_told) in [
        (entry("Homes", "Text."), entry("homes", "\nText."), true),
        (entry("Homes", ""), entry("Homes", ""), true),
        (entry("Homes", "Text."), entry("Homes", "Other."), false),
        (entry("Homes", "Text."), entry("Houses", "Text."), false),
        (entry("Homes", "Text."), entry("Homes\ndraft: true", "Text."), false),
    ] {
        let project = Project::new().file("content/r/s/a.md", &one).file("content/r/s/b.md", &other);
        let told = short(&project);
        assert_eq!(told.contains("warning[same-entry]"), is_told, "{one}{other}: {told}");
    }
    let project = Project::empty();
    assert_eq!(project.run(&["init"]).code, 0);
    assert!(!short(&project).contains("[example-text]"), "a draft may hold examples");
    let index = project.text("content/first-report/_index.md").replace("status: draft", "status: final");
    project.write("content/first-report/_index.md", index.as_bytes());
    let told = short(&project);
    // The report's own text, five sections, and of their entries all but the indicator, which any council may have.
    assert_eq!(told.matches("warning[example-text]").count(), 10, "{told}");
    // Somebody may change the title and leave the text.
    let path = "content/first-report/example-workstream/example-project.md";
    let text = project.text(path).replace("title: Example project", "title: Homes");
    project.write(path, text.as_bytes());
    assert_eq!(short(&project).matches("warning[example-text]").count(), 10);
    project.write(path, text.split("Say what").next().unwrap_or_default().as_bytes());
    assert_eq!(short(&project).matches("warning[example-text]").count(), 9);
}
