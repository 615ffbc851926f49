//! Reports: what one paper holds.

use std::collections::BTreeSet;

use super::exempt::{Place, in_order, withhold};
use super::prose::{Prose, Target};
use super::{Aspect, Category, Content, Date, Group, Naming, Nouns, RollUp, Scale, Section, Withheld};

/// One report on one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The folder's name.
    pub id: String,
    /// What the reader sees as its name.
    pub title: String,
    /// The body whose paper it is.
    pub council: String,
    /// The period, as printed; empty where none is given.
    pub period: String,
    /// The first day of the period.
    pub from: Option<Date>,
    /// The last day of the period.
    pub to: Option<Date>,
    /// The id of the previous report, to compare with.
    pub previous: Option<String>,
    /// Whether it reports progress or is itself the plan.
    pub document: DocumentKind,
    /// The id of the plan that it reports on.
    pub plan: Option<String>,
    /// Whether it is still a draft.
    pub status: Option<Status>,
    /// The meetings that it is for, in the order typed.
    pub meetings: Vec<Meeting>,
    /// What makes it a committee paper.
    pub cover: Option<Cover>,
    /// The text before the summary; in a committee paper, its body.
    pub introduction: Prose,
    /// A plan's priorities, year by year.
    pub priorities: Vec<Priorities>,
    /// What the letters of its actions mean.
    pub categories: Vec<Category>,
    /// The scale of sections that name no other.
    pub scale: &'static Scale,
    /// The aspects of its projects that are rated separately, in order of print.
    pub aspects: Vec<Aspect>,
    /// How its own rating is made from those of its sections, if it has one.
    pub overall: Option<RollUp>,
    /// The groups that its sections belong to, in order of print.
    pub groups: Vec<Group>,
    /// Its sections, in order of print.
    pub sections: Vec<Section>,
    /// Its exempt sections, where they are only announced.
    pub withheld: Vec<Withheld>,
    /// Whether it must not be published.
    pub restricted: bool,
}

impl Report {
    /// The date that the documents carry: the day of the meeting, otherwise the last or first day of the period.
    pub fn date(&self) -> Option<Date> {
        self.first_meeting().or(self.to).or(self.from)
    }

    /// The day of the first of its meetings, by which it must be ready.
    pub fn first_meeting(&self) -> Option<Date> {
        self.meetings.iter().filter_map(|meeting| meeting.date).min()
    }

