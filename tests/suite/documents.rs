//! Holds each kind of paper to what it must say: committee paper, indicators, narrative, plan and actions.
//!
//! Figures are worked out by hand from the content beside them, or come from the published papers that each test names.

use serde_json::Value;

use crate::support::{Project, html, pdf, words};
use crate::worked_example::{data, page, pdf_of};

/// A committee paper with everything that a cover may have, two sections of projects and one of indicators.
fn paper() -> Project {
    Project::new()
        .file(
            "content/r/_index.md",
            "---\ntitle: Half-year paper\nperiod: Spring\nto: 2014-03-31\ncover:\n  from: Cabinet Member\n  to: Committee, 9 May\n  \
             subject: Progress\n  classification: Unrestricted\n  decision_reference: 14/0007\n  wards: All\n  summary: >\n    \
             {{ count.red }} of {{ count.total }} projects are Red.\n  recommendations:\n    - Note the report.\n    - Agree \
             that **all** is well.\n  background:\n    - title: Business plan\n      url: https://www.example.gov.uk/plan\n    - title: \
             Minutes of March\n  contact: {role: Performance Manager, phone: 01234 567890, email: team@example.gov.uk}\n---\n\
             Before any heading.\n\n## Introduction\n\nFirst. See {{ appendix.s }} and {{ appendix.figures }}.\n\nSecond.\n\n\
             ## Position\n\nHomes is {{ rating.s/homes }}, and Section is {{ rating.s }}.\n\n{{ reason.figures/calls }}\n\n\
             {{ table.counts }}\n\n### Detail\n\nThe Red ones are:\n\n{{ list.red }}\n\nAnd the Amber ones:\n\n{{ list.amber }}\n",
        )
        .file("content/r/s/_index.md", "---\ntitle: Section\norder: 1\n---\n")
        .file(
            "content/r/s/homes.md",
            "---\ntitle: Homes\nrating: red\nreason: The site flooded\naction: Pumps run day and night.\n---\nText.\n",
        )
        .file("content/r/s/roads.md", "---\ntitle: Roads\nrating: green\n---\nText.\n")
        .file("content/r/s/parks.md", "---\ntitle: Parks\nrating: on hold\n---\nText.\n")
        .file("content/r/figures/_index.md", "---\ntitle: Figures\nkind: indicators\norder: 2\n---\n")
        .file(
            "content/r/figures/calls.md",
            "---\ntitle: Calls answered\nunit: \"%\"\nbetter: higher\ntarget: 90\nfloor: 80\nactual: 79.5\n---\n\
             Two people left.\n\n{{ list.red }}\n",
        )
}

#[test]
fn a_committee_paper_has_its_head_its_numbered_body_and_its_foot() {
    let project = paper();
    project.build();
    let page = project.text("output/r/index.html");
    let said = words(&html::text(html::between(&page, "<main", "</main>"))).join(" ");
    let expected = [
        "From Cabinet Member To Committee 9 May Subject Progress Classification Unrestricted Decision reference 14 0007 Wards All",
        "Summary 1 of 3 projects are Red",
        "Recommendations 1 Note the report 2 Agree that all is well",
        "Before any heading 1 Introduction 1 1 First See Appendix 1 and Appendix 2 1 2 Second",
        // At least half of two rated projects are Red.
        "2 Position 2 1 Homes is Red and Section is Red",
        "2 2 Red 79 5 is below the target of 90 and below the floor of 80",
        "Rating Green Amber Red On hold Projects 1 0 1 1",
        "Detail 2 3 The Red ones are Homes The site flooded Pumps run day and night Calls answered Red 79 5 is below the target \
         of 90 and below the floor of 80 Two people left 2 4 And the Amber ones None",
        "3 Background documents 3 1 Business plan https www example gov uk plan 3 2 Minutes of March",
        "4 Contact Role Performance Manager Telephone 01234 567890 E mail team example gov uk",
        "Appendix 1 Progress by section",
        "Appendix 2 Figures",
    ];
    let mut rest = said.as_str();
    for part in expected {
        let at = rest.find(part).unwrap_or_else(|| panic!("no {part:?} in its place in: {rest}"));
        rest = &rest[at + part.len()..];
    }
    // Numbers are text and can be linked to.
    assert!(page.contains(
        "<p class=\"numbered\" id=\"_paragraph-1-2\"><span class=\"number\">1.2</span> Second.</p>"
    ));
    assert!(page.contains("<a href=\"#s--homes\">Homes</a>"), "an exception leads to its entry");
    // The PDF says the same, and its bookmarks have the numbers.
    let paper = project.bytes("output/r/half-year-paper-spring.pdf");
    let printed = words(&pdf::text(&paper)).join(" ");
    for part in expected {
        assert!(printed.contains(part), "no {part:?} in the PDF: {printed}");
    }
    let bookmarks = pdf::properties(&paper).bookmarks;
    let wanted = [
        "Summary",
        "Recommendations",
        "1. Introduction",
        "2. Position",
        "Detail",
        "3. Background documents",
        "4. Contact",
    ];
    assert_eq!(bookmarks[..wanted.len()], wanted);
}

