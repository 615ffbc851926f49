//! Tests of reading Markdown; `cases` holds what officers type and what is made of it.

mod cases;

use super::*;
use crate::diag::Code;
use crate::diag::source::Sources;
use crate::report::prose::{Enclosing, Numerals};

pub(super) fn parse(text: &str) -> (Vec<Block>, Vec<Code>, Sources) {
    let mut sources = Sources::default();
    let id = sources.add("a.md", text);
    let mut faults = Vec::new();
    let blocks = read(text, Origin::File(id, 0), &mut Count::default(), &mut faults);
    (blocks, faults.iter().map(|fault| fault.code).collect(), sources)
}

/// Writes the tree as text, so that a whole one can be compared at a glance.
pub(super) fn outline(blocks: &[Block]) -> String {
    let inline = |content: &[Inline]| content.iter().map(outline_inline).collect::<String>();
    let parts: Vec<String> = blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(content) => format!("p({})", inline(content)),
            Block::Heading(level, content) => format!("h{level}({})", inline(content)),
            Block::List(marker, items) => {
                let items: Vec<String> = items.iter().map(|item| outline(item)).collect();
                format!("{}[{}]", outline_marker(*marker), items.join(" | "))
            }
            Block::Table(_, head, rows) => {
                let row = |cells: &[Vec<Inline>]| {
                    cells.iter().map(|cell| inline(cell)).collect::<Vec<_>>().join(",")
                };
                let rows: Vec<String> = rows.iter().map(|cells| row(cells)).collect();
                format!("table[{} / {}]", row(head), rows.join(" / "))
            }
            Block::Quote(inner) => format!("quote[{}]", outline(inner)),
            Block::Preformatted(text) => format!("pre({})", text.value),
            Block::Rule => "rule".into(),
        })
        .collect();
    parts.join(" ")
}

fn outline_marker(marker: Marker) -> String {
    let Marker::Number { first, numerals, enclosing } = marker else { return "ul".to_owned() };
    let numerals = match numerals {
        Numerals::Digits => "",
        Numerals::SmallLetters => "a",
        Numerals::CapitalLetters => "A",
        Numerals::SmallRoman => "i",
        Numerals::CapitalRoman => "I",
    };
    match enclosing {
        Enclosing::Stop => format!("ol{numerals}{first}"),
        Enclosing::Bracket => format!("ol{numerals}{first})"),
        Enclosing::Brackets => format!("ol({numerals}{first})"),
    }
}

fn outline_inline(inline: &Inline) -> String {
    let all = |content: &[Inline]| content.iter().map(outline_inline).collect::<String>();
    match inline {
        Inline::Text(text) => text.value.clone(),
        Inline::Styled(style, content) => {
            format!("{}<{}>", format!("{style:?}").to_lowercase(), all(content))
        }
        Inline::Code(text) => format!("code<{}>", text.value),
        Inline::Break => "/".into(),
        Inline::Link(to, content) => format!("link<{}|{}>", to.value, all(content)),
        Inline::Image(source, alt) => format!("image<{}|{alt}>", source.value),
    }
}

#[test]
fn every_kind_of_block_is_read() {
    let (blocks, faults, _) = parse(
        "## Head\n\nOne *two* **three**\nfour\n\n- a\n  - b\n- c\n\n3. x\n\n> q\n\n| H | I |\n|---|--:|\n| 1 | 2 |\n| 3 | |\n\n---\n\n    a   code\n",
    );
    assert_eq!(faults, []);
    assert_eq!(
        outline(&blocks),
        "h2(Head) p(One emphasis<two> strong<three> four) ul[p(a) ul[p(b)] | p(c)] ol3[p(x)] quote[p(q)] \
         table[H,I / 1,2 / 3,] rule pre(a   code)"
    );
}

#[test]
fn allowed_html_means_what_it_means_and_may_stand_first_on_a_line() {
    let (blocks, faults, _) =
        parse("CO<sub>2</sub> and <u>so **on**</u><br>new\n\n<b>\nbold\n</b>\n\n<br>\n");
    assert_eq!(faults, []);
    assert_eq!(outline(&blocks), "p(COsubscript<2> and underline<so strong<on>>/new) p(strong< bold >) p(/)");
}

#[test]
fn other_html_is_a_fault_at_its_place_and_a_comment_is_nothing() {
    let (_, faults, _) = parse("a <span>b</span>\n\n<div>\n\n<!-- note -->\n\nx <!-- y --> z\n");
    assert_eq!(faults, [Code::HtmlNotAllowed; 2]);
    let mut sources = Sources::default();
    let id = sources.add("a.md", "word <blink>");
    let mut faults = Vec::new();
    read("word <blink>", Origin::File(id, 0), &mut Count::default(), &mut faults);
    let crate::diag::Place::Span(span) = faults[0].place else { panic!("a place") };
    assert_eq!(sources.slice(span), "<blink>");
}

