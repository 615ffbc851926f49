//! Builds the groups of a report, and checks that sections name them rightly; and what entries are called.
//!
//! In: the fields of a report and of its sections. Out: groups and nouns, and what is wrong with them.

use std::collections::BTreeSet;

use super::over_sections::{RatedSections, Whole};
use super::text::Writer;
use crate::content::ReportDocument;
use crate::content::fields::Fields;
use crate::content::yaml::Value as Yaml;
use crate::diag::source::{Span, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::report::prose::group_anchor;
use crate::report::{Group, Noun, Section};
use crate::text::{did_you_mean, id_from, one_of};

/// The groups of a report, in the order typed, without those that share an `id` with an earlier one.
pub(super) fn groups(fields: &Fields, rated: &RatedSections<'_>, writer: &mut Writer<'_, '_>) -> Vec<Group> {
    let mut known: Vec<Spanned<String>> = Vec::new();
    let mut groups = Vec::new();
    for own in fields.maps("groups") {
        let Some(id) = own.text("id") else { continue };
        if let Some(first) = known.iter().find(|first| first.value == id.value) {
            writer.faults.push(
                Diagnostic::error(
                    Code::DuplicateGroup,
                    id.span,
                    format!("two groups have the id `{}`", id.value),
                )
                .label("the same id again")
                .related(first.span, "first used here")
                .help("give each group its own id, or delete one of the two"),
            );
            continue;
        }
        let plain = id_from(&id.value, "group");
        if plain != id.value {
            writer.faults.push(
                Diagnostic::error(
                    Code::WrongType,
                    id.span,
                    format!("`{}` cannot be the id of a group", id.value),
                )
                .help(format!("write lower-case letters, figures and hyphens, like `id: {plain}`")),
            );
        }
        let anchor = group_anchor(&id.value);
        groups.push(Group {
            title: own.text("title").map_or_else(|| id.value.clone(), |title| title.value),
            about: writer.prose(own.markdown("about").unwrap_or_default(), &anchor),
            owner: own.text("owner").map(|owner| owner.value),
            rollup: rated.rollup(own, Whole::Group(&id.value), writer.faults),
            id: id.value.clone(),
        });
        known.push(id);
    }
    groups
}

/// The group that a section names, if there is one.
pub(super) fn group(
    section: &Fields,
    groups: &[(String, Span)],
    faults: &mut Vec<Diagnostic>,
) -> Option<String> {
    let named = section.text("group")?;
    if groups.iter().any(|(id, _)| *id == named.value) {
        return Some(named.value);
    }
    let known: Vec<&str> = groups.iter().map(|(id, _)| id.as_str()).collect();
    let fault = Diagnostic::error(
        Code::UnknownGroup,
        named.span,
        format!("the report has no group `{}`", named.value),
    );
    faults.push(match did_you_mean(&named.value, known.iter().copied()) {
        Some(near) => fault.label(format!("did you mean `{near}`?")).help(format!("write `group: {near}`")),
        None if known.is_empty() => {
            fault.help("list it under `groups` in the report's `_index.md`, or delete the line")
        }
        None => fault.help(format!(
            "write {}, or list it under `groups` in the report's `_index.md`",
            one_of(known.iter().map(|id| format!("`group: {id}`")))
        )),
    });
    None
}

/// The ids of a report's groups and where they are typed, readable or not in the rest: faults in it are reported there.
pub(super) fn ids(fields: &Fields) -> Vec<(String, Span)> {
    fields.maps("groups").into_iter().filter_map(|own| own.text("id")).map(|id| (id.value, id.span)).collect()
}

/// Warns of groups that no section names.
pub(super) fn check_empty(source: &ReportDocument, faults: &mut Vec<Diagnostic>) {
    let ids = ids(&source.index.fields);
    let sections = source.sections.iter().map(|section| &section.index.fields);
    // One whose group could not be read may belong to any of them, too.
    if sections.clone().any(|fields| {
        fields.was_typed("group")
            && fields.get("group").is_some()
            && fields.may_have("group")
            && fields.text("group").is_none()
    }) {
        return;
    }
    let named = sections.filter(|fields| fields.may_have("group")).filter_map(|fields| fields.text("group"));
    let named: BTreeSet<String> = named.map(|named| named.value).collect();
    // A section that names an unknown group may have meant any of them.
    if named.iter().any(|named| ids.iter().all(|(id, _)| id != named)) {
        return;
    }
    for (id, span) in ids.into_iter().filter(|(id, _)| !named.contains(id)) {
        let message = format!("no section belongs to the group `{id}`, so it is not printed");
        faults.push(Diagnostic::warning(Code::EmptyGroup, span, message).help(format!(
            "write `group: {id}` in the `_index.md` of each of its sections, or delete it here"
        )));
    }
}

/// The sections with those of each group side by side, in the order of the groups; the groups stand where the first of
/// their sections does.
pub(super) fn side_by_side(sections: Vec<Section>, groups: &[Group]) -> Vec<Section> {
    let place = |section: &Section| groups.iter().position(|group| section.group.as_ref() == Some(&group.id));
    let Some(first) = sections.iter().position(|section| place(section).is_some()) else { return sections };
    let mut sections = sections;
    let rest = sections.split_off(first);
    let (mut grouped, others): (Vec<Section>, Vec<Section>) =
        rest.into_iter().partition(|section| place(section).is_some());
    grouped.sort_by_key(place);
    sections.into_iter().chain(grouped).chain(others).collect()
}

/// How many characters a word for an entry may have.
const LONGEST_NOUN: usize = 40;

/// What a file says that entries are called.
pub(super) fn noun(fields: &Fields, faults: &mut Vec<Diagnostic>) -> Option<Noun> {
    const HELP: &str = "write the word for one and the word for several: `entries_are: [measure, measures]`";
    let words = fields.texts("entries_are");
    // A list with something in it that could not be read has been reported.
    let Some(Yaml::List(items)) = fields.get("entries_are").map(|node| &node.value) else { return None };
    if items.len() != words.len() {
        return None;
    }
    if let Some(long) =
        words.iter().find(|word| word.value.chars().count() > LONGEST_NOUN || word.value.contains('\n'))
    {
        let message =
            format!("a word in `entries_are` has more than {LONGEST_NOUN} characters, or several lines");
        faults.push(Diagnostic::error(Code::WrongType, long.span, message).help(HELP));
        return None;
    }
    match words.as_slice() {
        [one, several] if !one.value.is_empty() && !several.value.is_empty() => {
            Some(Noun { one: one.value.clone(), several: several.value.clone() })
        }
        _ => {
            let message = "`entries_are` needs two words, one for an entry and one for several";
            faults.push(Diagnostic::error(Code::WrongType, fields.place("entries_are"), message).help(HELP));
            None
        }
    }
}
