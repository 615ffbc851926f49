//! The program in one sentence: load the content, report on it, render the reports.
//!
//! In: where things are and what is wanted. Out: artifacts and faults. No clock, no terminal, and nothing written.

mod allowance;
mod held_up;
mod hidden;
mod workers;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::check::paper::Ruler;
use crate::check::{self, Library};
use crate::content::discover::{self, Tree};
use crate::content::limits::MOST_PIXELS_OF_REPORT;
use crate::content::{self, Content, ReportDocument};
use crate::diag::source::Sources;
use crate::diag::{self, Code, Diagnostic, Severity};
use crate::disk::lock;
use crate::outputs::data;
use crate::outputs::{
    self, Artifacts, Clock, Fonts, Making, Order, Pdf, Pictures, TemplateTexts, Templates, Times,
};
use crate::pages::{self, Preflight, Texts};
use crate::report::Date;
use crate::report::compare::{self, Comparison};
use crate::report::rate::{self, RatedReport};
use crate::report::{DocumentKind, Nouns, Report, Section};
use crate::text::{did_you_mean, one_of};
use crate::words::Words;

pub use self::allowance::Allowance;
pub use self::held_up::HeldUp;
pub use crate::outputs::forget_old_layouts;
pub use workers::{STACK, start_threads};
use workers::{at_once, on_every_core};

/// Where things are and what is wanted.
#[derive(Debug, Clone)]
pub struct Request {
    /// The content folder.
    pub content: PathBuf,
    /// The council's own templates.
    pub templates: PathBuf,
    /// Whether somebody has named the folder of templates, which must then be there.
    pub are_templates_named: bool,
    /// The reports to make; if none is named, all.
    pub reports: Vec<String>,
    /// Whether to show what must not be published.
    pub restricted: bool,
    /// Whether to make Word files even if the council's file does not ask for them.
    pub docx: bool,
    /// Reports that are already published, which are listed even if they are not made this time.
    pub published: BTreeSet<String>,
    /// The day on which this is asked, if anybody knows it. It is in no report, only in what is found wrong.
    pub today: Option<Date>,
}

impl Request {
    /// Whether the report with that id is one of those to make.
    fn wants(&self, id: &str) -> bool {
        self.reports.is_empty() || self.reports.iter().any(|wanted| wanted == id)
    }
}

/// Everything that is known before the first page is made.
#[derive(Debug)]
pub struct Loaded {
    /// The files that were read.
    pub sources: Sources,
    /// Where they and the pictures are.
    pub tree: Tree,
    /// What is in them, as it was written.
    pub content: Content,
    /// The reports, sorted by id, as they are to be printed.
    pub reports: Vec<Prepared>,
    /// What was found wrong so far, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The reports with their ratings, as the readers of this edition see them, by id.
    pub rated: BTreeMap<String, RatedReport>,
    /// The words of the reports.
    pub words: Arc<Words>,
    request: Request,
    library: Library,
    pictures: Arc<Pictures>,
    templates: Templates,
    fonts: Fonts,
    /// Reports that have faults or are compared with one that has, while others were asked for.
    set_aside: BTreeSet<String>,
}

/// Faults that have nothing to do with what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// How many there are.
    pub errors: usize,
    /// The reports that they are in.
    pub reports: BTreeSet<String>,
}

/// A report, ready to be printed.
#[derive(Debug)]
pub struct Prepared {
    /// What its pages say.
    pub page: pages::Report,
    /// How many entries it has.
    pub entry_count: usize,
    words: Arc<Words>,
    texts: Arc<Texts>,
    data: data::Report,
}

/// The result of rendering.
#[derive(Debug, Default)]
pub struct Output {
    /// Every file, if there is no fault.
    pub artifacts: Artifacts,
    /// The PDFs among them, by path.
    pub pdfs: BTreeMap<String, Pdf>,
    /// One for each report made.
    pub made: Vec<Made>,
    /// What was found wrong, on top of what was known before.
    pub diagnostics: Vec<Diagnostic>,
}

