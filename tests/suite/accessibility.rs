//! Holds every PDF to the standards by a validator that is not Typst's, and its structure to what a reader needs where
//! validators are blind: they pass a table without header cells and a rating that is only a colour.

use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};
use serde_json::Value;

use crate::support::structure::{Element, tree};
use crate::support::{Project, html, pdf, words};
use crate::worked_example::{PROGRESS, REPORTS, data, page, page_words, pdf_of};

/// The rules of the profile that a PDF breaks, or why it cannot be read.
fn broken_rules(bytes: &[u8], profile: &str) -> Vec<String> {
    let profile: ValidationProfile = profile.parse().expect("a known profile");
    match validate_pdf_bytes(bytes, &ValidationOptions::default().profile(profile)) {
        Ok(report) if report.is_compliant => Vec::new(),
        Ok(report) => {
            let rules = report.failures.iter().map(|failure| failure.rule_id.clone());
            // Version 0.12.2 takes a carriage return at the end of compressed data for the end of a line. veraPDF does
            // not; where our own look at the file agrees with veraPDF, the alarm is false.
            rules.filter(|rule| rule != LENGTH_RULE || !lengths_are_exact(bytes)).collect()
        }
        Err(why) => vec![why.to_string()],
    }
}

/// "The value of the Length key shall match the number of bytes in the file."
const LENGTH_RULE: &str = "ISO 19005-2:2011:6.1.7.1:1";

/// Whether each stream of a PDF is as long as it says.
fn lengths_are_exact(bytes: &[u8]) -> bool {
    let find = |from: usize, what: &[u8]| {
        bytes[from..].windows(what.len()).position(|window| window == what).map(|at| from + at)
    };
    let mut at = 0;
    let mut streams = 0;
    while let Some(key) = find(at, b"/Length ") {
        let digits: String =
            bytes[key + 8..].iter().map(|byte| char::from(*byte)).take_while(char::is_ascii_digit).collect();
        let length: usize = digits.parse().expect("a direct number, as Typst writes it");
        let data = find(key, b"stream").expect("a stream") + "stream\n".len();
        if !bytes[data + length..].starts_with(b"\nendstream") {
            return false;
        }
        (at, streams) = (data + length, streams + 1);
    }
    streams > 0
}

/// Council folders that put a PDF's structure to the test.
fn fixtures() -> Vec<(&'static str, Vec<u8>)> {
    let long = "Words that fill a page. ".repeat(400);
    let pdf = |project: Project| {
        project.build();
        project.bytes("output/r/progress-spring.pdf")
    };
    vec![
        ("nothing but a title", pdf(Project::new())),
        (
            "tables, lists and pictures in a narrative over several pages",
            pdf(Project::new()
                .file(
                    "content/r/s/e.md",
                    &format!(
                        "---\ntitle: E\nrating: amber\nmilestones: [{{title: M, due: 2014-03-31, rating: red}}]\n---\n## Heading\n\n\
                         | A | B |\n|---|--:|\n| 1 | 2 |\n\n![A square](square.svg)\n\n- one (Green)\n  - two\n\n{long}\n"
                    ),
                )
                .file(
                    "content/r/s/square.svg",
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h9v9H0z\"/></svg>",
                )),
        ),
        (
            "indicators, actions and numbered paragraphs",
            pdf(Project::new()
                .file("content/r/i/_index.md", "---\ntitle: Figures\nkind: indicators\n---\n")
                .file(
                    "content/r/i/a.md",
                    "---\ntitle: A\nbetter: higher\ntarget: 3\nactual: 2\nhistory: [{period: P, actual: 1}, {period: Q, actual: 2}]\n---\n",
                )
                .file("content/r/j/_index.md", "---\ntitle: Theme\nkind: actions\n---\n")
                .file("content/r/j/a.md", "---\ntitle: A\ncode: A1\nevidence: [one, two]\n---\nComment.\n")
                .file("content/r/n/_index.md", "---\ntitle: Text\nkind: narrative\nnumbered: true\n---\nOne.\n\nTwo.\n")),
        ),
    ]
}

