//! The fields of every kind of front matter, and the one reader that checks and reads them.
//!
//! In: a YAML tree. Out: faults, and typed values with their places. The tables are the only list of field names:
//! what is checked, what is read and (later) what an editor is told all come from them. This module must not know
//! what other files say.

use super::yaml::{Node, Value};
use crate::diag::{Code, Diagnostic, did_you_mean, one_of};
use crate::model::{Colour, Date, Rating, Rule, Share};
use crate::source::{Span, Spanned};

/// One field that a file may give.
#[derive(Debug)]
pub struct Field {
    /// Its name, as typed.
    pub name: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// Whether the file is at fault without it.
    pub required: bool,
    /// What it is for, in one sentence.
    pub help: &'static str,
}

/// What a field may hold.
#[derive(Debug)]
pub enum Shape {
    /// Any text on one or more lines.
    Text,
    /// A calendar date, `2014-03-31`.
    Date,
    /// A date, or yes or no.
    DateOrFlag,
    /// A whole number.
    Whole,
    /// A number above nought, with at most three decimals.
    Weight,
    /// Yes or no.
    Flag,
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
    /// A map with fields of its own.
    Map(&'static [Field]),
    /// Any map: the program hands it on to templates and does not look inside.
    Free,
}

const fn field(name: &'static str, shape: Shape, help: &'static str) -> Field {
    Field { name, shape, required: false, help }
}

const fn required(name: &'static str, shape: Shape, help: &'static str) -> Field {
    Field { name, shape, required: true, help }
}

const TITLE: Field = required("title", Shape::Text, "What the reader sees as the name.");
const ORDER: Field =
    field("order", Shape::Whole, "Its place among its neighbours; without it they follow by title.");
const ROLLUP: Field =
    field("rollup", Shape::Rule, "The rule that makes a section's rating from its entries.");
const DRAFT: Field = field("draft", Shape::Flag, "Keeps this out of the report while it is being written.");
const RESTRICTED: Field = field("restricted", Shape::Flag, "Keeps this out of everything that is published.");

const FILL_AND_TEXT: &[Field] = &[
    required("fill", Shape::Colour, "The colour of the box."),
    required("text", Shape::Colour, "The colour of the word in it."),
];

/// Fields of `content/_index.md`.
pub const COUNCIL: &[Field] = &[
    field("council", Shape::Text, "The council's name."),
    field("language", Shape::Text, "The language of the reports, such as en-GB."),
    field("nation", Shape::Choice(&["england", "wales", "scotland"]), "Whose law on publication applies."),
    ROLLUP,
    field("accent", Shape::Colour, "The colour of headings and rules."),
    field("logo", Shape::Text, "The council's logo: a picture beside this file."),
    field("logo_alt", Shape::Text, "What the logo shows, for people who cannot see it."),
    field(
        "colours",
        Shape::Map(&[
            field("red", Shape::Map(FILL_AND_TEXT), "Colours of a red rating."),
            field("amber", Shape::Map(FILL_AND_TEXT), "Colours of an amber rating."),
            field("green", Shape::Map(FILL_AND_TEXT), "Colours of a green rating."),
            field("complete", Shape::Map(FILL_AND_TEXT), "Colours of a complete rating."),
            field("unrated", Shape::Map(FILL_AND_TEXT), "Colours of everything that is not rated."),
        ]),
        "The council's own colours for ratings.",
    ),
];

/// Fields of a report's `_index.md`.
pub const REPORT: &[Field] = &[
    TITLE,
    field("council", Shape::Text, "The body whose paper this is, where it is not the council itself."),
    field("period", Shape::Text, "The period, as printed."),
    field("from", Shape::Date, "The first day of the period."),
    field("to", Shape::Date, "The last day of the period."),
    field("previous", Shape::Text, "The folder name of the report to compare with."),
    field("status", Shape::Choice(&["draft", "final"]), "Whether the paper is still a draft."),
    field(
        "meeting",
        Shape::Map(&[
            field("body", Shape::Text, "Who meets."),
            field("date", Shape::Date, "The day of the meeting."),
            field("item", Shape::Text, "The item on its agenda."),
        ]),
        "The meeting that the paper is for.",
    ),
    ROLLUP,
    DRAFT,
    RESTRICTED,
];

/// Fields of the `_index.md` of a workstream or enabler.
pub const SECTION: &[Field] = &[
    TITLE,
    field("kind", Shape::Text, "What kind of section this is; `workstream` where nothing is said."),
    field("owner", Shape::Text, "The role that answers for it."),
    ORDER,
    ROLLUP,
    field("rating", Shape::Rating, "A rating set by the owner in place of the computed one."),
    field("reason", Shape::Text, "Why the owner set the rating."),
    DRAFT,
    RESTRICTED,
];

/// Fields of an entry of a workstream or enabler.
pub const PROJECT: &[Field] = &[
    TITLE,
    field("rating", Shape::Rating, "Where the project stands."),
    ORDER,
    field("lead", Shape::Text, "The role that leads it."),
    field("reason", Shape::Text, "Why it is red or amber."),
    field("action", Shape::Text, "What is being done about it."),
    field("updated", Shape::Date, "When this was last brought up to date."),
    field("due", Shape::Date, "When it is to be finished."),
    field("original_due", Shape::Date, "When it was first to be finished, if that has moved."),
    field(
        "milestones",
        Shape::List(&Shape::Map(&[
            required("title", Shape::Text, "What is to be reached."),
            field("due", Shape::Date, "When it is to be reached."),
            field("original_due", Shape::Date, "When it was first to be reached, if that has moved."),
            field("done", Shape::DateOrFlag, "The day on which it was reached."),
            field("rating", Shape::Rating, "Where it stands."),
        ])),
        "The steps on the way.",
    ),
    field(
        "risks",
        Shape::List(&Shape::Map(&[
            required("level", Shape::Choice(&["high", "medium", "low"]), "How grave it is."),
            required("text", Shape::Text, "What may happen."),
        ])),
        "What may go wrong.",
    ),
    field("weight", Shape::Weight, "How much it counts under the `score` rule; 1 where nothing is said."),
    field("was", Shape::Text, "Its `section/entry` in the previous report, if it has moved since."),
    field(
        "outlook",
        Shape::Map(&[
            field("long_term", Shape::Text, "What is meant to be true in the long term."),
            field("medium_term", Shape::Text, "What is meant to be true in the medium term."),
            field("this_year", Shape::Text, "What is to be done this year."),
        ]),
        "What the plan says of it.",
    ),
    field("extra", Shape::Free, "Anything that the council's own templates print."),
    DRAFT,
    RESTRICTED,
];

/// The front matter of one file, or one map inside it.
#[derive(Debug, Clone)]
pub struct Fields {
    /// The keys and values, in the order typed.
    pub entries: Vec<(Spanned<String>, Node)>,
    /// Where the map stands; for a file, its first line.
    pub span: Span,
}

impl Fields {
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
        Value::Map(entries) => Some(Fields { entries: entries.clone(), span: node.span }),
        _ => None,
    }
}