/// One report that was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// The report's id.
    pub id: String,
    /// How many entries it has.
    pub entry_count: usize,
    /// How many pages its PDF has.
    pub pages: usize,
    /// The PDF's file name.
    pub pdf: String,
    /// The Word file's name, if there is one.
    pub docx: Option<String>,
    /// Whether the PDF is the earlier one, because nothing in it has changed.
    pub is_known: bool,
    /// How long each step of rendering took.
    pub times: Times,
}

/// Reads, checks, rates and compares; there is a result whatever is wrong.
pub fn load(request: Request) -> Loaded {
    let mut sources = Sources::default();
    let mut diagnostics = Vec::new();
    let own_templates =
        discover::templates(&request.templates, request.are_templates_named, &mut diagnostics);
    let shown_templates = discover::shown(&request.templates);
    let texts = TemplateTexts::read(&own_templates, &shown_templates, &mut sources, &mut diagnostics);
    let (fonts, tree) = at_once(
        || Fonts::load(&own_templates),
        || read_content(&request.content, &mut sources, &mut diagnostics),
    );
    let folders: Vec<_> = tree.sections().collect();
    let sections = on_every_core(&folders, |folder| content::section(folder, &sources));
    let content = content::with_sections(&tree, &sources, sections);
    let ruler = fonts.ruler();
    let checking = check::Context {
        tree: &tree,
        sources: &sources,
        is_printable: &|c| fonts.can_print(c),
        ruler: &ruler,
        today: request.today,
    };
    let ((templates, faults), mut library) =
        at_once(|| texts.load(&sources), || check::content(&content, &checking, &mut diagnostics));
    diagnostics.extend(faults);
    let words = Arc::new(Words::read(
        library.council.language,
        nouns(&library),
        &own_templates,
        &shown_templates,
        &|c| fonts.can_print(c),
        &mut sources,
        &mut diagnostics,
    ));
    if !request.restricted {
        diagnostics.extend(library.reports.iter().flat_map(|report| hidden_changes(report, &tree.root)));
        let over_sections = |report| hidden::changes_over_sections(report, &tree.root);
        diagnostics.extend(library.reports.iter().flat_map(over_sections));
        diagnostics.extend(hidden_successors(&library, &tree.root));
    }
    let rated = rate_all(&library, request.restricted);
    let reports = prepare(&library, &rated, &words, &ruler, &request);
    if reports.is_empty() && !diag::has_errors(&diagnostics) {
        let what = if library.reports.is_empty() { "a draft" } else { "restricted" };
        diagnostics.push(
            Diagnostic::error_at_path(
                Code::NothingToBuild,
                tree.root.clone(),
                format!("every report in `{}` is {what}, so there is nothing to print", tree.root),
            )
            .help(if library.reports.is_empty() {
                "delete `draft: true` from a report's `_index.md` when it is ready"
            } else {
                "add `--restricted` to print restricted reports, marked as not for publication"
            }),
        );
    }
    diag::sort(&mut diagnostics, &sources);
    let pictures = Arc::new(std::mem::take(&mut library.pictures));
    Loaded {
        sources,
        tree,
        content,
        reports,
        diagnostics,
        rated,
        words,
        request,
        library,
        pictures,
        templates,
        fonts,
        set_aside: BTreeSet::new(),
    }
}

/// Reads the content folder while no other run of the program changes it.
fn read_content(folder: &Path, sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) -> Tree {
    let before = &*sources;
    let read = || {
        let (mut sources, mut faults) = (before.clone(), Vec::new());
        let tree = discover::content(folder, &mut sources, &mut faults);
        (tree, sources, faults)
    };
    match lock::reading(folder, read) {
        Ok((tree, read, faults)) => {
            *sources = read;
            diagnostics.extend(faults);
            tree
        }
        Err(fault) => {
            diagnostics.push(*fault);
            Tree { root: discover::shown(folder), ..Tree::default() }
        }
    }
}

