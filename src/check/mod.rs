//! Builds the model from what was read, with every check that needs more than one file.
//!
//! In: parsed documents with places. Out: a [`Library`] of plain values, and what is wrong between the files:
//! links and pictures that lead nowhere, two entries with the same order, a previous report that does not exist.
//! Restricted entries are in the library, marked as such; [`crate::pipeline`] leaves them out.

mod actions;
pub(crate) mod aspects;
mod copies;
mod cover;
mod dates;
mod exempt;
mod groups;
mod headings;
mod history;
mod indicators;
mod narrative;
mod over_sections;
pub mod paper;
mod plan;
mod projects;
pub(crate) mod scale;
mod scope;
mod sections;
mod statement;
mod targets;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::paper::Ruler;
use crate::content::discover::Tree;
use crate::content::fields::Fields;
use crate::content::limits::{self, too_large};
use crate::content::schema::Use;
use crate::content::{Content, Document, ReportDocument};
use crate::diag::source::{Sources, Spanned};
use crate::diag::{Code, Diagnostic, Place, Severity};
use crate::report::colour::{READABLE, WHITE};
use crate::report::prose::Prose;
use crate::report::{
    Colour, Council, Date, DocumentKind, Language, Meeting, Nation, Noun, Palette, Report, Scale, Status,
};
use crate::text::{did_you_mean, figure, one_of, shorten};

use self::aspects::Aspects;
use self::over_sections::{RatedSections, Whole};
use self::scale::InForce;
use self::scope::{Scales, Scope};
use self::text::Writer;
use self::text::places::Places;
pub(crate) use self::text::{AsPublished, picture_as_published};

/// The council and its reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Library {
    /// The council.
    pub council: Council,
    /// Its reports that are not drafts, sorted by id.
    pub reports: Vec<Report>,
    /// The pictures that they show, as they can be published, by their path below the content folder.
    pub pictures: BTreeMap<String, Arc<[u8]>>,
    /// The pixels that the pictures of each report take, by its id.
    pub pixels: BTreeMap<String, u64>,
}

/// What the checks need to know besides the documents.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The folder that was read.
    pub tree: &'a Tree,
    /// The files' text, for naming places in it.
    pub sources: &'a Sources,
    /// Whether one of the program's fonts has the character.
    pub is_printable: &'a dyn Fn(char) -> bool,
    /// How wide a text is on paper.
    pub ruler: &'a Ruler,
    /// The day on which the content is checked, if anybody knows it: a date must not lie after it.
    pub today: Option<Date>,
}

/// Builds the model.
pub fn content(documents: &Content, context: &Context<'_>, diagnostics: &mut Vec<Diagnostic>) -> Library {
    let places = Places::new(documents, &context.tree.unusable);
    let mut checker = Checker { context: *context, places: &places, content: documents, diagnostics };
    let (council, defaults) = checker.council();
    checker.check_council_name(&council);
    let reports = documents.reports.iter();
    let reports = reports.filter_map(|report| checker.report(report, &council, &defaults)).collect();
    Library { council, reports, pictures: places.pictures(), pixels: places.pixels() }
}

/// What the council's file sets for every report that says nothing else.
struct Defaults {
    /// The scale, and the rule of sections.
    in_force: InForce,
    /// The aspects of each project that are rated separately.
    aspects: Aspects,
    /// What the entries of workstreams and enablers are called.
    noun: Option<Noun>,
}

