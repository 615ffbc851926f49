//! Committee papers as different bodies have them: several bodies, meetings and contacts, lines in the council's own
//! words, and a nation whose period of notice is not known.

use serde_json::Value;

use crate::support::{Project, docx, html, pdf, words};

fn paper() -> Project {
    let council = "---\ncouncil: Test Council\noutputs: [html, pdf, docx]\n---\n";
    Project::new().file("content/_index.md", council).file("content/r/s/e.md", "---\ntitle: E\nrating: green\nupdated: 2014-03-31\n---\nText.\n").file(
        "content/r/_index.md",
        "---\ntitle: Paper\nperiod: Spring\nto: 2014-03-31\nmeeting:\n  - {body: Cabinet, date: 2014-06-11, item: 5}\n  \
         - {body: Audit Committee, date: 2014-06-04}\n  - body: Council\ncover:\n  from: [Leader, Head of Policy]\n  to:\n    \
         - Cabinet on 11 June\n    - Audit Committee on 4 June\n  heading:\n    - {label: Key decision, text: \"No\"}\n    \
         - {label: \"Forward plan reference:\", text: FP/14/7}\n  contact:\n    - {name: A Person, role: Head of Policy}\n    \
         - {role: Head of Audit, email: audit@example.gov.uk}\n---\n## Introduction\n\nText.\n",
    )
}

#[test]
fn several_bodies_meetings_and_contacts_are_printed_with_the_councils_own_lines() {
    let project = paper();
    project.build();
    let expected = [
        "Report to Cabinet 11 June 2014 item 5 Audit Committee 4 June 2014 Council",
        "From Leader Head of Policy To Cabinet on 11 June Audit Committee on 4 June Key decision No Forward plan reference FP 14 7",
        "1 Introduction",
        "2 Contacts Name A Person Role Head of Policy Role Head of Audit E mail audit example gov uk",
    ];
    let page = project.text("output/r/index.html");
    let paper = pdf::text(&project.bytes("output/r/paper-spring.pdf"));
    let office = docx::text(&project.bytes("output/r/paper-spring.docx"));
    for text in [html::text(&page), paper, office] {
        let said = words(&text).join(" ");
        for part in expected {
            assert!(said.contains(part), "no {part:?} in: {said}");
        }
    }
    // A label that was typed with its colon has one, and each body stands by itself.
    assert!(page.contains("<dt>Forward plan reference:</dt><dd>FP/14/7</dd>"), "{page}");
    assert!(page.contains("<dt>From:</dt><dd>Leader</dd><dd>Head of Policy</dd>"), "{page}");
    let data: Value = serde_json::from_slice(&project.bytes("output/r/report.json")).unwrap();
    assert_eq!(data["cover"]["to"], "Cabinet on 11 June; Audit Committee on 4 June");
    assert_eq!(data["cover"]["heading"][1]["label"], "Forward plan reference");
    assert_eq!(
        (&data["meeting"]["body"], &data["meeting"]["date"]),
        (&"Audit Committee".into(), &"2014-06-04".into())
    );
    assert_eq!(data["meetings"].as_array().unwrap().len(), 3);
    assert_eq!(data["meetings"][0]["item"], "5");
}

#[test]
fn the_earliest_meeting_sets_the_day_for_publishing_and_the_date_of_the_documents() {
    let project = paper();
    let ran = project.run(&["check"]);
    // Wednesday 4 June 2014: Tue 3, Mon 2, (Sun 1, Sat 31), Fri 30, Thu 29, Wed 28; so Tue 27 May.
    let said = "r: publish by 27 May 2014: five clear days before the meeting on 4 June 2014 (England).\n";
    assert!(ran.out.contains(said), "{}", ran.out);
    project.build();
    assert!(project.text("output/r/index.html").contains("<time datetime=\"2014-06-04\">4 June 2014</time>"));
}

#[test]
fn whoever_needs_bank_holidays_that_are_not_known_yet_hears_of_it_in_good_time() {
    // The list ends with 2028: this test, like the list, then gets another year.
    let said = |day: &str| {
        let report = format!("---\ntitle: R\nmeeting: {{date: {day}}}\n---\n");
        let ran = paper().file("content/r/_index.md", &report).run(&["check", "--strict"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        ran.out.lines().find(|line| line.starts_with("r: publish")).expect("a day for publishing").to_owned()
    };
    let newer = "ask for a newer version of this program";
    assert!(!said("2027-12-15").contains(newer));
    // Wednesday 12 January 2028: Tue 11, Mon 10, (Sun 9, Sat 8), Fri 7, Thu 6, Wed 5; so Tue 4 January.
    let in_time = "r: publish by 4 January 2028: five clear days before the meeting on 12 January 2028 (England); \
                   no bank holidays after 2028 are known here, so ask for a newer version of this program before \
                   papers of the next year are due.";
    assert_eq!(said("2028-01-12"), in_time);
    let too_late = said("2029-01-10");
    assert!(too_late.contains("the bank holidays of 2029 are not known here"), "{too_late}");
    assert!(
        too_late.ends_with("so count them yourself, or ask for a newer version of this program."),
        "{too_late}"
    );
}

#[test]
fn where_the_period_of_notice_is_not_known_check_says_so() {
    let project = paper().file("content/_index.md", "---\ncouncil: C\nnation: northern-ireland\n---\n");
    let ran = project.run(&["check", "--strict"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let said = "r: publish before the meeting on 4 June 2014; how many days before it the law asks for in Northern Ireland is \
                not known here, so look it up in the council's standing orders.\n";
    assert!(ran.out.contains(said), "{}", ran.out);
}

#[test]
fn a_report_that_follows_asks_for_its_own_meetings() {
    let project = paper();
    assert_eq!(project.run(&["new", "report", "n", "--from", "r", "--keep-text"]).code, 0);
    let text = project.text("content/n/_index.md");
    assert!(text.contains("\nmeeting:\ncover:\n"), "{text}");
    assert!(text.contains("label: Key decision"), "{text}");
}
