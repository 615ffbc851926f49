//! What one report says, in the order in which it is read.

use serde::Serialize;

use super::aspects;
use super::chart;
use super::contents::{below, chapter, headings, running_head};
use super::cover::{Cover, cover};
use super::filter::{Filter, filter};
use super::input::Input;
use super::movement::PrintedMovement;
use super::one_page::{OnePage, Said, one_page};
use super::over_time::{OverTime, over_time, period};
use super::parts::{Part, Section, appendix, number_appendices, plan_parts, progress_parts};
use super::references::{Figures, are_actions, are_indicators, are_projects};
use super::summary::{Change, Row, are_many, changes, summary};
use super::tally::{Tally, tally};
use super::{Labelled, Linked, Paint, PrintedRating, TextId, Texts, Unfilled, paints};
use crate::report::prose::section_anchor;
use crate::report::rate::{self, Basis, Counts, RatedReport, Verdict};
use crate::report::{self, Content, Date, DocumentKind, Indicator, Naming, Nouns, Scale, Status};
use crate::text::{full_stop, id_from, slug};
use crate::words::{Counted, Words, say};

/// What a report says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question that templates ask by itself")]
pub struct Report {
    /// Its folder.
    pub id: String,
    /// The language, as in `en-GB`.
    pub language: String,
    /// The colour of headings and rules.
    pub accent: String,
    /// The looks of ratings.
    pub paints: Vec<Paint>,
    /// The colours of a warning that must not be missed.
    pub warning: Paint,
    /// The rating of the whole report, if it has one.
    pub overall: Option<Overall>,
    /// The council's logo.
    pub logo: Option<PrintedPicture>,
    /// Whether every page must say that it is not to be published.
    pub restricted: bool,
    /// The body whose paper it is.
    pub council: String,
    /// Its title.
    pub title: String,
    /// Its period, as printed.
    pub period: String,
    /// Title and period together, for window titles and document properties.
    pub full_title: String,
    /// The council's name and the title as they stand on one line at the head of every printed page.
    pub running_head: (String, String),
    /// `progress` or `plan`.
    pub document: &'static str,
    /// "Draft" or "Final".
    pub status: Option<String>,
    /// The meeting: "Cabinet, 11 June 2014, item 10"; several are separated by semicolons.
    pub meeting: Option<String>,
    /// The plan that it reports on.
    pub plan: Option<PrintedPlan>,
    /// The date that the documents carry.
    pub date: Option<PrintedDate>,
    /// The file name of the PDF.
    pub pdf: String,
    /// The file name of the Word file, if there is one.
    pub docx: Option<String>,
    /// What makes it a committee paper.
    pub cover: Option<Cover>,
    /// Whether the council has an accessibility statement.
    pub has_statement: bool,
    /// Whether the PDF is so long that it needs a table of contents.
    pub is_long: bool,
    /// Whether a section may run on to a page of the PDF that names it again.
    pub has_bands: bool,
    /// The text before the counts.
    pub introduction: Option<TextId>,
    /// The heading above counts, changes and the table of ratings, if there are any.
    pub summary_title: Option<String>,
    /// The counts of projects and of indicators, where there are any.
    pub tallies: Vec<Tally>,
    /// The previous report: "Corporate Improvement Plan update, October 2012 to March 2013".
    pub previous: Option<String>,
    /// What changed since then.
    pub changes: Vec<Change>,
    /// Whether so much did that it is read in a table.
    pub has_many_changes: bool,
    /// What the table of every rating shows.
    pub summary_caption: String,
    /// The heading of its first column.
    pub summary_head: String,
    /// The table of every project's rating.
    pub summary: Vec<Row>,
    /// The aspects that have a column in it.
    pub aspects: Vec<String>,
    /// Whether these make it too wide for an upright page.
    pub summary_is_wide: bool,
    /// The ratings over time, if there are enough reports in a row.
    pub over_time: Option<OverTime>,
    /// The same on one side of paper, for the web page, if there are ratings.
    pub one_page: Option<OnePage>,
    /// What a reader of the web page can choose to see of it, if there is a choice.
    pub filter: Option<Filter>,
    /// The table of contents, in order of print.
    pub contents: Vec<Linked>,
    /// The parts that the sections are printed in.
    pub parts: Vec<Part>,
    /// How the ratings were worked out, if there are any.
    pub method: Option<Method>,
}

