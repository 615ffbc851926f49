//! What a workstream or an enabler says.

use std::collections::BTreeMap;

use serde::Serialize;

use super::aspects::{self, AspectCell, PrintedAspect};
use super::exempt::{self, Notice, woven};
use super::head::Head;
use super::indicators::shown_counts;
use super::{Count, Labelled, PrintedExtra, PrintedRating, TextId, Unfilled, extra};
use crate::report::compare::{Moved, Movement};
use crate::report::prose::{Block, Inline, Prose, entry_anchor, typed_length};
use crate::report::rate::{self, Basis, RatedSection, Verdict};
use crate::report::{self, Content, Done, Layout, Project, Rating, Rule, Scale, When, Withheld};
use crate::text::full_stop;
use crate::words::{Words, say};

/// A workstream or an enabler.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Workstream {
    /// Its head.
    #[serde(flatten)]
    pub head: Head,
    /// Its rating; none if its ratings are only counted.
    pub rating: Option<PrintedRating>,
    /// How many of its entries have each rating, if it has no rating of its own.
    pub counts: Vec<Count>,
    /// Why it has its rating.
    pub reason: String,
    /// The text in place of a movement if the rule or the scale has changed.
    pub rule_changed: Option<String>,
    /// What it is about, or its narrative.
    pub body: Option<TextId>,
    /// Whether that is short enough to be kept together with the first entry.
    pub body_is_brief: bool,
    /// The heading of the column of titles, if its entries are printed as rows.
    pub column_entry: String,
    /// The columns of its table, if its entries are printed as rows.
    pub table: Option<Columns>,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// The columns of a table of entries, besides the title and the rating, that have something in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "one for each column")]
pub struct Columns {
    /// The codes.
    pub code: bool,
    /// Who leads each.
    pub lead: bool,
    /// When each is due.
    pub due: bool,
    /// How much of each is done.
    pub progress: bool,
    /// The aspects that are rated separately.
    pub aspects: Vec<String>,
    /// Everything else.
    pub comment: bool,
    /// Whether there are so many that an upright page is too narrow for them.
    pub is_wide: bool,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// The file's name, for the council's own templates.
    pub id: String,
    /// Its anchor.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// Its rating.
    pub rating: PrintedRating,
    /// The ratings of its aspects, where they stand below its name.
    pub aspects: Vec<PrintedAspect>,
    /// The ratings of its aspects, where each has a column of its own.
    pub ratings: Vec<AspectCell>,
    /// How its rating and those of its aspects go together.
    pub overall: Option<String>,
    /// What is said of it if it is exempt.
    pub exempt: Option<Notice>,
    /// Its code, where the title has none before it.
    pub code: Option<String>,
    /// Who leads it, in a line of its own.
    pub lead: Option<String>,
    /// Who leads it, one by one.
    pub leads: Vec<String>,
    /// When it is due, where that has a column of its own.
    pub due: Option<String>,
    /// How much of it is done, where that has a column of its own.
    pub progress: Option<String>,
    /// Whether a row of it is so long that it must be allowed to break across pages.
    pub is_long: bool,
    /// Why it is red or amber and what is done about it, each with its label.
    pub points: Vec<Labelled>,
    /// Its narrative.
    pub narrative: Option<TextId>,
    /// Its milestones.
    pub milestones: Option<Table>,
    /// Its risks.
    pub risks: Vec<Labelled>,
    /// Whose it is, how far it has come and its dates, each with its label.
    pub dates: Vec<Labelled>,
    /// Values for the council's own templates.
    pub extra: BTreeMap<String, PrintedExtra>,
}

/// A small table with a header row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// The column headers.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a small table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Its text; empty for a rating.
    pub text: String,
    /// The rating that it shows.
    pub rating: Option<PrintedRating>,
}

