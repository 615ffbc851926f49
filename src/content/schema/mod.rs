//! The fields of every kind of front matter, and everything that is known about each.
//!
//! This is the only list of field names. Reading, checks, the JSON Schema, new files, reports that follow, returns and
//! the tables in the README all use it. Each kind of table has its own file; a new kind of section is a [`SectionKind`]
//! in its own file, and a line in [`of`].

mod action;
mod council;
mod field;
mod indicator;
pub mod json;
mod narrative;
mod project;
mod report;
mod scale;

pub use self::action::ACTIONS;
pub use self::council::COUNCIL;
pub use self::field::{Field, Next, Shape, Use};
pub(in crate::content) use self::field::{LIMITS, RATINGS};
pub use self::indicator::INDICATORS;
pub(crate) use self::narrative::NARRATIVE;
pub use self::project::{ENABLER, WORKSTREAM};
pub use self::report::REPORT;
pub(in crate::content) use self::scale::{CHANGE as SCALE_CHANGE, ITEM as SCALE_ITEM};

use self::field::{field, name};
use crate::content::limits;
use crate::report::{Kind, Rule};

/// One kind of file: what it is called, and its fields.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// What the command line calls it.
    pub name: &'static str,
    /// Which files are of this kind.
    pub files: &'static str,
    /// What a message calls such a file.
    pub noun: &'static str,
    /// Its fields, in the order in which they are explained and asked for.
    pub fields: &'static [Field],
    /// Words that people type here although they are not fields here.
    pub elsewhere: &'static [Elsewhere],
    /// The fields that name who is responsible for it, the first to be asked first.
    pub answers: &'static [&'static str],
    /// What a return calls the text below the front matter.
    pub body: &'static str,
}

/// Words that people type where they are not fields, and what to do instead.
#[derive(Debug, Clone, Copy)]
pub struct Elsewhere {
    /// The words.
    pub words: &'static [&'static str],
    /// What to do.
    pub help: &'static str,
}

/// One kind of section: how its own file and its entries are written.
#[derive(Debug, Clone, Copy)]
pub struct SectionKind {
    /// Which kind.
    pub kind: Kind,
    /// Its `_index.md`.
    pub section: Table,
    /// Its entries.
    pub entry: Table,
}

/// What is known about a kind of section.
pub fn of(kind: Kind) -> &'static SectionKind {
    match kind {
        Kind::Workstream => &WORKSTREAM,
        Kind::Enabler => &ENABLER,
        Kind::Indicators => &INDICATORS,
        Kind::Actions => &ACTIONS,
        Kind::Narrative => &NARRATIVE,
    }
}

/// Every table once: kinds of section with the same fields share one.
pub fn tables() -> Vec<&'static Table> {
    let kinds = Kind::ALL.map(of);
    let sections = kinds.iter().map(|kind| &kind.section);
    let entries = kinds.iter().map(|kind| &kind.entry);
    let mut tables: Vec<&'static Table> = Vec::new();
    for table in [&COUNCIL, &REPORT].into_iter().chain(sections).chain(entries) {
        if tables.iter().all(|known| known.name != table.name) {
            tables.push(table);
        }
    }
    tables
}

/// Whether fields of that name hold a figure.
pub(crate) fn is_figure(name: &str) -> bool {
    let of_name = |field: &Field| field.name == name;
    let mut fields =
        tables().into_iter().flat_map(|table| table.fields).filter(|field| of_name(field)).peekable();
    let is_figure = |field: &Field| {
        matches!(field.shape, Shape::Whole | Shape::Weight | Shape::Number | Shape::Percentage)
    };
    fields.peek().is_some() && fields.all(is_figure)
}

/// The field with this name, in upper or lower case, if it is one that keeps a file from readers.
pub(crate) fn hiding(typed: &str) -> Option<&'static Field> {
    HIDING.iter().find(|field| field.name.eq_ignore_ascii_case(typed.trim()))
}

