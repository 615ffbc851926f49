//! What is known about one field, in any file.
//!
//! In: nothing. Out: the form of a row, and how a value of each shape is written. It must not know which fields exist.

use crate::content::limits;
use crate::report::{Preset, Rating, Rule, Scale};
use crate::text::{all_of, one_of};

/// One field that a file may have, with everything that is known about it.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name, as typed.
    pub name: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// What it is for, in one sentence.
    pub help: &'static str,
    /// Whether it is required.
    pub required: bool,
    /// Other names that people type for it.
    pub aliases: &'static [&'static str],
    /// What a message calls one item of its list, if there is a better word than its name.
    pub item: Option<&'static str>,
    /// The title of its column in a return, if there is a better one than its name.
    pub column: Option<&'static str>,
    /// How many characters it may have, if fewer than other texts.
    pub longest: Option<usize>,
    /// How many items it may have, if fewer than other lists, and what to do with more.
    pub most: Option<(usize, &'static str)>,
    /// Whether owners are asked for it in a return.
    pub asked: bool,
    /// What happens to it in a report that follows.
    pub next: Next,
    /// The documents in which it is of use.
    pub place: Use,
}

/// What happens to a field in a report that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It stays: it does not depend on the period.
    Kept,
    /// It stays where the old text does: it is a text of the period that the next one is written from.
    KeptWithText,
    /// Only its name stays: each period has its own value.
    Emptied,
    /// It goes: it was true only of the old period.
    Dropped,
}

