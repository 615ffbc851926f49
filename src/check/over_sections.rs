//! Finds how the rating of a report or a group is made from those of its sections.
//!
//! In: the rule that was typed, and the scales of the sections that have a rating. Out: that rule for the one scale that
//! they share, or why there is none. A rating over several scales would say nothing: no step of one is better or worse
//! than a step of another.

use super::scale::{InForce, rule};
use crate::content::fields::Fields;
use crate::content::{ReportDocument, SectionDocument};
use crate::diag::{Code, Diagnostic};
use crate::report::{Kind, Palette, Rating, RollUp, Rule, Scale};

/// What is rated over sections.
#[derive(Clone, Copy)]
pub(super) enum Whole<'a> {
    /// The report, by its `overall`.
    Report,
    /// The group with this id, by its `rollup`.
    Group(&'a str),
}

impl Whole<'_> {
    fn field(self) -> &'static str {
        match self {
            Self::Report => "overall",
            Self::Group(_) => "rollup",
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Group(_) => "group",
        }
    }

    fn has(self, section: &SectionDocument) -> bool {
        match self {
            Self::Report => true,
            Self::Group(id) => section.index.fields.text("group").is_some_and(|own| own.value == id),
        }
    }
}

/// The sections of a report that have a rating of their own, each with what holds in it.
pub(super) struct RatedSections<'a> {
    report: &'a InForce,
    sections: Vec<(&'a SectionDocument, InForce)>,
}

impl<'a> RatedSections<'a> {
    /// Those of `source`, in which `report` holds.
    pub(super) fn of(source: &'a ReportDocument, report: &'a InForce, palette: &Palette) -> Self {
        let is_meant = |section: &&SectionDocument| {
            matches!(section.kind, Kind::Workstream | Kind::Enabler) && !section.index.is_draft()
        };
        let sections = source.sections.iter().filter(is_meant).map(|section| {
            // Faults are told when the section itself is read.
            (section, report.below(&section.index.fields, palette, &mut Vec::new()))
        });
        let sections = sections.filter(|(_, own)| own.rule != Rule::None).collect();
        Self { report, sections }
    }

    /// How the whole is rated, if `fields` ask for that.
    pub(super) fn rollup(
        &self,
        fields: &Fields,
        whole: Whole<'_>,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<RollUp> {
        let (name, noun) = (whole.field(), whole.noun());
        let typed = fields.rule(name)?;
        if matches!(typed.value.name, "manual" | "none") {
            let message = format!(
                "the `{name}` of a {noun} cannot be `{}`: it is worked out from the sections",
                typed.value.name
            );
            faults.push(Diagnostic::error(Code::UnknownRule, typed.span, message).help(format!(
                "write majority, worst, share or score, or delete the line: without it the {noun} has no rating"
            )));
            return None;
        }
        let own: Vec<&(&SectionDocument, InForce)> =
            self.sections.iter().filter(|(section, _)| whole.has(section)).collect();
        // A scale with faults is told of where it was typed.
        if !self.report.is_known || own.iter().any(|(_, own)| !own.is_known) {
            return None;
        }
        let mut scales: Vec<&'static Scale> = Vec::new();
        for (_, own) in &own {
            if !scales.iter().any(|known| known.has_steps_of(own.scale)) {
                scales.push(own.scale);
            }
        }
        let scale = match scales.as_slice() {
            [] => self.report.scale,
            [scale] if scale.has_steps_of(self.report.scale) => self.report.scale,
            [scale] => scale,
            [first, ..] => {
                let is_other = |own: &&&(&SectionDocument, InForce)| !own.1.scale.has_steps_of(first);
                let other = own.iter().find(is_other).map_or("", |(section, _)| section.id.as_str());
                let words =
                    |scale: &&'static Scale| scale.steps().map(Rating::word).collect::<Vec<_>>().join(", ");
                let message = format!(
                    "this {noun} has no rating, because its sections have different scales: {}",
                    scales.iter().map(words).collect::<Vec<_>>().join("; ")
                );
                faults.push(
                    Diagnostic::warning(Code::MixedScales, typed.span, message)
                        .label(format!("`{other}` is the first with another scale"))
                        .help(format!(
                            "delete the `{name}`, or give these sections the same `scale`; what has `rollup: none` \
                             has no rating and does not count"
                        )),
                );
                return None;
            }
        };
        rule(typed.value, scale)
            .map(|rule| RollUp { rule, scale })
            .map_err(|fault| faults.push(fault.at(name, typed.span, true)))
            .ok()
    }
}
