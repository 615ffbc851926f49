//! What a plan says: its workstreams with their projects, its priorities by year, and the outlook.

use serde::Serialize;

use super::exempt::{self, Notice, woven};
use super::head::Head;
use super::workstream::{coded_title, leads_line, standing_facts};
use super::{Labelled, Linked, TextId, Unfilled};
use crate::report::prose::{Prose, entry_anchor};
use crate::report::{Project, Report, Section, Withheld};
use crate::words::{Words, say};

/// A workstream or an enabler of a plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Planned {
    /// Its head.
    #[serde(flatten)]
    pub head: Head,
    /// What it is for.
    pub body: Option<TextId>,
    /// Its projects.
    pub entries: Vec<PlannedProject>,
}

/// A project of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedProject {
    /// Its anchor.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// What is said of it if it is exempt.
    pub exempt: Option<Notice>,
    /// Who leads it.
    pub lead: Option<String>,
    /// Whose it is and where, each with its label.
    pub facts: Vec<Labelled>,
    /// What will be done.
    pub narrative: Option<TextId>,
}

/// A table of names, column by column; columns may be of any length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Grid {
    /// What it shows.
    pub caption: String,
    /// The headings of its columns.
    pub columns: Vec<String>,
    /// Whether the first cell of each row is its rank.
    pub is_ranked: bool,
    /// Its rows, each as long as the headings.
    pub rows: Vec<Vec<Option<Linked>>>,
}

/// The table of what should be true and when.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outlook {
    /// The headings of its columns besides the project's.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<OutlookRow>,
}

/// The outlook of one project.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutlookRow {
    /// Whether it is so long that it must be allowed to break across pages.
    pub is_long: bool,
    /// The project.
    pub project: Linked,
    /// In the order of the columns; `None` if nothing is said.
    pub cells: Vec<Option<TextId>>,
}

/// What a workstream or an enabler of a plan says.
pub(super) fn planned(section: &Section, words: &Words, texts: &mut Unfilled) -> Planned {
    Planned {
        head: Head { kind: "planned", ..Head::of(section, words) },
        body: texts.add(&section.body),
        entries: woven(
            section.projects(),
            &section.withheld,
            |entry| PlannedProject {
                anchor: entry_anchor(&section.id, &entry.id),
                title: coded_title(entry, words),
                exempt: Notice::of(entry.exempt.as_ref(), words),
                lead: leads_line(entry, words),
                facts: standing_facts(entry, words),
                narrative: texts.add(&entry.narrative),
            },
            |withheld| PlannedProject {
                anchor: entry_anchor(&section.id, &withheld.id),
                title: exempt::coded_title(withheld, words),
                exempt: Some(Notice::new(&withheld.exempt, words)),
                lead: None,
                facts: Vec::new(),
                narrative: None,
            },
        ),
    }
}

/// A workstream or an enabler of a plan of which only the title is printed.
pub(super) fn announced(section: &Withheld, words: &Words) -> Planned {
    Planned { head: Head { kind: "planned", ..Head::announced(section, words) }, ..Planned::default() }
}

fn linked(section: &Section, entry: &Project) -> Linked {
    Linked::new(entry_anchor(&section.id, &entry.id), &entry.title)
}

/// Turns columns of any length into rows.
fn rows(columns: &[Vec<Linked>]) -> Vec<Vec<Option<Linked>>> {
    let longest = columns.iter().map(Vec::len).max().unwrap_or(0);
    (0..longest).map(|row| columns.iter().map(|column| column.get(row).cloned()).collect()).collect()
}

/// The priorities by year, if the plan gives any.
pub(super) fn priorities(report: &Report, words: &Words) -> Option<Grid> {
    let find = |(section, entry): &(String, String)| {
        let section = report.sections.iter().find(|known| known.id == *section)?;
        let titles = section.entry_names().into_iter();
        let titles =
            titles.chain(section.withheld.iter().map(|known| (known.id.as_str(), known.title.as_str())));
        let (id, title) = titles.into_iter().find(|(id, _)| id == entry)?;
        Some(Linked::new(entry_anchor(&section.id, id), title))
    };
    let columns: Vec<Vec<Linked>> =
        report.priorities.iter().map(|year| year.entries.iter().filter_map(find).collect()).collect();
    let rows = rows(&columns);
    (!rows.is_empty()).then(|| Grid {
        caption: say!(words, "priorities-caption").to_owned(),
        columns: report.priorities.iter().map(|year| year.year.clone()).collect(),
        is_ranked: true,
        rows,
    })
}

/// Which workstream has which projects, one column for each that has any.
pub(super) fn matrix(report: &Report, words: &Words) -> Option<Grid> {
    let sections: Vec<&Section> =
        report.sections.iter().filter(|section| !section.projects().is_empty()).collect();
    let columns: Vec<Vec<Linked>> = sections
        .iter()
        .map(|section| section.projects().iter().map(|entry| linked(section, entry)).collect())
        .collect();
    (columns.len() > 1).then(|| Grid {
        caption: say!(words, "matrix-caption").to_owned(),
        columns: sections.iter().map(|section| section.title.clone()).collect(),
        is_ranked: false,
        rows: rows(&columns),
    })
}

/// The outlook of every project that has one; columns in which nothing is said are left out.
pub(super) fn outlook(report: &Report, words: &Words, texts: &mut Unfilled) -> Option<Outlook> {
    type Read = fn(&Project) -> &Prose;
    let all: [(&str, Read); 3] = [
        (say!(words, "outlook-long-term"), |entry| &entry.outlook.long_term),
        (say!(words, "outlook-medium-term"), |entry| &entry.outlook.medium_term),
        (say!(words, "outlook-this-year"), |entry| &entry.outlook.this_year),
    ];
    let projects: Vec<(&Section, &Project)> = report
        .sections
        .iter()
        .flat_map(|section| section.projects().iter().map(move |entry| (section, entry)))
        .filter(|(_, entry)| all.iter().any(|(_, read)| !read(entry).is_empty()))
        .collect();
    let columns: Vec<(&str, Read)> = all
        .into_iter()
        .filter(|(_, read)| projects.iter().any(|(_, entry)| !read(entry).is_empty()))
        .collect();
    (!projects.is_empty()).then(|| Outlook {
        columns: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
        rows: projects
            .iter()
            .map(|(section, entry)| OutlookRow {
                is_long: columns.iter().any(|(_, read)| read(entry).is_long()),
                project: linked(section, entry),
                cells: columns.iter().map(|(_, read)| texts.add(read(entry))).collect(),
            })
            .collect(),
    })
}