#[test]
fn what_is_computed_follows_from_what_the_public_sees() {
    let project = paper();
    project.write(
        "content/r/s/homes.md",
        b"---\ntitle: Homes\nrating: red\nrestricted: true\nreason: Zwyrbflox\n---\nText.\n",
    );
    // The paper may not name what is restricted.
    let ran = project.run(&["build", "--format", "short"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("error[unknown-reference]: `rating.s/homes` names something restricted"),
        "{}",
        ran.err
    );
    let text = project.text("content/r/_index.md").replace("Homes is {{ rating.s/homes }}, and ", "");
    project.write("content/r/_index.md", text.as_bytes());
    project.build();
    let page = project.text("output/r/index.html");
    let said = words(&html::text(&page)).join(" ");
    assert!(said.contains("Summary 0 of 2 projects are Red"), "{said}");
    assert!(said.contains("The Red ones are Calls answered"), "{said}");
    let everything = pdf::everything(&project.bytes("output/r/half-year-paper-spring.pdf"));
    assert!(!page.contains("Zwyrbflox") && !everything.contains("Zwyrbflox"));
    assert!(project.run(&["build", "--restricted", "--output", "inside"]).code == 0);
    assert!(project.text("inside/r/index.html").contains("Zwyrbflox"));
}

/// Title, cells and direction of every row in a table of figures.
fn figures(page: &str) -> Vec<String> {
    let table = html::between(page, "<table class=\"figures", "</table>");
    let row = |row: &str| html::text(row).split_whitespace().collect::<Vec<_>>().join(" ");
    table.split("<tr role=\"row\">").skip(2).map(row).collect()
}

#[test]
fn the_table_of_figures_has_every_branch_of_the_rules() {
    let indicator = |fields: &str| format!("---\n{fields}\n---\n");
    let project = Project::new()
        .file("content/r/s/_index.md", "---\ntitle: Dashboard\nkind: indicators\n---\n")
        .file("content/r/s/a.md", &indicator("title: A\norder: 1\ncode: K1\nunit: \"%\"\nbetter: higher\ntarget: 80\nfloor: 75\nactual: 75\nbasis: Year to date\nhistory: [{period: Q1, actual: 75.5}]"))
        .file("content/r/s/b.md", &indicator("title: B\norder: 2\nunit: days\nbetter: lower\ntarget: 10\ntolerance: 10%\nactual: 11\nprovisional: true\nhistory: [{period: Q1, actual: 12}]"))
        .file("content/r/s/c.md", &indicator("title: C\norder: 3\nbetter: lower\ntarget: 0\nfloor: 2\nactual: 3\nhistory: [{period: Q1, actual: 3}]"))
        .file("content/r/s/d.md", &indicator("title: D\norder: 4\nunit: £m\nbetter: higher\ntarget: -2\nactual: -1.5"))
        .file("content/r/s/e.md", &indicator("title: E\norder: 5\nbetter: higher\ntarget: 5"))
        .file("content/r/s/f.md", &indicator("title: F\norder: 6\ndata_only: true\nactual: 1234"))
        // The floor alone shows that lower is better.
        .file("content/r/s/g.md", &indicator("title: G\norder: 7\ntarget: 5\nfloor: 8\nactual: 4"));
    project.build();
    let page = project.text("output/r/index.html");
    let dash = "\u{2013}";
    assert_eq!(
        figures(&page),
        [
            "K1 A Year to date 75% 80% 75% 75.5% Amber Worsening".to_owned(),
            format!("B days {dash} 11 provisional 10 Within 10% 12 Amber Improving"),
            format!("C {dash} 3 0 2 3 Red No change"),
            format!("D {dash} \u{2212}£1.5m \u{2212}£2m {dash} {dash} Green {dash}"),
            format!("E {dash} No figure yet 5 {dash} {dash} Not rated {dash}"),
            format!("F {dash} 1,234 {dash} {dash} {dash} For info {dash}"),
            format!("G {dash} 4 5 8 {dash} Green {dash}"),
        ]
    );
    let (_, main) = page.split_once("</nav>").expect("a table of contents");
    let said = html::text(main);
    assert!(said.contains("5 rated indicators: 2 Green, 2 Amber and 1 Red; 2 more are not rated."), "{said}");
    // The red one comes before the table.
    let red = said.find("Red: 3 is above the target of 0, and above the limit of 2.");
    assert!(red.is_some() && red < said.find("All indicators"), "{said}");
    // The guidance tells the rules in force: one indicator has neither a floor nor a percentage.
    assert!(said.contains("Where an indicator has only a target, a missed target is Red."), "{said}");
    assert!(said.contains("at its floor or limit, or better") && said.contains("Floor or limit"), "{said}");
    let data: Value = serde_json::from_str(&project.text("output/r/report.json")).unwrap();
    let rating = &data["sections"][0]["rating"];
    assert_eq!((rating["value"].is_null(), &rating["rule"]), (true, &Value::from("counted")));
    assert_eq!((rating["counts"]["green"].as_u64(), data["counts"]["green"].as_u64()), (Some(2), Some(0)));
}

/// Kent County Council's mid-year business plan monitoring of 2013, paragraphs 3.3 and 3.4.
#[test]
fn the_published_position_comes_out_with_the_two_published_exceptions() {
    let data = data("2013-mid-year");
    let counts = &data["indicator_counts"];
    assert_eq!(
        (counts["green"].as_u64(), counts["amber"].as_u64(), counts["red"].as_u64()),
        (Some(24), Some(17), Some(2))
    );
    let (_, page) = page("2013-mid-year").split_once("</nav>").expect("a table of contents");
    let body = html::text(html::between(page, "3. Directorate dashboard", "4. Actions"));
    let body = words(&body).join(" ");
    for part in [
        "Rating Green Amber Red For info Not rated Indicators 24 17 2 2 2",
        "Employment opportunities from the Big Society Fund Red 8 opportunities is below the target of 20",
        "Alcohol clients who complete treatment Red",
    ] {
        assert!(body.contains(part), "{part:?} in {body}");
    }
}

#[test]
fn indicators_move_against_the_report_before_like_projects() {
    let section = "---\ntitle: Dashboard\nkind: indicators\n---\n";
    let entry = |actual: u8| {
        format!("---\ntitle: Calls\nbetter: higher\ntarget: 90\nfloor: 80\nactual: {actual}\n---\n")
    };
    let project = Project::new()
        .file("content/q/_index.md", "---\ntitle: Progress\nperiod: Winter\nto: 2013-12-31\n---\n")
        .file(
            "content/r/_index.md",
            "---\ntitle: Progress\nperiod: Spring\nto: 2014-03-31\nprevious: q\n---\n",
        )
        .file("content/q/s/_index.md", section)
        .file("content/r/s/_index.md", section)
        .file("content/q/s/calls.md", &entry(95))
        .file("content/r/s/calls.md", &entry(85));
    project.build();
    let page = project.text("output/r/index.html");
    assert!(html::text(&page).contains("Worsened: Calls (Green to Amber)."), "{page}");
    // The chart of both periods says every count in its alternative, in the page and in the PDF.
    let alt = "Bar chart of indicators by rating over 2 reports. Winter: 1 indicator, 1 Green; Spring: 1 indicator, 1 Amber.";
    assert!(page.contains(&format!("<img class=\"chart\" alt=\"{alt}\"")), "{page}");
    assert!(pdf::everything(&project.bytes("output/r/progress-spring.pdf")).contains(alt));
    let csv = project.text("output/r/ratings.csv");
    assert!(
        csv.contains(
            "r,Spring,entry,s,calls,Calls,amber,green,worsened,,,indicators,,85,90,,,,,,,,,,,,,,,,\n"
        ),
        "{csv}"
    );
}

#[test]
fn a_chart_says_every_figure_in_words() {
    let page = page("2013-mid-year");
    // content/2013-mid-year/dashboard/alcohol-treatment-completed.md
    let start =
        page.find("Line chart of Alcohol clients who complete treatment").expect("the chart is there");
    let alt = &page[start..start + page[start..].find('"').unwrap()];
    assert!(
        alt.starts_with(
            "Line chart of Alcohol clients who complete treatment against its target, in people. "
        ),
        "{alt}"
    );
    assert!(alt.ends_with("April to September 2013: 684, target 900. Red below 820."), "{alt}");
    assert!(pdf::everything(pdf_of("2013-mid-year")).contains(alt));
}

/// The source's appendix runs from 1 to 79.
#[test]
fn paragraphs_are_numbered_on_through_the_appendix() {
    let page = page("2013-mid-year");
    let appendix = html::between(
        page,
        "<section aria-labelledby=\"monitoring\">",
        "<section aria-labelledby=\"dashboard\">",
    );
    let numbers: Vec<&str> = appendix
        .split("<p class=\"numbered\" id=\"_paragraph-")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    let expected: Vec<String> = (1..=79).map(|number| number.to_string()).collect();
    assert_eq!(numbers, expected);
    assert!(appendix.contains("<span class=\"number\">79.</span> "));
    // On paper the numbers are text, too; page and PDF are held to the same words elsewhere.
    assert!(pdf::text(pdf_of("2013-mid-year")).contains("79. The service"));
}

#[test]
fn numbers_run_on_from_section_to_section_and_pass_over_what_is_not_numbered() {
    let project = Project::new()
        .file(
            "content/r/s/_index.md",
            "---\ntitle: First\nkind: narrative\nnumbered: true\norder: 1\n---\nOne.\n",
        )
        .file(
            "content/r/s/e.md",
            "---\ntitle: Part\n---\n## Heading\n\nTwo.\n\n- not a paragraph\n\nThree.\n",
        )
        .file("content/r/t/_index.md", "---\ntitle: Second\nkind: narrative\norder: 2\n---\nNo number.\n")
        .file(
            "content/r/u/_index.md",
            "---\ntitle: Third\nkind: narrative\nnumbered: true\norder: 3\n---\nFour.\n",
        );
    project.build();
    let said = words(&html::text(html::between(&project.text("output/r/index.html"), "</nav>", "</main>")))
        .join(" ");
    assert_eq!(said, "First 1 One Part Heading 2 Two not a paragraph 3 Three Second No number Third 4 Four");
}

/// The rows of the first table after `heading`, as texts.
fn rows(page: &str, heading: &str) -> Vec<Vec<String>> {
    let from = page.find(&format!("<h2 id=\"{heading}\"")).expect("the heading");
    let table = html::between(&page[from..], "<table", "</table>");
    let cells = |row: &str| -> Vec<String> {
        let cells =
            row.split("<t").skip(1).filter(|cell| cell.starts_with(['h', 'd']) && !cell.starts_with("head"));
        cells.map(|cell| html::text(&cell[cell.find('>').unwrap() + 1..]).trim().to_owned()).collect()
    };
    table.split("<tr").skip(1).map(cells).collect()
}

/// Maidstone's improvement plan 2012 to 2015: the table of priorities and the table of workstreams.
#[test]
fn the_plan_has_its_priorities_its_matrix_and_its_outlook() {
    let page = page("2012-15-plan");
    let table = |rows: &[&str]| -> Vec<Vec<String>> {
        rows.iter().map(|row| row.split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
    };
    assert_eq!(
        rows(page, "_priorities"),
        table(&[
            "Rank|2012/13|2013/14|2014/15",
            "1|Waste &amp; Recycling|Waste &amp; Recycling|Customer services delivery",
            "2|Customer services delivery|Customer services delivery|Revenues &amp; Benefits",
            "3|Revenues &amp; Benefits|ICT|Housing",
            "4|ICT|Revenues &amp; Benefits|Building Control",
            "5|Hazlitt Arts Centre|Housing|Finance",
            "6|Planning||",
            "7|Parking Transport Management||",
        ])
        .into_iter()
        .map(|row| row.into_iter().map(|cell| cell.replace("&amp;", "&")).collect::<Vec<_>>())
        .collect::<Vec<_>>()
    );
    let matrix = rows(page, "_matrix");
    assert_eq!(
        matrix[0],
        ["Incremental Improvement", "Asset Management", "Transformation", "External Challenge"]
    );
    let lengths: Vec<usize> =
        (0..4).map(|column| matrix[1..].iter().filter(|row| !row[column].is_empty()).count()).collect();
    assert_eq!(lengths, [2, 5, 8, 6], "columns end where they end");
    assert_eq!(matrix[1][1], "Future use of Town Hall");
    let outlook = rows(page, "_outlook");
    assert_eq!(outlook[0], ["Project", "Long term", "Medium term", "This year"]);
    assert_eq!(outlook.len(), 1 + 10, "the ten service areas of the source's appendix");
    // A plan rates nothing.
    assert!(!page.contains("class=\"rating"), "no rating is printed");
    let data = data("2012-15-plan");
    assert!(data["sections"].as_array().unwrap().iter().all(|section| section["rating"].is_null()));
    assert_eq!(data["priorities"][2]["entries"][3], "external-challenge/building-control");
}

#[test]
fn a_report_is_held_against_its_plan() {
    let project = Project::new()
        .file("content/p/_index.md", "---\ntitle: Plan\nto: 2015-03-31\ndocument: plan\n---\n")
        .file("content/p/s/_index.md", "---\ntitle: Section\n---\n")
        .file("content/p/s/homes.md", "---\ntitle: Homes\n---\nBuild them.\n")
        .file("content/p/s/roads.md", "---\ntitle: Roads\n---\nMend them.\n")
        .file("content/r/_index.md", "---\ntitle: Progress\nto: 2014-03-31\nplan: p\n---\n")
        .file("content/r/t/_index.md", "---\ntitle: Other\n---\n")
        // Moved to another section: the same project all the same.
        .file("content/r/t/homes.md", "---\ntitle: Homes\nrating: green\n---\nText.\n")
        .file("content/r/t/parks.md", "---\ntitle: Parks\nrating: green\n---\nText.\n");
    let ran = project.run(&["check"]);
    assert_eq!(ran.code, 0);
    for said in [
        "warning[plan-gap]: 1 project of the plan `p` has no entry in this report",
        "help: Roads (`s/roads`)",
        "warning[plan-gap]: 1 project of this report is not in the plan `p`",
        "help: Parks (`t/parks`)",
    ] {
        assert!(ran.err.contains(said), "{said:?} in {}", ran.err);
    }
    assert_eq!(ran.err.matches("Homes").count(), 0, "{}", ran.err);
    project.build();
    assert!(
        project
            .text("output/r/index.html")
            .contains("<p>Reports on: <a href=\"../p/index.html\">Plan</a></p>")
    );
}

/// Kent County Council's performance improvement plan, counted by hand: actions of each theme in categories A, B, C and
/// D.
#[test]
fn actions_are_counted_by_theme_and_category() {
    let expected = [
        ("Theme", "A B C D All"),
        ("Community engagement", "1 0 4 3 8"),
        ("Communications", "3 1 0 1 5"),
        ("Relationship management", "1 1 4 0 6"),
        ("Members", "1 3 4 1 9"),
        ("Workforce development", "2 0 0 2 4"),
        ("Corporate practice and processes", "1 1 1 2 5"),
        ("Outcomes", "0 5 2 2 9"),
        ("All", "9 11 15 11 46"),
    ];
    let page = page("2013-mid-year");
    let counted: Vec<(String, String)> =
        rows(page, "_actions").into_iter().map(|row| (row[0].clone(), row[1..].join(" "))).collect();
    assert_eq!(counted, expected.map(|(theme, counts)| (theme.to_owned(), counts.to_owned())));
    // CEC2 as the source has it, in its own words.
    let row = html::between(page, "id=\"community-engagement--cec2\"", "</tr>");
    let text = html::text(row);
    for part in [
        "CEC2",
        "Paragraphs 42, 43 and 73",
        "By the end of 2009/10",
        "Director of Improvement and Engagement",
    ] {
        assert!(text.contains(part), "{part:?} in {text}");
    }
    for label in ["Comment", "Timescale", "Lead", "Evidence of improvement", "Monitoring"] {
        assert!(row.contains(&format!("data-label=\"{label}\"")), "cards have labels: {row}");
    }
}

#[test]
fn wide_tables_lie_on_their_side_and_have_row_headers() {
    let paper = pdf_of("2013-mid-year");
    let sizes = pdf::page_sizes(paper);
    let lying = sizes.iter().filter(|(width, height)| width > height).count();
    assert!(lying >= 8 && lying < sizes.len(), "{lying} of {} pages lie on their side", sizes.len());
    assert!(pdf::page_sizes(pdf_of("2013-14-h2")).iter().all(|(width, height)| width < height));
    // 47 indicators, 46 actions, 7 themes and their sum, and the table of counts in the body of the paper.
    assert_eq!(pdf::header_cells(paper, "Row"), 47 + 46 + 8 + 1);
}

#[test]
fn where_lower_is_better_a_floor_is_a_limit_and_one_of_many_is_one() {
    let indicator =
        |title: &str, rest: &str| format!("---\ntitle: {title}\nunit: deaths\n{rest}\n---\nText.\n");
    let project = Project::new()
        .file("content/r/s/_index.md", "---\ntitle: S\nkind: indicators\nowner: O\n---\n")
        .file(
            "content/r/s/a.md",
            &indicator(
                "A",
                "better: lower\ntarget: 0\nfloor: 2\nactual: 1\nhistory: [{period: Q1, actual: 3}]",
            ),
        )
        .file("content/r/s/b.md", &indicator("B", "better: lower\ntarget: 1\nfloor: 2\nactual: 4"));
    project.build();
    let page = html::text(&project.text("output/r/index.html"));
    let output = project.files("output/r");
    let paper = output.iter().find(|(path, _)| path.ends_with(".pdf")).map(|(_, bytes)| pdf::text(bytes));
    let paper = paper.expect("a PDF");
    for said in [
        "Amber: 1 death is above the target of 0 deaths, and below the limit of 2 deaths.",
        "Improving: 1 death now and 3 deaths before, and lower is better.",
        "Red: 4 deaths is above the target of 1 death, and above the limit of 2 deaths.",
        "at its limit or better",
    ] {
        for text in [&page, &paper] {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains(said), "{said}: {text}");
        }
    }
    for text in [&page, &paper] {
        assert!(!text.to_lowercase().contains("floor") && text.contains("Limit"), "{text}");
    }
}

#[test]
fn the_contents_have_the_chapters_of_the_paper_itself_on_the_page_and_in_the_pdf() {
    let nav = html::text(html::between(page("2013-mid-year"), "<nav", "</nav>"));
    let first = &pdf::pages(pdf_of("2013-mid-year"))[0];
    for chapter in [
        "1. Introduction",
        "7. Contact",
        "Customer Services",
        "Indicators rated Red",
        "Workforce development",
        "How the ratings were worked out",
    ] {
        assert!(nav.contains(chapter), "{chapter:?} in {nav}");
        assert!(first.contains(chapter), "{chapter:?} in {first}");
    }
}
