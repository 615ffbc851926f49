//! Figures in prose that are worked out from the ratings: `{{ count.red }}` and the like.
//!
//! Everything that can be named is in the table below; a reference can reach nothing else. Braces around anything that
//! does not have the form of a name are ordinary text.
//!
//! | Reference | Becomes |
//! |---|---|
//! | `count.RATING`, `count.total` | how many projects have the rating, or how many there are |
//! | `indicators.RATING`, `indicators.total` | the same for indicators |
//! | `actions.RATING`, `actions.total` | the same for actions in sections where some action has a rating |
//! | `count.SECTION.RATING`, `count.SECTION.total` | how many entries of the section have the rating, or how many it has |
//! | `share.RATING`, `share.SECTION.RATING` | what share of all projects, or of the section's entries, has it: "40%" |
//! | `rating.SECTION`, `rating.SECTION/ENTRY` | the rating, in a word |
//! | `rating.SECTION/ENTRY.ASPECT` | the rating of one of its aspects, in a word |
//! | `reason.SECTION`, `reason.SECTION/ENTRY` | the sentence that explains the rating |
//! | `appendix.SECTION` | which appendix of a committee paper the section is: "Appendix 1" |
//! | `table.counts`, `table.indicators`, `table.actions` | a table of the counts; on its own line |
//! | `table.sections` | a table of the counts of each section; on its own line |
//! | `list.red`, `list.amber` | everything with that rating, any but the best, with the reasons; on its own line |
//! | `list.red.projects`, `list.red.indicators`, `list.red.actions` | only the projects, indicators or actions of that rating |

use super::Writer;
use super::places::DeadLink;
use crate::check::aspects;
use crate::content::limits::{MOST_ASKED, too_large};
use crate::content::markdown as raw;
use crate::content::schema::Shape;
use crate::content::yaml::{Node, Value};
use crate::diag::source::Span;
use crate::diag::{Code, Diagnostic};
use crate::report::prose::{Figure, Inline, Listed, Listing};
use crate::report::{Kind, Rating, Scale};
use crate::text::{did_you_mean, figure, one_of};

/// What a reference means.
pub(super) enum Reference {
    Figure(Figure),
    Listing(Listing),
}

const OPEN: &str = "{{";
const CLOSE: &str = "}}";

/// Whether a paragraph is a single reference to a listing.
pub(super) enum LoneReference {
    /// It is, to this listing.
    Listing(Listing),
    /// It was meant to be, and what is wrong with it has been reported.
    Faulty,
    /// It is an ordinary paragraph.
    NoListing,
}

/// What may come before the dot.
const SUBJECTS: [&str; 9] =
    ["count", "share", "indicators", "actions", "rating", "reason", "appendix", "table", "list"];

impl Writer<'_, '_> {
    /// The listing that a paragraph consists of, if it is one reference and nothing else.
    pub(super) fn listing(&mut self, content: &[raw::Inline]) -> LoneReference {
        let typed = raw::plain_text(content);
        let braced = typed.trim().strip_prefix(OPEN).and_then(|rest| rest.strip_suffix(CLOSE));
        let (Some(name), Some(span)) = (braced, text_span(content)) else { return LoneReference::NoListing };
        let is_text = content.iter().all(|inline| matches!(inline, raw::Inline::Text(_)));
        let is_listing = matches!(name.trim().split('.').next(), Some("table" | "list"));
        if !is_text || !is_listing || !has_form_of_name(name, true) {
            return LoneReference::NoListing;
        }
        let span = self.reference_span(span, name);
        match self.reference(name.trim(), span) {
            Some(Reference::Listing(listing)) => {
                let report = self.path.split('/').next().unwrap_or_default();
                let letters = self.places.weights.listing(report, listing);
                if self.has_room(letters, span) {
                    LoneReference::Listing(listing)
                } else {
                    LoneReference::Faulty
                }
            }
            _ => LoneReference::Faulty,
        }
    }

    /// Whether a file may ask for so many letters more; if not, that is reported once. Whatever is longer by itself than all
    /// may be together may be asked for once.
    fn has_room(&mut self, letters: usize, span: Span) -> bool {
        let Some(before) = self.asked else { return false };
        let after = before.saturating_add(letters);
        if after <= MOST_ASKED || before == 0 {
            self.asked = Some(after);
            return true;
        }
        self.asked = None;
        let most = figure(MOST_ASKED);
        let message = format!(
            "what this file asks for in double braces (`{{{{ \u{2026} }}}}`) has more than {most} letters together"
        );
        self.faults.push(too_large(span, message).help("keep only what readers need, each once"));
        false
    }

