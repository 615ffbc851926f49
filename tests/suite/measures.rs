//! Plans of many small entries: their codes, leads and progress, tables of them, groups, words of the council's own, and
//! what is due in a month or a quarter.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Project, first_missing, html, pdf, repository, structure, words};

const REPORT: &str = "---\ntitle: Council Plan\nperiod: Quarter 4\nto: 2026-03-31\n";

fn page(project: &Project) -> String {
    project.text("output/r/index.html")
}

/// What the page says, without the table of contents, which a short PDF does not have.
fn said(project: &Project) -> String {
    let page = page(project);
    let (before, after) = page.split_once("<nav").expect("a table of contents");
    html::text(&format!("{before}{}", after.split_once("</nav>").expect("its end").1))
}

fn paper(project: &Project) -> Vec<u8> {
    let files = project.files("output/r");
    files.into_iter().find(|(path, _)| path.ends_with(".pdf")).expect("a PDF").1
}

fn data(project: &Project) -> Value {
    serde_json::from_str(&project.text("output/r/report.json")).expect("JSON")
}

/// A project with everything that can be said of one.
pub(crate) fn hall(section: &str) -> Project {
    Project::new()
        .file("content/r/_index.md", &format!("{REPORT}---\n"))
        .file("content/r/s/_index.md", &format!("---\ntitle: Section\nowner: Head of Tests\n{section}---\n"))
        .file(
            "content/r/s/hall.md",
            "---\ntitle: The Hall\ncode: P1\nlead: Head of Halls\nleads: [Head of Walls, Head of Halls]\n\
             email: canary@example.gov.uk\nportfolio: Leisure\nwards: [High Street, Fant]\nstage: Design\n\
             progress: 40%\nrating: amber\nreason: The roof leaks\ndue: Q4 2025/26\noriginal_due: 2025-06\n\
             milestones:\n- {title: Roof, due: March 2026, done: 2026-02}\n---\nText of the hall.\n",
        )
}

#[test]
fn what_is_known_of_an_entry_is_printed_and_told_to_other_programs() {
    let project = hall("");
    project.build();
    let (page, pdf) = (said(&project), pdf::text(&paper(&project)));
    for printed in [
        "P1: The Hall",
        "Leads: Head of Halls and Head of Walls",
        "Portfolio Leisure",
        "Wards High Street and Fant",
        "Stage Design",
        "Progress 40%",
        "Due Q4 2025/26 (first planned for June 2025)",
        "Roof March 2026 February 2026",
    ] {
        let wanted = words(printed);
        assert_eq!(first_missing(&wanted, &words(&page)), None, "{printed}: {page}");
        assert_eq!(first_missing(&wanted, &words(&pdf)), None, "{printed}: {pdf}");
    }
    let data = data(&project);
    let entry = &data["sections"][0]["entries"][0];
    for (name, value) in [
        ("code", "\"P1\""),
        ("lead", "\"Head of Halls\""),
        ("leads", "[\"Head of Halls\",\"Head of Walls\"]"),
        ("portfolio", "\"Leisure\""),
        ("wards", "[\"High Street\",\"Fant\"]"),
        ("stage", "\"Design\""),
        ("progress", "40"),
        ("due", "\"2026-03-31\""),
        ("due_given", "\"Q4 2025/26\""),
        ("original_due", "\"2025-06-30\""),
        ("original_due_given", "\"2025-06\""),
    ] {
        assert_eq!(entry[name].to_string(), value, "{name}");
    }
    assert_eq!(entry["milestones"][0]["done"].to_string(), "\"2026-02-28\"");
    assert_eq!(entry["milestones"][0]["done_given"].to_string(), "\"2026-02\"");
    let row = "r,Quarter 4,entry,s,hall,The Hall,amber,,,,Head of Halls; Head of Walls,workstream,P1,,,,,,,,,,,,,,,Leisure,\
               High Street; Fant,Design,40\n";
    assert!(project.text("output/r/ratings.csv").contains(row));
}

#[test]
fn the_address_of_a_lead_is_for_chasing_and_in_nothing_that_is_published() {
    let project = hall("");
    project.build();
    for (path, bytes) in project.files("output") {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let text = if path.ends_with(".pdf") { text + &pdf::everything(&bytes) } else { text };
        assert!(!text.contains("canary"), "{path}");
    }
    let checked = project.run(&["check"]);
    assert!(checked.out.contains("r: Head of Halls (canary@example.gov.uk)"), "{}", checked.out);
    let exported = project.run(&["export", "r", "--xlsx"]);
    assert!(exported.out.contains("Head of Halls: 1 row, canary@example.gov.uk"), "{}", exported.out);
    let sheet = String::from_utf8_lossy(&project.bytes("returns-r.xlsx")).into_owned();
    assert!(!sheet.contains("canary"));
}

