//! Holds the PDF's pages to the council's layout, whatever the length of what stands before.

use crate::support::{Project, pdf};
use crate::worked_example::pdf_of;

/// What the second project of each report begins with.
enum Begins {
    WithText,
    WithTable,
}

/// Many reports, each with a first project of another length, so that the second begins at another height of its page.
fn pages_of_reports(begins: &Begins) -> Vec<Vec<String>> {
    let mut project = Project::empty().file("content/_index.md", "---\ncouncil: Test Council\n---\n");
    for number in 0..30 {
        let folder = format!("content/r{number:02}");
        let filler = "Sober words on the project. ".repeat(150 + 6 * number);
        let milestones: String =
            (1..8).map(|n| format!("  - title: Tailword {n}\n    due: 2014-01-0{n}\n")).collect();
        let second = match begins {
            Begins::WithText => {
                format!("---\ntitle: Headword\nrating: red\norder: 2\n---\n{}\n", "Tailword. ".repeat(90))
            }
            Begins::WithTable => {
                format!("---\ntitle: Headword\nrating: red\norder: 2\nmilestones:\n{milestones}---\n")
            }
        };
        project = project
            .file(&format!("{folder}/_index.md"), "---\ntitle: R\nto: 2014-01-01\n---\n")
            .file(&format!("{folder}/s/_index.md"), "---\ntitle: Workstream\nowner: Head of Tests\n---\n")
            .file(
                &format!("{folder}/s/a.md"),
                &format!("---\ntitle: Filler\nrating: green\norder: 1\n---\n{filler}\n"),
            )
            .file(&format!("{folder}/s/b.md"), &second);
    }
    project.build();
    let files = project.files("output");
    files.iter().filter(|(path, _)| path.ends_with(".pdf")).map(|(_, bytes)| pdf::pages(bytes)).collect()
}

#[test]
fn no_project_row_is_left_alone_at_the_foot_of_a_page() {
    for begins in [Begins::WithText, Begins::WithTable] {
        let reports = pages_of_reports(&begins);
        assert_eq!(reports.len(), 30);
        let mut moved = 0;
        for pages in reports {
            // The first page lists the project in the table of ratings; its own row comes last.
            let page = pages.iter().rposition(|page| page.contains("Headword")).expect("the row is printed");
            let (_, after) = pages[page].rsplit_once("Headword").expect("it is there");
            assert!(after.contains("Tailword"), "page {} ends with a project's row alone", page + 1);
            moved += usize::from(pages[page].contains("(continued) Red Headword"));
        }
        assert!(moved > 0, "some row came to the foot of a page and was moved to the next");
    }
}

#[test]
fn every_page_that_a_workstream_runs_on_to_names_it_again() {
    for pages in pages_of_reports(&Begins::WithText) {
        for (number, page) in pages.iter().enumerate().skip(1) {
            let runs_on = page.contains("Sober words") || page.contains("Tailword");
            assert_eq!(page.contains("Workstream (continued)"), runs_on, "page {}: {page}", number + 1);
        }
        let total = pages.len();
        for (number, page) in pages.iter().enumerate() {
            assert!(page.contains(&format!("Page {} of {total}", number + 1)), "{page}");
            assert!(page.split_whitespace().count() > 20, "page {} is empty", number + 1);
        }
    }
}

#[test]
fn letters_without_end_stay_on_the_page() {
    let endless = "abcdefghij".repeat(30);
    let project =
        Project::new().file("content/r/s/e.md", &format!("---\ntitle: E\nrating: green\n---\n{endless}\n"));
    project.build();
    let bytes = project.bytes("output/r/progress-spring.pdf");
    let letters: String = pdf::text(&bytes).chars().filter(char::is_ascii_alphabetic).collect();
    assert!(letters.contains(&endless), "nothing is lost: {letters}");
    assert!(pdf::rightmost(&bytes) < 595.0 - 50.0, "A4 is 595 points wide: {}", pdf::rightmost(&bytes));
}

