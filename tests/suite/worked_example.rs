//! Holds the reports of the repository's own `content/` to what a councillor must find in them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value;

use crate::support::{Folder, Ran, files, html, pdf, program, repository, words};

/// Every document.
pub(crate) const REPORTS: [&str; 5] =
    ["2012-13-h2", "2012-15-plan", "2013-14-h2", "2013-mid-year", "2023-24-self-assessment"];

/// Those that tell of the progress of projects.
pub(crate) const PROGRESS: [&str; 2] = ["2012-13-h2", "2013-14-h2"];

pub(crate) struct Built {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    ran: Ran,
}

/// The worked example, built once for all tests here.
pub(crate) fn built() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = Folder::new();
        let ran = Ran::from(
            program(&repository())
                .args(["build", "--output"])
                .arg(folder.path())
                .output()
                .expect("the program starts"),
        );
        assert_eq!(ran.code, 0, "{}", ran.err);
        Built { files: files(folder.path()), ran }
    })
}

pub(crate) fn page(report: &str) -> &'static str {
    let bytes = &built().files[&format!("{report}/index.html")];
    std::str::from_utf8(bytes).expect("UTF-8")
}

pub(crate) fn pdf_of(report: &str) -> &'static [u8] {
    let (_, bytes) = built()
        .files
        .iter()
        .find(|(path, _)| path.starts_with(&format!("{report}/")) && path.ends_with(".pdf"))
        .expect("a PDF");
    bytes
}

pub(crate) fn data(report: &str) -> Value {
    serde_json::from_slice(&built().files[&format!("{report}/report.json")]).expect("JSON")
}

/// Every section and its entries, as (id, title, rating), from `report.json`.
fn sections(report: &str) -> Vec<(Value, Vec<Value>)> {
    let data = data(report);
    let sections = data["sections"].as_array().expect("sections").clone();
    sections
        .into_iter()
        .map(|section| (section.clone(), section["entries"].as_array().expect("entries").clone()))
        .collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is a text"))
}

