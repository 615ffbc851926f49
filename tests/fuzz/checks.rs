//! What every input must hold, whatever its bytes are.
//!
//! The fuzz targets call these functions with inputs that they make up, and `tests/suite/fuzzed.rs` with those that are
//! stored, so that both hold the program to the same. A check that fails panics with its reason.
//!
//! The first byte of an input that is a file says which file of a small content folder it is; see [`Place`].

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};
use std::sync::OnceLock;

use cabinet_report::check::{self, Library};
use cabinet_report::content::discover::{EntryFile, ReportFolder, SectionFolder, TemplateFiles, Tree};
use cabinet_report::content::yaml::{Node, Value};
use cabinet_report::content::{self, Content, Document, markdown};
use cabinet_report::diag::print::{self, Format};
use cabinet_report::diag::source::{FileId, Sources, Span};
use cabinet_report::diag::{self, Diagnostic, Place as At};
use cabinet_report::outputs::data;
use cabinet_report::outputs::{self, Fonts, Order, TemplateTexts, Templates};
use cabinet_report::pages::{self, Texts};
use cabinet_report::report::Kind;
use cabinet_report::report::rate::{self, RatedReport};
use cabinet_report::report::{self, compare};
use cabinet_report::returns::workbook::{self, Cell, Column, ReadSheet, Sheet, Workbook};
use cabinet_report::returns::{self, Folder, Issue};
use cabinet_report::words::Words;
use typst::syntax::{SyntaxKind, SyntaxNode};

/// More faults of one file are not printed: each costs time, and the first are as good as the last.
const MOST_PRINTED: usize = 24;

/// What is loaded once for all inputs.
struct Shop {
    templates: Templates,
    fonts: Fonts,
    /// The texts of the templates, to which each input adds its own files.
    sources: Sources,
    /// Every word of the Typst templates: what may be called by name.
    words: BTreeSet<String>,
    /// What a report says.
    said: std::sync::Arc<Words>,
}

fn shop() -> &'static Shop {
    static SHOP: OnceLock<Shop> = OnceLock::new();
    SHOP.get_or_init(|| {
        let none = TemplateFiles::new();
        let mut sources = Sources::default();
        let mut faults = Vec::new();
        let texts = TemplateTexts::read(&none, "templates", &mut sources, &mut faults);
        let (templates, unusable) = texts.load(&sources);
        faults.extend(unusable);
        assert!(faults.is_empty(), "the shipped templates can be used: {faults:?}");
        let mut words: BTreeSet<String> = CALLED.iter().map(|&name| name.to_owned()).collect();
        for text in TYPST_TEMPLATES {
            let parts = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
            words.extend(parts.filter(|word| !word.is_empty()).map(str::to_owned));
        }
        Shop { templates, fonts: Fonts::load(&none), sources, words, said: std::sync::Arc::default() }
    })
}

/// The functions that `src/outputs/typst.rs` calls, and the names of what it hands to them.
const CALLED: [&str; 31] = [
    "prose-heading",
    "joint",
    "held",
    "landscape",
    "lead-in",
    "spacing",
    "enum",
    "list",
    "prose-table",
    "quote",
    "preformatted",
    "linebreak",
    "separator",
    "numbered",
    "tag",
    "strong",
    "emph",
    "strike",
    "underline",
    "super",
    "sub",
    "code",
    "linked",
    "link",
    "picture",
    "chart",
    "start",
    "numbering",
    "left",
    "center",
    "right",
];

/// The words in these may stand in code; the style is left out, so that none of Typst's own functions that it calls
/// may be called from a report.
const TYPST_TEMPLATES: [&str; 16] = [
    include_str!("../../templates/typst/actions.typ"),
    include_str!("../../templates/typst/counts.typ"),
    include_str!("../../templates/typst/cover.typ"),
    include_str!("../../templates/typst/entries.typ"),
    include_str!("../../templates/typst/entry.typ"),
    include_str!("../../templates/typst/group.typ"),
    include_str!("../../templates/typst/indicator.typ"),
    include_str!("../../templates/typst/indicators.typ"),
    include_str!("../../templates/typst/key.typ"),
    include_str!("../../templates/typst/method.typ"),
    include_str!("../../templates/typst/narrative.typ"),
    include_str!("../../templates/typst/plan.typ"),
    include_str!("../../templates/typst/rating.typ"),
    include_str!("../../templates/typst/report.typ"),
    include_str!("../../templates/typst/summary.typ"),
    include_str!("../../templates/typst/workstream.typ"),
];

