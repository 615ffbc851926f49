//! The report on one side of paper, for members who read no more of it.
//!
//! In: what the report says in full, its ratings and how they moved. Out: the chief message, the counts, what needs
//! attention, what changed and the ratings of sections, as many of each as the side has room for, and how many more there
//! are. It must know no more of the page than how many lines go on it.

use serde::Serialize;

use super::movement::PrintedMovement;
use super::summary::{Change, Changed, Row};
use super::tally::Tally;
use super::{PrintedRating, TextId, Texts};
use crate::check::paper::{Face, Ruler};
use crate::report::Rating;
use crate::report::compare::{Comparison, Movement};
use crate::report::exempt::{Place, in_order};
use crate::report::prose::{
    Block, Filled, Inline, Prose, entry_anchor, group_anchor, plain_line, section_anchor,
};
use crate::report::rate::{RatedReport, Verdict};
use crate::report::scale::Standing;
use crate::text::cut;
use crate::words::{Words, say};

/// What is on the side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OnePage {
    /// The first paragraph of the introduction, or of the paper's own summary.
    pub message: Option<TextId>,
    /// The counts.
    pub tallies: Vec<Tally>,
    /// What has the worst rating of its scale, and then what has become worse.
    pub attention: Kept<Changed>,
    /// What changed.
    pub changes: Vec<KeptChange>,
    /// Sections and groups with their ratings, those with the worst ratings before all others, in order of print.
    pub sections: Kept<SectionRow>,
}

/// As many of some things as there is room for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kept<T> {
    /// Those that are shown.
    pub items: Vec<T>,
    /// "and 3 more", if there are more.
    pub more: Option<String>,
}

/// One kind of change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptChange {
    /// What happened: "Improved".
    pub label: String,
    /// What it happened to.
    pub named: Kept<Changed>,
}

/// A section or a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionRow {
    /// Its anchor.
    pub anchor: String,
    /// Its name.
    pub title: String,
    /// Its rating, if it has one of its own.
    pub rating: Option<PrintedRating>,
    /// What its entries are rated, if it has none: "2 Red, 5 Green".
    pub counts: String,
    /// Its rating in the previous report, in a word.
    pub before: String,
    /// How it moved.
    pub movement: Option<PrintedMovement>,
}

/// What the report says in full.
pub(super) struct Said<'a> {
    /// Its title.
    pub(super) title: &'a str,
    /// The other lines of its head.
    pub(super) head: Vec<&'a str>,
    /// The text that begins with the chief message.
    pub(super) message: Option<TextId>,
    /// The counts.
    pub(super) tallies: &'a [Tally],
    /// What changed; `None` if there is no previous report.
    pub(super) changes: Option<&'a [Change]>,
    /// The table of every rating.
    pub(super) rows: &'a [Row],
    /// Whether each side of paper has a mark at its head.
    pub(super) is_marked: bool,
}

/// How many lines of 9.5 points go on a side, some held back since a browser's fonts are a little wider here and there.
/// `html/style.css` sets the size of the type, and cuts what is longer in the head or the message than is counted for it here.
const LINES: f64 = 59.0;
/// How many of them the mark takes away that says that a paper is not for publication.
const MARK: f64 = 4.0;
/// How long a line is, in ems.
const LINE: f64 = 47.0;
/// The same for the name of a section and the counts after it, in a table that has two columns more if there is a previous
/// report.
const NAME: [f64; 2] = [24.0, 17.0];
const COUNTS: [f64; 2] = [19.0, 11.0];
/// A heading with the space around it, in lines.
const HEADING: f64 = 2.1;
/// What happened, before all that it happened to, and what is left of the last line, in lines.
const LABEL: f64 = 1.0;
/// The most lines of the title, of which each is as high as one and a half.
const MOST_OF_TITLE: f64 = 3.0;
/// The most lines of anything else in the head.
const MOST_OF_HEAD: f64 = 3.0;
/// The most lines of the chief message.
const MOST_OF_MESSAGE: f64 = 6.0;
/// The most counts.
const MOST_TALLIES: usize = 5;
/// The most lines of any one name.
const MOST_OF_NAME: f64 = 2.0;

