//! What is typed is what is printed, or it is named: for any text of words, lines and signs of Markdown.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use cabinet_report::check;
use cabinet_report::check::paper;
use cabinet_report::content;
use cabinet_report::content::discover::{EntryFile, ReportFolder, SectionFolder, Tree};
use cabinet_report::content::limits::Count;
use cabinet_report::content::markdown::{self, Block, Inline, Origin};
use cabinet_report::diag::source::Sources;
use cabinet_report::diag::{self, Place, Severity};
use cabinet_report::pipeline::{self, Request};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::generator;
use crate::support::{Project, Ran, html, pdf, program, repository};

/// What stands between words: signs that mean something to Markdown, and what people type and paste.
const SIGNS: &[&str] = &[
    " ",
    " ",
    " ",
    " ",
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\n    ",
    "\n\t",
    "\n\n    ",
    "\n\n\t",
    "  \n",
    "\\\n",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~",
    "~~",
    "`",
    "``",
    "\n```\n",
    "\n```",
    "\n~~~\n",
    "\n- ",
    "\n-",
    "\n+ ",
    "\n* ",
    "\n\u{2022} ",
    "\n\u{2022}\t",
    "\n  \u{25e6} ",
    "\n\u{2013} ",
    "\no\t",
    "\n\u{a7}\t",
    "\n1. ",
    "\n2. ",
    "\n1.",
    "\n3) ",
    "\na) ",
    "\nb) ",
    "\n(i) ",
    "\n(ii) ",
    "\n(c) ",
    "\n> ",
    "\n>",
    "\n>> ",
    "\n# ",
    "\n#",
    "\n## ",
    "\n###### ",
    "\n---\n",
    "\n===\n",
    "\n-\n",
    "\n***\n",
    "\n- - -\n",
    "\n--- ---\n",
    "\n\u{2014}\u{2014}\u{2014}\n",
    "|",
    " | ",
    "\n|",
    "|\n|",
    "|\n",
    "\n|---|\n",
    "\n|---|---|\n",
    "\n| \u{2014} |\n",
    "\n\n| ",
    "[",
    "]",
    "](",
    "][",
    "[[",
    "]]",
    "] (",
    ")[",
    "(",
    ")",
    "]: ",
    "\n[",
    "\n\n[",
    "!",
    "![",
    "<",
    ">",
    "</",
    "/>",
    "<u>",
    "</u>",
    "<b>",
    "</b>",
    "<br>",
    "<sub>",
    "</sub>",
    "<!--",
    "-->",
    "\n<!-- ",
    "<p>",
    "{",
    "}",
    "{{",
    "}}",
    "{{ ",
    " }}",
    "]{.underline}",
    "{.mark}",
    "\\",
    "\\*",
    "&",
    "&amp;",
    ";",
    ":",
    "\n::: ",
    "^",
    "[^",
    "\u{a3}",
    "%",
    "3",
    "7%",
    "=",
    "==",
    "+",
    "$",
    "@",
    "/",
    "//",
    "https://",
    "www.",
    "\"",
    "'",
    "\u{201c}",
    "\u{2019}",
    "--",
    "...",
    "\u{2026}",
    ",",
    ".",
    ".\n",
    "?",
    "\t",
    "\n+---+---+\n",
    "\r\n",
    "(Green)",
    "\u{a0}",
    "\u{b}",
];

/// A text: signs and words in turn. The words are put in afterwards, each another.
fn signs() -> impl Strategy<Value = Vec<&'static str>> {
    proptest::collection::vec(proptest::sample::select(SIGNS), 1..28)
}

/// A text, and the words in it with the places where they stand.
struct Typed {
    text: String,
    words: Vec<(String, usize)>,
}

fn typed(number: usize, signs: &[&str]) -> Typed {
    let mut typed = Typed { text: String::new(), words: Vec::new() };
    for (index, sign) in signs.iter().enumerate() {
        typed.text.push_str(sign);
        let word = format!("w{number}q{index}x");
        typed.words.push((word.clone(), typed.text.len()));
        typed.text.push_str(&word);
    }
    typed
}

/// So many texts of the same on every run.
fn texts(count: usize) -> Vec<Typed> {
    let mut runner = TestRunner::deterministic();
    (0..count)
        .map(|number| typed(number, &signs().new_tree(&mut runner).expect("a text").current()))
        .collect()
}

/// The head of each entry.
const HEAD: &str = "---\ntitle: E\nrating: green\n---\n";