    /// A text with its references read; it is at `span`.
    pub(super) fn with_references(&mut self, text: &str, span: Span) -> Vec<Inline> {
        let mut parts: Vec<Inline> = Vec::new();
        let mut as_typed = String::new();
        let mut rest = text;
        // Where the next reference ends, remembered: looking for it again after each opening would take for ever.
        let mut close = text.find(CLOSE);
        while let Some((before, after)) = rest.split_once(OPEN) {
            as_typed.push_str(before);
            let at = text.len() - after.len();
            if close.is_some_and(|close| close < at) {
                close = after.find(CLOSE).map(|found| at + found);
            }
            let (name, after_it) = match close {
                Some(close) => (&text[at..close], &text[close + CLOSE.len()..]),
                None => (after, ""),
            };
            // Another opening before the end means that this one was forgotten.
            let is_closed = close.is_some() && !name.contains(OPEN);
            if !has_form_of_name(name, is_closed) {
                as_typed.push_str(OPEN);
                rest = after;
                continue;
            }
            let place = self.reference_span(span, name.split(OPEN).next().unwrap_or_default());
            if !as_typed.is_empty() {
                parts.push(Inline::Text(std::mem::take(&mut as_typed)));
            }
            if !is_closed {
                self.faults.push(
                    Diagnostic::error(
                        Code::UnknownReference,
                        place,
                        "a reference is opened here but not closed",
                    )
                    .help("write `}}` where it ends"),
                );
                return parts;
            }
            match self.reference(name.trim(), place) {
                Some(Reference::Figure(figure)) => {
                    self.check_percent(&figure, name.trim(), after_it, place);
                    parts.push(Inline::Computed(figure));
                }
                Some(Reference::Listing(_)) => self.faults.push(
                    Diagnostic::error(
                        Code::UnknownReference,
                        place,
                        format!(
                            "`{}` makes a table or a list, which cannot be inside a sentence",
                            name.trim()
                        ),
                    )
                    .help("put it on its own line, with an empty line before and after"),
                ),
                None => {}
            }
            rest = after_it;
        }
        as_typed.push_str(rest);
        if !as_typed.is_empty() {
            parts.push(Inline::Text(as_typed));
        }
        parts
    }

    /// Warns where "per cent" is typed after a share, which is printed with its sign.
    fn check_percent(&mut self, figure: &Figure, name: &str, after_it: &str, span: Span) {
        let next = after_it.trim_start().to_lowercase();
        let Some(typed) = ["per cent", "percent"].into_iter().find(|typed| next.starts_with(typed)) else {
            return;
        };
        if matches!(figure, Figure::Share(..)) {
            let message = format!(
                "`{name}` is printed with its percent sign, so \u{201c}{typed}\u{201d} says it twice"
            );
            let fault = Diagnostic::warning(Code::UnknownReference, span, message);
            self.faults.push(fault.help(format!("delete \u{201c}{typed}\u{201d} after it")));
        }
    }

    /// Warns about references in fields that are printed as they were typed.
    pub(super) fn check_idle_references(&mut self, key: &str, shape: Option<&Shape>, node: &Node) {
        match &node.value {
            Value::Scalar { .. } if shape.is_some_and(Shape::is_markdown) => {}
            Value::Scalar { text, .. } => {
                let named = text.split(OPEN).skip(1).filter_map(|rest| rest.split_once(CLOSE));
                let is_known = |name: &str| {
                    let subject = name.trim().split('.').next().unwrap_or_default();
                    SUBJECTS.contains(&subject) && name.contains('.')
                };
                if let Some((name, _)) = named.into_iter().find(|(name, _)| is_known(name)) {
                    self.faults.push(
                        Diagnostic::warning(
                            Code::UnknownReference,
                            self.reference_span(node.span, name),
                            format!(
                                "`{key}` is printed as it was typed, so `{{{{{name}}}}}` is not filled in"
                            ),
                        )
                        .help("write it in the text below the front matter, where it is filled in"),
                    );
                }
            }
            Value::List(items) => {
                let shape = shape.map(Shape::of_item);
                for item in items {
                    self.check_idle_references(key, shape, item);
                }
            }
            Value::Map(fields) => {
                for (key, node) in fields {
                    let shape = shape.and_then(|shape| shape.of_field(&key.value));
                    self.check_idle_references(&key.value, shape, node);
                }
            }
            Value::Empty => {}
        }
    }