/// Which file of the content folder an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The council's own file.
    Council,
    /// A report's `_index.md`.
    Report,
    /// A section's `_index.md`; what it says of its kind counts.
    Section(Kind),
    /// An entry in a section of that kind.
    Entry(Kind),
    /// The `_index.md` of a plan.
    Plan,
    /// An entry of a plan.
    PlanEntry,
}

impl Place {
    /// The place that the first byte of an input names; every byte names one, so that none is wasted.
    fn of(byte: u8) -> Self {
        match byte {
            b'c' => Self::Council,
            b'r' => Self::Report,
            b'W' => Self::Section(Kind::Workstream),
            b'E' => Self::Section(Kind::Enabler),
            b'I' => Self::Section(Kind::Indicators),
            b'A' => Self::Section(Kind::Actions),
            b'N' => Self::Section(Kind::Narrative),
            b'e' => Self::Entry(Kind::Enabler),
            b'i' => Self::Entry(Kind::Indicators),
            b'a' => Self::Entry(Kind::Actions),
            b'n' => Self::Entry(Kind::Narrative),
            b'p' => Self::Plan,
            b'P' => Self::PlanEntry,
            _ => Self::Entry(Kind::Workstream),
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Section(kind) | Self::Entry(kind) => kind,
            Self::Council | Self::Report => Kind::Actions,
            Self::Plan | Self::PlanEntry => Kind::Workstream,
        }
    }
}

/// An input that is a file: where it lies, and its text. Nothing if it is no text.
fn input(bytes: &[u8]) -> Option<(Place, &str)> {
    let (first, rest) = bytes.split_first()?;
    let text = std::str::from_utf8(rest).ok()?;
    // Reading a file takes the mark away before anything is parsed.
    Some((Place::of(*first), text.strip_prefix('\u{feff}').unwrap_or(text)))
}

/// A harmless entry of that kind, beside the one that is tried and in the report before.
fn neighbour(kind: Kind, is_now: bool) -> &'static str {
    match (kind, is_now) {
        (Kind::Workstream | Kind::Enabler, true) => {
            "---\ntitle: Other\nrating: green\nlead: Head\n---\n\nDone.\n"
        }
        (Kind::Workstream | Kind::Enabler, false) => {
            "---\ntitle: Other\nrating: amber\ndue: 2013-01-01\n---\n\nSoon.\n"
        }
        (Kind::Indicators, true) => {
            "---\ntitle: Other\ncode: O1\nactual: 7\ntarget: 9\nbetter: higher\n---\n"
        }
        (Kind::Indicators, false) => {
            "---\ntitle: Other\ncode: O1\nactual: 10\ntarget: 9\nbetter: higher\n---\n"
        }
        (Kind::Actions, _) => "---\ntitle: Other\ncode: CMA1\ncategory: A\n---\n\nDone.\n",
        (Kind::Narrative, _) => "---\ntitle: Other\n---\n\nText.\n",
    }
}

/// A content folder in memory, with the input as one of its files.
struct Made {
    tree: Tree,
    sources: Sources,
    /// The file that is tried.
    tried: FileId,
}

/// The report that holds the input.
const NOW: &str = "now";

