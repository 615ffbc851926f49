//! What a fault holds up: the report that it is in and those compared with it, or everything.
//!
//! In: faults, and the content as it was read. Out: which pages have to stay as they were.

use std::collections::BTreeSet;

use crate::diag::source::Sources;
use crate::diag::{Diagnostic, Place};
use crate::pipeline::Loaded;

/// Which pages have to stay as they were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum HeldUp {
    /// All of them.
    #[default]
    Everything,
    /// Those of these reports, and those that cover every report.
    Reports(BTreeSet<String>),
}

impl HeldUp {
    /// What these faults hold up. `content` is the content folder as messages name it.
    pub fn by(faults: &[Diagnostic], loaded: &Loaded, content: &str) -> Self {
        let folders = faults.iter().map(|fault| report_of(fault, &loaded.sources, content));
        let Some(mut reports) = folders.collect::<Option<BTreeSet<String>>>() else {
            return Self::Everything;
        };
        // What is compared with a report that has a fault would be compared with half of it.
        loop {
            let before = reports.len();
            for (id, rated) in &loaded.rated {
                let others = [&rated.report.previous, &rated.report.plan];
                if others.into_iter().flatten().any(|other| reports.contains(other)) {
                    reports.insert(id.clone());
                }
            }
            if reports.len() == before {
                return Self::Reports(reports);
            }
        }
    }

    /// Whether a file, by its path below the output folder, has to stay as it was.
    pub fn has(&self, path: &str) -> bool {
        match (self, path.split_once('/')) {
            (Self::Reports(reports), Some((report, _))) => reports.contains(report),
            _ => true,
        }
    }
}

/// The report in whose folder a fault is; `None` if it concerns them all.
pub(super) fn report_of(fault: &Diagnostic, sources: &Sources, content: &str) -> Option<String> {
    let path = match &fault.place {
        Place::Path(path) => path,
        Place::Span(span) => &sources.file(span.file).path,
    };
    report_at(path, content)
}

/// The report whose folder a file is in.
fn report_at(path: &str, content: &str) -> Option<String> {
    let below = path.strip_prefix(content)?.strip_prefix('/')?;
    match below.split_once('/') {
        Some((report, _)) => Some(report.to_owned()),
        // The folder itself; no name of a report has a full stop in it.
        None => (!below.contains('.')).then(|| below.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_in_a_folder_of_the_content_belongs_to_one_report() {
        assert_eq!(report_at("my/content/r/s/e.md", "my/content"), Some("r".to_owned()));
        assert_eq!(report_at("content/r", "content"), Some("r".to_owned()));
        assert_eq!(report_at("content/_index.md", "content"), None);
        assert_eq!(report_at("content", "content"), None);
        assert_eq!(report_at("contents/r/_index.md", "content"), None);
        assert_eq!(report_at("templates/html/page.html", "content"), None);
    }

    #[test]
    fn pages_that_tell_of_every_report_are_always_held_up() {
        let one = HeldUp::Reports(BTreeSet::from(["r".to_owned()]));
        assert!(one.has("r/index.html") && one.has("index.html") && one.has("accessibility.html"));
        assert!(!one.has("s/index.html"));
        assert!(HeldUp::Everything.has("s/index.html"));
    }
}
