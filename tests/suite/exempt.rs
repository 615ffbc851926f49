//! Exempt sections and entries: the public copy has their title, their number and the words of the law, the members'
//! copy has all of them.

use cabinet_report::content::schema::{self, Table};
use cabinet_report::report::Kind;
use cabinet_report::returns::workbook;
use serde_json::Value;

use crate::restricted::{CANARY, canaries, leaks_in, own_code};
use crate::support::{Project, docx, html, pdf, words};

/// A file that is exempt: whatever it may have but title, code and the reason for the exemption holds the canary.
fn secret(table: &Table, title: &str, own: &[(&'static str, String)]) -> String {
    let exempt = "{paragraph: 3, why: The tender is open until May}".to_owned();
    let own: Vec<(&str, String)> =
        [("title", title.to_owned()), ("exempt", exempt)].into_iter().chain(own.to_vec()).collect();
    format!(
        "---\n{}---\n{CANARY}, <!-- {CANARY} --> and **{CANARY}**.\n\n## {CANARY}\n\n- {CANARY} (Red)\n- ![{CANARY}](p.svg)\n",
        canaries(table, &own)
    )
}

fn open(own: &[(&str, String)]) -> String {
    let own: String = own.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    format!("---\ntitle: Open\n{own}---\nSeen by all.\n")
}

/// Two papers in a row. Each has a section of every kind with an exempt entry, and one of every kind that is exempt as a
/// whole, whose entries have the canary in their titles too.
fn project() -> Project {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><title>{CANARY}</title></svg>"
    );
    let mut project = Project::empty().file(
        "content/_index.md",
        "---\ncouncil: Melbury Borough Council\noutputs: [html, pdf, docx]\naspects: [{id: time, title: Time}]\n---\n",
    );
    for (report, previous) in [("q", ""), ("r", "previous: q\n")] {
        project = project.file(
            &format!("content/{report}/_index.md"),
            &format!(
                "---\ntitle: Progress\nperiod: {report}\nto: 2014-03-31\n{previous}cover: {{summary: \"{{{{ count.red }}}} Red\"}}\n\
                 ---\n## Position\n\n{{{{ list.red }}}}\n\n{{{{ table.indicators }}}}\n"
            ),
        );
        for (place, kind) in Kind::ALL.into_iter().enumerate() {
            let (id, known) = (kind.name(), schema::of(kind));
            let own = |order: usize| {
                let numbered = (kind == Kind::Narrative).then(|| ("numbered", "true".to_owned()));
                let own = [("kind", id.to_owned()), ("order", order.to_string())];
                own.into_iter().chain(numbered).collect::<Vec<(&'static str, String)>>()
            };
            let folder = format!("content/{report}/{id}");
            let inner = canaries(&known.entry, &own_code(kind, &format!("{CANARY}1")));
            project = project
                .file(&format!("{folder}/_index.md"), &open(&own(2 * place)))
                .file(&format!("{folder}/p.svg"), &svg)
                .file(&format!("{folder}/open.md"), &open(&own_code(kind, "open")))
                .file(
                    &format!("{folder}/lease.md"),
                    &secret(&known.entry, "Lease of the mill", &own_code(kind, "lease")),
                )
                .file(
                    &format!("{folder}-x/_index.md"),
                    &secret(&known.section, "Sale of the mill", &own(2 * place + 1)),
                )
                .file(&format!("{folder}-x/p.svg"), &svg)
                .file(&format!("{folder}-x/inner.md"), &format!("---\n{inner}---\n{CANARY}\n"));
        }
    }
    project
}

fn data(project: &Project, path: &str) -> Value {
    serde_json::from_slice(&project.bytes(path)).unwrap()
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|part| part["id"].as_str().unwrap()).collect()
}

#[test]
fn no_word_of_what_is_exempt_is_in_a_public_file() {
    let project = project();
    let ran = project.build();
    assert_eq!(leaks_in(&project, "output"), Vec::<String>::new());
    assert!(!ran.out.contains(CANARY), "{}", ran.out);
    let public = data(&project, "output/r/report.json");
    assert_eq!(ids(&public["sections"]), ["workstream", "enabler", "indicators", "actions", "narrative"]);
    for section in public["sections"].as_array().unwrap() {
        assert_eq!(ids(&section["entries"]), ["open"], "{section}");
    }
    let expected: Vec<String> = Kind::ALL
        .iter()
        .flat_map(|kind| [format!("{}/lease", kind.name()), format!("{}-x", kind.name())])
        .collect();
    assert_eq!(ids(&public["exempt"]), expected);
    assert_eq!(public["exempt"][0]["paragraphs"], serde_json::json!([3]));
    assert_eq!(public["exempt"][0]["why"], "The tender is open until May");
    // The titles and the law are in the page and in the PDF, once for each of ten.
    let page = html::text(html::between(&project.text("output/r/index.html"), "<main", "</main>"));
    let paper = pdf::text(&project.bytes("output/r/progress-r.pdf"));
    let office = docx::text(&project.bytes("output/r/progress-r.docx"));
    for text in [page, paper, office] {
        let said = words(&text).join(" ");
        assert_eq!(said.matches("Why The tender is open until May").count(), 10, "{said}");
        assert_eq!(said.matches("paragraph 3 of Part 1 of Schedule 12A").count(), 10, "{said}");
        for title in ["Lease of the mill", "Sale of the mill"] {
            assert!(said.contains(title), "{said}");
        }
        assert!(said.contains("INDICATORS lease") || said.contains("indicators lease"), "{said}");
    }
}

#[test]
fn no_word_of_what_is_exempt_is_in_what_is_sent_out_or_said() {
    let project = project();
    for arguments in [&["r", "--xlsx"][..], &["r", "--rated", "--to", "rated.xlsx"]] {
        let ran = project.run(&[&["export"], arguments].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    for file in ["returns-r.xlsx", "rated.xlsx"] {
        let sheets = format!("{:?}", workbook::read(&project.bytes(file)).expect("a workbook"));
        assert!(!sheets.contains(CANARY) && sheets.contains("open"), "{file}: {sheets}");
    }
    for arguments in [&["explain", "r"][..], &["diff", "q", "r"], &["explain", "r", "--format", "json"]] {
        let ran = project.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
        assert!(!ran.out.contains(CANARY), "{arguments:?}: {}", ran.out);
    }
    for (place, said) in [
        (
            "workstream/lease",
            "In the report `r`, `workstream/lease` is exempt from publication: add `--restricted` to explain it.\n",
        ),
        (
            "workstream-x",
            "In the report `r`, `workstream-x` is exempt from publication: add `--restricted` to explain it.\n",
        ),
    ] {
        let ran = project.run(&["explain", "r", place]);
        assert_eq!((ran.code, ran.err.as_str()), (2, said));
        let ran = project.run(&["explain", "r", place, "--restricted"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
}

#[test]
fn a_report_that_follows_keeps_back_as_much() {
    for keep in [&[][..], &["--keep-text"]] {
        let project = project();
        let ran = project.run(&[&["new", "report", "n", "--from", "r"], keep].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        for folder in Kind::ALL.iter().flat_map(|kind| [kind.name().to_owned(), format!("{}-x", kind.name())])
        {
            project.write(
                &format!("content/n/{folder}/p.svg"),
                &project.bytes(&format!("content/r/{folder}/p.svg")),
            );
        }
        project.build();
        assert_eq!(leaks_in(&project, "output"), Vec::<String>::new(), "{keep:?}");
        assert_eq!(ids(&data(&project, "output/n/report.json")["exempt"]).len(), 10);
    }
}

#[test]
fn the_members_copy_has_it_all_and_says_that_it_is_exempt() {
    let project = project();
    let ran = project.run(&["build", "--restricted"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let leaks = leaks_in(&project, "output-restricted");
    for file in ["r/index.html", "r/progress-r.pdf", "r/progress-r.docx", "r/report.json", "r/ratings.csv"] {
        assert!(leaks.iter().any(|leak| leak == file), "{file} shows it: {leaks:?}");
    }
    let members = data(&project, "output-restricted/r/report.json");
    assert_eq!(members["sections"].as_array().unwrap().len(), 10);
    assert_eq!(ids(&members["exempt"]).len(), 10);
    let page = html::text(&project.text("output-restricted/r/index.html"));
    let paper = pdf::text(&project.bytes("output-restricted/r/progress-r.pdf"));
    let office = docx::text(&project.bytes("output-restricted/r/progress-r.docx"));
    for text in [page, paper, office] {
        let said = words(&text).join(" ");
        assert_eq!(said.matches("paragraph 3 of Part 1 of Schedule 12A").count(), 10, "{said}");
    }
}

/// What a page says from its first appendix on, without the texts: headings, and the numbers of paragraphs.
fn numbers(page: &str) -> Vec<String> {
    let starts: Vec<usize> = page.match_indices('<').map(|(at, _)| at).collect();
    let mut found = Vec::new();
    for at in starts {
        let rest = &page[at..];
        for (tag, end) in [("<h2", "</h2>"), ("<span class=\"number\"", "</span>")] {
            if rest.starts_with(tag) {
                let text = html::text(&format!("{}{end}", &rest[..rest.find(end).unwrap()]));
                found.push(text.trim().to_owned());
            }
        }
    }
    found
}

#[test]
fn both_copies_number_appendices_and_paragraphs_alike() {
    let narrative = |order: u8, more: &str| {
        format!(
            "---\ntitle: T{order}\nkind: narrative\nnumbered: true\norder: {order}\n{more}---\nFirst.\n\nSecond.\n"
        )
    };
    let part = |order: u8, more: &str| {
        format!("---\ntitle: P{order}\norder: {order}\n{more}---\nThird.\n\n- point\n\nFourth.\n")
    };
    let exempt = "exempt: {paragraph: 5}\n";
    let project = Project::new()
        .file("content/r/_index.md", "---\ntitle: Paper\nto: 2014-03-31\ncover: {to: Cabinet}\n---\n## One\n\nSee {{ appendix.d }} and [it](c/_index.md).\n")
        .file("content/r/s/_index.md", "---\ntitle: Section\norder: 1\n---\n")
        .file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\n")
        .file("content/r/b/_index.md", &narrative(2, ""))
        .file("content/r/b/p1.md", &part(1, ""))
        .file("content/r/b/p2.md", &part(2, exempt))
        .file("content/r/b/p3.md", &part(3, ""))
        .file("content/r/c/_index.md", &narrative(3, exempt))
        .file("content/r/c/p1.md", &part(1, ""))
        .file("content/r/d/_index.md", &narrative(4, ""));
    project.build();
    assert_eq!(project.run(&["build", "--restricted"]).code, 0);
    let (public, members) =
        (project.text("output/r/index.html"), project.text("output-restricted/r/index.html"));
    let expected_of_members = [
        "Contents",
        "1. One",
        "1.1",
        "Ratings at a glance",
        "Appendix 1: Progress by section",
        "Appendix 2: T2",
        "1.",
        "2.",
        "3.",
        "4.",
        "5.",
        "6.",
        "7.",
        "8.",
        "Appendix 3: T3",
        "9.",
        "10.",
        "11.",
        "12.",
        "Appendix 4: T4",
        "13.",
        "14.",
        "How the ratings were worked out",
        "One-page summary",
    ];
    assert_eq!(numbers(&members), expected_of_members);
    // The two paragraphs of the second part, and the four of the exempt section.
    let hidden = ["5.", "6.", "9.", "10.", "11.", "12."];
    let of_public: Vec<&str> =
        expected_of_members.into_iter().filter(|number| !hidden.contains(number)).collect();
    assert_eq!(numbers(&public), of_public);
    for page in [public, members] {
        assert!(html::text(&page).contains("See Appendix 4 and it."), "{page}");
    }
}

#[test]
fn ratings_counts_and_movements_follow_from_what_the_public_sees() {
    let entry = |rating: &str, more: &str| {
        format!("---\ntitle: {rating} one\nrating: {rating}\nreason: Rain\naction: Pumps\n{more}---\nText.\n")
    };
    let exempt = "exempt: {paragraph: 3}\n";
    let project = Project::empty()
        .file("content/q/_index.md", "---\ntitle: P\nperiod: Q\nto: 2013-12-31\n---\n")
        .file("content/q/s/_index.md", "---\ntitle: Section\n---\n")
        .file("content/q/s/a.md", &entry("green", ""))
        // Exempt before and public now, and the other way round.
        .file("content/q/s/b.md", &entry("red", exempt))
        .file("content/q/s/c.md", &entry("amber", ""))
        .file("content/r/_index.md", "---\ntitle: P\nperiod: R\nto: 2014-03-31\nprevious: q\n---\n")
        .file("content/r/s/_index.md", "---\ntitle: Section\n---\n")
        .file("content/r/s/a.md", &entry("green", ""))
        .file("content/r/s/b.md", &entry("amber", ""))
        .file("content/r/s/c.md", &entry("red", exempt));
    project.build();
    let public = data(&project, "output/r/report.json");
    let section = &public["sections"][0];
    // One of two is Amber, and nothing Red: the exempt one does not count.
    assert_eq!(section["rating"]["reason"], "Amber: 1 of 2 rated projects is Amber, which is at least half.");
    assert_eq!((public["counts"]["red"].as_u64(), public["counts"]["amber"].as_u64()), (Some(0), Some(1)));
    let moved: Vec<(&str, &str, &Value)> = section["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            (entry["id"].as_str().unwrap(), entry["movement"].as_str().unwrap(), &entry["previous_rating"])
        })
        .collect();
    assert_eq!(moved, [("b", "not-rated-before", &Value::Null), ("a", "no-change", &Value::from("green"))]);
    assert_eq!(public["no_longer_reported"], serde_json::json!([]));
    let page = project.text("output/r/index.html");
    let table = html::text(html::between(&page, "<table class=\"ratings\"", "</table>"));
    let rows = words(&table).join(" ");
    assert!(rows.contains("amber one Amber Exempt Not rated last time"), "{rows}");
    assert!(rows.contains("red one Exempt"), "{rows}");
    // The members see how both moved.
    assert_eq!(project.run(&["build", "--restricted"]).code, 0);
    let members = data(&project, "output-restricted/r/report.json");
    let moved = |id: &str| {
        let entries = members["sections"][0]["entries"].as_array().unwrap();
        entries.iter().find(|entry| entry["id"] == id).unwrap()["movement"].clone()
    };
    assert_eq!((moved("b"), moved("c")), ("improved".into(), "worsened".into()));
    // One Amber and one Red of three: at least half are Amber or Red.
    assert_eq!(
        members["sections"][0]["rating"]["reason"],
        "Amber: 2 of 3 rated projects are Amber or Red, which is at least half."
    );
}

#[test]
fn each_nation_has_the_words_of_its_own_law() {
    for (nation, paragraph, said) in [
        (
            "england",
            "[1, 3]",
            "Exempt. Not for publication: this part contains exempt information as described in paragraphs 1 and 3 of Part 1 of \
             Schedule 12A to the Local Government Act 1972 (information relating to any individual; information relating to the \
             financial or business affairs of any particular person (including the authority holding that information)). The public \
             may be excluded by resolution while it is considered, under section 100A(4) of that Act or, at a meeting of the \
             executive, regulation 4(2) of SI 2012/2089.",
        ),
        (
            "wales",
            "16",
            "Exempt. Not for publication: this part contains exempt information as described in paragraph 16 of Part 4 of Schedule \
             12A to the Local Government Act 1972 (information in respect of which a claim to legal professional privilege could \
             be maintained in legal proceedings). The public may be excluded by resolution while it is considered, under section \
             100A(4) of that Act.",
        ),
        (
            "scotland",
            "8",
            "Exempt. Not for publication: this part contains exempt information as described in paragraph 8 of Part I of Schedule 7A \
             to the Local Government (Scotland) Act 1973. The public may be excluded by resolution while it is considered, under \
             section 50A(4) of that Act.",
        ),
        (
            "northern-ireland",
            "3",
            "Exempt. Not for publication: this part contains exempt information as described in paragraph 3 of Schedule 6 to the \
             Local Government Act (Northern Ireland) 2014. The public may be excluded by resolution while it is considered, under \
             section 42(4) of that Act.",
        ),
    ] {
        let project = Project::new()
            .file("content/_index.md", &format!("---\ncouncil: C\nnation: {nation}\n---\n"))
            .file(
                "content/r/s/e.md",
                &format!("---\ntitle: E\nrating: green\nexempt: {{paragraph: {paragraph}}}\n---\nText.\n"),
            );
        project.build();
        let page = words(&html::text(&project.text("output/r/index.html"))).join(" ");
        let files = project.files("output");
        let (_, paper) = files.iter().find(|(path, _)| path.ends_with(".pdf")).unwrap();
        let paper = words(&pdf::text(paper)).join(" ");
        let wanted = words(said).join(" ");
        assert!(page.contains(&wanted), "{nation}: {page}");
        assert!(paper.contains(&wanted), "{nation}: {paper}");
    }
}

#[test]
fn the_reason_for_an_exemption_is_printed_as_it_was_typed() {
    let typed = "<b>Bids</b> #strong[till] $1 // {{ x }} \\ \"May\" *and* &amp; later";
    let project = Project::new().file(
        "content/r/s/e.md",
        &format!("---\ntitle: E\nrating: green\nexempt: {{paragraph: 3, why: '{typed}'}}\n---\nText.\n"),
    );
    project.build();
    let page = html::text(&project.text("output/r/index.html"));
    assert!(page.contains(&format!("Why: {typed}.")), "{page}");
    let files = project.files("output");
    let (_, paper) = files.iter().find(|(path, _)| path.ends_with(".pdf")).unwrap();
    let paper = pdf::text(paper).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(paper.contains(&format!("Why: {typed}.")), "{paper}");
}