/// A table of so many columns: every third has a long word, and the others what stands beside it.
fn table(columns: usize) -> String {
    let row = |words: [&str; 3]| {
        let cells: Vec<&str> = (0..columns).map(|index| words[index % 3]).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let dashes = format!("|{}\n", "---|".repeat(columns));
    row(["Service", "2026", "Q1"])
        + &dashes
        + &row(["Communications", "2026", "81%"])
        + &row(["Administration and transformation", "\u{a3}2.6m", "\u{2212}3"])
}

/// A report whose every kind of text has a table of so many columns.
fn report_of_tables(columns: usize) -> Project {
    let table = table(columns);
    let kind = |id: &str, kind: &str| {
        (
            format!("content/r/{id}/_index.md"),
            format!("---\ntitle: Section {id}\nkind: {kind}\nowner: Head of Tests\n---\n"),
        )
    };
    let (narrative, indicators) = (kind("n", "narrative"), kind("i", "indicators"));
    Project::new()
        .file(
            "content/r/_index.md",
            &format!("---\ntitle: Progress\nperiod: Spring\nto: 2014-03-31\n---\nThe figures:\n\n{table}\n"),
        )
        .file(
            "content/r/s/e.md",
            &format!("---\ntitle: E\nrating: green\n---\nThe figures:\n\n{table}\nMore.\n"),
        )
        .file(&narrative.0, &narrative.1)
        .file("content/r/n/e.md", &format!("---\ntitle: E\n---\nBefore.\n\n{table}\nAfter.\n"))
        .file(&indicators.0, &indicators.1)
        .file(
            "content/r/i/e.md",
            &format!("---\ntitle: E\nunit: days\nbetter: lower\ntarget: 5\nactual: 3\n---\n{table}\n"),
        )
}

#[test]
fn no_word_of_a_table_is_printed_over_another() {
    let mut turned = 0;
    for columns in 2..=14 {
        let project = report_of_tables(columns);
        project.build();
        let bytes = project.bytes("output/r/progress-spring.pdf");
        assert_eq!(pdf::hidden_words(&bytes), Vec::<String>::new(), "{columns} columns");
        let smallest = pdf::words(&bytes).iter().map(|word| word.size).fold(f64::INFINITY, f64::min);
        assert!(smallest >= 7.5, "{columns} columns in type of {smallest} points");
        let wide = pdf::page_sizes(&bytes).iter().filter(|(width, height)| width > height).count();
        turned += usize::from(wide > 0);
        assert!(columns > 8 || wide == 0, "{columns} columns need no page on its side");
    }
    assert!(turned > 0, "some table was too wide for an upright page");
}

#[test]
fn a_table_that_is_too_wide_for_any_page_is_refused_with_its_line() {
    let row = |word: &str| format!("|{}\n", format!(" {word} |").repeat(11));
    let table = row("Communications") + &row("---") + &row("2026");
    let project = Project::new()
        .file("content/r/s/e.md", &format!("---\ntitle: E\nrating: green\n---\nText.\n\n{table}"));
    for command in ["check", "build"] {
        let ran = project.run(&[command]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(said.contains("error[table-too-wide]") && said.contains("content/r/s/e.md:7:"), "{said}");
    }
}

#[test]
fn names_and_codes_without_a_place_to_break_stay_in_their_place() {
    let code = "PL/2026/01/KINGSTREET_CARPARK/PHASE-2/INTERNATIONALISATION";
    let endless = "Donaudampfschifffahrtsgesellschaftskapitaenswitwenrente".repeat(2);
    let address = "policyandperformance@corporate.services.boroughcouncil.example";
    let action = format!(
        "---\ntitle: {code}\ncode: COMMUNICATIONS-11\ntimescale: {endless}\nleads: [{address}]\n\
         evidence: {code}\nmonitoring: {address}\n---\n{endless} {code}\n"
    );
    let project = Project::new()
        .file("content/r/s/_index.md", &format!("---\ntitle: {code}\nowner: {address}\n---\n{code}\n"))
        .file(
            "content/r/s/e.md",
            &format!(
                "---\ntitle: {endless}\nrating: not-started\nlead: {address}\nmilestones:\n  - title: {code}\n    \
                 due: 2014-05-01\n    rating: green\n---\n{address}\n"
            ),
        )
        .file(
            "content/r/s/f.md",
            &format!("---\ntitle: F\nrating: amber\nreason: {code}\naction: {endless} {code}\n---\n{address}\n"),
        )
        .file("content/r/i/_index.md", "---\ntitle: I\nkind: indicators\nowner: Head of Tests\n---\n")
        .file(
            "content/r/i/e.md",
            &format!(
                "---\ntitle: {code}\ncode: {code}\nunit: {endless}\nbasis: {address}\nbetter: lower\n\
                 target: 999999999999.123456\nactual: 999999999999.123457\naction: {endless} {code}\n---\n"
            ),
        )
        .file("content/r/a/_index.md", "---\ntitle: A\nkind: actions\nowner: Head of Tests\n---\n")
        .file("content/r/a/e.md", &action);
    project.build();
    let bytes = project.bytes("output/r/progress-spring.pdf");
    assert_eq!(pdf::hidden_words(&bytes), Vec::<String>::new());
}

/// Code, addresses and names that must break, and what a reader copies of them.
#[test]
fn what_breaks_across_lines_can_still_be_copied() {
    let address = "www.brookhaven-council.example/planning/applications/2026?ref=1234567";
    let code = "abcdefghij".repeat(15);
    let project = Project::new()
        .file("content/r/s/_index.md", "---\ntitle: S\nowner: Head of Tests\n---\n")
        .file(
            "content/r/s/e.md",
            &format!(
                "---\ntitle: E\nrating: amber\nlead: {address}\nreason: See {address}\naction: See {address}\nrisks:\n  \
                 - level: high\n    text: See {address}\n---\nSee {address} and `{code}`.\n\n```\n{code}\n```\n"
            ),
        );
    project.build();
    let bytes = project.bytes("output/r/progress-spring.pdf");
    assert_eq!(pdf::hidden_words(&bytes), Vec::<String>::new());
    let letters: String = pdf::text(&bytes).chars().filter(|c| !c.is_whitespace()).collect();
    assert_eq!(letters.matches(address).count(), 5, "{letters}");
    assert_eq!(letters.matches(&code).count(), 2, "{letters}");
}

#[test]
fn lists_in_the_cells_of_a_table_stand_below_one_another() {
    let long = "What has to be shown, in so many words that it needs several lines of its cell. ".repeat(2);
    let list = format!("- {long}\n- {long}\n");
    let cell = |name: &str| format!("{name}: |\n  {}\n", list.replace('\n', "\n  "));
    let project = Project::new()
        .file("content/r/a/_index.md", "---\ntitle: A\nkind: actions\nowner: Head of Tests\n---\n")
        .file(
            "content/r/a/e.md",
            &format!("---\ntitle: E\ncode: A1\n{}{}---\n{list}", cell("evidence"), cell("monitoring")),
        )
        .file("content/r/s/_index.md", "---\ntitle: S\nowner: Head of Tests\nlayout: table\n---\n")
        .file("content/r/s/e.md", &format!("---\ntitle: E\nrating: green\n---\n{list}"))
        .file(
            "content/r/s/f.md",
            &format!(
                "---\ntitle: F\nrating: green\nrisks:\n  - level: high\n    text: {long}\n  - level: low\n    text: \
                 {long}\n---\n"
            ),
        );
    project.build();
    let bytes = project.bytes("output/r/progress-spring.pdf");
    assert_eq!(pdf::hidden_words(&bytes), Vec::<String>::new());
}

/// How a name is typed.
type Typed = fn(String) -> String;

/// Names of every length, of words, of one word, and of words that odd spaces part: how high their rows are is worked
/// out before they are laid out.
#[test]
fn no_name_is_printed_over_another_whatever_its_length_and_its_spaces() {
    let word_after_word =
        |length: usize| "Homes for care leavers and their carers ".repeat(5)[..length].trim().to_owned();
    let kinds: [(&str, Typed); 6] = [
        ("words", |name| name),
        ("no-break spaces", |name| name.replace(' ', "\u{a0}")),
        ("figure spaces", |name| name.replace(' ', "\u{2007}")),
        ("wide spaces", |name| name.replace(' ', "\u{2003}")),
        ("capitals", |name| name.to_uppercase()),
        ("hyphens", |name| name.replace(' ', "-")),
    ];
    for (kind, typed) in kinds {
        for has_previous in [false, true] {
            let mut project = Project::new();
            if has_previous {
                project = project
                    .file(
                        "content/q/_index.md",
                        "---\ntitle: Progress\nperiod: Winter\nto: 2013-12-31\n---\n",
                    )
                    .file("content/q/s/_index.md", "---\ntitle: Section\nowner: Head of Tests\n---\n")
                    .file("content/q/s/e05.md", "---\ntitle: E\nrating: red\n---\nText.\n");
            }
            for length in 5..90 {
                let name = typed(word_after_word(length));
                project = project.file(
                    &format!("content/r/s/e{length:02}.md"),
                    &format!("---\ntitle: \"{name}\"\nrating: amber\nlead: Lead\n---\nText.\n"),
                );
            }
            project.build();
            let bytes = project.bytes("output/r/progress-spring.pdf");
            assert_eq!(pdf::hidden_words(&bytes), Vec::<String>::new(), "{kind}, {has_previous}");
        }
    }
}

/// A table that is kept whole while it is low, and may break when its names make it higher than a page.
#[test]
fn few_rows_of_long_names_go_on_to_the_next_page() {
    let long = "A project whose name goes on and on ".repeat(6);
    let mut project = Project::new()
        .file("content/q/_index.md", "---\ntitle: Progress\nperiod: Winter\nto: 2013-12-31\n---\n")
        .file("content/q/s/_index.md", "---\ntitle: Section\nowner: Head of Tests\n---\n")
        .file("content/q/s/e00.md", "---\ntitle: E\nrating: red\n---\nText.\n");
    for number in 0..15 {
        project = project.file(
            &format!("content/r/s/e{number:02}.md"),
            &format!("---\ntitle: {number} {}\nrating: amber\n---\nText.\n", long.trim()),
        );
    }
    project.build();
    let bytes = project.bytes("output/r/progress-spring.pdf");
    assert_eq!(pdf::hidden_words(&bytes), Vec::<String>::new());
}

/// Typst falls over such letters where pairs of letters are not brought closer, as elsewhere in these papers.
#[test]
fn letters_that_are_read_from_the_right_are_printed() {
    let project = Project::new().file(
        "content/r/s/e.md",
        "---\ntitle: \u{5d1}\u{5d9}\u{5ea}\nrating: green\n---\n\u{645}\u{631}\u{62d}\u{628}\u{627} \u{627}\u{644}\u{639}\u{627}\u{644}\u{645}\n",
    );
    project.build();
    let printed = pdf::text(&project.bytes("output/r/progress-spring.pdf"));
    assert!(printed.contains('\u{5d1}') && printed.contains('\u{645}'), "{printed}");
}

#[test]
fn nothing_goes_on_to_a_new_page_for_the_dates_or_the_table_alone() {
    let mut project = Project::empty().file("content/_index.md", "---\ncouncil: Test Council\n---\n");
    for number in 0..24 {
        let folder = format!("content/r{number:02}");
        let filler = "Sober words on the project.\n\n".repeat(10 + number);
        project = project
            .file(&format!("{folder}/_index.md"), "---\ntitle: R\nto: 2014-01-01\n---\n")
            .file(&format!("{folder}/s/_index.md"), "---\ntitle: Workstream\nowner: Head of Tests\n---\n")
            .file(
                &format!("{folder}/s/a.md"),
                &format!(
                    "---\ntitle: Headword\nrating: green\ndue: 2014-03-31\nupdated: 2014-01-01\n---\n{filler}\
                     The figures are in this table.\n\n| Measure | Figure |\n|---|---|\n| Cellword | 3 |\n"
                ),
            );
    }
    project.build();
    let files = project.files("output");
    let mut moved = 0;
    for (_, bytes) in files.iter().filter(|(path, _)| path.ends_with(".pdf")) {
        for page in pdf::pages(bytes) {
            assert_eq!(page.contains("The figures are in this table"), page.contains("Cellword"), "{page}");
            let after = page.split_once("Last updated").map(|(_, after)| after);
            assert!(after.is_none_or(|after| after.contains("Sober words")), "{page}");
            moved += usize::from(page.contains("Cellword") && !page.contains("Sober words"));
        }
    }
    assert!(moved > 0, "in some report the table came to the foot of a page and took its sentence along");
}

#[test]
fn every_page_of_a_restricted_edition_says_so_in_large_type() {
    let project = report_of_tables(9);
    let ran = project.run(&["build", "--restricted"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let bytes = project.bytes("output-restricted/r/progress-spring.pdf");
    let words = pdf::words(&bytes);
    for page in 0..pdf::page_sizes(&bytes).len() {
        let large = words.iter().filter(|word| word.page == page && word.size > 16.0);
        let large: Vec<&str> = large.map(|word| word.text.as_str()).collect();
        assert!(large.join(" ").contains("Restricted: not for publication"), "page {}: {large:?}", page + 1);
    }
    assert_eq!(pdf::hidden_words(&bytes), Vec::<String>::new());
    for page in ["index.html", "r/index.html"] {
        let page = project.text(&format!("output-restricted/{page}"));
        assert!(page.contains("<aside class=\"mark\""), "{page}");
    }
}

/// The pages of each report of the worked example, at most, and what must stand on the first.
const PAPERS: [(&str, usize, &str); 5] = [
    ("2012-13-h2", 14, "projects by rating"),
    ("2012-15-plan", 9, "Objectives"),
    ("2013-14-h2", 17, "26 projects by rating"),
    ("2013-mid-year", 28, "24 are Green, 17 Amber and 2 Red"),
    ("2023-24-self-assessment", 8, "8 measures by rating"),
];

#[test]
fn the_first_page_says_what_matters_and_no_paper_is_longer_than_it_need_be() {
    for (report, most, message) in PAPERS {
        let pages = pdf::pages(pdf_of(report));
        assert!(pages.len() <= most, "{report} has {} pages", pages.len());
        for words in ["Contents", "Status:", message] {
            assert!(pages[0].contains(words), "{report} begins without {words:?}: {}", pages[0]);
        }
        for (number, page) in pages.iter().enumerate() {
            assert!(page.split_whitespace().count() > 60, "{report}: page {} is nearly empty", number + 1);
        }
        assert_eq!(pdf::hidden_words(pdf_of(report)), Vec::<String>::new(), "{report}");
    }
}

#[test]
fn letters_are_large_enough_to_read_and_stand_on_one_line_at_the_head_of_a_page() {
    for (report, ..) in PAPERS {
        let words = pdf::words(pdf_of(report));
        let smallest = words.iter().map(|word| word.size).fold(f64::INFINITY, f64::min);
        assert!(smallest >= 7.5, "{report}: {smallest} points");
        let top = |page: usize| words.iter().filter(move |word| word.page == page);
        for page in 1..=words.iter().map(|word| word.page).max().unwrap_or(0) {
            let first = top(page).next().expect("a word").line;
            let council = top(page).filter(|word| (word.line - first).abs() < 2.0);
            assert!(council.count() > 4, "{report}: page {} has its title beside the council", page + 1);
        }
    }
}