fn made(place: Place, text: &str) -> Made {
    let mut sources = shop().sources.clone();
    let tried = sources.add("content/tried.md", text);
    let mut add = |is_tried: bool, path: &str, text: &str| {
        if is_tried { tried } else { sources.add(path, text) }
    };
    let kind = place.kind();
    let is_plan = matches!(place, Place::Plan | Place::PlanEntry);
    let council = add(
        place == Place::Council,
        "content/_index.md",
        "---\ncouncil: Testshire\nlanguage: en-GB\nnation: england\nrollup: majority\n---\n",
    );
    let title = format!("---\ntitle: Section\nkind: {}\nowner: Head\n---\n", kind.name());
    let before = SectionFolder {
        id: "s".to_owned(),
        index: add(false, "content/before/s/_index.md", &title),
        entries: vec![
            EntryFile {
                id: "other".to_owned(),
                file: add(false, "content/before/s/other.md", neighbour(kind, false)),
            },
            EntryFile {
                id: "tried".to_owned(),
                file: add(false, "content/before/s/tried.md", neighbour(kind, true)),
            },
        ],
    };
    let now = SectionFolder {
        id: "s".to_owned(),
        index: add(matches!(place, Place::Section(_)), "content/now/s/_index.md", &title),
        entries: vec![
            EntryFile {
                id: "other".to_owned(),
                file: add(false, "content/now/s/other.md", neighbour(kind, true)),
            },
            EntryFile {
                id: "tried".to_owned(),
                file: add(
                    matches!(place, Place::Entry(_) | Place::PlanEntry),
                    "content/now/s/tried.md",
                    neighbour(kind, false),
                ),
            },
        ],
    };
    let categories = "categories:\n  A: {title: Accept}\n  B: {title: Beyond}\n";
    let old_index = format!("---\ntitle: Before\nto: 2013-03-31\nperiod: Old\n{categories}---\n");
    let now_index = if is_plan {
        "---\ntitle: Now\nto: 2014-03-31\ndocument: plan\npriorities:\n  - year: 2014/15\n    entries: [s/other]\n---\n"
            .to_owned()
    } else {
        format!("---\ntitle: Now\nto: 2014-03-31\nperiod: New\nprevious: before\n{categories}---\n\nText.\n")
    };
    let reports = vec![
        ReportFolder {
            id: "before".to_owned(),
            index: add(false, "content/before/_index.md", &old_index),
            sections: vec![before],
        },
        ReportFolder {
            id: NOW.to_owned(),
            index: add(matches!(place, Place::Report | Place::Plan), "content/now/_index.md", &now_index),
            sections: vec![now],
        },
    ];
    let tree = Tree { council: Some(council), root: "content".to_owned(), reports, ..Tree::default() };
    Made { tree, sources, tried }
}

/// Every document that was read.
fn documents(content: &Content) -> Vec<&Document> {
    let mut found: Vec<&Document> = content.council.iter().collect();
    for report in &content.reports {
        found.push(&report.index);
        for section in &report.sections {
            found.push(&section.index);
            found.extend(section.entries.iter().map(|entry| &entry.document));
        }
    }
    found
}

/// A span lies inside its file and cuts no character in two.
fn check_span(span: Span, sources: &Sources) {
    let text = &sources.file(span.file).text;
    assert!(span.start <= span.end, "a span that ends before it begins: {span:?}");
    assert!(
        text.is_char_boundary(span.start) && text.is_char_boundary(span.end),
        "a span outside its file or inside a character: {span:?} of {} bytes",
        text.len()
    );
}

/// Faults lie inside their files and can be printed in every form without steering a terminal.
fn check_faults(faults: &[Diagnostic], sources: &Sources) {
    for fault in faults {
        if let At::Span(span) = &fault.place {
            check_span(*span, sources);
        }
        fault.related.iter().for_each(|(span, _)| check_span(*span, sources));
        assert!(!fault.message.is_empty(), "a fault without a message: {fault:?}");
    }
    for fault in faults.iter().take(MOST_PRINTED) {
        for format in [Format::Human, Format::Short, Format::Json] {
            let printed = print::diagnostic(fault, sources, format);
            assert!(printed.ends_with('\n'), "a fault does not end its line: {printed:?}");
            let plain = if format == Format::Human { without_styles(&printed) } else { printed };
            let unseen = plain.chars().find(|&c| c != '\n' && diag::is_unseen(c));
            assert!(unseen.is_none(), "{unseen:?} is printed by {format:?}: {plain:?}");
            let lines = plain.lines().count();
            assert!(format == Format::Human || lines == 1, "{lines} lines printed by {format:?}: {plain:?}");
        }
    }
}

/// Takes out the program's own colours. The program uses no other sequence than `ESC [ numbers m`.
fn without_styles(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        out.push_str(rest.strip_prefix('m').unwrap_or("\u{1b}"));
    }
    out
}

