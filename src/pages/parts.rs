//! The parts of a report: sections under their headings, in the order in which they are printed.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Unfilled;
use super::actions::{Key, Theme, key, theme};
use super::group::{self, GroupHead};
use super::head::Head;
use super::indicators::{self, Indicators, indicators};
use super::input::Input;
use super::narrative::{self, Narrative, narrative};
use super::plan::{self, Grid, Outlook, Planned, matrix, outlook, planned, priorities};
use super::workstream::{Workstream, announced_section, workstream};
use crate::report::exempt::{self, Place};
use crate::report::prose::group_anchor;
use crate::report::rate::Verdict;
use crate::report::{self, Content, DocumentKind, Kind, Withheld};
use crate::words::{Words, say};

/// Sections that are printed together under one heading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Which template prints it: group, progress, planned, indicators, actions, narrative, grid or outlook.
    pub kind: &'static str,
    /// Its anchor.
    pub anchor: String,
    /// Its title; in a committee paper, with the number of the appendix.
    pub title: String,
    /// Its sections.
    pub sections: Vec<Section>,
    /// Whether it begins on a new page.
    pub is_apart: bool,
    /// The anchors of those of its later sections that begin on one.
    pub opens_pages: Vec<String>,
    /// The anchors of the sections that hold a table too wide for an upright page.
    pub wide: Vec<String>,
    /// The anchors of those of them at which a run of wide pages begins.
    pub opens_wide: Vec<String>,
    /// The anchors of those of them at which a run of wide pages ends.
    pub closes_wide: Vec<String>,
    /// Whether the method stands on the last of its wide pages.
    pub holds_method: bool,
    /// What stands under its title, if it is a group.
    pub group: Option<GroupHead>,
    /// The key and counts before actions.
    pub key: Option<Key>,
    /// What a plan prints as a table of names.
    pub grid: Option<Grid>,
    /// What a plan prints as its outlook.
    pub outlook: Option<Outlook>,
}

impl Part {
    fn new(kind: &'static str, anchor: &str, title: &str) -> Self {
        Self {
            kind,
            anchor: anchor.to_owned(),
            title: title.to_owned(),
            sections: Vec::new(),
            is_apart: false,
            opens_pages: Vec::new(),
            wide: Vec::new(),
            opens_wide: Vec::new(),
            closes_wide: Vec::new(),
            holds_method: false,
            group: None,
            key: None,
            grid: None,
            outlook: None,
        }
    }
}

/// A section, by its kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Section {
    /// A workstream or an enabler.
    Workstream(Workstream),
    /// A workstream or an enabler of a plan.
    Planned(Planned),
    /// Indicators.
    Indicators(Indicators),
    /// Actions.
    Actions(Theme),
    /// Text.
    Narrative(Narrative),
}

impl Section {
    /// Anchor and title.
    pub(super) fn head(&self) -> (&str, &str) {
        let head = match self {
            Self::Workstream(section) => &section.head,
            Self::Planned(section) => &section.head,
            Self::Indicators(section) => &section.head,
            Self::Actions(section) => &section.head,
            Self::Narrative(section) => &section.head,
        };
        (&head.anchor, &head.title)
    }

    /// Anchor and title of each entry that links can lead to.
    pub(super) fn entries(&self) -> Vec<(&str, &str)> {
        match self {
            Self::Workstream(section) => {
                section.entries.iter().map(|entry| (entry.anchor.as_str(), entry.title.as_str())).collect()
            }
            Self::Planned(section) => {
                section.entries.iter().map(|entry| (entry.anchor.as_str(), entry.title.as_str())).collect()
            }
            Self::Indicators(section) => {
                section.rows.iter().map(|row| (row.anchor.as_str(), row.title.as_str())).collect()
            }
            Self::Actions(section) => {
                let rows = section.groups.iter().flat_map(|group| &group.rows);
                rows.map(|row| (row.anchor.as_str(), row.title.as_str())).collect()
            }
            Self::Narrative(section) => {
                section.entries.iter().map(|entry| (entry.anchor.as_str(), entry.title.as_str())).collect()
            }
        }
    }

    /// Whether its own table needs wide pages.
    fn is_wide(&self) -> bool {
        match self {
            Self::Workstream(section) => section.table.as_ref().is_some_and(|table| table.is_wide),
            Self::Actions(section) => !section.groups.is_empty(),
            _ => false,
        }
    }

    /// Whether the PDF prints all of it on wide pages if it holds something wide.
    fn can_be_wide(&self) -> bool {
        matches!(self, Self::Workstream(_) | Self::Indicators(_) | Self::Actions(_))
    }

    /// Keeps only the first so many of its entries.
    pub(super) fn keep_first(&mut self, count: usize) {
        match self {
            Self::Workstream(section) => section.entries.truncate(count),
            Self::Planned(section) => section.entries.truncate(count),
            Self::Indicators(section) => {
                let gone: BTreeSet<String> =
                    section.rows.drain(count.min(section.rows.len())..).map(|row| row.anchor).collect();
                section.red.retain(|detail| !gone.contains(&detail.anchor));
                section.others.retain(|detail| !gone.contains(&detail.anchor));
            }
            Self::Actions(section) => {
                let mut left = count;
                for group in &mut section.groups {
                    group.rows.truncate(left);
                    left -= group.rows.len();
                }
                section.groups.retain(|group| !group.rows.is_empty());
            }
            Self::Narrative(section) => section.entries.truncate(count),
        }
    }
}