/// Like [`hiding`], also for the field that keeps back the text of a section or entry and not its title.
pub(super) fn keeping_back(typed: &str) -> Option<&'static Field> {
    let is_exempt = EXEMPT.name.eq_ignore_ascii_case(typed.trim());
    hiding(typed).or(is_exempt.then_some(&EXEMPT))
}

/// The fields that keep a file from readers.
pub const HIDING: [Field; 2] = [DRAFT, RESTRICTED];

const TITLE: Field = name("title", "What the reader sees as the name.").required();
const ORDER: Field = field(
    "order",
    Shape::Whole,
    "Its place among its neighbours; those without one follow, sorted by title.",
);
const ROLLUP: Field = field(
    "rollup",
    Shape::Rule(&Rule::NAMES),
    "The rule that works out a section's rating from its entries.",
);
const SCALE: Field = field(
    "scale",
    Shape::Scale,
    "The scale of ratings; without it, that of the report or the council holds, and else `rag`.",
);
const ASPECTS: Field = field(
    "aspects",
    Shape::List(&Shape::Map(&[
        name("id", "The name by which the `ratings` of a project name it, in lower case.").required(),
        field("title", Shape::Text, "What the reader sees as its name.")
            .required()
            .up_to(limits::LONGEST_ASPECT),
    ])),
    "The aspects of each project that are rated separately, such as its time and its cost; without it, those in the council's file hold.",
)
.each("an aspect")
.at_most(limits::MOST_ASPECTS, "keep the most important: a page has no room for more columns");
const OWNER: Field = field("owner", Shape::Text, "The role responsible for it.");
const CODE: Field =
    name("code", "The council's own reference for it, which no other entry of the report has.");
const WAS: Field =
    field("was", Shape::Text, "Its `section/entry` in the previous report, if it has moved since.").dropped();
const GROUP: Field = field(
    "group",
    Shape::Text,
    "The `id` of the group in the report's `groups` under whose heading it stands.",
);
const ENTRIES_ARE: Field = field(
    "entries_are",
    Shape::List(&Shape::Text),
    "What the report calls entries, one and several, such as `[measure, measures]`.",
)
.each("a word");
const EXTRA: Field = field("extra", Shape::Free, "Values for the council's own templates.");
const KIND: Field =
    field("kind", Shape::Text, "What kind of section this is; `workstream` if none is given.");
const DRAFT: Field = field("draft", Shape::Hides, "Keeps this out of the report while it is being written.");
const RESTRICTED: Field =
    field("restricted", Shape::Hides, "Keeps this out of everything that is published.");
/// Keeps back the text, as [`RESTRICTED`] does, and not the title.
const EXEMPT: Field = field(
    "exempt",
    Shape::Map(&[
        field(
            "paragraph",
            Shape::OneOrList(&Shape::Whole),
            "The paragraph of the nation's law under which it is exempt.",
        )
        .required(),
        field("why", Shape::Text, "Why, in words that everybody may read: they are in the public copy too."),
    ]),
    "Keeps the text out of the public copy, which says by which law it is exempt; the title and its number stay.",
);

/// Fields of the `_index.md` of a section that is not rated and does not number its paragraphs.
const PLAIN_SECTION: &[Field] =
    &[TITLE, KIND, OWNER, ORDER, GROUP, ENTRIES_ARE, SCALE, DRAFT, RESTRICTED, EXEMPT];

/// Why a section's own rating and rule do nothing in a plan.
const RATES_NOTHING: &str = "a plan rates nothing";

/// Why a plan has no use for a field that says how something is going.
const SAYS_WHAT_WILL_BE_DONE: &str = "a plan says what will be done, not how it is going";

/// What to do with `numbered` in a section of any other kind.
const GROUP_ELSEWHERE: Elsewhere = Elsewhere {
    words: &["group"],
    help: "a group holds whole sections: write it in the `_index.md` of the section",
};

const OVER_SECTIONS_ELSEWHERE: Elsewhere = Elsewhere {
    words: &["overall", "groups"],
    help: "write it in the `_index.md` of the report; a section's own rule is its `rollup`",
};

