//! Prose is data: every word comes out, in order, in both outputs, and none of it becomes code.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use cabinet_report::diag::{self, Code, Diagnostic};
use cabinet_report::outputs::{Artifacts, Fonts, TemplateFiles};
use cabinet_report::pipeline::{self, Request};
use proptest::prelude::*;

use crate::support::{Project, html, pdf, words};

/// Builds a report with one entry of this body, in memory.
fn build(body: &str) -> Result<Artifacts, Vec<Diagnostic>> {
    let project =
        Project::new().file("content/r/s/e.md", &format!("---\ntitle: E\nrating: green\n---\n{body}\n"));
    let loaded = pipeline::load(Request {
        content: project.path("content"),
        templates: project.path("templates"),
        are_templates_named: false,
        reports: Vec::new(),
        restricted: false,
        docx: true,
        published: BTreeSet::new(),
        today: None,
    });
    let output = loaded.render(&BTreeMap::new(), &|| Duration::ZERO);
    let faults: Vec<Diagnostic> = loaded.diagnostics.into_iter().chain(output.diagnostics).collect();
    if diag::has_errors(&faults) { Err(faults) } else { Ok(output.artifacts) }
}

/// What the narrative says in the page and in the PDF.
fn printed(artifacts: &Artifacts) -> (String, String) {
    let page = String::from_utf8(artifacts["r/index.html"].to_vec()).expect("UTF-8");
    let narrative = html::text(html::between(&page, "<div class=\"narrative\">", "</article>"));
    let paper = pdf::text(&artifacts["r/progress-spring.pdf"]);
    let after_head = paper.split_once("E Rating: Green").map_or(paper.as_str(), |(_, rest)| rest);
    let narrative_on_paper =
        after_head.split("How the ratings were worked out").next().unwrap_or_default().to_owned();
    (narrative, narrative_on_paper)
}

/// Letters and figures only, run together: line ends may fall inside words of scripts without spaces. Signs that are
/// the same letter by definition (Kelvin and K) count as one: typesetting writes the letter.
fn letters(text: &str) -> String {
    text.replace('\u{212a}', "K")
        .replace('\u{212b}', "\u{c5}")
        .replace('\u{2126}', "\u{3a9}")
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Makes every character stand for itself in Markdown.
fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect()
}

/// Every character that can be printed, but for marks, which a PDF writes as part of the letter that they stand on (see
/// `marks_on_letters_are_printed`), and for scripts that run from right to left: their glyphs stand in a PDF in the
/// order of the eye, and a reader turns them round again.
fn printable() -> Vec<char> {
    let fonts = Fonts::load(&TemplateFiles::new());
    let runs_leftwards = |c: char| matches!(u32::from(c), 0x0590..=0x08ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x10800..=0x10fff | 0x1e800..=0x1efff | 0x200f | 0x202a..=0x202e | 0x2066..=0x2069);
    let is_mark = |c: char| matches!(u32::from(c), 0x0300..=0x036f | 0x0483..=0x0489 | 0x0eb1 | 0x0eb3..=0x0ebc | 0x0ec8..=0x0ecd | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0xa66f..=0xa67f | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f | 0x302a..=0x302d | 0x115f..=0x11ff);
    ('!'..='\u{2ffff}')
        .filter(|c| {
            !c.is_whitespace()
                && !c.is_control()
                && fonts.can_print(*c)
                && !runs_leftwards(*c)
                && !is_mark(*c)
        })
        .collect()
}

#[test]
fn every_character_that_can_be_printed_is_printed_in_both_outputs() {
    let all = printable();
    assert!(all.len() > 4000, "{}", all.len());
    let source: Vec<String> = all.chunks(7).map(|chunk| chunk.iter().collect()).collect();
    let artifacts = build(&escaped(&source.join(" "))).expect("no fault");
    let (page, paper) = printed(&artifacts);
    let wanted = letters(&source.concat());
    assert_eq!(letters(&page), wanted);
    let found = letters(&paper);
    if found != wanted {
        let at = wanted.chars().zip(found.chars()).position(|(a, b)| a != b).unwrap_or(0);
        let near = |text: &str| text.chars().skip(at.saturating_sub(3)).take(12).collect::<String>();
        panic!("from letter {at}: wanted {:?}, found {:?}", near(&wanted), near(&found));
    }
}

/// Words that mean something to Markdown, HTML, Typst or Tera.
const HOSTILE: [&str; 25] = [
    "//",
    "/*",
    "*/",
    "#x",
    "$x$",
    "@label",
    "<label>",
    "#{",
    "}",
    "[",
    "]",
    "{{ 7*7 }}",
    "{{",
    "{% if x %}",
    "{# x #}",
    "\\u{41}",
    "#import",
    "`raw`",
    "~",
    "--",
    "\"quoted\"",
    "it's",
    "= Heading",
    "+ item",
    "&amp;",
];