/// What goes on the side, if the report has ratings.
pub(super) fn one_page(
    report: &RatedReport,
    comparison: Option<&Comparison>,
    said: &Said<'_>,
    ruler: &Ruler,
    words: &Words,
    texts: &mut Texts,
) -> Option<OnePage> {
    if said.tallies.is_empty() && said.rows.is_empty() {
        return None;
    }
    let lines = |text: &str, width: f64, most: f64| {
        (ruler.width(text, Face { is_bold: true, is_italic: false }) / width).ceil().clamp(1.0, most)
    };
    let tallies = &said.tallies[..said.tallies.len().min(MOST_TALLIES)];
    let message = said.message.and_then(|text| first_paragraph(texts.get(text.0)?));
    let mut room = LINES - if said.is_marked { MARK } else { 0.0 };
    room -= 1.6 * lines(said.title, LINE * 0.55, MOST_OF_TITLE);
    room -= said.head.iter().map(|text| lines(text, LINE, MOST_OF_HEAD) + 0.3).sum::<f64>();
    room -= HEADING + tallies.iter().map(|tally| of_tally(tally, ruler)).sum::<f64>();
    room -= message.as_ref().map_or(0.0, |text| lines(&text.plain_text(), LINE, MOST_OF_MESSAGE) + 0.7);

    let short = |changed: &Changed| {
        let name = shorten(&changed.name, MOST_OF_NAME * LINE, ruler);
        let wide = ruler.width(&format!("{name} ({}); ", changed.detail), Face::default()) / LINE;
        (Changed { name, ..changed.clone() }, wide)
    };
    let in_its_line = |(changed, wide): (Changed, f64)| (changed, wide.ceil() + 0.15);
    let attention: Vec<(Changed, f64)> =
        attention(report, comparison, words).iter().map(|changed| in_its_line(short(changed))).collect();
    let changes: Vec<(&str, Vec<(Changed, f64)>)> = said
        .changes
        .unwrap_or_default()
        .iter()
        .map(|change| (change.label.as_str(), change.items.iter().map(short).collect()))
        .collect();
    let columns = usize::from(said.changes.is_some());
    let sections: Vec<(SectionRow, Option<Standing>, f64)> = sections(report, said.rows, words)
        .into_iter()
        .map(|(mut row, standing)| {
            row.title = shorten(&row.title, MOST_OF_NAME * NAME[columns], ruler);
            let high = lines(&row.title, NAME[columns], MOST_OF_HEAD).max(lines(
                &row.counts,
                COUNTS[columns],
                MOST_OF_HEAD,
            ));
            (row, standing, high + 0.5)
        })
        .collect();

    let heading = |is_there: bool| if is_there { HEADING } else { 0.0 };
    let sections_want =
        heading(!sections.is_empty()) + 1.6 + sections.iter().map(|(.., high)| high).sum::<f64>();
    let wanted = [
        heading(!attention.is_empty()) + attention.iter().map(|(_, high)| high).sum::<f64>(),
        // The name of the previous report may take a second line.
        1.5 * heading(said.changes.is_some())
            + changes.iter().map(|(_, items)| of_change(items)).sum::<f64>(),
        // Sections have two parts of four: the report is made of them.
        sections_want / 2.0,
        sections_want / 2.0,
    ];
    let shares = shares(room, &wanted);
    let [of_attention, of_changes, of_sections] = [shares[0], shares[1], shares[2] + shares[3]];
    let more = |count: usize| (count > 0).then(|| say!(words, "and-more", count = count));
    Some(OnePage {
        message: message.and_then(|text| texts.keep(text)),
        tallies: tallies.to_vec(),
        attention: fitting(attention, of_attention - HEADING, |(_, high)| *high, 1.2, more)
            .map(|(one, _)| one),
        changes: kept_changes(changes, of_changes - 1.5 * HEADING, more),
        sections: kept_sections(sections, of_sections - HEADING - 1.6, more),
    })
}

/// How many lines the counts of one sort take, with their label before them.
fn of_tally(tally: &Tally, ruler: &Ruler) -> f64 {
    let bold = Face { is_bold: true, is_italic: false };
    let of_count = |word: &str| ruler.width(word, bold) + 6.0;
    let wide = ruler.width(&tally.label, bold)
        + tally.counts.iter().map(|count| of_count(&count.rating.word)).sum::<f64>();
    1.6 * (wide / LINE).ceil()
}

/// A name that is no wider than so many ems: the end of a longer one is left out, and the link leads to all of it.
fn shorten(name: &str, most: f64, ruler: &Ruler) -> String {
    let goes = |text: &str| ruler.width(text, Face { is_bold: true, is_italic: false }) <= most - 1.0;
    if goes(name) {
        return name.to_owned();
    }
    let end = cut(name, |end| goes(&name[..end])).unwrap_or_default();
    format!("{}\u{2026}", name[..end].trim_end())
}

