//! Checks front matter against the table of its kind, and reads typed values from it.
//!
//! In: a YAML tree and a table. Out: faults, and values with their places. It must not know what other files say.

use super::limits::{self, too_large};
use super::schema::{Field, Shape};
use super::values::{
    Fault, choice, colour, date, flag, number, percentage, rating, rule, text, weight, whole,
};
use super::yaml::{Entries, FrontMatter, Node, Value};
use crate::diag::source::{Span, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::report::{Colour, Date, Number, Rating, Rule};
use crate::text::{self, all_of, did_you_mean, figure, shorten};

/// The front matter of one file, or one map inside it.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The keys and values, in the order typed.
    pub entries: Entries,
    /// Names of fields that were typed and could not be read, or were misspelt: nobody should be told to add them.
    pub damaged: Vec<String>,
    /// Whether the file has no front matter at all, which says more than any list of what is missing.
    pub is_missing: bool,
    /// Where the map stands; for a file, its first line.
    pub span: Span,
}

impl Fields {
    /// The front matter of a file whose first line is at `span`.
    pub fn new(front_matter: FrontMatter, span: Span) -> Self {
        Self { entries: front_matter.entries, damaged: front_matter.damaged, is_missing: false, span }
    }

    /// The fields as part of a file in which those of the names `damaged` could not be read.
    fn within(mut self, damaged: &[String]) -> Self {
        self.damaged.extend_from_slice(damaged);
        self
    }

    /// Whether the field was typed at all, readable or not.
    pub fn was_typed(&self, name: &str) -> bool {
        self.is_missing || self.get(name).is_some() || self.damaged.iter().any(|damaged| damaged == name)
    }

    /// The value under `name`, if one was typed.
    pub fn get(&self, name: &str) -> Option<&Node> {
        let (_, node) = self.entries.iter().find(|(key, _)| key.value == name)?;
        (node.value != Value::Empty).then_some(node)
    }

    /// Where the key `name` or, without it, the map stands.
    pub fn place(&self, name: &str) -> Span {
        self.entries
            .iter()
            .find(|(key, _)| key.value == name)
            .map_or(self.span, |(key, node)| if node.value == Value::Empty { key.span } else { node.span })
    }

    /// Where the key `name` stands or, without it, the map.
    pub fn key(&self, name: &str) -> Span {
        self.entries.iter().find(|(key, _)| key.value == name).map_or(self.span, |(key, _)| key.span)
    }