const NUMBERED_ELSEWHERE: Elsewhere = Elsewhere {
    words: &["numbered"],
    help: "only the paragraphs of a section with `kind: narrative` can be numbered: delete the line",
};

/// Front matter with every field, for tests that cover each of them.
#[cfg(test)]
pub(crate) mod example {
    use std::fmt::Write as _;

    use super::{Field, Shape};

    /// The lines of front matter in which every field of a table has a value.
    pub(crate) fn lines(table: &[Field]) -> String {
        table.iter().fold(String::new(), |mut lines, field| {
            _ = writeln!(lines, "{}: {}", field.name, value(&field.shape));
            lines
        })
    }

    fn value(shape: &Shape) -> String {
        let map = |table: &[Field]| {
            let fields = table.iter().map(|field| format!("{}: {}", field.name, value(&field.shape)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        };
        match shape {
            Shape::Text | Shape::Markdown => "words".to_owned(),
            Shape::Date | Shape::When | Shape::Done => "2014-03-31".to_owned(),
            Shape::Whole | Shape::Weight | Shape::Number | Shape::Percentage | Shape::Progress => {
                "1".to_owned()
            }
            Shape::Flag | Shape::Hides => "no".to_owned(),
            Shape::Rating => "green".to_owned(),
            Shape::Rule(_) => "worst".to_owned(),
            Shape::Scale => "rag".to_owned(),
            Shape::Colour => "\"#1d4f91\"".to_owned(),
            Shape::Choice(words) => words.first().map_or_else(String::new, |word| (*word).to_owned()),
            Shape::List(item) | Shape::OneOrList(item) => format!("[{}]", value(item)),
            Shape::Map(table) => map(table),
            Shape::MapOf(table) => format!("{{A: {}}}", map(table)),
            Shape::Limits => "{green: 2, amber: 1}".to_owned(),
            Shape::Ratings => "{words: green}".to_owned(),
            Shape::Free => "{own: words}".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row of every table, at whatever depth.
    fn rows(table: &[Field]) -> Vec<Field> {
        table
            .iter()
            .flat_map(|field| {
                let inner: &[Field] = match field.shape.of_item() {
                    Shape::Map(table) | Shape::MapOf(table) => table,
                    _ => &[],
                };
                std::iter::once(*field).chain(rows(inner))
            })
            .collect()
    }

    #[test]
    fn every_kind_has_its_own_row_and_every_file_but_the_councils_can_be_kept_back() {
        for kind in Kind::ALL {
            assert_eq!(of(kind).kind, kind);
        }
        for table in tables() {
            let can_hide = HIDING.iter().all(|flag| {
                table
                    .fields
                    .iter()
                    .any(|field| field.name == flag.name && matches!(field.shape, Shape::Hides))
            });
            assert_eq!(can_hide, table.name != COUNCIL.name, "{}", table.name);
        }
    }

    #[test]
    fn what_keeps_a_file_back_stays_in_a_report_that_follows_and_no_other_field_is_required_and_dropped() {
        for table in tables() {
            for field in rows(table.fields) {
                assert!(!matches!(field.shape, Shape::Hides) || field.next == Next::Kept, "{}", field.name);
                assert!(!field.required || field.next == Next::Kept, "{}", field.name);
            }
        }
    }

    #[test]
    fn no_word_is_a_field_and_something_else_besides() {
        for kind in Kind::ALL {
            for table in [of(kind).section, of(kind).entry] {
                let is_field = |word: &&str| table.fields.iter().any(|field| field.name == *word);
                let aliases = table.fields.iter().flat_map(|field| field.aliases);
                let others = table.elsewhere.iter().flat_map(|other| other.words);
                assert_eq!(aliases.chain(others).find(|word| is_field(word)), None, "{}", table.name);
                assert!(table.answers.iter().all(is_field), "{}", table.name);
            }
        }
    }
}
