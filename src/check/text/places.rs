//! Every place that a link can lead to.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::asked::Weights;
use super::pictures::Shown;
use crate::check::{aspects, scale};
use crate::content::markdown::{Block, plain_text};
use crate::content::{Content, Document, EntryDocument, ReportDocument};
use crate::report::prose::{Target, entry_anchor, heading_anchor, section_anchor};
use crate::report::{Aspect, Kind, Scale};
use crate::text::{did_you_mean, slug};

/// The files of the content folder, by their path below it.
pub(in crate::check) struct Places {
    files: BTreeMap<String, File>,
    unusable: BTreeSet<String>,
    /// The reports that are committee papers.
    papers: BTreeSet<String>,
    /// The reports that are plans.
    plans: BTreeSet<String>,
    /// The scale of every section, by `report/section`.
    scales: BTreeMap<String, &'static Scale>,
    /// The aspects of its projects that each report rates separately, by its id.
    aspects: BTreeMap<String, Vec<Aspect>>,
    /// What a text may ask for.
    pub(super) weights: Weights,
    /// The pictures that were looked into.
    pub(super) shown: RefCell<Shown>,
    /// How many more names may be compared with misspelt ones.
    comparisons: Cell<usize>,
}

/// How many names are compared with misspelt ones in one run. Thousands of dead links in thousands of files have one
/// cause, and the first few hundred guesses show it.
const MOST_COMPARISONS: usize = 1_000_000;

struct File {
    report: String,
    /// `None` for a report's own file: the top of the document.
    anchor: Option<String>,
    /// What the anchors of headings in the file begin with.
    owner: String,
    headings: Vec<String>,
    /// The kind of section that it is, or is in.
    kind: Option<Kind>,
    /// Whether it is an entry with a rating, or a section of such.
    has_ratings: bool,
    visibility: Visibility,
    /// Whether it is restricted, or exempt, be it a draft or not.
    kept_back: Option<&'static str>,
    /// Whether the public sees its title, and nothing else of it.
    is_announced: bool,
}

/// Whether readers of the published report get to see a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Visibility {
    Public,
    Exempt,
    Restricted,
    Draft,
}

/// Why a link is dead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) enum DeadLink {
    /// There is no such file; this path may have been meant.
    NoFile(Option<String>),
    /// The file has no such heading, but these.
    NoHeading(Vec<String>),
    /// The file is a draft.
    Draft,
    /// The file is restricted, but the link is not.
    Restricted,
    /// The place is in a text that is exempt, but the link is not.
    Exempt,
    /// The file is there but cannot be used, which has been reported.
    Unusable,
}

