//! Makes content of any size that reads like a council's report, and the same report as one Markdown file.
//!
//! Measurements need reports of 40 and of 100,000 entries that are alike in everything but their length.
//! Nobody has those, so they are made here: from phrases about council work (`phrases.txt`), put together by
//! a small generator of numbers with a fixed seed. There is no clock, no file to open and no other crate, so
//! the same size gives the same bytes on every machine and in every year. The council, its places and all
//! figures are invented, and nobody is named.
//!
//! Each entry is drawn from its own place in the report and from the age of the period alone. So a report
//! stays as it is when older periods are added before it, and each period tells the same entries in other
//! words.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

// Said with its path, because the suite takes this file in from another folder.
#[path = "phrases.rs"]
mod phrases;

use phrases::{Measure, THEMES, Theme, phrases};

/// How much content to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    /// How many workstreams a report has.
    pub(crate) workstreams: usize,
    /// How many projects each workstream has.
    pub(crate) projects: usize,
    /// How many indicators a report has; they share one section.
    pub(crate) indicators: usize,
    /// How many actions a report has; they share one section.
    pub(crate) actions: usize,
    /// How many reports there are, one for each half year.
    pub(crate) periods: usize,
}

impl Size {
    /// One report with exactly `entries` entries: 80 % projects, 12.5 % indicators and 7.5 % actions.
    ///
    /// What is left when the projects do not divide into equal workstreams is made up by indicators.
    pub(crate) fn of(entries: usize) -> Self {
        let (indicators, actions) = (entries / 8, entries * 3 / 40);
        let all_projects = entries - indicators - actions;
        // Larger councils have more workstreams, and longer ones too.
        let usual = match all_projects {
            0..=99 => 8,
            100..=999 => 20,
            1_000..=9_999 => 80,
            10_000..=49_999 => 100,
            _ => 200,
        };
        let projects = usual.min(all_projects.max(1));
        let workstreams = all_projects / projects;
        let indicators = indicators + all_projects % projects;
        Self { workstreams, projects, indicators, actions, periods: 1 }
    }

    /// How many entries one report has.
    pub(crate) fn entries(&self) -> usize {
        self.workstreams * self.projects + self.indicators + self.actions
    }
}

/// The files of a content folder by path below it.
///
/// The reports are `period-01`, the oldest, to the latest; each names the one before it as `previous`.
pub(crate) fn content(size: &Size) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let council =
        format!("---\ncouncil: {COUNCIL}\nlanguage: en-GB\nnation: england\nrollup: majority\n---\n");
    files.insert("_index.md".to_owned(), council);
    for number in 1..=size.periods {
        let report = Report::new(size, size.periods - number);
        add_report(&mut files, number, &report);
    }
    files
}

/// The first (latest) report as one Markdown file for pandoc: what somebody would write who makes the same
/// report by hand.
///
/// It has the words of the front matter and of the narratives, the ratings of the workstreams, the summary
/// table and the tables of indicators and actions. It has no charts and no explanations of the rules, which
/// are made by the program and which nobody would draw by hand.
pub(crate) fn as_one_markdown(size: &Size) -> String {
    let report = Report::new(size, 0);
    let mut out = format!(
        "---\ntitle: {TITLE}\nsubtitle: {}\nauthor: {COUNCIL}\ndate: {}\nlang: en-GB\npapersize: a4\n---\n\n",
        report.period,
        report.meeting.text()
    );
    _ = write!(
        out,
        "Report to Cabinet, {}. Status: final.\n\n{}\n",
        report.meeting.text(),
        report.introduction
    );
    add_summary(&mut out, &report);
    for workstream in &report.workstreams {
        add_workstream(&mut out, workstream);
    }
    if !report.indicators.is_empty() {
        add_indicators(&mut out, &report.indicators);
    }
    if !report.actions.is_empty() {
        add_actions(&mut out, &report.actions);
    }
    out
}

// -----------------------------------------------------------------------------------------------------------
// The report that both forms are written from

/// One report, before it is written down in either form.
struct Report {
    period: String,
    from: Date,
    to: Date,
    meeting: Date,
    introduction: String,
    workstreams: Vec<Workstream>,
    indicators: Vec<Indicator>,
    actions: Vec<Action>,
}

struct Workstream {
    id: String,
    title: String,
    owner: &'static str,
    aim: &'static str,
    projects: Vec<Project>,
}

struct Project {
    id: String,
    title: String,
    rating: Rating,
    lead: &'static str,
    /// Why it is red or amber, and what is being done about it.
    trouble: Option<(String, String)>,
    updated: Date,
    due: Date,
    original_due: Option<Date>,
    milestones: Vec<Milestone>,
    /// The level and the text of each.
    risks: Vec<(&'static str, String)>,
    /// The text; `NEIGHBOUR` stands where each form says in its own way where the next project is found.
    narrative: String,
    neighbour: String,
}

struct Milestone {
    title: &'static str,
    due: Date,
    done: Option<Date>,
}

struct Indicator {
    code: String,
    title: String,
    measure: &'static Measure,
    target: Figure,
    limit: Limit,
    actual: Figure,
    rating: Rating,
    basis: &'static str,
    owner: &'static str,
    /// The period and its figure, the oldest first.
    history: Vec<(String, Figure)>,
    commentary: String,
}

/// Where red begins.
enum Limit {
    Floor(Figure),
    Tolerance(i64),
}

struct Action {
    code: String,
    /// Its place in `CATEGORIES`.
    category: usize,
    title: String,
    paragraph: usize,
    timescale: String,
    leads: Vec<&'static str>,
    evidence: Vec<&'static str>,
    monitoring: &'static str,
    status: &'static str,
    comment: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rating {
    Red,
    Amber,
    Green,
    Complete,
    NotStarted,
    OnHold,
    ForInformation,
}

impl Rating {
    /// A realistic mix: more than half is green, and few projects are red.
    fn draw(numbers: &mut Numbers) -> Self {
        match numbers.below(100) {
            0..=54 => Self::Green,
            55..=76 => Self::Amber,
            77..=83 => Self::Red,
            84..=91 => Self::Complete,
            92..=95 => Self::NotStarted,
            96..=97 => Self::OnHold,
            _ => Self::ForInformation,
        }
    }