/// The documents in which a field is of use, and why it is not in the others.
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
    /// A calendar date, a month or a quarter.
    When,
    /// The day, month or quarter in which something was done, or whether it was.
    Done,
    /// A whole number.
    Whole,
    /// A number above zero, with at most three decimals.
    Weight,
    /// A number, whole or decimal, which may be negative.
    Number,
    /// A share of 0% or more.
    Percentage,
    /// How much of something is done, in whole percent from 0 to 100.
    Progress,
    /// Yes or no.
    Flag,
    /// Yes or no, where yes keeps the file from readers. Only a plain no may let it through.
    Hides,
    /// One of the rating words.
    Rating,
    /// A roll-up rule, one of these: a word, or a map for shares and limits.
    Rule(&'static [&'static str]),
    /// A scale of ratings: a preset, a list of items, or a preset with changes.
    Scale,
    /// A colour, `"#1d4f91"`.
    Colour,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// A list of values of one shape.
    List(&'static Shape),
    /// One value, or a list of them.
    OneOrList(&'static Shape),
    /// A map with its own fields.
    Map(&'static [Field]),
    /// A map of names that the file chooses, each with the same fields.
    MapOf(&'static [Field]),
    /// A map from the steps of a scale to figures.
    Limits,
    /// A map from the aspects that a report rates to ratings.
    Ratings,
    /// Any map: the program passes it on to templates without looking inside.
    Free,
}

/// A field that holds `shape`; the methods below add what else is known about it.
pub(super) const fn field(name: &'static str, shape: Shape, help: &'static str) -> Field {
    Field {
        name,
        shape,
        help,
        required: false,
        aliases: &[],
        item: None,
        column: None,
        longest: None,
        most: None,
        asked: false,
        next: Next::Kept,
        place: Use::Everywhere,
    }
}

/// A text that the PDF holds as a single string, which must be short: the name of a document, bookmark or chart.
pub(super) const fn name(name: &'static str, help: &'static str) -> Field {
    field(name, Shape::Text, help).up_to(limits::LONGEST_NAME)
}

impl Field {
    /// Makes it required.
    pub(super) const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// Adds other names that people type for it.
    pub(super) const fn also(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// Sets what messages call an item of its list.
    pub(super) const fn each(self, item: &'static str) -> Self {
        Self { item: Some(item), ..self }
    }

    /// Sets the title of its column in a return.
    pub(super) const fn titled(self, column: &'static str) -> Self {
        Self { column: Some(column), ..self }
    }

    /// Limits its characters.
    pub(super) const fn up_to(self, longest: usize) -> Self {
        Self { longest: Some(longest), ..self }
    }

    /// Limits its items; `help` says what to do with more.
    pub(super) const fn at_most(self, most: usize, help: &'static str) -> Self {
        Self { most: Some((most, help)), ..self }
    }

    /// Has owners asked for it in each period.
    pub(super) const fn asked(self) -> Self {
        Self { asked: true, ..self }
    }

    /// Leaves its name without a value in a report that follows.
    pub(super) const fn emptied(self) -> Self {
        Self { next: Next::Emptied, ..self }
    }

    /// Leaves it out of a report that follows.
    pub(super) const fn dropped(self) -> Self {
        Self { next: Next::Dropped, ..self }
    }

    /// A report that follows has it if it keeps the text of the old one.
    pub(super) const fn kept_with_text(self) -> Self {
        Self { next: Next::KeptWithText, ..self }
    }

    /// Gives it no effect in a plan; `why` is the first half of the sentence that says so.
    pub(super) const fn not_in_plans(self, why: &'static str) -> Self {
        Self { place: Use::Progress(why), ..self }
    }

    /// Gives it an effect only in a plan; `why` is the first half of the sentence that says so.
    pub(super) const fn only_in_plans(self, why: &'static str) -> Self {
        Self { place: Use::Plan(why), ..self }
    }

    /// Its own fields, if it is a map.
    pub fn fields(&self) -> &'static [Self] {
        match self.shape {
            Shape::Map(table) => table,
            _ => &[],
        }
    }
}

/// How the shares of a rule are written.
const SHARES: &str = "{rule: share, red: 20%, amber: 40%}";

/// How the limits of steps are written.
pub(in crate::content) const LIMITS: &str = "{green: 90, amber: 70}";

/// How the ratings of aspects are written.
pub(in crate::content) const RATINGS: &str = "{time: green, cost: amber}";

impl Shape {
    /// Whether its text is Markdown, in which references are filled in.
    pub fn is_markdown(&self) -> bool {
        match self {
            Self::Markdown => true,
            Self::List(item) | Self::OneOrList(item) => item.is_markdown(),
            _ => false,
        }
    }

    /// The shape of an item, if this is a list.
    pub fn of_item(&self) -> &Self {
        match self {
            Self::List(item) | Self::OneOrList(item) => item,
            other => other,
        }
    }

    /// The shape of the field with that name, if this is a map with its own fields.
    pub fn of_field(&self, name: &str) -> Option<&'static Self> {
        match self {
            Self::Map(table) => table.iter().find(|field| field.name == name).map(|field| &field.shape),
            _ => None,
        }
    }

    /// How a value is written, as a sentence to follow the one that says what it is for; words to type are passed
    /// through `code`.
    pub fn written(&self, code: &dyn Fn(&str) -> String) -> String {
        let names = |table: &[Field]| all_of(table.iter().map(|field| code(field.name)));
        let words = |words: &[&str]| one_of(words.iter().map(|word| code(word)));
        match self {
            Self::Text | Self::Markdown | Self::Whole | Self::Weight | Self::Number | Self::Free => {
                String::new()
            }
            Self::Date => format!("A date like {}.", code("2026-03-31")),
            Self::When | Self::Done => format!(
                "A day like {}, a month like {} or a quarter like {}.",
                code("2026-03-31"),
                code("March 2026"),
                code("Q4 2025/26")
            ),
            Self::Percentage => format!("A number, such as {}.", code("5")),
            Self::Progress => format!("A whole number from {} to {}.", code("0"), code("100")),
            Self::Flag | Self::Hides => format!("One of {}.", words(&["true", "false"])),
            Self::Rating => {
                let usual: Vec<&str> = Scale::standard().typed().map(Rating::id).collect();
                format!("On the usual scale one of {}.", words(&usual))
            }
            Self::Rule(names) => {
                let plain = names.iter().copied().filter(|name| *name != Rule::SHARE).map(code);
                format!("{}, or {}.", one_of(plain.collect::<Vec<_>>()), code(SHARES))
            }
            Self::Scale => {
                format!("One of {}, or a list of your own.", words(&Preset::ALL.map(Preset::name)))
            }
            Self::Limits => format!("Each step with its limit, such as {}.", code(LIMITS)),
            Self::Ratings => format!("Each aspect with its rating, such as {}.", code(RATINGS)),
            Self::Colour => format!("In quotation marks, such as {}.", code("\"#1d4f91\"")),
            Self::Choice(choices) => format!("One of {}.", words(choices)),
            Self::List(Self::Map(table)) => format!("A list; each item has {}.", names(table)),
            Self::List(_) => "A list.".to_owned(),
            // The sentence before says that it is Markdown, or a list.
            Self::OneOrList(Self::Markdown) => String::new(),
            Self::OneOrList(Self::Map(table)) => {
                format!("It has {}; where there are several, a list.", names(table))
            }
            Self::OneOrList(Self::Whole) => "One number, or a list.".to_owned(),
            Self::OneOrList(_) => "One text, or a list.".to_owned(),
            Self::Map(table) => format!("It has {}.", names(table)),
            Self::MapOf(table) => format!("Names of your own; each has {}.", names(table)),
        }
    }
}