/// Reports everything in `fields` that `table` does not allow.
pub fn check(fields: &Fields, table: &[Field], what: &str, diagnostics: &mut Vec<Diagnostic>) {
    for (key, node) in &fields.entries {
        match table.iter().find(|field| field.name == key.value) {
            Some(field) => check_value(field.name, &field.shape, key.span, node, diagnostics),
            None => diagnostics.push(unknown_key(key, table, what)),
        }
    }
    for field in table.iter().filter(|field| field.required && fields.get(field.name).is_none()) {
        // An empty or misspelt file has been reported; one more line about its title would only be noise.
        let reported = diagnostics.iter().any(|fault| {
            fault.file() == Some(fields.span.file)
                && matches!(fault.code, Code::MissingFrontMatter | Code::FrontMatterSyntax)
        });
        let broken_off = diagnostics.iter().any(|fault| {
            fault.file() == Some(fields.span.file)
                && matches!(
                    fault.code,
                    Code::Tab | Code::UnquotedColon | Code::UnquotedText | Code::UnclosedQuote
                )
        });
        if reported || broken_off {
            continue;
        }
        diagnostics.push(
            Diagnostic::error(
                Code::MissingField,
                fields.place(field.name),
                format!("{what} has no `{}`", field.name),
            )
            .help(format!("add a line `{}: …`. {}", field.name, field.help)),
        );
    }
}