#[test]
fn every_promised_file_is_there_and_nothing_else() {
    let expected: BTreeSet<String> = [
        "accessibility.html",
        "index.html",
        "2012-13-h2/index.html",
        "2012-13-h2/corporate-improvement-plan-update-october-2012-to-march-2013.pdf",
        "2012-13-h2/corporate-improvement-plan-update-october-2012-to-march-2013.docx",
        "2012-13-h2/report.json",
        "2012-13-h2/ratings.csv",
        "2012-15-plan/index.html",
        "2012-15-plan/improvement-plan-2012-to-2015.pdf",
        "2012-15-plan/improvement-plan-2012-to-2015.docx",
        "2012-15-plan/report.json",
        "2012-15-plan/ratings.csv",
        "2013-14-h2/index.html",
        "2013-14-h2/corporate-improvement-plan-update-october-2013-to-march-2014.pdf",
        "2013-14-h2/corporate-improvement-plan-update-october-2013-to-march-2014.docx",
        "2013-14-h2/report.json",
        "2013-14-h2/ratings.csv",
        "2013-mid-year/index.html",
        "2013-mid-year/customer-and-communities-mid-year-monitoring-and-dashboard-april-to-september-2013.pdf",
        "2013-mid-year/customer-and-communities-mid-year-monitoring-and-dashboard-april-to-september-2013.docx",
        "2013-mid-year/report.json",
        "2013-mid-year/ratings.csv",
        "2023-24-self-assessment/index.html",
        "2023-24-self-assessment/performance-self-assessment-april-2023-to-march-2024.pdf",
        "2023-24-self-assessment/performance-self-assessment-april-2023-to-march-2024.docx",
        "2023-24-self-assessment/report.json",
        "2023-24-self-assessment/ratings.csv",
    ]
    .map(str::to_owned)
    .into();
    assert_eq!(built().files.keys().cloned().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn one_line_says_what_came_of_each_report() {
    let out = &built().ran.out;
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 20, "{out}");
    for (report, line, entries, warnings) in [
        ("2012-13-h2", lines[0], "24 entries", "3 warnings,"),
        ("2012-15-plan", lines[4], "21 entries", "0 warnings,"),
        ("2013-14-h2", lines[8], "26 entries", "0 warnings,"),
        // 47 indicators, 46 actions, 3 parts of the narrative.
        ("2013-mid-year", lines[12], "96 entries", "2 warnings,"),
        // 8 measures and 6 indicators.
        ("2023-24-self-assessment", lines[16], "14 entries", "0 warnings,"),
    ] {
        let pages = format!("{} pages", pdf::properties(pdf_of(report)).pages);
        for part in [report, entries, &pages, warnings, " ms"] {
            assert!(line.contains(part), "{line:?} should say {part:?}");
        }
    }
    assert!(lines[1].ends_with("2012-13-h2/index.html"));
    assert!(
        lines[10].ends_with("2013-14-h2/corporate-improvement-plan-update-october-2013-to-march-2014.pdf")
    );
}

/// The ratings of the two Maidstone reports, in order of print; "not-rated" where the published paper prints none, and
/// for the one workstream whose printed rating is lost, what the rule gives (2 of 5 amber or red is less than half).
const PUBLISHED: [(&str, &str); 2] = [
    (
        "2012-13-h2",
        "Incremental Improvement=amber: amber complete n/a; \
         Asset Management=amber: amber green green n/a amber amber n/a; \
         External Challenge=green: green green amber red green; \
         Transformation=green: green green green green not-rated green amber green green; \
         Good information and knowledge management=amber: ; \
         Organisational culture=green: ",
    ),
    (
        "2013-14-h2",
        "Incremental Improvement=amber: green amber info; \
         Asset Management=amber: amber amber green n/a green amber n/a; \
         External Challenge=green: green green green amber green; \
         Transformation=green: green green green green amber green amber green green green green; \
         Good information and knowledge management=amber: ; \
         Organisational culture=green: ",
    ),
];

#[test]
fn the_published_ratings_come_out_in_the_published_order() {
    for (report, published) in PUBLISHED {
        let printed: Vec<String> = sections(report)
            .iter()
            .map(|(section, entries)| {
                let ratings: Vec<&str> = entries.iter().map(|entry| text(&entry["rating"])).collect();
                format!(
                    "{}={}: {}",
                    text(&section["title"]),
                    text(&section["rating"]["value"]),
                    ratings.join(" ")
                )
            })
            .collect();
        assert_eq!(printed.join("; "), published, "{report}");
    }
}

/// Mid and East Antrim's performance self-assessment for 2023/24: the published ratings in the council's own words, and
/// what follows from them.
#[test]
fn a_report_in_a_councils_own_words_has_the_published_ratings_and_their_shares() {
    const REPORT: &str = "2023-24-self-assessment";
    let printed: Vec<String> = sections(REPORT)
        .iter()
        .map(|(section, entries)| {
            let ratings: Vec<&str> = entries.iter().map(|entry| text(&entry["rating"])).collect();
            format!("{}: {}", text(&section["title"]), ratings.join(" "))
        })
        .collect();
    assert_eq!(
        printed,
        [
            "Revitalising our towns: achieved achieved achieved",
            "Supporting people: achieved achieved achieved delayed",
            "Low-carbon transport: delayed",
            "Statutory indicators: not-achieved achieved achieved achieved achieved achieved",
        ]
    );
    let page = one_line(&html::text(page(REPORT)));
    let paper = one_line(&pdf::text(pdf_of(REPORT)));
    for said in [
        "Revitalising our towns: 3 of 3 rated measures are Achieved or On track (100%).",
        "Supporting people: 3 of 4 rated measures are Achieved or On track (75%).",
        "Low-carbon transport: 0 of 1 rated measure is On track (0%).",
        "6 rated indicators: 5 Achieved and 1 Not achieved.",
        "5 of the 6 standards are met",
        "Worsening: 67.4 weeks now and 47.6 weeks in 2022/23, and lower is better. Worsening: 67.4 weeks now and 42.4 weeks in \
         2019/20, and lower is better.",
        "Benchmarks: All councils 46.5 weeks.",
    ] {
        assert!(page.contains(said), "{said}: {page}");
        assert!(paper.contains(said), "{said}: {paper}");
    }
    // No section has a rating, and none of the words of the usual scale is printed.
    assert!(sections(REPORT).iter().all(|(section, _)| section["rating"]["value"].is_null()));
    for word in ["Red", "Amber", "Green", "Complete"] {
        assert!(!words(&page).contains(&word.to_owned()), "{word}: {page}");
    }
    // Every figure is worse than a year before and than four years before: two times and two weights rose, two shares fell.
    let directions: Vec<String> = sections(REPORT)[3]
        .1
        .iter()
        .map(|entry| {
            let all = entry["comparisons"].as_array().expect("comparisons");
            all.iter().map(|against| text(&against["direction"])).collect::<Vec<_>>().join(" ")
        })
        .collect();
    assert_eq!(directions, ["worsening worsening"; 6]);
}

#[test]
fn the_reason_for_each_rating_is_the_same_in_page_pdf_and_data() {
    for report in PROGRESS {
        let page = html::text(page(report));
        let paper = one_line(&pdf::text(pdf_of(report)));
        for (section, _) in sections(report) {
            let reason = text(&section["rating"]["reason"]);
            // In the section's own block and again under "How the ratings were worked out".
            assert_eq!(page.matches(reason).count(), 2, "{report} page: {reason}");
            assert_eq!(paper.matches(reason).count(), 2, "{report} PDF: {reason}");
        }
    }
    let page = html::text(page("2013-14-h2"));
    assert!(
        page.contains(
            "Amber: 3 of 5 rated projects are Amber, which is at least half; 2 more are not rated."
        )
    );
}

#[test]
fn the_movements_are_those_between_the_published_ratings() {
    let data = data("2013-14-h2");
    let mut moved: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for section in data["sections"].as_array().unwrap() {
        assert_eq!(section["movement"], "no-change", "{section}");
        for entry in section["entries"].as_array().unwrap() {
            moved.entry(text(&entry["movement"])).or_default().push(text(&entry["title"]).to_owned());
        }
    }
    let expected = |titles: &[&str]| titles.iter().map(|title| (*title).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        moved["improved"],
        expected(&[
            "More proactive use of Covalent",
            "Major assets review: Park Wood",
            "Hazlitt Arts Centre",
            "Building Control"
        ])
    );
    assert_eq!(moved["worsened"], expected(&["Community asset transfer"]));
    assert_eq!(
        moved["new"],
        expected(&[
            "Economic Development",
            "Corporate Support",
            "Environmental Health",
            "MKIP structure options"
        ])
    );
    assert_eq!(moved["not-rated-before"], expected(&["Finance"]));
    let gone: Vec<&str> =
        data["no_longer_reported"].as_array().unwrap().iter().map(|gone| text(&gone["title"])).collect();
    assert_eq!(gone, ["Management & Admin recharges review", "Other shared services and MKIP work"]);
    let page = html::text(page("2013-14-h2"));
    assert!(page.contains("Worsened: Community asset transfer (Green to Amber)."), "{page}");
    assert!(page.contains("Management & Admin recharges review (Complete last time)"));
}

#[test]
fn the_table_has_every_rating_with_its_movement() {
    for report in PROGRESS {
        let table = html::between(page(report), "<table class=\"ratings\"", "</table>");
        let rows = table.matches("<tr").count() - 1;
        let things: usize = sections(report).iter().map(|(_, entries)| 1 + entries.len()).sum();
        assert_eq!(rows, things, "{report}");
        assert_eq!(table.matches("scope=\"row\">").count(), things);
        assert!(table.contains("<caption"));
    }
    let table = html::between(page("2013-14-h2"), "<table class=\"ratings\"", "</table>");
    let row = html::between(table, "#external-challenge--building-control", "</tr>");
    assert!(html::text(row).ends_with("Building Control Amber Red Improved"), "{:?}", html::text(row));
}

#[test]
fn csv_has_one_row_for_each_section_and_entry() {
    for report in REPORTS {
        let text = String::from_utf8(built().files[&format!("{report}/ratings.csv")].clone()).unwrap();
        let things: usize = sections(report).iter().map(|(_, entries)| 1 + entries.len()).sum();
        assert_eq!(text.lines().count(), 1 + things);
        assert!(text.starts_with(
            "report,period,level,section,entry,title,rating,previous_rating,movement,rule,responsible,kind,code,actual,\
             target,unit,direction,computed_rating,original_target,green_tolerance,limits,comparisons,forecast,year_target,\
             forecast_rating,benchmarks,group,portfolio,wards,stage,progress\n"
        ));
    }
    let text = String::from_utf8(built().files["2013-14-h2/ratings.csv"].clone()).unwrap();
    assert!(text.contains(
        "2013-14-h2,October 2013 to March 2014,entry,external-challenge,building-control,Building Control,amber,red,improved,,"
    ));
}

#[test]
fn the_pdf_opens_with_title_author_language_and_bookmarks_and_claims_both_standards() {
    for report in REPORTS {
        let properties = pdf::properties(pdf_of(report));
        let data = data(report);
        assert_eq!(properties.title, format!("{}, {}", text(&data["title"]), text(&data["period"])));
        let council = match report {
            "2013-mid-year" => "Kent County Council",
            "2023-24-self-assessment" => "Mid and East Antrim Borough Council",
            _ => "Maidstone Borough Council",
        };
        assert_eq!(properties.author, council);
        assert_eq!(properties.language, "en-GB");
        for claim in [
            "<pdfuaid:part>1</pdfuaid:part>",
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
        ] {
            assert!(properties.metadata.contains(claim), "{claim} in {}", properties.metadata);
        }
        let mut once = properties.bookmarks.clone();
        once.sort();
        once.dedup();
        assert!(
            once.len() + 2 >= properties.bookmarks.len(),
            "{report} has repeats: {:?}",
            properties.bookmarks
        );
        if !PROGRESS.contains(&report) {
            continue;
        }
        let sections = sections(report);
        for (section, entries) in &sections {
            for thing in std::iter::once(section).chain(entries) {
                let title = text(&thing["title"]);
                let same = sections
                    .iter()
                    .flat_map(|(s, e)| std::iter::once(s).chain(e))
                    .filter(|t| text(&t["title"]) == title);
                let bookmarks = properties.bookmarks.iter().filter(|bookmark| *bookmark == title);
                assert_eq!(
                    bookmarks.count(),
                    same.count(),
                    "{report}: {title} is bookmarked once for each that bears it"
                );
            }
        }
    }
}

/// The words of a page that its PDF has, too: its head and its body with the words that are drawn in pictures, without
/// what only a page has, navigation and links to files beside it.
pub(crate) fn page_words(report: &str) -> Vec<String> {
    let page = page(report);
    let header = html::between(page, "<header>", "<p class=\"beside\">");
    let main = html::between(page, "<main", "</main>");
    let navigation = html::between(main, "<nav", "</nav>");
    words(&html::text(&with_drawn_words(&format!("{header} {}", main.replace(navigation, " ")))))
}

/// The page with the words that are drawn inside its pictures in their place: in the PDF they are text, in the page
/// only their alternative is. Those of charts are read in neither.
fn with_drawn_words(page: &str) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some(at) = rest.find("<img ") {
        let end = at + rest[at..].find('>').expect("a tag ends") + 1;
        out.push_str(&rest[..at]);
        if !is_chart(&rest[at..end]) {
            out.push_str(&drawn_texts(&rest[at..end]).join(" "));
            out.push(' ');
        }
        rest = &rest[end..];
    }
    out + rest
}

