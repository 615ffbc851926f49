//! Pages as the preview shows them: with what is wrong at the top, and reloading by themselves.
//!
//! In: a page of the report, and faults. Out: the page that a browser is given. It must not know whether a page is
//! current or an earlier one.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use crate::diag::source::Sources;
use crate::diag::{Diagnostic, Place, Severity};
use crate::outputs::escape_html;

/// A page that reloads itself when its address shows something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The page as it is sent.
    pub html: Arc<Vec<u8>>,
    /// The mark of this state of the page.
    pub mark: String,
}

/// The address of the script that reloads pages.
pub(super) const SCRIPT_PATH: &str = "/_preview/reload.js";

/// The script that reloads pages.
pub(super) const SCRIPT: &str = include_str!("reload.js");

/// A page's own policy forbids every script. Only in the preview does it allow the preview's own, of which there is
/// one.
const WITH_SCRIPT: &str = "default-src 'none'; script-src 'self'; connect-src 'self'";

/// The box of faults stays in sight while the page scrolls, and never takes more than part of the screen. The target of
/// a link is shown below it.
const STYLE: &str = "<style>\
    html{scroll-padding-top:min(40vh,16rem)}\
    #_faults{position:sticky;top:0;z-index:1;max-height:min(40vh,16rem);overflow:auto;box-sizing:border-box;margin:0;\
    padding:.5rem 1rem;border:4px solid #0b0c0c;font:1rem/1.4 Arial,sans-serif;color:#0b0c0c;background:#fff;\
    overflow-wrap:anywhere}\
    @media print{#_faults{position:static;max-height:none}}\
    </style>";

/// A page of the report, with what is wrong now at its top.
pub(super) fn live(html: &[u8], alert: &str) -> Page {
    let mut html = String::from_utf8_lossy(html).replacen("default-src 'none'", WITH_SCRIPT, 1);
    if !alert.is_empty() {
        let body = start_of_body(&html);
        html.insert_str(body, alert);
        let head = end_of_head(&html);
        html.insert_str(head, STYLE);
    }
    reloading(html)
}

/// A page with a short text, where there is no page of the report.
pub(super) fn bare(body: &str) -> Page {
    reloading(format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Preview</title>{STYLE}</head>\
         <body style=\"font-family:Arial,sans-serif;margin:1rem\">{body}</body></html>\n"
    ))
}

/// What is wrong, in a box that is read aloud when it appears. `sentence` says what is below it.
pub(super) fn alert(faults: &str, sentence: &str) -> String {
    format!(
        "<div id=\"_faults\" role=\"alert\" tabindex=\"0\">\
         <strong>The reports cannot be made until this is put right.</strong>{sentence}{faults}</div>"
    )
}

/// The errors, as a list.
pub(super) fn list(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::from("<ul>");
    for fault in diagnostics.iter().filter(|fault| fault.severity == Severity::Error) {
        _ = write!(out, "<li><strong>{}</strong><br>{}", escape_html(&fault.message), place(fault, sources));
        if let Some(subject) = &fault.subject {
            _ = write!(out, ", in \u{201c}{}\u{201d}", escape_html(subject));
        }
        for help in &fault.help {
            _ = write!(out, "<br>{}", escape_html(help));
        }
        out.push_str("</li>");
    }
    out.push_str("</ul>");
    out
}

/// Where a fault is, and the line itself.
fn place(fault: &Diagnostic, sources: &Sources) -> String {
    match &fault.place {
        Place::Path(path) => format!("<code>{}</code>", escape_html(path)),
        Place::Span(span) => {
            let file = sources.file(span.file);
            let line = file.line_column(span.start).line;
            let text: String = file.text[file.line_range(line)].chars().take(160).collect();
            format!(
                "<code>{}</code>, line {line}: <code>{}</code>",
                escape_html(&file.path),
                escape_html(&text)
            )
        }
    }
}

/// Adds the script to a page, and tells it what the page shows.
fn reloading(mut html: String) -> Page {
    // The same page has the same mark when the preview has been restarted.
    let mut hasher = DefaultHasher::new();
    html.hash(&mut hasher);
    let mark = format!("{:016x}", hasher.finish());
    let script = format!("<script src=\"{SCRIPT_PATH}\" data-shown=\"{mark}\" defer></script>");
    let head = end_of_head(&html);
    html.insert_str(head, &script);
    Page { html: Arc::new(html.into_bytes()), mark }
}

/// Where the head of a page ends; a council's own template may have none.
fn end_of_head(html: &str) -> usize {
    html.find("</head>").unwrap_or_else(|| start_of_body(html))
}

/// Where the body of a page begins.
fn start_of_body(html: &str) -> usize {
    html.find("<body").and_then(|start| Some(start + html[start..].find('>')? + 1)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: &Page) -> &str {
        std::str::from_utf8(&page.html).expect("text")
    }

    #[test]
    fn only_the_script_of_the_preview_may_run_and_the_rest_of_the_policy_stays() {
        let strict = b"<head><meta content=\"default-src 'none'; style-src 'unsafe-inline'\"></head><body>";
        let shown = live(strict, "");
        let policy =
            "\"default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'\"";
        assert!(text(&shown).contains(policy), "{}", text(&shown));
        let script = format!(
            "<script src=\"/_preview/reload.js\" data-shown=\"{}\" defer></script></head>",
            shown.mark
        );
        assert!(text(&shown).contains(&script), "{}", text(&shown));
    }

    #[test]
    fn a_template_without_head_or_body_is_shown_all_the_same() {
        let shown = live(b"words", "<div>box</div>");
        assert!(
            text(&shown).ends_with("<div>box</div>words") && text(&shown).contains("<script"),
            "{}",
            text(&shown)
        );
    }

    #[test]
    fn a_mark_is_that_of_what_the_page_shows() {
        let same = live(b"<body>a", "");
        assert_eq!(same, live(b"<body>a", ""));
        assert_ne!(same.mark, live(b"<body>b", "").mark);
        assert_ne!(same.mark, live(b"<body>a", "<div>box</div>").mark);
    }
}