impl Places {
    /// Lists the files of `content`, and those that are there but cannot be used.
    pub(in crate::check) fn new(content: &Content, unusable: &BTreeSet<String>) -> Self {
        let mut files = BTreeMap::new();
        for report in &content.reports {
            let own = visibility(&report.index);
            let kept_back = |document: &Document| {
                let is_exempt = document.fields.was_given("exempt");
                document.fields.flag("restricted").then_some("restricted").or(is_exempt.then_some("exempt"))
            };
            let mut add = |path: String,
                           document: &Document,
                           anchor: Option<String>,
                           (kind, has_ratings): (Option<Kind>, bool),
                           (outer, visibility): (Visibility, Visibility),
                           kept_back: Option<&'static str>| {
                let owner = anchor.clone().unwrap_or_else(|| report.id.clone());
                let headings = heading_slugs(&document.body);
                files.insert(
                    path,
                    File {
                        report: report.id.clone(),
                        anchor,
                        owner,
                        headings,
                        kind,
                        has_ratings,
                        visibility,
                        kept_back,
                        is_announced: outer == Visibility::Public && visibility == Visibility::Exempt,
                    },
                );
            };
            let of_report = kept_back(&report.index);
            add(
                format!("{}/_index.md", report.id),
                &report.index,
                None,
                (None, false),
                (own, own),
                of_report,
            );
            for section in &report.sections {
                let of_section = own.max(visibility(&section.index));
                let of_its_section = of_report.or(kept_back(&section.index));
                let path = format!("{}/{}", report.id, section.id);
                let anchor = section_anchor(&section.id);
                let has_rating = |entry: &EntryDocument| {
                    section.kind.rates_entries()
                        || section.kind == Kind::Actions && entry.document.fields.was_typed("rating")
                };
                let is_counted = |entry: &EntryDocument| has_rating(entry) && !entry.document.is_draft();
                let has_ratings = section.kind.rates_entries() || section.entries.iter().any(is_counted);
                add(
                    format!("{path}/_index.md"),
                    &section.index,
                    Some(anchor),
                    (Some(section.kind), has_ratings),
                    (own, of_section),
                    of_its_section,
                );
                for entry in &section.entries {
                    let anchor = entry_anchor(&section.id, &entry.id);
                    let of_entry = of_section.max(visibility(&entry.document));
                    add(
                        format!("{path}/{}.md", entry.id),
                        &entry.document,
                        Some(anchor),
                        (Some(section.kind), has_rating(entry)),
                        (of_section, of_entry),
                        of_its_section.or(kept_back(&entry.document)),
                    );
                }
            }
        }
        let ids =
            |reports: &mut dyn Iterator<Item = &ReportDocument>| reports.map(|r| r.id.clone()).collect();
        let plans = ids(&mut content.reports.iter().filter(|report| report.index.is_plan()));
        let papers = ids(&mut content.reports.iter().filter(|report| report.index.fields.was_typed("cover")));
        Self {
            files,
            unusable: unusable.clone(),
            papers,
            plans,
            scales: scale::scales(content),
            aspects: aspects::of_reports(content),
            weights: Weights::of(content),
            shown: RefCell::default(),
            comparisons: Cell::new(MOST_COMPARISONS),
        }
    }

    /// Whether this many more names may be compared with a misspelt one.
    pub(in crate::check) fn may_search(&self, names: usize) -> bool {
        let left = self.comparisons.get().checked_sub(names);
        self.comparisons.set(left.unwrap_or(0));
        left.is_some()
    }

    /// The pictures that are shown, as they can be published.
    pub(in crate::check) fn pictures(&self) -> BTreeMap<String, Arc<[u8]>> {
        self.shown.borrow().pictures()
    }

    /// The pixels that the pictures of each report take, by its id.
    pub(in crate::check) fn pixels(&self) -> BTreeMap<String, u64> {
        self.shown.borrow().pixels()
    }

    /// Whether the picture at `path` belongs to something restricted, or exempt, and the file `from` does not: it lies in the
    /// folder of a report, section or entry whose text the public does not see.
    pub(in crate::check) fn picture_kept_back(&self, from: &str, path: &str) -> Option<&'static str> {
        let kept_back = |path: &str| self.files.get(path).and_then(|file| file.kept_back);
        if kept_back(from).is_some() {
            return None;
        }
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        folders.into_iter().find_map(|folder| {
            kept_back(&format!("{folder}/_index.md")).or(kept_back(&format!("{folder}.md")))
        })
    }

    /// Whether the report that the file at `path` is part of is a plan.
    pub(in crate::check) fn is_plan(&self, path: &str) -> bool {
        path.split('/').next().is_some_and(|report| self.plans.contains(report))
    }

    /// Whether there is a file at `path` that is part of a report.
    pub(in crate::check) fn is_there(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Whether the file at `path` is a draft, or part of one.
    pub(in crate::check) fn is_draft(&self, path: &str) -> bool {
        self.files.get(path).is_some_and(|file| file.visibility == Visibility::Draft)
    }

    /// Whether the text of the file at `path` is exempt and that of the file `from` may be read by the public.
    pub(in crate::check) fn is_exempt_to(&self, from: &str, path: &str) -> bool {
        let visibility = |path: &str| self.files.get(path).map(|file| file.visibility);
        visibility(from) == Some(Visibility::Public) && visibility(path) == Some(Visibility::Exempt)
    }

    /// The kind of section that the file at `path` is, or is in.
    pub(in crate::check) fn kind(&self, path: &str) -> Option<Kind> {
        self.files.get(path)?.kind
    }

    /// Whether the file at `path` is an entry with a rating, or a section of such.
    pub(in crate::check) fn has_ratings(&self, path: &str) -> bool {
        self.files.get(path).is_some_and(|file| file.has_ratings)
    }

    /// Whether the report that the file at `path` is part of is a committee paper.
    pub(in crate::check) fn has_cover(&self, path: &str) -> bool {
        path.split('/').next().is_some_and(|report| self.papers.contains(report))
    }

    /// The aspects of projects that the report with the file at `path` rates separately.
    pub(in crate::check) fn aspects(&self, path: &str) -> &[Aspect] {
        let report = path.split('/').next().unwrap_or_default();
        self.aspects.get(report).map(Vec::as_slice).unwrap_or_default()
    }

    /// The scale of a section in the same report as `from`, if its entries have ratings and the readers of `from` see it.
    pub(in crate::check) fn rated_scale(&self, from: &str, section: &str) -> Option<&'static Scale> {
        let place = format!("{}/{section}", from.split('/').next()?);
        let path = format!("{place}/_index.md");
        let scale = self.scales.get(&place).filter(|_| self.has_ratings(&path))?;
        self.find(from, &path, None).is_ok().then_some(*scale)
    }

    /// The sections of which there is such a scale.
    pub(in crate::check) fn rated_sections(&self, from: &str) -> Vec<&str> {
        if !self.may_search(self.scales.len()) {
            return Vec::new();
        }
        let report = from.split('/').next().unwrap_or_default();
        let places = self.scales.keys().filter_map(|place| place.split_once('/'));
        let own = places.filter(|(known, _)| *known == report).map(|(_, section)| section);
        own.filter(|section| self.rated_scale(from, section).is_some()).collect()
    }

    /// The section, or section and entry, in the same report as `from` whose name is nearest to `typed`.
    pub(in crate::check) fn near(&self, from: &str, typed: &str) -> Option<String> {
        if !self.may_search(self.files.len()) {
            return None;
        }
        let report = format!("{}/", from.split('/').next()?);
        let own = self.files.keys().filter_map(|path| path.strip_prefix(&report));
        let names: Vec<&str> = own
            .filter(|path| *path != "_index.md")
            .map(|path| path.trim_end_matches("/_index.md").trim_end_matches(".md"))
            .collect();
        let entry = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
        let same = names.iter().find(|name| name.contains('/') && entry(name) == entry(typed));
        same.copied().or_else(|| did_you_mean(typed, names.iter().copied())).map(str::to_owned)
    }

    /// Whether the file at that path is there but cannot be used.
    pub(in crate::check) fn is_unusable(&self, path: &str) -> bool {
        self.unusable.contains(path)
    }

    /// The file that was most likely meant: one of the same name elsewhere, or of nearly the same name. Whole paths are
    /// not compared: the folders alone would make anything look alike.
    fn meant(&self, from: &str, path: &str) -> Option<String> {
        if !self.may_search(self.files.len()) {
            return None;
        }
        let name_of =
            |path: &str| path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md").to_owned();
        let name = name_of(path);
        let others = || self.files.keys().filter(|known| *known != from && !known.ends_with("_index.md"));
        if let Some(same) = others().find(|known| name_of(known) == name) {
            return Some(same.clone());
        }
        let names: Vec<String> = others().map(|known| name_of(known)).collect();
        let near = did_you_mean(&name, names.iter().map(String::as_str))?;
        others().find(|known| name_of(known) == near).cloned()
    }

    /// Finds the file at `path` and the heading `fragment` in it, for a link in the file `from`.
    pub(in crate::check) fn find(
        &self,
        from: &str,
        path: &str,
        fragment: Option<&str>,
    ) -> Result<Target, DeadLink> {
        let folder = path.trim_end_matches('/');
        let candidates = [folder.to_owned(), format!("{folder}/_index.md"), format!("{folder}.md")];
        let Some(file) = candidates.iter().find_map(|candidate| self.files.get(candidate)) else {
            if candidates.iter().any(|candidate| self.is_unusable(candidate)) {
                return Err(DeadLink::Unusable);
            }
            return Err(DeadLink::NoFile(self.meant(from, path)));
        };
        let here = self.files.get(from);
        let own_visibility = here.map_or(Visibility::Public, |file| file.visibility);
        match file.visibility {
            Visibility::Draft if own_visibility != Visibility::Draft => return Err(DeadLink::Draft),
            Visibility::Restricted if own_visibility == Visibility::Public => {
                return Err(DeadLink::Restricted);
            }
            // The title is there to lead to, and nothing below it.
            Visibility::Exempt
                if own_visibility == Visibility::Public && (!file.is_announced || fragment.is_some()) =>
            {
                return Err(DeadLink::Exempt);
            }
            _ => {}
        }
        let anchor = match fragment.filter(|fragment| !fragment.is_empty()) {
            None => file.anchor.clone(),
            Some(fragment) => {
                let wanted = slug(fragment);
                if !file.headings.contains(&wanted) {
                    return Err(DeadLink::NoHeading(file.headings.clone()));
                }
                Some(heading_anchor(&file.owner, &wanted))
            }
        };
        let report = here.is_none_or(|here| here.report != file.report).then(|| file.report.clone());
        Ok(Target::Place { report, anchor })
    }
}