#[test]
fn what_changed_names_leads_and_progress_and_dates_as_they_were_given() {
    let report = |previous: &str| format!("{REPORT}{previous}---\n");
    let entry = |lines: &str| format!("---\ntitle: Hall\nrating: green\n{lines}---\nText.\n");
    let project = Project::new()
        .file("content/q/_index.md", &report(""))
        .file("content/q/s/_index.md", "---\ntitle: Section\n---\n")
        .file("content/q/s/hall.md", &entry("lead: Head of Halls\nprogress: 40\ndue: March 2026\n"))
        .file("content/r/_index.md", &report("previous: q\n"))
        .file(
            "content/r/s/hall.md",
            &entry("leads: [Head of Walls, Head of Roofs]\nprogress: 75\ndue: Q1 2026/27\n"),
        );
    let said = project.run(&["diff", "r"]).out;
    for line in [
        "  Hall (s/hall): slipped from March 2026 to Q1 2026/27\n",
        "  Hall (s/hall): led by Head of Walls and Head of Roofs, and by Head of Halls before\n",
        "  Hall (s/hall): 40% done before, 75% now\n",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
    // The last day of March is the last of the fourth quarter: nothing has slipped.
    project.write("content/r/s/hall.md", entry("due: Q4 2025/26\n").as_bytes());
    assert!(!project.run(&["diff", "r"]).out.contains("Dates"));
}

/// A plan with 98 actions in one section.
pub(crate) fn plan(entries: &str) -> Project {
    let mut project = Project::new()
        .file("content/_index.md", &format!("---\ncouncil: Test Council\n{entries}---\n"))
        .file("content/r/_index.md", &format!("{REPORT}---\n"))
        .file("content/r/s/_index.md", "---\ntitle: Section\nlayout: table\n---\nWhat it is about.\n");
    for number in 1..=98 {
        let mut entry = format!(
            "---\ntitle: Improve the service of team {number}\ncode: A{number:02}\norder: {number}\n"
        );
        let rating = if number <= 76 { "complete" } else { "red" };
        _ = write!(entry, "rating: {rating}\nlead: Head of Service\ndue: Q4 2025/26\nprogress: 80\n---\n");
        entry += "The contract was let in January, and the work will begin as soon as the weather allows.\n";
        project = project.file(&format!("content/r/s/a{number}.md"), &entry);
    }
    project
}

#[test]
fn a_plan_of_98_actions_is_a_table_of_a_handful_of_pages() {
    let project = plan("entries_are: [action, actions]\n");
    project.build();
    let bytes = paper(&project);
    let pages = pdf::pages(&bytes);
    let with_table = pages.iter().filter(|page| page.contains("weather allows"));
    assert!((2..=9).contains(&with_table.count()), "{} pages", pages.len());
    // The head of the table is there again on each of them.
    let artifacts = pdf::text_with_artifacts(&bytes);
    assert!(artifacts.matches("Comment").count() >= 2);
    let tree = structure::tree(&bytes);
    let rows = tree.all("TH").into_iter().filter(|head| head.scope.as_deref() == Some("Row"));
    // One in the table of every rating, besides the section's own, and one in the section.
    assert_eq!(rows.count(), 98 + 1 + 98);
    let page = page(&project);
    let table = html::between(&page, "<table class=\"entries cards\"", "</table>");
    for head in ["Code", "Action", "Lead", "Due", "Progress", "Rating", "Comment"] {
        assert!(table.contains(&format!(">{head}</th>")), "{head}");
    }
    assert_eq!(table.matches("scope=\"row\"").count(), 98);
    assert!(said(&project).contains("98 actions by rating"), "{}", said(&project));
    let (page, pdf) = (words(&said(&project)), words(&pdf::text(&bytes)));
    assert_eq!(first_missing(&words("A77 Improve the service of team 77 Head of Service"), &page), None);
    assert_eq!(first_missing(&words("A77 Improve the service of team 77 Head of Service"), &pdf), None);
}

#[test]
fn columns_that_nothing_uses_are_left_out_and_nothing_is_said_twice() {
    let project = hall("layout: table\n");
    project.build();
    let page = page(&project);
    let table = html::between(&page, "<table class=\"entries cards\"", "</table>\n");
    assert!(table.contains("Text of the hall.") && table.contains("Why amber"), "{table}");
    assert_eq!(table.matches("40%").count(), 1);
    let project = Project::new()
        .file("content/r/s/_index.md", "---\ntitle: S\nlayout: table\n---\n")
        .file("content/r/s/a.md", "---\ntitle: A\nrating: green\n---\n");
    project.build();
    let page = project.text("output/r/index.html");
    let head = html::between(&page, "<table class=\"entries cards\"", "</thead>");
    assert_eq!(head.matches("columnheader").count(), 2, "{head}");
}

#[test]
fn entries_are_called_what_the_nearest_file_says() {
    let entry = |title: &str| format!("---\ntitle: {title}\nrating: green\n---\nText.\n");
    let project = Project::new()
        .file("content/_index.md", "---\ncouncil: Test Council\nentries_are: [measure, measures]\n---\n")
        .file("content/r/s/a.md", &entry("A"))
        .file("content/r/s/b.md", &entry("B"));
    project.build();
    let own = said(&project);
    assert!(own.contains("2 measures by rating"), "{own}");
    assert!(own.contains("Green: all 2 rated measures are Green."), "{own}");
    assert!(
        own.contains("a section has the rating") || own.contains("at least half of its rated measures"),
        "{own}"
    );
    assert!(!own.to_lowercase().contains("project"), "{own}");
    let pdf = words(&pdf::text(&paper(&project)));
    assert_eq!(first_missing(&words("2 measures by rating"), &pdf), None);
    // A section has its own word, so what is said of both needs one for all.
    project.write("content/r/t/_index.md", b"---\ntitle: T\nentries_are: [risk, risks]\n---\n");
    project.write("content/r/t/c.md", entry("C").as_bytes());
    project.build();
    let own = said(&project);
    assert!(
        own.contains("3 entries by rating") && own.contains("Green: the only rated risk is Green."),
        "{own}"
    );
    assert!(own.contains("Green: all 2 rated measures are Green."), "{own}");
    // The report's word stands for the council's.
    project.write(
        "content/r/_index.md",
        b"---\ntitle: Progress\nto: 2014-03-31\nentries_are: ['\"odd\" \\ {thing}', things]\n---\n",
    );
    project.build();
    assert!(said(&project).contains("the best \"odd\"") || said(&project).contains("rated things are Green"));
    let explained = project.run(&["explain", "r", "s"]).out;
    assert!(explained.contains("\"odd\" \\ {thing}"), "{explained}");
}

/// A report whose actions have ratings, and the one before it.
pub(crate) fn answers() -> Project {
    let report = |previous: &str| format!("---\ntitle: Answers\nperiod: {previous}Q\nto: 2014-03-31\n");
    let action = |code: &str, rating: &str| {
        format!("---\ntitle: Answer {code}\ncode: {code}\n{rating}---\nComment.\n")
    };
    let index = "---\ntitle: Answers\nkind: actions\n---\n";
    Project::empty()
        .file("content/_index.md", "---\ncouncil: Test Council\n---\n")
        .file("content/q/_index.md", &(report("") + "---\n"))
        .file("content/q/s/_index.md", index)
        .file("content/q/s/a.md", &action("A1", "rating: green\n"))
        .file("content/q/s/b.md", &action("A2", ""))
        .file("content/r/_index.md", &(report("R") + "previous: q\n---\n"))
        .file("content/r/s/_index.md", index)
        .file("content/r/s/a.md", &action("A1", "rating: red\n"))
        .file("content/r/s/b.md", &action("A2", ""))
}

#[test]
fn actions_with_a_rating_are_counted_shown_and_compared() {
    let project = answers();
    project.build();
    let own = said(&project);
    for printed in [
        "2 actions by rating",
        "Worsened: Answer A1 (Green to Red)",
        "1 rated action: 0 Green, 0 Amber and 1 Red; 1 more is not rated.",
        "Rating of every section and action",
        "Rating: Red",
    ] {
        assert_eq!(first_missing(&words(printed), &words(&own)), None, "{printed}: {own}");
        assert_eq!(first_missing(&words(printed), &words(&pdf::text(&paper(&project)))), None, "{printed}");
    }
    let data = data(&project);
    assert_eq!(data["action_counts"]["red"], 1);
    assert_eq!(data["sections"][0]["rating"]["rule"], "counted");
    assert_eq!(data["sections"][0]["entries"][0]["rating"], "red");
    assert!(project.text("output/r/ratings.csv").contains(",entry,s,a,Answer A1,red,green,worsened,"));
    // It was another action before, which says where.
    let moved = b"---\ntitle: Answer A1\ncode: A1\nrating: red\nwas: s/b\n---\nComment.\n";
    project.write("content/r/s/a.md", moved);
    project.write("content/q/s/b.md", b"---\ntitle: Answer A2\ncode: A2\nrating: amber\n---\nComment.\n");
    project.write("content/r/s/b.md", b"---\ntitle: Answer A2\ncode: A2\nwas: s/a\n---\nComment.\n");
    project.build();
    let rows = project.text("output/r/ratings.csv");
    assert!(rows.contains(",entry,s,a,Answer A1,red,amber,worsened,"), "{rows}");
    assert!(rows.contains(",entry,s,b,Answer A2,not-rated,green,no-longer-rated,"), "{rows}");
    let diff = project.run(&["diff", "r"]).out;
    assert!(diff.contains("Worsened\n  Answer A1 (Amber to Red)"), "{diff}");
    let explained = project.run(&["explain", "r", "s/a"]).out;
    assert!(explained.contains("Red") && explained.contains("Amber"), "{explained}");
    // Where no action is rated, nothing is said of ratings.
    project.write("content/r/s/a.md", b"---\ntitle: Answer A1\ncode: A1\n---\nComment.\n");
    project.write("content/r/s/b.md", b"---\ntitle: Answer A2\ncode: A2\n---\nComment.\n");
    project.build();
    assert!(!said(&project).contains("actions by rating"));
    assert!(project.text("output/r/report.json").contains("\"action_counts\""));
}

/// Two groups over sections of several kinds, and a section in none.
pub(crate) fn grouped() -> Project {
    let entry =
        |title: &str, rating: &str| format!("---\ntitle: {title}\nrating: {rating}\n---\nText of {title}.\n");
    Project::empty()
        .file("content/_index.md", "---\ncouncil: Test Council\n---\n")
        .file(
            "content/r/_index.md",
            &format!(
                "{REPORT}groups:\n  - {{id: jobs, title: \"Priority 1: Jobs\", about: \"What *jobs* are.\", owner: Head of Jobs}}\n  \
                 - {{id: homes, title: \"Priority 2: Homes\", rollup: worst}}\n---\n"
            ),
        )
        .file("content/r/build/_index.md", "---\ntitle: Build\ngroup: homes\n---\n")
        .file("content/r/build/a.md", &entry("Mill Street", "green"))
        .file("content/r/warm/_index.md", "---\ntitle: Warm\ngroup: homes\n---\n")
        .file("content/r/warm/a.md", &entry("Boilers", "red"))
        .file("content/r/figures/_index.md", "---\ntitle: Figures\nkind: indicators\ngroup: homes\n---\n")
        .file("content/r/figures/lets.md", "---\ntitle: Lets\nbetter: higher\ntarget: 5\nactual: 3\n---\nFew.\n")
        .file("content/r/skills/_index.md", "---\ntitle: Skills\ngroup: jobs\n---\n")
        .file("content/r/skills/a.md", &entry("Courses", "amber"))
        .file("content/r/words/_index.md", "---\ntitle: Foreword\nkind: narrative\norder: 1\n---\nWelcome.\n")
        .file("content/r/zeal/_index.md", "---\ntitle: Zeal\n---\n")
        .file("content/r/zeal/a.md", &entry("Else", "green"))
}

#[test]
fn groups_are_headings_over_their_sections_with_counts_and_a_rating() {
    let project = grouped();
    project.build();
    let headings: Vec<String> = {
        let page = page(&project);
        let (_, main) = page.split_once("</nav>").expect("a table of contents");
        let (main, _) = main.split_once("<section class=\"one-page\"").expect("the summary on one side");
        main.split("<h")
            .skip(1)
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            .map(|rest| {
                let text = html::text(&format!("<h{}", rest.split("</h").next().unwrap_or_default()));
                format!("{} {}", &rest[..1], text.trim())
            })
            .collect()
    };
    let from = headings.iter().position(|heading| heading == "2 Foreword").expect("the foreword");
    assert_eq!(
        headings[from..],
        [
            "2 Foreword",
            "2 Priority 1: Jobs",
            "3 Skills",
            "4 Courses",
            "2 Priority 2: Homes",
            "3 Build",
            "4 Mill Street",
            "3 Figures",
            "4 Indicators rated Red",
            "5 Lets",
            "4 All indicators",
            "3 Warm",
            "4 Boilers",
            "2 Progress by section",
            "3 Zeal",
            "4 Else",
            "2 How the ratings were worked out",
        ]
    );
    let own = said(&project);
    let homes = own.split("Priority 2: Homes").last().expect("the group");
    for printed in [
        "Rating: Red",
        "Red: the worst of 2 rated sections is Red.",
        "2 projects by rating: 1 Red 1 Green",
        "1 indicator by rating: 1 Red",
    ] {
        assert_eq!(first_missing(&words(printed), &words(homes)), None, "{printed}: {homes}");
    }
    let bytes = paper(&project);
    let bookmarks = pdf::properties(&bytes).bookmarks;
    let place = |title: &str| {
        bookmarks.iter().position(|known| known == title).unwrap_or_else(|| panic!("{title}: {bookmarks:?}"))
    };
    assert!(place("Priority 1: Jobs") < place("Skills") && place("Skills") < place("Priority 2: Homes"));
    // Page and PDF say the same in the same order.
    let printed = words(&pdf::text(&bytes));
    let wanted: Vec<String> = words(own.split_once("Foreword").expect("the foreword").1);
    let wanted: Vec<String> = wanted.into_iter().take_while(|word| word != "worked").collect();
    assert_eq!(first_missing(&wanted, &printed), None);
    let data = data(&project);
    assert_eq!(data["groups"][1]["sections"], serde_json::json!(["build", "figures", "warm"]));
    assert_eq!(data["groups"][1]["rating"]["value"], "red");
    assert_eq!(data["groups"][1]["indicator_counts"]["red"], 1);
    assert!(data["groups"][0]["rating"].is_null());
    let ids: Vec<&str> = data["sections"]
        .as_array()
        .expect("sections")
        .iter()
        .filter_map(|section| section["id"].as_str())
        .collect();
    assert_eq!(ids, ["words", "skills", "build", "figures", "warm", "zeal"]);
    assert_eq!(data["sections"][1]["group"], "jobs");
}

#[test]
fn the_plan_of_the_guide_builds_as_it_stands() {
    let guide = std::fs::read_to_string(repository().join("src/guide.md")).expect("the guide");
    let (_, plan) = guide.split_once("## A plan of many actions").expect("the heading");
    let blocks =
        plan.split("```yaml\n").skip(1).take(3).map(|block| block.split("```").next().unwrap_or_default());
    let mut project = Project::empty()
        .file("content/_index.md", "---\ncouncil: Test Council\n---\n")
        .file("content/r/s/open.md", "---\ntitle: New boilers\ncode: H1\nrating: green\n---\nDone.\n");
    for (path, block) in ["r/_index.md", "r/s/_index.md", "r/s/depot.md"].into_iter().zip(blocks) {
        project = project.file(&format!("content/{path}"), &format!("---\n{block}---\nWords.\n"));
    }
    let ran = project.build();
    assert!(
        ran.err.contains("warning[restricted-rating]: the public sees Green for the group `homes`"),
        "{}",
        ran.err
    );
    let page = said(&project);
    for printed in [
        "Priority 1: Homes",
        "H2",
        "Sale of the depot",
        "The bids are open until May",
        "Overall rating: Green",
    ] {
        assert!(page.contains(printed), "{printed}: {page}");
    }
}

#[test]
fn a_group_whose_sections_are_all_restricted_shows_nothing_of_itself_to_the_public() {
    let project = grouped();
    project.write("content/r/skills/_index.md", b"---\ntitle: Skills\ngroup: jobs\nrestricted: true\n---\n");
    project.build();
    for (path, bytes) in project.files("output") {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let text = if path.ends_with(".pdf") { pdf::everything(&bytes) } else { text };
        assert!(!text.contains("Priority 1") && !text.contains("jobs"), "{path}");
    }
    assert_eq!(project.run(&["build", "--restricted"]).code, 0);
    let kept = project.text("output-restricted/r/index.html");
    assert!(kept.contains("Priority 1: Jobs"));
}

#[test]
fn a_return_carries_months_quarters_stage_and_progress_both_ways() {
    let project = hall("");
    assert_eq!(project.run(&["export", "r", "--xlsx"]).code, 0);
    let before = project.files("content");
    let ran = project.run(&["import", "returns-r.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.files("content") == before, "{}", ran.out);
    let csv = "Id,Title,Due,Original due,Stage,Percent done\nr/s/hall,The Hall,April 2026,Q1 2025/26,Building,75%\n";
    project.write("back.csv", csv.as_bytes());
    let ran = project.run(&["import", "back.csv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let entry = project.text("content/r/s/hall.md");
    // The first quarter of 2025/26 ends when June 2025 does, and is still what somebody typed.
    for line in ["due: 2026-04\n", "original_due: Q1 2025/26\n", "stage: Building\n", "progress: 75\n"] {
        assert!(entry.contains(line), "{line} in {entry}");
    }
}