/// `front_matter`: a file's fields and text are read, and everything that is said of them has its place in the file.
pub(crate) fn front_matter(bytes: &[u8]) {
    let Some((place, text)) = input(bytes) else { return };
    let Made { tree, sources, .. } = made(place, text);
    let content = content::content(&tree, &sources);
    for document in documents(&content) {
        check_document(document, &sources);
    }
}

fn check_document(document: &Document, sources: &Sources) {
    check_span(document.fields.span, sources);
    check_span(Span::new(document.file, document.front_matter.clone()), sources);
    check_span(Span::new(document.file, document.markdown.clone()), sources);
    for (name, node) in &document.fields.entries {
        check_span(name.span, sources);
        check_node(node, sources);
    }
    check_blocks(&document.body, sources);
    check_faults(&document.diagnostics, sources);
}

fn check_node(node: &Node, sources: &Sources) {
    check_span(node.span, sources);
    match &node.value {
        Value::Empty | Value::Scalar { .. } => {}
        Value::List(items) => items.iter().for_each(|item| check_node(item, sources)),
        Value::Map(entries) => {
            for (name, node) in entries {
                check_span(name.span, sources);
                check_node(node, sources);
            }
        }
    }
}

fn check_blocks(blocks: &[markdown::Block], sources: &Sources) {
    for block in blocks {
        match block {
            markdown::Block::Paragraph(content) | markdown::Block::Heading(_, content) => {
                check_inlines(content, sources);
            }
            markdown::Block::List(_, items) => items.iter().for_each(|item| check_blocks(item, sources)),
            markdown::Block::Table(columns, head, rows) => {
                for row in std::iter::once(head).chain(rows) {
                    assert_eq!(row.len(), columns.len(), "a row of a table has as many cells as its head");
                    for cell in row {
                        check_inlines(cell, sources);
                    }
                }
            }
            markdown::Block::Quote(inner) => check_blocks(inner, sources),
            markdown::Block::Preformatted(text) => check_span(text.span, sources),
            markdown::Block::Rule => {}
        }
    }
}

fn check_inlines(content: &[markdown::Inline], sources: &Sources) {
    for inline in content {
        match inline {
            markdown::Inline::Text(text)
            | markdown::Inline::Code(text)
            | markdown::Inline::Image(text, _) => {
                check_span(text.span, sources);
            }
            markdown::Inline::Styled(_, inner) => check_inlines(inner, sources),
            markdown::Inline::Link(to, inner) => {
                check_span(to.span, sources);
                check_inlines(inner, sources);
            }
            markdown::Inline::Break => {}
        }
    }
}

/// What a report says, with everything that its pages are made from.
struct Shown {
    page: pages::Report,
    texts: std::sync::Arc<Texts>,
    data: data::Report,
}

/// Parses, lowers, rates and compares the content folder, and says what the tried report's pages say. Nothing comes back
/// if the input keeps the report from being printed.
fn shown(made: &Made, restricted: bool) -> (Option<Shown>, Vec<Diagnostic>) {
    let content = content::content(&made.tree, &made.sources);
    let fonts = &shop().fonts;
    let ruler = fonts.ruler();
    let known = check::Context {
        tree: &made.tree,
        sources: &made.sources,
        is_printable: &|c| fonts.can_print(c),
        ruler: &ruler,
        today: None,
    };
    let mut faults = Vec::new();
    let library = check::content(&content, &known, &mut faults);
    diag::sort(&mut faults, &made.sources);
    check_faults(&faults, &made.sources);
    let Some(now) = rated(&library, NOW, restricted) else { return (None, faults) };
    let before = now.report.previous.as_ref().and_then(|id| rated(&library, id, restricted));
    let comparison = before.as_ref().map(|before| compare::reports(&now, before));
    let plan = now.report.plan.as_ref().and_then(|id| rated(&library, id, restricted));
    let input = pages::Input {
        words: &shop().said,
        ruler: &ruler,
        council: &library.council,
        report: &now,
        previous: before.as_ref().map(|before| &before.report).zip(comparison.as_ref()),
        earlier: &before.iter().collect::<Vec<_>>(),
        plan: plan.as_ref().map(|plan| &plan.report),
        restricted,
        has_word: true,
    };
    let (page, texts) = pages::report(input);
    let data = data::report(input, &page.figures(input.report, input.words));
    (Some(Shown { page, texts: std::sync::Arc::new(texts), data }), faults)
}

