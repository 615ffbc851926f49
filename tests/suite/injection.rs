//! Hostile text: whatever is typed is shown as that very text and does nothing, or is refused with its place.
//!
//! The texts lie in `tests/hostile/`, one a line, and the fields come from the parser's own tables: a new
//! text and a new field are covered without a change here.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use cabinet_report::content::schema::{self, Field, Shape};
use cabinet_report::report::Kind;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, MaybeRef, Name, Object};
use rayon::prelude::*;
use serde_json::Value;

use crate::support::{Project, Ran, html, link, pdf, program, repository};

/// One line of a file of hostile texts.
struct Try {
    /// What must become of it: the word before the colon.
    fate: String,
    /// What stands after the colon: a fault's code, or what a reader sees.
    detail: String,
    what: String,
    text: Vec<u8>,
}

impl Try {
    fn text(&self) -> String {
        String::from_utf8(self.text.clone()).expect("only pictures hold bytes that are no text")
    }

    fn is_refused(&self) -> bool {
        self.fate == "refused"
    }
}

/// The tries of one file.
fn tries(file: &str) -> Vec<Try> {
    let text =
        std::fs::read_to_string(repository().join("tests/hostile").join(file)).expect("the file is there");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
    let read = |line: &str| {
        let parts: Vec<&str> = line.splitn(3, " | ").collect();
        let [fate, what, text] = parts[..] else { panic!("{file}: no `fate | what | text` in {line:?}") };
        let (fate, detail) = fate.split_once(": ").unwrap_or((fate, ""));
        let detail = String::from_utf8(decoded(detail)).expect("text");
        Try { fate: fate.to_owned(), detail, what: what.to_owned(), text: decoded(text) }
    };
    lines.map(read).collect()
}

/// Puts characters and bytes in the place of their names: `<U+202E>`, `<U+0301*500>`, `<x89>`.
fn decoded(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.extend(rest[..open].bytes());
        rest = &rest[open..];
        let name = rest.find('>').map_or("", |end| &rest[1..end]);
        let hex = |digits: &str| u32::from_str_radix(digits, 16).ok();
        let (bytes, length) = if let Some(code) = name.strip_prefix("U+") {
            let (code, count) = code.split_once('*').unwrap_or((code, "1"));
            let c = hex(code).and_then(char::from_u32).expect("the number of a character");
            (c.to_string().repeat(count.parse().expect("a count")).into_bytes(), name.len() + 2)
        } else if let Some(byte) = name.strip_prefix('x').filter(|digits| digits.len() == 2).and_then(hex) {
            (vec![u8::try_from(byte).expect("a byte")], name.len() + 2)
        } else {
            (vec![b'<'], 1)
        };
        out.extend(bytes);
        rest = &rest[length..];
    }
    out.extend(rest.bytes());
    out
}

/// A text between single quotation marks, in which YAML knows no escapes.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What does not hold. A test goes on to the end, so that one run says all of it.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn unless(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.0.push(what());
        }
    }
}

impl Drop for Wrong {
    fn drop(&mut self) {
        assert!(self.0.is_empty() || std::thread::panicking(), "{} of:\n{}", self.0.len(), self.0.join("\n"));
    }
}

// --- What the program says of a fault ----------------------------------------------------------------------

/// The errors of a run with `--format json`.
fn errors(ran: &Ran) -> Vec<Value> {
    let faults = ran.out.lines().map(|line| serde_json::from_str::<Value>(line).expect("a JSON line"));
    faults.filter(|fault| fault["severity"] == "error").collect()
}

fn check(project: &Project) -> Vec<Value> {
    let ran = project.run(&["check", "--format", "json"]);
    assert!(matches!(ran.code, 0 | 1), "exit code {}: {}", ran.code, ran.err);
    let errors = errors(&ran);
    assert_eq!(ran.code == 1, !errors.is_empty(), "{}", ran.err);
    errors
}

fn is_in(fault: &Value, path: &str) -> bool {
    fault["path"] == path
}

// --- What a page may hold ----------------------------------------------------------------------------------

/// An opening tag of a page: its name, and its attributes with their values as a browser reads them.
#[derive(Debug)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

/// Reads the tags of a page by the rules of HTML, and by no gentler ones: a quotation mark that is not closed
/// swallows what follows, and the test sees what a browser would.
fn tags(page: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len());
        let name = rest[..length].to_lowercase();
        rest = &rest[length..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let length =
                rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
            let attribute = rest[..length.max(1)].to_lowercase();
            rest = rest[length.max(1)..].trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                rest = after.trim_start();
                (value, rest) = match rest.chars().next() {
                    Some(quote @ ('"' | '\'')) => rest[1..].split_once(quote).unwrap_or((&rest[1..], "")),
                    _ => rest
                        .split_at(rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len())),
                };
            }
            attributes.push((attribute, html::text(value)));
        }
        // What stands in a style is no markup.
        if name == "style" {
            rest = rest.split_once("</style").map_or("", |(_, after)| after);
        }
        tags.push(Tag { name, attributes });
    }
    tags
}

/// The tags and the names of their attributes, in order: what text must never add to.
fn skeleton(page: &str) -> Vec<String> {
    let attributes =
        |tag: &Tag| tag.attributes.iter().map(|(name, _)| format!(" {name}")).collect::<String>();
    tags(page).iter().map(|tag| format!("{}{}", tag.name, attributes(tag))).collect()
}

const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// Whether a link leads where links may lead: the web, an e-mail, a telephone, or a file beside this one.
fn is_allowed_address(address: &str) -> bool {
    // A browser passes over what cannot be seen, in front and inside.
    let seen: String = address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let lower = seen.to_lowercase();
    if let Some((scheme, rest)) = lower.split_once(':')
        && !scheme.contains(['/', '#', '?'])
    {
        return match scheme {
            "http" | "https" => rest.starts_with("//") && rest.len() > 2,
            "mailto" | "tel" => !rest.is_empty(),
            _ => false,
        };
    }
    !lower.starts_with("//") && !lower.contains('\\')
}

/// Holds one page to its policy, whatever was typed.
fn assert_page_is_inert(path: &str, page: &str) {
    let tags = tags(page);
    let metas: Vec<&Tag> = tags.iter().filter(|tag| tag.name == "meta").collect();
    let value = |tag: &Tag, name: &str| {
        tag.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    };
    let policies: Vec<String> = metas
        .iter()
        .filter(|tag| value(tag, "http-equiv").is_some())
        .map(|tag| {
            format!("{}: {}", value(tag, "http-equiv").unwrap(), value(tag, "content").unwrap_or_default())
        })
        .collect();
    assert_eq!(policies, [format!("Content-Security-Policy: {POLICY}")], "{path}");
    let policy = page.find("Content-Security-Policy").expect("the policy");
    let first = page.find("<style").unwrap_or(usize::MAX).min(page.find("<body").expect("a body"));
    assert!(policy < first, "{path}: a policy binds only what follows it");
    // The page's own choice of what to see sends nothing anywhere.
    let is_choice = |tag: &Tag| {
        tag.name == "input"
            && value(tag, "type").as_deref() == Some("radio")
            && value(tag, "id").is_some_and(|id| id.starts_with("_show-"))
    };
    for tag in tags.iter().filter(|tag| !is_choice(tag)) {
        assert!(
            !matches!(
                tag.name.as_str(),
                "script"
                    | "iframe"
                    | "frame"
                    | "object"
                    | "embed"
                    | "applet"
                    | "link"
                    | "base"
                    | "form"
                    | "input"
                    | "button"
                    | "textarea"
                    | "audio"
                    | "video"
                    | "source"
                    | "template"
                    | "foreignobject"
                    | "animate"
                    | "set"
                    | "math"
            ),
            "{path}: {tag:?}"
        );
        for (name, value) in &tag.attributes {
            assert!(!name.starts_with("on"), "{path}: {tag:?}");
            assert!(
                !matches!(
                    name.as_str(),
                    "srcdoc"
                        | "srcset"
                        | "action"
                        | "formaction"
                        | "ping"
                        | "background"
                        | "poster"
                        | "xlink:href"
                ),
                "{path}: {tag:?}"
            );
            match name.as_str() {
                "href" => assert!(is_allowed_address(value), "{path}: {value:?}"),
                "src" => assert!(
                    ["png", "jpeg", "gif", "webp", "svg+xml"]
                        .iter()
                        .any(|kind| value.starts_with(&format!("data:image/{kind};base64,"))),
                    "{path}: {value:.60}"
                ),
                "style" => {
                    assert!(!value.contains("url(") && !value.contains("expression"), "{path}: {value:?}");
                }
                _ => {}
            }
        }
        let is_picture = tag.attributes.iter().any(|(name, _)| name == "src");
        assert!(!is_picture || tag.name == "img", "{path}: only an image has a source: {}", tag.name);
    }
    let style = html::between(page, "<style", "</style>");
    assert!(!style.contains("url(") && !style.contains("@import"), "{path}: the style loads something");
    assert!(!page.to_lowercase().contains("<script"), "{path}");
}