/// A date, for templates that need its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedDate {
    /// As printed.
    pub text: String,
    /// As `2014-06-11`.
    pub iso: String,
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: i8,
    /// The day.
    pub day: i8,
}

impl PrintedDate {
    fn new(date: Date, words: &Words) -> Self {
        Self {
            text: words.date(date),
            iso: date.iso(),
            year: date.year(),
            month: date.month(),
            day: date.day(),
        }
    }
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedPicture {
    /// Its path below the content folder.
    pub path: String,
    /// What it shows.
    pub alt: String,
}

/// A plan, seen from a report on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedPlan {
    /// Its folder.
    pub id: String,
    /// Its title and period.
    pub title: String,
}

/// How the ratings were worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Method {
    /// Whether any projects are rated.
    pub has_projects: bool,
    /// Whether any section has a rating that follows from theirs.
    pub has_section_ratings: bool,
    /// What ratings mean, for those of which the scale says it.
    pub meanings: Vec<Meaning>,
    /// Each rule that the report uses, explained.
    pub rules: Vec<String>,
    /// What the ratings of aspects mean for the overall one; and for each scale, what counts as something else and
    /// what does not count.
    pub counting: Vec<String>,
    /// Each section with the reason for its rating.
    pub sections: Vec<Labelled>,
    /// What the ratings and directions of indicators mean.
    pub guidance: Vec<String>,
    /// Whether it stands at the end of the pages on their side with which the report ends.
    pub is_wide: bool,
}

/// What a rating means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meaning {
    /// The rating.
    pub rating: PrintedRating,
    /// What it means.
    pub means: String,
}

/// The rating of the whole report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overall {
    /// The rating.
    pub rating: PrintedRating,
    /// Why it has it.
    pub reason: String,
    /// How it moved since the previous report.
    pub movement: Option<PrintedMovement>,
}

impl Report {
    /// The title of the section or entry whose anchor `is_it` recognises.
    pub fn title_at(&self, is_it: &dyn Fn(&str) -> bool) -> Option<String> {
        let sections = self.parts.iter().flat_map(|part| &part.sections);
        let mut places = sections.flat_map(|section| section.entries().into_iter().chain([section.head()]));
        places.find(|(anchor, _)| is_it(anchor)).map(|(_, title)| title.to_owned())
    }

    /// The titles of all sections and entries in order of print, each section before its entries.
    pub fn titles(&self) -> Vec<&str> {
        let sections = self.parts.iter().flat_map(|part| &part.sections);
        let places = sections.flat_map(|section| std::iter::once(section.head()).chain(section.entries()));
        places.map(|(_, title)| title).collect()
    }

    /// The report as it would be if it ended after the first so many of its sections and entries, in the order of
    /// [`titles`](Self::titles): used to find out at which of them a template fails.
    #[must_use]
    pub fn first(&self, count: usize) -> Self {
        let mut report = self.clone();
        let mut left = count;
        for part in &mut report.parts {
            part.sections.retain_mut(|section| {
                // The section itself is one of them.
                let Some(entries) = left.checked_sub(1) else { return false };
                left = entries.saturating_sub(section.entries().len());
                section.keep_first(entries);
                true
            });
        }
        report.parts.retain(|part| !part.sections.is_empty());
        report
    }

    /// What its texts are filled from; `rated` is the report that it was made from.
    pub fn figures<'a>(&self, rated: &'a RatedReport, words: &'a Words) -> Figures<'a> {
        let parts = self.parts.iter().enumerate().filter(|_| self.cover.is_some());
        let appendices = parts.flat_map(|(index, part)| {
            part.sections.iter().map(move |section| (section.head().0.to_owned(), appendix(index, words)))
        });
        Figures { report: rated, words, appendices: appendices.collect() }
    }
}

