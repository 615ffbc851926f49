//! Warns where a rating over sections differs between what the public sees and what members see.
//!
//! In: a report. Out: warnings for the officer, who must be able to explain the difference. Nothing of them is in a report.

use crate::diag::{Code, Diagnostic};
use crate::report::rate::{self, Rated};
use crate::report::{Report, Section};

/// Warns if leaving out what is restricted or exempt changes the rating of the report or of one of its groups.
pub(super) fn changes_over_sections(report: &Report, root: &str) -> Vec<Diagnostic> {
    let is_rated = report.overall.is_some() || report.groups.iter().any(|group| group.rollup.is_some());
    // A paragraph that could not be read is reported where it was typed.
    let is_known = report.exempt().iter().all(|(_, withheld)| !withheld.exempt.paragraphs.is_empty());
    if report.restricted || !is_rated || !is_known || !report.keeps_anything_back() {
        return Vec::new();
    }
    let what = what_is_left_out(report);
    let (seen, known) = (rate::report(report.public()), rate::report(report.clone()));
    let mut warnings = Vec::new();
    let mut compare = |whole: String, seen: Option<&Rated>, known: Option<&Rated>| {
        let (Some(seen), Some(known)) = (seen, known) else { return };
        if seen.rating != known.rating {
            let message = format!(
                "the public sees {} for {whole}, because {what}; with everything it would be {}",
                seen.rating.word(),
                known.rating.word()
            );
            warnings.push(
                Diagnostic::warning_at_path(
                    Code::RestrictedRating,
                    format!("{root}/{}/_index.md", report.id),
                    message,
                )
                .help("be ready to explain it")
                .about(report.title.clone()),
            );
        }
    };
    compare("the report as a whole".to_owned(), seen.overall.as_ref(), known.overall.as_ref());
    for (group, seen) in seen.report.groups.iter().zip(&seen.groups) {
        let place = known.report.groups.iter().position(|known| known.id == group.id);
        let known = place.and_then(|place| known.groups[place].as_ref());
        compare(format!("the group `{}`", group.id), seen.as_ref(), known);
    }
    warnings
}

/// What the public does not see, in a clause.
fn what_is_left_out(report: &Report) -> &'static str {
    let is_exempt = !report.exempt().is_empty();
    let is_restricted = report.sections.iter().any(Section::has_restricted);
    match (is_restricted, is_exempt) {
        (true, true) => "restricted and exempt parts are left out",
        (false, true) => "exempt parts are left out",
        _ => "restricted parts are left out",
    }
}