#[test]
fn every_pdf_is_accessible_and_archival_by_a_second_validator() {
    let example = REPORTS.iter().map(|report| (*report, pdf_of(report).to_vec()));
    for (name, bytes) in example.chain(fixtures()) {
        for profile in ["ua1", "2a"] {
            assert_eq!(broken_rules(&bytes, profile), Vec::<String>::new(), "{name} against {profile}");
        }
    }
}

/// A gate that never closes is none.
#[test]
fn a_broken_pdf_is_refused() {
    let good = pdf_of("2013-14-h2");
    let broken = |from: &str, to: &str| {
        assert_eq!(from.len(), to.len(), "offsets stay where they are");
        let at = good.windows(from.len()).position(|window| window == from.as_bytes()).expect("is there");
        let mut bytes = good.to_vec();
        bytes[at..at + from.len()].copy_from_slice(to.as_bytes());
        bytes
    };
    let unclaimed = broken("<pdfuaid:part>1</pdfuaid:part>", "<pdfuaid:part>7</pdfuaid:part>");
    assert_ne!(broken_rules(&unclaimed, "ua1"), Vec::<String>::new());
    let unclaimed = broken("<pdfaid:conformance>A<", "<pdfaid:conformance>Q<");
    assert_ne!(broken_rules(&unclaimed, "2a"), Vec::<String>::new());
    assert_ne!(broken_rules(&good[..good.len() / 2], "ua1"), Vec::<String>::new());
}

#[test]
fn headings_are_the_sections_and_projects_and_each_stands_once() {
    for report in PROGRESS {
        let tree = tree(pdf_of(report));
        let headings = |tag: &str| -> Vec<String> {
            tree.all(tag).iter().map(|heading| heading.text(&[]).trim().to_owned()).collect()
        };
        let (mut sections, mut projects) = (Vec::new(), Vec::new());
        for section in data(report)["sections"].as_array().expect("sections") {
            sections.push(section["title"].as_str().expect("a title").to_owned());
            for entry in section["entries"].as_array().expect("entries") {
                projects.push(entry["title"].as_str().expect("a title").to_owned());
            }
        }
        let seconds: Vec<String> =
            headings("H2").into_iter().filter(|title| sections.contains(title)).collect();
        assert_eq!(seconds, sections, "{report}: a heading of level 2 for each section, in order");
        let thirds: Vec<String> =
            headings("H3").into_iter().filter(|title| projects.contains(title)).collect();
        assert_eq!(thirds, projects, "{report}: a heading of level 3 for each project, in order");
    }
}

/// Every table in the order of reading, those inside others included.
fn tables(tree: &Element) -> Vec<&Element> {
    tree.all("Table")
}

#[test]
fn every_table_has_header_cells() {
    for report in REPORTS {
        let tree = tree(pdf_of(report));
        let tables = tables(&tree);
        assert!(!tables.is_empty(), "{report} has tables");
        for table in tables {
            let headers = table.all("TH");
            assert!(!headers.is_empty(), "{report}: a table without header cells: {}", table.text(&[]));
            assert!(
                headers.iter().all(|cell| cell.scope.is_some()),
                "{report}: a header cell without a scope"
            );
        }
    }
}

#[test]
fn a_table_is_tagged_only_where_a_table_is_seen() {
    for report in REPORTS {
        for table in tables(&tree(pdf_of(report))) {
            for heading in ["H1", "H2", "H3", "H4", "H5"] {
                assert!(table.all(heading).is_empty(), "{report}: a heading in {}", table.text(&[]));
            }
            let inner = table.children.iter().map(|child| child.all("Table").len()).sum::<usize>();
            assert_eq!(inner, 0, "{report}: a table in a table: {}", table.text(&[]));
        }
    }
}

