//! The preview: the last good version of every page, and what is wrong at this moment.
//!
//! In: pages, PDFs and faults, as the pipeline hands them over. Out: what a browser is shown for an address. Everything
//! is kept in memory and nothing is written. It must not know the clock or the terminal.

mod server;
mod watcher;

use std::fmt::Write as _;
use std::sync::Arc;

use crate::diag::source::Sources;
use crate::diag::{Diagnostic, Place, Severity};
use crate::outputs::{Artifacts, escape_html};

pub use server::Server;
pub use watcher::Watch;

/// Everything that is shown at this moment.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// The files of the last good build, by path.
    files: Artifacts,
    /// What is wrong now, as a list in HTML; empty if nothing is.
    faults: String,
}

/// What a browser is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// A page, which reloads itself.
    Page(String),
    /// Any other file.
    File(Arc<Vec<u8>>),
}

impl Shelf {
    /// Puts new files in the place of all that were there, but keeps a PDF until its new version comes.
    pub fn show(&mut self, files: &Artifacts) {
        let reports: Vec<&str> = files.keys().filter_map(|path| path.strip_suffix("/index.html")).collect();
        let is_waiting = |path: &str| {
            path.split_once('/')
                .is_some_and(|(report, name)| reports.contains(&report) && kind(name) != "html")
        };
        self.files.retain(|path, _| is_waiting(path));
        self.add(files);
        self.faults.clear();
    }

    /// Puts files beside those that are there: PDFs that have been made meanwhile.
    pub fn add(&mut self, files: &Artifacts) {
        self.files.extend(files.iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes))));
    }

    /// Says what is wrong; the last good version stays.
    pub fn blame(&mut self, diagnostics: &[Diagnostic], sources: &Sources) {
        self.faults = list(diagnostics, sources);
    }

    /// What is shown at an address, such as `/2013-14-h2/index.html`.
    pub fn answer(&self, address: &str) -> Option<Shown> {
        let path = address.trim_start_matches('/');
        let path = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        match self.files.get(&path) {
            Some(bytes) if kind(&path) == "html" => {
                Some(Shown::Page(live(&String::from_utf8_lossy(bytes), &self.faults)))
            }
            Some(bytes) => Some(Shown::File(Arc::clone(bytes))),
            None if path == "index.html" || (path.ends_with("/index.html") && !self.faults.is_empty()) => {
                Some(Shown::Page(bare(&if self.faults.is_empty() {
                    "<p>The reports are being made.</p>".to_owned()
                } else {
                    alert(&self.faults, "")
                })))
            }
            None if kind(&path) == "pdf" && self.files.contains_key(&report_page(&path)) => {
                Some(Shown::Page(bare("<p>The PDF is being typeset. This page turns into it by itself.</p>")))
            }
            None => None,
        }
    }

    /// Whether a browser that shows what there is now would show something else with these files: a PDF that it has
    /// waited for.
    pub fn is_awaited(&self, files: &Artifacts) -> bool {
        files.keys().any(|path| !self.files.contains_key(path))
    }
}

/// How a file's name ends.
fn kind(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, kind)| kind)
}

/// The page of the report that a file belongs to.
fn report_page(path: &str) -> String {
    format!("{}/index.html", path.split_once('/').map_or("", |(report, _)| report))
}

/// The page's own policy forbids every script. In the preview, and there alone, the one that reloads the page may run:
/// this is its fingerprint. `tests/conformance/preview.mjs` sees it at work in a browser.
const SCRIPT_POLICY: &str = "default-src 'none'; script-src 'sha256-QC7ICH8Kv4k/RK0Z7Iu4vGb2PiOaNcWnwzPzGMRyF2I='; connect-src 'self'";

/// A page of the report, with what is wrong now at its head.
fn live(page: &str, faults: &str) -> String {
    let mut page = page.replacen("default-src 'none'", SCRIPT_POLICY, 1);
    let head = page.find("<body").and_then(|start| Some(start + page[start..].find('>')? + 1)).unwrap_or(0);
    if !faults.is_empty() {
        page.insert_str(head, &alert(faults, " Below stands the last version that could be made."));
    }
    page
}

/// A page where there is none yet.
fn bare(body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>Preview</title></head>\
         <body style=\"font-family:Arial,sans-serif;margin:1rem\">{body}</body></html>\n"
    )
}

/// What is wrong, in a box that is read aloud when it comes up.
fn alert(faults: &str, sentence: &str) -> String {
    format!(
        "<div role=\"alert\" style=\"font:1rem/1.4 Arial,sans-serif;color:#0b0c0c;background:#fff;border:4px solid #0b0c0c;\
         padding:1rem;margin:1rem\"><strong>The reports cannot be made until this is put right.</strong>{sentence}{faults}</div>"
    )
}

/// The faults that stand in the way.
fn list(diagnostics: &[Diagnostic], sources: &Sources) -> String {
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

/// Where a fault lies, and the line itself.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;

    fn files(files: &[(&str, &str)]) -> Artifacts {
        files.iter().map(|(path, text)| ((*path).to_owned(), Arc::new(text.as_bytes().to_vec()))).collect()
    }

    fn page(shelf: &Shelf, address: &str) -> String {
        match shelf.answer(address) {
            Some(Shown::Page(page)) => page,
            other => panic!("{address}: {other:?}"),
        }
    }

    #[test]
    fn the_last_good_version_stays_beneath_the_faults() {
        let mut shelf = Shelf::default();
        assert!(page(&shelf, "/").contains("being made"));
        shelf.show(&files(&[("index.html", "<body>list"), ("r/index.html", "<body class=x>one")]));
        let mut sources = Sources::default();
        let file = sources.add("content/r/_index.md", "---\ntitle: <b>\n");
        let fault =
            Diagnostic::error(Code::WrongType, crate::diag::source::Span::new(file, 4..5), "wrong <here>");
        shelf.blame(&[fault], &sources);
        let shown = page(&shelf, "/r/");
        assert!(shown.starts_with("<body class=x><div role=\"alert\""), "{shown}");
        assert!(shown.contains("wrong &lt;here&gt;") && shown.ends_with("</div>one"), "{shown}");
        assert!(shown.contains("line 2: <code>title: &lt;b&gt;</code>"), "{shown}");
        shelf.show(&files(&[("index.html", "<body>list"), ("r/index.html", "<body>two")]));
        assert_eq!(page(&shelf, "/r/index.html"), "<body>two");
    }

    #[test]
    fn a_pdf_stays_until_its_new_version_comes_and_goes_with_its_report() {
        let mut shelf = Shelf::default();
        let first = files(&[
            ("r/index.html", "1"),
            ("r/r.pdf", "%PDF 1"),
            ("s/index.html", "1"),
            ("s/s.pdf", "%PDF"),
        ]);
        assert!(shelf.is_awaited(&first));
        shelf.show(&first);
        shelf.show(&files(&[("r/index.html", "2")]));
        assert_eq!(shelf.answer("/r/r.pdf"), Some(Shown::File(Arc::new(b"%PDF 1".to_vec()))));
        assert_eq!(shelf.answer("/s/s.pdf"), None);
        assert!(page(&shelf, "/r/other.pdf").contains("being typeset"));
        assert_eq!(shelf.answer("/../../etc/passwd"), None);
    }

    #[test]
    fn only_the_preview_lets_a_script_run() {
        let strict = "<meta content=\"default-src 'none'; style-src 'unsafe-inline'\"><body>";
        let shown = live(strict, "");
        assert!(
            shown.contains("default-src 'none'; script-src 'sha256-")
                && shown.contains("style-src 'unsafe-inline'")
        );
    }
}
