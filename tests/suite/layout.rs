//! Holds the PDF's pages to the council's layout, whatever the length of what stands before.

use crate::support::{Project, pdf};

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
            moved += usize::from(pages[page].contains("(continued) Rating: Red Headword"));
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
