//! Builds the aspects that a report rates separately, and reads the ratings of a project's aspects.
//!
//! In: fields, and what holds above them. Out: aspects and their ratings, and what is wrong with them. The nearest list
//! holds: the report's, otherwise the council's.

use std::collections::BTreeMap;

use super::scale::InForce;
use crate::content::Content;
use crate::content::fields::{Fields, TypedRating};
use crate::content::yaml::Value as Yaml;
use crate::diag::source::{Span, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::report::scale::folded;
use crate::report::{Aspect, AspectRating};
use crate::text::{all_of, capitalised, did_you_mean, id_from, one_of, shorten};

/// The aspects that hold for a report.
#[derive(Debug, Clone)]
pub(super) struct Aspects {
    /// The aspects, in order of print.
    pub(super) list: Vec<Aspect>,
    /// Whether they are those that were meant: of a list with faults nobody knows what it would name.
    pub(super) is_known: bool,
}

impl Aspects {
    /// What holds where nothing is typed.
    pub(super) fn none() -> Self {
        Self { list: Vec::new(), is_known: true }
    }

    /// What holds in a file with these fields, below a file in which this holds.
    pub(super) fn below(&self, fields: &Fields, faults: &mut Vec<Diagnostic>) -> Self {
        let Some(node) = fields.get("aspects") else { return self.clone() };
        let maps = fields.maps("aspects");
        let typed = if let Yaml::List(items) = &node.value { items.len() } else { usize::MAX };
        let mut seen: Vec<(String, Span)> = Vec::new();
        let mut list = Vec::new();
        for own in &maps {
            let (Some(id), Some(title)) = (own.text("id"), own.text("title")) else { continue };
            if let Some(fault) = unusable(&id, &title, &seen) {
                faults.push(fault);
                continue;
            }
            // A project may name it by either.
            seen.push((read_as(&id.value), id.span));
            seen.push((read_as(&title.value), title.span));
            list.push(Aspect { id: id.value, title: title.value });
        }
        Self { is_known: list.len() == typed, list }
    }

    /// The ratings of the aspects of a project with these fields; where it rates any, those that it leaves out are not
    /// rated.
    pub(super) fn ratings(
        &self,
        fields: &Fields,
        in_force: &InForce,
        report: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Vec<AspectRating> {
        let Some(typed) = fields.ratings("ratings").filter(|typed| !typed.value.is_empty()) else {
            return Vec::new();
        };
        if self.list.is_empty() {
            faults.extend(self.is_known.then(|| undeclared(fields, typed.value, report)));
            return Vec::new();
        }
        let mut named: Vec<(&Aspect, Span)> = Vec::new();
        let mut ratings: Vec<AspectRating> = Vec::new();
        for (name, rating) in typed.value {
            let Some(aspect) = find(&self.list, &name.value) else {
                faults.extend(self.is_known.then(|| self.unknown(name)));
                continue;
            };
            if let Some((_, first)) = named.iter().find(|(known, _)| *known == aspect) {
                faults.push(
                    Diagnostic::error(
                        Code::DuplicateKey,
                        name.span,
                        format!("`ratings` gives {} twice", aspect.title),
                    )
                    .related(*first, "first given here")
                    .help("keep the one that is right and delete the other"),
                );
                continue;
            }
            named.push((aspect, name.span));
            let rating = in_force.read(rating, &name.value, faults);
            ratings.extend(rating.map(|rating| AspectRating { aspect: aspect.clone(), rating }));
        }
        if named.is_empty() {
            return Vec::new();
        }
        let missing = self.list.iter().filter(|aspect| !named.iter().any(|(known, _)| known == aspect));
        let missing: Vec<&Aspect> = missing.collect();
        // One that is misspelt is not missing.
        let are_known = typed.value.iter().all(|(name, _)| find(&self.list, &name.value).is_some());
        if !missing.is_empty() && are_known {
            let titles = all_of(missing.iter().map(|aspect| &aspect.title));
            let message =
                format!("this entry has no rating of {titles}, so \u{201c}Not rated\u{201d} is printed");
            let lines = all_of(missing.iter().map(|aspect| format!("`{}: \u{2026}`", aspect.id)));
            faults.push(
                Diagnostic::warning(Code::NotRated, fields.key("ratings"), message)
                    .help(format!("add {lines} to `ratings`, with `n/a` for what does not apply")),
            );
        }
        let of = |aspect: &Aspect| ratings.iter().find(|own| own.aspect == *aspect).map(|own| own.rating);
        let all = self.list.iter().map(|aspect| AspectRating {
            aspect: aspect.clone(),
            rating: of(aspect).unwrap_or(in_force.scale.not_rated()),
        });
        all.collect()
    }

    /// A name that none of the aspects has.
    fn unknown(&self, name: &Spanned<String>) -> Diagnostic {
        let message = format!("`ratings` names `{}`, which this report does not rate", shorten(&name.value));
        let fault = Diagnostic::error(Code::UnknownAspect, name.span, message);
        let known = one_of(self.list.iter().map(|aspect| format!("`{}`", aspect.id)));
        let help = format!("write {known}, or add it to the `aspects` of the report");
        let near =
            did_you_mean(&name.value.to_lowercase(), self.list.iter().map(|aspect| aspect.id.as_str()));
        match near {
            Some(near) => fault.label(format!("did you mean `{near}`?")).help(help),
            None => fault.help(help),
        }
    }
}

/// The aspect that a text names, by its id or its title, with capitals or without.
pub(crate) fn find<'a>(aspects: &'a [Aspect], typed: &str) -> Option<&'a Aspect> {
    let typed = read_as(typed);
    aspects.iter().find(|aspect| read_as(&aspect.id) == typed || read_as(&aspect.title) == typed)
}

