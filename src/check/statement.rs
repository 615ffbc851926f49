//! Builds the council's accessibility statement.

use super::cover::check_email;
use super::text::Writer;
use crate::content::fields::Fields;
use crate::diag::{Code, Diagnostic};
use crate::report::{Compliance, Statement};

/// The council's statement on the accessibility of its reports, if it makes one.
pub(super) fn statement(fields: &Fields, writer: &mut Writer<'_, '_>) -> Option<Statement> {
    let own = fields.map("accessibility")?;
    let text = |name: &str| own.text(name).map(|text| text.value);
    let date = |name: &str| own.date(name).map(|date| date.value);
    let compliance = match own.word("compliance")? {
        "full" => Compliance::Full,
        "partial" => Compliance::Partial,
        _ => Compliance::None,
    };
    let mut prose = |name: &str| {
        let text = writer.prose(own.markdown(name).unwrap_or_default(), &format!("_{name}"));
        // Outside a report there are no figures: the writer has refused each reference, so there is none left to fill
        // in.
        text.fill(&mut |_| None, &mut |_| String::new())
    };
    let (problems, tested) = (prose("problems"), prose("tested"));
    let place = own.place("compliance");
    if compliance == Compliance::Full && !problems.is_empty() {
        writer.faults.push(
            Diagnostic::error(
                Code::Statement,
                place,
                "the statement says that the reports comply fully, but lists problems",
            )
            .related(own.key("problems"), "the problems")
            .help("write `compliance: partial`"),
        );
    } else if compliance != Compliance::Full && problems.is_empty() && !own.was_typed("problems") {
        writer.faults.push(
            Diagnostic::error(Code::Statement, place, "the statement does not say what is wrong")
                .help("add `problems: …`: the regulations require it, and people need to know"),
        );
    }
    if let (Some(prepared), Some(reviewed)) = (own.date("prepared"), own.date("reviewed"))
        && reviewed.value < prepared.value
    {
        writer.faults.push(
            Diagnostic::error(
                Code::DateOrder,
                reviewed.span,
                "the statement was reviewed before it was prepared",
            )
            .related(prepared.span, "prepared here")
            .help("correct the year in one of the two"),
        );
    }
    check_email(own, writer);
    Some(Statement {
        compliance,
        problems,
        tested,
        email: text("email"),
        phone: text("phone"),
        prepared: date("prepared"),
        reviewed: date("reviewed"),
    })
}