// --- What a PDF may hold -----------------------------------------------------------------------------------

/// Holds a PDF to text, pictures and links: nothing that runs, opens or carries files. Gives back where it
/// links to.
fn assert_pdf_is_inert(path: &str, bytes: &[u8]) -> BTreeSet<String> {
    fn walk(path: &str, value: &Object<'_>, addresses: &mut BTreeSet<String>) {
        match value {
            Object::Dict(dict) => walk_dict(path, dict, addresses),
            Object::Stream(stream) => walk_dict(path, stream.dict(), addresses),
            Object::Array(array) => {
                for value in array.raw_iter() {
                    if let MaybeRef::NotRef(value) = value {
                        walk(path, &value, addresses);
                    }
                }
            }
            _ => {}
        }
    }
    fn walk_dict(path: &str, dict: &Dict<'_>, addresses: &mut BTreeSet<String>) {
        for key in ["S", "Type", "Subtype"] {
            let name = dict.get::<Name<'_>>(key).map(|name| name.as_str().to_owned()).unwrap_or_default();
            assert!(
                !matches!(
                    name.as_str(),
                    "JavaScript"
                        | "Launch"
                        | "SubmitForm"
                        | "ImportData"
                        | "ResetForm"
                        | "GoToR"
                        | "GoToE"
                        | "Rendition"
                        | "Sound"
                        | "Movie"
                        | "RichMedia"
                        | "EmbeddedFile"
                        | "Filespec"
                        | "FileAttachment"
                        | "Widget"
                ),
                "{path}: {name}"
            );
        }
        // Entries that point elsewhere are met there.
        for (key, value) in dict.entries() {
            assert!(
                !matches!(
                    key.as_str(),
                    "JS" | "JavaScript"
                        | "AA"
                        | "EmbeddedFiles"
                        | "EF"
                        | "AcroForm"
                        | "XFA"
                        | "RichMediaContent"
                ),
                "{path}: {}",
                key.as_str()
            );
            let MaybeRef::NotRef(value) = value else {
                assert_ne!(key.as_str(), "OpenAction", "{path}");
                continue;
            };
            match (key.as_str(), &value) {
                ("URI", Object::String(address)) => _ = addresses.insert(pdf::decode(address.as_bytes())),
                ("OpenAction", Object::Array(_)) => {}
                ("OpenAction", _) => panic!("{path}: something is done when it is opened"),
                _ => {}
            }
            walk(path, &value, addresses);
        }
    }
    let file = Pdf::new(bytes.to_vec()).unwrap_or_else(|why| panic!("{path} is not a PDF: {why:?}"));
    let mut addresses = BTreeSet::new();
    for value in file.objects() {
        walk(path, &value, &mut addresses);
    }
    for address in &addresses {
        assert!(is_allowed_address(address), "{path} links to {address:?}");
    }
    addresses
}

/// Holds every page and every PDF to what they may hold.
fn assert_output_is_inert(project: &Project) {
    project.files("output").into_par_iter().for_each(|(path, bytes)| {
        if path.ends_with(".html") {
            assert_page_is_inert(&path, &String::from_utf8(bytes).expect("UTF-8"));
        } else if path.ends_with(".pdf") {
            assert_pdf_is_inert(&path, &bytes);
        }
    });
}

/// The one PDF in a report's folder.
fn paper(project: &Project, report: &str) -> Vec<u8> {
    let files = project.files(&format!("output/{report}"));
    let found = files.into_iter().find(|(path, _)| path.ends_with(".pdf"));
    found.unwrap_or_else(|| panic!("{report} has no PDF")).1
}

/// A text as it is compared: line ends fall anywhere, and what has no width may stand between any letters.
fn packed(text: &str) -> String {
    let is_nothing =
        |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{200d}' | '\u{2060}' | '\u{2028}');
    text.chars().filter(|c| !is_nothing(*c)).collect()
}

/// How often a text is found in another.
fn count(text: &str, sought: &str) -> usize {
    packed(text).matches(&packed(sought)).count()
}

// --- Every text field of every kind ------------------------------------------------------------------------

/// What stands in a field that takes no text of any kind: the first that fits, by the end of the field's
/// path.
const SAMPLES: [(&str, &str); 28] = [
    ("report.document", "progress"),
    ("plan.document", "plan"),
    ("report.previous", "PREVIOUS"),
    ("report.plan", "PLAN"),
    ("cover.background.url", "https://example.org/x"),
    ("cover.contact.email", "a@example.org"),
    ("priorities.entries", "s/e"),
    ("accessibility.compliance", "partial"),
    ("accessibility.email", "a@example.org"),
    ("accessibility.reviewed", "2014-04-01"),
    ("council.language", "en-GB"),
    ("aspects.id", "time"),
    ("project.was", "s/e"),
    ("project.code", "P"),
    ("project.email", "a@example.org"),
    ("entries_are", "thing, things"),
    ("groups.id", "g"),
    (".group", "g"),
    (".layout", "blocks"),
    ("project.rating", "red"),
    ("action.rating", "red"),
    ("section.rating", "red"),
    ("milestones.rating", "red"),
    ("indicator.target", "5"),
    ("indicator.was", "i/e"),
    ("indicator.floor", "3"),
    ("indicator.compare_with", "previous"),
    ("indicator.data_only", "false"),
];

/// Fields that say where something is rather than what the reader is told: they take no text of any kind, and
/// `what_points_somewhere_…` holds them.
const POINTERS: [&str; 14] = [
    "council.language",
    "council.logo",
    "council.accessibility.email",
    "report.previous",
    "report.plan",
    "report.cover.background.url",
    "report.cover.contact.email",
    "report.priorities.entries",
    "section.kind",
    "project.was",
    "indicator.was",
    "action.was",
    "indicator.compare_with",
    "plain.kind",
];

/// Texts that no two entries share, so that one is made of the text and something more.
const ALONE: [&str; 1] = ["action.code"];

/// A line of front matter, and the field that it is about.
#[derive(Clone)]
struct Line {
    field: String,
    text: String,
    is_text: bool,
}

/// Front matter that gives every field of a table, with `value` in each that takes text.
fn front_matter(table: &[Field], name: &str, value: &str, lists: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    fields(table, name, "", value, lists, &mut lines);
    lines
}