    /// How it is typed in front matter.
    fn typed(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Complete => "complete",
            Self::NotStarted => "not-started",
            Self::OnHold => "on-hold",
            Self::ForInformation => "info",
        }
    }

    /// How it is printed.
    fn word(self) -> &'static str {
        match self {
            Self::Red => "Red",
            Self::Amber => "Amber",
            Self::Green => "Green",
            Self::Complete => "Complete",
            Self::NotStarted => "Not started",
            Self::OnHold => "On hold",
            Self::ForInformation => "For information",
        }
    }
}

impl Report {
    /// The report of the half year that is `age` half years older than the latest.
    fn new(size: &Size, age: usize) -> Self {
        let half = Half { age };
        let workstreams: Vec<Workstream> =
            (0..size.workstreams).map(|at| Workstream::new(at, size.projects, half)).collect();
        let mut numbers = Numbers::of(&[INTRODUCTION_SEED, age]);
        let words = Words { place: "the borough", half };
        let opening = words.fill(numbers.pick(phrases("introductions")), &mut numbers);
        let looking_back = words.fill(numbers.pick(phrases("looking back")), &mut numbers);
        let looking_on = words.fill(numbers.pick(phrases("looking on")), &mut numbers);
        Self {
            period: half.name(),
            from: half.first_day(),
            to: half.last_day(),
            meeting: half.date(3, 10),
            introduction: format!("{opening} {}\n\n{looking_back} {looking_on}", counted(&workstreams)),
            workstreams,
            indicators: (0..size.indicators).map(|at| Indicator::new(at, half)).collect(),
            actions: (0..size.actions).map(|at| Action::new(at, half)).collect(),
        }
    }
}

/// How many projects there are, in one sentence of the introduction.
fn counted(workstreams: &[Workstream]) -> String {
    let of = |rating: Rating| {
        workstreams.iter().flat_map(|one| &one.projects).filter(|project| project.rating == rating).count()
    };
    let (red, amber, green) = (of(Rating::Red), of(Rating::Amber), of(Rating::Green));
    format!("Of the projects that are rated, {green} are Green, {amber} are Amber and {red} are Red.")
}