#[test]
fn a_note_is_left_out_and_what_stands_after_it_is_not() {
    let (blocks, faults, _) = parse("<!-- note --> The *survey* was finished.\n");
    assert_eq!((outline(&blocks).as_str(), faults), ("p(The emphasis<survey> was finished.)", vec![]));
    let (_, faults, _) = parse("One.\n\n<!-- never closed\n\nTwo.\n");
    assert_eq!(faults, [Code::HtmlUnclosed]);
}

#[test]
fn words_line_breaks_become_line_breaks() {
    let (blocks, faults, _) = parse("one\u{b}two\u{2028}three");
    assert_eq!((outline(&blocks).as_str(), faults), ("p(one/two/three)", vec![]));
}

#[test]
fn unbalanced_html_is_a_fault_and_keeps_its_words() {
    let (blocks, faults, _) = parse("a <u>b\n\nc</sup> d");
    assert_eq!(faults, [Code::HtmlUnclosed; 2]);
    assert_eq!(outline(&blocks), "p(a underline<b>) p(c d)");
}

#[test]
fn nesting_beyond_reason_is_one_fault_and_keeps_its_words() {
    let list =
        (0..500).map(|depth| format!("{}- w{depth}\n", "  ".repeat(depth))).collect::<Vec<_>>().concat();
    for text in [
        list,
        "> ".repeat(500) + "deep",
        "*a _b ".repeat(150) + "deep" + &" c_ d*".repeat(150),
        "<u>".repeat(500) + "deep" + &"</u>".repeat(500),
        "![".repeat(9_000) + "deep" + &"](a.png)".repeat(9_000),
        "[![".repeat(3_000) + "deep" + &"](a.png)](https://a.uk)".repeat(3_000),
        "<b>\nx</b>\n<!-- note -->\n".repeat(500),
    ] {
        let (blocks, faults, _) = parse(&text);
        assert_eq!(
            faults.iter().filter(|code| **code == Code::TooDeep).count(),
            1,
            "{}: {faults:?}",
            &text[..20]
        );
        assert!(!blocks.is_empty());
    }
}

#[test]
fn no_nesting_needs_more_than_the_small_stack_of_windows() {
    let text = "![".repeat(9_000) + "deep" + &"](a.png)".repeat(9_000) + "\n\n" + &"> ".repeat(9_000);
    let reading = std::thread::Builder::new().stack_size(1 << 20).spawn(move || parse(&text).1);
    assert_eq!(reading.unwrap().join().unwrap(), [Code::TooDeep]);
}

#[test]
fn what_is_larger_than_can_be_typeset_is_one_fault_and_read_no_further() {
    for text in [
        "word ".repeat(30_000),
        format!("- {}", "word ".repeat(30_000)),
        "- x\n".repeat(20_000),
        "# x\n".repeat(400),
        "*a* ".repeat(11_000),
        "a\\\n".repeat(11_000),
        "a\u{2028}".repeat(11_000),
        "a\u{b}".repeat(9_000) + "\n\n" + &"a\u{b}".repeat(9_000),
        "---\n".repeat(11_000),
        "> ---\n".repeat(11_000),
        "a, ".repeat(21_000),
        "a, ".repeat(30_000) + "\n\n" + &"a, ".repeat(31_000),
        format!("# {}", "word ".repeat(300)),
        format!("|{}\n|{}\n", " a |".repeat(101), "-|".repeat(101)),
        format!("| a |\n|---|\n{}", "| b |\n".repeat(2_001)),
        "| a |\n|---|\n| b |\n\n".repeat(1_000),
    ] {
        let (_, faults, _) = parse(&text);
        let is_fine = text.len() == 63_000;
        assert_eq!(faults, if is_fine { vec![] } else { vec![Code::TooLarge] }, "{}", &text[..20]);
    }
}

#[test]
fn texts_know_their_places() {
    let (blocks, _, sources) = parse("Dŵr *oer* [x](y.md)\n");
    let Block::Paragraph(content) = &blocks[0] else { panic!("a paragraph") };
    let Inline::Text(first) = &content[0] else { panic!("a text") };
    assert_eq!(sources.slice(first.span), "Dŵr ");
    let Some(Inline::Link(to, _)) = content.last() else { panic!("a link") };
    assert_eq!((to.value.as_str(), sources.slice(to.span)), ("y.md", "[x](y.md)"));
}