fn unknown_key(key: &Spanned<String>, table: &[Field], what: &str) -> Diagnostic {
    let names = table.iter().map(|field| field.name);
    let fault =
        Diagnostic::error(Code::UnknownKey, key.span, format!("{what} has no field called `{}`", key.value));
    match did_you_mean(&key.value, names.clone()) {
        Some(name) => fault.label(format!("did you mean `{name}`?")).help(format!("write `{name}: …`")),
        None => fault
            .help(format!("the fields are {}", crate::diag::all_of(names.map(|name| format!("`{name}`")))))
            .help("a field of the council's own goes under `extra`, in an entry"),
    }
}

fn check_value(name: &str, shape: &Shape, key: Span, node: &Node, diagnostics: &mut Vec<Diagnostic>) {
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
        Shape::DateOrFlag => date(node).map(drop).or_else(|fault| flag(node).map(drop).map_err(|_| fault)),
        Shape::Whole => whole(node).map(drop),
        Shape::Weight => weight(node).map(drop),
        Shape::Flag => flag(node).map(drop),
        Shape::Rating => rating(node).map(drop),
        Shape::Rule => rule(node).map(drop),
        Shape::Colour => colour(node).map(drop),
        Shape::Choice(words) => choice(node, words),
        Shape::List(item) => {
            let Value::List(items) = &node.value else {
                diagnostics.push(
                    Fault::type_of(node, "a list, each item on a line that begins with `- `").at(name, node),
                );
                return;
            };
            for node in items {
                check_value(name, item, node.span, node, diagnostics);
            }
            return;
        }
        Shape::Map(table) => {
            match as_map(node) {
                Some(fields) => check(&fields, table, &format!("`{name}`"), diagnostics),
                None => diagnostics.push(
                    Fault::type_of(
                        node,
                        &format!("fields of its own: {}", one_of(table.iter().map(|f| f.name))),
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

/// Why a value is not what its field needs.
struct Fault {
    code: Code,
    found: String,
    help: Vec<String>,
}

impl Fault {
    fn new(code: Code, found: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, found: found.into(), help: vec![help.into()] }
    }

    fn type_of(node: &Node, wanted: &str) -> Self {
        let found = match &node.value {
            Value::Empty => "nothing".to_owned(),
            Value::Scalar { text, .. } => format!("\u{201c}{}\u{201d}", shorten(text)),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "fields of its own".to_owned(),
        };
        Self::new(Code::WrongType, format!("holds {found}"), format!("write {wanted}"))
    }

    fn at(self, name: &str, node: &Node) -> Diagnostic {
        let fault = Diagnostic::error(self.code, node.span, format!("`{name}` {}", self.found));
        self.help.into_iter().fold(fault, Diagnostic::help)
    }
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 40 {
        text.to_owned()
    } else {
        text.chars().take(39).collect::<String>() + "…"
    }
}

fn scalar<'a>(node: &'a Node, wanted: &str) -> Result<&'a str, Fault> {
    match &node.value {
        Value::Scalar { text, .. } => Ok(text.trim()),
        _ => Err(Fault::type_of(node, wanted)),
    }
}

fn text(node: &Node) -> Result<String, Fault> {
    scalar(node, "a text; if it begins with a bracket, put it in quotation marks").map(str::to_owned)
}

fn date(node: &Node) -> Result<Date, Fault> {
    let found = scalar(node, "a date as year-month-day, like 2014-03-31")?;
    Date::parse(found).ok_or_else(|| {
        let fault = Fault::new(
            Code::BadDate,
            format!("holds \u{201c}{}\u{201d}, which is not a date", shorten(found)),
            "write dates as year-month-day, like 2014-03-31",
        );
        match Date::guess(found) {
            Some(date) => Fault { help: vec![format!("write {}", date.iso())], ..fault },
            None => fault,
        }
    })
}

fn whole(node: &Node) -> Result<i64, Fault> {
    let found = scalar(node, "a whole number")?;
    found.parse().map_err(|_| Fault::type_of(node, "a whole number in figures, like 3"))
}

fn weight(node: &Node) -> Result<u64, Fault> {
    let found = scalar(node, "a number above 0")?;
    match thousandths(found) {
        Some(weight) if weight > 0 && weight <= 1_000_000_000 => Ok(weight),
        _ => Err(Fault::type_of(node, "a number above 0 in figures, like 2 or 1.5")),
    }
}

/// Reads `12.345` as 12345, exactly; weights and shares must not suffer from binary fractions.
fn thousandths(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty()
        || fraction.len() > 3
        || !(whole.bytes().chain(fraction.bytes())).all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let fraction: u64 = format!("{fraction:0<3}").parse().ok()?;
    whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(fraction)
}

fn flag(node: &Node) -> Result<bool, Fault> {
    match scalar(node, "`true` or `false`")?.to_lowercase().as_str() {
        "true" | "yes" => Ok(true),
        "false" | "no" => Ok(false),
        _ => Err(Fault::type_of(node, "`true` or `false`")),
    }
}

fn rating(node: &Node) -> Result<Rating, Fault> {
    let found = scalar(node, "a rating, such as amber")?;
    Rating::from_words(found).ok_or_else(|| {
        Fault::new(
            Code::UnknownRating,
            format!("holds \u{201c}{}\u{201d}, which is not a rating", shorten(found)),
            format!("write {}", one_of(Rating::WORDS.iter().map(|(word, _)| *word))),
        )
    })
}

fn choice(node: &Node, words: &[&str]) -> Result<(), Fault> {
    let help = one_of(words);
    let found = scalar(node, &help)?.to_lowercase();
    if words.contains(&found.as_str()) { Ok(()) } else { Err(Fault::type_of(node, &help)) }
}

fn colour(node: &Node) -> Result<Colour, Fault> {
    let help = "a colour as `#` and six figures or letters a to f, in quotation marks: \"#1d4f91\"";
    let found = scalar(node, help)?;
    Colour::parse(found).ok_or_else(|| Fault { code: Code::BadColour, ..Fault::type_of(node, help) })
}

fn rule(node: &Node) -> Result<Rule, Fault> {
    let help = "majority, worst, score or manual, or for shares `{rule: share, red: 20%, amber: 40%}`";
    let unknown = |found: &str| {
        Fault::new(
            Code::UnknownRule,
            format!("names a rule `{}` that does not exist", shorten(found)),
            format!("write {help}"),
        )
    };
    let named = |word: &str| match word.to_lowercase().as_str() {
        "majority" => Some(Rule::Majority),
        "worst" => Some(Rule::Worst),
        "score" => Some(Rule::Score),
        "manual" => Some(Rule::Manual),
        _ => None,
    };
    match &node.value {
        Value::Scalar { text, .. } => match named(text.trim()) {
            Some(rule) => Ok(rule),
            None if text.trim().eq_ignore_ascii_case("share") => Err(Fault::new(
                Code::UnknownRule,
                "says `share` and not which shares",
                "write `{rule: share, red: 20%, amber: 40%}`",
            )),
            None => Err(unknown(text)),
        },
        Value::Map(entries) => {
            let fields = Fields { entries: entries.clone(), span: node.span };
            let word = fields.text("rule").map(|word| word.value).unwrap_or_default();
            if !word.eq_ignore_ascii_case("share") {
                let plain = entries.len() == 1;
                return named(&word).filter(|_| plain).ok_or_else(|| unknown(&word));
            }
            if let Some((key, _)) =
                entries.iter().find(|(key, _)| !matches!(key.value.as_str(), "rule" | "red" | "amber"))
            {
                return Err(Fault::new(
                    Code::UnknownRule,
                    format!("has a part `{}` that the share rule does not know", shorten(&key.value)),
                    "write `{rule: share, red: 20%, amber: 40%}`",
                ));
            }
            let share = |name: &str| {
                let typed = fields.text(name).map(|text| text.value).unwrap_or_default();
                let thousandths = thousandths(typed.trim().strip_suffix('%').unwrap_or("").trim());
                thousandths.and_then(Share::from_thousandths_of_percent).ok_or_else(|| {
                    Fault::new(
                        Code::UnknownRule,
                        format!("needs for `{name}` a share above 0% and up to 100%"),
                        "write `{rule: share, red: 20%, amber: 40%}`",
                    )
                })
            };
            Ok(Rule::Share { red: share("red")?, amber: share("amber")? })
        }
        _ => Err(Fault { code: Code::UnknownRule, ..Fault::type_of(node, help) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(thousandths("1.5"), Some(1500));
        assert_eq!(thousandths("33.333"), Some(33_333));
        assert_eq!(thousandths("2"), Some(2000));
        for text in ["", ".5", "1.2345", "-1", "1e3", "99999999999999999999"] {
            assert_eq!(thousandths(text), None, "{text}");
        }
    }
}