/// What the report says. Its texts are returned beside it, because templates print them through a filter.
pub fn report(input: Input<'_>) -> (Report, Texts) {
    let model = &input.report.report;
    let mut texts = Unfilled { scales: model.scales(), ..Unfilled::default() };
    let words = input.words;
    let full_title = title_and_period(model, words);
    let cover =
        model.cover.as_ref().map(|own| cover(own, &model.introduction, input.restricted, words, &mut texts));
    // In a committee paper the body of the report is the body of the paper.
    let introduction = if cover.is_some() { None } else { texts.add(&model.introduction) };
    let tallies = tallies(input, &mut texts);
    let mut parts = match model.document {
        DocumentKind::Progress => progress_parts(input, &mut texts),
        DocumentKind::Plan => plan_parts(input, &mut texts),
    };
    if cover.is_some() {
        number_appendices(&mut parts, words);
    }
    let listed = &words.calling(listed_nouns(model));
    let aspects = aspects::rated(input.report);
    let aspects: Vec<String> = aspects.iter().map(|aspect| aspect.title.clone()).collect();
    let mut method = method(input.report, words);
    if let (Some(method), Some(last)) = (&mut method, parts.last_mut()) {
        let ends_wide = |section: &Section| last.closes_wide.iter().any(|anchor| anchor == section.head().0);
        last.holds_method = last.sections.last().is_some_and(ends_wide);
        method.is_wide = last.holds_method;
    }
    let file_name = file_name(&full_title).unwrap_or_else(|| model.id.clone());
    let mut report = Report {
        id: model.id.clone(),
        language: input.council.language.tag().to_owned(),
        accent: input.council.accent.hex(),
        paints: paints(
            // Charts and tables show earlier ratings as well, which may have looked otherwise.
            std::iter::once(model)
                .chain(input.earlier.iter().map(|earlier| &earlier.report))
                .flat_map(report::Report::scales),
        ),
        warning: Paint::new(&input.council.palette.warning()),
        overall: overall(input),
        logo: input
            .council
            .logo
            .as_ref()
            .map(|logo| PrintedPicture { path: logo.path.clone(), alt: logo.alt.clone() }),
        restricted: input.restricted,
        council: model.council.clone(),
        title: model.title.clone(),
        period: model.period.clone(),
        pdf: format!("{file_name}.pdf"),
        docx: input.has_word.then(|| format!("{file_name}.docx")),
        running_head: running_head(&model.council, &model.title, &full_title, input.ruler),
        full_title,
        document: model.document.name(),
        status: model.status.map(|status| match status {
            Status::Draft => say!(words, "status-draft").to_owned(),
            Status::Final => say!(words, "status-final").to_owned(),
        }),
        meeting: meeting(model, words),
        plan: input
            .plan
            .map(|plan| PrintedPlan { id: plan.id.clone(), title: title_and_period(plan, words) }),
        date: model.date().map(|date| PrintedDate::new(date, words)),
        cover,
        has_statement: input.council.statement.is_some(),
        is_long: model.entry_count() >= LONG,
        has_bands: parts
            .iter()
            .flat_map(|part| &part.sections)
            .any(|own| matches!(own, Section::Workstream(_))),
        introduction,
        summary_title: None,
        tallies,
        previous: input.previous.map(|(previous, _)| title_and_period(previous, words)),
        changes: input
            .previous
            .map(|(before, comparison)| changes(input.report, before, comparison, words))
            .unwrap_or_default(),
        has_many_changes: false,
        summary: summary(input.report, input.previous.map(|(_, comparison)| comparison), words),
        summary_is_wide: aspects.len() > if input.previous.is_some() { 3 } else { 5 },
        aspects,
        over_time: over_time(input.report, input.earlier, words),
        filter: None,
        one_page: None,
        summary_caption: say!(listed, "all-ratings-caption").to_owned(),
        summary_head: say!(listed, "section-and-project").to_owned(),
        contents: Vec::new(),
        parts,
        method,
    };
    let owners = model.sections.iter();
    let owners = owners.filter_map(|own| Some((section_anchor(&own.id), own.owner.as_deref()?))).collect();
    report.filter = filter(&report.summary, &model.scales(), &owners, words);
    report.has_many_changes = are_many(&report.changes);
    report.summary_title = summary_title(&report, words);
    let mut texts = texts.fill(&report.figures(input.report, words));
    report.contents = contents(&report, &texts, words);
    report.one_page = on_one_page(&report, input, &mut texts);
    (report, texts)
}