fn fields(table: &[Field], path: &str, indent: &str, value: &str, lists: bool, lines: &mut Vec<Line>) {
    // What is exempt is not printed for the public; `tests/suite/exempt.rs` tries its own words.
    for field in table.iter().filter(|field| field.name != "exempt") {
        shape(&field.shape, &format!("{path}.{}", field.name), indent, field.name, value, lists, lines);
    }
}

fn shape(
    shape: &Shape,
    field: &str,
    indent: &str,
    key: &str,
    value: &str,
    lists: bool,
    lines: &mut Vec<Line>,
) {
    let sample = SAMPLES.iter().find(|(end, _)| field.ends_with(end)).map(|(_, sample)| *sample);
    let mut push = |text: String, is_text: bool| {
        lines.push(Line { field: field.to_owned(), text: format!("{indent}{text}"), is_text });
    };
    let deeper = format!("{indent}  ");
    // Whoever adds a shape says here what stands for it: nothing is passed over.
    match shape {
        Shape::Text if ALONE.contains(&field) => {
            push(format!("{key}: {}", quoted(&format!("{value} 2"))), true);
        }
        Shape::Text | Shape::Markdown => match sample {
            Some(sample) => push(format!("{key}: {sample}"), false),
            None => push(format!("{key}: {}", quoted(value)), true),
        },
        Shape::OneOrList(_) if sample.is_some() => {
            push(format!("{key}: {}", sample.unwrap_or_default()), false);
        }
        Shape::OneOrList(Shape::Map(table)) if lists => {
            push(format!("{key}:"), false);
            push("  -".to_owned(), false);
            fields(table, field, &format!("{deeper}  "), value, lists, lines);
        }
        Shape::OneOrList(_) if lists => push(format!("{key}: [{}, {}]", quoted(value), quoted(value)), true),
        Shape::Map(table) | Shape::OneOrList(Shape::Map(table)) => {
            push(format!("{key}:"), false);
            fields(table, field, &deeper, value, lists, lines);
        }
        Shape::OneOrList(_) => push(format!("{key}: {}", quoted(value)), true),
        Shape::List(Shape::Text | Shape::Markdown) => match sample {
            Some(sample) => push(format!("{key}: [{sample}]"), false),
            None => push(format!("{key}: [{}]", quoted(value)), true),
        },
        Shape::List(Shape::Choice(words)) => push(format!("{key}: [{}]", words.join(", ")), false),
        Shape::List(Shape::Map(table)) => {
            push(format!("{key}:"), false);
            push("  -".to_owned(), false);
            fields(table, field, &format!("{deeper}  "), value, lists, lines);
        }
        Shape::List(other) => panic!("{field}: say here how a list of {other:?} is written"),
        Shape::MapOf(table) => {
            push(format!("{key}:"), false);
            push(format!("  {}:", quoted(value)), true);
            fields(table, field, &format!("{deeper}  "), value, lists, lines);
        }
        Shape::Free => {
            push(format!("{key}:"), false);
            push(format!("  {}: {}", quoted(value), quoted(value)), true);
        }
        Shape::Date | Shape::When | Shape::Done => {
            push(format!("{key}: {}", sample.unwrap_or("2014-03-31")), false);
        }
        Shape::Whole | Shape::Number | Shape::Weight | Shape::Percentage | Shape::Progress => {
            push(format!("{key}: {}", sample.unwrap_or("1")), false);
        }
        Shape::Ratings => push(format!("{key}: {{time: red}}"), false),
        Shape::Limits => push(format!("{key}: {{green: 5, amber: 3}}"), false),
        Shape::Flag | Shape::Hides => push(format!("{key}: false"), false),
        Shape::Rating => push(format!("{key}: {}", sample.unwrap_or("green")), false),
        Shape::Scale => push(format!("{key}: rag"), false),
        Shape::Rule(_) => push(format!("{key}: majority"), false),
        // Light on dark or dark on light, so that both can be read.
        Shape::Colour => {
            push(format!("{key}: \"{}\"", if key == "fill" { "#ffffff" } else { "#101010" }), false);
        }
        Shape::Choice(words) => push(format!("{key}: {}", sample.unwrap_or(words[0])), false),
    }
}

/// The files of one report that says `value` wherever something can be said, and its lines by file.
///
/// `is_plan` makes a plan of it, which prints other fields; `lists` writes lists where a text or a list may
/// stand.
fn report(id: &str, value: &str, is_plan: bool, lists: bool) -> BTreeMap<String, Vec<Line>> {
    let line = |field: &str, text: String| Line { field: field.to_owned(), text, is_text: false };
    let mut files = BTreeMap::new();
    let top = if is_plan { "plan" } else { "report" };
    let mut own = front_matter(schema::REPORT.fields, top, value, lists);
    for line in &mut own {
        line.text = line.text.replace("PREVIOUS", "before").replace("PLAN", "plan");
    }
    files.insert(format!("content/{id}/_index.md"), own);
    // The other sections of a plan print what those of a report do.
    for kind in Kind::ALL.into_iter().filter(|kind| !is_plan || *kind == Kind::Workstream) {
        let section = if kind == Kind::Workstream { "s".to_owned() } else { format!("s-{}", kind.name()) };
        let name = match kind {
            Kind::Workstream | Kind::Enabler => "section",
            _ => "plain",
        };
        let entry = match kind {
            Kind::Workstream | Kind::Enabler => "project",
            Kind::Indicators => "indicator",
            Kind::Actions => "action",
            Kind::Narrative => "passage",
        };
        let mut own = front_matter(schema::of(kind).section.fields, name, value, lists);
        own.retain(|line| line.field != format!("{name}.kind"));
        own.push(line(&format!("{name}.kind"), format!("kind: {}", kind.name())));
        files.insert(format!("content/{id}/{section}/_index.md"), own);
        files.insert(
            format!("content/{id}/{section}/e.md"),
            front_matter(schema::of(kind).entry.fields, entry, value, lists),
        );
    }
    files
}

fn council(value: &str) -> BTreeMap<String, Vec<Line>> {
    BTreeMap::from([(
        "content/_index.md".to_owned(),
        front_matter(schema::COUNCIL.fields, "council", value, false),
    )])
}

/// The report before, and the plan: what the others point at.
fn neighbours(project: Project) -> Project {
    project
        .file("content/before/_index.md", "---\ntitle: Before\nto: 2013-12-31\n---\n")
        .file("content/before/s/_index.md", "---\ntitle: Section\n---\n")
        .file("content/before/s/e.md", "---\ntitle: Entry\nrating: green\n---\n")
        .file("content/plan/_index.md", "---\ntitle: Plan\ndocument: plan\nto: 2015-03-31\n---\n")
        .file("content/plan/s/_index.md", "---\ntitle: Section\n---\n")
        .file("content/plan/s/e.md", "---\ntitle: Entry\n---\n")
}

/// Writes the files, without the fields in `without`, each with `body` below its front matter.
fn write(
    project: &Project,
    files: &BTreeMap<String, Vec<Line>>,
    without: &BTreeSet<(String, String)>,
    body: &str,
) {
    for (path, lines) in files {
        let kept = lines.iter().filter(|line| !without.contains(&(general(path), line.field.clone())));
        let text: String = kept.map(|line| format!("{}\n", line.text)).collect();
        project.write(path, format!("---\n{text}---\n{body}\n").as_bytes());
    }
}

/// A path without the number of its text, so that what holds for one report can be applied to another.
fn general(path: &str) -> String {
    path.split('/')
        .map(|part| part.trim_end_matches(|c: char| c.is_ascii_digit()))
        .collect::<Vec<_>>()
        .join("/")
}

/// The reports that hold one text, of each of these kinds: a paper, the same with lists, and a plan.
fn reports(number: usize, kinds: &[&str], value: &str) -> BTreeMap<String, Vec<Line>> {
    let report = |kind: &&str| report(&format!("{kind}{number}"), value, *kind == PLAN, *kind == LISTS);
    kinds.iter().flat_map(report).collect()
}