    /// Where the reference `name` is in the text at `span`; a value of front matter is one span as a whole.
    fn reference_span(&self, span: Span, name: &str) -> Span {
        let typed = self.context.sources.slice(span);
        let is_it = |at: &usize| typed[at + OPEN.len()..].trim_start().starts_with(name.trim());
        let Some(at) = typed.match_indices(OPEN).map(|(at, _)| at).find(is_it) else { return span };
        let end = typed[at..].find(CLOSE).map_or(at + OPEN.len(), |end| at + end + CLOSE.len());
        Span { start: span.start + at, end: span.start + end, ..span }
    }

    fn reference(&mut self, name: &str, span: Span) -> Option<Reference> {
        // The council's own file is the only one outside the folders of reports.
        if !self.path.contains('/') {
            self.faults.push(
                Diagnostic::error(
                    Code::UnknownReference,
                    span,
                    format!(
                        "the accessibility statement is not part of a report, so `{name}` has no value here"
                    ),
                )
                .help("write what it should say instead"),
            );
            return None;
        }
        if self.places.is_plan(&self.path) {
            self.faults.push(
                Diagnostic::error(
                    Code::UnknownReference,
                    span,
                    format!("a plan rates nothing, so `{name}` has no value here"),
                )
                .help("delete the reference, or move it to a report on progress"),
            );
            return None;
        }
        let (subject, rest) = name.split_once('.').unwrap_or((name, ""));
        if let ("count" | "share", Some((section, word))) = (subject, rest.split_once('.')) {
            return self.counted(subject, section, word, span).map(Reference::Figure);
        }
        let read = |word: &str| self.scales.report.iter().find_map(|scale| scale.read(word));
        let rating = |word: &str| match word {
            "total" => Some(None),
            "not-rated" => Some(Some(self.scales.own.not_rated().id())),
            word => read(word).map(|rating| Some(rating.id())),
        };
        let reference = match (subject, rest) {
            ("share", word) => rating(word).flatten().map(|id| Reference::Figure(Figure::Share(None, id))),
            ("count", word) => rating(word).map(|rating| Reference::Figure(Figure::Projects(rating))),
            ("indicators", word) => rating(word).map(|rating| Reference::Figure(Figure::Indicators(rating))),
            ("actions", word) => rating(word).map(|rating| Reference::Figure(Figure::Actions(rating))),
            ("table", "counts") => Some(Reference::Listing(Listing::Projects)),
            ("table", "indicators") => Some(Reference::Listing(Listing::Indicators)),
            ("table", "actions") => Some(Reference::Listing(Listing::Actions)),
            ("table", "sections") => Some(Reference::Listing(Listing::Sections)),
            ("list", what) => listed(what).and_then(|(word, sort)| {
                let rating = read(word).filter(|rating| rating.is_below_best())?;
                Some(Reference::Listing(Listing::Rated(rating.id(), sort)))
            }),
            ("rating", place) if place.split_once('/').is_some_and(|(_, entry)| entry.contains('.')) => {
                return self.aspect(name, place, span).map(Reference::Figure);
            }
            ("rating" | "reason", place) if !place.is_empty() => {
                let (section, entry) = self.rated_place(name, place, span)?;
                Some(Reference::Figure(if subject == "rating" {
                    Figure::Rating(section, entry)
                } else {
                    let path = self.path_of(&section, entry.as_deref());
                    if !self.has_room(self.places.weights.reason(&path), span) {
                        return None;
                    }
                    Figure::Reason(section, entry)
                }))
            }
            ("appendix", section) if !section.is_empty() => {
                return self.appendix(name, section, span).map(Reference::Figure);
            }
            _ => None,
        };
        if reference.is_none() {
            // Of a section, somebody may have left out which of its ratings.
            let section = self.places.rated_scale(&self.path, rest);
            self.faults.push(match section.filter(|_| matches!(subject, "count" | "share")) {
                Some(scale) => unknown(name, subject, &format!("{rest}."), span, &[scale]),
                None => unknown(name, subject, rest, span, self.scales.report),
            });
        }
        reference
    }