/// What goes on one side of paper; a plan has no ratings.
fn on_one_page(report: &Report, input: Input<'_>, texts: &mut Texts) -> Option<OnePage> {
    let overall = report.overall.as_ref().map(|overall| [overall.rating.word.as_str(), &overall.reason]);
    let head = [report.council.as_str(), &report.period].into_iter().filter(|text| !text.is_empty());
    let named = [&report.meeting, &report.status].into_iter().flatten().map(String::as_str);
    let plan = report.plan.iter().map(|plan| plan.title.as_str());
    let said = Said {
        title: &report.title,
        head: head.chain(named).chain(overall.into_iter().flatten()).chain(plan).collect(),
        message: report.cover.as_ref().map_or(report.introduction, |cover| cover.summary.or(cover.body)),
        tallies: &report.tallies,
        changes: report.previous.is_some().then_some(report.changes.as_slice()),
        rows: &report.summary,
        is_marked: report.restricted,
    };
    let comparison = input.previous.map(|(_, comparison)| comparison);
    let is_progress = report.document == DocumentKind::Progress.name();
    is_progress.then(|| one_page(input.report, comparison, &said, input.ruler, input.words, texts)).flatten()
}

/// The rating of the whole report, if it has one.
fn overall(input: Input<'_>) -> Option<Overall> {
    let words = input.words;
    let rated = input.report.overall.as_ref()?;
    let moved = input.previous.and_then(|(_, comparison)| comparison.overall);
    Some(Overall {
        rating: PrintedRating::new(rated.rating, words),
        reason: words.reason_over(rated, Counted::Sections),
        movement: moved.map(|moved| PrintedMovement::new(moved.movement, words)),
    })
}

/// What the entries in the table of every rating are called together: projects, and actions if those are rated.
pub(crate) fn listed_nouns(model: &report::Report) -> Nouns {
    let are_rated = |content: &Content| match content {
        Content::Projects(_) => true,
        Content::Actions(actions) => actions.iter().any(|action| action.rating.is_some()),
        Content::Indicators(_) | Content::Narrative(_) => false,
    };
    let listed: Vec<&report::Section> =
        model.sections.iter().filter(|section| are_rated(&section.content)).collect();
    let has = |of: fn(&Content) -> bool| listed.iter().any(|section| of(&section.content));
    let nouns = report::Report::nouns_of(listed.iter().copied());
    let projects = match (has(are_projects), has(are_actions)) {
        (true, true) if nouns.projects == nouns.actions && nouns.projects != Naming::Usual => nouns.projects,
        (true, true) => Naming::Various,
        (false, true) if nouns.actions == Naming::Usual => Naming::Actions,
        (false, true) => nouns.actions,
        _ => nouns.projects,
    };
    Nouns { projects, ..Nouns::default() }
}