const PAPER: &str = "paper";
const LISTS: &str = "lists";
const PLAN: &str = "planned";

/// The kinds that try the text of that number: papers take turns, for each takes its time.
fn kinds_of(number: usize) -> [&'static str; 2] {
    [if number.is_multiple_of(2) { PAPER } else { LISTS }, PLAN]
}

/// A word like any other.
const HARMLESS: &str = "Zwyrbflox";

/// The field that an error is about, by the line that it names.
fn field_of(
    fault: &Value,
    files: &BTreeMap<String, Vec<Line>>,
    without: &BTreeSet<(String, String)>,
) -> String {
    let path = fault["path"].as_str().expect("a path");
    let lines = files.get(path).unwrap_or_else(|| panic!("a fault in no file of ours: {fault}"));
    let kept: Vec<&Line> =
        lines.iter().filter(|line| !without.contains(&(general(path), line.field.clone()))).collect();
    let line = usize::try_from(fault["line"].as_u64().unwrap_or_else(|| panic!("no line: {fault}"))).unwrap();
    let at = line.checked_sub(2).and_then(|at| kept.get(at));
    at.unwrap_or_else(|| panic!("a fault in no field: {fault}")).field.clone()
}

/// The fields, by general path, that a harmless word cannot stand in, where the others are as the samples
/// have them: what belongs to the other kind of document, and what points somewhere.
fn unfit() -> BTreeSet<(String, String)> {
    let mut unfit = BTreeSet::new();
    let mut files = reports(0, &[PAPER, LISTS, PLAN], HARMLESS);
    files.extend(council(HARMLESS));
    let project = neighbours(Project::empty());
    for _ in 0..8 {
        write(&project, &files, &unfit, HARMLESS);
        let faults = check(&project);
        if faults.is_empty() {
            return unfit;
        }
        let found: Vec<(String, String)> = faults
            .iter()
            .map(|fault| (fault["path"].as_str().unwrap().to_owned(), field_of(fault, &files, &unfit)))
            .collect();
        for (path, field) in found {
            // What is left of a map without its name would be taken for a part of the field above it.
            let inside = format!("{field}.");
            let whole =
                files[&path].iter().filter(|line| line.field == field || line.field.starts_with(&inside));
            unfit.extend(whole.map(|line| (general(&path), line.field.clone())));
        }
    }
    panic!("a report of harmless words is never without a fault");
}

/// A text in which Markdown finds no markup.
fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect()
}

/// The fields that are Markdown, as the program itself shows: emphasis in them becomes an element.
fn markdown_fields(unfit: &BTreeSet<(String, String)>) -> BTreeSet<String> {
    let mut files = reports(0, &[PAPER, LISTS, PLAN], "");
    files.extend(council(""));
    let project = neighbours(Project::empty());
    let mut names: Vec<String> = Vec::new();
    for lines in files.values_mut() {
        for line in lines.iter_mut().filter(|line| line.is_text) {
            // A letter is explained by its name, so that the two stay the same.
            let is_letter = line.field.ends_with(".category") || line.field.ends_with(".categories");
            let word = if is_letter { HARMLESS.to_owned() } else { format!("*Zwyrb{}x*", names.len()) };
            line.text = line.text.replace("''", &quoted(&word));
            names.push(line.field.clone());
        }
    }
    write(&project, &files, unfit, "");
    project.build();
    let pages: String = project
        .files("output")
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    let is_markdown = |number: usize| pages.contains(&format!("<em>Zwyrb{number}x</em>"));
    names.into_iter().enumerate().filter(|(number, _)| is_markdown(*number)).map(|(_, name)| name).collect()
}

/// Escapes a text in the fields that are Markdown, where its characters would have a meaning.
fn escape_markdown(files: &mut BTreeMap<String, Vec<Line>>, markdown: &BTreeSet<String>, value: &str) {
    for line in files.values_mut().flatten().filter(|line| line.is_text && markdown.contains(&line.field)) {
        line.text = line.text.replace(&quoted(value), &quoted(&escaped(value)));
    }
}

#[test]
fn every_text_field_of_every_kind_is_tried() {
    let unfit = unfit();
    let mut files = reports(0, &[PAPER, LISTS, PLAN], HARMLESS);
    files.extend(council(HARMLESS));
    let mut tried = BTreeSet::new();
    let mut missing = BTreeSet::new();
    for (path, lines) in &files {
        for line in lines {
            let is_tried = line.is_text && !unfit.contains(&(general(path), line.field.clone()));
            (if is_tried { &mut tried } else { &mut missing }).insert(line.field.clone());
        }
    }
    // Of the fields that hold text, only pointers may be left out everywhere.
    let texts: BTreeSet<String> =
        files.values().flatten().filter(|line| line.is_text).map(|line| line.field.clone()).collect();
    let left_out: Vec<&String> = texts
        .iter()
        .filter(|field| !tried.contains(*field) && !POINTERS.contains(&field.as_str()))
        // A plan has the fields of a report, and prints fewer of them.
        .filter(|field| {
            !field.strip_prefix("plan.").is_some_and(|rest| tried.contains(&format!("report.{rest}")))
        })
        .collect();
    assert!(
        left_out.is_empty(),
        "say in SAMPLES what may stand in these, or in POINTERS what they are: {left_out:?}"
    );
    assert!(tried.len() > 60, "{}: {tried:?}", tried.len());
}

#[test]
fn a_hostile_text_in_any_field_is_printed_as_it_is_and_does_nothing() {
    let unfit = unfit();
    let markdown = markdown_fields(&unfit);
    assert!(markdown.len() > 6, "{markdown:?}");
    let tries: Vec<Try> = tries("texts.txt").into_iter().filter(|text| !text.is_refused()).collect();
    let project = neighbours(Project::empty());
    // All that prints is built at once, beside the same with a harmless word.
    write(&project, &reports(0, &[PAPER, LISTS, PLAN], HARMLESS), &unfit, HARMLESS);
    for (number, text) in tries.iter().enumerate() {
        let mut files = reports(number + 1, &kinds_of(number), &text.text());
        escape_markdown(&mut files, &markdown, &text.text());
        write(&project, &files, &unfit, &escaped(&text.text()));
    }
    let ran = project.run(&["build", "--format", "json"]);
    // No code at all: the program was stopped, as by a stack that is full (196 such reports fill it today).
    assert_eq!(ran.code, 0, "{} {:#?}", ran.err, errors(&ran));
    assert_output_is_inert(&project);
    let mut wrong = Wrong::default();
    for kind in [PAPER, LISTS, PLAN] {
        let page = |number: usize| project.text(&format!("output/{kind}{number}/index.html"));
        let harmless = page(0);
        let expected = skeleton(&harmless);
        let in_page = count(&html::text(&harmless), HARMLESS);
        let on_paper = count(&pdf::text(&paper(&project, &format!("{kind}0"))), HARMLESS);
        assert!(in_page > 20 && on_paper > 20, "{kind}: {in_page} and {on_paper}");
        let own = |(number, _): &(usize, &Try)| kinds_of(*number).contains(&kind);
        let compared = tries.par_iter().enumerate().filter(own).map(|(number, text)| {
            let (hostile, report) = (text.text(), format!("{kind}{}", number + 1));
            let (page, paper) = (page(number + 1), paper(&project, &report));
            let in_this_page = count(&html::text(&page), &hostile);
            let on_this_paper = count(&pdf::text(&paper), &hostile);
            let title = html::text(html::between(&page, "<title>", "</title>").trim_start_matches("<title>"));
            let checks = [
                (skeleton(&page) == expected, "other elements".to_owned()),
                (in_this_page == in_page, format!("{in_this_page} of {in_page} in the page")),
                (on_this_paper == on_paper, format!("{on_this_paper} of {on_paper} in the PDF")),
                (count(&title, &hostile) > 0, format!("the title is {title:?}")),
                (count(&pdf::properties(&paper).title, &hostile) > 0, "not in the PDF's title".to_owned()),
            ];
            let failed = checks.into_iter().filter(|(holds, _)| !holds);
            failed.map(|(_, why)| format!("{report}: {}: {why}", text.what)).collect::<Vec<_>>()
        });
        wrong.0.extend(compared.collect::<Vec<_>>().concat());
    }
    // The data say it, too, and no cell of the table is worked out by a spreadsheet.
    for (number, text) in tries.iter().enumerate() {
        let folder = format!("output/{}{}", kinds_of(number)[0], number + 1);
        let data: Value =
            serde_json::from_slice(&project.bytes(&format!("{folder}/report.json"))).expect("JSON");
        assert_eq!(data["title"], text.text(), "{}", text.what);
        let table = project.bytes(&format!("{folder}/ratings.csv"));
        let (formulas, found) = cells(&table, &text.text());
        wrong.unless(formulas.is_empty(), || format!("{folder}: worked out: {formulas:?}"));
        wrong.unless(found > 8, || format!("{folder}: {} stands in {found} cells", text.what));
    }
}