fn rated(library: &Library, id: &str, restricted: bool) -> Option<RatedReport> {
    let report: &report::Report = library.reports.iter().find(|report| report.id == id)?;
    if report.restricted && !restricted {
        return None;
    }
    Some(rate::report(if restricted { report.clone() } else { report.public() }))
}

/// `entry`: a whole file goes the whole way to the web page and to what Typst reads.
pub(crate) fn entry(bytes: &[u8]) {
    let Some((place, text)) = input(bytes) else { return };
    let made = made(place, text);
    // Where nothing is restricted both editions are the same, but for what nobody typed.
    for restricted in if text.contains("restricted") { vec![false, true] } else { vec![false] } {
        let (shown, faults) = shown(&made, restricted);
        let Some(shown) = shown else { continue };
        let pictures = std::sync::Arc::default();
        let order = Order {
            page: &shown.page,
            texts: &shown.texts,
            data: &shown.data,
            words: &shop().said,
            pictures: &pictures,
            templates: &shop().templates,
            fonts: &shop().fonts,
        };
        let html =
            outputs::page(order, 1).unwrap_or_else(|fault| panic!("the page cannot be made: {fault:?}"));
        check_page(&html, !diag::has_errors(&faults));
        let files = outputs::typst_files(order)
            .unwrap_or_else(|fault| panic!("the source cannot be made: {fault:?}"));
        for (path, source) in files {
            let is_style = path == "style.typ" || path.starts_with("style/");
            if path.ends_with(".typ") && !is_style {
                let source = String::from_utf8(source).expect("Typst source is text");
                let is_plain = ["palette.typ", "words.typ"].iter().any(|name| path.ends_with(name));
                check_typst(&source, is_plain);
            }
        }
        _ = outputs::workbook(&shown.data);
    }
    check_faults_of_file(&made);
}

/// What the parser alone finds in the input.
fn check_faults_of_file(made: &Made) {
    let content = content::content(&made.tree, &made.sources);
    for document in documents(&content) {
        if document.file == made.tried {
            check_document(document, &made.sources);
        }
    }
}

/// Texts as the renderers are given them, without the pages around them.
fn texts(bytes: &[u8], check: impl Fn(&pages::prose::Prose)) {
    let Some((place, text)) = input(bytes) else { return };
    // Mostly text is tried here, so an input need not begin with front matter.
    let with_fields;
    let text = if text.starts_with("---") {
        text
    } else {
        with_fields = format!("---\ntitle: Tried\n---\n\n{text}");
        &with_fields
    };
    let made = made(place, text);
    let (Some(shown), _) = shown(&made, false) else { return };
    for prose in (1..).map_while(|number| shown.texts.get(number)) {
        check(prose);
    }
}

/// `prose_to_html`: text becomes HTML in which nothing that was typed is anything but text.
pub(crate) fn prose_to_html(bytes: &[u8]) {
    texts(bytes, |prose| {
        for level in [2, 4] {
            check_html(&outputs::prose_to_html(prose, level, &outputs::Pictures::new(), &shop().said));
        }
    });
}

/// `prose_to_typst`: text becomes Typst source in which nothing that was typed is anything but text.
pub(crate) fn prose_to_typst(bytes: &[u8]) {
    texts(bytes, |prose| {
        for level in [1, 4] {
            check_typst(&outputs::prose_to_typst(prose, level), false);
        }
    });
}

/// Elements that have no end tag.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "meta", "link"];

/// The elements that pages are made of. Anything else was typed by somebody.
const ELEMENTS: [&str; 61] = [
    "a",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "circle",
    "code",
    "dd",
    "defs",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "img",
    "input",
    "label",
    "legend",
    "li",
    "main",
    "meta",
    "nav",
    "ol",
    "p",
    "path",
    "pre",
    "s",
    "search",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "svg",
    "symbol",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "u",
    "ul",
    "use",
];

/// What is found in HTML whose tags are all in order.
struct Html<'a> {
    ids: BTreeSet<&'a str>,
    /// Where links within the page lead.
    targets: BTreeSet<&'a str>,
}