    /// Its own scale, then those of its sections, each once.
    pub fn scales(&self) -> Vec<&'static Scale> {
        let mut scales = vec![self.scale];
        for section in &self.sections {
            if !scales.iter().any(|known| std::ptr::eq(*known, section.scale)) {
                scales.push(section.scale);
            }
        }
        scales
    }

    /// What its entries are called over the whole of it.
    pub fn nouns(&self) -> Nouns {
        Self::nouns_of(&self.sections)
    }

    /// What the entries of these sections are called together.
    pub fn nouns_of<'a>(sections: impl IntoIterator<Item = &'a Section>) -> Nouns {
        let sections: Vec<&Section> = sections.into_iter().collect();
        let of = |is_meant: fn(&Content) -> bool| {
            let sections = sections.iter().filter(|section| is_meant(&section.content));
            Naming::of(sections.map(|section| section.naming()))
        };
        Nouns {
            projects: of(|content| matches!(content, Content::Projects(_))),
            indicators: of(|content| matches!(content, Content::Indicators(_))),
            actions: of(|content| matches!(content, Content::Actions(_))),
        }
    }

    /// The e-mail addresses at which a lead can be asked about projects.
    pub fn addresses(&self, lead: &str) -> BTreeSet<&str> {
        let projects = self.sections.iter().flat_map(Section::projects);
        let own = projects.filter(|project| project.leads.first().is_some_and(|first| first == lead));
        own.filter_map(|project| project.email.as_deref()).collect()
    }

    /// How many entries it has.
    pub fn entry_count(&self) -> usize {
        self.sections.iter().map(|section| section.entry_names().len()).sum()
    }

    /// Whether anything in it is kept from the public.
    pub fn keeps_anything_back(&self) -> bool {
        let is_hidden = |section: &Section| section.restricted || section.exempt.is_some();
        self.sections.iter().any(|section| is_hidden(section) || section.is_partly_public())
    }

    /// Leaves out the groups that have no sections, not even any that are only announced.
    pub fn leave_out_empty_groups(&mut self) {
        let named = self.sections.iter().map(|section| section.group.as_ref());
        let named = named.chain(self.withheld.iter().map(|section| section.group.as_ref()));
        let named: BTreeSet<String> = named.flatten().cloned().collect();
        self.groups.retain(|group| named.contains(&group.id));
    }

    /// Everything that is exempt, printed or only announced, in order of print; an entry comes with its section.
    pub fn exempt(&self) -> Vec<(Option<&str>, Withheld)> {
        let mut exempt = Vec::new();
        for place in in_order(&self.sections, &self.withheld) {
            match place {
                Place::Announced(section) => exempt.push((None, section.clone())),
                Place::Printed(_, section) => {
                    exempt.extend(section.announced().map(|section| (None, section)));
                    let entries = section.exempt_entries().into_iter();
                    exempt.extend(entries.map(|entry| (Some(section.id.as_str()), entry)));
                }
            }
        }
        exempt
    }

    /// The report as the public may see it: without anything that is restricted, and of what is exempt no more than that
    /// it is there. Whatever is worked out from it follows from what the public sees.
    #[must_use]
    pub fn public(&self) -> Self {
        let mut report = self.clone();
        report.sections.retain(|section| !section.restricted);
        report.withheld = withhold(&mut report.sections, Section::announced);
        for section in &mut report.sections {
            section.keep_what_is_public();
        }
        report.leave_out_empty_groups();
        let is_there = |(wanted, entry): &(String, String)| {
            let section = report.sections.iter().find(|section| section.id == *wanted);
            section.is_some_and(|section| {
                section.entry_names().iter().any(|(id, _)| id == entry)
                    || section.withheld.iter().any(|withheld| withheld.id == *entry)
            })
        };
        // A year with nothing in it would say that there is something that the public does not see.
        report.priorities.retain_mut(|year| {
            let was_empty = year.entries.is_empty();
            year.entries.retain(is_there);
            was_empty || !year.entries.is_empty()
        });
        report
    }
}

/// Whether a paper is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Still being written.
    Draft,
    /// Finished.
    Final,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Who meets.
    pub body: Option<String>,
    /// The day.
    pub date: Option<Date>,
    /// The item on the agenda.
    pub item: Option<String>,
}

/// What kind of paper a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DocumentKind {
    /// It says how things are going.
    #[default]
    Progress,
    /// It says what will be done, and rates nothing.
    Plan,
}

impl DocumentKind {
    /// The name in content and data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Plan => "plan",
        }
    }
}

/// What a committee paper prints at its head and foot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cover {
    /// Which bodies it is for.
    pub to: Vec<String>,
    /// Who it is from.
    pub from: Vec<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Whether the public may see it, as the council puts it.
    pub classification: Option<String>,
    /// The reference number of the decision.
    pub decision_reference: Option<String>,
    /// The wards affected.
    pub wards: Option<String>,
    /// Further lines of its head, in the council's own words.
    pub heading: Vec<HeadingLine>,
    /// Its summary.
    pub summary: Prose,
    /// What the committee is asked to do.
    pub recommendations: Vec<Prose>,
    /// Background documents, which SI 2012/2089 (regulation 2) requires a paper to list.
    pub background: Vec<Background>,
    /// Who answers questions.
    pub contacts: Vec<Contact>,
}

/// A line in the head of a paper that the council names itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingLine {
    /// Its label, without a colon.
    pub label: String,
    /// What it says.
    pub text: String,
}

/// A background document of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Background {
    /// Its name.
    pub title: String,
    /// Where it can be found.
    pub to: Option<Target>,
}

/// Who answers questions about a paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// A name, if the council prints one.
    pub name: Option<String>,
    /// The role.
    pub role: Option<String>,
    /// A telephone number.
    pub phone: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
}

/// A plan's priorities in one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priorities {
    /// The year, as printed.
    pub year: String,
    /// The section and entry of each, the most important first.
    pub entries: Vec<(String, String)>,
}