/// All the ways in which the entries of reports, sections and groups are called. Restricted sections may be left out, so
/// that what is left shares a word.
fn nouns(library: &Library) -> BTreeSet<Nouns> {
    let seen = library.reports.iter().flat_map(|report| [report.clone(), report.public()]);
    seen.flat_map(|report| {
        let sections = report.sections.iter().map(Section::nouns);
        let groups = report.groups.iter().map(|group| {
            let own = report.sections.iter().filter(|section| section.group.as_ref() == Some(&group.id));
            Report::nouns_of(own)
        });
        let others = [report.nouns(), pages::listed_nouns(&report)];
        sections.chain(groups).chain(others).collect::<Vec<_>>()
    })
    .collect()
}

/// Rates every report as its readers see it.
fn rate_all(library: &Library, restricted: bool) -> BTreeMap<String, RatedReport> {
    let reports = library.reports.iter().filter(|report| restricted || !report.restricted);
    reports
        .map(|report| {
            let seen = if restricted { report.clone() } else { report.public() };
            (report.id.clone(), rate::report(seen))
        })
        .collect()
}

/// Compares every report with the one before, and makes what its pages say.
fn prepare(
    library: &Library,
    rated: &BTreeMap<String, RatedReport>,
    words: &Words,
    ruler: &Ruler,
    request: &Request,
) -> Vec<Prepared> {
    rated
        .values()
        .map(|report| {
            let previous = report.report.previous.as_deref().and_then(|id| rated.get(id));
            let comparison = previous.map(|previous| compare::reports(report, previous));
            let earlier = earlier(report, rated);
            let plan = report.report.plan.as_deref().and_then(|id| rated.get(id));
            let words = Arc::new(words.calling(report.report.nouns()));
            let input = pages::Input {
                words: &words,
                ruler,
                council: &library.council,
                report,
                previous: previous.map(|previous| &previous.report).zip(comparison.as_ref()),
                earlier: &earlier,
                plan: plan.map(|plan| &plan.report),
                restricted: request.restricted,
                has_word: library.council.has_word || request.docx && request.wants(&report.report.id),
            };
            let (page, texts) = pages::report(input);
            let data = data::report(input, &page.figures(report, &words));
            Prepared { page, entry_count: report.report.entry_count(), words, texts: Arc::new(texts), data }
        })
        .collect()
}

/// The reports before `report`, the oldest first: each the previous one of the next.
fn earlier<'a>(report: &RatedReport, all: &'a BTreeMap<String, RatedReport>) -> Vec<&'a RatedReport> {
    let mut chain: Vec<&RatedReport> = Vec::new();
    let mut next = report.report.previous.as_deref();
    // Reports can name one another in a circle; each is taken once.
    while let Some(before) = next.and_then(|id| all.get(id)).filter(|before| {
        before.report.id != report.report.id && chain.iter().all(|known| known.report.id != before.report.id)
    }) {
        chain.push(before);
        next = before.report.previous.as_deref();
    }
    chain.reverse();
    chain
}

/// Warns if leaving out restricted and exempt entries changes a colour: the public rating must follow from what the public sees,
/// and the officer must know that it differs from the one that the council works with.
fn hidden_changes(report: &Report, root: &str) -> Vec<Diagnostic> {
    if report.restricted {
        return Vec::new();
    }
    let mut warnings = Vec::new();
    for section in report.sections.iter().filter(|section| section.is_partly_public()) {
        let mut public = section.clone();
        public.keep_what_is_public();
        let rating = |section: &Section| rate::section(section).rated().map(|rated| rated.rating);
        // What could not be read is reported where it was typed.
        if public.withheld.iter().any(|withheld| withheld.exempt.paragraphs.is_empty()) {
            continue;
        }
        let all = section.entry_names().len();
        let what = match (public.withheld.len(), all - public.entry_names().len() - public.withheld.len()) {
            (0, _) => "restricted entries",
            (_, 0) => "exempt entries",
            _ => "restricted and exempt entries",
        };
        if let (Some(seen), Some(known)) = (rating(&public), rating(section))
            && seen != known
        {
            warnings.push(
                Diagnostic::warning_at_path(
                    Code::RestrictedRating,
                    format!("{root}/{}/{}/_index.md", report.id, section.id),
                    format!(
                        "the public sees {} here, because {what} are left out; with them it would be {}",
                        seen.word(),
                        known.word()
                    ),
                )
                .help("be ready to explain it, or set the rating with `rating` and a `reason`")
                .about(section.title.clone()),
            );
        }
    }
    warnings
}

