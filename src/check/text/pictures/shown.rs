//! Keeps the pictures that reports show, and counts what each report takes.
//!
//! In: pictures as they are met. Out: those that can be published, and a fault where a report has too many. One picture may
//! be fine and fifty of them a gigabyte, so they are counted together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Clean, Trouble};
use crate::content::limits::{MOST_PICTURE_BYTES, MOST_PIXELS_OF_REPORT, MOST_STEPS_OF_REPORT, too_large};
use crate::diag::Diagnostic;
use crate::diag::source::Span;
use crate::text::figure;

/// The pictures that were looked into, by their path below the content folder, and what each report takes.
#[derive(Debug, Default)]
pub(in crate::check::text) struct Shown {
    known: BTreeMap<String, Result<Clean, Trouble>>,
    /// Those that could not be read, which was reported.
    unread: BTreeSet<String>,
    /// By report; what all of them show stands under no name.
    counts: BTreeMap<String, Count>,
}

/// What the pictures of one report take.
#[derive(Debug, Clone, Default)]
struct Count {
    pixels: u64,
    bytes: usize,
    steps: u64,
    /// Those whose pixels are counted: they are kept once, however often they are shown.
    kept: BTreeSet<String>,
    /// Whether they are too much, which is said once.
    is_full: bool,
}

impl Shown {
    /// What is known of a picture.
    pub(in crate::check::text) fn known(&self, path: &str) -> Option<&Result<Clean, Trouble>> {
        self.known.get(path)
    }

    /// Whether no more of a picture need be said: it could not be read, or `report` has too many already.
    pub(in crate::check::text) fn is_settled(&self, report: &str, path: &str) -> bool {
        self.unread.contains(path) || self.counts.get(report).is_some_and(|count| count.is_full)
    }

    /// Notes that a picture could not be read.
    pub(in crate::check::text) fn is_unread(&mut self, path: &str) {
        self.unread.insert(path.to_owned());
    }

    /// Notes what came of looking into a picture.
    pub(in crate::check::text) fn add(&mut self, path: &str, picture: Result<Clean, Trouble>) {
        self.known.insert(path.to_owned(), picture);
    }

    /// Counts that `report` shows a picture at `span`; a fault if it shows too much with it.
    pub(in crate::check::text) fn count(
        &mut self,
        report: &str,
        path: &str,
        shown_path: &str,
        span: Span,
    ) -> Option<Diagnostic> {
        let Some(Ok(picture)) = self.known.get(path) else { return None };
        let common = if report.is_empty() {
            Count::default()
        } else {
            self.counts.get("").cloned().unwrap_or_default()
        };
        let count = self.counts.entry(report.to_owned()).or_default();
        if count.kept.insert(path.to_owned()) {
            count.pixels = count.pixels.saturating_add(picture.pixels);
        }
        count.bytes = count.bytes.saturating_add(picture.bytes.len());
        count.steps = count.steps.saturating_add(picture.steps);
        let (pixels, bytes, steps) = (
            count.pixels.saturating_add(common.pixels),
            count.bytes.saturating_add(common.bytes),
            count.steps.saturating_add(common.steps),
        );
        let fault = |what: String| too_large(span, format!("with the picture `{shown_path}`, {what}"));
        let fault = if pixels > MOST_PIXELS_OF_REPORT {
            fault(format!(
                "the pictures of this report have {} pixels together, and may have {}",
                figure(pixels),
                figure(MOST_PIXELS_OF_REPORT)
            ))
            .help("open the largest in a picture program and save them smaller: 2,000 pixels across fill a page")
            .help("a picture that can be seen through counts twice, and so does one of 16 bits for each colour")
        } else if bytes > MOST_PICTURE_BYTES {
            fault(format!(
                "the pictures of this report have {} MB together, each as often as it is shown, and may have {}",
                bytes.div_ceil(1_000_000),
                MOST_PICTURE_BYTES / 1_000_000
            ))
            .help("open the largest in a picture program and save them smaller: photographs are smallest as JPEG")
        } else if steps > MOST_STEPS_OF_REPORT {
            fault(
                "the drawings of this report have more parts together than can be drawn in a few seconds"
                    .to_owned(),
            )
            .help("open the largest where they were made and save them simpler, or save them as PNG")
        } else {
            return None;
        };
        count.is_full = true;
        self.known.remove(path);
        Some(fault)
    }

    /// The pixels of each report's pictures, as they are counted here.
    pub(in crate::check::text) fn pixels(&self) -> BTreeMap<String, u64> {
        self.counts.iter().map(|(report, count)| (report.clone(), count.pixels)).collect()
    }

    /// The pictures that can be published.
    pub(in crate::check::text) fn pictures(&self) -> BTreeMap<String, Arc<[u8]>> {
        let fine = self.known.iter().filter_map(|(path, picture)| Some((path, picture.as_ref().ok()?)));
        fine.map(|(path, picture)| (path.clone(), Arc::clone(&picture.bytes))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::source::{FileId, Sources};

    fn picture(pixels: u64, bytes: usize, steps: u64) -> Clean {
        Clean { kind: "image/png", bytes: vec![0; bytes].into(), pixels, steps }
    }

    fn file() -> FileId {
        Sources::default().add("e.md".to_owned(), String::new())
    }

    #[test]
    fn pixels_are_counted_once_and_all_else_each_time() {
        let span = Span { file: file(), start: 0, end: 0 };
        let most = MOST_PIXELS_OF_REPORT;
        let mut shown = Shown::default();
        shown.add("p.png", Ok(picture(most - 5, 9, 9)));
        shown.add("q.png", Ok(picture(5, 9, 9)));
        shown.add("logo.png", Ok(picture(1, 9, 9)));
        let mut count = |report: &str, path: &str| shown.count(report, path, path, span).is_some();
        assert!(!count("r", "p.png") && !count("r", "p.png") && !count("r", "q.png"));
        // The logo stands in each report.
        assert!(!count("", "logo.png") && !count("s", "q.png"));
        assert!(count("r", "q.png"));
        assert!(shown.is_settled("r", "p.png") && !shown.is_settled("s", "p.png"));
        for large in [picture(1, MOST_PICTURE_BYTES / 2, 1), picture(1, 1, MOST_STEPS_OF_REPORT / 2)] {
            let mut shown = Shown::default();
            shown.add("p", Ok(large));
            let mut count = || shown.count("r", "p", "p", span).is_some();
            assert!(!count() && !count() && count());
        }
    }
}