struct Checker<'a, 'd> {
    context: Context<'a>,
    places: &'a Places,
    content: &'a Content,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Checker<'_, '_> {
    fn council(&mut self) -> (Council, Defaults) {
        let mut council = Council {
            name: String::new(),
            language: Language::default(),
            nation: Nation::England,
            accent: Colour(0x1d, 0x4f, 0x91),
            palette: Palette::default(),
            logo: None,
            statement: None,
            has_word: false,
        };
        let usual = InForce::usual(&council.palette);
        let Some(document) = &self.content.council else {
            return (council, Defaults { in_force: usual, aspects: Aspects::none(), noun: None });
        };
        let mut faults = Vec::new();
        let fields = &document.fields;
        if let Some(name) = fields.text("council") {
            council.name = name.value;
        }
        if let Some(language) = fields.text("language") {
            match self::language(&language) {
                Ok(known) => council.language = known,
                Err(fault) => faults.push(*fault),
            }
        }
        if let Some(nation) = fields.word("nation").and_then(Nation::from_word) {
            council.nation = nation;
        }
        if let Some(accent) = fields.colour("accent") {
            contrast(&accent, WHITE, "`accent` on white paper", &mut faults);
            council.accent = accent.value;
        }
        council.palette = scale::palette(fields, &mut faults);
        council.has_word = outputs(fields, &mut faults);
        let in_force = InForce::usual(&council.palette).below(fields, &council.palette, &mut faults);
        let scales = Scales { own: in_force.scale, report: &[] };
        let mut writer = Writer::new(&self.context, self.places, document.file, scales, &mut faults);
        council.logo = fields.text("logo").and_then(|logo| {
            let alt = fields.text("logo_alt").map(|alt| alt.value).unwrap_or_default();
            writer.picture(&logo, alt, "give a line `logo_alt: …` that says what the logo shows")
        });
        writer.check_fields(&document.fields);
        council.statement = statement::statement(fields, &mut writer);
        let aspects = Aspects::none().below(fields, &mut faults);
        let noun = groups::noun(fields, &mut faults);
        self.hand_over(document, faults, false);
        (council, Defaults { in_force, aspects, noun })
    }

    /// Warns, once, if a report would be printed without anybody's name.
    fn check_council_name(&mut self, council: &Council) {
        let is_named =
            |report: &ReportDocument| report.index.fields.was_typed("council") || report.index.is_draft();
        if !council.name.is_empty() || self.content.reports.iter().all(is_named) {
            return;
        }
        let path = format!("{}/_index.md", self.context.tree.root);
        let fault = match &self.content.council {
            Some(document) if document.fields.was_typed("council") => return,
            Some(document) => Diagnostic::warning(
                Code::MissingField,
                document.fields.span,
                "the content does not say whose reports these are, so they are printed without a council's name",
            )
            .help("add a line `council: …`"),
            None => Diagnostic::warning_at_path(
                Code::MissingField,
                path.clone(),
                format!("there is no `{path}`, so the reports are printed without a council's name"),
            )
            .help("make the file with a line `---`, a line `council: …` and another line `---`"),
        };
        // A file that is there but cannot be read has its own fault.
        if !self.context.tree.unusable.contains("_index.md") {
            self.diagnostics.push(fault);
        }
    }