/// Checks that tags are balanced, that no element and no attribute is of a kind that does something, and that links lead
/// where a link may lead.
fn check_html(html: &str) -> Html<'_> {
    let mut found = Html { ids: BTreeSet::new(), targets: BTreeSet::new() };
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with("!DOCTYPE html>") {
            continue;
        }
        if let Some(end) = rest.strip_prefix('/') {
            let (name, after) = end.split_once('>').expect("a tag ends");
            let expected = open.pop();
            assert_eq!(Some(name), expected, "</{name}> closes <{expected:?}> in {html}");
            rest = after;
            continue;
        }
        let length = rest.find(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit()).expect("a tag ends");
        let name = &rest[..length];
        assert!(ELEMENTS.contains(&name), "<{name}> in {html}");
        rest = &rest[length..];
        let mut names = BTreeSet::new();
        let is_closed = loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix("/>") {
                rest = after;
                break true;
            }
            if let Some(after) = rest.strip_prefix('>') {
                rest = after;
                break false;
            }
            let length =
                rest.find(|c: char| !c.is_ascii_alphabetic() && c != '-').expect("an attribute ends");
            let attribute = &rest[..length];
            assert!(length > 0 && !attribute.starts_with("on"), "<{name} {attribute}…> in {html}");
            assert!(names.insert(attribute), "<{name}> has {attribute} twice in {html}");
            rest = &rest[length..];
            if let Some(after) = rest.strip_prefix("=\"") {
                let (value, after) = after.split_once('"').expect("a value ends");
                rest = after;
                assert!(!value.contains('<'), "{attribute}={value:?} in {html}");
                check_value(name, attribute, value, &mut found);
            }
        };
        if name == "style" {
            let (_, after) = rest.split_once("</style>").expect("a style ends");
            rest = after;
        } else if !is_closed && !VOID.contains(&name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} are not closed in {html}");
    found
}

/// The ends of the names of the files that a page leads to.
const OWN_FILES: [&str; 4] = [".pdf", ".docx", "report.json", "ratings.csv"];

fn check_value<'a>(element: &str, attribute: &str, value: &'a str, found: &mut Html<'a>) {
    let is_one_of = |starts: &[&str]| starts.iter().any(|start| value.to_lowercase().starts_with(start));
    match attribute {
        "href" => {
            assert!(
                is_one_of(&["#", "../", "http://", "https://", "mailto:", "tel:"])
                    || OWN_FILES.iter().any(|file| value.ends_with(file)),
                "a link leads to {value:?}"
            );
            if let Some(target) = value.strip_prefix('#').filter(|_| element == "a") {
                found.targets.insert(target);
            }
        }
        "src" => assert!(is_one_of(&["data:image/"]), "a picture comes from {value:?}"),
        "id" => {
            assert!(!value.is_empty() && !value.contains(char::is_whitespace), "the id {value:?}");
            assert!(found.ids.insert(value), "the id {value:?} is there twice");
        }
        // How wide a part of a bar of counts is.
        "style" => {
            let width = value.strip_prefix("flex-grow:");
            let is_width = width.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
            assert!(is_width || value == "position:absolute", "{attribute}={value:?}");
        }
        "srcset" | "srcdoc" | "action" | "formaction" | "background" | "ping" => {
            panic!("{attribute}={value:?}");
        }
        _ => {}
    }
}

/// A whole page: its policy is there, and if the content is without fault, links within it lead somewhere.
fn check_page(html: &str, is_faultless: bool) {
    assert!(!html.to_lowercase().contains("<script"), "there is a script in {html}");
    assert!(
        html.contains("<meta http-equiv=\"Content-Security-Policy\"\n  content=\"default-src 'none'; "),
        "the policy is not there in {html}"
    );
    let found = check_html(html);
    if is_faultless {
        let lost: Vec<_> = found.targets.difference(&found.ids).collect();
        assert!(lost.is_empty(), "links lead nowhere: {lost:?} in {html}");
    }
}

/// Checks Typst source with Typst's own parser: it is without error, and nothing in it is code but what the templates
/// and the writer of prose put there.
fn check_typst(source: &str, is_plain: bool) {
    let root = typst::syntax::parse(source);
    let (errors, _) = root.errors_and_warnings();
    assert!(errors.is_empty(), "Typst cannot read {source}: {errors:?}");
    check_syntax(&root, is_plain, source);
}