/// The cells of a table that a spreadsheet would work out, and how many hold the text, with an apostrophe
/// before it where it would be worked out.
fn cells(table: &[u8], text: &str) -> (Vec<String>, usize) {
    // Excel treats the full-width characters as plain ones.
    let signs = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    let (mut formulas, mut found) = (Vec::new(), 0);
    for row in csv::Reader::from_reader(table).records() {
        for cell in &row.expect("a row") {
            // A figure below zero is a number, not a formula.
            let is_number = !cell.is_empty() && cell.parse::<f64>().is_ok();
            if cell.starts_with(signs) && !is_number {
                formulas.push(cell.to_owned());
            }
            found += usize::from(cell == text || cell == format!("'{text}"));
        }
    }
    (formulas, found)
}

#[test]
fn a_hostile_text_in_the_councils_file_is_printed_as_it_is_and_does_nothing() {
    let unfit = unfit();
    let markdown = markdown_fields(&unfit);
    let build = |value: &str, markdown: &BTreeSet<String>| {
        let mut files = council(value);
        escape_markdown(&mut files, markdown, value);
        let project = neighbours(Project::empty());
        write(&project, &files, &unfit, "");
        project.build();
        project
    };
    let harmless = build(HARMLESS, &markdown);
    let pages = ["index.html", "accessibility.html", "before/index.html"];
    let mut wrong = Wrong::default();
    for text in tries("texts.txt").into_iter().filter(|text| !text.is_refused()) {
        let hostile = build(&text.text(), &markdown);
        assert_output_is_inert(&hostile);
        for page in pages {
            let page = format!("output/{page}");
            let (before, after) = (harmless.text(&page), hostile.text(&page));
            wrong.unless(skeleton(&after) == skeleton(&before), || {
                format!("{page}: other elements: {}", text.what)
            });
            let wanted = count(&html::text(&before), HARMLESS);
            assert!(wanted > 0, "{page}");
            let found = count(&html::text(&after), &text.text());
            wrong.unless(found == wanted, || format!("{page}: {found} of {wanted}: {}", text.what));
        }
        let author = pdf::properties(&paper(&hostile, "before")).author;
        wrong.unless(packed(&author) == packed(&text.text()), || format!("author {author:?}: {}", text.what));
    }
}

/// Each in every text field at once: one fault for each field, at its line.
#[test]
fn a_text_that_is_refused_is_refused_in_every_field_with_its_line() {
    let unfit = unfit();
    let mut wrong = Wrong::default();
    for text in tries("texts.txt").into_iter().filter(Try::is_refused) {
        let mut files = reports(0, &[PAPER, LISTS, PLAN], &text.text());
        files.extend(council(&text.text()));
        let project = neighbours(Project::empty());
        write(&project, &files, &unfit, "");
        let faults = check(&project);
        let mut taken = Vec::new();
        for (path, lines) in &files {
            let kept: Vec<&Line> =
                lines.iter().filter(|line| !unfit.contains(&(general(path), line.field.clone()))).collect();
            let here: Vec<u64> = faults
                .iter()
                .filter(|fault| is_in(fault, path) && fault["code"] == text.detail.as_str())
                .filter_map(|fault| fault["line"].as_u64())
                .collect();
            let wanted = kept.iter().filter(|line| line.is_text).count();
            // A character is shown in a few places of a file only; hundreds would not help.
            if here.len() < wanted.min(3) {
                taken.push(format!("{path} ({} of {wanted})", here.len()));
            }
            for line in here {
                let at = usize::try_from(line).unwrap() - 2;
                let is_there = kept.get(at).is_some_and(|line| line.is_text);
                wrong.unless(is_there, || format!("{path}:{line} holds no text: {}", text.what));
            }
        }
        let first = taken.first().cloned().unwrap_or_default();
        wrong.unless(taken.is_empty(), || {
            format!("{}: taken in {} files, as {first}", text.what, taken.len())
        });
    }
}

// --- The Markdown below the front matter -------------------------------------------------------------------

#[test]
fn hostile_markdown_is_refused_with_its_place_or_shows_what_it_says() {
    let entry = |text: &Try| format!("---\ntitle: Entry\nrating: green\n---\n{}\n", text.text());
    let mut wrong = Wrong::default();
    let (refused, shown): (Vec<Try>, Vec<Try>) = tries("bodies.txt").into_iter().partition(Try::is_refused);
    let project = Project::new();
    for (number, text) in refused.iter().enumerate() {
        project.write(&format!("content/r/s/e{number}.md"), entry(text).as_bytes());
    }
    let faults = check(&project);
    for (number, text) in refused.iter().enumerate() {
        let path = format!("content/r/s/e{number}.md");
        let is_it = |fault: &&Value| is_in(fault, &path) && fault["code"] == text.detail.as_str();
        let Some(fault) = faults.iter().find(is_it) else {
            wrong.unless(false, || format!("{path}: {} is taken", text.what));
            continue;
        };
        wrong.unless(fault["line"].as_u64().is_some_and(|line| line >= 5), || format!("no place: {fault}"));
        let has_help = fault["help"].as_array().is_some_and(|help| !help.is_empty());
        wrong.unless(has_help, || format!("no help: {fault}"));
    }
    let project = Project::new();
    for (number, text) in shown.iter().enumerate() {
        project.write(
            &format!("content/r/s/e{number:03}.md"),
            entry(text).replace("Entry", &format!("Zw{number}x")).as_bytes(),
        );
    }
    project.build();
    assert_output_is_inert(&project);
    let page = project.text("output/r/index.html");
    let paper = pdf::text(&paper(&project, "r"));
    for (number, text) in shown.iter().enumerate() {
        let (id, wanted) = (format!("id=\"s--e{number:03}\""), packed(&text.detail));
        let article = html::between(&page, &id, "</article>");
        let narrative = html::between(article, "<div class=\"narrative\">", "</div>");
        let shown = packed(&html::text(narrative));
        wrong.unless(unicode(&shown) == unicode(&wanted), || format!("{}: {shown:?} in the page", text.what));
        let head = format!("Zw{number}xRating:Green");
        let paper = packed(&paper);
        let after = paper.split_once(&head).unwrap_or_else(|| panic!("{head} in {paper}")).1;
        let after: String = after.chars().take(wanted.chars().count() + 9).collect();
        let is_shown = unicode(&after).starts_with(&unicode(&wanted));
        wrong.unless(is_shown, || format!("{}: {after:?} on paper", text.what));
        for tag in tags(narrative) {
            let names: Vec<&str> = tag.attributes.iter().map(|(name, _)| name.as_str()).collect();
            let is_link = tag.name == "a" && names == ["href"];
            let is_plain = is_link || names.is_empty() || names == ["class"];
            wrong.unless(is_plain, || format!("{}: {tag:?}", text.what));
        }
    }
}