/// The first paragraph of a text, if it is one of words alone.
fn first_paragraph(text: &Filled) -> Option<Filled> {
    let paragraph = text.blocks.iter().find_map(|block| match block {
        Block::Paragraph(content) => Some(content),
        _ => None,
    })?;
    let is_of_words = !plain_line(paragraph).trim().is_empty()
        && !paragraph.iter().any(|piece| matches!(piece, Inline::Image(_)));
    is_of_words.then(|| Prose { blocks: vec![Block::Paragraph(paragraph.clone())] })
}

/// What has the worst rating of its scale, and then what else has become worse, each in order of print.
fn attention(report: &RatedReport, comparison: Option<&Comparison>, words: &Words) -> Vec<Changed> {
    let (mut first, mut then) = (Vec::new(), Vec::new());
    for (index, (section, rated)) in report.report.sections.iter().zip(&report.sections).enumerate() {
        let compared = comparison.and_then(|comparison| comparison.sections.get(index));
        for (place, entry) in rated.entries.iter().enumerate() {
            let moved = compared.and_then(|compared| compared.entries.get(place)).map(|moved| moved.movement);
            let has_worsened = moved == Some(Movement::Worsened);
            if !entry.rating.is_worst() && !has_worsened {
                continue;
            }
            let movement = moved.filter(|moved| {
                !matches!(moved, Movement::NotRated | Movement::RuleChanged | Movement::ScaleChanged)
            });
            let said = [Some(words.rating(entry.rating)), movement.map(|moved| words.movement(moved))];
            let list = if entry.rating.is_worst() { &mut first } else { &mut then };
            list.push(Changed {
                anchor: Some(entry_anchor(&section.id, &entry.id)),
                name: entry.title.clone(),
                detail: words.commas(said.into_iter().flatten()),
            });
        }
    }
    first.append(&mut then);
    first
}

/// Each section and group that has a rating or whose entries have, in order of print, with how good its rating is.
fn sections(report: &RatedReport, rows: &[Row], words: &Words) -> Vec<(SectionRow, Option<Standing>)> {
    let model = &report.report;
    let row = |anchor: &str| rows.iter().find(|row| row.is_section && row.anchor == anchor);
    let of_row = |row: &Row, counts: String, standing| {
        let Row { anchor, title, rating, before, movement, .. } = row.clone();
        (SectionRow { anchor, title, rating, counts, before, movement }, standing)
    };
    let mut listed = Vec::new();
    let mut last_group = None;
    for place in in_order(&model.sections, &model.withheld) {
        let (id, group) = match place {
            Place::Printed(_, section) => (&section.id, section.group.as_ref()),
            Place::Announced(section) => (&section.id, section.group.as_ref()),
        };
        if let Some(group) = group.filter(|own| last_group != Some(*own)) {
            last_group = Some(group);
            let rated = model.groups.iter().position(|known| known.id == *group);
            let rated = rated.and_then(|place| report.groups.get(place)?.as_ref());
            let standing = rated.and_then(|rated| rated.rating.standing());
            listed.extend(row(&group_anchor(group)).map(|row| of_row(row, String::new(), standing)));
        }
        let verdict = match place {
            Place::Printed(index, _) => report.sections.get(index).map(|rated| &rated.verdict),
            Place::Announced(_) => None,
        };
        let (standing, counts) = match verdict {
            Some(Verdict::Rated(rated)) => (rated.rating.standing(), String::new()),
            // A section is as urgent as the worst of its entries.
            Some(Verdict::Counted(counts)) => (
                counts.occurring().filter_map(Rating::standing).min(),
                words.commas(words.counts(counts, counts.occurring())),
            ),
            _ => (None, String::new()),
        };
        match (row(&section_anchor(id)), place) {
            (Some(row), _) => listed.push(of_row(row, counts, standing)),
            (None, Place::Printed(_, section)) if !counts.is_empty() => {
                let row = SectionRow {
                    anchor: section_anchor(id),
                    title: section.title.clone(),
                    rating: None,
                    counts,
                    before: super::indicators::NOTHING.to_owned(),
                    movement: None,
                };
                listed.push((row, standing));
            }
            _ => {}
        }
    }
    listed
}

/// Divides the room among those who want some: nobody gets more than they want, and what is left goes to the others in
/// equal parts.
fn shares(room: f64, wanted: &[f64]) -> Vec<f64> {
    let mut given = vec![0.0; wanted.len()];
    for _ in wanted {
        let left = (room - given.iter().sum::<f64>()).max(0.0);
        let is_short = |at: &usize| given[*at] < wanted[*at];
        let short: Vec<usize> = (0..wanted.len()).filter(is_short).collect();
        for &at in &short {
            #[expect(clippy::cast_precision_loss, reason = "there are a dozen at most")]
            let part = left / short.len() as f64;
            given[at] = wanted[at].min(given[at] + part);
        }
    }
    given
}