fn is_chart(picture: &str) -> bool {
    picture.starts_with("<img class=\"chart\"")
}

/// The texts that are drawn in a picture that is inside the page.
fn drawn_texts(picture: &str) -> Vec<String> {
    use base64::Engine as _;
    let Some(encoded) = picture.split("data:image/svg+xml;base64,").nth(1) else { return Vec::new() };
    let encoded = encoded.split('"').next().expect("quoted");
    let svg = base64::engine::general_purpose::STANDARD.decode(encoded).expect("base64");
    let svg = String::from_utf8(svg).expect("UTF-8");
    let inside = |text: &str| {
        let (from, to) = (text.find('>').expect("a tag ends") + 1, text.find("</text>").expect("closed"));
        text[from..to].to_owned()
    };
    svg.split("<text").skip(1).map(inside).collect()
}

#[test]
fn the_letters_of_every_chart_are_printed_and_not_read() {
    let mut seen = 0;
    for report in REPORTS {
        let printed = words(&pdf::text_with_artifacts(pdf_of(report))).join(" ");
        let pictures =
            page(report).split_inclusive('>').filter_map(|part| Some(&part[part.find("<img ")?..]));
        for text in pictures.filter(|picture| is_chart(picture)).flat_map(drawn_texts) {
            let text = words(&html::text(&text)).join(" ");
            assert!(printed.contains(&text), "{report}: {text}");
            seen += 1;
        }
    }
    // Thirteen charts have some ten texts each.
    assert!(seen > 100, "{seen}");
}