fn check_syntax(node: &SyntaxNode, is_plain: bool, source: &str) {
    use SyntaxKind as K;
    let text = || node.leaf_text().to_string();
    match node.kind() {
        // None of these is ever written; any of them was typed by somebody.
        K::Raw
        | K::Equation
        | K::Label
        | K::Ref
        | K::Heading
        | K::ListItem
        | K::EnumItem
        | K::TermItem
        | K::Strong
        | K::Emph
        | K::Link
        | K::Linebreak
        | K::BlockComment
        | K::Shebang
        | K::ModuleInclude
        | K::Closure
        | K::CodeBlock
        | K::SetRule
        | K::Contextual
        | K::Conditional
        | K::WhileLoop
        | K::ForLoop => panic!("{:?} in {source}", node.kind()),
        K::LetBinding => assert!(is_plain, "a binding in {source}"),
        K::ModuleImport => {
            assert_eq!(source.matches("#import").count(), 1, "more than one import in {source}");
        }
        K::Ident => {
            assert!(is_plain || shop().words.contains(text().as_str()), "`{}` is called in {source}", text());
        }
        K::LineComment => assert!(
            text().strip_prefix("// ").is_some_and(|note| {
                let place = note.strip_prefix("section ").or_else(|| note.strip_prefix("entry "));
                place.is_some_and(|place| {
                    place.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '\\' | '{' | '}'))
                })
            }),
            "the note {:?} in {source}",
            text()
        ),
        K::Str if !is_plain => {
            let text = text();
            let inner = &text[1..text.len() - 1];
            // Nothing typed can end a string, or mean something else in it than itself.
            let is_escaped = inner.split('\\').skip(1).all(|rest| rest.starts_with("u{"));
            let is_one_line = !inner.contains(['"', '\n', '\r', '\t']);
            assert!(is_escaped && is_one_line, "the text {text} in {source}");
        }
        _ => {}
    }
    node.children().for_each(|child| check_syntax(child, is_plain, source));
}

/// `spreadsheet`: a file that came back is read, put into the content folder and read again; and what was read can be
/// written and is the same.
///
/// The first byte says what the rest is: a part of a workbook that is whole otherwise, or a whole file. Without that, no
/// input would get past the checks of the archive.
pub(crate) fn spreadsheet(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let part = match first {
        b's' => Some("xl/worksheets/sheet1.xml"),
        b't' => Some("xl/sharedStrings.xml"),
        b'b' => Some("xl/workbook.xml"),
        b'y' => Some("xl/styles.xml"),
        b'l' => Some("xl/_rels/workbook.xml.rels"),
        _ => None,
    };
    let sheets = match part {
        Some(part) => workbook::read(&with_part(part, rest)),
        None => workbook::read(rest),
    };
    match sheets {
        Ok(sheets) => {
            check_round_trip(&sheets);
            check_returns(&sheets);
        }
        Err(why) => assert!(!why.to_string().is_empty()),
    }
}

/// The kinds of section in the folder that returns are put into.
const RETURNED: [Kind; 4] = [Kind::Workstream, Kind::Indicators, Kind::Actions, Kind::Narrative];

/// A folder with a section of each kind.
fn folder() -> (Tree, Sources) {
    let mut sources = Sources::default();
    let council = sources.add("content/_index.md", "---\ncouncil: Testshire\n---\n");
    let index = sources.add(
        "content/now/_index.md",
        "---\ntitle: Now\nto: 2014-03-31\ncategories:\n  A: {title: Accept}\n---\n",
    );
    let sections = RETURNED
        .into_iter()
        .map(|kind| {
            let id = kind.name();
            let text = format!("---\ntitle: Section\nkind: {id}\nowner: Head\n---\n");
            let entry = EntryFile {
                id: "e".to_owned(),
                file: sources.add(format!("content/now/{id}/e.md"), neighbour(kind, true)),
            };
            let index = sources.add(format!("content/now/{id}/_index.md"), text);
            SectionFolder { id: id.to_owned(), index, entries: vec![entry] }
        })
        .collect();
    let reports = vec![ReportFolder { id: NOW.to_owned(), index, sections }];
    (Tree { council: Some(council), root: "content".to_owned(), reports, ..Tree::default() }, sources)
}