impl<T> Kept<T> {
    fn map<U>(self, change: impl FnMut(T) -> U) -> Kept<U> {
        Kept { items: self.items.into_iter().map(change).collect(), more: self.more }
    }
}

/// As many items from the first on as go into so many lines, with a `last` one for how many more there are.
fn fitting<T>(
    mut items: Vec<T>,
    room: f64,
    high: impl Fn(&T) -> f64,
    last: f64,
    more: impl Fn(usize) -> Option<String>,
) -> Kept<T> {
    let all = items.len();
    let goes = |count: usize| {
        let last = if count < all { last } else { 0.0 };
        // A sum in another order may be greater by a hair.
        items[..count].iter().map(&high).sum::<f64>() + last <= room + 1e-6
    };
    let count = (0..=all).rev().find(|count| goes(*count)).unwrap_or(0);
    items.truncate(count);
    Kept { items, more: more(all - count) }
}

/// Of each kind of change as many as go into so many lines: each kind is named, and has its fair part.
fn kept_changes(
    changes: Vec<(&str, Vec<(Changed, f64)>)>,
    room: f64,
    more: impl Fn(usize) -> Option<String>,
) -> Vec<KeptChange> {
    let wanted: Vec<f64> = changes.iter().map(|(_, items)| of_change(items)).collect();
    let kept = changes.into_iter().zip(shares(room, &wanted)).map(|((label, items), room)| {
        let named = fitting(items, room - LABEL, |(_, high)| *high, 0.3, &more);
        KeptChange { label: label.to_owned(), named: named.map(|(changed, _)| changed) }
    });
    kept.collect()
}

/// How many lines a kind of change takes: what happened stands before all that it happened to, in one paragraph.
fn of_change(items: &[(Changed, f64)]) -> f64 {
    LABEL + items.iter().map(|(_, high)| high).sum::<f64>()
}

/// As many rows as go into so many lines: those with the worst ratings before all others, in order of print.
fn kept_sections(
    rows: Vec<(SectionRow, Option<Standing>, f64)>,
    room: f64,
    more: impl Fn(usize) -> Option<String>,
) -> Kept<SectionRow> {
    let mut placed: Vec<_> = rows.into_iter().enumerate().collect();
    // What has no standing comes after all that has; the order of print decides among equals.
    placed.sort_by_key(|(_, (_, standing, _))| (standing.is_none(), *standing));
    let mut kept = fitting(placed, room, |(_, (.., high))| *high, 1.3, more);
    kept.items.sort_by_key(|(place, _)| *place);
    kept.map(|(_, (row, ..))| row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_goes_to_those_who_want_it() {
        for (room, wanted, expected) in [
            (30.0, [5.0, 6.0, 7.0], [5.0, 6.0, 7.0]),
            (30.0, [50.0, 50.0, 50.0], [10.0, 10.0, 10.0]),
            // Four are left of the first ten, and each of the others gets two of them.
            (30.0, [6.0, 50.0, 50.0], [6.0, 12.0, 12.0]),
            (30.0, [6.0, 11.0, 50.0], [6.0, 11.0, 13.0]),
            (-3.0, [6.0, 11.0, 50.0], [0.0, 0.0, 0.0]),
        ] {
            let given = shares(room, &wanted);
            let is_right =
                given.iter().zip(expected).all(|(given, expected)| (given - expected).abs() < 1e-9);
            assert!(is_right, "{room} for {wanted:?}: {given:?}");
        }
    }

    #[test]
    fn a_name_that_is_too_long_ends_after_a_word() {
        // Each letter is 0.6 ems wide here, and one em is kept for the dots.
        let short = |name: &str| shorten(name, 7.0, &Ruler::default());
        assert_eq!(short("Ten chars."), "Ten chars.");
        assert_eq!(short("Town Hall roof"), "Town Hall…");
        assert_eq!(short("Townhallroofrepair"), "Townhallro…");
    }

    #[test]
    fn the_last_line_says_how_many_more_there_are() {
        let kept = |room: f64| {
            let kept = fitting(vec![1.0, 2.0, 1.0], room, |high| *high, 1.0, |count| Some(count.to_string()));
            (kept.items.len(), kept.more.unwrap_or_default())
        };
        assert_eq!(kept(4.0), (3, "0".to_owned()));
        // Two items and the line that says "and 1 more" take as much as three.
        assert_eq!(kept(3.9), (1, "2".to_owned()));
        assert_eq!(kept(2.0), (1, "2".to_owned()));
        assert_eq!(kept(1.9), (0, "3".to_owned()));
        assert_eq!(kept(-5.0), (0, "3".to_owned()));
    }
}