#[test]
fn every_word_of_every_entry_is_printed() {
    // The words of the Markdown, without its markup, must be found in order in the page.
    let folder = repository().join("content");
    let mut seen = 0;
    for report in REPORTS {
        let printed = words(&html::text(page(report)));
        for (path, bytes) in files(&folder.join(report)) {
            if !path.ends_with(".md") {
                continue;
            }
            let source = String::from_utf8(bytes).unwrap();
            let body = source.splitn(3, "---\n").nth(2).unwrap_or_default();
            let body = strip_markup(body);
            let wanted = words(&body);
            assert_eq!(crate::support::first_missing(&wanted, &printed), None, "{report}/{path}");
            seen += wanted.len();
        }
    }
    assert!(seen > 6000, "{seen} words were looked for");
}

/// Takes off what Markdown does not print: link addresses, pictures, list numbers and rating tags' brackets stay words.
fn strip_markup(body: &str) -> String {
    let mut out = String::new();
    for line in body.lines() {
        let mut line = line.trim_start().to_owned();
        if line.starts_with('!') || line.starts_with("|-") || line.starts_with("| -") {
            continue;
        }
        let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
        if digits > 0 && line[digits..].starts_with(". ") {
            line.replace_range(..digits + 2, "");
        }
        // What is computed is held by tests of its own.
        while let Some(at) = line.find("{{") {
            let end = line[at..].find("}}").map_or(line.len(), |end| at + end + 2);
            line.replace_range(at..end, "");
        }
        while let Some(at) = line.find("](") {
            let end = line[at..].find(')').map_or(line.len(), |end| at + end + 1);
            line.replace_range(at..end, "");
        }
        out.push_str(&line.replace("<sub>", "").replace("</sub>", "").replace(['[', '*', '_', '`'], ""));
        out.push('\n');
    }
    out
}