/// What a section of projects says.
pub(super) fn workstream(
    section: &report::Section,
    rated: &RatedSection,
    moved: Option<Moved>,
    words: &Words,
    texts: &mut Unfilled,
) -> Workstream {
    let scale_changed = moved.filter(|moved| moved.movement == Movement::ScaleChanged);
    let basis_before = moved.and_then(|moved| moved.basis_before).zip(rated.rated());
    let rule_changed = match (scale_changed, basis_before) {
        (Some(_), _) => Some(say!(words, "scale-changed").to_owned()),
        (None, Some((before, rated))) => {
            let (before, now) =
                (basis_words(before, section.scale, words), basis_words(rated.basis, section.scale, words));
            Some(say!(words, "rule-changed", before = before, now = now))
        }
        (None, None) => None,
    };
    let (reason, counts) = match &rated.verdict {
        Verdict::Rated(rated) => (words.reason(rated), Vec::new()),
        Verdict::Counted(counts) => (words.shares(counts), shown_counts(counts, words)),
        Verdict::Unrated => (String::new(), Vec::new()),
    };
    let projects = section.projects();
    let titles = columns_of_aspects(projects);
    let is_table = matches!(&section.content, Content::Projects(own) if own.layout == Layout::Table);
    let entries = woven(
        projects,
        &section.withheld,
        |entry| {
            if is_table {
                row(&section.id, entry, &titles, words, texts)
            } else {
                self::entry(&section.id, entry, words, texts)
            }
        },
        |withheld| Entry {
            ratings: vec![AspectCell::default(); titles.len()],
            ..announced(&section.id, withheld, is_table, words)
        },
    );
    // More is said in the same line.
    let owner = section.owner.as_ref().map(|owner| say!(words, "owner", owner = full_stop(owner)));
    Workstream {
        head: Head { owner, ..Head::of(section, words) },
        rating: rated.rated().map(|rated| PrintedRating::new(rated.rating, words)),
        counts,
        reason,
        rule_changed,
        body: texts.add(&section.body),
        body_is_brief: !projects.is_empty() && is_brief(&section.body),
        column_entry: say!(words, "column-project").to_owned(),
        table: (is_table && !entries.is_empty()).then(|| columns(&entries, &titles)),
        entries,
    }
}

/// A section of which only the title is printed.
pub(super) fn announced_section(section: &Withheld, words: &Words) -> Workstream {
    Workstream {
        head: Head::announced(section, words),
        rating: Some(PrintedRating::exempt(words)),
        ..Workstream::default()
    }
}

/// An entry of which only the title is printed.
fn announced(section: &str, entry: &Withheld, is_table: bool, words: &Words) -> Entry {
    Entry {
        id: entry.id.clone(),
        anchor: entry_anchor(section, &entry.id),
        title: if is_table { entry.title.clone() } else { exempt::coded_title(entry, words) },
        rating: PrintedRating::exempt(words),
        aspects: Vec::new(),
        ratings: Vec::new(),
        overall: None,
        exempt: Some(Notice::new(&entry.exempt, words)),
        code: entry.code.clone().filter(|_| is_table),
        lead: None,
        leads: Vec::new(),
        due: None,
        progress: None,
        is_long: false,
        points: Vec::new(),
        narrative: None,
        milestones: None,
        risks: Vec::new(),
        dates: Vec::new(),
        extra: BTreeMap::new(),
    }
}

/// Whether a text is a short paragraph or two, which can be kept on one page.
fn is_brief(prose: &Prose) -> bool {
    const LONGEST: usize = 600;
    let mut length = 0;
    prose.blocks.iter().all(|block| match block {
        Block::Paragraph(content) => {
            length += typed_length(content);
            // A picture may fill a page.
            length <= LONGEST && !content.iter().any(|inline| matches!(inline, Inline::Image(_)))
        }
        _ => false,
    })
}

pub(super) fn basis_words(basis: Basis, scale: &'static Scale, words: &Words) -> String {
    match basis {
        Basis::Stated => say!(words, "basis-stated").to_owned(),
        Basis::Rule(Rule::Manual) => say!(words, "basis-judged").to_owned(),
        Basis::Rule(rule @ Rule::Share(shares)) => {
            // The worst step first, as the rule looks at them.
            let limits = scale.steps().skip(1).zip(shares.iter()).collect::<Vec<_>>().into_iter().rev();
            let limits = limits.map(|(step, share)| {
                let which = words.rating(step);
                say!(words, "limit-of-step", limit = words.share(share), which = which)
            });
            say!(words, "basis-with-limits", rule = words.rule_name(rule), limits = words.commas(limits))
        }
        Basis::Rule(rule) => say!(words, "basis-rule", rule = words.rule_name(rule)),
    }
}

