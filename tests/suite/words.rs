//! Holds the catalogue of words, the code and the templates to one another.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cabinet_report::report::scale::Word;
use cabinet_report::report::{Language, Palette, Preset};
use cabinet_report::words::{Words, catalogue};
use fluent_syntax::ast::Entry;
use fluent_syntax::parser;

use crate::support::{Project, repository};

/// A message that somebody asks for: where, its id, and the names of what it is given.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    file: String,
    id: String,
    arguments: BTreeSet<String>,
}

/// Every file below a folder whose name ends so, by its path in the repository.
fn files(folder: &str, kinds: &[&str]) -> Vec<(String, String)> {
    fn collect(folder: &Path, kinds: &[&str], files: &mut Vec<(String, String)>) {
        for found in std::fs::read_dir(folder).expect("a folder") {
            let path = found.expect("readable").path();
            if path.is_dir() {
                collect(&path, kinds, files);
            } else if path.extension().is_some_and(|kind| kinds.iter().any(|known| kind == *known)) {
                let text = std::fs::read_to_string(&path).expect("text");
                files.push((path.display().to_string(), text));
            }
        }
    }
    let mut files = Vec::new();
    collect(&repository().join(folder), kinds, &mut files);
    assert!(!files.is_empty(), "{folder}");
    files
}

/// What stands between a bracket that was opened before `text` and the one that closes it.
fn inside(text: &str) -> &str {
    let (mut depth, mut quote) = (1_usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (Some(_) | None, _) => {}
        }
        if depth == 0 {
            return &text[..at];
        }
    }
    panic!("a bracket is not closed: {text}")
}