    fn report(&mut self, source: &ReportDocument, council: &Council, defaults: &Defaults) -> Option<Report> {
        let document = &source.index;
        let fields = &document.fields;
        let is_draft = document.is_draft();
        let mut faults = Vec::new();
        let in_force = defaults.in_force.below(fields, &council.palette, &mut faults);
        let scales = scales_of(source, &in_force, &council.palette);
        let known = Scales { own: in_force.scale, report: &scales };
        let aspects = defaults.aspects.below(fields, &mut faults);
        let rated = RatedSections::of(source, &in_force, &council.palette);
        let overall = rated.rollup(fields, Whole::Report, &mut faults);
        let noun = groups::noun(fields, &mut faults).or_else(|| defaults.noun.clone());
        let (from, to) = (fields.date("from"), fields.date("to"));
        if let (Some(from), Some(to)) = (&from, &to)
            && from.value > to.value
        {
            faults.push(
                Diagnostic::error(
                    Code::DateOrder,
                    to.span,
                    format!("the period ends on {}, before it begins on {}", to.value, from.value),
                )
                .related(from.span, "begins here")
                .help("swap `from` and `to`, or correct the year"),
            );
        }
        check_size(source, &mut faults);
        let mut introduction = self.prose(document, &source.id, known, &mut faults);
        let (cover, groups) = {
            let mut writer = Writer::new(&self.context, self.places, document.file, known, &mut faults);
            let cover = cover::cover(fields, &mut writer);
            if cover.is_some() {
                writer.without_numbers_of_paper(&mut introduction, &document.body);
            }
            (cover, groups::groups(fields, &rated, &mut writer))
        };
        let is_plan = document.is_plan();
        check_document(fields, is_plan, &mut faults);
        // Fields that a plan does not use need not be right.
        let previous = if is_plan { None } else { self.previous(source, &mut faults) };
        let meetings = fields.maps("meeting");
        let categories = actions::categories(fields);
        let letters = actions::letters(fields);
        let mut report = Report {
            id: source.id.clone(),
            title: document.title().unwrap_or_else(|| source.id.clone()),
            council: fields.text("council").map_or_else(|| council.name.clone(), |name| name.value),
            period: fields.text("period").map(|period| period.value).unwrap_or_default(),
            from: from.map(|date| date.value),
            to: to.map(|date| date.value),
            previous,
            document: if is_plan { DocumentKind::Plan } else { DocumentKind::Progress },
            plan: if is_plan { None } else { self.plan(source, &mut faults) },
            status: fields.word("status").and_then(status),
            meetings: meetings.iter().map(|own| meeting(own)).collect(),
            cover,
            introduction,
            priorities: if is_plan { plan::priorities(source, &mut faults) } else { Vec::new() },
            categories,
            scale: in_force.scale,
            aspects: if is_plan { Vec::new() } else { aspects.list.clone() },
            overall,
            groups,
            sections: Vec::new(),
            withheld: Vec::new(),
            restricted: fields.flag("restricted"),
        };
        let typed_date = fields.was_typed("from")
            || fields.was_typed("to")
            || (meetings.is_empty() && fields.was_typed("meeting"))
            || meetings.iter().any(|meeting| meeting.was_typed("date"));
        if report.date().is_none() && !typed_date {
            faults.push(
                Diagnostic::warning(
                    Code::UndatedReport,
                    fields.span,
                    "this report has neither a meeting date nor `from` and `to`, so its PDF has no real date",
                )
                .help("add `to: 2014-03-31`, the last day of the period, or the `date` of the `meeting`"),
            );
        }
        self.check_headings(source, &mut faults);
        groups::check_empty(source, &mut faults);
        self.hand_over(document, faults, is_draft);
        let ids = groups::ids(fields);
        let scope = Scope {
            report: source,
            in_force: &in_force,
            aspects: &aspects,
            scales: &scales,
            palette: &council.palette,
            nation: council.nation,
            noun: noun.as_ref(),
            is_plan,
            categories: &letters,
            groups: &ids,
            is_draft,
        };
        report.sections = groups::side_by_side(self.sections(scope), &report.groups);
        report.leave_out_empty_groups();
        (!is_draft).then_some(report)
    }

    fn previous(&self, source: &ReportDocument, faults: &mut Vec<Diagnostic>) -> Option<String> {
        let named = source.index.fields.text("previous")?;
        let found =
            self.content.reports.iter().find(|report| report.id == named.value && report.id != source.id);
        if let Some(found) = found {
            if found.index.is_draft() {
                faults.push(
                    Diagnostic::error(
                        Code::UnknownPrevious,
                        named.span,
                        format!(
                            "the previous report `{}` is a draft, so there is nothing to compare with",
                            found.id
                        ),
                    )
                    .help(format!(
                        "finish it, or delete `draft: true` from `{}/{}/_index.md`",
                        self.context.tree.root, found.id
                    )),
                );
                return None;
            }
            if found.index.fields.flag("restricted") && !source.index.fields.flag("restricted") {
                faults.push(
                    Diagnostic::warning(
                        Code::UnknownPrevious,
                        named.span,
                        format!("the previous report `{}` is restricted, so no movement is printed for the public", found.id),
                    )
                    .help("name a public report, or make this one `restricted: true` as well"),
                );
            }
            return Some(named.value);
        }
        let others: Vec<&str> = self
            .content
            .reports
            .iter()
            .map(|report| report.id.as_str())
            .filter(|id| *id != source.id)
            .collect();
        let message = if named.value == source.id {
            format!("`previous` names this report itself, `{}`", named.value)
        } else {
            format!("there is no report `{}` to compare with", named.value)
        };
        let fault = Diagnostic::error(Code::UnknownPrevious, named.span, message);
        faults.push(match did_you_mean(&named.value, others.iter().copied()) {
            Some(name) => {
                fault.label(format!("did you mean `{name}`?")).help(format!("write `previous: {name}`"))
            }
            None if others.is_empty() => fault.help("delete the line: there is no other report"),
            None => fault.help(format!("write the folder name of a report: {}", one_of(others))),
        });
        None
    }