/// The same letter with its mark apart or as one, and curly quotation marks as straight ones.
fn unicode(text: &str) -> String {
    text.replace("e\u{301}", "\u{e9}")
        .replace(['\u{201c}', '\u{201d}'], "\"")
        .replace(['\u{2018}', '\u{2019}'], "'")
}

// --- Links and paths ---------------------------------------------------------------------------------------

#[test]
fn a_link_leads_to_the_web_or_to_an_entry_or_it_is_refused() {
    let mut wrong = Wrong::default();
    let (refused, kept): (Vec<Try>, Vec<Try>) = tries("links.txt").into_iter().partition(Try::is_refused);
    let cover = |url: &str| {
        format!(
            "---\ntitle: Paper\nto: 2014-03-31\ncover:\n  background:\n    -\n      title: Study\n      url: {}\n---\n",
            quoted(url)
        )
    };
    let project = Project::new();
    for (number, text) in refused.iter().enumerate() {
        let address = text.text();
        // In the text, as a definition, and as the address of a document.
        let inline = address.replace('<', "\\<").replace('>', "\\>");
        let body = format!("[one](<{inline}>)\n\n[two][x]\n\n[x]: <{inline}>\n");
        project.write(
            &format!("content/r/s/e{number}.md"),
            format!("---\ntitle: E\nrating: green\n---\n{body}").as_bytes(),
        );
        project.write(&format!("content/c{number}/_index.md"), cover(&address).as_bytes());
    }
    let faults = check(&project);
    for (number, text) in refused.iter().enumerate() {
        for (path, wanted) in
            [(format!("content/r/s/e{number}.md"), 2), (format!("content/c{number}/_index.md"), 1)]
        {
            let found = faults.iter().filter(|fault| is_in(fault, &path) && fault["line"].is_u64()).count();
            wrong.unless(found >= wanted, || format!("{path}: {} ({}) is taken", text.what, text.text()));
        }
    }
    // Between angle brackets Markdown itself makes a link of whatever has the form of an address.
    let project = Project::new().file(
        "content/r/s/e.md",
        "---\ntitle: E\nrating: green\n---\n<javascript:alert(1)>\n\n<data:text/html,x>\n\n<vbscript:x>\n",
    );
    assert_eq!(check(&project).iter().filter(|fault| fault["code"] == "broken-link").count(), 3);

    let project = Project::new();
    let links = kept.iter().map(|text| format!("[word](<{}>)\n\n", text.text())).collect::<String>();
    project.write("content/r/s/e.md", format!("---\ntitle: E\nrating: green\n---\n{links}").as_bytes());
    for (number, text) in kept.iter().enumerate() {
        project.write(&format!("content/c{number}/_index.md"), cover(&text.text()).as_bytes());
    }
    project.build();
    assert_output_is_inert(&project);
    let links = |page: &str| -> BTreeSet<String> {
        let links = tags(page).into_iter().filter(|tag| tag.name == "a");
        links
            .flat_map(|tag| tag.attributes)
            .filter(|(name, _)| name == "href")
            .map(|(_, value)| value)
            .collect()
    };
    let page = links(&project.text("output/r/index.html"));
    let paper = assert_pdf_is_inert("r", &paper(&project, "r"));
    for (number, text) in kept.iter().enumerate() {
        wrong.unless(page.contains(&text.detail), || format!("{}: {page:?}", text.what));
        wrong.unless(paper.contains(&text.detail), || format!("{}: {paper:?}", text.what));
        let cover = links(&project.text(&format!("output/c{number}/index.html")));
        wrong.unless(cover.contains(&text.detail), || format!("{}: {cover:?}", text.what));
    }
}

/// A picture of one white dot.
const DOT: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x01\0\0\0\0\x37\x6e\xf9\x24\0\0\0\nIDAT\x78\x9c\x63\x68\0\0\0\x82\0\x81\x77\xcd\x72\xb6\0\0\0\0IEND\xae\x42\x60\x82";

#[test]
fn a_path_stays_inside_the_content_folder() {
    let project = Project::new();
    project.write("outside.png", DOT);
    project.write("outside/outside.png", DOT);
    project.write("content/r/s/there.png", DOT);
    let has_links = link(&project.path("outside.png"), &project.path("content/r/s/linked.png"));
    if has_links {
        assert!(link(&project.path("outside"), &project.path("content/r/s/linked")));
        assert!(link(&project.path("outside.png"), &project.path("content/linked.png")));
    }
    let tries = tries("paths.txt");
    let mut wrong = Wrong::default();
    for (number, text) in tries.iter().enumerate() {
        let (path, typed) = (quoted(&text.text()), text.text());
        project.write(
            &format!("content/r/s/e{number}.md"),
            format!("---\ntitle: E\nrating: green\nwas: {path}\n---\n![A picture](<{typed}>)\n").as_bytes(),
        );
        project.write(
            &format!("content/p{number}/_index.md"),
            format!("---\ntitle: P\nto: 2014-03-31\nprevious: {path}\n---\n").as_bytes(),
        );
        project.write(
            &format!("content/q{number}/_index.md"),
            format!("---\ntitle: P\nto: 2014-03-31\nplan: {path}\n---\n").as_bytes(),
        );
        project.write(
            &format!("content/n{number}/_index.md"),
            format!("---\ntitle: P\nto: 2014-03-31\ndocument: plan\npriorities: [{{year: 2014, entries: [{path}]}}]\n---\n").as_bytes(),
        );
    }
    let faults = check(&project);
    let is_refused = |path: &str, line: u64| {
        faults.iter().any(|fault| is_in(fault, path) && fault["line"].as_u64().is_some_and(|at| at == line))
    };
    for (number, text) in tries.iter().enumerate() {
        let picture = format!("content/r/s/e{number}.md");
        // A linked file was reported as such; whatever points at it need not be reported too.
        let is_linked = text.text().starts_with("linked") && has_links;
        let is_reported = |name: &str| {
            faults
                .iter()
                .any(|fault| fault["code"] == "symbolic-link" && is_in(fault, &format!("content/r/s/{name}")))
        };
        if is_linked {
            assert!(is_reported("linked.png") && is_reported("linked"));
        }
        let is_kept_out = is_refused(&picture, 6) || is_linked;
        wrong.unless(is_kept_out, || format!("{picture}: {} is taken for a picture", text.what));
        for (folder, line) in [("p", 4), ("q", 4), ("n", 5)] {
            let path = format!("content/{folder}{number}/_index.md");
            wrong.unless(is_refused(&path, line), || format!("{path}: {} is taken", text.what));
        }
    }
    // A council has one logo, so each is a run of its own.
    for text in tries {
        project.write(
            "content/_index.md",
            format!("---\nlogo: {}\nlogo_alt: Arms\n---\n", quoted(&text.text())).as_bytes(),
        );
        let faults = check(&project);
        let is_refused = faults.iter().any(|fault| is_in(fault, "content/_index.md") && fault["line"] == 2);
        let is_linked = faults.iter().any(|fault| is_in(fault, "content/linked.png"));
        let is_kept_out = is_refused || (is_linked && text.text() == "linked.png");
        wrong.unless(is_kept_out, || format!("{} is taken for a logo", text.what));
    }
}