    /// How many entries of a section have a rating, or what share of them.
    fn counted(&mut self, subject: &str, section: &str, word: &str, span: Span) -> Option<Figure> {
        let name = format!("{subject}.{section}.{word}");
        let Some(scale) = self.places.rated_scale(&self.path, section) else {
            let fault = self.uncounted(&name, section, span);
            self.faults.extend(fault.map(|fault| *fault));
            return None;
        };
        let rating = match word {
            "not-rated" => Some(scale.not_rated()),
            word => scale.read(word),
        };
        match (subject, word, rating) {
            ("count", "total", _) => Some(Figure::Entries(section.to_owned(), None)),
            ("count", _, Some(rating)) => Some(Figure::Entries(section.to_owned(), Some(rating.id()))),
            ("share", _, Some(rating)) => Some(Figure::Share(Some(section.to_owned()), rating.id())),
            _ => {
                self.faults.push(unknown(&name, subject, &format!("{section}.{word}"), span, &[scale]));
                None
            }
        }
    }

    /// Why nothing in a section can be counted; nothing if what is wrong with its file is reported there.
    fn uncounted(&self, name: &str, section: &str, span: Span) -> Option<Box<Diagnostic>> {
        let path = self.path_of(section, None);
        let message = match self.seen(name, &path, span) {
            Ok(()) => format!("`{section}` has no ratings to count, so `{name}` has no value"),
            Err(fault) if fault.is_none() || self.places.is_there(&path) => return fault,
            Err(_) => format!("this report has no section `{section}`"),
        };
        let fault = Diagnostic::error(Code::UnknownReference, span, message);
        let known = self.places.rated_sections(&self.path);
        Some(Box::new(match did_you_mean(section, known.iter().copied()) {
            Some(near) => fault.help(format!("did you mean `{}`?", name.replacen(section, near, 1))),
            None if known.is_empty() => {
                fault.help("delete the reference: no section here has ratings to count")
            }
            None => {
                let named = known.iter().map(|known| format!("`{}`", name.replacen(section, known, 1)));
                fault.help(format!("write {}", one_of(named)))
            }
        }))
    }

    /// The rating of an aspect of an entry: `section/entry.aspect`.
    fn aspect(&mut self, name: &str, place: &str, span: Span) -> Option<Figure> {
        let (entry, typed) = place.rsplit_once('.')?;
        let whole = format!("rating.{entry}");
        let (section, entry) = self.rated_place(&whole, entry, span)?;
        let is_figure = self.places.kind(&self.path_of(&section, None)) == Some(Kind::Indicators);
        let known = if is_figure { &[] } else { self.places.aspects(&self.path) };
        let fault = |message: String| Diagnostic::error(Code::UnknownReference, span, message);
        let Some(aspect) = aspects::find(known, typed) else {
            let message = format!("this report does not rate `{typed}`, so `{name}` has no value");
            let ids = known.iter().map(|aspect| aspect.id.as_str());
            let fault = fault(message);
            self.faults.push(match did_you_mean(typed, ids.clone()) {
                Some(near) => fault.help(format!("did you mean `{whole}.{near}`?")),
                None if known.is_empty() => fault.help(format!("write {{{{ {whole} }}}}")),
                None => fault.help(format!("write {}", one_of(ids.map(|id| format!("`{whole}.{id}`"))))),
            });
            return None;
        };
        Some(Figure::Aspect(section, entry?, aspect.id.clone()))
    }

    /// The section and entry that a reference names, if readers get to see their rating.
    fn rated_place(&mut self, name: &str, place: &str, span: Span) -> Option<(String, Option<String>)> {
        let (section, entry) = match place.split_once('/') {
            Some((section, entry)) => (section, Some(entry)),
            None => (place, None),
        };
        let path = self.path_of(section, entry);
        if let Err(fault) = self.seen(name, &path, span) {
            self.faults.extend(fault.map(|fault| *fault));
            return None;
        }
        if self.places.is_exempt_to(&self.path, &path) {
            self.faults.push(exempt(name, span));
            return None;
        }
        let is_rated = match self.places.kind(&path) {
            Some(Kind::Workstream | Kind::Enabler) => true,
            Some(Kind::Indicators) => entry.is_some(),
            Some(Kind::Actions) => entry.is_some() && self.places.has_ratings(&path),
            Some(Kind::Narrative) | None => false,
        };
        if !is_rated {
            self.faults.push(
                Diagnostic::error(
                    Code::UnknownReference,
                    span,
                    format!("`{place}` has no rating, so `{name}` has no value"),
                )
                .help("name a workstream, an enabler, a project, an indicator, or an action that has a `rating`"),
            );
            return None;
        }
        if self.places.kind(&path) == Some(Kind::Actions) && name.starts_with("reason.") {
            let message = format!("an action has a rating without a reason, so `{name}` has no value");
            self.faults.push(
                Diagnostic::error(Code::UnknownReference, span, message)
                    .help(format!("write the reason here, or `{{{{ rating.{place} }}}}` for the rating")),
            );
            return None;
        }
        Some((section.to_owned(), entry.map(str::to_owned)))
    }

