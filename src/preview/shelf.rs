//! What is shown: the last good version of every page, and what is wrong at this moment.
//!
//! In: pages, PDFs and faults, as the pipeline passes them on. Out: what a browser is shown for an address. It must not
//! know how an answer is sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::page::{self, Page};
use crate::diag::Diagnostic;
use crate::diag::source::Sources;
use crate::outputs::Artifacts;
use crate::pipeline::HeldUp;

/// Everything that is shown at the moment.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// The files of the last good build, by path.
    files: Artifacts,
    /// The pages among them as they are shown, made once for everyone who looks at them.
    pages: BTreeMap<String, Page>,
    /// What is wrong now, as a list in HTML; empty if nothing is.
    faults: String,
    /// What has to stay as it was because of that.
    held_up: HeldUp,
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
    /// There is nothing at the address; the page says so.
    Nothing(Page),
}

impl Shelf {
    /// Replaces all files with new ones, but keeps a PDF until its new version comes. Returns the number
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

    /// Says what is wrong. Pages that are `held_up` stay as they were; the other new `files` replace the old ones.
    pub fn blame(
        &mut self,
        diagnostics: &[Diagnostic],
        sources: &Sources,
        held_up: HeldUp,
        files: &Artifacts,
    ) {
        self.take_in(files, |path| !held_up.has(path));
        self.faults = page::list(diagnostics, sources);
        self.held_up = held_up;
        self.edition += 1;
        self.make_pages();
    }

    /// Adds what took longer to the pages of an edition: PDFs and data files. If newer pages have come meanwhile, those
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

    /// Adds those of the files that are wanted.
    fn take_in(&mut self, files: &Artifacts, is_wanted: impl Fn(&str) -> bool) {
        let wanted = files.iter().filter(|(path, _)| is_wanted(path));
        self.files.extend(wanted.map(|(path, bytes)| (path.clone(), Arc::clone(bytes))));
    }

    /// Makes every page as it will be shown.
    fn make_pages(&mut self) {
        let pages = self.files.iter().filter(|(path, _)| kind(path) == "html");
        self.pages = pages.map(|(path, html)| (path.clone(), page::live(html, &self.alert(path)))).collect();
    }

    /// What is shown at the top of a page.
    fn alert(&self, path: &str) -> String {
        if self.faults.is_empty() {
            String::new()
        } else if self.held_up.has(path) {
            page::alert(&self.faults, " Below is the last version that could be made.")
        } else {
            page::alert(
                &self.faults,
                " This page is not affected and shows what was saved last; its PDF waits.",
            )
        }
    }
}

/// The file path of an address.
fn path_of(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// A file's extension.
pub(super) fn kind(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, kind)| kind)
}

/// The page of the report that a file belongs to.
fn report_page(path: &str) -> String {
    format!("{}/index.html", path.split_once('/').map_or("", |(report, _)| report))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

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
        shelf.blame(&faults, &sources, HeldUp::Everything, &files(&[("r/index.html", "<body>half")]));
        let shown = page(&shelf, "/r/");
        assert!(shown.contains("<body class=x><div id=\"_faults\" role=\"alert\""), "{shown}");
        assert!(shown.contains("wrong &lt;here&gt;") && shown.ends_with("</div>one"), "{shown}");
        assert!(shown.contains("line 2: <code>title: &lt;b&gt;</code>"), "{shown}");
        assert!(shown.contains("Below is the last version"), "{shown}");
        assert!(page(&shelf, "/never-right/index.html").contains("wrong &lt;here&gt;"));
        shelf.show(&files(&[("index.html", "<body>list"), ("r/index.html", "<body>two")]));
        assert!(
            page(&shelf, "/r/index.html").ends_with("></script>two"),
            "{}",
            page(&shelf, "/r/index.html")
        );
    }

    #[test]
    fn a_fault_of_one_report_leaves_the_others_their_pages() {
        let mut shelf = Shelf::default();
        let old =
            [("index.html", "<body>list 1"), ("r/index.html", "<body>r 1"), ("s/index.html", "<body>s 1")];
        let new =
            [("index.html", "<body>list 2"), ("r/index.html", "<body>r 2"), ("s/index.html", "<body>s 2")];
        shelf.show(&files(&old));
        let (faults, sources) = fault();
        let held_up = HeldUp::Reports(BTreeSet::from(["r".to_owned()]));
        shelf.blame(&faults, &sources, held_up, &files(&new));
        assert!(page(&shelf, "/").ends_with("list 1") && page(&shelf, "/r/").ends_with("r 1"));
        let other = page(&shelf, "/s/");
        assert!(other.ends_with("s 2") && other.contains("wrong &lt;here&gt;"), "{other}");
        assert!(other.contains("This page is not affected"), "{other}");
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