fn visibility(document: &Document) -> Visibility {
    if document.is_draft() {
        Visibility::Draft
    } else if document.fields.flag("restricted") {
        Visibility::Restricted
    } else if document.fields.was_given("exempt") {
        Visibility::Exempt
    } else {
        Visibility::Public
    }
}

/// A name for each heading of a text, in order, each used once.
pub(in crate::check) fn heading_slugs(blocks: &[Block]) -> Vec<String> {
    let mut slugs = Slugs::default();
    slugs.collect(blocks);
    slugs.in_order
}

/// The names of headings given so far.
#[derive(Default)]
struct Slugs {
    in_order: Vec<String>,
    given: HashSet<String>,
    /// The number that each name had last, so that the thousandth of the same name is found at once.
    last: HashMap<String, usize>,
}

impl Slugs {
    fn collect(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(_, content) => {
                    let base = Some(slug(&plain_text(content))).filter(|slug| !slug.is_empty());
                    self.give(base.as_deref().unwrap_or("heading"));
                }
                Block::List(_, items) => items.iter().for_each(|item| self.collect(item)),
                Block::Quote(inner) => self.collect(inner),
                _ => {}
            }
        }
    }

    /// Gives the name `base`, or the first `base-2`, `base-3` … that is free.
    fn give(&mut self, base: &str) {
        let mut name = base.to_owned();
        if self.given.contains(&name) {
            let number = self.last.entry(base.to_owned()).or_insert(1);
            while self.given.contains(&name) {
                *number += 1;
                name = format!("{base}-{number}");
            }
        }
        self.given.insert(name.clone());
        self.in_order.push(name);
    }
}

#[cfg(test)]
mod tests {
    use super::Slugs;

    #[test]
    fn each_heading_has_a_name_of_its_own() {
        let mut slugs = Slugs::default();
        for base in ["a", "a", "a-2", "a", "a-2", "b"] {
            slugs.give(base);
        }
        assert_eq!(slugs.in_order, ["a", "a-2", "a-2-2", "a-3", "a-2-3", "b"]);
    }
}