impl Workstream {
    fn new(at: usize, projects: usize, half: Half) -> Self {
        let theme = &THEMES[at % THEMES.len()];
        // From the second round of themes on, a workstream is that of one place.
        let round = at / THEMES.len();
        let (id, title) = if round == 0 {
            (theme.id.to_owned(), theme.title.to_owned())
        } else {
            let place = numbered(phrases("places"), round - 1);
            (slug(&format!("{} {place}", theme.id)), format!("{}: {place}", theme.title))
        };
        let names: Vec<(String, String, &'static str)> =
            (0..projects).map(|project| project_name(theme, at, project)).collect();
        let projects = (0..projects)
            .map(|project| {
                let (id, title, place) = names[project].clone();
                let neighbour = names[(project + 1) % projects].0.clone();
                Project::new(theme, [at, project], Named { id, title, place, neighbour }, half)
            })
            .collect();
        Self { id, title, owner: theme.owner, aim: theme.aim, projects }
    }

    /// Its rating by majority, with the reason: as somebody would count it by hand.
    fn rating(&self) -> (&'static str, String) {
        let of = |rating: Rating| self.projects.iter().filter(|project| project.rating == rating).count();
        let (red, amber, green) = (of(Rating::Red), of(Rating::Amber), of(Rating::Green));
        let rated = red + amber + green;
        let word = match rated {
            0 if of(Rating::Complete) > 0 => "Complete",
            0 => "Not rated",
            _ if red * 2 >= rated => "Red",
            _ if (red + amber) * 2 >= rated => "Amber",
            _ => "Green",
        };
        let others = self.projects.len() - rated;
        let reason = format!(
            "Of {rated} rated projects {green} are Green, {amber} Amber and {red} Red; {others} more are \
             not rated."
        );
        (word, reason)
    }
}

/// The id, title and place of a project; each workstream goes through the places in its own order.
fn project_name(theme: &Theme, workstream: usize, project: usize) -> (String, String, &'static str) {
    let (name, round) = (theme.projects[project % theme.projects.len()], project / theme.projects.len());
    let places = phrases("places");
    let place = places[(project * 3 + round + workstream * 7) % places.len()];
    let mut title = format!("{name}: {place}");
    // Names and places come round again after this many.
    let again = project / (theme.projects.len() * places.len());
    if again > 0 {
        _ = write!(title, ", phase {}", again + 1);
    }
    (slug(&title), title, place)
}

/// What a project is called and where it is.
struct Named {
    id: String,
    title: String,
    place: &'static str,
    neighbour: String,
}

impl Project {
    fn new(theme: &'static Theme, [workstream, project]: [usize; 2], named: Named, half: Half) -> Self {
        let mut lasting = Numbers::of(&[PROJECT_SEED, workstream, project]);
        let mut numbers = Numbers::of(&[PROJECT_SEED, workstream, project, half.age + 1]);
        // What stays through the years: who leads it, and how well it usually goes.
        let lead = lasting.pick(theme.leads);
        let usual = Rating::draw(&mut lasting);
        let rating = if numbers.one_in(3) { Rating::draw(&mut numbers) } else { usual };
        let words = Words { place: named.place, half };
        let is_troubled = matches!(rating, Rating::Red | Rating::Amber);
        let trouble = is_troubled.then(|| {
            let reason = words.fill(numbers.pick(theme.troubles), &mut numbers);
            (reason, words.fill(numbers.pick(theme.remedies), &mut numbers))
        });
        let due = if rating == Rating::Complete {
            half.date(-numbers.between(0, 4), numbers.day())
        } else {
            half.date(numbers.between(2, 20), numbers.day())
        };
        let has_slipped = numbers.one_in(if is_troubled { 2 } else { 8 });
        let original_due = has_slipped.then(|| due.months_later(-numbers.between(3, 9)));
        let milestones = if numbers.one_in(5) { milestones(rating, half, &mut numbers) } else { Vec::new() };
        let risks = if numbers.one_in(6) { risks(words, &mut numbers) } else { Vec::new() };
        Self {
            id: named.id,
            title: named.title,
            rating,
            lead,
            trouble,
            updated: half.date(1, numbers.day()),
            due,
            original_due,
            milestones,
            risks,
            narrative: narrative(theme, rating, words, &mut numbers),
            neighbour: named.neighbour,
        }
    }
}

fn milestones(rating: Rating, half: Half, numbers: &mut Numbers) -> Vec<Milestone> {
    let count = 2 + numbers.below(2);
    let titles = phrases("milestones");
    let first = numbers.below(titles.len() - count + 1);
    // What is complete has all its steps behind it.
    let start = if rating == Rating::Complete { -14 } else { -4 };
    let steps = (start..).step_by(5).zip(&titles[first..first + count]);
    steps
        .map(|(months, title)| {
            let due = half.date(months, numbers.day());
            Milestone { title, due, done: (months < 1).then(|| due.months_later(-1)) }
        })
        .collect()
}

fn risks(words: Words, numbers: &mut Numbers) -> Vec<(&'static str, String)> {
    let count = 1 + numbers.below(2);
    let texts = numbers.shuffled(phrases("risks")).into_iter().take(count);
    texts
        .map(|text| (numbers.pick(&["high", "medium", "medium", "low"]), words.fill(text, numbers)))
        .collect()
}

impl Indicator {
    fn new(at: usize, half: Half) -> Self {
        let theme = &THEMES[at % THEMES.len()];
        let round = at / THEMES.len();
        let measure = &theme.measures[round % theme.measures.len()];
        let mut lasting = Numbers::of(&[INDICATOR_SEED, at]);
        let (least, most) = measure.targets;
        let target = lasting.between(least, most);
        let share = lasting.between(4, 10);
        let has_floor = lasting.one_in(2);
        let margin = (target * share / 100).max(1);
        let sign = if measure.is_higher_better { 1 } else { -1 };
        let figure = |steps: i64| Figure { steps, measure };
        let places = theme.measures.len();
        let title = match round / places {
            0 => measure.title.to_owned(),
            more => format!("{}: {}", measure.title, numbered(phrases("places"), more - 1)),
        };
        let known = 3 + lasting.below(3);
        let past = Half::before(half, known);
        let history = past.iter().map(|half| {
            let (_, steps) = outcome(at, target, margin, sign, measure, *half);
            (half.short_name(), figure(steps))
        });
        let (rating, steps) = outcome(at, target, margin, sign, measure, half);
        let mut numbers = Numbers::of(&[INDICATOR_SEED, at, half.age + 1, 2]);
        let words = Words { place: numbers.pick(phrases("places")), half };
        let pool = phrases(if rating == Rating::Green { "good figures" } else { "poor figures" });
        let mut commentary = String::new();
        // Green figures often speak for themselves.
        if rating != Rating::Green || numbers.one_in(2) {
            let said = numbers.shuffled(pool);
            let sentences: Vec<String> =
                said.iter().take(2).map(|text| words.fill(text, &mut numbers)).collect();
            commentary = sentences.join(" ");
        }
        Self {
            code: format!("{}{:02}", theme.code, round + 1),
            title,
            measure,
            target: figure(target),
            limit: if has_floor {
                Limit::Floor(figure(target - sign * margin))
            } else {
                Limit::Tolerance(share)
            },
            actual: figure(steps),
            rating,
            basis: lasting.pick(&["Year to date", "Rolling 12 months", "Quarter"]),
            owner: theme.owner,
            history: history.collect(),
            commentary,
        }
    }
}

/// The rating of an indicator in one half year, and a figure that gives it.
fn outcome(at: usize, target: i64, margin: i64, sign: i64, measure: &Measure, half: Half) -> (Rating, i64) {
    let mut numbers = Numbers::of(&[INDICATOR_SEED, at, half.age + 1]);
    let (rating, better_by) = match numbers.below(100) {
        0..=64 => (Rating::Green, numbers.between(0, margin)),
        65..=87 => (Rating::Amber, -numbers.between(1, margin)),
        _ => (Rating::Red, -numbers.between(margin + 1, margin * 2 + 1)),
    };
    let steps = target + sign * better_by;
    // More than all cannot be done.
    let most = if measure.unit == "%" { 1_000 } else { i64::MAX };
    (rating, steps.clamp(0, most))
}

impl Action {
    fn new(at: usize, half: Half) -> Self {
        let mut lasting = Numbers::of(&[ACTION_SEED, at]);
        let mut numbers = Numbers::of(&[ACTION_SEED, at, half.age + 1]);
        let names = phrases("actions");
        let (name, round) = (names[at % names.len()], at / names.len());
        let title = if round == 0 {
            name.to_owned()
        } else {
            format!("{name}: {}", numbered(phrases("places"), round - 1))
        };
        let category = at % CATEGORIES.len();
        let mut owner = || THEMES[lasting.below(THEMES.len())].owner;
        let (first, second) = (owner(), owner());
        let leads = if first == second { vec![first] } else { vec![first, second] };
        let proofs = 1 + numbers.below(3);
        let words = Words { place: lasting.pick(phrases("places")), half };
        let said = numbers.shuffled(phrases("comments"));
        let comment: Vec<String> = said.iter().take(2).map(|text| words.fill(text, &mut numbers)).collect();
        let timescale = if numbers.one_in(3) {
            "Ongoing".to_owned()
        } else {
            format!("By {}", half.month(numbers.between(2, 14)))
        };
        Self {
            code: format!("{}{}", CATEGORIES[category].0, at / CATEGORIES.len() + 1),
            category,
            title,
            paragraph: 10 + at * 3,
            timescale,
            leads,
            evidence: numbers.shuffled(phrases("evidence")).into_iter().take(proofs).collect(),
            monitoring: numbers.pick(phrases("monitoring")),
            status: numbers.pick(phrases("statuses")),
            comment: comment.join(" "),
        }
    }
}

// -----------------------------------------------------------------------------------------------------------
// Prose

/// Stands in a narrative for the place where the next project is found.
const NEIGHBOUR: &str = "{neighbour}";

/// The text of a project: 60 to 180 words in one to three paragraphs, with lists and tables as officers use
/// them.
fn narrative(theme: &Theme, rating: Rating, words: Words, numbers: &mut Numbers) -> String {
    let wanted = 62 + numbers.below(58);
    let mut inset = String::new();
    match numbers.below(12) {
        0..=3 => add_bullets(&mut inset, theme, rating, words, numbers),
        4 => add_steps(&mut inset, words, numbers),
        _ => {}
    }
    if numbers.one_in(40) {
        add_small_table(&mut inset, numbers);
    }
    let sentences = sentences(theme, rating, wanted.saturating_sub(count_words(&inset)), words, numbers);
    let paragraphs = match sentences.len() {
        0..=3 => 1,
        4..=5 => 2,
        _ => 2 + numbers.below(2),
    };
    let each = sentences.len().div_ceil(paragraphs);
    let mut out = String::new();
    for (at, paragraph) in sentences.chunks(each).enumerate() {
        _ = writeln!(out, "{}\n", paragraph.join(" "));
        if at == 0 {
            out.push_str(&inset);
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// About `wanted` words in whole sentences, in the order in which officers tell: how it stands, what was done
/// and with whom, what was in the way, what it costs, what comes next.
fn sentences(
    theme: &Theme,
    rating: Rating,
    wanted: usize,
    words: Words,
    numbers: &mut Numbers,
) -> Vec<String> {
    let openings = phrases(match rating {
        Rating::Green => "green openings",
        Rating::Amber => "amber openings",
        Rating::Red => "red openings",
        Rating::Complete => "complete openings",
        Rating::NotStarted | Rating::OnHold => "waiting openings",
        Rating::ForInformation => "information openings",
    });
    let is_waiting = matches!(rating, Rating::NotStarted | Rating::OnHold);
    let mut work =
        numbers.shuffled(if is_waiting { phrases("preparations") } else { theme.work }).into_iter();
    let mut people = numbers.shuffled(phrases("people")).into_iter();
    let mut money =
        numbers.shuffled(phrases(if rating == Rating::Complete { "spent" } else { "money" })).into_iter();
    let mut delays = numbers.shuffled(phrases("delays")).into_iter();
    let is_troubled = matches!(rating, Rating::Red | Rating::Amber);
    let mut said = vec![words.fill(numbers.pick(openings), numbers)];
    let mut length = count_words(&said[0]);
    for turn in 0.. {
        let next = match turn % 5 {
            1 => people.next(),
            2 if is_troubled => delays.next(),
            3 => money.next(),
            _ => work.next(),
        };
        let Some(text) = next.filter(|_| length < wanted) else { break };
        let text = words.fill(text, numbers);
        length += count_words(&text);
        said.push(text);
    }
    let endings = phrases(if rating == Rating::Complete { "afterwards" } else { "next steps" });
    said.push(words.fill(numbers.pick(endings), numbers));
    said
}

/// A bullet list; about half of them rate their items, and some have lists inside.
fn add_bullets(out: &mut String, theme: &Theme, rating: Rating, words: Words, numbers: &mut Numbers) {
    let tags: &[&str] = match rating {
        Rating::Red => &["Red", "Amber", "Red", "Green"],
        Rating::Amber => &["Amber", "Green", "Amber", "Complete"],
        Rating::Complete => &["Complete"],
        _ => &["Green", "Green", "Complete", "Amber"],
    };
    let (is_rated, is_nested) = (numbers.one_in(2), numbers.one_in(5));
    let count = 3 + numbers.below(3);
    let items = numbers.shuffled(theme.items);
    for (at, item) in items.iter().take(count).enumerate() {
        let item = words.fill(item, numbers);
        let tag = if is_rated { format!(" ({})", numbers.pick(tags)) } else { String::new() };
        if is_nested && at == 0 {
            _ = writeln!(out, "- {}:", numbers.pick(phrases("groups")));
        }
        let indent = if is_nested && at < 2 { "  " } else { "" };
        _ = writeln!(out, "{indent}- {item}{tag}");
    }
    out.push('\n');
}

/// A numbered list of what happens next.
fn add_steps(out: &mut String, words: Words, numbers: &mut Numbers) {
    let steps = phrases("steps");
    let first = numbers.below(steps.len() - 2);
    for (at, step) in steps[first..first + 3].iter().enumerate() {
        _ = writeln!(out, "{}. {}", at + 1, words.fill(step, numbers));
    }
    out.push('\n');
}

fn add_small_table(out: &mut String, numbers: &mut Numbers) {
    out.push_str("| Measure | Last year | This year |\n| --- | ---: | ---: |\n");
    for row in numbers.shuffled(phrases("table rows")).iter().take(3) {
        _ = writeln!(out, "| {row} | {} | {} |", numbers.between(20, 480), numbers.between(20, 480));
    }
    out.push('\n');
}

fn count_words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// What the gaps in a phrase are filled with.
#[derive(Clone, Copy)]
struct Words {
    place: &'static str,
    half: Half,
}

impl Words {
    /// The phrase with each `{gap}` filled; a gap that is not known stays, so that a test can find it.
    fn fill(self, phrase: &str, numbers: &mut Numbers) -> String {
        let mut out = String::with_capacity(phrase.len() + 16);
        let mut rest = phrase;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (gap, after) = after.split_once('}').unwrap_or((after, ""));
            match gap {
                "place" => out.push_str(self.place),
                "few" => out.push_str(numbers.pick(phrases("few"))),
                "number" => _ = write!(out, "{}", numbers.between(12, 480)),
                "percent" => _ = write!(out, "{}%", numbers.between(4, 38)),
                "sum" => out.push_str(&sum(numbers)),
                "month" => out.push_str(&self.half.month(-numbers.between(0, 4))),
                "later" => out.push_str(&self.half.month(numbers.between(3, 10))),
                _ => _ = write!(out, "{{{gap}}}"),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

fn sum(numbers: &mut Numbers) -> String {
    if numbers.one_in(3) {
        format!("£{}.{} million", numbers.between(1, 9), numbers.between(1, 9))
    } else {
        format!("£{},000", numbers.between(4, 190) * 5)
    }
}

// -----------------------------------------------------------------------------------------------------------
// The form that the program reads

fn add_report(files: &mut BTreeMap<String, String>, number: usize, report: &Report) {
    let folder = format!("period-{number:02}");
    let mut index =
        format!("---\ntitle: {TITLE}\nperiod: {}\nfrom: {}\nto: {}\n", report.period, report.from, report.to);
    if number > 1 {
        _ = writeln!(index, "previous: period-{:02}", number - 1);
    }
    _ = write!(
        index,
        "status: final\nmeeting:\n  body: Cabinet\n  date: {}\n  item: \"{}\"\n",
        report.meeting,
        6 + number % 7
    );
    if !report.actions.is_empty() {
        index.push_str("categories:\n");
        for (letter, title, description) in CATEGORIES {
            _ = writeln!(index, "  {letter}:\n    title: {title}\n    description: {description}");
        }
    }
    _ = write!(index, "---\n\n{}\n", report.introduction);
    files.insert(format!("{folder}/_index.md"), index);

    for (order, workstream) in report.workstreams.iter().enumerate() {
        let section = format!("{folder}/{}", workstream.id);
        add_section(
            files,
            &section,
            "workstream",
            &workstream.title,
            order,
            workstream.owner,
            workstream.aim,
        );
        for (order, project) in workstream.projects.iter().enumerate() {
            files.insert(format!("{section}/{}.md", project.id), project_file(order, project));
        }
    }
    let order = report.workstreams.len();
    if !report.indicators.is_empty() {
        let section = format!("{folder}/indicators");
        add_section(files, &section, "indicators", INDICATORS_TITLE, order, POLICY_TEAM, INDICATORS_AIM);
        for (order, indicator) in report.indicators.iter().enumerate() {
            let path = format!("{section}/{}.md", indicator.code.to_lowercase());
            files.insert(path, indicator_file(order, indicator));
        }
    }
    if !report.actions.is_empty() {
        let section = format!("{folder}/actions");
        add_section(files, &section, "actions", ACTIONS_TITLE, order + 1, POLICY_TEAM, ACTIONS_AIM);
        for (order, action) in report.actions.iter().enumerate() {
            files.insert(format!("{section}/{}.md", action.code.to_lowercase()), action_file(order, action));
        }
    }
}

fn add_section(
    files: &mut BTreeMap<String, String>,
    section: &str,
    kind: &str,
    title: &str,
    order: usize,
    owner: &str,
    aim: &str,
) {
    let text = format!(
        "---\ntitle: {}\nkind: {kind}\nowner: {owner}\norder: {}\n---\n\n{aim}\n",
        quoted(title),
        order + 1
    );
    files.insert(format!("{section}/_index.md"), text);
}

fn project_file(order: usize, project: &Project) -> String {
    let mut out = format!(
        "---\ntitle: {}\nrating: {}\norder: {}\nlead: {}\n",
        quoted(&project.title),
        project.rating.typed(),
        order + 1,
        project.lead
    );
    if let Some((reason, action)) = &project.trouble {
        _ = write!(out, "reason: {}\naction: {}\n", quoted(reason), quoted(action));
    }
    _ = write!(out, "updated: {}\ndue: {}\n", project.updated, project.due);
    if let Some(original_due) = project.original_due {
        _ = writeln!(out, "original_due: {original_due}");
    }
    if !project.milestones.is_empty() {
        out.push_str("milestones:\n");
    }
    for milestone in &project.milestones {
        _ = write!(out, "  - title: {}\n    due: {}\n", milestone.title, milestone.due);
        if let Some(done) = milestone.done {
            _ = writeln!(out, "    done: {done}");
        }
    }
    if !project.risks.is_empty() {
        out.push_str("risks:\n");
    }
    for (level, text) in &project.risks {
        _ = write!(out, "  - level: {level}\n    text: {}\n", quoted(text));
    }
    _ = write!(out, "---\n\n{}", project.narrative.replace(NEIGHBOUR, &format!("{}.md", project.neighbour)));
    out
}

fn indicator_file(order: usize, indicator: &Indicator) -> String {
    let measure = indicator.measure;
    let mut out = format!(
        "---\ntitle: {}\ncode: {}\norder: {}\nunit: {}\nbetter: {}\ntarget: {}\n",
        quoted(&indicator.title),
        indicator.code,
        order + 1,
        quoted(measure.unit),
        if measure.is_higher_better { "higher" } else { "lower" },
        indicator.target
    );
    _ = match &indicator.limit {
        Limit::Floor(floor) => writeln!(out, "floor: {floor}"),
        Limit::Tolerance(percent) => writeln!(out, "tolerance: {percent}"),
    };
    _ = write!(
        out,
        "actual: {}\nbasis: {}\nowner: {}\nhistory:\n",
        indicator.actual, indicator.basis, indicator.owner
    );
    for (period, figure) in &indicator.history {
        _ = writeln!(out, "  - {{period: {period}, actual: {figure}, target: {}}}", indicator.target);
    }
    out.push_str("---\n");
    if !indicator.commentary.is_empty() {
        _ = write!(out, "\n{}\n", indicator.commentary);
    }
    out
}

fn action_file(order: usize, action: &Action) -> String {
    let mut out = format!(
        "---\ntitle: {}\ncode: {}\ncategory: {}\norder: {}\nparagraphs: [{}]\ntimescale: {}\nleads:\n",
        quoted(&action.title),
        action.code,
        CATEGORIES[action.category].0,
        order + 1,
        action.paragraph,
        action.timescale
    );
    for lead in &action.leads {
        _ = writeln!(out, "  - {lead}");
    }
    out.push_str("evidence:\n");
    for proof in &action.evidence {
        _ = writeln!(out, "  - {}", quoted(proof));
    }
    _ = write!(
        out,
        "monitoring: {}\nstatus: {}\n---\n\n{}\n",
        quoted(action.monitoring),
        action.status,
        action.comment
    );
    out
}

/// A text as a YAML scalar between quotation marks.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A title as a file name: small letters, figures and hyphens.
fn slug(title: &str) -> String {
    let words =
        title.split(|c: char| !c.is_ascii_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    words.map(|word| word.replace('\'', "").to_lowercase()).collect::<Vec<_>>().join("-")
}

/// The name at that place of a list, with a number after it where the list has come round again.
fn numbered(names: &[&str], at: usize) -> String {
    let name = names[at % names.len()];
    match at / names.len() {
        0 => name.to_owned(),
        again => format!("{name} {}", again + 1),
    }
}

// -----------------------------------------------------------------------------------------------------------
// The form that somebody writes by hand

fn add_summary(out: &mut String, report: &Report) {
    out.push_str("\n# Summary\n\n| Section and project | Rating |\n");
    out.push_str("|:------------------------------------------|:-----------|\n");
    for workstream in &report.workstreams {
        _ = writeln!(
            out,
            "| [**{}**](#{}) | **{}** |",
            workstream.title,
            workstream.id,
            workstream.rating().0
        );
        for project in &workstream.projects {
            let anchor = anchor(workstream, &project.id);
            _ = writeln!(out, "| [{}](#{anchor}) | {} |", project.title, project.rating.word());
        }
    }
}

fn anchor(workstream: &Workstream, project: &str) -> String {
    format!("{}--{project}", workstream.id)
}

fn add_workstream(out: &mut String, workstream: &Workstream) {
    let (word, reason) = workstream.rating();
    _ = write!(
        out,
        "\n# {} {{#{}}}\n\n**Rating: {word}.** {reason}\n\n{}\n\n{}\n",
        workstream.title, workstream.id, workstream.owner, workstream.aim
    );
    for project in &workstream.projects {
        add_project(out, workstream, project);
    }
}

fn add_project(out: &mut String, workstream: &Workstream, project: &Project) {
    let place = anchor(workstream, &project.id);
    _ = write!(
        out,
        "\n## {} {{#{place}}}\n\n**Rating: {}.** Lead: {}. Updated: {}. Due: {}",
        project.title,
        project.rating.word(),
        project.lead,
        project.updated.text(),
        project.due.text()
    );
    if let Some(original_due) = project.original_due {
        _ = write!(out, " (originally {})", original_due.text());
    }
    out.push_str(".\n");
    if let Some((reason, action)) = &project.trouble {
        _ = write!(out, "\n**Reason:** {reason}\n\n**Action:** {action}\n");
    }
    let there = format!("#{}", anchor(workstream, &project.neighbour));
    _ = write!(out, "\n{}", project.narrative.replace(NEIGHBOUR, &there));
    if !project.milestones.is_empty() {
        out.push_str(
            "\n| Milestone | Due | Reached |\n|:--------------------------|:------------|:------------|\n",
        );
    }
    for milestone in &project.milestones {
        let done = milestone.done.map_or_else(|| "Not yet".to_owned(), Date::text);
        _ = writeln!(out, "| {} | {} | {done} |", milestone.title, milestone.due.text());
    }
    if !project.risks.is_empty() {
        out.push_str("\n**Risks**\n\n");
    }
    for (level, text) in &project.risks {
        _ = writeln!(out, "- {text} ({level})");
    }
}

fn add_indicators(out: &mut String, indicators: &[Indicator]) {
    _ = write!(out, "\n# {INDICATORS_TITLE} {{#indicators}}\n\n{POLICY_TEAM}\n\n{INDICATORS_AIM}\n\n");
    out.push_str("| Indicator | Basis | Actual | Target | Limit | Previous | Rating |\n");
    out.push_str("|:---------------------|:-------|-------:|-------:|:---------|-------:|:-----|\n");
    for indicator in indicators {
        let limit = match &indicator.limit {
            Limit::Floor(floor) => format!("floor {}", floor.text()),
            Limit::Tolerance(percent) => format!("tolerance {percent}%"),
        };
        let previous = indicator.history.last().map_or_else(String::new, |(_, figure)| figure.text());
        _ = writeln!(
            out,
            "| {} {} | {} | {} | {} | {limit} | {previous} | {} |",
            indicator.code,
            indicator.title,
            indicator.basis,
            indicator.actual.text(),
            indicator.target.text(),
            indicator.rating.word()
        );
    }
    for indicator in indicators {
        let past: Vec<String> =
            indicator.history.iter().map(|(period, figure)| format!("{period}: {}", figure.text())).collect();
        _ = write!(
            out,
            "\n## {} {}\n\n**Rating: {}.** {} against a target of {}. Owner: {}. Earlier figures: {}.\n",
            indicator.code,
            indicator.title,
            indicator.rating.word(),
            indicator.actual.text(),
            indicator.target.text(),
            indicator.owner,
            past.join("; ")
        );
        if !indicator.commentary.is_empty() {
            _ = write!(out, "\n{}\n", indicator.commentary);
        }
    }
}

fn add_actions(out: &mut String, actions: &[Action]) {
    _ = write!(out, "\n# {ACTIONS_TITLE} {{#actions}}\n\n{POLICY_TEAM}\n\n{ACTIONS_AIM}\n");
    for (category, (letter, title, description)) in CATEGORIES.iter().enumerate() {
        let mut own = actions.iter().filter(|action| action.category == category).peekable();
        if own.peek().is_none() {
            continue;
        }
        _ = write!(out, "\n## {letter}: {title}\n\n{description}\n\n");
        out.push_str("| Code | Comment | Timescale | Lead | Evidence of improvement | Monitoring |\n");
        out.push_str("|:----|:-----------------|:---------|:----------|:---------------|:-------------|\n");
        for action in own {
            _ = writeln!(
                out,
                "| {} | **{}** (paragraph {}) {} | {}. Status: {} | {} | {} | {} |",
                action.code,
                action.title,
                action.paragraph,
                action.comment,
                action.timescale,
                action.status,
                action.leads.join(", "),
                action.evidence.join("; "),
                action.monitoring
            );
        }
    }
}

// -----------------------------------------------------------------------------------------------------------
// Dates, figures and drawn numbers

/// The year in which the latest period ends, on the last day of March.
const LATEST_YEAR: i64 = 2026;

/// A half year, counted back from the latest.
#[derive(Clone, Copy)]
struct Half {
    age: usize,
}

impl Half {
    /// The `count` half years before one, the oldest first.
    fn before(half: Self, count: usize) -> Vec<Self> {
        (1..=count).rev().map(|more| Self { age: half.age + more }).collect()
    }

    /// The months from the year 0 to the last of this half year.
    fn last_month(self) -> i64 {
        let months = i64::try_from(self.age).unwrap_or(0) * 6;
        LATEST_YEAR * 12 + 2 - months
    }

    /// A day in the month that is so many after the last of this half year.
    fn date(self, months: i64, day: i64) -> Date {
        Date { month: self.last_month() + months, day }
    }

    fn first_day(self) -> Date {
        self.date(-5, 1)
    }

    /// The last of March or of September.
    fn last_day(self) -> Date {
        let is_march = self.last_month().rem_euclid(12) == 2;
        self.date(0, if is_march { 31 } else { 30 })
    }

    /// As printed: "October 2025 to March 2026".
    fn name(self) -> String {
        format!("{} to {}", self.month(-5), self.month(0))
    }

    /// As it heads a column: "Mar 2026".
    fn short_name(self) -> String {
        let (month, year) = self.date(0, 1).month_and_year();
        format!("{} {year}", &month[..3])
    }

    /// A month in words: "June 2026".
    fn month(self, months: i64) -> String {
        let (month, year) = self.date(months, 1).month_and_year();
        format!("{month} {year}")
    }
}

/// A calendar date; the day is at most the 28th where it is drawn, so that every month has it.
#[derive(Clone, Copy)]
struct Date {
    /// Months since the year 0.
    month: i64,
    day: i64,
}

impl Date {
    fn months_later(self, months: i64) -> Self {
        Self { month: self.month + months, ..self }
    }

    fn month_and_year(self) -> (&'static str, i64) {
        let month = usize::try_from(self.month.rem_euclid(12)).unwrap_or(0);
        (MONTHS[month], self.month.div_euclid(12))
    }

    /// As printed: "10 June 2026".
    fn text(self) -> String {
        let (month, year) = self.month_and_year();
        format!("{} {month} {year}", self.day)
    }
}

/// As typed in front matter: "2026-06-10".
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.month.div_euclid(12), self.month.rem_euclid(12) + 1);
        write!(f, "{year:04}-{month:02}-{:02}", self.day)
    }
}

/// A figure in the smallest steps of its measure: tenths of a percent, or whole days.
#[derive(Clone, Copy)]
struct Figure {
    steps: i64,
    measure: &'static Measure,
}

impl Figure {
    /// With its unit: "84.5%", "12 days".
    fn text(self) -> String {
        match self.measure.unit {
            "%" => format!("{self}%"),
            unit => format!("{self} {unit}"),
        }
    }
}

/// As typed in front matter.
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.measure.unit == "%" {
            write!(f, "{}.{}", self.steps / 10, self.steps % 10)
        } else {
            write!(f, "{}", self.steps)
        }
    }
}

/// Drawn numbers: `SplitMix64`, the generator that Steele, Lea and Flood published in 2014.
///
/// It is a dozen lines long, gives good numbers from any seed, and will never change as a library's might.
/// Each entry has one of its own, seeded with its place in the report, so that no entry depends on how many
/// there are.
struct Numbers {
    state: u64,
}

/// What everything is drawn from; with another seed the words are other ones.
const SEED: u64 = 0x2013_0610_4361_6269;

// The first part of each seed keeps the kinds of entries apart.
const INTRODUCTION_SEED: usize = 1;
const PROJECT_SEED: usize = 2;
const INDICATOR_SEED: usize = 3;
const ACTION_SEED: usize = 4;

impl Numbers {
    /// The numbers that belong to one place in the content.
    fn of(place: &[usize]) -> Self {
        let mut numbers = Self { state: SEED };
        for part in place {
            let part = u64::try_from(*part).unwrap_or(u64::MAX);
            numbers.state = numbers.next() ^ part;
        }
        numbers
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to one below `limit`.
    fn below(&mut self, limit: usize) -> usize {
        // Half of the bits are enough, and fit into a `usize` on every machine.
        usize::try_from(self.next() >> 33).unwrap_or(0) % limit
    }

    /// A number from `least` to `most`, both of them included.
    fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = usize::try_from(most - least + 1).unwrap_or(1);
        least + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// True once in so many times.
    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// A day that every month has.
    fn day(&mut self) -> i64 {
        self.between(1, 28)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn shuffled<T: Copy>(&mut self, list: &[T]) -> Vec<T> {
        let mut list = list.to_vec();
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
        list
    }
}

// -----------------------------------------------------------------------------------------------------------
// Names

const COUNCIL: &str = "Brookhaven Borough Council";
const TITLE: &str = "Corporate Plan progress report";
const POLICY_TEAM: &str = "Policy and Performance Manager";
const INDICATORS_TITLE: &str = "Key indicators";
const INDICATORS_AIM: &str =
    "The figures by which Cabinet judges whether services keep their promises, each with its target.";
const ACTIONS_TITLE: &str = "Actions from the peer review";
const ACTIONS_AIM: &str = "What the council has undertaken in answer to the comments of its reviewers.";

/// The letter, the title and the description of each.
const CATEGORIES: &[(&str, &str, &str)] = &[
    ("A", "Monitoring", "Work already being done, where the change concerns how it is followed."),
    ("B", "Improvement", "Work already being done that has to be done better."),
    ("C", "New work", "Work that is not being done at present."),
    ("D", "In hand", "Work that began before the review and goes on."),
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// How many workstreams, projects in each, indicators and actions a size has.
    fn parts(entries: usize) -> [usize; 4] {
        let size = Size::of(entries);
        [size.workstreams, size.projects, size.indicators, size.actions]
    }

    /// The text of a file below its front matter.
    fn body(file: &str) -> &str {
        file.split_once("\n---\n").map_or("", |(_, body)| body)
    }

    #[test]
    fn the_measured_sizes_are_those_counted_by_hand() {
        assert_eq!(parts(40), [4, 8, 5, 3]);
        assert_eq!(parts(400), [16, 20, 50, 30]);
        assert_eq!(parts(4_000), [40, 80, 500, 300]);
        assert_eq!(parts(20_000), [160, 100, 2_500, 1_500]);
        assert_eq!(parts(100_000), [400, 200, 12_500, 7_500]);
    }

    #[test]
    fn every_size_has_exactly_its_entries() {
        for entries in (0..3_000).chain([9_999, 54_321]) {
            assert_eq!(Size::of(entries).entries(), entries);
        }
    }

    #[test]
    fn a_content_folder_holds_each_entry_once() {
        for entries in [1, 7, 40, 400, 4_000] {
            for periods in [1, 3] {
                let size = Size { periods, ..Size::of(entries) };
                let files = content(&size);
                let found = files.keys().filter(|path| !path.ends_with("_index.md")).count();
                assert_eq!(found, entries * periods, "an id was given twice at {entries} entries");
            }
        }
    }

    #[test]
    fn the_largest_report_gives_no_id_twice() {
        let (size, half) = (Size::of(100_000), Half { age: 0 });
        let mut ids = std::collections::BTreeSet::new();
        for at in 0..size.workstreams {
            let theme = &THEMES[at % THEMES.len()];
            let own: Vec<_> = (0..size.projects).map(|project| project_name(theme, at, project).0).collect();
            ids.extend(own.into_iter().map(|id| format!("{at}/{id}")));
        }
        assert_eq!(ids.len(), 80_000);
        let workstreams: Vec<_> = (0..400).map(|at| Workstream::new(at, 1, half).id).collect();
        assert_eq!(workstreams.iter().collect::<std::collections::BTreeSet<_>>().len(), 400);
    }

    #[test]
    fn the_same_size_gives_the_same_bytes() {
        let size = Size { periods: 2, ..Size::of(400) };
        assert_eq!(content(&size), content(&size));
        assert_eq!(as_one_markdown(&size), as_one_markdown(&size));
    }

    #[test]
    fn older_periods_leave_the_latest_report_as_it_is() {
        let (one, three) = (Size::of(40), Size { periods: 3, ..Size::of(40) });
        assert_eq!(as_one_markdown(&one), as_one_markdown(&three));
        let (one, three) = (content(&one), content(&three));
        for (path, file) in one.iter().filter(|(path, _)| !path.ends_with("_index.md")) {
            assert_eq!(three.get(&path.replace("period-01", "period-03")), Some(file));
        }
    }

    #[test]
    fn each_period_tells_the_same_entries_in_other_words() {
        let files = content(&Size { periods: 2, ..Size::of(400) });
        let mut other_ratings = 0;
        for (path, file) in files.iter().filter(|(path, _)| path.starts_with("period-02/")) {
            let older = &files[&path.replace("period-02", "period-01")];
            if file.contains("\nrating: ") {
                let rating =
                    |file: &str| file.lines().find(|line| line.starts_with("rating")).map(str::to_owned);
                assert_ne!(body(file), body(older), "{path}");
                other_ratings += usize::from(rating(file) != rating(older));
            }
        }
        assert!((30..160).contains(&other_ratings), "{other_ratings} of 320 ratings have changed");
    }

    #[test]
    fn narratives_have_60_to_180_words_and_no_gap_is_left_open() {
        for (path, file) in content(&Size::of(4_000)) {
            assert!(!body(&file).contains(['{', '}']), "{path}");
            if file.contains("\nrating: ") {
                let words = count_words(body(&file));
                assert!((60..=180).contains(&words), "{path} has {words} words");
            }
        }
        assert!(!as_one_markdown(&Size::of(400)).contains(NEIGHBOUR));
    }

    #[test]
    fn no_narrative_is_told_twice() {
        let files = content(&Size::of(4_000));
        let narratives: Vec<&str> =
            files.values().filter(|file| file.contains("\nrating: ")).map(|file| body(file)).collect();
        let different: std::collections::BTreeSet<&&str> = narratives.iter().collect();
        assert_eq!((narratives.len(), different.len()), (3_200, 3_200));
    }

    #[test]
    fn the_one_markdown_file_has_the_words_of_the_content() {
        let markdown = as_one_markdown(&Size::of(400));
        for (path, file) in content(&Size::of(400)) {
            // What leads to the next project is written in another way there.
            for line in body(&file).lines().filter(|line| !line.contains(".md)")) {
                assert!(markdown.contains(line), "{path}: {line}");
            }
        }
    }

    #[test]
    fn the_rating_of_each_indicator_is_that_of_its_figures() {
        for indicator in Report::new(&Size::of(4_000), 0).indicators {
            let (target, actual) = (indicator.target.steps, indicator.actual.steps);
            let miss = if indicator.measure.is_higher_better { target - actual } else { actual - target };
            let is_acceptable = match indicator.limit {
                Limit::Floor(floor) => miss <= (target - floor.steps).abs(),
                Limit::Tolerance(percent) => miss * 100 <= target * percent,
            };
            let expected = match (miss, is_acceptable) {
                (..=0, _) => Rating::Green,
                (_, true) => Rating::Amber,
                (_, false) => Rating::Red,
            };
            assert_eq!(indicator.rating, expected, "{}", indicator.code);
        }
    }

    #[test]
    fn drawn_numbers_are_those_of_the_published_generator() {
        // The first numbers from the seed 1234567, as the authors' own program prints them.
        let mut numbers = Numbers { state: 1_234_567 };
        assert_eq!([numbers.next(), numbers.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn half_years_end_in_march_and_september() {
        let half = Half { age: 1 };
        assert_eq!(half.name(), "April 2025 to September 2025");
        assert_eq!(half.last_day().to_string(), "2025-09-30");
        assert_eq!(Half { age: 0 }.last_day().text(), "31 March 2026");
        let past: Vec<String> = Half::before(half, 2).iter().map(|half| half.short_name()).collect();
        assert_eq!(past, ["Sep 2024", "Mar 2025"]);
    }
}