/// Warns of what the public is told is no longer reported although it is, in an entry or section that is restricted now.
fn hidden_successors(library: &Library, root: &str) -> Vec<Diagnostic> {
    let public = library.reports.iter().filter(|report| !report.restricted);
    let mut warnings = Vec::new();
    for report in public {
        let previous =
            report.previous.as_deref().and_then(|id| library.reports.iter().find(|old| old.id == id));
        let Some(previous) = previous.filter(|old| !old.restricted && report.keeps_anything_back()) else {
            continue;
        };
        let before = rate::report(previous.public());
        let gone = |now: Report| compare::reports(&rate::report(now), &before).gone;
        let known = gone(report.clone());
        for gone in gone(report.public()).into_iter().filter(|gone| !known.contains(gone)) {
            let title = gone.entry.unwrap_or(gone.section);
            let message = format!(
                "the public reads that “{title}” (`{}`) is no longer reported, because it is restricted now",
                gone.id
            );
            warnings.push(
                Diagnostic::warning_at_path(
                    Code::NoLongerPublic,
                    format!("{root}/{}/_index.md", report.id),
                    message,
                )
                .help("be ready to explain it, or make it public again")
                .about(report.title.clone()),
            );
        }
    }
    warnings
}

impl Loaded {
    /// The reports in the content folder that the readers of this edition do not see, whatever was published of them before.
    pub fn withheld(&self) -> BTreeSet<String> {
        let is_withheld = |report: &&ReportDocument| {
            let is_restricted = report.index.fields.flag("restricted") && !self.request.restricted;
            is_restricted || report.index.is_draft()
        };
        self.content.reports.iter().filter(is_withheld).map(|report| report.id.clone()).collect()
    }

    /// A report and how it compares with the one that it names as its previous report, if it names one.
    pub fn compared(&self, id: &str) -> Option<(&RatedReport, Option<(&RatedReport, Comparison)>)> {
        let report = self.rated.get(id)?;
        let previous = report.report.previous.as_ref().and_then(|id| self.rated.get(id));
        Some((report, previous.map(|previous| (previous, compare::reports(report, previous)))))
    }

    /// What there is to do before each of the latest reports goes out: those that no other names as its previous
    /// report.
    pub fn preflights(&self, longest: usize) -> Vec<Preflight> {
        let is_followed = |id: &str| {
            self.rated
                .values()
                .any(|other| other.report.previous.as_deref() == Some(id) && other.report.id != id)
        };
        self.rated
            .values()
            .filter(|report| !is_followed(&report.report.id))
            .map(|report| {
                let previous = report.report.previous.as_ref().and_then(|id| self.rated.get(id));
                let is_other = |other: &&RatedReport| {
                    other.report.id != report.report.id && other.report.document == DocumentKind::Progress
                };
                let is_first = !self.rated.values().any(|other| is_other(&other));
                pages::preflight(&self.library.council, report, previous, is_first, longest, &self.words)
            })
            .collect()
    }

    /// Everybody who answers for something in one report or, if none is named, in any.
    pub fn owners(&self, report: Option<&str>) -> BTreeSet<String> {
        let wanted =
            self.rated.values().filter(|known| report.is_none_or(|report| known.report.id == report));
        wanted.flat_map(|report| pages::owners(&report.report, &self.words)).collect()
    }

