//! The front matter of a file, as it was read by the table of its kind.
//!
//! In: values with their places, from `read.rs`. Out: the value of each field, as its row in the table describes. It must
//! not know what other files say.

mod faults;
mod read;

use std::collections::BTreeMap;

pub(super) use self::read::read;
use super::markdown::Block;
use super::schema::{Elsewhere, Field};
use super::values::TypedRule;
use super::yaml::{Entries, Node, Value as Yaml};
use crate::diag::source::{Span, Spanned};
use crate::report::{Colour, Date, Done, Number, When};

/// The front matter of one file, or one map inside it.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The keys and values, in the order typed.
    pub entries: Entries,
    /// Names of fields that were typed but could not be read, or were misspelt: nobody should be told to add them.
    pub damaged: Vec<String>,
    /// Whether the file has no front matter at all, which says more than a list of missing fields would.
    pub is_missing: bool,
    /// Where the map is; for a file, its first line.
    pub span: Span,
    /// The rows by which the values were read.
    table: &'static [Field],
    /// What was read, by the names of the rows. What could not be read was reported, and counts as absent.
    values: BTreeMap<&'static str, Spanned<Value>>,
}

/// The value of a field: one variant for each shape.
#[derive(Debug, Clone)]
pub enum Value {
    /// A text.
    Text(String),
    /// Markdown, parsed.
    Markdown(Vec<Block>),
    /// A date.
    Date(Date),
    /// A day, a month or a quarter.
    When(When),
    /// Whether something was done, and when.
    Done(Done),
    /// A whole number.
    Whole(i64),
    /// A weight, in thousandths.
    Weight(u64),
    /// A number, or the number before a percent sign.
    Number(Number),
    /// How much of something is done, in percent.
    Progress(u8),
    /// Yes or no.
    Flag(bool),
    /// A rating as it was typed: what it means depends on the scale in force.
    Rating(String),
    /// A roll-up rule as it was typed.
    Rule(TypedRule),
    /// A scale as it was typed.
    Scale(TypedScale),
    /// A colour.
    Colour(Colour),
    /// The names of steps, as typed, each with its figure.
    Limits(Vec<StepLimit>),
    /// The names of aspects, as typed, each with its rating as it was typed.
    Ratings(Vec<TypedRating>),
    /// One of the words that the row allows.
    Word(&'static str),
    /// A list, without the items that could not be read.
    List(Vec<Spanned<Value>>),
    /// A map of fields.
    Map(Fields),
    /// Names that the file chose, each with a map of fields.
    Maps(Vec<(Spanned<String>, Fields)>),
}

/// A scale of ratings as it was typed.
#[derive(Debug, Clone)]
pub enum TypedScale {
    /// A preset, and what changes in it, by the ids of its items.
    Preset(Spanned<String>, Vec<(Spanned<String>, Fields)>),
    /// Items of its own, the best first.
    Own(Vec<Fields>),
}

/// The name of a step, as typed, and its figure.
pub type StepLimit = (Spanned<String>, Spanned<Number>);

/// The name of an aspect and its rating, both as typed.
pub type TypedRating = (Spanned<String>, Spanned<String>);

/// How a map of fields is read: by its rows, the words that belong elsewhere, and what a message calls it.
#[derive(Clone, Copy)]
struct Form<'a> {
    fields: &'static [Field],
    elsewhere: &'static [Elsewhere],
    noun: &'a str,
}

impl Fields {
    /// Fields with nothing read yet; for a file, `span` is its first line.
    pub fn new(entries: Entries, damaged: Vec<String>, span: Span) -> Self {
        Self { entries, damaged, is_missing: false, span, table: &[], values: BTreeMap::new() }
    }