/// The parts of a workbook as the program hands it out.
fn parts() -> &'static BTreeMap<String, Vec<u8>> {
    static PARTS: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    PARTS.get_or_init(|| {
        let bytes = exported();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook is an archive");
        (0..archive.len())
            .map(|index| {
                let mut part = archive.by_index(index).expect("a part");
                let mut content = Vec::new();
                std::io::Read::read_to_end(&mut part, &mut content).expect("a whole part");
                (part.name().expect("a name").into_owned(), content)
            })
            .collect()
    })
}

/// A workbook as the program hands it out.
fn exported() -> Vec<u8> {
    let (tree, sources) = folder();
    let content = content::content(&tree, &sources);
    let fonts = &shop().fonts;
    let known = check::Context {
        tree: &tree,
        sources: &sources,
        is_printable: &|c| fonts.can_print(c),
        ruler: &fonts.ruler(),
        today: None,
    };
    let library = check::content(&content, &known, &mut Vec::new());
    let now = rated(&library, NOW, true).expect("the report is there");
    let issue = Issue {
        documents: &content.reports[0],
        sources: &sources,
        rated: &now,
        comparison: None,
        owner: None,
    };
    let collected = returns::collect(issue).expect("somebody answers for something");
    workbook::write(&collected).expect("it can be written")
}

/// The workbook with something else in one of its parts.
fn with_part(name: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (part, own) in parts() {
        archive.start_file(part.as_str(), stored).expect("a part");
        archive.write_all(if part == name { content } else { own }).expect("memory takes it");
    }
    archive.finish().expect("an archive").into_inner()
}

/// What was read can be written, unless Excel has no room for it, and is read as the same.
fn check_round_trip(sheets: &[ReadSheet]) {
    // A workbook of nothing is none, and the first row has to hold texts, as a sheet's columns do.
    let has_titles = |sheet: &ReadSheet| {
        sheet
            .rows
            .first()
            .is_some_and(|row| !row.is_empty() && row.iter().all(|cell| matches!(cell, Cell::Text(_))))
            && sheet.rows.iter().all(|row| row.len() <= sheet.rows[0].len())
    };
    if sheets.is_empty() || !sheets.iter().all(has_titles) {
        return;
    }
    let title = |cell: &Cell| if let Cell::Text(text) = cell { text.clone() } else { String::new() };
    let written = sheets
        .iter()
        .map(|sheet| Sheet {
            name: sheet.name.clone(),
            columns: sheet.rows[0]
                .iter()
                .map(|cell| Column { title: title(cell), ..Column::default() })
                .collect(),
            rows: sheet.rows[1..].to_vec(),
            is_hidden: false,
        })
        .collect();
    // What Excel has no room for is told with its cell.
    let Ok(bytes) = workbook::write(&Workbook { sheets: written }) else { return };
    let again = workbook::read(&bytes).unwrap_or_else(|why| panic!("what was written cannot be read: {why}"));
    assert_eq!(again.len(), sheets.len(), "as many sheets are read as were written");
    for (before, after) in sheets.iter().zip(&again) {
        assert_eq!(before.rows, after.rows, "the cells are the same when they are read again");
    }
}

/// What came back is put into the folder or refused with reasons; once it is in the folder, nothing is left to change.
fn check_returns(sheets: &[ReadSheet]) {
    let (tree, mut sources) = folder();
    let content = content::content(&tree, &sources);
    let folder = Folder { tree: &tree, sources: &sources, content: &content };
    let changes = match returns::apply("return.xlsx", sheets, folder, None) {
        Ok(changes) => changes,
        Err(faults) => {
            assert!(!faults.is_empty(), "what is refused has a reason");
            return check_faults(&faults, &sources);
        }
    };
    for (file, text) in &changes.files {
        sources.replace(*file, text.clone());
    }
    let content = content::content(&tree, &sources);
    for document in documents(&content) {
        check_document(document, &sources);
    }
    let folder = Folder { tree: &tree, sources: &sources, content: &content };
    match returns::apply("return.xlsx", sheets, folder, None) {
        Ok(left) => assert!(left.files.is_empty(), "not everything was put in: {:?}", left.changes),
        Err(faults) => panic!("what was put in is refused the second time: {faults:?}"),
    }
}