/// The parts of a list that are parted by commas outside of brackets and quotation marks.
fn parts(list: &str) -> Vec<&str> {
    let (mut depth, mut is_quoted, mut start) = (0_usize, false, 0);
    let mut parts = Vec::new();
    for (at, c) in list.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '(' | '[' | '{' if !is_quoted => depth += 1,
            ')' | ']' | '}' if !is_quoted => depth -= 1,
            ',' if depth == 0 && !is_quoted => {
                parts.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(list[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// The names before the equals signs of `name = value`.
fn names(arguments: &[&str]) -> BTreeSet<String> {
    let name = |argument: &&str| argument.split('=').next().expect("a name").trim().to_owned();
    arguments.iter().map(name).collect()
}

/// The messages that code asks for with `say!(words, "id", name = value)`.
fn in_code() -> Vec<Asked> {
    let mut asked = Vec::new();
    for (file, text) in files("src", &["rs"]) {
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = code.join("\n");
        for (at, call) in code.match_indices("say!(") {
            let call = parts(inside(&code[at + call.len()..]));
            let Some(id) = call.get(1).and_then(|id| id.strip_prefix('"')?.strip_suffix('"')) else {
                panic!("{file}: `say!({})` names no message", call.join(", "));
            };
            asked.push(Asked { file: file.clone(), id: id.to_owned(), arguments: names(&call[2..]) });
        }
    }
    asked
}

/// The messages that templates ask for with `say(id="…", name=value)`.
fn in_templates() -> Vec<Asked> {
    let mut asked = Vec::new();
    for (file, text) in files("templates", &["html", "typ", "xml"]) {
        for (at, call) in text.match_indices("say(") {
            let is_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
            if is_word {
                continue;
            }
            let call = parts(inside(&text[at + call.len()..]));
            let Some(id) = call.first().and_then(|id| id.strip_prefix("id=\"")?.strip_suffix('"')) else {
                panic!("{file}: `say({})` names no message", call.join(", "));
            };
            asked.push(Asked { file: file.clone(), id: id.to_owned(), arguments: names(&call[1..]) });
        }
    }
    asked
}

/// The messages of a catalogue, and those that stand in each, as `{ id }`.
fn references(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut own = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-') {
            line.split(" =").next().unwrap_or_default().clone_into(&mut own);
        }
        texts.entry(own.clone()).or_default().push_str(line);
    }
    let within = |text: &String| {
        let ids = texts.keys().filter(|id| text.contains(&format!("{{ {id} }}")));
        ids.cloned().collect()
    };
    texts.iter().map(|(id, text)| (id.clone(), within(text))).collect()
}

#[test]
fn every_message_is_there_takes_what_it_is_given_and_is_asked_for() {
    for language in Language::ALL {
        let words = Words::of(language);
        let (code, templates) = (in_code(), in_templates());
        assert!(code.len() > 150, "the test reads the real code: {}", code.len());
        let mut wanted: BTreeSet<String> = BTreeSet::new();
        for Asked { file, id, arguments } in code.into_iter().chain(templates) {
            let takes = words.arguments(&id).unwrap_or_else(|| panic!("{file}: there is no message `{id}`"));
            let takes: BTreeSet<String> = takes.iter().cloned().collect();
            assert_eq!(arguments, takes, "{file}: what `{id}` is given, and what it takes");
            wanted.insert(id);
        }
        // The words of the scales that have a name.
        for rating in Preset::ALL.iter().flat_map(|preset| preset.scale(&Palette::default()).ratings()) {
            if let Word::Known(id, english) = rating.state().word {
                assert_eq!(words.arguments(id), Some(&[][..]), "{id}");
                assert!(language != Language::English || words.plain(id) == english, "{id}");
                wanted.insert(id.to_owned());
            }
        }
        // A message that stands in one that is asked for is asked for as well.
        let references = references(catalogue(language));
        let mut next: Vec<String> = wanted.iter().cloned().collect();
        while let Some(id) = next.pop() {
            for other in &references[&id] {
                if wanted.insert(other.clone()) {
                    next.push(other.clone());
                }
            }
        }
        let idle: Vec<&str> = words.ids().filter(|id| !wanted.contains(*id)).collect();
        assert_eq!(idle, Vec::<&str>::new(), "nobody asks for these messages");
    }
}

/// A fault in a catalogue that comes with the program would otherwise be found by whoever prints that message first.
#[test]
fn each_catalogue_is_whole_and_its_texts_are_clean() {
    for language in Language::ALL {
        let text = catalogue(language);
        let resource = parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
        let mut seen = BTreeSet::new();
        for entry in &resource.body {
            let id = match entry {
                Entry::Message(message) => message.id.name.to_owned(),
                // Fluent keeps both by the same name, and one would take the other's place.
                Entry::Term(term) => term.id.name.to_owned(),
                Entry::Junk { content } => panic!("{content}"),
                _ => continue,
            };
            assert!(seen.insert(id.clone()), "`{id}` is there twice");
        }
        for line in text.lines() {
            assert!(line.chars().count() < 120 && line.trim_end() == line, "{line}");
        }
        let words = Words::of(language);
        for id in words.ids() {
            let takes = words.arguments(id).expect("it is there");
            // Numbers and texts alike are given as numbers: every form of every message must come out whole.
            for count in [0_usize, 1, 2, 5] {
                let said = words.say(id, takes.iter().map(|name| (name.as_str(), count.into())));
                assert!(!said.contains(['{', '}', '\n', '\u{2068}']), "{id}: {said}");
                assert!(!said.contains("  "), "{id}: {said}");
            }
        }
    }
}

fn council(own: &str) -> Project {
    Project::new()
        .file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n")
        .file("templates/words/en-GB.ftl", own)
}

#[test]
fn a_council_calls_things_by_its_own_names() {
    let project = council(
        "-project = measure\n-projects = measures\nrating-green = On track\nreason-only-rated = { $rating }, like the one \
         { -project } rated.\nsummary =\n    In\n    short\n",
    );
    let built = project.run(&["build"]);
    assert_eq!(built.code, 0, "{}", built.err);
    let page = project.text("output/r/index.html");
    for said in
        ["On track, like the one measure rated.", "1 measure by rating", "<h2 id=\"_summary\">In short</h2>"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    // What programs read stays as it is.
    assert!(project.text("output/r/report.json").contains("\"value\": \"green\""));
    let pdf = project.files("output").into_keys().find(|path| path.ends_with(".pdf")).expect("a PDF");
    let paper = crate::support::pdf::text(&project.bytes(&format!("output/{pdf}")));
    assert!(paper.contains("On track, like the one measure rated."), "{paper}");
}

#[test]
fn what_cannot_be_used_in_a_councils_own_words_is_named_with_its_line() {
    for (own, place, said) in [
        ("summery = At a glance\n", ":1:1", "there are no words called `summery`\n"),
        ("\nsummary = At { $a } glance\n", ":2:16", "`summary` is not given `$a`"),
        ("appendix = Annexe { $nunber }\n", ":1:21", "did you mean `$number`?"),
        ("summary = At a { glance\n", ":1:24", "`}` is missing here"),
        ("summary At a glance\n", ":1:9", "`=` is missing here"),
        ("summary = { sumary-of-paper }\n", ":1:13", "did you mean `summary-of-paper`?"),
        ("summary = { -projcts }\n", ":1:13", "did you mean `-projects`?"),
        ("-projets = measures\n", ":1:1", "did you mean `-projects`?"),
        ("summary = One\nsummary = Two\n", ":2:1", "`summary` is given twice"),
        ("summary = { method }\nmethod = { summary }\n", ":1:1", "`summary` contains itself"),
        ("summary = { NUMBER(1) }\n", ":1:13", "there is no function `NUMBER`"),
        ("-summary = x\nmethod = { -summary }\n", ":1:1", "has the same name as the message `summary`"),
        ("summary = { date }\n", ":1:13", "`date` needs `$day`, which `summary` is not given"),
        ("summary = Rocket \u{1f680}\n", ":1:18", "U+1F680"),
        ("-project = { $count } measures\n", ":1:14", "is a name, so it is not given `$count`"),
        ("summary =\n    .title = x\n", ":1:1", "lines that begin with a full stop"),
        (
            "count-pages = { $count ->\n    [one] a page\n}\n",
            ":2:17",
            "none of the forms has a star, so there is none to use where no other fits",
        ),
    ] {
        let ran = council(own).run(&["check"]);
        assert_eq!(ran.code, 1, "{own}: {}", ran.err);
        assert!(ran.err.contains(&format!("templates/words/en-GB.ftl{place}\n")), "{own}: {}", ran.err);
        assert!(ran.err.contains(said), "{own}: {}", ran.err);
        assert!(ran.err.contains("= help: "), "{own}: {}", ran.err);
    }
}

/// The PDF holds a heading as one string, and each message is looked up among all.
#[test]
fn own_words_that_are_too_long_or_too_many_are_named() {
    let long = format!("summary = {}\n", "word ".repeat(2_401));
    let nested = format!("-part = {}\nsummary ={}\n", "word ".repeat(1_000), " { -part }".repeat(3));
    let values = format!("appendix ={}\n", " { $number }".repeat(13));
    let quoted = format!("summary = {{ \"{}\" }}\n", "word ".repeat(2_401));
    let doubled: String = (1..30).map(|n| format!("-a{n} = {{ -a{0} }}{{ -a{0} }}\n", n - 1)).collect();
    let doubled = format!("-a0 = ha\n{doubled}summary = {{ -a29 }}\n");
    let many: String = (0..2_001).map(|number| format!("summary{number} = x\n")).collect();
    let is_long = "may become longer than 12,000 characters, with what is put into it";
    for (own, place, said) in [
        (&long, ":1:1", format!("`summary` {is_long}")),
        (&nested, ":2:1", format!("`summary` {is_long}")),
        (&values, ":1:1", format!("`appendix` {is_long}")),
        (&quoted, ":1:1", format!("`summary` {is_long}")),
        (&doubled, ":31:1", format!("`summary` {is_long}")),
        (&many, ":1:1", "this file has more than 2,000 messages".to_owned()),
    ] {
        let ran = council(own).run(&["check"]);
        assert_eq!(ran.code, 1, "{said}: {}", ran.err);
        assert!(ran.err.contains(&format!("error[too-large]: {said}")), "{said}: {}", ran.err);
        assert!(ran.err.contains(&format!("templates/words/en-GB.ftl{place}\n")), "{said}: {}", ran.err);
    }
    let most = format!("summary = {}\n", "word ".repeat(2_399));
    assert_eq!(council(&most).run(&["build"]).code, 0);
}

#[test]
fn words_that_no_report_uses_are_a_warning() {
    let project = Project::new()
        .file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n")
        .file("templates/words/en-UK.ftl", "summary = At a glance\n");
    let ran = project.run(&["check"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("warning[words]: no report takes its words from `templates/words/en-UK.ftl`"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("name the file `templates/words/en-GB.ftl`"), "{}", ran.err);
}

/// In a page that says it is Welsh, English words would be read aloud as if they were Welsh.
#[test]
fn a_language_without_a_catalogue_is_refused() {
    for (language, name) in
        [("cy-GB", "Welsh"), ("cy", "Welsh"), ("gd-GB", "Scottish Gaelic"), ("fr-FR", "fr-FR")]
    {
        let council = format!("---\ncouncil: Melbury Borough Council\nlanguage: {language}\n---\n");
        let project = Project::new()
            .file("content/_index.md", &council)
            .file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n");
        let ran = project.run(&["check"]);
        assert_eq!(ran.code, 1, "{language}");
        let said = format!(
            "error[unknown-language]: the program has no words in {name} yet\n --> content/_index.md:3:11\n"
        );
        assert!(ran.err.contains(&said), "{}", ran.err);
        assert!(ran.err.contains("= help: write `language: en-GB`\n"), "{}", ran.err);
    }
}