    /// Everything that was read, in the order of the names.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Value> {
        self.values.values().map(|value| &value.value)
    }

    /// Whether the field was typed at all, readable or not.
    pub fn was_typed(&self, name: &str) -> bool {
        self.is_missing || self.get(name).is_some() || self.damaged.iter().any(|damaged| damaged == name)
    }

    /// Whether the field was typed, readable or not, in front matter that is there.
    pub fn was_given(&self, name: &str) -> bool {
        !self.is_missing && self.was_typed(name)
    }

    /// Whether this kind of file or map may have the field at all.
    pub fn may_have(&self, name: &str) -> bool {
        self.table.iter().any(|field| field.name == name)
    }

    /// The value under `name` as it was typed, if one was.
    pub fn get(&self, name: &str) -> Option<&Node> {
        let (_, node) = self.entries.iter().find(|(key, _)| key.value == name)?;
        (node.value != Yaml::Empty).then_some(node)
    }

    /// Where the value under `name` is or, if it is empty, its key; without either, where the map is.
    pub fn place(&self, name: &str) -> Span {
        self.entries
            .iter()
            .find(|(key, _)| key.value == name)
            .map_or(self.span, |(key, node)| if node.value == Yaml::Empty { key.span } else { node.span })
    }

    /// Where the key `name` is or, without it, the map.
    pub fn key(&self, name: &str) -> Span {
        self.entries.iter().find(|(key, _)| key.value == name).map_or(self.span, |(key, _)| key.span)
    }

    /// The rows by which the values were read.
    pub fn table(&self) -> &'static [Field] {
        self.table
    }

    /// What was read under `name`, whatever its shape.
    pub fn value(&self, name: &str) -> Option<&Spanned<Value>> {
        expect(self.may_have(name) || self.is_missing, name, "is asked for and has no row in its table");
        self.values.get(name)
    }

    /// What `pick` takes from the value under `name`.
    fn read<'a, T>(&'a self, name: &str, pick: impl Fn(&'a Value) -> Option<T>) -> Option<Spanned<T>> {
        picked(name, self.value(name)?, &pick)
    }

    /// What `pick` takes from each item of the list under `name`, or from the single value given in its place.
    fn each<'a, T>(&'a self, name: &str, pick: impl Fn(&'a Value) -> Option<T>) -> Vec<Spanned<T>> {
        let Some(held) = self.value(name) else { return Vec::new() };
        let items = match &held.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(held),
        };
        items.iter().filter_map(|item| picked(name, item, &pick)).collect()
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<Spanned<String>> {
        self.read(name, Value::text)
    }

    /// The texts of a list, or the single text given in its place.
    pub fn texts(&self, name: &str) -> Vec<Spanned<String>> {
        self.each(name, Value::text)
    }

    /// Markdown.
    pub fn markdown(&self, name: &str) -> Option<&[Block]> {
        self.read(name, Value::markdown).map(|blocks| blocks.value)
    }

    /// The Markdown of each item of a list, or the single one given in its place.
    pub fn markdowns(&self, name: &str) -> Vec<&[Block]> {
        self.each(name, Value::markdown).into_iter().map(|blocks| blocks.value).collect()
    }

    /// A date.
    pub fn date(&self, name: &str) -> Option<Spanned<Date>> {
        self.read(name, |value| if let Value::Date(date) = value { Some(*date) } else { None })
    }

    /// A day, a month or a quarter.
    pub fn when(&self, name: &str) -> Option<Spanned<When>> {
        self.read(name, |value| if let Value::When(when) = value { Some(*when) } else { None })
    }

    /// Whether something was done, and when; not done, if nothing is said.
    pub fn done(&self, name: &str) -> Done {
        let done = self.read(name, |value| if let Value::Done(done) = value { Some(*done) } else { None });
        done.map_or(Done::No, |done| done.value)
    }

    /// A whole number.
    pub fn whole(&self, name: &str) -> Option<Spanned<i64>> {
        self.read(name, |value| if let Value::Whole(number) = value { Some(*number) } else { None })
    }

    /// The whole numbers of a list, or the single one given in its place.
    pub fn wholes(&self, name: &str) -> Vec<Spanned<i64>> {
        self.each(name, |value| if let Value::Whole(number) = value { Some(*number) } else { None })
    }

    /// A weight, in thousandths.
    pub fn weight(&self, name: &str) -> Option<Spanned<u64>> {
        self.read(name, |value| if let Value::Weight(weight) = value { Some(*weight) } else { None })
    }

    /// A number, or the number before a percent sign.
    pub fn number(&self, name: &str) -> Option<Spanned<Number>> {
        self.read(name, |value| if let Value::Number(number) = value { Some(*number) } else { None })
    }

    /// How much of something is done, in percent.
    pub fn progress(&self, name: &str) -> Option<Spanned<u8>> {
        self.read(name, |value| if let Value::Progress(percent) = value { Some(*percent) } else { None })
    }

    /// Yes or no; no, if nothing is said.
    pub fn flag(&self, name: &str) -> bool {
        let flag = self.read(name, |value| if let Value::Flag(flag) = value { Some(*flag) } else { None });
        flag.is_some_and(|flag| flag.value)
    }

    /// A rating as it was typed.
    pub fn rating(&self, name: &str) -> Option<Spanned<String>> {
        self.read(name, |value| if let Value::Rating(rating) = value { Some(rating.clone()) } else { None })
    }

    /// A roll-up rule as it was typed.
    pub fn rule(&self, name: &str) -> Option<Spanned<&TypedRule>> {
        self.read(name, |value| if let Value::Rule(rule) = value { Some(rule) } else { None })
    }

    /// A scale as it was typed.
    pub fn scale(&self, name: &str) -> Option<Spanned<&TypedScale>> {
        self.read(name, |value| if let Value::Scale(scale) = value { Some(scale) } else { None })
    }

    /// A colour.
    pub fn colour(&self, name: &str) -> Option<Spanned<Colour>> {
        self.read(name, |value| if let Value::Colour(colour) = value { Some(*colour) } else { None })
    }

    /// The names of steps, as typed, each with its figure.
    pub fn limits(&self, name: &str) -> Option<Spanned<&[StepLimit]>> {
        self.read(
            name,
            |value| if let Value::Limits(limits) = value { Some(limits.as_slice()) } else { None },
        )
    }

    /// The names of aspects, as typed, each with its rating as it was typed.
    pub fn ratings(&self, name: &str) -> Option<Spanned<&[TypedRating]>> {
        self.read(
            name,
            |value| if let Value::Ratings(ratings) = value { Some(ratings.as_slice()) } else { None },
        )
    }

    /// One of the words that the row allows.
    pub fn word(&self, name: &str) -> Option<&'static str> {
        let word = self.read(name, |value| if let Value::Word(word) = value { Some(*word) } else { None });
        word.map(|word| word.value)
    }

    /// The words of a list, each one of those that its row allows.
    pub fn words(&self, name: &str) -> Vec<Spanned<&'static str>> {
        self.each(name, |value| if let Value::Word(word) = value { Some(*word) } else { None })
    }

    /// The map under `name`.
    pub fn map(&self, name: &str) -> Option<&Fields> {
        self.read(name, Value::map).map(|map| map.value)
    }

    /// The maps of the list under `name`.
    pub fn maps(&self, name: &str) -> Vec<&Fields> {
        self.each(name, Value::map).into_iter().map(|map| map.value).collect()
    }

    /// The maps in the map under `name`, each with the name that the file chose.
    pub fn named_maps(&self, name: &str) -> &[(Spanned<String>, Fields)] {
        let maps = self.read(name, |value| match value {
            Value::Maps(maps) => Some(maps.as_slice()),
            _ => None,
        });
        maps.map_or(&[], |maps| maps.value)
    }
}

impl Value {
    fn text(&self) -> Option<String> {
        if let Self::Text(text) = self { Some(text.clone()) } else { None }
    }

    fn markdown(&self) -> Option<&[Block]> {
        if let Self::Markdown(blocks) = self { Some(blocks) } else { None }
    }

    fn map(&self) -> Option<&Fields> {
        if let Self::Map(fields) = self { Some(fields) } else { None }
    }
}

/// What `pick` takes from `held`, which is the value of the field `name` or an item of it.
fn picked<'a, T>(
    name: &str,
    held: &'a Spanned<Value>,
    pick: &impl Fn(&'a Value) -> Option<T>,
) -> Option<Spanned<T>> {
    let picked = pick(&held.value);
    expect(picked.is_some(), name, "is read as something other than its row says");
    picked.map(|value| Spanned::new(value, held.span))
}

/// Stops a test in which the program asks a field for something other than its row says. When a real report is made,
/// the value counts as absent.
fn expect(holds: bool, name: &str, otherwise: &str) {
    if cfg!(any(test, debug_assertions)) {
        assert!(holds, "`{name}` {otherwise}");
    }
}