    /// The body of a file as prose of the thing at `anchor`.
    fn prose(
        &self,
        document: &Document,
        anchor: &str,
        scales: Scales<'_>,
        faults: &mut Vec<Diagnostic>,
    ) -> Prose {
        let mut writer = Writer::new(&self.context, self.places, document.file, scales, faults);
        writer.check_fields(&document.fields);
        writer.body(&document.body, anchor)
    }

    /// Passes on the faults of one file, both those that it shows alone and those found by comparing it with others.
    fn hand_over(&mut self, document: &Document, faults: Vec<Diagnostic>, is_draft: bool) {
        // The title of a file is shown beside each of its faults.
        let title =
            document.title().map(|title| if title.len() > LONGEST_SHOWN { shorten(&title) } else { title });
        let named: Vec<Diagnostic> = document
            .diagnostics
            .iter()
            .cloned()
            .chain(faults)
            .map(|mut fault| {
                fault.subject = fault.subject.or_else(|| title.clone());
                // An unfinished draft must not hold up the paper that it is not in.
                if is_draft && fault.severity == Severity::Error {
                    fault.severity = Severity::Warning;
                    fault.help.push("it is part of a draft, so it does not hold up the report".to_owned());
                }
                fault
            })
            .collect();
        let named = first_of_each_kind(named);
        let path = &self.context.sources.file(document.file).path;
        debug_assert!(named.iter().all(|fault| match &fault.place {
            Place::Span(span) => span.file == document.file,
            Place::Path(other) => other == path,
        }));
        self.diagnostics.extend(named);
    }
}

/// How many faults of one kind are reported in one file: the cause of hundreds can be seen from the first of them.
const MOST_OF_A_KIND: usize = 100;

/// Leaves out faults where one file has hundreds of one kind, and says so.
fn first_of_each_kind(mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    // Warnings are counted separately: however many there are, an error after them stops the report.
    let kind = |fault: &Diagnostic| (fault.code, fault.severity);
    let mut left: BTreeMap<(Code, Severity), usize> = BTreeMap::new();
    for fault in &faults {
        *left.entry(kind(fault)).or_default() += 1;
    }
    let mut reported: BTreeMap<(Code, Severity), usize> = BTreeMap::new();
    faults.retain_mut(|fault| {
        let reported = reported.entry(kind(fault)).or_default();
        *reported += 1;
        let left = left.get(&kind(fault)).map_or(0, |all| all.saturating_sub(*reported));
        if *reported == MOST_OF_A_KIND && left > 0 {
            fault.help.push(format!("there are {} more faults of this kind in this file", figure(left)));
        }
        *reported <= MOST_OF_A_KIND
    });
    faults
}

/// A title up to this length is shown whole beside a fault.
const LONGEST_SHOWN: usize = 300;

/// Checks that a report is not too large.
fn check_size(source: &ReportDocument, faults: &mut Vec<Diagnostic>) {
    let entries = source.sections.iter().map(|section| section.entries.len()).sum::<usize>();
    if entries > limits::MOST_ENTRIES {
        let message = format!(
            "this report has {} entries, but may have at most {}",
            figure(entries),
            figure(limits::MOST_ENTRIES)
        );
        faults.push(too_large(source.index.fields.span, message).help("divide it into several reports"));
    }
}

/// Whether a paper is finished, in the word that files have for it.
fn status(word: &str) -> Option<Status> {
    match word {
        "draft" => Some(Status::Draft),
        "final" => Some(Status::Final),
        _ => None,
    }
}