    fn appendix(&mut self, name: &str, section: &str, span: Span) -> Option<Figure> {
        if !self.places.has_cover(&self.path) {
            self.faults.push(
                Diagnostic::error(
                    Code::UnknownReference,
                    span,
                    "only a committee paper has appendices, and this report has no `cover`",
                )
                .help("link to the section instead, or add a `cover` to the report's `_index.md`"),
            );
            return None;
        }
        if let Some((own, _)) = section.split_once('/') {
            self.faults.push(
                Diagnostic::error(
                    Code::UnknownReference,
                    span,
                    format!("`{section}` is an entry, but only a section is an appendix"),
                )
                .help(format!("write `{{{{ appendix.{own} }}}}`")),
            );
            return None;
        }
        let path = self.path_of(section, None);
        match self.seen(name, &path, span) {
            Ok(()) => Some(Figure::Appendix(section.to_owned())),
            Err(fault) => {
                self.faults.extend(fault.map(|fault| *fault));
                None
            }
        }
    }

    fn path_of(&self, section: &str, entry: Option<&str>) -> String {
        let report = self.path.split('/').next().unwrap_or_default();
        format!("{report}/{section}/{}.md", entry.unwrap_or("_index"))
    }

    /// Whether readers of this text may see what is at `path`.
    fn seen(&self, name: &str, path: &str, span: Span) -> Result<(), Option<Box<Diagnostic>>> {
        let fault = |message: String| Diagnostic::error(Code::UnknownReference, span, message);
        Err(Some(Box::new(match self.places.find(&self.path, path, None) {
            Ok(_) => return Ok(()),
            // What is wrong with that file is reported there.
            Err(DeadLink::Unusable) => return Err(None),
            Err(DeadLink::Draft) => fault(format!("`{name}` names a draft, which is not printed"))
                .help("delete the reference, or the `draft: true` in that file"),
            Err(DeadLink::Restricted) => {
                fault(format!("`{name}` names something restricted, which the public does not see"))
                    .help("delete the reference, or make this file `restricted: true` as well")
            }
            Err(DeadLink::Exempt) => exempt(name, span),
            Err(DeadLink::NoFile(_) | DeadLink::NoHeading(_)) => {
                let typed = name.split_once('.').map_or("", |(_, place)| place);
                let near = self.places.near(&self.path, typed);
                let fault = fault(format!("this report has no `{typed}`"));
                match near {
                    Some(near) => fault.help(format!("did you mean `{near}`?")),
                    None => fault.help(
                        "write the folder name of a section of this report, or of a section and an entry: `asset-management/park-wood`",
                    ),
                }
            }
        })))
    }
}

/// A reference to what is exempt, in a text that the public reads.
fn exempt(name: &str, span: Span) -> Diagnostic {
    let message = format!("`{name}` names something exempt, of which the public sees no more than the title");
    Diagnostic::error(Code::UnknownReference, span, message)
        .help("delete the reference, or move the sentence into the text that is exempt")
}

/// Whether what is between braces was meant as a reference: a name, or something that begins like one.
fn has_form_of_name(typed: &str, is_closed: bool) -> bool {
    let typed = typed.trim();
    let is_sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | '_');
    let is_name = typed.starts_with(|c: char| c.is_ascii_alphabetic()) && typed.chars().all(is_sign);
    let begins_like_one = SUBJECTS
        .iter()
        .any(|subject| typed.strip_prefix(subject).is_some_and(|rest| rest.starts_with(['.', ' '])));
    (is_name && is_closed) || begins_like_one
}