fn hostile_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        3 => "[a-zA-Z0-9]{1,9}",
        2 => proptest::sample::select(&HOSTILE[..]).prop_map(str::to_owned),
        1 => "[ -~]{1,6}",
        1 => proptest::collection::vec(proptest::sample::select(printable()), 1..6).prop_map(|chars| chars.into_iter().collect::<String>()),
    ];
    proptest::collection::vec(word, 1..80).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_as_text_is_printed_in_order(text in hostile_text()) {
        let artifacts = build(&escaped(&text)).expect("text that stands for itself is no fault");
        let (page, paper) = printed(&artifacts);
        prop_assert_eq!(letters(&page), letters(&text));
        prop_assert_eq!(letters(&paper), letters(&text));
    }

    #[test]
    fn whatever_markdown_is_typed_either_both_outputs_agree_or_a_fault_says_why(text in hostile_text(), breaks in "[\n >#*+-]{0,20}") {
        let body: String = text.split(' ').zip(breaks.chars().chain(std::iter::repeat(' '))).map(|(word, c)| format!("{word}{c}")).collect();
        match build(&body) {
            Ok(artifacts) => {
                let (page, paper) = printed(&artifacts);
                prop_assert_eq!(letters(&page), letters(&paper), "{}", body);
            }
            Err(faults) => {
                for fault in faults {
                    prop_assert!(!matches!(fault.code, Code::Template | Code::PdfExport), "{:?} from {:?}", fault.message, body);
                }
            }
        }
    }
}

#[test]
fn marks_on_letters_are_printed() {
    let artifacts = build("e\u{301}te\u{301} w\u{302}yr").expect("no fault");
    let (page, paper) = printed(&artifacts);
    for text in [page, paper] {
        assert!(
            text.contains("e\u{301}te\u{301} w\u{302}yr") || text.contains("\u{e9}t\u{e9} \u{175}yr"),
            "{text:?}"
        );
    }
}

#[test]
fn every_kind_of_markdown_says_the_same_in_both() {
    let body = "## Heading\n\nOne *two* **three** ~~four~~ <u>five</u> H<sub>6</sub>O x<sup>7</sup> `eight` [nine](https://example.org).\n\n\
                - ten (Green)\n  - eleven (AMBER)\n    1. twelve\n\n5. thirteen\n6. fourteen\n\n> fifteen\n\n\
                | sixteen | seventeen |\n|---|--:|\n| eighteen | 19 |\n\n---\n\n    twenty  spaced\n\nline\\\nbreak<br>again\n";
    let artifacts = build(body).expect("no fault");
    let (page, paper) = printed(&artifacts);
    let expected = "Heading One two three four five H6O x7 eight nine ten Green eleven Amber 1 twelve 5 thirteen 6 fourteen \
                    fifteen sixteen seventeen eighteen 19 twenty spaced line break again";
    assert_eq!(words(&page), words(expected));
    assert_eq!(letters(&paper), letters(expected));
    let html = String::from_utf8(artifacts["r/index.html"].to_vec()).unwrap();
    for markup in [
        "<h5 id=\"s--e--h-heading\">Heading</h5>",
        "<s>four</s> <u>five</u> H<sub>6</sub>O x<sup>7</sup> <code>eight</code> <a href=\"https://example.org\">nine</a>",
        "ten <span class=\"rating tag green\">",
        "eleven <span class=\"rating tag amber\">",
        "<ol start=\"5\">",
        "<th scope=\"col\" class=\"end\">seventeen</th>",
        "<th scope=\"row\">eighteen</th><td class=\"end\">19</td>",
    ] {
        assert!(html.contains(markup), "{markup} in {html}");
    }
}

#[test]
fn text_pasted_from_word_is_printed_as_it_was_meant() {
    let body = "\u{2018}Single\u{2019} \u{201c}double\u{201d} \u{2013} dash \u{2014} long\u{a0}space\u{2026} \u{2022} bullet\u{2011}hyphen \u{bd} caf\u{e9} \u{a3}5";
    let artifacts = build(body).expect("no fault");
    let (page, paper) = printed(&artifacts);
    for text in [
        "\u{2018}Single\u{2019} \u{201c}double\u{201d} \u{2013} dash \u{2014} long",
        "\u{bd} caf\u{e9} \u{a3}5",
    ] {
        assert!(page.contains(text), "{page}");
        assert!(paper.contains(text), "{paper}");
    }
}
