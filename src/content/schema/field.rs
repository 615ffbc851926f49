//! What is known of one field, whatever file it stands in.
//!
//! In: nothing. Out: the form of a row, and how a value of each shape is written. It must not know which fields there
//! are.

use crate::content::limits;
use crate::report::{Rating, Rule};
use crate::text::{all_of, one_of};

/// One field that a file may give, with everything that is known of it.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name, as typed.
    pub name: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// What it is for, in one sentence.
    pub help: &'static str,
    /// Whether the file is at fault without it.
    pub required: bool,
    /// Other words that people type for it.
    pub aliases: &'static [&'static str],
    /// What a fault calls one item of its list, if there is a better word than its name.
    pub item: Option<&'static str>,
    /// How many characters it may have, if fewer than any text.
    pub longest: Option<usize>,
    /// How many items it may have, if fewer than any list, and what to do with more.
    pub most: Option<(usize, &'static str)>,
    /// Whether owners are asked for it, in a return.
    pub asked: bool,
    /// What becomes of it in a report that follows.
    pub next: Next,
    /// In which documents it has a use.
    pub place: Use,
}

/// What becomes of a field in a report that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It stays: it is true of the thing and not of the period.
    Kept,
    /// Its name stays: it is told anew in each period.
    Emptied,
    /// It goes: it was true of the old period alone.
    Dropped,
}