#[test]
fn every_rating_is_said_with_its_name_and_next_to_it() {
    const WORDS: [(&str, &str); 9] = [
        ("red", "Red"),
        ("amber", "Amber"),
        ("green", "Green"),
        ("complete", "Complete"),
        ("not-started", "Not started"),
        ("on-hold", "On hold"),
        ("n/a", "N/A"),
        ("info", "For info"),
        ("not-rated", "Not rated"),
    ];
    for report in PROGRESS {
        let tree = tree(pdf_of(report));
        let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        // What is read between one heading and the next.
        let read = tree.read(&["H1", "H2", "H3", "H4", "H5"]);
        let mut parts = read.into_iter().skip_while(|(heading, _)| spaced(heading) != "Progress by section");
        for section in data(report)["sections"].as_array().expect("sections") {
            let entries = section["entries"].as_array().expect("entries");
            let own = (section, &section["rating"]["value"], &Value::Null);
            let rated = entries.iter().map(|entry| (entry, &entry["rating"], &entry["lead"]));
            for (thing, rating, lead) in std::iter::once(own).chain(rated) {
                let (_, word) =
                    WORDS.into_iter().find(|(id, _)| Some(*id) == rating.as_str()).expect("a rating");
                let lead = lead.as_str().map(|lead| format!("Lead: {lead} ")).unwrap_or_default();
                let title = thing["title"].as_str().expect("a title");
                let (_, said) = parts
                    .find(|(heading, _)| spaced(heading) == title)
                    .unwrap_or_else(|| panic!("{report}: the heading {title}"));
                let (expected, said) = (format!("{lead}Rating: {word} "), spaced(&said) + " ");
                assert!(said.starts_with(&expected), "{report}: {title}: {expected:?}, but {said:?}");
            }
        }
    }
}

#[test]
fn page_headers_are_no_part_of_what_is_read() {
    for report in REPORTS {
        let properties = pdf::properties(pdf_of(report));
        let read = tree(pdf_of(report)).text(&[]);
        let printed = pdf::text_with_artifacts(pdf_of(report));
        let pages = format!("of {}", properties.pages);
        assert!(printed.matches(&pages).count() >= properties.pages, "{report}: every page has its number");
        assert_eq!(read.matches(&format!("Page 1 {pages}")).count(), 0, "{report}");
    }
}

#[test]
fn page_and_pdf_say_the_same_words_in_the_same_order() {
    for report in REPORTS {
        let tree = tree(pdf_of(report));
        // The page has its contents as navigation, which is left out of its words, too; so is the link to the other form.
        let read = tree.text(&["TOC"]);
        let contents = tree.all("TOC").first().map_or("", |_| "Contents");
        let read = read.replacen(contents, " ", 1).replace("This report as a web page", " ");
        let (read, seen) = (words(&read), page_words(report));
        let differs = seen.iter().zip(&read).position(|(a, b)| a != b);
        if let Some(at) = differs {
            let near = at.saturating_sub(5)..at + 8;
            panic!(
                "{report}, word {at}:\npage {:?}\nPDF  {:?}",
                &seen[near.clone()],
                read.get(near).unwrap_or_default()
            );
        }
        assert_eq!(seen.len(), read.len(), "{report}");
        assert!(seen.len() > 1_500, "{report} is a real paper, not {} words", seen.len());
        assert!(
            tree.text(&[]).contains("This report as a web page"),
            "the PDF leads to the page, as the page does to the PDF"
        );
    }
}

#[test]
fn every_figure_has_an_alternative() {
    for (name, bytes) in REPORTS.iter().map(|report| (*report, pdf_of(report).to_vec())).chain(fixtures()) {
        for figure in tree(&bytes).all("Figure") {
            assert!(figure.alt.as_ref().is_some_and(|alt| alt.len() > 5), "{name}: {figure:?}");
        }
    }
    let figures = tree(pdf_of("2013-mid-year")).all("Figure").len();
    assert_eq!(figures, page("2013-mid-year").matches("<img ").count(), "the same pictures as the page");
    assert!(html::text(page("2013-mid-year")).len() > 1000);
}
