//! The HTML that Markdown lets through: which of it is allowed, and what is said of the rest.

use super::{Inline, Style};
use crate::diag::source::Span;
use crate::diag::{Code, Diagnostic};

/// An HTML tag in the text.
pub(super) struct Html {
    pub(super) name: String,
    pub(super) closing: bool,
}

/// An allowed HTML element that is open, and what was before it.
pub(super) struct OpenElement {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) before: Vec<Inline>,
}

/// Tags that stand around a text without being part of what it says.
pub(super) const AROUND: [&str; 26] = [
    "p",
    "div",
    "span",
    "font",
    "o:p",
    "a",
    "img",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "colgroup",
    "col",
    "ul",
    "ol",
    "li",
    "center",
    "section",
    "figure",
    "figcaption",
    "blockquote",
    "hr",
    "style",
];

/// The style of an element that is allowed, of those that text from Word contains.
pub(super) fn style_of(name: &str) -> Option<Style> {
    Some(match name {
        "u" => Style::Underline,
        "sup" => Style::Superscript,
        "sub" => Style::Subscript,
        "b" | "strong" => Style::Strong,
        "i" | "em" => Style::Emphasis,
        _ => return None,
    })
}

/// The name of the tag that `html` begins with.
pub(super) fn tag(html: &str) -> Option<Html> {
    let rest = html.strip_prefix('<')?;
    let (closing, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    // A name ends here and nowhere else: a longer name that begins with an allowed one is another element.
    let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).unwrap_or(rest.len());
    let is_name = rest.starts_with(|c: char| c.is_ascii_alphabetic());
    is_name.then(|| Html { name: rest[..length].to_ascii_lowercase(), closing })
}

/// What a note that is not printed begins with.
pub(super) const NOTE: &str = "<!--";

/// How much of `text` is notes that are not printed, and space around them; the error is where one of them begins that
/// is never closed.
pub(super) fn after_notes(text: &str) -> Result<usize, usize> {
    const END: &str = "-->";
    let mut rest = text.trim_start();
    while rest.starts_with(NOTE) {
        let start = text.len() - rest.len();
        let end = rest.find(END).ok_or(start)?;
        rest = rest[end + END.len()..].trim_start();
    }
    Ok(text.len() - rest.len())
}

/// A note that is never closed.
pub(super) fn note_unclosed(span: Span) -> Diagnostic {
    let message = "a note is opened here but never closed, so everything after it would be lost";
    Diagnostic::error(Code::HtmlUnclosed, span, message).help("write `-->` where the note ends")
}

/// An element that is not closed in its paragraph.
pub(super) fn unclosed(element: &OpenElement) -> Diagnostic {
    let message = format!("`<{}>` is opened here but not closed in the same paragraph", element.name);
    Diagnostic::error(Code::HtmlUnclosed, element.span, message)
        .help(format!("write `</{}>` where it should end, or delete the tag", element.name))
}

/// A closing tag of something other than what was opened last; `is_alone` where nothing is open at all.
pub(super) fn not_the_last_opened(name: &str, span: Span, is_alone: bool) -> Diagnostic {
    let (message, help) = if is_alone {
        (
            format!("`</{name}>` closes a tag that was never opened in this paragraph"),
            format!("write `<{name}>` where it should begin, or delete the tag"),
        )
    } else {
        (
            format!("`</{name}>` closes a tag that is not the last one opened"),
            "close tags in the reverse of the order in which they were opened".to_owned(),
        )
    };
    Diagnostic::error(Code::HtmlUnclosed, span, message).help(help)
}

/// HTML that is not allowed.
pub(super) fn refused(html: &str, span: Span) -> Diagnostic {
    let shown: String = html.trim().chars().take(40).collect();
    let name = tag(html).map(|tag| tag.name);
    let fault = Diagnostic::error(
        Code::HtmlNotAllowed,
        span,
        format!("the HTML `{shown}` cannot be carried into both the web page and the PDF"),
    );
    match name.as_deref() {
        Some("table" | "tr" | "td" | "th" | "tbody" | "thead") => {
            fault.help("write a Markdown table: cells between `|`, and a line of dashes under the first row")
        }
        Some("img") => fault.help("write `![what the picture shows](picture.png)`"),
        Some("a") => fault.help("write `[what the link says](https://…)`"),
        Some("p" | "div" | "span" | "font" | "o") => {
            fault.help("delete the tag and its partner; a blank line begins a new paragraph")
        }
        _ => fault
            .help("delete it, or use one of <u>, <sup>, <sub>, <br>, <b>, <strong>, <i> and <em>")
            .help("to print the character `<` itself, write `\\<`"),
    }
}
