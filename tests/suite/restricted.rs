//! Restricted entries and drafts: what the public must not see is in no file that is published.

use crate::support::{Project, Ran, pdf};

/// A word that stands in every field and every kind of text of what is restricted, and nowhere else.
const CANARY: &str = "Zwyrbflox";

fn project() -> Project {
    let secret = format!(
        "---\ntitle: {CANARY} site\nrating: red\nrestricted: true\nlead: Head of {CANARY}\nreason: {CANARY} reason\n\
         action: {CANARY} action\ndue: 2015-01-01\nmilestones:\n  - title: {CANARY} milestone\nrisks:\n  - level: high\n    text: {CANARY} risk\n\
         extra:\n  note: {CANARY}\n---\n{CANARY} text, <!-- {CANARY} comment --> and ![{CANARY} picture](p.svg).\n\n## {CANARY} heading\n"
    );
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><title>{CANARY}</title></svg>"
    );
    let open = "---\ntitle: Open\nrating: green\n---\nSeen by all.\n";
    Project::new()
        .file("content/q/_index.md", "---\ntitle: Progress\nperiod: Winter\nto: 2013-12-31\n---\n")
        .file("content/q/s/_index.md", "---\ntitle: Section\n---\n")
        .file("content/q/s/open.md", open)
        // In the report before as well, so that it could show as "no longer reported" or in a movement.
        .file("content/q/s/gone.md", &secret)
        .file(
            "content/r/_index.md",
            "---\ntitle: Progress\nperiod: Spring\nto: 2014-03-31\nprevious: q\n---\n",
        )
        .file("content/r/s/open.md", open)
        .file("content/r/s/secret.md", &secret)
        .file("content/r/s/p.svg", &svg)
        .file("content/q/s/p.svg", &svg)
        .file(
            "content/r/t/_index.md",
            &format!("---\ntitle: {CANARY}\nrestricted: true\nrating: red\n---\n{CANARY}\n"),
        )
        .file(
            "content/p/_index.md",
            &format!("---\ntitle: {CANARY}\nrestricted: true\nto: 2014-03-31\n---\n{CANARY}\n"),
        )
}

