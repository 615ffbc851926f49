//! What is shown: the last good version of every page, and what is wrong at this moment.
//!
//! In: pages, PDFs and faults, as the pipeline hands them over. Out: what a browser is shown for an address. It must not
//! know how an answer is sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::page::{self, Page};
use crate::diag::Diagnostic;
use crate::diag::source::Sources;
use crate::outputs::Artifacts;

/// Everything that is shown at this moment.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// The files of the last good build, by path.
    files: Artifacts,
    /// The pages among them as they are shown, made once for all who look at them.
    pages: BTreeMap<String, Page>,
    /// What is wrong now, as a list in HTML; empty if nothing is.
    faults: String,
    /// How often what is shown has changed.
    edition: usize,
}

/// What a browser is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// A page.
    Page(Page),
    /// Any other file.
    File(Arc<Vec<u8>>),
    /// Nothing lies at the address; the page says so.
    Nothing(Page),
}

impl Shelf {
    /// Puts new files in the place of all that were there, but keeps a PDF until its new version comes. Returns the number
    /// of this edition.
    pub fn show(&mut self, files: &Artifacts) -> usize {
        let reports: Vec<&str> = files.keys().filter_map(|path| path.strip_suffix("/index.html")).collect();
        let is_waiting = |path: &str| {
            path.split_once('/')
                .is_some_and(|(report, name)| reports.contains(&report) && kind(name) != "html")
        };
        self.files.retain(|path, _| is_waiting(path));
        self.take_in(files, |_| true);
        self.faults.clear();
        self.edition += 1;
        self.make_pages();
        self.edition
    }

    /// Says what is wrong; the last good version stays.
    pub fn blame(&mut self, diagnostics: &[Diagnostic], sources: &Sources) {
        self.faults = page::list(diagnostics, sources);
        self.edition += 1;
        self.make_pages();
    }

    /// Puts what took longer beside the pages of an edition: PDFs and data files. If pages have come meanwhile, those
    /// stay.
    pub fn add(&mut self, files: &Artifacts, edition: usize) {
        let is_current = self.edition == edition;
        self.take_in(files, |path| is_current || kind(path) != "html");
        self.make_pages();
    }

    /// The number of what is shown now, which tells it from what was shown before.
    pub fn edition(&self) -> usize {
        self.edition
    }

    /// What is shown at an address, such as `/2013-14-h2/index.html`.
    pub fn answer(&self, address: &str) -> Shown {
        let path = path_of(address);
        if let Some(page) = self.pages.get(&path) {
            return Shown::Page(page.clone());
        }
        match self.files.get(&path) {
            Some(bytes) => Shown::File(Arc::clone(bytes)),
            None if !self.faults.is_empty() && (path == "index.html" || path.ends_with("/index.html")) => {
                Shown::Page(page::bare(&page::alert(&self.faults, "")))
            }
            None if path == "index.html" => Shown::Page(page::bare("<p>The reports are being made.</p>")),
            None if kind(&path) == "pdf" && self.files.contains_key(&report_page(&path)) => {
                Shown::Page(page::bare("<p>The PDF is being typeset. This page turns into it by itself.</p>"))
            }
            None => Shown::Nothing(page::bare(
                "<p>There is nothing at this address. <a href=\"/\">All reports</a></p>",
            )),
        }
    }

    /// Takes in those of the files that are wanted.
    fn take_in(&mut self, files: &Artifacts, is_wanted: impl Fn(&str) -> bool) {
        let wanted = files.iter().filter(|(path, _)| is_wanted(path));
        self.files.extend(wanted.map(|(path, bytes)| (path.clone(), Arc::clone(bytes))));
    }

    /// Makes every page as it is to be shown.
    fn make_pages(&mut self) {
        let alert = self.alert();
        let pages = self.files.iter().filter(|(path, _)| kind(path) == "html");
        self.pages = pages.map(|(path, html)| (path.clone(), page::live(html, &alert))).collect();
    }

    /// What stands at the head of every page.
    fn alert(&self) -> String {
        if self.faults.is_empty() {
            String::new()
        } else {
            page::alert(&self.faults, " Below stands the last version that could be made.")
        }
    }
}