/// The parts of a report on progress: neighbours that belong together share a heading.
pub(super) fn progress_parts(input: Input<'_>, texts: &mut Unfilled) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut last_number = 0;
    let model = &input.report.report;
    for place in exempt::in_order(&model.sections, &model.withheld) {
        let named = match place {
            Place::Printed(_, section) => section.group.as_ref(),
            Place::Announced(section) => section.group.as_ref(),
        };
        let group = model.groups.iter().position(|group| named == Some(&group.id));
        if let Some(place) = group {
            let group = &model.groups[place];
            let anchor = group_anchor(&group.id);
            let (words, comparison) = (input.words, input.previous.map(|(_, comparison)| comparison));
            if parts.last().is_none_or(|part| part.anchor != anchor) {
                let head = group::head(input.report, comparison, place, words, texts);
                parts.push(Part { group: Some(head), ..Part::new("group", &anchor, &group.title) });
            }
        }
        let texts_before = texts.prose.len();
        let (kind, section) = match place {
            Place::Printed(index, _) => section(input, index, &mut last_number, texts),
            Place::Announced(section) => announced(input, section, &mut last_number),
        };
        let kind = if group.is_some() { "group" } else { kind };
        let is_wide = section.is_wide() || texts.need_side_from(texts_before, input.ruler);
        let wide = is_wide.then(|| section.head().0.to_owned());
        let is_joined = matches!(kind, "progress" | "actions" | "group");
        if let Some(part) = parts.last_mut().filter(|part| is_joined && part.kind == kind) {
            part.sections.push(section);
            part.wide.extend(wide);
            continue;
        }
        let earlier = parts.iter().filter(|part| part.kind == kind).count();
        let mut part = match kind {
            "progress" => Part::new(kind, "_progress", say!(input.words, "part-progress")),
            "actions" => Part::new(kind, "_actions", say!(input.words, "part-actions")),
            _ => {
                let (anchor, title) = section.head();
                Part::new(kind, anchor, title)
            }
        };
        if is_joined && earlier > 0 {
            part.anchor = format!("{}-{}", part.anchor, earlier + 1);
        }
        part.sections.push(section);
        part.wide.extend(wide);
        parts.push(part);
    }
    add_keys(input, &mut parts);
    parts.iter_mut().for_each(join_wide_pages);
    if model.entry_count() >= THICK {
        open_pages(&mut parts, RUN.max(model.entry_count() / RUNS));
    }
    parts
}

/// Begins a new page wherever enough entries have gone before.
fn open_pages(parts: &mut [Part], run: usize) {
    let mut entries = 0;
    for part in parts.iter_mut().filter(|part| matches!(part.kind, "progress" | "group")) {
        for (place, section) in part.sections.iter().enumerate() {
            if entries >= run {
                entries = 0;
                if place == 0 {
                    part.is_apart = true;
                } else {
                    part.opens_pages.push(section.head().0.to_owned());
                }
            }
            entries += section.entries().len();
        }
    }
}

/// A section of which only the title is printed, and the kind of part that it goes into: the same as if all of it were.
fn announced(input: Input<'_>, section: &Withheld, last_number: &mut usize) -> (&'static str, Section) {
    let words = input.words;
    match (section.kind, input.report.report.document) {
        (Kind::Workstream | Kind::Enabler, DocumentKind::Progress) => {
            ("progress", Section::Workstream(announced_section(section, words)))
        }
        (Kind::Workstream | Kind::Enabler, DocumentKind::Plan) => {
            ("planned", Section::Planned(plan::announced(section, words)))
        }
        (Kind::Indicators, _) => {
            ("indicators", Section::Indicators(indicators::announced_section(section, words)))
        }
        (Kind::Actions, _) => {
            ("actions", Section::Actions(Theme { head: Head::announced(section, words), ..Theme::default() }))
        }
        (Kind::Narrative, _) => {
            ("narrative", Section::Narrative(narrative::announced(section, last_number, words)))
        }
    }
}

/// Has neighbours that need wide pages share them.
fn join_wide_pages(part: &mut Part) {
    let is_wide: Vec<bool> = part
        .sections
        .iter()
        .map(|own| own.can_be_wide() && part.wide.iter().any(|wide| wide == own.head().0))
        .collect();
    let runs = part.sections.iter().enumerate().filter(|(place, _)| is_wide[*place]);
    for (place, section) in runs {
        let anchor = section.head().0.to_owned();
        if place == 0 || !is_wide[place - 1] {
            part.opens_wide.push(anchor.clone());
        }
        if is_wide.get(place + 1) != Some(&true) {
            part.closes_wide.push(anchor);
        }
    }
}

