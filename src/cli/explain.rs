//! `explain`: says where a rating comes from, or what a fault means.

use std::fmt::Write as _;

use serde_json::json;

use super::args::Explain;
use super::content::{load, request, unknown_report};
use super::{Outcome, terminal};
use crate::diag::print::Format;
use crate::diag::{Code, examples, json_lines, one_line};
use crate::pages::{self, Explanation};
use crate::report::Withheld;
use crate::report::rate::RatedReport;
use crate::text::{did_you_mean, one_of};

/// Explains a rating in a report, or the fault with a code.
pub(super) fn run(explain: &Explain) -> Outcome {
    let subject = explain.subject.as_str();
    if let Some(code) = Code::ALL.iter().find(|code| code.name() == subject.trim_matches(['[', ']'])) {
        terminal::out(&of_code(*code));
        return Outcome::Fine;
    }
    let loaded = match load(request(&explain.material, &[subject.to_owned()]), true, explain.print.format) {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
    let Some((report, previous)) = loaded.compared(subject) else { return unknown_report(subject, &loaded) };
    let previous = previous.as_ref().map(|(before, comparison)| (&before.report, comparison));
    let section = explain.place.as_ref().map(|place| place.section.as_str());
    let entry = explain.place.as_ref().and_then(|place| place.entry.as_deref());
    let explanations = pages::explain(report, previous, section, entry, &loaded.words);
    if explanations.is_empty() {
        return unknown_place(subject, section, entry, report);
    }
    if explain.print.format == Format::Json {
        terminal::out(&json_lines(&json!(explanations)));
    } else {
        terminal::out(&explanations.iter().map(text).collect::<Vec<_>>().join("\n"));
    }
    Outcome::Fine
}

fn unknown_place(report: &str, section: Option<&str>, entry: Option<&str>, rated: &RatedReport) -> Outcome {
    let wanted = match (section, entry) {
        (Some(section), Some(entry)) => format!("{section}/{entry}"),
        (section, _) => section.unwrap_or_default().to_owned(),
    };
    let sections = rated.report.sections.iter();
    let known: Vec<String> = sections
        .flat_map(|section| {
            let entries = section.entry_names().into_iter().map(|(id, _)| format!("{}/{id}", section.id));
            std::iter::once(section.id.clone()).chain(entries.collect::<Vec<_>>())
        })
        .collect();
    let names = |withheld: &[Withheld], wanted: Option<&str>| {
        withheld.iter().any(|withheld| Some(withheld.id.as_str()) == wanted)
    };
    let is_exempt = names(&rated.report.withheld, section)
        || (rated.report.sections.iter())
            .any(|known| Some(known.id.as_str()) == section && names(&known.withheld, entry));
    if is_exempt {
        let (report, wanted) = (one_line(report), one_line(&wanted));
        let help = "add `--restricted` to explain it";
        terminal::err(&format!("In the report `{report}`, `{wanted}` is exempt from publication: {help}.\n"));
        return Outcome::Usage;
    }
    let sections = || known.iter().filter(|name| !name.contains('/')).collect::<Vec<_>>();
    let help = did_you_mean(&wanted, known.iter().map(String::as_str)).map_or_else(
        || format!("the sections are {}.", one_of(sections())),
        |near| format!("did you mean `{near}`?"),
    );
    let (report, wanted) = (one_line(report), one_line(&wanted));
    terminal::err(&format!("The report `{report}` has nothing rated called `{wanted}`: {help}\n"));
    Outcome::Usage
}

fn text(explanation: &Explanation) -> String {
    let (title, reason) = (one_line(&explanation.title), one_line(&explanation.reason));
    let mut out = format!("{title} ({})\n  {reason}\n", explanation.id);
    for point in &explanation.points {
        _ = writeln!(out, "  {}: {}", one_line(&point.label), one_line(&point.text));
    }
    for entry in &explanation.entries {
        _ = writeln!(out, "    {:<11} {}", one_line(&entry.label), one_line(&entry.text));
    }
    for tip in &explanation.tips {
        _ = writeln!(out, "  {}", one_line(tip));
    }
    out
}

fn of_code(code: Code) -> String {
    let example = examples::example(code);
    let shown = |text: &str| {
        let lines: Vec<String> = text.lines().map(|line| format!("    {line}\n")).collect();
        lines.concat()
    };
    format!(
        "{}: {}\n\nFor example:\n\n{}\nMended:\n\n{}",
        code.name(),
        code.description(),
        shown(example.fault),
        shown(example.cure)
    )
}
