//! Restricted entries and drafts: what the public must not see is in no file that is published.

use cabinet_report::content::schema::{self, Field, Shape, Table};
use cabinet_report::report::Kind;

use crate::support::{Project, Ran, docx, pdf};

/// A word that stands in every field and every kind of text of what is restricted, and nowhere else.
pub(crate) const CANARY: &str = "Zwyrbflox";

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
    leaks_in(project, "output")
}

pub(crate) fn leaks_in(project: &Project, folder: &str) -> Vec<String> {
    let mut leaks = Vec::new();
    let hidden = [".cabinet-report.json", ".cabinet-report.lock"]
        .map(|name| (name.to_owned(), project.bytes(&format!("{folder}/{name}"))));
    for (path, bytes) in project.files(folder).into_iter().chain(hidden) {
        let text = if path.ends_with(".pdf") {
            pdf::everything(&bytes)
        } else if path.ends_with(".xlsx") || path.ends_with(".docx") {
            docx::parts(&bytes).into_iter().flat_map(|(name, text)| [name, text]).collect()
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
    let leaks = leaks_in(&project, "output-restricted");
    for file in ["index.html", "r/index.html", "r/progress-spring.pdf", "r/report.json", "r/ratings.csv"] {
        assert!(leaks.iter().any(|leak| leak == file), "{file} shows it: {leaks:?}");
    }
    for (path, bytes) in project.files("output-restricted") {
        if path.ends_with(".html") {
            assert!(String::from_utf8_lossy(&bytes).contains("Restricted: not for publication"), "{path}");
        } else if path.ends_with(".pdf") {
            let pages = pdf::properties(&bytes).pages;
            let marks = pdf::text_with_artifacts(&bytes).matches("Restricted: not for publication").count();
            assert_eq!(marks, pages, "{path}");
        }
    }
    // The public pages lie beside it and show nothing.
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
    let bytes = project.bytes("output-restricted/r/report.json");
    let data: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
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

/// A hash of what nobody may see would still tell whoever guesses it that the guess was right.
#[test]
fn nothing_that_is_made_depends_on_a_picture_that_is_kept_back() {
    let with = |picture: &str| {
        let project = project();
        project.write("content/r/s/p.svg", picture.as_bytes());
        project.build();
        crate::support::all_files(&project.path("output"))
    };
    let svg = |side: u8| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{side}\" height=\"{side}\"><title>A</title></svg>"
        )
    };
    let (one, other) = (with(&svg(9)), with(&svg(8)));
    let differ = one.keys().filter(|path| one.get(*path) != other.get(*path));
    assert_eq!(differ.collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(one.len(), other.len());
    assert!(one.contains_key(".cabinet-report.json"), "the list of what was made is among them");
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
    let all = leaks_in(&project, "output-restricted");
    assert_eq!(all.iter().filter(|path| path.ends_with(".pdf")).count(), 2);
    assert!(project.text("output-restricted/p/index.html").contains("Restricted: not for publication"));
}

/// What is kept back in a report, and by which field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hidden {
    Report(&'static str),
    Sections(&'static str),
    Entries(&'static str),
    Nothing,
}

/// Front matter that gives every field of a table with the canary in it, and `own` in place of some.
pub(crate) fn canaries(table: &Table, own: &[(&str, String)]) -> String {
    let fields = table.fields.iter().filter_map(|field| {
        let own = own.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value.clone());
        Some(format!("{}: {}\n", field.name, own.or_else(|| canary(field, &field.shape))?))
    });
    fields.collect()
}

/// A value with the canary in it; nothing for a field that points somewhere, or that does not go with another.
fn canary(field: &Field, shape: &Shape) -> Option<String> {
    let map = |table: &[Field]| {
        let fields = table
            .iter()
            .filter_map(|field| Some(format!("{}: {}", field.name, canary(field, &field.shape)?)));
        format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
    };
    match field.name {
        "kind" | "was" | "previous" | "plan" | "priorities" | "tolerance" | "limits" | "exempt" | "group"
        | "groups" | "layout" => {
            return None;
        }
        "aspects" => return Some(format!("[{{id: time, title: {CANARY}}}]")),
        "entries_are" => return Some(format!("[{CANARY}, {CANARY}]")),
        "url" => return Some(format!("https://example.org/{CANARY}")),
        "email" => return Some(format!("{CANARY}@example.org")),
        _ => {}
    }
    Some(match shape {
        Shape::Text | Shape::Markdown => CANARY.to_owned(),
        Shape::Date | Shape::When | Shape::Done => "2014-03-31".to_owned(),
        Shape::Whole | Shape::Weight | Shape::Number | Shape::Percentage | Shape::Progress => "1".to_owned(),
        Shape::Rating => "red".to_owned(),
        Shape::Rule(_) => "worst".to_owned(),
        Shape::Ratings => "{time: red}".to_owned(),
        Shape::Scale => "rag".to_owned(),
        Shape::Choice(words) => words[0].to_owned(),
        Shape::List(item) | Shape::OneOrList(item) => format!("[{}]", canary(field, item)?),
        Shape::Map(table) => map(table),
        Shape::MapOf(table) => format!("{{{CANARY}: {}}}", map(table)),
        Shape::Free => format!("{{{CANARY}: {CANARY}}}"),
        Shape::Flag | Shape::Hides | Shape::Colour | Shape::Limits => return None,
    })
}

/// Fields as lines of front matter.
fn lines(fields: &[(&str, String)]) -> String {
    fields.iter().map(|(name, value)| format!("{name}: {value}\n")).collect()
}

/// The code that an entry of that kind must or may have; no two of a report share one.
pub(crate) fn own_code(kind: Kind, code: &str) -> Vec<(&'static str, String)> {
    match kind {
        Kind::Workstream | Kind::Enabler | Kind::Indicators | Kind::Actions => {
            vec![("code", format!("{}-{code}", kind.name()))]
        }
        Kind::Narrative => Vec::new(),
    }
}

/// The text of a file of a table that is so deep: 0 a report, 1 a section, 2 an entry.
fn file_at(hidden: Hidden, level: usize, table: &Table, own: &[(&str, String)]) -> String {
    let (from, flag) = match hidden {
        Hidden::Report(flag) => (0, Some(flag)),
        Hidden::Sections(flag) => (1, Some(flag)),
        Hidden::Entries(flag) => (2, Some(flag)),
        Hidden::Nothing => (0, None),
    };
    if level < from {
        let aspects = if level == 0 { "aspects: [{id: time, title: Time}]\n" } else { "" };
        return format!("---\ntitle: Open\n{aspects}{}---\nSeen by all.\n", lines(own));
    }
    let flag = flag.filter(|_| level == from).map_or_else(String::new, |flag| format!("{flag}: true\n"));
    format!("---\n{}{flag}---\n{CANARY}\n", canaries(table, own))
}

/// Adds a report in which every field of every kind has the canary in it, and so have the names of files, from the level on
/// that is hidden.
fn add_report(mut project: Project, id: &str, hidden: Hidden, own: &[(&str, String)]) -> Project {
    let name = CANARY.to_lowercase();
    project = project.file(&format!("content/{id}/_index.md"), &file_at(hidden, 0, &schema::REPORT, own));
    for (place, kind) in Kind::ALL.into_iter().enumerate() {
        let known = schema::of(kind);
        let own = [("kind", kind.name().to_owned()), ("order", place.to_string())];
        let folder = match hidden {
            Hidden::Sections(_) => format!("content/{id}/{name}-{}", kind.name()),
            _ => format!("content/{id}/{}", kind.name()),
        };
        let open = format!("---\ntitle: Open\n{}---\nSeen by all.\n", lines(&own_code(kind, "open")));
        let hidden_entry = file_at(hidden, 2, &known.entry, &own_code(kind, kind.name()));
        project = project
            .file(&format!("{folder}/_index.md"), &file_at(hidden, 1, &known.section, &own))
            .file(&format!("{folder}/{name}.md"), &hidden_entry)
            .file(&format!("{folder}/open.md"), &open);
    }
    project
}

/// A report beside one that is public.
fn with_hidden(hidden: Hidden) -> Project {
    let project = Project::new().file("content/p/_index.md", "---\ntitle: Public\nto: 2014-03-31\n---\n");
    std::fs::remove_dir_all(project.path("content/r")).unwrap();
    add_report(project, "r", hidden, &[])
}

/// The same with the report before it and the plan that both are on, so that whatever compares has something to tell.
fn with_hidden_before(hidden: Hidden) -> Project {
    if let Hidden::Report(_) = hidden {
        return with_hidden(hidden);
    }
    let name = CANARY.to_lowercase();
    let section = if let Hidden::Sections(_) = hidden { name.clone() } else { "s".to_owned() };
    // A draft can be no priority.
    let is_draft = matches!(hidden, Hidden::Sections("draft") | Hidden::Entries("draft"));
    let priorities = if is_draft { String::new() } else { format!("{section}/{name}") };
    let plan = [
        ("document", "plan".to_owned()),
        ("priorities", format!("[{{year: 2013, entries: [{priorities}]}}]")),
    ];
    let known = schema::of(Kind::Workstream);
    let project = with_hidden(hidden)
        .file("content/plan/_index.md", &file_at(hidden, 0, &schema::REPORT, &plan))
        .file(&format!("content/plan/{section}/_index.md"), &file_at(hidden, 1, &known.section, &[]))
        .file(&format!("content/plan/{section}/{name}.md"), &file_at(hidden, 2, &known.entry, &[]));
    let on_plan = [("plan", "plan".to_owned())];
    let after = [("plan", "plan".to_owned()), ("previous", "q".to_owned())];
    add_report(add_report(project, "q", hidden, &on_plan), "r", hidden, &after)
}

/// Everything that the program makes for others to read, with what it says while it does so. Faults and warnings are for
/// whoever has the content, and are not among it.
const OUTLETS: [&[&str]; 8] = [
    &["build"],
    &["build", "r", "--force"],
    &["explain", "r"],
    &["diff", "r"],
    &["export", "r", "--xlsx", "--to", "output/all.xlsx"],
    &["export", "r", "--xlsx", "--owner", CANARY, "--to", "output/own.xlsx"],
    &["export", "r", "--rated", "--to", "output/rated.xlsx"],
    &["export", "plan", "--xlsx", "--to", "output/plan.xlsx"],
];

/// Where the canary is in what all of these make, parts of workbooks and of PDFs included.
fn told(project: &Project) -> Vec<String> {
    let mut told = Vec::new();
    for outlet in OUTLETS {
        let ran = project.run(outlet);
        assert_ne!(ran.code, 1, "{outlet:?}: {}", ran.err);
        let said = if outlet[0] == "build" { ran.out } else { ran.out + &ran.err };
        if !outlet.contains(&CANARY) && said.to_lowercase().contains(&CANARY.to_lowercase()) {
            told.push(outlet.join(" "));
        }
    }
    told.extend(leaks(project));
    told
}

#[test]
fn nothing_that_is_made_for_others_tells_of_what_is_kept_back() {
    for flag in schema::HIDING.map(|field| field.name) {
        for hidden in [Hidden::Report(flag), Hidden::Sections(flag), Hidden::Entries(flag)] {
            assert_eq!(told(&with_hidden_before(hidden)), Vec::<String>::new(), "{hidden:?}");
        }
    }
    // Where nothing is kept back, the same search finds it in each.
    let project = with_hidden_before(Hidden::Nothing);
    let told = told(&project);
    for place in [
        "explain r",
        "diff r",
        "all.xlsx",
        "own.xlsx",
        "rated.xlsx",
        "plan.xlsx",
        "index.html",
        ".cabinet-report.json",
    ] {
        assert!(told.iter().any(|told| told == place), "{place}: {told:?}");
    }
    for report in ["r", "q", "plan"] {
        for end in ["index.html", "report.json", "ratings.csv", ".pdf"] {
            let is_there = |told: &String| told.starts_with(&format!("{report}/")) && told.ends_with(end);
            assert!(told.iter().any(is_there), "{report}, {end}: {told:?}");
        }
    }
}

#[test]
fn a_year_of_which_the_public_sees_nothing_is_left_out_of_the_plan() {
    let project = Project::new()
        .file(
            "content/r/_index.md",
            "---\ntitle: Plan\nto: 2015-03-31\ndocument: plan\npriorities:\n  - year: \"2017\"\n    entries: [s/open]\n  \
             - year: \"2019\"\n    entries: [s/hidden]\n  - year: \"2021\"\n    entries: [s/hidden, s/open]\n---\n",
        )
        .file("content/r/s/open.md", "---\ntitle: Open\n---\n")
        .file("content/r/s/hidden.md", "---\ntitle: Hidden\nrestricted: true\n---\n");
    project.build();
    let data: serde_json::Value = serde_json::from_slice(&project.bytes("output/r/report.json")).unwrap();
    let years = data["priorities"].as_array().unwrap();
    let years: Vec<&str> = years.iter().map(|year| year["year"].as_str().unwrap()).collect();
    assert_eq!(years, ["2017", "2021"]);
    let page = crate::support::html::text(&project.text("output/r/index.html"));
    assert!(page.contains("2017") && page.contains("2021") && !page.contains("2019"), "{page}");
    project.run(&["build", "--restricted"]);
    let page = crate::support::html::text(&project.text("output-restricted/r/index.html"));
    assert!(page.contains("2019"), "{page}");
}

#[test]
fn who_makes_something_restricted_is_told_that_the_public_reads_it_is_gone() {
    let project = Project::new()
        .file("content/q/_index.md", "---\ntitle: Progress\nperiod: Winter\nto: 2013-12-31\n---\n")
        .file("content/q/s/_index.md", "---\ntitle: Section\n---\n")
        .file("content/q/s/moved.md", "---\ntitle: Moved\nrating: green\n---\n")
        .file("content/q/s/same.md", "---\ntitle: Same\nrating: green\n---\n")
        .file("content/q/s/over.md", "---\ntitle: Over\nrating: green\n---\n")
        .file("content/q/s/never.md", "---\ntitle: Never\nrating: green\nrestricted: true\n---\n")
        .file(
            "content/r/_index.md",
            "---\ntitle: Progress\nperiod: Spring\nto: 2014-03-31\nprevious: q\n---\n",
        )
        .file("content/r/s/same.md", "---\ntitle: Same\nrating: green\nrestricted: true\n---\n")
        .file("content/r/s/never.md", "---\ntitle: Never\nrating: green\nrestricted: true\n---\n")
        .file("content/r/s/to.md", "---\ntitle: To\nrating: green\nrestricted: true\nwas: s/moved\n---\n")
        .file("content/r/s/open.md", "---\ntitle: Open\nrating: green\n---\n");
    let told = |arguments: &[&str]| -> Vec<String> {
        let ran = project.run(arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let lines = ran.err.lines().filter(|line| line.contains("[no-longer-public]"));
        lines.map(str::to_owned).collect()
    };
    let line = |what: &str| {
        format!(
            "content/r/_index.md: warning[no-longer-public]: the public reads that {what} is no longer reported, because it is \
             restricted now"
        )
    };
    let wanted = [line("\u{201c}Moved\u{201d} (`s/moved`)"), line("\u{201c}Same\u{201d} (`s/same`)")];
    assert_eq!(told(&["check", "--format", "short"]), wanted);
    assert_eq!(told(&["check", "--restricted", "--format", "short"]), Vec::<String>::new());
}

#[test]
fn a_warning_about_another_file_names_what_is_restricted_by_its_place_alone() {
    let project = Project::new()
        .file("content/r/_index.md", "---\ntitle: Progress\nto: 2014-03-31\nplan: p\n---\n")
        .file("content/r/s/open.md", "---\ntitle: Open\nrating: green\n---\n")
        .file("content/p/_index.md", "---\ntitle: Plan\nto: 2015-03-31\ndocument: plan\n---\n")
        .file("content/p/s/_index.md", "---\ntitle: Section\n---\n")
        .file("content/p/s/open.md", "---\ntitle: Open\n---\n")
        .file("content/p/s/hidden.md", &format!("---\ntitle: {CANARY}\nrestricted: true\n---\n"))
        .file("content/p/t/_index.md", &format!("---\ntitle: {CANARY}\nrestricted: true\n---\n"))
        .file("content/p/t/draft.md", &format!("---\ntitle: {CANARY}\n---\n"))
        .file("content/r/s/draft.md", "---\ntitle: Open\ndraft: true\n---\n");
    for format in ["human", "json"] {
        let ran = project.run(&["build", "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let said = ran.out + &ran.err;
        assert!(!said.contains(CANARY), "{said}");
        assert!(said.contains("`s/hidden`, which is restricted"), "{said}");
        assert!(said.contains("`t/draft`, which is restricted and still a draft"), "{said}");
    }
}

/// A flag that is set after a report was published takes its pages away, or says that they are still there.
#[test]
fn pages_that_were_published_go_when_their_report_is_kept_back() {
    for flag in schema::HIDING.map(|field| field.name) {
        let open = |title: &str| format!("---\ntitle: {title}\nto: 2014-03-31\n---\n");
        let project = Project::new()
            .file("content/r/_index.md", &open(CANARY))
            .file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\n");
        project.build();
        assert!(!leaks(&project).is_empty());
        let hidden = open(CANARY).replace("to:", &format!("{flag}: true\nto:"));
        project.write("content/r/_index.md", hidden.as_bytes());

        // Nothing else is left to build, so nothing is changed, and the officer is told.
        let ran = project.run(&["build", "--format", "short"]);
        assert_eq!(ran.code, 3, "{}", ran.err);
        let line = "output/r: warning[no-longer-public]: pages of the report `r` are still there, and it is not for the public \
                    now\n";
        assert!(ran.err.contains(line), "{}", ran.err);

        // The same where another report is at fault.
        project.write("content/q/_index.md", open("Q").replace("to:", "too:").as_bytes());
        project.write("content/q/s/_index.md", b"---\ntitle: S\n---\n");
        project.write("content/q/s/e.md", b"---\ntitle: E\nrating: green\n---\n");
        let ran = project.run(&["build", "--format", "short"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.err.contains(line), "{}", ran.err);

        // A build of that report alone takes them away.
        project.write("content/q/_index.md", open("Q").as_bytes());
        let ran = project.run(&["build", "q", "--format", "short"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(leaks(&project), Vec::<String>::new());
        assert!(!ran.err.contains("no-longer-public"), "{}", ran.err);
    }
}

/// Whatever made a file from an old one took its words along, and must take along what keeps them from readers.
#[test]
fn a_report_that_follows_is_as_hidden_as_the_one_before() {
    for flag in schema::HIDING.map(|field| field.name) {
        for hidden in [Hidden::Report(flag), Hidden::Sections(flag), Hidden::Entries(flag)] {
            for keep in [&[][..], &["--keep-text"]] {
                let project = with_hidden(hidden);
                project.build();
                assert_eq!(leaks(&project), Vec::<String>::new(), "{hidden:?} before");
                let ran = project.run(&[&["new", "report", "n", "--from", "r"], keep].concat());
                assert_eq!(ran.code, 0, "{hidden:?}: {}", ran.err);
                project.build();
                assert_eq!(leaks(&project), Vec::<String>::new(), "{hidden:?} after, {keep:?}");
            }
        }
    }
    // Where nothing is hidden, the same search finds it, so it would have found the others.
    let project = with_hidden(Hidden::Nothing);
    let ran = project.run(&["new", "report", "n", "--from", "r", "--keep-text"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project.build();
    let leaks = leaks(&project);
    for end in ["n/index.html", "n/report.json", "n/ratings.csv", ".pdf"] {
        assert!(leaks.iter().any(|leak| leak.starts_with("n/") && leak.ends_with(end)), "{end}: {leaks:?}");
    }
}

#[test]
fn a_file_from_which_nothing_can_be_taken_out_is_not_followed() {
    let project = Project::new()
        .file("content/r/s/e.md", &format!("---\n{{title: {CANARY}, rating: red, restricted: true}}\n---\n"));
    let ran = project.run(&["new", "report", "n", "--from", "r", "--format", "short"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert_eq!(
        ran.err,
        "content/r/s/e.md:2:1: error[front-matter-syntax]: a report that follows cannot be made from this front matter, \
         because its fields share a line\n"
    );
    assert!(!project.path("content/n").exists());
}

/// The notes of a new file name every field, and taking away the sign before this one must not publish the file.
#[test]
fn a_note_that_is_made_a_field_keeps_the_file_back() {
    for flag in schema::HIDING.map(|field| field.name) {
        let project = Project::new().file("content/p/_index.md", "---\ntitle: Public\nto: 2014-03-31\n---\n");
        for (command, place, path) in [
            ("report", "n", "content/n/_index.md"),
            ("section", "n/s", "content/n/s/_index.md"),
            ("entry", "n/s/e", "content/n/s/e.md"),
        ] {
            let ran = project.run(&["new", command, place, "--title", CANARY]);
            assert_eq!(ran.code, 0, "{}", ran.err);
            let note = format!("\n# {flag}: true\n");
            let text = project.text(path);
            assert!(text.contains(&note), "{text}");
            if command == "report" {
                project.write(path, text.replace(&note, &note.replace("# ", "")).as_bytes());
            }
        }
        project.build();
        assert_eq!(leaks(&project), Vec::<String>::new(), "{flag}");
    }
}