#[test]
fn what_points_somewhere_takes_no_text() {
    let texts: Vec<Try> = tries("texts.txt");
    let mut wrong = Wrong::default();
    let project = neighbours(Project::new());
    for (number, text) in texts.iter().enumerate() {
        let value = quoted(&text.text());
        project.write(
            &format!("content/a{number}/_index.md"),
            format!(
                "---\ntitle: P\nto: 2014-03-31\nprevious: {value}\nplan: {value}\ncover:\n  background:\n    -\n      title: T\n      url: {value}\n  contact:\n    email: {value}\n---\n"
            )
            .as_bytes(),
        );
        project.write(
            &format!("content/a{number}/s/_index.md"),
            format!("---\ntitle: S\nkind: {value}\n---\n").as_bytes(),
        );
    }
    let faults = check(&project);
    for (number, text) in texts.iter().enumerate() {
        let report = format!("content/a{number}/_index.md");
        for line in [4, 5, 10, 12] {
            let is_refused = faults.iter().any(|fault| is_in(fault, &report) && fault["line"] == line);
            wrong.unless(is_refused, || {
                format!("{report}:{line}: {} ({:?}) is taken", text.what, text.text())
            });
        }
        let section = format!("content/a{number}/s/_index.md");
        let is_refused = faults.iter().any(|fault| is_in(fault, &section) && fault["line"] == 3);
        wrong.unless(is_refused, || format!("{section}: {}", text.what));
    }
}

// --- Front matter and file names ---------------------------------------------------------------------------