#[test]
fn pages_load_nothing_and_run_nothing() {
    for (path, bytes) in built().files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = std::str::from_utf8(bytes).unwrap();
        assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"), "{path}");
        for loaded in ["<script", "<link", "src=\"http", "url(", "@import", " onclick", "<iframe"] {
            assert!(!page.contains(loaded), "{path} has {loaded}");
        }
        // Every link inside a page leads to a place in it, and every other relative link to a published file.
        for link in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            if let Some(anchor) = link.strip_prefix('#') {
                assert!(page.contains(&format!("id=\"{anchor}\"")), "{path}: {link}");
            } else if !link.contains(':') {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let target = match link.strip_prefix("../") {
                    Some(rest) => rest.to_owned(),
                    None if folder.is_empty() => link.to_owned(),
                    None => format!("{folder}/{link}"),
                };
                let file = target.split('#').next().unwrap();
                assert!(built().files.contains_key(file), "{path}: {link}");
            }
        }
    }
}

#[test]
fn the_reports_are_listed_newest_first_and_say_what_they_are() {
    let index = std::str::from_utf8(&built().files["index.html"]).unwrap();
    let (new, old) =
        (index.find("2013-14-h2/index.html").unwrap(), index.find("2012-13-h2/index.html").unwrap());
    assert!(new < old);
    for report in REPORTS {
        assert!(html::text(page(report)).contains("Worked example."), "{report} says that it is one");
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