/// A name as names are compared: without capitals, spaces and punctuation, if anything else is in it.
fn read_as(name: &str) -> String {
    let folded = folded(name);
    if folded.is_empty() { name.to_owned() } else { folded }
}

/// The aspects of every report, by its id; faults are told when the content is checked.
pub(crate) fn of_reports(content: &Content) -> BTreeMap<String, Vec<Aspect>> {
    let mut faults = Vec::new();
    let none = Aspects::none();
    let council = content.council.as_ref().map_or(none.clone(), |own| none.below(&own.fields, &mut faults));
    let of = |report: &crate::content::ReportDocument| council.below(&report.index.fields, &mut Vec::new());
    content.reports.iter().map(|report| (report.id.clone(), of(report).list)).collect()
}

/// Why an aspect cannot be one, if it cannot.
fn unusable(id: &Spanned<String>, title: &Spanned<String>, seen: &[(String, Span)]) -> Option<Diagnostic> {
    let plain = id_from(&id.value, "aspect");
    if plain != id.value {
        let message = format!("`{}` cannot be the id of an aspect", shorten(&id.value));
        let help = format!("write lower-case letters, figures and hyphens, like `id: {plain}`");
        return Some(Diagnostic::error(Code::WrongType, id.span, message).help(help));
    }
    if title.value.is_empty() {
        let message = format!("the aspect `{}` has no title", id.value);
        return Some(
            Diagnostic::error(Code::WrongType, title.span, message)
                .help(format!("write a word or two, like `title: {}`", capitalised(&id.value))),
        );
    }
    let again = |text: &Spanned<String>| {
        seen.iter().find(|(known, _)| *known == read_as(&text.value)).map(|(_, first)| (text.clone(), *first))
    };
    let (text, first) = again(id).or_else(|| again(title))?;
    let message = format!("two aspects are called `{}`", shorten(&text.value));
    Some(
        Diagnostic::error(Code::DuplicateAspect, text.span, message)
            .label("the same name again")
            .related(first, "first used here")
            .help("give each aspect its own id and its own title, or delete one of the two"),
    )
}

/// Ratings of aspects, where nobody has said what they are.
fn undeclared(fields: &Fields, typed: &[TypedRating], report: &str) -> Diagnostic {
    let aspects = typed.iter().map(|(name, _)| {
        let id = id_from(&name.value, "aspect");
        format!("{{id: {id}, title: {}}}", capitalised(&id.replace('-', " ")))
    });
    let aspects = aspects.collect::<Vec<_>>().join(", ");
    Diagnostic::error(
        Code::UnknownAspect,
        fields.key("ratings"),
        "`ratings` is given, but the report does not say which aspects it rates",
    )
    .help(format!("add the line `aspects: [{aspects}]` to `{report}/_index.md`"))
    .help("for one overall rating, write `rating` in place of `ratings`")
}