#[test]
fn tricks_of_yaml_are_refused_with_their_line() {
    let tries = tries("front-matter.txt");
    let mut wrong = Wrong::default();
    let codes =
        |faults: &[&Value]| faults.iter().map(|fault| format!("{} ", fault["code"])).collect::<String>();
    let project = Project::new();
    for (number, text) in tries.iter().enumerate() {
        project.write(
            &format!("content/r/s/e{number}.md"),
            format!("---\n{}\n---\nText.\n", text.text()).as_bytes(),
        );
    }
    let faults = check(&project);
    for (number, text) in tries.iter().enumerate() {
        let path = format!("content/r/s/e{number}.md");
        let here: Vec<&Value> = faults.iter().filter(|fault| is_in(fault, &path)).collect();
        if text.is_refused() {
            let is_it = |fault: &&&Value| fault["code"] == text.detail.as_str() && fault["line"].is_u64();
            let is_refused = here.iter().any(|fault| is_it(&fault));
            wrong.unless(is_refused, || format!("{path}: {}: {}", text.what, codes(&here)));
        } else {
            wrong.unless(here.is_empty(), || format!("{path}: {}: {}", text.what, codes(&here)));
        }
        // What was typed is shown in part: a screen of it helps nobody.
        for fault in here {
            let message = fault["message"].as_str().expect("a message");
            let length = message.chars().count();
            wrong.unless(length < 300, || format!("{path}: {}: a message of {length} letters", text.what));
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_name_that_another_computer_reads_otherwise_is_refused() {
    let tries = tries("names.txt");
    let mut wrong = Wrong::default();
    let project = Project::new();
    for text in &tries {
        let entry = "---\ntitle: E\nrating: green\n---\nText.\n";
        project.write(&format!("content/r/s/{}", text.text()), entry.as_bytes());
    }
    // Two names that Windows holds for one.
    project.write("content/r/s/park.png", DOT);
    project.write("content/r/s/Park.png", DOT);
    // Warnings count here: a file that is passed over with a word is not lost.
    let ran = project.run(&["check", "--format", "json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let faults: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let is_there = |path: &str, code: &str| {
        faults
            .iter()
            .any(|fault| fault["code"] == code && fault["path"].as_str().is_some_and(|at| at == path))
    };
    assert!(is_there("content/r/s/park.png", "name-clash") || is_there("content/r/s/Park.png", "name-clash"));
    for text in tries {
        // A path is shown with forward slashes.
        let path = format!("content/r/s/{}", text.text().replace('\\', "/"));
        let is_refused = is_there(&path, &text.detail);
        wrong.unless(is_refused, || format!("{}: {path:?} is no {}", text.what, text.detail));
    }
}

/// Something that is no file of text or pictures: a pipe never ends, and a link leads out.
#[test]
fn what_is_not_a_plain_file_is_not_read() {
    let secret = "root:secret:0:0";
    let project = Project::new().file("secret.txt", secret);
    std::fs::remove_file(project.path("content/r/s/_index.md")).unwrap();
    if link(&project.path("secret.txt"), &project.path("content/r/s/_Index.md")) {
        let ran = project.run(&["check"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(!ran.err.contains(secret), "{}", ran.err);
    }
    let project = Project::new();
    let made = Command::new("mkfifo").arg(project.path("content/r/s/e.md")).status();
    if !made.is_ok_and(|made| made.success()) {
        return;
    }
    let mut child = program(&project.path("."))
        .args(["check", "--format", "short"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    for _ in 0..100 {
        if child.try_wait().expect("it can be asked").is_some() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    child.kill().expect("it can be stopped");
    _ = child.wait();
    panic!("the program waits for a pipe");
}

// --- Pictures ----------------------------------------------------------------------------------------------

#[test]
fn a_hostile_picture_is_refused_or_shows_and_does_nothing() {
    let (refused, shown): (Vec<Try>, Vec<Try>) = tries("pictures.txt").into_iter().partition(Try::is_refused);
    // The content of a picture stands after its name.
    let parts = |text: &Try| {
        let at = text.text.windows(3).position(|sign| sign == b" | ").expect("a name and a content");
        (String::from_utf8(text.text[..at].to_vec()).expect("a name"), text.text[at + 3..].to_vec())
    };
    let write = |project: &Project, number: usize, text: &Try| {
        let (name, bytes) = parts(text);
        project.write(&format!("content/r{number}/_index.md"), b"---\ntitle: R\nto: 2014-03-31\n---\n");
        project.write(&format!("content/r{number}/s/_index.md"), b"---\ntitle: S\n---\n");
        project.write(
            &format!("content/r{number}/s/e.md"),
            format!("---\ntitle: E\nrating: green\n---\n![A picture]({name})\n").as_bytes(),
        );
        project.write(&format!("content/r{number}/s/there.png"), DOT);
        project.write(&format!("content/r{number}/s/{name}"), &bytes);
        name
    };
    let mut wrong = Wrong::default();
    for text in &refused {
        // A run each: a picture is drawn only where nothing else is wrong.
        let project = Project::empty();
        let name = write(&project, 0, text);
        let faults = check(&project);
        let is_it = |fault: &Value| {
            let names_it =
                fault["message"].as_str().is_some_and(|message| message.contains(&format!("s/{name}")));
            (fault["code"] == "image-kind" || fault["code"] == "too-large") && names_it
        };
        wrong.unless(faults.iter().any(is_it), || format!("{name}: {} is taken", text.what));
    }

    let project = Project::empty();
    for (number, text) in shown.iter().enumerate() {
        write(&project, number, text);
    }
    project.build();
    assert_output_is_inert(&project);
    for (number, text) in shown.iter().enumerate() {
        let page = project.text(&format!("output/r{number}/index.html"));
        let narrative = html::between(&page, "<div class=\"narrative\">", "</article>");
        let found = skeleton(narrative);
        wrong.unless(found == ["div class", "p", "img alt src"], || format!("{}: {found:?}", text.what));
        let everything = pdf::everything(&paper(&project, &format!("r{number}")));
        wrong.unless(!everything.contains("alert(1)"), || format!("{}: the script is in the PDF", text.what));
    }
}

// --- The terminal ------------------------------------------------------------------------------------------

/// Runs the program as on a terminal that shows colours: nothing is taken out on the way to it.
fn on_a_terminal(project: &Project, arguments: &[&str]) -> String {
    let mut command = program(&project.path("."));
    command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1").env("TERM", "xterm-256color");
    let ran = command.args(arguments).output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    let out = text(ran.stdout) + &text(ran.stderr);
    assert!(ran.status.code().is_some_and(|code| code <= 3), "{arguments:?}: {out}");
    out
}

/// Holds what reaches a terminal to text, line ends and the program's own colours.
fn only_text(what: &str, shown: &str, wrong: &mut Wrong) {
    let mut text = shown.to_owned();
    // The colours of the program's own messages; the hostile texts use others (35, magenta).
    for code in ["0", "1", "2", "4", "31", "32", "33", "34", "36", "91", "92", "93", "94", "96"] {
        text = text.replace(&format!("\u{1b}[{code}m"), "");
    }
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(u32::from(c), 0xad | 0x61c | 0x180e | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f
                | 0xfeff | 0xfff9..=0xfffb | 0xe0000..=0xe0fff)
    };
    // The first place of each tells enough.
    let found: BTreeMap<char, usize> =
        text.char_indices().rev().filter(|(_, c)| steers(*c)).map(|(at, c)| (c, at)).collect();
    for (c, at) in found {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let near: String = text[line..].chars().take(100).collect();
        wrong.unless(false, || format!("{what}: U+{:04X} reaches the terminal in {near:?}", u32::from(c)));
    }
    let is_forged = |line: &str| line.trim_start().starts_with("error[forged]");
    wrong.unless(!text.lines().any(is_forged), || format!("{what}: a line is forged"));
}

/// What steers a terminal, and a line end that forges a fault.
const STEERING: [&str; 13] = [
    "\u{1b}[35mred",
    "\u{1b}]8;;http://evil.example\u{7}x",
    "\u{1b}]52;c;ZXZpbA==\u{7}",
    "\u{9b}35m",
    "\u{9d}0;title\u{9c}",
    "\u{7f}\u{8}",
    "\u{202e}neerG",
    "\u{2066}x",
    "\u{200b}\u{feff}",
    "\u{200e}",
    "\u{2028}\u{2029}",
    "\u{85}",
    "\rerror[forged]: all is well",
];

#[test]
fn only_text_reaches_the_terminal_from_content_with_faults() {
    let project = Project::new();
    for (number, sign) in STEERING.iter().enumerate() {
        // As title and value; as a key; in every place of a text that a message quotes.
        let files = [
            (
                "a",
                format!(
                    "title: {}\nrating: purple\nlead: B{sign}\nwas: x{sign}/y",
                    quoted(&format!("A{sign}"))
                ),
            ),
            ("b", format!("title: E\nrating: {}", quoted(&format!("re{sign}d")))),
            ("c", format!("title: E\n{}: 1\nx{sign}: 2", quoted(&format!("ra{sign}ting")))),
            (
                "d",
                format!("title: E\nrating: red\ndue: {}\nupdated: 1{sign}", quoted(&format!("2014{sign}"))),
            ),
            ("e", format!("title: E\nextra:\n  {}: [{}]", quoted(&format!("k{sign}")), quoted(sign))),
        ];
        for (name, fields) in files {
            let body = format!(
                "<x{sign}> [a](<{sign}b.md>) ![p](<{sign}.png>) {{{{ count.{sign} }}}} <b>{sign}\n\n[x{sign}](javascript:{sign})\n"
            );
            project.write(
                &format!("content/r/s/{name}{number}.md"),
                format!("---\n{fields}\n---\n{body}").as_bytes(),
            );
        }
        project.write(
            &format!("content/c{number}/_index.md"),
            format!(
                "---\ntitle: {0}\nperiod: {0}\nprevious: {0}\nplan: {0}\nto: x{sign}\ncategories:\n  {0}: {{title: {0}}}\ncover: {{contact: {{email: {0}}}}}\n---\n",
                quoted(&format!("T{sign}"))
            )
            .as_bytes(),
        );
        // Windows takes no such names, and other systems all.
        if cfg!(unix) {
            project
                .write(&format!("content/r/s/n{sign}{number}.md"), b"---\ntitle: E\nrating: purple\n---\n");
            project.write(&format!("content/r/s/n{sign}{number}.txt"), b"x");
            project.write(&format!("content/r/f{sign}{number}/_index.md"), b"---\ntitle: S\n---\n");
        }
    }
    project.write(
        "content/r/s/forged.md",
        b"---\ntitle: |\n  E\n  error[forged]: all is well\n  --> forged.md:1:1\nrating: purple\n---\n",
    );
    if cfg!(unix) {
        project.write("content/r/s/n\nerror[forged]: x.md", b"---\ntitle: E\nrating: purple\n---\n");
    }
    let mut wrong = Wrong::default();
    for command in ["build", "check"] {
        for format in ["human", "short", "json"] {
            let shown = on_a_terminal(&project, &[command, "--format", format]);
            assert!(shown.len() > 5000, "{command} {format}: {shown}");
            only_text(&format!("{command} --format {format}"), &shown, &mut wrong);
        }
    }
    for command in [&["explain", "r"][..], &["explain", "r", "s/a0"], &["diff", "r", "c0"]] {
        only_text(&command.join(" "), &on_a_terminal(&project, command), &mut wrong);
    }
}

#[test]
fn only_text_reaches_the_terminal_from_content_without() {
    // What may stand in a title, as things are: each is left out that is refused.
    let taken: Vec<&str> = STEERING
        .into_iter()
        .filter(|sign| {
            let project = Project::new().file(
                "content/r/s/e.md",
                &format!("---\ntitle: {}\nrating: green\n---\n", quoted(&format!("A{sign}z"))),
            );
            check(&project).is_empty()
        })
        .collect();
    let project = Project::new();
    for (report, rating, due) in [("q", "green", "2014-05-01"), ("r", "red", "2014-06-01")] {
        let previous = if report == "r" { "previous: q\n" } else { "" };
        let sign = taken.join("");
        let said = quoted(&format!("A{sign}z"));
        project.write(
            &format!("content/{report}/_index.md"),
            format!("---\ntitle: {said}\nperiod: {said}\nto: 2014-03-31\n{previous}---\n").as_bytes(),
        );
        project.write(
            &format!("content/{report}/s/_index.md"),
            format!("---\ntitle: {said}\nowner: {said}\nrating: amber\nreason: {said}\n---\n").as_bytes(),
        );
        for (number, sign) in taken.iter().enumerate() {
            let said = quoted(&format!("A{sign}z"));
            project.write(
                &format!("content/{report}/s/e{number}.md"),
                format!("---\ntitle: {said}\nlead: {said}\nrating: {rating}\nreason: {said}\ndue: {due}\n---\nA{sign}z\n").as_bytes(),
            );
        }
        project.write(
            &format!("content/{report}/s/forged.md"),
            format!("---\ntitle: |\n  E\n  error[forged]: all is well\n  --> forged.md:1:1\nrating: {rating}\nlead: |\n  B\n  error[forged]: x\n---\n").as_bytes(),
        );
    }
    let mut wrong = Wrong::default();
    for format in ["human", "short", "json"] {
        for command in [
            &["build"][..],
            &["check", "--longest", "1"],
            &["explain", "r"],
            &["explain", "r", "s"],
            &["explain", "r", "s/forged"],
            &["diff", "r"],
        ] {
            let arguments: Vec<&str> = command.iter().copied().chain(["--format", format]).collect();
            let shown = on_a_terminal(&project, &arguments);
            assert!(!shown.is_empty(), "{arguments:?}");
            only_text(&arguments.join(" "), &shown, &mut wrong);
        }
    }
}