/// Puts the key and the counts before each run of actions.
fn add_keys(input: Input<'_>, parts: &mut [Part]) {
    let model = &input.report.report;
    for part in parts.iter_mut().filter(|part| matches!(part.kind, "actions" | "group")) {
        let themes: Vec<(&report::Section, &[report::Action])> = part
            .sections
            .iter()
            .filter_map(|shown| model.sections.iter().find(|section| section.id == shown.head().0))
            .filter_map(|section| match &section.content {
                Content::Actions(actions) => Some((section, actions.as_slice())),
                _ => None,
            })
            .collect();
        part.key = (!themes.is_empty()).then(|| key(&themes, &model.categories, input.words));
    }
}

/// One section, and the kind of part that it goes into.
fn section(
    input: Input<'_>,
    index: usize,
    last_number: &mut usize,
    texts: &mut Unfilled,
) -> (&'static str, Section) {
    let model = &input.report.report;
    let words = &input.words.calling(model.sections[index].nouns());
    let (section, rated) = (&model.sections[index], &input.report.sections[index]);
    let moved = input.previous.and_then(|(_, comparison)| comparison.sections.get(index));
    match (&section.content, &rated.verdict) {
        (Content::Projects(_), Verdict::Rated(_) | Verdict::Counted(_)) => {
            let moved = moved.and_then(|moved| moved.moved);
            ("progress", Section::Workstream(workstream(section, rated, moved, words, texts)))
        }
        (Content::Projects(_), Verdict::Unrated) => {
            ("planned", Section::Planned(planned(section, words, texts)))
        }
        (Content::Indicators(entries), _) => (
            "indicators",
            Section::Indicators(indicators(section, entries, rated, &model.period, words, texts)),
        ),
        (Content::Actions(actions), _) => (
            "actions",
            Section::Actions(theme(section, actions, &rated.verdict, &model.categories, words, texts)),
        ),
        (Content::Narrative(text), _) => {
            ("narrative", Section::Narrative(narrative(section, text, last_number, words, texts)))
        }
    }
}

/// The parts of a plan: its workstreams, its enablers, its priorities, the matrix, anything else it has, and the
/// outlook.
pub(super) fn plan_parts(input: Input<'_>, texts: &mut Unfilled) -> Vec<Part> {
    let (model, words) = (&input.report.report, input.words);
    let mut workstreams = Part::new("planned", "_workstreams", say!(words, "part-workstreams"));
    let mut enablers = Part::new("planned", "_enablers", say!(words, "part-enablers"));
    let (mut groups, mut others): (Vec<Part>, Vec<Part>) = (Vec::new(), Vec::new());
    for part in progress_parts(input, texts) {
        if part.group.is_some() {
            groups.push(part);
            continue;
        }
        if part.kind != "planned" {
            others.push(part);
            continue;
        }
        workstreams.wide.extend(part.wide.iter().cloned());
        enablers.wide.extend(part.wide);
        for section in part.sections {
            let id = section.head().0;
            let shown = model.sections.iter().find(|own| own.id == id).map(report::Section::kind);
            let withheld = model.withheld.iter().find(|own| own.id == id).map(|own| own.kind);
            let kind = shown.or(withheld);
            if kind == Some(Kind::Enabler) { &mut enablers } else { &mut workstreams }.sections.push(section);
        }
    }
    let grid = |anchor, title, grid: Option<Grid>| {
        grid.map(|grid| Part { grid: Some(grid), ..Part::new("grid", anchor, title) })
    };
    let outlook = outlook(model, words, texts).map(|outlook| Part {
        outlook: Some(outlook),
        ..Part::new("outlook", "_outlook", say!(words, "part-outlook"))
    });
    groups
        .into_iter()
        .chain([workstreams, enablers])
        .filter(|part| !part.sections.is_empty())
        .chain(grid("_priorities", say!(words, "part-priorities"), priorities(model, words)))
        .chain(grid("_matrix", say!(words, "part-matrix"), matrix(model, words)))
        .chain(others)
        .chain(outlook)
        .collect()
}

/// Numbers the parts of a committee paper as its appendices.
pub(super) fn number_appendices(parts: &mut [Part], words: &Words) {
    for (index, part) in parts.iter_mut().enumerate() {
        let appendix = appendix(index, words);
        part.title = say!(words, "appendix-title", appendix = appendix, title = &part.title);
    }
}

/// What the part at `index` of a committee paper is called: "Appendix 1".
pub(super) fn appendix(index: usize, words: &Words) -> String {
    say!(words, "appendix", number = index + 1)
}

/// From this many entries, a paper is split up and handed out by workstream. Typst, too, then lays out each run of pages
/// on its own, on every core at once, and only lays out again the one that has changed.
const THICK: usize = 40;

/// How many entries such a run has at least: each leaves a part of its last page empty.
const RUN: usize = 24;

/// About how many such runs there are in the thickest paper: more would leave more pages part empty, and a laptop has
/// hardly more cores to keep busy.
const RUNS: usize = 4;