/// Which files hold the canary, looking into PDFs as deep as they go.
fn leaks(project: &Project) -> Vec<String> {
    let mut leaks = Vec::new();
    let hidden = [".cabinet-report.json", ".cabinet-report.lock"]
        .map(|name| (name.to_owned(), project.bytes(&format!("output/{name}"))));
    for (path, bytes) in project.files("output").into_iter().chain(hidden) {
        let text = if path.ends_with(".pdf") {
            pdf::everything(&bytes)
        } else {
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let text = format!("{path}\n{text}").to_lowercase();
        if text.contains(&CANARY.to_lowercase()) {
            leaks.push(path);
        }
    }
    leaks
}

#[test]
fn a_restricted_word_is_in_no_public_file() {
    let project = project();
    let ran = project.build();
    assert_eq!(leaks(&project), Vec::<String>::new());
    assert!(!ran.out.contains(CANARY));
    assert!(
        !project.files("output").keys().any(|path| path.starts_with("p/")),
        "a restricted report has no folder"
    );
}

#[test]
fn with_leave_it_is_shown_and_every_page_says_so() {
    let project = project();
    let ran = project.run(&["build", "--restricted"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("do not publish them"), "{}", ran.err);
    let leaks = leaks(&project);
    for file in ["index.html", "r/index.html", "r/progress-spring.pdf", "r/report.json", "r/ratings.csv"] {
        assert!(leaks.iter().any(|leak| leak == file), "{file} shows it: {leaks:?}");
    }
    for (path, bytes) in project.files("output") {
        if path.ends_with(".html") {
            assert!(String::from_utf8_lossy(&bytes).contains("Restricted: not for publication"), "{path}");
        } else if path.ends_with(".pdf") {
            let pages = pdf::properties(&bytes).pages;
            let marks = pdf::text_with_artifacts(&bytes).matches("Restricted: not for publication").count();
            assert_eq!(marks, pages, "{path}");
        }
    }
    // The next public build takes it all away again.
    project.build();
    assert_eq!(self::leaks(&project), Vec::<String>::new());
}

#[test]
fn the_public_rating_follows_from_what_the_public_sees_and_the_officer_is_told() {
    let project = project();
    let ran: Ran = project.run(&["check", "--format", "short"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // Green and a restricted Red: the public sees Green, the council knows Red.
    for report in ["q", "r"] {
        let line = format!(
            "content/{report}/s/_index.md: warning[restricted-rating]: the public sees Green here, because restricted entries \
             are left out; with them it would be Red\n"
        );
        assert!(ran.err.contains(&line), "{}", ran.err);
    }
    project.build();
    let data: serde_json::Value = serde_json::from_slice(&project.bytes("output/r/report.json")).unwrap();
    assert_eq!(data["sections"][0]["rating"]["value"], "green");
    assert_eq!(data["sections"][0]["rating"]["reason"], "Green: the only rated project is Green.");
    project.run(&["build", "--restricted"]);
    let data: serde_json::Value = serde_json::from_slice(&project.bytes("output/r/report.json")).unwrap();
    assert_eq!(data["sections"][0]["rating"]["value"], "red");
}

#[test]
fn a_draft_is_in_no_file_and_does_not_hold_up_the_paper() {
    let project =
        Project::new().file("content/r/s/open.md", "---\ntitle: Open\nrating: green\n---\nSeen.\n").file(
            "content/r/s/draft.md",
            &format!("---\ntitle: {CANARY}\ndraft: true\nrating: purple\n---\n{CANARY} <div>\n"),
        );
    let ran = project.build();
    assert_eq!(leaks(&project), Vec::<String>::new());
    assert!(ran.err.contains("warning[unknown-rating]"), "{}", ran.err);
    assert!(ran.err.contains("warning[html-not-allowed]"), "{}", ran.err);
    let data: serde_json::Value = serde_json::from_slice(&project.bytes("output/r/report.json")).unwrap();
    assert_eq!(data["sections"][0]["entries"].as_array().unwrap().len(), 1);
}

/// Every kind of entry, restricted, beside one that is not; in a committee paper that lists and counts.
#[test]
fn no_kind_of_entry_leaks() {
    let hidden = |fields: &str| format!("---\ntitle: {CANARY}\nrestricted: true\n{fields}---\n{CANARY}\n");
    let open = |fields: &str| format!("---\ntitle: Open\n{fields}---\nSeen by all.\n");
    let project = Project::new()
        .file(
            "content/r/_index.md",
            "---\ntitle: Progress\nperiod: Spring\nto: 2014-03-31\nplan: p\ncover: {summary: \"{{ count.red }} and {{ indicators.red }} Red\"}\n\
             categories: {A: {title: Open}}\n---\n## Position\n\n{{ list.red }}\n\n{{ table.indicators }}\n",
        )
        .file("content/r/s/hidden.md", &hidden("rating: red\n"))
        .file("content/r/s/open.md", &open("rating: red\nreason: It rains.\n"))
        .file("content/r/i/_index.md", "---\ntitle: Figures\nkind: indicators\n---\n")
        .file("content/r/i/hidden.md", &hidden("better: higher\ntarget: 3\nactual: 1\nunit: Zwyrbflox\nowner: Zwyrbflox\n"))
        .file("content/r/i/open.md", &open("better: higher\ntarget: 3\nactual: 3\n"))
        .file("content/r/j/_index.md", "---\ntitle: Actions of all\nkind: actions\n---\n")
        .file("content/r/j/hidden.md", &hidden("code: Zwyrbflox1\ncategory: A\nevidence: Zwyrbflox\nleads: [Zwyrbflox]\n"))
        .file("content/r/j/open.md", &open("code: O1\ncategory: A\n"))
        .file("content/r/n/_index.md", "---\ntitle: Text\nkind: narrative\nnumbered: true\n---\nFirst.\n")
        .file("content/r/n/hidden.md", &hidden("order: 1\n"))
        .file("content/r/n/open.md", &open("order: 2\n"))
        .file(
            "content/p/_index.md",
            "---\ntitle: Plan\nto: 2015-03-31\ndocument: plan\npriorities: [{year: 2014, entries: [s/hidden, s/open]}]\n---\n",
        )
        .file("content/p/s/_index.md", "---\ntitle: Section\n---\n")
        .file("content/p/s/hidden.md", &hidden("outlook: {long_term: Zwyrbflox}\n"))
        .file("content/p/s/open.md", &open("outlook: {long_term: Better.}\n"));
    project.build();
    assert_eq!(leaks(&project), Vec::<String>::new());
    let page = crate::support::html::text(&project.text("output/r/index.html"));
    assert!(page.contains("1 and 0 Red"), "{page}");
    // The paragraph after the hidden one takes the number that the public would expect.
    assert!(page.contains("2. Seen by all."), "{page}");
    // With the flag everything is there, and every page says that it is not for publication.
    let ran = project.run(&["build", "--restricted"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(leaks(&project).iter().filter(|path| path.ends_with(".pdf")).count(), 2);
    assert!(project.text("output/p/index.html").contains("Restricted: not for publication"));
}