/// The meeting that a paper is for.
fn meeting(fields: &Fields) -> Meeting {
    Meeting {
        body: fields.text("body").map(|body| body.value),
        date: fields.date("date").map(|date| date.value),
        item: fields.text("item").map(|item| item.value),
    }
}

/// Warns about fields that only the other kind of document would print.
fn check_document(fields: &Fields, is_plan: bool, faults: &mut Vec<Diagnostic>) {
    // A word that was not understood has been reported, and may have meant either.
    if fields.was_typed("document") && fields.word("document").is_none() {
        return;
    }
    let help = if is_plan {
        "delete the line, or the line `document: plan` if this is a report on progress"
    } else {
        "delete it, or add `document: plan` if this is a plan"
    };
    idle(fields, is_plan, help, faults);
}

/// Warns about fields that do nothing in this kind of document.
fn idle(fields: &Fields, is_plan: bool, help: &str, faults: &mut Vec<Diagnostic>) {
    for field in fields.table().iter().filter(|field| fields.get(field.name).is_some()) {
        let ((Use::Progress(why), true) | (Use::Plan(why), false)) = (field.place, is_plan) else { continue };
        let name = field.name;
        let message = format!("{why}, so `{name}` does nothing here");
        faults.push(Diagnostic::warning(Code::IdleField, fields.key(name), message).help(help));
    }
}

/// The language of the reports, or why they cannot be written in it.
fn language(typed: &Spanned<String>) -> Result<Language, Box<Diagnostic>> {
    let Some(tag) = language_tag(&typed.value) else {
        let message = format!("`language` holds \u{201c}{}\u{201d}, which is not a language", typed.value);
        let fault = Diagnostic::error(Code::WrongType, typed.span, message);
        return Err(Box::new(fault.help("write the language and the country, like en-GB")));
    };
    Language::from_tag(&tag).ok_or_else(|| {
        let name = match tag.split('-').next() {
            Some("cy") => "Welsh",
            Some("ga") => "Irish",
            Some("gd") => "Scottish Gaelic",
            Some("kw") => "Cornish",
            Some("sco") => "Scots",
            _ => &tag,
        };
        let known = one_of(Language::ALL.map(|known| format!("`language: {}`", known.tag())));
        let message = format!("the program has no words in {name} yet");
        Box::new(Diagnostic::error(Code::UnknownLanguage, typed.span, message).help(format!("write {known}")))
    })
}

fn language_tag(text: &str) -> Option<String> {
    // The country that people call UK is GB in language tags (BCP 47).
    if text.trim().to_uppercase().ends_with("UK") {
        return None;
    }
    let (language, region) = text.trim().split_once(['-', '_']).unwrap_or((text.trim(), "GB"));
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    ((2..=3).contains(&language.len()) && region.len() == 2 && letters(language) && letters(region))
        .then(|| format!("{}-{}", language.to_lowercase(), region.to_uppercase()))
}

/// Whether a Word file is among what is made. The page and the PDF are always made, as each leads to the other.
fn outputs(fields: &Fields, faults: &mut Vec<Diagnostic>) -> bool {
    let words = fields.words("outputs");
    let has = |wanted: &str| words.iter().any(|word| word.value == wanted);
    if !words.is_empty()
        && let Some(missing) = ["html", "pdf"].into_iter().find(|wanted| !has(wanted))
    {
        let help = if has("docx") {
            "write `outputs: [html, pdf, docx]`"
        } else {
            "write `outputs: [html, pdf]`, or delete the line"
        };
        let message = format!("`outputs` leaves out {missing}, and the web page and the PDF are always made");
        faults.push(Diagnostic::error(Code::WrongType, fields.place("outputs"), message).help(help));
    }
    has("docx")
}

/// The scales of a report: its own first, then those of its sections, each once.
fn scales_of(source: &ReportDocument, own: &InForce, palette: &Palette) -> Vec<&'static Scale> {
    let mut scales = vec![own.scale];
    for section in &source.sections {
        // Faults are told when the section itself is read.
        let scale = own.below(&section.index.fields, palette, &mut Vec::new()).scale;
        if !scales.iter().any(|known| std::ptr::eq(*known, scale)) {
            scales.push(scale);
        }
    }
    scales
}