/// The chapters of a report: those of the paper itself, the summary, the parts with their sections, and the method.
fn contents(report: &Report, texts: &Texts, words: &Words) -> Vec<Linked> {
    let mut contents = Vec::new();
    if let Some(cover) = &report.cover {
        contents.extend(headings(cover.body, texts));
        contents.extend(cover.background.iter().map(|own| chapter("_background", &own.title)));
        contents.extend(cover.contact.iter().map(|own| chapter("_contact", &own.title)));
    }
    if report.document == DocumentKind::Plan.name() {
        contents.extend(headings(report.introduction, texts));
    }
    if let Some(title) = &report.summary_title {
        contents.push(chapter("_summary", title));
        let changes = report.previous.as_ref();
        let changes = changes.map(|previous| say!(words, "changes-since", report = previous));
        contents.extend(changes.map(|title| below("_changes", &title)));
        let all = (!report.summary.is_empty()).then(|| below("_all", say!(words, "all-ratings")));
        contents.extend(all);
    }
    let over_time = report.over_time.as_ref();
    contents.extend(over_time.map(|_| below("_over-time", say!(words, "ratings-over-time"))));
    for part in &report.parts {
        contents.push(chapter(&part.anchor, &part.title));
        contents.extend(inside(part, texts, words));
    }
    contents.extend(report.method.as_ref().map(|_| chapter("_method", say!(words, "method"))));
    contents
}

/// What stands in a part under headings of its own.
fn inside(part: &Part, texts: &Texts, words: &Words) -> Vec<Linked> {
    match part.sections.as_slice() {
        [Section::Indicators(section)] if section.head.anchor == part.anchor => {
            let at = |name: &str| format!("{}--{name}", section.head.anchor);
            let red = say!(words, "red-indicators", rating = &section.worst);
            [
                (!section.red.is_empty()).then(|| below(&at("red"), &red)),
                (!section.rows.is_empty()).then(|| below(&at("all"), say!(words, "all-indicators"))),
                (!section.others.is_empty()).then(|| below(&at("others"), say!(words, "other-indicators"))),
            ]
            .into_iter()
            .flatten()
            .collect()
        }
        [Section::Narrative(section)] if section.head.anchor == part.anchor => headings(section.body, texts)
            .into_iter()
            .map(|own| Linked { is_below: true, ..own })
            .chain(section.entries.iter().map(|entry| below(&entry.anchor, &entry.title)))
            .collect(),
        sections => sections.iter().map(Section::head).map(|(anchor, title)| below(anchor, title)).collect(),
    }
}

/// The heading of the summary, if there is anything under it. A committee paper has its own summary.
fn summary_title(report: &Report, words: &Words) -> Option<String> {
    let is_plan = report.document == DocumentKind::Plan.name();
    let is_there = (report.introduction.is_some() && !is_plan)
        || report.tallies.iter().any(|tally| tally.in_summary)
        || report.previous.is_some()
        || !report.summary.is_empty();
    let title = if report.cover.is_some() { say!(words, "summary-of-paper") } else { say!(words, "summary") };
    is_there.then(|| title.to_owned())
}

fn title_and_period(report: &report::Report, words: &Words) -> String {
    if report.period.is_empty() {
        report.title.clone()
    } else {
        say!(words, "title-and-period", title = &report.title, period = &report.period)
    }
}

/// The counts of projects, of indicators and of actions, apart for each scale.
fn tallies(input: Input<'_>, texts: &mut Unfilled) -> Vec<Tally> {
    let words = input.words;
    let mut tallies = Vec::new();
    let sorts = [
        (Counted::Projects, are_projects as fn(&Content) -> bool),
        (Counted::Indicators, are_indicators),
        (Counted::Actions, are_actions),
    ];
    for (what, of) in sorts {
        let all = input.report.counts(of);
        let several = all.len() > 1;
        for counts in all {
            // Earlier counts are of use only where they are on the same scale.
            let on_scale = |report: &RatedReport| {
                let same = |other: &Counts| other.scale().has_steps_of(counts.scale());
                report.counts(of).into_iter().find(same).unwrap_or(Counts::none(counts.scale()))
            };
            let periods: Vec<(String, Counts)> = input
                .earlier
                .iter()
                .chain(std::iter::once(&input.report))
                .map(|report| (period(report), on_scale(report)))
                .collect();
            let chart = chart::periods(what, &periods, words).map(|chart| texts.add_chart(chart));
            let sections = input.report.report.sections.iter();
            let sections = sections
                .filter(|section| of(&section.content) && std::ptr::eq(section.scale, counts.scale()))
                .count();
            let in_summary = what == Counted::Projects || sections > 1 || several || chart.is_some();
            tallies.push(Tally { in_summary, chart, ..tally(what, &counts, words) });
        }
    }
    tallies
}