/// The lines of each text that a fault names, and the texts in which one is an error.
fn named(texts: &[Typed]) -> (BTreeMap<usize, BTreeSet<usize>>, BTreeSet<usize>) {
    let mut sources = Sources::default();
    let council = sources.add("content/_index.md", "---\ncouncil: Test\n---\n");
    let index = sources.add("content/r/_index.md", "---\ntitle: R\nperiod: P\nto: 2014-03-31\n---\n");
    let section = sources.add("content/r/s/_index.md", "---\ntitle: S\n---\n");
    let entries: Vec<EntryFile> = texts
        .iter()
        .enumerate()
        .map(|(number, typed)| EntryFile {
            id: format!("e{number}"),
            file: sources.add(format!("content/r/s/e{number}.md"), format!("{HEAD}{}", typed.text)),
        })
        .collect();
    let sections = vec![SectionFolder { id: "s".to_owned(), index: section, entries }];
    let tree = Tree {
        council: Some(council),
        root: "content".to_owned(),
        reports: vec![ReportFolder { id: "r".to_owned(), index, sections }],
        ..Tree::default()
    };
    let content = content::content(&tree, &sources);
    let mut faults = Vec::new();
    let ruler = paper::Ruler::default();
    let known = check::Context {
        tree: &tree,
        sources: &sources,
        is_printable: &|_| true,
        ruler: &ruler,
        today: None,
    };
    check::content(&content, &known, &mut faults);
    let mut lines: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut errors = BTreeSet::new();
    for fault in faults {
        let Place::Span(span) = fault.place else { continue };
        let file = sources.file(span.file);
        let name = file.path.rsplit('/').next().expect("a name");
        let Some(number) = name.strip_prefix('e').and_then(|name| name.strip_suffix(".md")?.parse().ok())
        else {
            continue;
        };
        let (first, last) =
            (file.line_column(span.start).line, file.line_column(span.end.max(span.start + 1) - 1).line);
        lines.entry(number).or_default().extend(first..=last);
        if fault.severity == Severity::Error {
            errors.insert(number);
        }
    }
    (lines, errors)
}

/// What a text says when it is read.
fn said(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading(_, content) => line(content, out),
            Block::List(_, items) => items.iter().for_each(|item| said(item, out)),
            Block::Table(_, head, rows) => {
                std::iter::once(head).chain(rows).flatten().for_each(|cell| line(cell, out));
            }
            Block::Quote(inner) => said(inner, out),
            Block::Preformatted(text) => out.push_str(&text.value),
            Block::Rule => {}
        }
        out.push('\n');
    }
}

fn line(content: &[Inline], out: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(&text.value),
            Inline::Styled(_, inner) | Inline::Link(_, inner) => line(inner, out),
            Inline::Image(_, alt) => out.push_str(alt),
            Inline::Break => out.push(' '),
        }
    }
}

/// The words of a text that must be printed: all but those that are signs of well-formed Markdown.
fn wanted(typed: &Typed) -> Vec<&(String, usize)> {
    let is_note = |at: usize| {
        let before = &typed.text[..at];
        before.rfind("<!--").is_some_and(|open| !before[open..].contains("-->"))
    };
    // `[words](https://address)`: the address is followed and not printed.
    let is_address = |at: usize| {
        let before = &typed.text[..at];
        before.rfind("](").is_some_and(|open| {
            let address = &before[open + 2..];
            !address.contains([' ', ')', '\n', '\t']) && (address.contains("https://") || address.is_empty())
        })
    };
    typed.words.iter().filter(|(_, at)| !is_note(*at) && !is_address(*at)).collect()
}

/// The line of the file that a place of the text is in.
fn line_of(typed: &Typed, at: usize) -> usize {
    HEAD.matches('\n').count() + typed.text[..at].matches('\n').count() + 1
}

/// Every letter and figure that is not a sign of well-formed Markdown is read in its order, or `check` names its line.
///
/// Signs of well-formed Markdown, which are not printed as letters, are here: a note between `<!--` and `-->`; the
/// address of a link that is whole, `[words](https://address)`, or of a picture; the name of an allowed tag (`u`, `sup`,
/// `sub`, `br`, `b`, `strong`, `i`, `em`) and what else stands in the tag; the name of a character such as `&amp;`; a
/// word like `text` after the signs that open a block of code; an address on a line of its own that a link asks for;
/// and what marks the items of a list, which is printed by the list.
#[test]
fn every_word_is_read_in_order_or_its_line_is_named() {
    let texts = texts(4_000);
    let (lines, _) = named(&texts);
    for (number, typed) in texts.iter().enumerate() {
        let mut sources = Sources::default();
        let file = sources.add("x.md", typed.text.clone());
        let blocks =
            markdown::read(&typed.text, Origin::File(file, 0), &mut Count::default(), &mut Vec::new());
        let mut read = String::new();
        said(&blocks, &mut read);
        let mut rest = read.as_str();
        for (word, at) in wanted(typed) {
            if let Some(found) = rest.find(word.as_str()) {
                rest = &rest[found + word.len()..];
                continue;
            }
            let is_named = lines.get(&number).is_some_and(|lines| lines.contains(&line_of(typed, *at)));
            assert!(
                is_named,
                "{word} on line {} vanishes from {:?}, of which is read {read:?}; named are {:?}",
                line_of(typed, *at),
                typed.text,
                lines.get(&number)
            );
        }
    }
}

