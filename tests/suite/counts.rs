//! Holds counts and shares in a text, and ratings over time, to what pages, PDFs and Word files print.

use crate::support::{Project, docx, html, pdf};

const COUNCIL: &str = "---\ncouncil: Example Council\noutputs: [html, pdf, docx]\n---\n";

fn entry(title: &str, rating: &str) -> String {
    format!("---\ntitle: {title}\nrating: {rating}\n---\nWords.\n")
}

fn figure(title: &str, actual: u32) -> String {
    format!("---\ntitle: {title}\nbetter: higher\ntarget: 5\nactual: {actual}\n---\n")
}

/// Three homes, three roads and two figures; `text` is the report's.
fn report(text: &str) -> Project {
    Project::empty()
        .file("content/_index.md", COUNCIL)
        .file("content/r/_index.md", &format!("---\ntitle: Plan\nto: 2026-03-31\n---\n{text}\n"))
        .file("content/r/homes/_index.md", "---\ntitle: Homes\norder: 1\n---\n")
        .file("content/r/homes/a.md", &entry("Roofs", "green"))
        .file("content/r/homes/b.md", &entry("Doors", "green"))
        .file("content/r/homes/c.md", &entry("Walls", "red"))
        .file("content/r/roads/_index.md", "---\ntitle: Roads\norder: 2\n---\n")
        .file("content/r/roads/a.md", &entry("Kerbs", "amber"))
        .file("content/r/roads/b.md", &entry("Lamps", "on-hold"))
        .file("content/r/roads/c.md", &entry("Signs", "red"))
        .file("content/r/calls/_index.md", "---\ntitle: Calls\norder: 3\nkind: indicators\n---\n")
        .file("content/r/calls/a.md", &figure("Answered", 6))
        .file("content/r/calls/b.md", &figure("Returned", 4))
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the page, the PDF and the Word file of `report` say, each in one line.
fn printed(project: &Project, report: &str) -> [String; 3] {
    let files = project.files(&format!("output/{report}"));
    let file = |ending: &str| files.iter().find(|(path, _)| path.ends_with(ending)).expect("a file").1;
    let page = html::text(&project.text(&format!("output/{report}/index.html")));
    [page, pdf::text(file(".pdf")), docx::text(file(".docx"))].map(|text| in_one_line(&text))
}

fn assert_printed(project: &Project, report: &str, expected: &[&str]) {
    for text in printed(project, report) {
        for said in expected {
            assert!(text.contains(said), "{said:?} is not in: {text}");
        }
    }
}

#[test]
fn a_text_counts_sections_and_tells_shares() {
    let project = report(
        "In homes {{ count.homes.green }} of {{ count.homes.total }} are Green ({{ share.homes.green }}) and \
         {{ share.homes.red }} Red.\n\nOf all, {{ share.green }} are Green, {{ share.amber }} Amber, {{ share.red }} Red, \
         {{ share.on-hold }} on hold and {{ share.complete }} complete.\n\nOf calls, {{ count.calls.red }} is Red, \
         {{ share.calls.green }} are Green and {{ count.calls.not-rated }} not rated.",
    );
    project.build();
    // Of six, 2, 1, 2 and 1: 33.3, 16.7, 33.3 and 16.7, which lack two when rounded down.
    assert_printed(
        &project,
        "r",
        &[
            "In homes 2 of 3 are Green (67%) and 33% Red.",
            "Of all, 33% are Green, 17% Amber, 33% Red, 17% on hold and 0% complete.",
            "Of calls, 1 is Red, 50% are Green and 0 not rated.",
        ],
    );
}

#[test]
fn a_text_lists_one_sort_and_tabulates_sections() {
    let project = report(
        "The sections:\n\n{{ table.sections }}\n\nThe Red projects:\n\n{{ list.red.projects }}\n\nThe Red figures:\n\n\
         {{ list.red.indicators }}\n\nThe Amber figures:\n\n{{ list.amber.indicators }}\n\nThat is all.",
    );
    project.build();
    let table = "The sections: Section Green Amber Red On hold Total Homes 2 0 1 0 3 Roads 0 1 1 1 3 Calls 1 0 1 0 2 The Red";
    assert_printed(&project, "r", &[table, "The Amber figures: None. That is all."]);
    for text in printed(&project, "r") {
        let projects = html::between(&text, "The Red projects:", "The Red figures:");
        assert!(projects.contains("Walls") && projects.contains("Signs") && !projects.contains("Returned"));
        let figures = html::between(&text, "The Red figures:", "The Amber figures:");
        assert!(figures.contains("Returned") && !figures.contains("Walls"), "{figures}");
    }
    assert!(project.text("output/r/index.html").contains("<a href=\"#roads\">Roads</a>"));
}

#[test]
fn a_percent_sign_after_a_share_is_printed_once() {
    let project =
        report("{{ share.homes.green }}% of homes, **{{ share.green }}** % of all and {{ share.red }}.");
    project.build();
    assert_printed(&project, "r", &["67% of homes, 33% of all and 33%."]);
}

#[test]
fn actions_that_are_rated_are_counted_listed_and_named_in_a_text() {
    let action =
        |code: &str, more: &str| format!("---\ntitle: Answer {code}\ncode: {code}\n{more}---\nSeen.\n");
    let text = "{{ actions.red }} of {{ actions.total }} are Red, one is {{ rating.acts/a }}, {{ count.acts.green }} Green, \
                {{ share.acts.red }} Red.\n\n{{ table.actions }}\n\nThe Red ones:\n\n{{ list.red.actions }}\n\nEnd.";
    let project = report(text)
        .file("content/r/acts/_index.md", "---\ntitle: Acts\norder: 4\nkind: actions\n---\n")
        .file("content/r/acts/a.md", &action("A1", "rating: red\nstatus: Late\n"))
        .file("content/r/acts/b.md", &action("A2", "rating: red\n"))
        .file("content/r/acts/c.md", &action("A3", ""));
    project.build();
    let said = [
        "2 of 3 are Red, one is Red, 0 Green, 67% Red.",
        "Rating Green Amber Red Not rated Actions 0 0 2 1 The Red ones:",
        "Answer A1. Late.",
        "Answer A2.",
    ];
    assert_printed(&project, "r", &said);
    for text in printed(&project, "r") {
        let listed = html::between(&text, "The Red ones:", "End.");
        assert!(!listed.contains("A3") && !listed.contains("reason"), "{listed}");
    }
}

#[test]
fn of_several_scales_each_section_is_counted_by_its_own() {
    let text = "{{ share.homes.green }}, {{ share.trees.at-risk }}, {{ share.at-risk }}.\n\n{{ table.sections }}\n\nEnd.";
    let project = report(text)
        .file("content/r/trees/_index.md", "---\ntitle: Trees\norder: 4\nscale: on-track\n---\n")
        .file("content/r/trees/a.md", &entry("Oaks", "at-risk"))
        .file("content/r/trees/b.md", &entry("Elms", "complete"));
    project.build();
    // Of eight projects, 2, 1, 2 and 1, then 1 and 1: 25% twice and 12.5% four times, of which the first two are rounded up.
    // Complete is in both scales, On hold in one.
    let rows = "Homes 2 0 1 0 0 – – – 3 Roads 0 1 1 1 0 – – – 3 Calls 1 0 1 0 0 – – – 2 Trees – – – – 1 0 1 0 2 End.";
    assert_printed(
        &project,
        "r",
        &[
            "67%, 50%, 12%.",
            "Section Green Amber Red On hold Complete On track At risk Off track Total",
            rows,
        ],
    );
    // A rating of another section's scale is none of this one.
    let ran = report("{{ count.trees.red }}")
        .file("content/r/trees/_index.md", "---\ntitle: Trees\nscale: on-track\n---\n")
        .file("content/r/trees/a.md", &entry("Oaks", "at-risk"))
        .run(&["check", "--format", "short"]);
    assert!(ran.err.contains("there is nothing called `count.trees.red` to put here"), "{}", ran.err);
}

/// So many reports in a row; the last has the entries that `entries` gives for its number, from 1.
fn row_of_reports(count: usize, entries: &dyn Fn(usize) -> Vec<(&'static str, String)>) -> Project {
    let mut project = Project::empty().file("content/_index.md", COUNCIL);
    for number in 1..=count {
        let previous = if number > 1 { format!("previous: q{}\n", number - 1) } else { String::new() };
        let index =
            format!("---\ntitle: Plan\nperiod: Quarter {number}\nto: 2026-0{number}-28\n{previous}---\n");
        let folder = format!("content/q{number}");
        project = project
            .file(&format!("{folder}/_index.md"), &index)
            .file(&format!("{folder}/s/_index.md"), "---\ntitle: Estates\n---\n");
        for (path, text) in entries(number) {
            project = project.file(&format!("{folder}/{path}"), &text);
        }
    }
    project
}

#[test]
fn three_reports_in_a_row_have_their_ratings_over_time() {
    let project = row_of_reports(3, &|number| {
        let rating = ["red", "amber", "green"][number - 1];
        let mut entries = vec![
            ("i/_index.md", "---\ntitle: Calls\nkind: indicators\n---\n".to_owned()),
            ("i/calls.md", figure("Answered", u32::try_from(number).unwrap() * 2)),
        ];
        // The homes had another name at first.
        entries.push(match number {
            1 => ("s/houses.md", entry("Houses", rating)),
            2 => ("s/homes.md", entry("Homes\nwas: s/houses", rating)),
            _ => ("s/homes.md", entry("Homes", rating)),
        });
        if number != 2 {
            entries.push(("s/roads.md", entry("Roads", rating)));
        }
        entries
    });
    project.build();
    // 2 and 4 miss the target of 5, and 6 is better. Two entries of equal weight: Red and Red, Amber, Green and Green.
    let table = "Ratings over time Ratings in the last 3 reports, the oldest first Section and entry Quarter 1 Quarter 2 \
                 Quarter 3 Calls – – – Answered Red Red Green Estates Red Amber Green Homes Red Amber Green Roads Red Not reported Green";
    assert_printed(&project, "q3", &[table]);
    for text in printed(&project, "q2") {
        assert!(!text.contains("Ratings over time"), "{text}");
    }
}

#[test]
fn more_reports_are_told_on_a_page_on_its_side_and_the_last_six_only() {
    let project = row_of_reports(7, &|_| vec![("s/homes.md", entry("Homes", "green"))]);
    project.build();
    let head = "Ratings in the last 6 reports, the oldest first Section and entry Quarter 2 Quarter 3 Quarter 4 Quarter 5 \
                Quarter 6 Quarter 7 Estates Green Green Green Green Green Green Homes";
    assert_printed(&project, "q7", &[head]);
    let on_side = |report: &str| {
        let files = project.files(&format!("output/{report}"));
        let paper = files.iter().find(|(path, _)| path.ends_with(".pdf")).expect("a PDF").1;
        pdf::page_sizes(paper).into_iter().filter(|(width, height)| width > height).count()
    };
    assert_eq!([on_side("q4"), on_side("q5"), on_side("q7")], [0, 1, 1]);
}

#[test]
fn an_earlier_rating_of_another_scale_keeps_its_own_word() {
    let project = row_of_reports(3, &|number| {
        let (scale, rating) = if number == 3 { ("", "green") } else { ("scale: on-track\n", "off-track") };
        vec![
            ("s/_index.md", format!("---\ntitle: Estates\n{scale}---\n")),
            ("s/homes.md", entry("Homes", rating)),
        ]
    });
    project.build();
    assert_printed(&project, "q3", &["Homes Off track Off track Green"]);
}

#[test]
fn what_an_earlier_report_keeps_back_is_not_told_over_time() {
    let kept_back = |field: &str| {
        format!("---\ntitle: Zwyrbflox\nrating: red\nreason: Zwyrbflox\n{field}: true\n---\nZwyrbflox\n")
    };
    let project = row_of_reports(3, &|number| {
        let mut entries = vec![("s/open.md", entry("Open", "green"))];
        entries.extend(match number {
            1 => vec![("s/sites.md", kept_back("restricted")), ("s/lanes.md", kept_back("draft"))],
            2 => vec![("s/sites.md", kept_back("draft")), ("s/lanes.md", kept_back("restricted"))],
            _ => vec![("s/sites.md", entry("Sites", "amber")), ("s/lanes.md", entry("Lanes", "amber"))],
        });
        entries
    });
    project.build();
    assert_printed(
        &project,
        "q3",
        &[
            "Lanes Not reported Not reported Amber",
            "Sites Not reported Not reported Amber",
            "Open Green Green Green",
        ],
    );
    for (path, bytes) in project.files("output") {
        let text = if path.ends_with(".pdf") {
            pdf::everything(&bytes)
        } else if path.ends_with(".docx") {
            docx::parts(&bytes).into_values().collect()
        } else {
            String::from_utf8_lossy(&bytes).into()
        };
        assert!(!text.contains("Zwyrbflox"), "{path}");
    }
    // Those who may see it do, but for drafts.
    assert_eq!(project.run(&["build", "--restricted"]).code, 0);
    let page = in_one_line(&html::text(&project.text("output-restricted/q3/index.html")));
    assert!(page.contains("Sites Red Not reported Amber"), "{page}");
}