fn unknown(name: &str, subject: &str, rest: &str, span: Span, scales: &[&'static Scale]) -> Diagnostic {
    let fault = Diagnostic::error(
        Code::UnknownReference,
        span,
        format!("there is nothing called `{name}` to put here"),
    );
    // What stands before the word that is unknown and after it, the word, and those that are known.
    let (before, word, after, known): (String, &str, String, Vec<&str>) = match subject {
        "count" | "share" | "indicators" | "actions" => {
            let (section, word) = rest.rsplit_once('.').map_or(("", rest), |(section, word)| (section, word));
            let section = if section.is_empty() { String::new() } else { format!("{section}.") };
            let total = (subject != "share").then_some("total");
            let known = words_of(scales, |_| true).into_iter().chain(["not-rated"]).chain(total);
            (section, word, String::new(), known.collect())
        }
        "table" => (String::new(), rest, String::new(), vec!["counts", "indicators", "actions", "sections"]),
        // The worst first: those are the ones that are listed.
        "list" => {
            let (word, sort) = rest.split_once('.').unwrap_or((rest, ""));
            let near = did_you_mean(sort, SORTS);
            if near.is_none() && !sort.is_empty() && words_of(scales, Rating::is_below_best).contains(&word) {
                let sorts = SORTS.map(|sort| format!("`list.{word}.{sort}`"));
                return fault
                    .help(format!("write {}", one_of([format!("`list.{word}`")].iter().chain(&sorts))));
            }
            let sort = near.map(|sort| format!(".{sort}"));
            let known = words_of(scales, Rating::is_below_best).into_iter().rev();
            (String::new(), word, sort.unwrap_or_default(), known.collect())
        }
        "rating" | "reason" | "appendix" => {
            return fault.help(format!(
                "write the folder name of a section after the dot: `{subject}.asset-management`"
            ));
        }
        _ => {
            // People type a space instead of the dot.
            let dotted = name.replacen(' ', ".", 1).replace(' ', "");
            if let Some((first, rest)) = dotted.split_once('.').filter(|_| name.contains(' '))
                && SUBJECTS.contains(&first)
            {
                return fault.help(format!("did you mean `{first}.{rest}`?"));
            }
            return match did_you_mean(subject, SUBJECTS) {
                Some(near) if rest.is_empty() => {
                    let example = if matches!(near, "count" | "share" | "indicators" | "actions") { "red" } else { "asset-management" };
                    fault.help(format!("add a dot and what you want of it, as in `{near}.{example}`"))
                }
                Some(near) => fault.help(format!("did you mean `{near}.{rest}`?")),
                None => fault.help(
                    "write for example {{ count.red }}, {{ indicators.amber }}, {{ rating.asset-management }}, \
                     {{ table.counts }} or {{ list.red }}; to print braces, put them between backticks",
                ),
            };
        }
    };
    let named = |word: &str| format!("`{subject}.{before}{word}{after}`");
    match did_you_mean(word, known.iter().copied()) {
        Some(near) if !word.is_empty() => fault.help(format!("did you mean {}?", named(near))),
        _ => fault.help(format!("write {}", one_of(known.into_iter().map(named)))),
    }
}

/// The sorts of entries that a list may be of.
const SORTS: [&str; 3] = ["projects", "indicators", "actions"];

/// The rating that a list is of, and the sort of entries: "red", "red.projects".
fn listed(typed: &str) -> Option<(&str, Listed)> {
    match typed.split_once('.') {
        None => Some((typed, Listed::Everything)),
        Some((word, "projects")) => Some((word, Listed::Projects)),
        Some((word, "indicators")) => Some((word, Listed::Indicators)),
        Some((word, "actions")) => Some((word, Listed::Actions)),
        Some(_) => None,
    }
}

/// The ids of the ratings that the scales of a report have, each once.
fn words_of(scales: &[&'static Scale], is_meant: impl Fn(Rating) -> bool) -> Vec<&'static str> {
    let mut words = Vec::new();
    for rating in scales.iter().flat_map(|scale| scale.typed()).filter(|rating| is_meant(*rating)) {
        if !words.contains(&rating.id()) {
            words.push(rating.id());
        }
    }
    words
}

/// Where a run of texts is.
fn text_span(content: &[raw::Inline]) -> Option<Span> {
    let spans = content.iter().filter_map(|inline| match inline {
        raw::Inline::Text(text) => Some(text.span),
        _ => None,
    });
    let (first, last) = (spans.clone().next()?, spans.clone().next_back()?);
    Some(Span { end: last.end.max(first.end), ..first })
}

#[cfg(test)]
mod tests {
    use super::has_form_of_name;

    #[test]
    fn only_what_looks_like_a_name_is_taken_for_a_reference() {
        for name in [
            " count.red ",
            "rating.asset-management",
            "reason.a/b",
            "page.title",
            "total",
            "count. red",
            "count red",
        ] {
            assert!(has_form_of_name(name, true), "{name}");
        }
        for text in ["", " ", "7*7", "a b", "\"a\"", "count", "config.items()", "1.2", "{x}"] {
            assert_eq!(has_form_of_name(text, true), text == "count", "{text}");
        }
        assert!(has_form_of_name("count.red and more text", false));
        assert!(!has_form_of_name("a brace that nobody closes", false));
    }
}