    /// What is wrong with the names of the reports that were asked for.
    pub fn unknown_reports(&self) -> Vec<Diagnostic> {
        let known: Vec<&str> = self.reports.iter().map(|report| report.page.id.as_str()).collect();
        let unknown = self.request.reports.iter().filter(|name| !known.contains(&name.as_str()));
        unknown
            .map(|name| {
                let message = format!("there is no report `{name}` to make");
                let path = format!("{}/{name}", discover::shown(&self.request.content));
                let fault = Diagnostic::error_at_path(Code::UnknownReport, path, message);
                let hidden =
                    self.library.reports.iter().any(|report| report.id == *name && report.restricted);
                match did_you_mean(name, known.iter().copied()) {
                    _ if hidden => fault.help("it is restricted: add `--restricted` to make it"),
                    Some(near) => fault.help(format!("did you mean `{near}`?")),
                    None if known.is_empty() => fault,
                    None => fault.help(format!("the reports are {}", one_of(&known))),
                }
            })
            .collect()
    }

    /// Takes out the errors that are only in other reports than those that were asked for by name, and says so. What
    /// `is_compared` also needs the reports that it is compared with to be without any.
    pub fn set_aside_others(&mut self, is_compared: bool) -> Option<Aside> {
        let errors: Vec<Diagnostic> =
            self.diagnostics.iter().filter(|fault| fault.severity == Severity::Error).cloned().collect();
        let content = discover::shown(&self.request.content);
        let at = |fault: &Diagnostic| held_up::report_of(fault, &self.sources, &content);
        let HeldUp::Reports(held_up) = HeldUp::by(&errors, self, &content) else { return None };
        let faulty: BTreeSet<String> = errors.iter().filter_map(at).collect();
        let in_the_way = if is_compared { &held_up } else { &faulty };
        let names = &self.request.reports;
        if errors.is_empty() || names.is_empty() || names.iter().any(|name| in_the_way.contains(name)) {
            return None;
        }
        self.diagnostics.retain(|fault| fault.severity != Severity::Error);
        self.set_aside = held_up;
        Some(Aside { errors: errors.len(), reports: faulty })
    }

    /// What printing these reports may take, if any of the templates are the council's own.
    pub fn allowance(&self) -> Option<Allowance> {
        let own = self.templates.own();
        let wanted = self.tree.reports.iter().filter(|report| self.request.wants(&report.id));
        let mut allowance =
            Allowance { folder: discover::shown(&self.request.templates), own, ..Allowance::default() };
        for report in wanted {
            let length = |file| self.sources.file(file).text.len() as u64;
            allowance.bytes += report.files().map(length).sum::<u64>();
            allowance.entries +=
                report.sections.iter().map(|section| section.entries.len() as u64).sum::<u64>();
            allowance.pixels += self.library.pixels.get(&report.id).copied().unwrap_or(0);
        }
        (!allowance.own.is_empty()).then_some(allowance)
    }

    /// The reports that were asked for.
    fn wanted(&self) -> Vec<&Prepared> {
        self.reports.iter().filter(|report| self.request.wants(&report.page.id)).collect()
    }

    /// Everything that rendering a report needs.
    pub fn order<'a>(&'a self, report: &'a Prepared) -> Order<'a> {
        Order {
            page: &report.page,
            texts: &report.texts,
            data: &report.data,
            words: &report.words,
            pictures: &self.pictures,
            templates: &self.templates,
            fonts: &self.fonts,
        }
    }

    /// Renders only the web pages, in a moment; they give the number of pages of a PDF that is `known`.
    pub fn pages(&self, known: &BTreeMap<String, Pdf>) -> Output {
        let mut output = Output::default();
        if diag::has_errors(&self.diagnostics) {
            return output;
        }
        let wanted = self.wanted();
        let pages = on_every_core(&wanted, |report| {
            let id = &report.page.id;
            (id, outputs::page(self.order(report), known.get(id).map_or(0, |pdf| pdf.pages)))
        });
        for (id, page) in pages {
            match page {
                Ok(page) => {
                    output.artifacts.insert(format!("{id}/index.html"), Arc::new(page.into_bytes()));
                }
                Err(fault) => output.diagnostics.push(*fault),
            }
        }
        self.add_front(&mut output, &|_| true);
        output.finish(&self.sources);
        output
    }