fn entry(section: &str, entry: &Project, words: &Words, texts: &mut Unfilled) -> Entry {
    let rating = rate::rating(entry);
    let reason = entry.reason.as_ref().map(|reason| Labelled::new(&why(rating, words), full_stop(reason)));
    let action = entry.action.as_ref();
    let action = action.map(|action| Labelled::new(say!(words, "what-is-being-done"), full_stop(action)));
    let due =
        entry.due.map(|due| Labelled::new(say!(words, "due"), moved_date(due, entry.original_due, words)));
    let updated = entry.updated.map(|date| Labelled::new(say!(words, "last-updated"), words.date(date)));
    Entry {
        id: entry.id.clone(),
        anchor: entry_anchor(section, &entry.id),
        title: coded_title(entry, words),
        rating: PrintedRating::new(rating, words),
        aspects: aspects::printed(entry, words),
        ratings: Vec::new(),
        overall: rate::overall(entry).and_then(|overall| words.overall(&overall)),
        exempt: Notice::of(entry.exempt.as_ref(), words),
        code: None,
        lead: leads_line(entry, words),
        leads: entry.leads.clone(),
        due: None,
        progress: None,
        is_long: false,
        points: [reason, action].into_iter().flatten().collect(),
        narrative: texts.add(&entry.narrative),
        milestones: milestones(&entry.milestones, words),
        risks: entry
            .risks
            .iter()
            .map(|risk| Labelled { label: level(&risk.level, words), text: full_stop(&risk.text) })
            .collect(),
        dates: standing_facts(entry, words)
            .into_iter()
            .chain(moving_facts(entry, words))
            .chain([due, updated].into_iter().flatten())
            .collect(),
        extra: extra(&entry.extra),
    }
}

/// A project's title, after its code if it has one.
pub(super) fn coded_title(entry: &Project, words: &Words) -> String {
    match &entry.code {
        Some(code) => say!(words, "code-and-title", code = code, title = &entry.title),
        None => entry.title.clone(),
    }
}

/// Who leads a project: "Lead: Head of Property".
pub(super) fn leads_line(entry: &Project, words: &Words) -> Option<String> {
    let count = entry.leads.len();
    (count > 0).then(|| say!(words, "lead", count = count, lead = words.all_of(&entry.leads)))
}

/// What is true of a project whatever the period: the portfolio that it belongs to, and its wards.
pub(super) fn standing_facts(entry: &Project, words: &Words) -> Vec<Labelled> {
    let portfolio = entry.portfolio.as_ref();
    let portfolio = portfolio.map(|portfolio| Labelled::new(say!(words, "portfolio"), portfolio));
    let places = (!entry.wards.is_empty()).then(|| {
        let label = say!(words, "wards", count = entry.wards.len());
        Labelled::new(&label, words.all_of(&entry.wards))
    });
    portfolio.into_iter().chain(places).collect()
}

/// How far a project has come.
fn moving_facts(entry: &Project, words: &Words) -> Vec<Labelled> {
    let stage = entry.stage.as_ref().map(|stage| Labelled::new(say!(words, "stage"), stage));
    let progress = entry.progress.map(|percent| {
        Labelled::new(say!(words, "progress"), say!(words, "percent-done", percent = percent))
    });
    stage.into_iter().chain(progress).collect()
}

/// A project as a row of a table: what has a column of its own is not said again in the comment.
fn row(section: &str, own: &Project, columns: &[String], words: &Words, texts: &mut Unfilled) -> Entry {
    let due = own.due.map(|due| moved_date(due, own.original_due, words));
    let progress = own.progress.map(|percent| say!(words, "percent-done", percent = percent));
    let without = Project { due: None, progress: None, code: None, ..own.clone() };
    let is_long = own.narrative.is_long() || !own.milestones.is_empty() || own.risks.len() > 2;
    let entry = entry(section, &without, words, texts);
    let of = |title: &String| entry.aspects.iter().find(|own| own.title == *title).map(|own| &own.rating);
    let ratings = columns.iter().map(|title| AspectCell { rating: of(title).cloned(), movement: None });
    let ratings = ratings.collect();
    Entry { code: own.code.clone(), due, progress, is_long, ratings, aspects: Vec::new(), ..entry }
}

