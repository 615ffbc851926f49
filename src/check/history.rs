//! Checks the earlier figures of an indicator: that the last one printed is among them, and that they stand in order.
//!
//! In: the fields of an indicator, those of its old self in the previous report, and the names of periods. Out: the
//! earlier figures that it is compared with, and faults.

use std::collections::BTreeMap;

use crate::content::fields::Fields;
use crate::content::{Document, EntryDocument, ReportDocument, SectionDocument};
use crate::diag::source::Span;
use crate::diag::{Code, Diagnostic};
use crate::report::{Against, period};
use crate::text::{one_of, shorten};

/// The list of earlier figures.
const HISTORY: &str = "history";

/// The list of periods to compare with, and the word in it for the last figure.
const COMPARE_WITH: &str = "compare_with";
const PREVIOUS: &str = "previous";

/// How many periods a message lists, the last ones.
const MOST_NAMED: usize = 8;

/// The earlier figures that this one is compared with: the previous one, if none is named.
pub(super) fn compare_with(fields: &Fields, faults: &mut Vec<Diagnostic>) -> Vec<Against> {
    let named = fields.texts(COMPARE_WITH);
    if named.is_empty() {
        return vec![Against::Previous];
    }
    let history = fields.maps(HISTORY);
    let with_figure = history.iter().filter(|item| item.number("actual").is_some());
    let known: Vec<String> =
        with_figure.filter_map(|item| item.text("period")).map(|period| period.value).collect();
    let mut against = Vec::new();
    for name in named {
        if name.value.trim().eq_ignore_ascii_case(PREVIOUS) {
            against.push(Against::Previous);
        } else if known.iter().any(|known| same_name(known, &name.value)) {
            against.push(Against::Period(name.value));
        } else {
            let message = format!(
                "`{COMPARE_WITH}` names \u{201c}{}\u{201d}, of which `{HISTORY}` has no figure",
                shorten(&name.value)
            );
            let words = std::iter::once(format!("`{PREVIOUS}`"))
                .chain(known.iter().rev().take(MOST_NAMED).rev().map(|name| format!("`{name}`")));
            faults.push(
                Diagnostic::error(Code::History, name.span, message)
                    .help(format!("write {}, or add the figure to `{HISTORY}`", one_of(words))),
            );
        }
    }
    against
}

/// Warns of figures that are missing, out of order or there twice; `own` is the name of the report's own period.
pub(super) fn check(
    fields: &Fields,
    own: Option<&str>,
    previous: Option<(&ReportDocument, &Document)>,
    faults: &mut Vec<Diagnostic>,
) {
    if let Some((report, old)) = previous {
        check_last_printed(fields, report, old, faults);
    }
    check_order(fields, own, faults);
}

/// The previous report, and the file in it of which `source` tells on.
pub(super) fn old_self<'a>(
    reports: &'a [ReportDocument],
    report: &ReportDocument,
    section: &SectionDocument,
    source: &EntryDocument,
) -> Option<(&'a ReportDocument, &'a Document)> {
    let named = report.index.fields.text("previous")?.value;
    let previous = reports.iter().find(|other| other.id == named && other.id != report.id)?;
    let was = source.document.fields.text("was").map(|was| was.value);
    let (section, entry) = match was.as_deref() {
        Some(was) => was.split_once('/')?,
        None => (section.id.as_str(), source.id.as_str()),
    };
    let section = previous.sections.iter().find(|known| known.id == section)?;
    let entry = section.entries.iter().find(|known| known.id == entry)?;
    let is_read = !previous.index.is_draft() && !section.index.is_draft() && !entry.document.is_draft();
    is_read.then_some((previous, &entry.document))
}

/// Warns where the figure that the previous report printed is neither the last in `history` nor there under its period.
fn check_last_printed(
    fields: &Fields,
    report: &ReportDocument,
    old: &Document,
    faults: &mut Vec<Diagnostic>,
) {
    let is_figure = old.fields.may_have("actual") && old.fields.may_have(HISTORY);
    let Some(printed) = old.fields.number("actual").filter(|_| is_figure) else { return };
    let period = report.index.fields.text("period").map(|period| period.value).unwrap_or_default();
    let history = fields.maps(HISTORY);
    let is_named = |item: &&Fields| {
        item.text("period").is_some_and(|known| same_name(&known.value, &period)) && item.was_typed("actual")
    };
    let last = history.iter().rev().find_map(|item| item.number("actual"));
    if history.iter().any(is_named) || last.as_ref().is_some_and(|last| last.value == printed.value) {
        return;
    }
    let figure = printed.value.plain();
    let why = match last {
        Some(last) => format!(", so the figure before this one is taken to be {}", last.value.plain()),
        None => ", so nothing is said of how it has moved".to_owned(),
    };
    let message =
        format!("`{HISTORY}` lacks {figure}, the figure that the report `{}` has for this{why}", report.id);
    let period =
        if period.is_empty() { "…".to_owned() } else { format!("\"{}\"", period.replace('"', "'")) };
    faults.push(
        Diagnostic::warning(Code::History, fields.place(HISTORY), message)
            .help(format!("add it as the last item: `- {{period: {period}, actual: {figure}}}`")),
    );
}

/// Warns of periods that are told twice, or of which the later one stands first.
fn check_order(fields: &Fields, own: Option<&str>, faults: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut last = None;
    for item in fields.maps(HISTORY) {
        let Some(found) = item.text("period") else { continue };
        let named = &found.value;
        let fault = |message: String| Diagnostic::warning(Code::History, found.span, message);
        if let Some(first) = seen.insert(named.to_lowercase(), found.span) {
            faults.push(
                fault(format!("`{HISTORY}` has two figures for {named}"))
                    .related(first, "the other")
                    .help("delete the one that is wrong"),
            );
        } else if own.is_some_and(|own| same_name(own, named)) && fields.was_typed("actual") {
            faults.push(
                fault(format!("{named} is the period of this report, and `{HISTORY}` is for earlier ones"))
                    .help("delete this figure: the one of this period goes under `actual`"),
            );
        }
        let Some(place) = period::place(named) else { continue };
        if let Some((before, name, span)) = &last
            && period::is_earlier(place, *before)
        {
            faults.push(
                fault(format!("{named} comes after {name} in `{HISTORY}`, where the oldest comes first"))
                    .related(*span, "the later period")
                    .help("put the figures in the order of time: each is compared with the one before it"),
            );
        }
        last = Some((place, named.clone(), found.span));
    }
}

/// Whether two names of a period say the same.
fn same_name(one: &str, other: &str) -> bool {
    let tidy = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    !one.trim().is_empty() && tidy(one) == tidy(other)
}