/// What the page and the PDF of a report say that has each text as an entry.
fn printed(texts: &[String]) -> (String, String) {
    let mut project = Project::new();
    for (number, text) in texts.iter().enumerate() {
        let head = format!("---\ntitle: Entry\norder: {}\nrating: green\n---\n", number + 1);
        project = project.file(&format!("content/r/s/e{number}.md"), &format!("{head}{text}\n"));
    }
    let loaded = pipeline::load(Request {
        content: project.path("content"),
        templates: project.path("templates"),
        are_templates_named: false,
        reports: Vec::new(),
        restricted: false,
        docx: false,
        published: BTreeSet::new(),
        today: None,
    });
    let output = loaded.render(&BTreeMap::new(), &|| Duration::ZERO);
    let faults: Vec<_> = loaded.diagnostics.iter().chain(&output.diagnostics).cloned().collect();
    assert!(!diag::has_errors(&faults), "{faults:?}");
    let page = String::from_utf8(output.artifacts["r/index.html"].to_vec()).expect("UTF-8");
    (html::text(&page), pdf::text(&output.artifacts["r/progress-spring.pdf"]))
}

/// The same in the outputs: whatever has no error is printed on the page and on paper, each word in its order.
#[test]
fn every_word_that_is_read_is_printed_in_both_outputs() {
    let texts = texts(600);
    let (lines, errors) = named(&texts);
    // What only the fonts can refuse is left out: a character that none of them has.
    let fine: Vec<usize> = (0..texts.len())
        .filter(|number| !errors.contains(number))
        .filter(|number| !texts[*number].text.contains('\u{b}'))
        .collect();
    assert!(fine.len() > 60, "{} texts without an error", fine.len());
    let bodies: Vec<String> = fine.iter().map(|number| texts[*number].text.clone()).collect();
    let (page, paper) = printed(&bodies);
    // Line ends may fall inside a word on paper.
    let paper: String = paper.chars().filter(char::is_ascii_alphanumeric).collect();
    let (mut on_page, mut on_paper) = (page.as_str(), paper.as_str());
    for number in fine {
        let typed = &texts[number];
        for (word, at) in wanted(typed) {
            if lines.get(&number).is_some_and(|lines| lines.contains(&line_of(typed, *at)))
                && !on_page.contains(word.as_str())
            {
                continue;
            }
            for rest in [&mut on_page, &mut on_paper] {
                let found = rest.find(word.as_str());
                let found = found.unwrap_or_else(|| panic!("{word} is not printed of {:?}", typed.text));
                *rest = &rest[found + word.len()..];
            }
        }
    }
}

#[test]
fn lists_are_printed_with_the_markers_that_were_typed() {
    let body = "a) alpha\nb) beta\n\nText.\n\nc) gamma\n\n(i) delta (Green)\n(ii) eps\n\n1. zeta\n3. eta\n\n\u{2022} theta (Amber)\n  \u{25e6} iota";
    let (page, paper) = printed(&[body.to_owned()]);
    let expected = "a) alpha b) beta Text. c) gamma (i) delta Green (ii) eps 1. zeta 3. eta";
    assert!(page.contains(expected), "{page}");
    assert!(page.contains("theta Amber iota"), "{page}");
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(plain(&paper).contains(expected), "{paper}");
}

/// Text that somebody who knows Markdown writes is not warned about: that of the worked example, and made-up prose.
#[test]
fn honest_text_is_not_warned_about() {
    let codes = [
        "lost-text",
        "table-row",
        "empty-heading",
        "unclear-signs",
        "raw-signs",
        "run-together",
        "typed-number",
        "wrong-encoding",
    ];
    let made = Project::empty();
    for (path, text) in generator::content(&generator::Size::of(200)) {
        made.write(&format!("content/{path}"), text.as_bytes());
    }
    let example =
        program(&repository()).args(["check", "--format", "short"]).output().expect("the program starts");
    for ran in [made.run(&["check", "--format", "short"]), Ran::from(example)] {
        let said = ran.out + &ran.err;
        assert!(said.contains("checked"), "{said}");
        for code in codes {
            assert!(!said.contains(&format!("[{code}]")), "{said}");
        }
    }
}
