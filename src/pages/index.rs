//! The page that lists every report.

use serde::Serialize;

use super::Paint;
use super::report::Report;
use super::tally::Tally;
use crate::report::Council;

/// What `index.html` says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Index {
    /// The council's name.
    pub(crate) council: String,
    /// The language, as in `en-GB`.
    pub(crate) language: String,
    /// The colour of headings and rules.
    pub(crate) accent: String,
    /// The looks of the ratings that it counts.
    pub(crate) paints: Vec<Paint>,
    /// The colours of a warning that must not be missed.
    pub(crate) warning: Paint,
    /// Whether there is an accessibility statement beside this page.
    pub(crate) has_statement: bool,
    /// Whether anything here must not be published.
    pub(crate) restricted: bool,
    /// The reports, newest first.
    pub(crate) reports: Vec<Listed>,
}

/// One report in the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Listed {
    /// Its folder.
    pub(crate) id: String,
    /// Its title.
    pub(crate) title: String,
    /// Its period.
    pub(crate) period: String,
    /// The meeting that it is for.
    pub(crate) meeting: Option<String>,
    /// Whether it is a draft, in a word.
    pub(crate) status: Option<String>,
    /// The PDF beside its page.
    pub(crate) pdf: String,
    /// The Word file beside its page, if there is one.
    pub(crate) docx: Option<String>,
    /// Its projects and indicators by rating.
    pub(crate) tallies: Vec<Tally>,
}

/// Lists `reports`, newest first.
pub(crate) fn index(council: &Council, reports: &[&Report], restricted: bool) -> Index {
    let mut sorted = reports.to_vec();
    sorted.sort_by(|a, b| {
        let date = |report: &Report| report.date.as_ref().map(|date| date.iso.clone());
        date(b).cmp(&date(a)).then_with(|| b.id.cmp(&a.id))
    });
    let mut paints: Vec<Paint> = Vec::new();
    for paint in reports.iter().flat_map(|report| &report.paints) {
        if paints.iter().all(|known| known.look != paint.look) {
            paints.push(paint.clone());
        }
    }
    Index {
        council: council.name.clone(),
        language: council.language.tag().to_owned(),
        accent: council.accent.hex(),
        paints,
        warning: Paint::new(&council.palette.warning()),
        has_statement: council.statement.is_some(),
        restricted,
        reports: sorted
            .into_iter()
            .map(|report| Listed {
                id: report.id.clone(),
                title: report.title.clone(),
                period: report.period.clone(),
                meeting: report.meeting.clone(),
                status: report.status.clone(),
                pdf: report.pdf.clone(),
                docx: report.docx.clone(),
                tallies: report.tallies.clone(),
            })
            .collect(),
    }
}