/// The aspects that need a column, if these projects are printed as rows.
fn columns_of_aspects(projects: &[Project]) -> Vec<String> {
    let rated = projects.iter().find(|project| !project.aspects.is_empty());
    let aspects = rated.into_iter().flat_map(|project| &project.aspects);
    aspects.map(|own| own.aspect.title.clone()).collect()
}

/// The columns that a table of these entries needs.
fn columns(entries: &[Entry], aspects: &[String]) -> Columns {
    let any = |is_there: fn(&Entry) -> bool| entries.iter().any(is_there);
    let columns = Columns {
        code: any(|entry| entry.code.is_some()),
        lead: any(|entry| !entry.leads.is_empty()),
        due: any(|entry| entry.due.is_some()),
        progress: any(|entry| entry.progress.is_some()),
        aspects: aspects.to_vec(),
        comment: any(Entry::has_more),
        is_wide: false,
    };
    let narrow = [columns.code, columns.lead, columns.due, columns.progress];
    let narrow = narrow.into_iter().filter(|is_there| *is_there).count() + aspects.len();
    let is_wide = narrow > if columns.comment { 1 } else { 4 };
    Columns { is_wide, ..columns }
}

impl Entry {
    /// Whether there is more to say of it than its name, its lead and its rating.
    fn has_more(&self) -> bool {
        self.exempt.is_some()
            || self.narrative.is_some()
            || self.overall.is_some()
            || self.milestones.is_some()
            || [&self.points, &self.risks, &self.dates].iter().any(|lines| !lines.is_empty())
    }
}

/// The label of the reason for a rating.
pub(super) fn why(rating: Rating, words: &Words) -> String {
    match rating {
        missing if missing.is_missing() => say!(words, "why").to_owned(),
        rated if rated.is_rated() => say!(words, "why-rated", rating = words.rating(rated).to_lowercase()),
        _ => say!(words, "why-so-rated").to_owned(),
    }
}

/// How serious a risk is.
fn level(level: &str, words: &Words) -> String {
    match level {
        "high" => say!(words, "risk-high").to_owned(),
        "medium" => say!(words, "risk-medium").to_owned(),
        "low" => say!(words, "risk-low").to_owned(),
        other => other.to_owned(),
    }
}

/// A date with the one that it replaced: councillors asked to see both.
fn moved_date(due: When, original: Option<When>, words: &Words) -> String {
    match original.filter(|original| original.last() != due.last()) {
        None => words.when(due),
        Some(original) => {
            say!(words, "due-moved", due = words.when(due), original = words.when(original))
        }
    }
}

/// The milestones as a table; columns that would be empty are left out.
fn milestones(milestones: &[report::Milestone], words: &Words) -> Option<Table> {
    if milestones.is_empty() {
        return None;
    }
    let text = |text: String| Cell { text, rating: None };
    let date = |when: Option<When>| text(when.map_or_else(|| "\u{2013}".to_owned(), |when| words.when(when)));
    let mut columns = vec![say!(words, "milestone").to_owned()];
    let mut rows: Vec<Vec<Cell>> =
        milestones.iter().map(|milestone| vec![text(milestone.title.clone())]).collect();
    let mut column = |name: &str, is_used: bool, cell: &dyn Fn(&report::Milestone) -> Cell| {
        if is_used {
            columns.push(name.to_owned());
            for (row, milestone) in rows.iter_mut().zip(milestones) {
                row.push(cell(milestone));
            }
        }
    };
    column(say!(words, "milestone-rating"), milestones.iter().any(|m| m.rating.is_some()), &|m| Cell {
        text: if m.rating.is_none() { "\u{2013}".to_owned() } else { String::new() },
        rating: m.rating.map(|rating| PrintedRating::new(rating, words)),
    });
    column(
        say!(words, "milestone-first-planned"),
        milestones.iter().any(|m| m.original_due.is_some()),
        &|m| date(m.original_due),
    );
    column(say!(words, "milestone-due"), milestones.iter().any(|m| m.due.is_some()), &|m| date(m.due));
    column(
        say!(words, "milestone-reached"),
        milestones.iter().any(|m| m.done != Done::No),
        &|m| match m.done {
            Done::On(day) => date(Some(day)),
            Done::Yes => text(say!(words, "reached-yes").to_owned()),
            Done::No => text(say!(words, "reached-not-yet").to_owned()),
        },
    );
    Some(Table { columns, rows })
}