/// In which documents a field has a use, and why it has none in the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// In every document.
    Everywhere,
    /// In reports on progress.
    Progress(&'static str),
    /// In plans.
    Plan(&'static str),
}

/// What a field may hold.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Any text on one or more lines, printed as it was typed.
    Text,
    /// Markdown, in which references are filled in.
    Markdown,
    /// A calendar date, `2014-03-31`.
    Date,
    /// The day on which something was done, or whether it was.
    Done,
    /// A whole number.
    Whole,
    /// A number above zero, with at most three decimals.
    Weight,
    /// A number: whole or decimal, below zero too.
    Number,
    /// A share of 0% or more.
    Percentage,
    /// Yes or no.
    Flag,
    /// Yes or no, where yes keeps the file from readers. Nothing but a plain no may let it through.
    Hides,
    /// One of the rating words.
    Rating,
    /// A roll-up rule: a word, or a map for shares.
    Rule,
    /// A colour, `"#1d4f91"`.
    Colour,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// A list of values of one shape.
    List(&'static Shape),
    /// One value, or a list of them.
    OneOrList(&'static Shape),
    /// A map with fields of its own.
    Map(&'static [Field]),
    /// A map of names that the file chooses, each with the same fields.
    MapOf(&'static [Field]),
    /// Any map: the program hands it on to templates and does not look inside.
    Free,
}

/// A field that holds `shape`; what more is known of it follows.
pub(super) const fn field(name: &'static str, shape: Shape, help: &'static str) -> Field {
    Field {
        name,
        shape,
        help,
        required: false,
        aliases: &[],
        item: None,
        longest: None,
        most: None,
        asked: false,
        next: Next::Kept,
        place: Use::Everywhere,
    }
}

/// A text that becomes a name in the PDF, which holds no long ones: of the document, in its bookmarks, of a chart.
pub(super) const fn name(name: &'static str, help: &'static str) -> Field {
    field(name, Shape::Text, help).up_to(limits::LONGEST_NAME)
}

impl Field {
    /// The file is at fault without it.
    pub(super) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// People type these words for it.
    pub(super) const fn also(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// A fault calls an item of its list so.
    pub(super) const fn each(self, item: &'static str) -> Self {
        Self { item: Some(item), ..self }
    }

    /// It may have so many characters.
    pub(super) const fn up_to(self, longest: usize) -> Self {
        Self { longest: Some(longest), ..self }
    }

    /// It may have so many items; `help` says what to do with more.
    pub(super) const fn at_most(self, most: usize, help: &'static str) -> Self {
        Self { most: Some((most, help)), ..self }
    }

    /// Owners are asked for it in each period.
    pub(super) const fn asked(self) -> Self {
        Self { asked: true, ..self }
    }

    /// A report that follows has its name and no value.
    pub(super) const fn emptied(self) -> Self {
        Self { next: Next::Emptied, ..self }
    }

    /// A report that follows does not have it.
    pub(super) const fn dropped(self) -> Self {
        Self { next: Next::Dropped, ..self }
    }

    /// It does nothing in a plan; `why` is the first half of the sentence that says so.
    pub(super) const fn not_in_plans(self, why: &'static str) -> Self {
        Self { place: Use::Progress(why), ..self }
    }

    /// It does nothing but in a plan; `why` is the first half of the sentence that says so.
    pub(super) const fn only_in_plans(self, why: &'static str) -> Self {
        Self { place: Use::Plan(why), ..self }
    }

    /// The fields of its own that it has, if it is a map.
    pub fn fields(&self) -> &'static [Self] {
        match self.shape {
            Shape::Map(table) => table,
            _ => &[],
        }
    }
}

/// The rules that are named by a word alone.
pub(in crate::content) const PLAIN_RULES: [Rule; 4] =
    [Rule::Majority, Rule::Worst, Rule::Score, Rule::Manual];

/// How the shares of a rule are written.
pub(in crate::content) const SHARES: &str = "{rule: share, red: 20%, amber: 40%}";

/// The words of the rules that are named by a word alone, as in "majority, worst, score or manual".
pub(in crate::content) fn rule_words() -> String {
    one_of(PLAIN_RULES.map(Rule::name))
}

impl Shape {
    /// Whether its text is Markdown, in which references are filled in.
    pub fn is_markdown(&self) -> bool {
        match self {
            Self::Markdown => true,
            Self::List(item) | Self::OneOrList(item) => item.is_markdown(),
            _ => false,
        }
    }

    /// The shape of an item, where a list of them stands.
    pub fn of_item(&self) -> &Self {
        match self {
            Self::List(item) | Self::OneOrList(item) => item,
            other => other,
        }
    }

    /// The shape of the field of that name, where a map with fields of its own stands.
    pub fn of_field(&self, name: &str) -> Option<&'static Self> {
        match self {
            Self::Map(table) => table.iter().find(|field| field.name == name).map(|field| &field.shape),
            _ => None,
        }
    }

    /// How a value is written, in a sentence after the one that says what it is for; words that are typed are passed
    /// through `code`.
    pub fn written(&self, code: &dyn Fn(&str) -> String) -> String {
        let names = |table: &[Field]| all_of(table.iter().map(|field| code(field.name)));
        let words = |words: &[&str]| one_of(words.iter().map(|word| code(word)));
        match self {
            Self::Text | Self::Markdown | Self::Whole | Self::Weight | Self::Number | Self::Free => {
                String::new()
            }
            Self::Date | Self::Done => format!("A date like {}.", code("2026-03-31")),
            Self::Percentage => format!("A number, such as {}.", code("5")),
            Self::Flag | Self::Hides => format!("One of {}.", words(&["true", "false"])),
            Self::Rating => format!("One of {}.", words(&Rating::WORDS.map(|(word, _)| word))),
            Self::Rule => {
                let plain: Vec<String> = PLAIN_RULES.iter().map(|rule| code(rule.name())).collect();
                format!("{}, or {}.", one_of(plain), code(SHARES))
            }
            Self::Colour => format!("In quotation marks, such as {}.", code("\"#1d4f91\"")),
            Self::Choice(choices) => format!("One of {}.", words(choices)),
            Self::List(Self::Map(table)) => format!("A list; each item has {}.", names(table)),
            Self::List(_) => "A list.".to_owned(),
            // The sentence before says that it is Markdown, or a list.
            Self::OneOrList(Self::Markdown) => String::new(),
            Self::OneOrList(_) => "One text, or a list.".to_owned(),
            Self::Map(table) => format!("It has {}.", names(table)),
            Self::MapOf(table) => format!("Names of your own; each has {}.", names(table)),
        }
    }
}