/// The path that an address stands for.
fn path_of(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// How a file's name ends.
pub(super) fn kind(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, kind)| kind)
}

/// The page of the report that a file belongs to.
fn report_page(path: &str) -> String {
    format!("{}/index.html", path.split_once('/').map_or("", |(report, _)| report))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::diag::source::Span;

    fn files(files: &[(&str, &str)]) -> Artifacts {
        files.iter().map(|(path, text)| ((*path).to_owned(), Arc::new(text.as_bytes().to_vec()))).collect()
    }

    fn page(shelf: &Shelf, address: &str) -> String {
        match shelf.answer(address) {
            Shown::Page(page) => String::from_utf8_lossy(&page.html).into_owned(),
            other => panic!("{address}: {other:?}"),
        }
    }

    /// A shelf's faults: one, in line 2 of a file.
    fn fault() -> (Vec<Diagnostic>, Sources) {
        let mut sources = Sources::default();
        let file = sources.add("content/r/_index.md", "---\ntitle: <b>\n");
        (vec![Diagnostic::error(Code::WrongType, Span::new(file, 4..5), "wrong <here>")], sources)
    }

    #[test]
    fn the_last_good_version_stays_beneath_the_faults() {
        let mut shelf = Shelf::default();
        assert!(page(&shelf, "/").contains("being made"));
        shelf.show(&files(&[
            ("index.html", "<body>list"),
            ("r/index.html", "<head></head><body class=x>one"),
        ]));
        let (faults, sources) = fault();
        shelf.blame(&faults, &sources);
        let shown = page(&shelf, "/r/");
        assert!(shown.contains("<body class=x><div id=\"_faults\" role=\"alert\""), "{shown}");
        assert!(shown.contains("wrong &lt;here&gt;") && shown.ends_with("</div>one"), "{shown}");
        assert!(shown.contains("line 2: <code>title: &lt;b&gt;</code>"), "{shown}");
        assert!(shown.contains("Below stands the last version"), "{shown}");
        assert!(page(&shelf, "/never-right/index.html").contains("wrong &lt;here&gt;"));
        shelf.show(&files(&[("index.html", "<body>list"), ("r/index.html", "<body>two")]));
        assert!(
            page(&shelf, "/r/index.html").ends_with("></script>two"),
            "{}",
            page(&shelf, "/r/index.html")
        );
    }

    #[test]
    fn a_pdf_stays_until_its_new_version_comes_and_goes_with_its_report() {
        let mut shelf = Shelf::default();
        let first =
            [("r/index.html", "1"), ("r/r.pdf", "%PDF 1"), ("s/index.html", "1"), ("s/s.pdf", "%PDF")];
        shelf.show(&files(&first));
        shelf.show(&files(&[("r/index.html", "2")]));
        assert_eq!(shelf.answer("/r/r.pdf"), Shown::File(Arc::new(b"%PDF 1".to_vec())));
        assert!(matches!(shelf.answer("/s/s.pdf"), Shown::Nothing(_)));
        assert!(page(&shelf, "/r/other.pdf").contains("being typeset"));
        assert!(matches!(shelf.answer("/../../etc/passwd"), Shown::Nothing(_)));
    }

    #[test]
    fn what_was_typeset_of_an_earlier_edition_takes_no_page_away() {
        let mut shelf = Shelf::default();
        let first = shelf.show(&files(&[("r/index.html", "<body>1")]));
        let second = shelf.show(&files(&[("r/index.html", "<body>2")]));
        shelf.add(&files(&[("r/index.html", "<body>1, 3 pages"), ("r/r.pdf", "%PDF 1")]), first);
        assert!(page(&shelf, "/r/").ends_with(">2"), "{}", page(&shelf, "/r/"));
        assert_eq!(shelf.answer("/r/r.pdf"), Shown::File(Arc::new(b"%PDF 1".to_vec())));
        shelf.add(&files(&[("r/index.html", "<body>2, 4 pages"), ("r/r.pdf", "%PDF 2")]), second);
        assert!(page(&shelf, "/r/").ends_with(">2, 4 pages"), "{}", page(&shelf, "/r/"));
    }
}