    /// Renders the reports that were asked for and the page that lists all. `clock` says how long the program has run;
    /// a PDF that is `known`, by report, is not made again if it would be the same.
    ///
    /// With faults known already, templates are still tried, so that their faults are reported in the same run.
    pub fn render(&self, known: &BTreeMap<String, Pdf>, clock: Clock<'_>) -> Output {
        let wanted = self.wanted();
        let mut output = Output::default();
        if diag::has_errors(&self.diagnostics) {
            let faults = wanted.into_iter().flat_map(|report| outputs::try_templates(self.order(report)));
            output.diagnostics.extend(faults);
            diag::sort(&mut output.diagnostics, &self.sources);
            return output;
        }
        let pixels = |report: &Prepared| self.library.pixels.get(&report.page.id).copied().unwrap_or(0);
        let is_heavy = wanted.iter().map(|report| pixels(report)).sum::<u64>() > MOST_PIXELS_OF_REPORT;
        let turn = Mutex::new(());
        let rendered = on_every_core(&wanted, |report| {
            // Each report's pictures fit into memory, and those of all may not: then they take turns, and what is
            // unpacked is let go of.
            let is_in_turn = is_heavy && pixels(report) > 0;
            let _turn = is_in_turn.then(|| turn.lock().unwrap_or_else(PoisonError::into_inner));
            let making = Making::of(self.order(report), clock);
            let (beside, pdf) = at_once(|| making.beside_pdf(), || making.pdf(known.get(&report.page.id)));
            let rendered = making.done(pdf, beside);
            if is_in_turn {
                outputs::forget_layouts();
            }
            (*report, rendered)
        });
        for (report, rendered) in rendered {
            match rendered {
                Ok(rendered) => {
                    output.made.push(Made {
                        id: report.page.id.clone(),
                        entry_count: report.entry_count,
                        pages: rendered.pdf.pages,
                        pdf: report.page.pdf.clone(),
                        docx: report.page.docx.clone(),
                        is_known: known
                            .get(&report.page.id)
                            .is_some_and(|pdf| pdf.fingerprint == rendered.pdf.fingerprint),
                        times: rendered.times,
                    });
                    output.artifacts.extend(rendered.artifacts);
                    output.pdfs.insert(format!("{}/{}", report.page.id, report.page.pdf), rendered.pdf);
                }
                Err(faults) => output.diagnostics.extend(faults),
            }
        }
        let made: BTreeSet<String> = output.made.iter().map(|made| made.id.clone()).collect();
        self.add_front(&mut output, &|id| self.request.published.contains(id) || made.contains(id));
        output.finish(&self.sources);
        output
    }

    /// Adds the page that lists the reports, and the accessibility statement.
    fn add_front(&self, output: &mut Output, is_listed: &dyn Fn(&str) -> bool) {
        let pages = self.reports.iter().map(|report| &report.page);
        let listed: Vec<&pages::Report> = pages.filter(|page| is_listed(&page.id)).collect();
        // The list says of each report what is published of it; of one with faults that is not known any more.
        if !self.set_aside.iter().any(|id| is_listed(id)) {
            match outputs::index(
                &pages::index(&self.library.council, &listed, self.request.restricted),
                &self.templates,
                &self.words,
            ) {
                Ok(artifacts) => output.artifacts.extend(artifacts),
                Err(faults) => output.diagnostics.extend(faults),
            }
        }
        if let Some((page, texts)) =
            pages::statement(&self.library.council, &self.words, self.request.restricted)
        {
            match outputs::statement(&page, texts, &self.templates, &self.words) {
                Ok(artifacts) => output.artifacts.extend(artifacts),
                Err(faults) => output.diagnostics.extend(faults),
            }
        }
    }
}

impl Output {
    /// The PDFs by the id of their report, for the next rendering.
    pub fn known(&self) -> BTreeMap<String, Pdf> {
        let pdfs = self.pdfs.iter();
        pdfs.filter_map(|(path, pdf)| Some((path.split_once('/')?.0.to_owned(), pdf.clone()))).collect()
    }

    /// Sorts what was found wrong; with faults, there are no files.
    fn finish(&mut self, sources: &Sources) {
        if diag::has_errors(&self.diagnostics) {
            self.artifacts.clear();
        }
        diag::sort(&mut self.diagnostics, sources);
    }
}