    fn read<T>(&self, name: &str, reader: impl Fn(&Node) -> Result<T, Fault>) -> Option<Spanned<T>> {
        let node = self.get(name)?;
        // What is wrong with the value was reported by `check`; here it only counts as absent.
        reader(node).ok().map(|value| Spanned::new(value, node.span))
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<Spanned<String>> {
        self.read(name, text)
    }

    /// A date.
    pub fn date(&self, name: &str) -> Option<Spanned<Date>> {
        self.read(name, date)
    }

    /// A whole number.
    pub fn whole(&self, name: &str) -> Option<Spanned<i64>> {
        self.read(name, whole)
    }

    /// A weight, in thousandths.
    pub fn weight(&self, name: &str) -> Option<Spanned<u64>> {
        self.read(name, weight)
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<Spanned<Number>> {
        self.read(name, number)
    }

    /// A share, as the number before its percent sign.
    pub fn percentage(&self, name: &str) -> Option<Spanned<Number>> {
        self.read(name, percentage)
    }

    /// The texts of a list, or the one text that stands in its place.
    pub fn texts(&self, name: &str) -> Vec<Spanned<String>> {
        let Some(node) = self.get(name) else { return Vec::new() };
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        items.iter().filter_map(|node| Some(Spanned::new(text(node).ok()?, node.span))).collect()
    }

    /// Whether a list stands under `name`.
    pub fn is_list(&self, name: &str) -> bool {
        self.get(name).is_some_and(|node| matches!(node.value, Value::List(_)))
    }

    /// Yes or no; no where nothing is said.
    pub fn flag(&self, name: &str) -> bool {
        self.read(name, flag).is_some_and(|flag| flag.value)
    }

    /// A rating.
    pub fn rating(&self, name: &str) -> Option<Spanned<Rating>> {
        self.read(name, rating)
    }

    /// A roll-up rule.
    pub fn rule(&self, name: &str) -> Option<Spanned<Rule>> {
        self.read(name, rule)
    }

    /// A colour.
    pub fn colour(&self, name: &str) -> Option<Spanned<Colour>> {
        self.read(name, colour)
    }

    /// A word in small letters.
    pub fn word(&self, name: &str) -> Option<String> {
        self.text(name).map(|word| word.value.trim().to_lowercase())
    }

    /// The map under `name`.
    pub fn map(&self, name: &str) -> Option<Fields> {
        as_map(self.get(name)?)
    }

    /// The maps in the map under `name`, each with its own name; what is no map is left out.
    pub fn named_maps(&self, name: &str) -> Vec<(Spanned<String>, Fields)> {
        match self.get(name).map(|node| &node.value) {
            Some(Value::Map(entries)) => {
                entries.iter().filter_map(|(key, node)| Some((key.clone(), as_map(node)?))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The maps of the list under `name`; what is no map is left out.
    pub fn maps(&self, name: &str) -> Vec<Fields> {
        match self.get(name).map(|node| &node.value) {
            Some(Value::List(items)) => items.iter().filter_map(as_map).collect(),
            _ => Vec::new(),
        }
    }
}

fn as_map(node: &Node) -> Option<Fields> {
    match &node.value {
        Value::Map(entries) => {
            Some(Fields { entries: entries.clone(), damaged: Vec::new(), is_missing: false, span: node.span })
        }
        _ => None,
    }
}

/// Reports everything in `fields` that `table` does not allow; `what` names the thing, as in "an entry".
pub fn check(fields: &mut Fields, table: &[Field], what: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut meant = Vec::new();
    for (key, node) in &fields.entries {
        if let Some(field) = table.iter().find(|field| field.name == key.value) {
            check_length(what, field.name, node, diagnostics);
            check_value(field.name, &field.shape, key.span, node, &fields.damaged, diagnostics);
        } else {
            let guess = did_you_mean(&key.value, table.iter().map(|field| field.name));
            meant.extend(guess.map(str::to_owned));
            diagnostics.push(unknown_key(key, guess, table, what));
        }
    }
    fields.damaged.extend(meant);
    for field in table.iter().filter(|field| field.required && !fields.was_typed(field.name)) {
        let key = fields.entries.iter().find(|(key, _)| key.value == field.name);
        // A colour without quotation marks is empty, and reported as what it is.
        if key.is_some() && matches!(field.shape, Shape::Colour) {
            continue;
        }
        let place = fields.place(field.name);
        diagnostics.push(if key.is_some() {
            Diagnostic::error(Code::MissingField, place, format!("`{}` is empty", field.name))
                .help(format!("write something after the colon: {}", lower_first(field.help)))
        } else {
            let line = match field.shape {
                Shape::List(_) => format!(
                    "add a line `{}:`, and below it a line that begins with `- ` for each",
                    field.name
                ),
                _ => format!("add a line `{}: …`", field.name),
            };
            Diagnostic::error(Code::MissingField, place, format!("{what} has no `{}`", field.name))
                .help(format!("{line}: {}", lower_first(field.help)))
        });
    }
}

/// What `check` is told of an earlier figure.
const HISTORY: &str = "an item of `history`";

/// Fields that become names in a PDF, which holds no long ones: of the document, in its bookmarks, of a chart.
const NAMES: [&str; 8] =
    ["title", "council", "code", "unit", "year", "subject", "logo_alt", "decision_reference"];

/// Reports a name that is longer than a PDF can take, and more figures than a chart can; `what` is what it is part of.
fn check_length(what: &str, name: &str, node: &Node, diagnostics: &mut Vec<Diagnostic>) {
    if let Value::List(items) = &node.value
        && name == "history"
        && let Some(first) = items.get(limits::MOST_FIGURES)
    {
        let (found, most) = (figure(items.len()), figure(limits::MOST_FIGURES));
        let message = format!("`history` has {found} items, and may have at most {most}");
        diagnostics.push(too_large(first.span, message).help("delete the oldest figures, which come first"));
    }
    let most = match name {
        "period" if what == HISTORY => limits::LONGEST_PAST_PERIOD,
        "period" => limits::LONGEST_PERIOD,
        name if NAMES.contains(&name) => limits::LONGEST_NAME,
        _ => return,
    };
    let Value::Scalar { text, .. } = &node.value else { return };
    if let Some(length) = text::excess(text, most) {
        let most = figure(most);
        let message = format!("`{name}` has {} characters, and may have at most {most}", figure(length));
        diagnostics.push(
            too_large(node.span, message)
                .help("shorten it, and move the rest to the text below the front matter"),
        );
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

fn unknown_key(key: &Spanned<String>, guess: Option<&str>, table: &[Field], what: &str) -> Diagnostic {
    let is_word = key.value.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '));
    let message = if is_word {
        format!("{what} has no field called `{}`", shorten(&key.value))
    } else {
        format!("`{}` is not the name of a field", shorten(&key.value))
    };
    let fault = Diagnostic::error(Code::UnknownKey, key.span, message);
    if let Some(help) = meant_elsewhere(what, &key.value) {
        return fault.help(help);
    }
    let Some(name) = guess else {
        let names = table.iter().map(|field| format!("`{}`", field.name));
        let fault = fault.help(format!("the fields are {}", all_of(names)));
        return if table.iter().any(|field| matches!(field.shape, Shape::Free)) {
            fault.help("a field of the council's own goes under `extra`")
        } else {
            fault
        };
    };
    fault.label(format!("did you mean `{name}`?")).help(format!("write `{name}: …`"))
}

/// What people mean by a field that has its place elsewhere, or another name here.
fn meant_elsewhere(what: &str, key: &str) -> Option<&'static str> {
    Some(match (what, key) {
        ("an indicator", "rating") => {
            "its rating is worked out from `actual`, `target` and `floor` or `tolerance`: delete the line"
        }
        ("an indicator", "direction" | "previous") => {
            "it is worked out from `actual` and the last item of `history`: delete the line"
        }
        ("an indicator", "lead") => "write `owner: …`",
        ("an action", "rating") => "an action has no rating: where it stands goes under `status`",
        ("an action", "owner" | "lead") => "write `leads: …`",
        ("a section of indicators", "rating" | "rollup" | "reason") => {
            "indicators are rated one by one, and counted: delete the line"
        }
        ("a section of actions" | "a narrative section", "rating" | "rollup" | "reason") => {
            "nothing in such a section is rated: delete the line"
        }
        ("a section" | "a section of indicators" | "a section of actions", "numbered") => {
            "only the paragraphs of a section with `kind: narrative` can be numbered: delete the line"
        }
        (
            "a report",
            "subject" | "classification" | "summary" | "recommendations" | "background" | "contact" | "wards",
        ) => "it goes under `cover`, moved in by two spaces",
        ("`contact`", "telephone" | "tel" | "mobile") => "write `phone: …`",
        ("`contact`", "mail" | "e-mail") => "write `email: …`",
        ("an item of `background`", "link" | "address" | "href") => "write `url: …`",
        _ => return None,
    })
}

fn check_value(
    name: &str,
    shape: &Shape,
    key: Span,
    node: &Node,
    damaged: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) {
    if node.value == Value::Empty {
        if matches!(shape, Shape::Colour) {
            diagnostics.push(
                Diagnostic::error(Code::BadColour, key, format!("`{name}` has no colour"))
                    .help("a colour begins with `#`, so it must be in quotation marks: \"#1d4f91\""),
            );
        }
        return;
    }
    let result = match shape {
        Shape::Text => text(node).map(drop),
        Shape::Date => date(node).map(drop),
        Shape::DateOrFlag => date(node).map(drop).or_else(|fault| {
            flag(node).map(drop).map_err(|_| fault.or("or `true`, if the day is not known"))
        }),
        Shape::Whole => whole(node).map(drop),
        Shape::Weight => weight(node).map(drop),
        Shape::Number => number(node).map(drop),
        Shape::Percentage => percentage(node).map(drop),
        Shape::Flag => flag(node).map(drop),
        Shape::Rating => rating(node).map(drop),
        Shape::Rule => rule(node).map(drop),
        Shape::Colour => colour(node).map(drop),
        Shape::Choice(words) => choice(node, words),
        Shape::List(item) => {
            let Value::List(items) = &node.value else {
                let wanted = match item {
                    Shape::Map(table) => format!("a list, each item as {}", item_example(table)),
                    _ => "a list, each item on a line that begins with `- `".to_owned(),
                };
                diagnostics.push(Fault::type_of(node, &wanted).at(name, node));
                return;
            };
            for node in items {
                check_item(name, item, node, damaged, diagnostics);
            }
            return;
        }
        Shape::TextOrList => {
            if let Value::List(items) = &node.value {
                for node in items {
                    check_item(name, &Shape::Text, node, damaged, diagnostics);
                }
                return;
            }
            match node.value {
                Value::Map(_) => Err(Fault::type_of(node, "one text, or a list with `- ` before each item")),
                _ => text(node).map(drop),
            }
        }
        Shape::MapOf(table) => {
            check_named_maps(name, table, node, damaged, diagnostics);
            return;
        }
        Shape::Map(table) => {
            match as_map(node) {
                Some(fields) => check(&mut fields.within(damaged), table, &format!("`{name}`"), diagnostics),
                None => diagnostics.push(
                    Fault::type_of(
                        node,
                        &format!(
                            "fields of its own: {}",
                            all_of(table.iter().map(|f| format!("`{}`", f.name)))
                        ),
                    )
                    .at(name, node),
                ),
            }
            return;
        }
        Shape::Free => match node.value {
            Value::Map(_) => Ok(()),
            _ => Err(Fault::type_of(node, "fields of your own, each as `name: value` on a line moved in")),
        },
    };
    if let Err(fault) = result {
        diagnostics.push(fault.at(name, node));
    }
}

/// Checks a map of names that the file chooses.
fn check_named_maps(
    name: &str,
    table: &[Field],
    node: &Node,
    damaged: &[String],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let first = table.first().map_or("title", |field| field.name);
    let Value::Map(entries) = &node.value else {
        let wanted = format!("a line for each name, like `A:`, and below it, moved in, `{first}: …`");
        diagnostics.push(Fault::type_of(node, &wanted).at(name, node));
        return;
    };
    for (key, node) in entries {
        let what = format!("`{}` under `{name}`", shorten(&key.value));
        let Some(fields) = as_map(node) else {
            let wanted = format!("nothing after the colon, and on the line below, moved in, `{first}: …`");
            diagnostics.push(Fault::type_of(node, &wanted).at(&key.value, node));
            continue;
        };
        check(&mut fields.within(damaged), table, &what, diagnostics);
    }
}

/// How an item of a list is written whose fields are those of `table`.
fn item_example(table: &[Field]) -> String {
    let first = table.first().map_or("title", |field| field.name);
    format!("`- {first}: …`, and its other fields on the lines below it")
}

/// What a fault calls an item of the list `name`.
fn item_of(name: &str) -> String {
    match name {
        "milestones" => "a milestone".to_owned(),
        "risks" => "a risk".to_owned(),
        name => format!("an item of `{name}`"),
    }
}

/// Checks one item of the list `name`.
fn check_item(name: &str, shape: &Shape, node: &Node, damaged: &[String], diagnostics: &mut Vec<Diagnostic>) {
    match (shape, &node.value) {
        (_, Value::Empty) => diagnostics.push(
            Diagnostic::error(Code::WrongType, node.span, format!("an item of `{name}` is empty"))
                .help("write something after the `-`, or delete the line"),
        ),
        (Shape::Map(table), _) => {
            if let Some(fields) = as_map(node) {
                check(&mut fields.within(damaged), table, &item_of(name), diagnostics);
            } else {
                let fault = Fault::type_of(node, &item_example(table));
                diagnostics.push(fault.about(&item_of(name), node));
            }
        }
        (Shape::Text, Value::Map(_) | Value::List(_)) => {
            let help = if matches!(node.value, Value::Map(_)) {
                "one text; if it holds a colon, put the whole item in quotation marks"
            } else {
                "one text; a list inside a list cannot be printed here"
            };
            diagnostics.push(Fault::type_of(node, help).about(&item_of(name), node));
        }
        _ => check_value(name, shape, node.span, node, damaged, diagnostics),
    }
}