fn contrast(colour: &Spanned<Colour>, ground: Colour, what: &str, faults: &mut Vec<Diagnostic>) {
    let contrast = colour.value.contrast(ground);
    if contrast < READABLE {
        faults.push(
            Diagnostic::error(
                Code::LowContrast,
                colour.span,
                format!(
                    "{what} has a contrast of {contrast:.1}:1, but the law requires at least {READABLE}:1"
                ),
            )
            .help("choose a darker colour, or one that differs more from the other"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content;
    use crate::content::discover::{EntryFile, ReportFolder, SectionFolder};
    use crate::content::schema::{self, example};
    use crate::diag::source::{FileId, Span};
    use crate::report::Kind;

    /// Every file has every field, so that each is read as its row says: `Fields` stops the test if one is not.
    #[test]
    fn every_field_that_is_asked_for_has_a_row_and_is_read_as_the_row_says() {
        let mut sources = Sources::default();
        let mut add = |path: String, table: &schema::Table, own: &[(&str, &str)]| -> FileId {
            let lines = example::lines(table.fields);
            let lines: Vec<String> = lines
                .lines()
                .map(|line| {
                    let name = line.split(':').next().unwrap_or_default();
                    let own = own.iter().find(|(own, _)| *own == name);
                    own.map_or_else(|| line.to_owned(), |(name, value)| format!("{name}: {value}"))
                })
                .collect();
            sources.add(path, format!("---\n{}\n---\nWords.\n", lines.join("\n")))
        };
        let council = add("_index.md".to_owned(), &schema::COUNCIL, &[]);
        let reports = ["progress", "plan"].map(|document| {
            let own = [("document", document), ("previous", "plan"), ("plan", "plan")];
            let index = add(format!("{document}/_index.md"), &schema::REPORT, &own);
            let sections = Kind::ALL.map(|kind| {
                let (id, known) = (kind.name(), schema::of(kind));
                let index = add(format!("{document}/{id}/_index.md"), &known.section, &[("kind", id)]);
                let file = add(format!("{document}/{id}/e.md"), &known.entry, &[]);
                SectionFolder {
                    id: id.to_owned(),
                    index,
                    entries: vec![EntryFile { id: "e".to_owned(), file }],
                }
            });
            ReportFolder { id: document.to_owned(), index, sections: sections.to_vec() }
        });
        let tree = Tree { council: Some(council), reports: reports.to_vec(), ..Tree::default() };
        let documents = content::content(&tree, &sources);
        let ruler = Ruler::default();
        let context =
            Context { tree: &tree, sources: &sources, is_printable: &|_| true, ruler: &ruler, today: None };
        let library = content(&documents, &context, &mut Vec::new());
        let entries = library.reports.iter().flat_map(|report| &report.sections);
        assert_eq!(entries.map(|section| section.entry_names().len()).sum::<usize>(), 10);
    }

    #[test]
    fn hundreds_of_warnings_hide_no_error() {
        let mut sources = Sources::default();
        let span = Span::new(sources.add("a.md", ""), 0..0);
        let warnings = (0..250).map(|_| Diagnostic::warning(Code::UnknownReference, span, "w"));
        let error = Diagnostic::error(Code::UnknownReference, span, "e");
        let reported = first_of_each_kind(warnings.chain([error]).collect());
        assert_eq!(reported.len(), MOST_OF_A_KIND + 1);
        assert_eq!(reported[99].help, ["there are 150 more faults of this kind in this file"]);
        assert_eq!(reported[100].severity, Severity::Error);
    }

    #[test]
    fn languages_are_read_and_nonsense_is_not() {
        assert_eq!(language_tag("en-GB").as_deref(), Some("en-GB"));
        assert_eq!(language_tag("CY").as_deref(), Some("cy-GB"));
        assert_eq!(language_tag("cy_gb").as_deref(), Some("cy-GB"));
        for text in ["English", "", "en-UK", "e-GB", "en-Britain", "12-GB"] {
            assert_eq!(language_tag(text), None, "{text}");
        }
    }
}