/// From this many entries, a paper has ten pages or more, and readers look for a table of contents.
const LONG: usize = 12;

/// A file name made from title and period, short enough for every disk.
fn file_name(title: &str) -> Option<String> {
    const LONGEST: usize = 100;
    let mut name = slug(title);
    if name.len() > LONGEST {
        let end = name[..LONGEST].rfind('-').unwrap_or(LONGEST);
        name.truncate(end);
    }
    // A paper about a man called Con must not be lost on Windows, which treats `con.pdf` as a device.
    let name = id_from(&name, "report");
    (!name.is_empty()).then_some(name)
}

fn meeting(report: &report::Report, words: &Words) -> Option<String> {
    let named = report.meetings.iter().map(|meeting| {
        let parts = [
            meeting.body.clone(),
            meeting.date.map(|date| words.date(date)),
            meeting.item.as_ref().map(|item| say!(words, "meeting-item", item = item)),
        ];
        words.commas(parts.into_iter().flatten())
    });
    let named: Vec<String> = named.filter(|meeting| !meeting.is_empty()).collect();
    (!named.is_empty()).then(|| words.semicolons(named))
}

fn method(report: &RatedReport, words: &Words) -> Option<Method> {
    let mut rules: Vec<String> = Vec::new();
    let mut sections = Vec::new();
    let mut scales: Vec<&'static Scale> = Vec::new();
    let mut guidance: Vec<String> = Vec::new();
    let add = |list: &mut Vec<String>, text: String| {
        if !list.contains(&text) {
            list.push(text);
        }
    };
    let indicators = |scale: &'static Scale| -> Vec<&Indicator> {
        let sections = report.report.sections.iter().filter(|section| std::ptr::eq(section.scale, scale));
        let entries = sections.filter_map(|section| match &section.content {
            Content::Indicators(entries) => Some(entries),
            _ => None,
        });
        entries.flatten().collect()
    };
    for (section, rated) in report.report.sections.iter().zip(&report.sections) {
        let rule = match (&rated.verdict, &section.content) {
            (Verdict::Rated(own), _) => {
                sections.push(Labelled::new(&section.title, words.calling(section.nouns()).reason(own)));
                if let Basis::Rule(rule) = own.basis { Some(rule) } else { None }
            }
            (Verdict::Counted(counts), Content::Projects(projects)) => {
                sections.push(Labelled::new(&section.title, words.calling(section.nouns()).shares(counts)));
                Some(projects.rule)
            }
            (Verdict::Counted(_), Content::Indicators(_)) => {
                let notes = rate::guidance(&indicators(section.scale));
                for note in notes {
                    add(&mut guidance, words.note(note, section.scale));
                }
                continue;
            }
            _ => continue,
        };
        if let Some(rule) = rule {
            add(&mut rules, words.rule(rule, section.scale));
        }
        if !scales.iter().any(|known| std::ptr::eq(*known, section.scale)) {
            scales.push(section.scale);
        }
    }
    let has_projects = !sections.is_empty();
    let meanings = report.report.scales().into_iter().flat_map(|scale| words.meanings(scale));
    let meanings: Vec<Meaning> = meanings
        .map(|(rating, means)| Meaning { rating: PrintedRating::new(rating, words), means: full_stop(means) })
        .collect();
    let aspects = aspects::rated(report).iter().map(|aspect| aspect.title.as_str());
    let aspects = words.all_of(aspects);
    let of_aspects = (!aspects.is_empty()).then(|| say!(words, "method-of-aspects", aspects = aspects));
    (has_projects || !guidance.is_empty()).then(|| Method {
        has_projects,
        has_section_ratings: report.sections.iter().any(|rated| rated.rated().is_some()),
        meanings,
        rules,
        counting: of_aspects
            .into_iter()
            .chain(scales.into_iter().map(|scale| words.how_ratings_count(scale)))
            .collect(),
        sections,
        guidance,
        is_wide: false,
    })
}
