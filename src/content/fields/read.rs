//! Reads the values of a map, each as its row in the table says.
//!
//! In: a YAML tree and a table. Out: values with their places, and faults. It must not know what other files say.

use super::faults::{
    empty, example_of, first_of, item_example, list_example, missing, unknown_key, whole_file,
};
use super::{Fields, Form, TypedScale, Value};
use crate::content::limits::{Count, too_large};
use crate::content::markdown::{self, Origin};
use crate::content::schema::{self, Field, Shape, Table};
use crate::content::values::{
    Fault, choice, colour, date, done, flag, limits, number, percentage, progress, rating, ratings, rule,
    text, weight, when, whole,
};
use crate::content::yaml::{Entries, Node, Value as Yaml};
use crate::diag::source::{Span, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::text::{self, all_of, did_you_mean, figure, shorten};

/// Reads every value in the front matter of one file as `table` says, and reports everything that it does not allow.
/// `text` is that of the file.
pub(in crate::content) fn read(
    fields: &mut Fields,
    table: &'static Table,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let form = Form { fields: table.fields, elsewhere: table.elsewhere, noun: table.noun };
    Reader { text, count: &mut Count::default(), diagnostics }.fields(fields, form);
}

/// The key by which a scale names the preset that it changes.
const PRESET: &str = "preset";

struct Reader<'d> {
    /// The text of the file.
    text: &'d str,
    /// How much Markdown has been read in the front matter of the file.
    count: &'d mut Count,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn fields(&mut self, fields: &mut Fields, form: Form<'_>) {
        fields.table = form.fields;
        let mut meant = Vec::new();
        for (key, node) in &fields.entries {
            if let Some(field) = form.fields.iter().find(|field| field.name == key.value) {
                self.check_length(field, node);
                // Several ratings under the name of one.
                if let (Shape::Rating, Yaml::Map(_)) = (field.shape, &node.value)
                    && let Some(several) = form.fields.iter().find(|own| matches!(own.shape, Shape::Ratings))
                {
                    let fault = Fault::type_of(node, "one rating, such as amber");
                    let help = format!("for a rating of each aspect, call the field `{}`", several.name);
                    self.diagnostics.push(fault.at(field.name, node).help(help));
                    continue;
                }
                let value = self.field(field, key.span, node, &fields.damaged);
                fields.values.extend(value.map(|value| (field.name, Spanned::new(value, node.span))));
            } else {
                let guess = did_you_mean(&key.value, form.fields.iter().map(|field| field.name));
                meant.extend(guess.map(str::to_owned));
                self.diagnostics.push(unknown_key(key, guess, form));
            }
        }
        fields.damaged.extend(meant);
        for field in form.fields.iter().filter(|field| field.required && !fields.was_typed(field.name)) {
            self.diagnostics.extend(missing(field, fields, form.noun));
        }
    }

    /// Reports a text or a list that is longer than the row allows.
    fn check_length(&mut self, field: &Field, node: &Node) {
        let name = field.name;
        if let (Yaml::List(items), Some((most, help))) = (&node.value, field.most)
            && let Some(first) = items.get(most)
        {
            let (found, most) = (figure(items.len()), figure(most));
            let message = format!("`{name}` has {found} items, but may have at most {most}");
            self.diagnostics.push(too_large(first.span, message).help(help));
        }
        if let (Yaml::Scalar { text, .. }, Some(most)) = (&node.value, field.longest)
            && let Some(length) = text::excess(text, most)
        {
            let (found, most) = (figure(length), figure(most));
            let message = format!("`{name}` has {found} characters, but may have at most {most}");
            self.diagnostics.push(
                too_large(node.span, message)
                    .help("shorten it, and move the rest into the text below the front matter"),
            );
        }
    }

    /// Reads the value of a field, whose name is at `key`.
    fn field(&mut self, field: &Field, key: Span, node: &Node, damaged: &[String]) -> Option<Value> {
        if node.value == Yaml::Empty {
            self.diagnostics.extend(empty(field, key));
            return None;
        }
        self.value(field, &field.shape, node, damaged)
    }

    /// Reads a value of that shape, which is the field's own or that of one of its items.
    fn value(&mut self, field: &Field, shape: &Shape, node: &Node, damaged: &[String]) -> Option<Value> {
        let name = field.name;
        let read = match *shape {
            Shape::Markdown => {
                self.check_curly(name, node);
                text(node).map(|text| self.markdown(&text, node.span))
            }
            Shape::Text => {
                self.check_curly(name, node);
                self.check_lines(name, node);
                text(node).map(Value::Text)
            }
            Shape::Scale => return self.scale(field, node, damaged).map(Value::Scale),
            Shape::List(item) => match &node.value {
                Yaml::List(items) => Ok(self.items(field, item, items, damaged)),
                _ => Err(Fault::type_of(node, &list_example(item))),
            },
            Shape::OneOrList(item) => match &node.value {
                Yaml::List(items) => Ok(self.items(field, item, items, damaged)),
                Yaml::Map(_) if !matches!(item, Shape::Map(_)) => {
                    Err(Fault::type_of(node, "one text, or a list with `- ` before each item"))
                }
                _ => return self.value(field, item, node, damaged),
            },
            Shape::Map(table) => {
                if let Yaml::Map(entries) = &node.value {
                    Ok(Value::Map(self.map(entries, table, &format!("`{name}`"), node.span, damaged)))
                } else if schema::keeping_back(name).is_some() {
                    Err(Fault::type_of(node, &format!("{}, or delete the line", example_of(name))))
                } else {
                    let names = all_of(table.iter().map(|field| format!("`{}`", field.name)));
                    Err(Fault::type_of(node, &format!("fields of its own: {names}")))
                }
            }
            Shape::MapOf(table) => {
                if let Yaml::Map(entries) = &node.value {
                    Ok(self.maps(name, table, entries, damaged))
                } else {
                    let first = first_of(table);
                    let wanted =
                        format!("a line for each name, like `A:`, and below it, indented, `{first}: …`");
                    Err(Fault::type_of(node, &wanted))
                }
            }
            Shape::Limits => match limits(node) {
                Ok(entries) => return self.limits(entries),
                Err(fault) => Err(fault),
            },
            Shape::Ratings => match ratings(node) {
                Ok(entries) => return self.ratings(entries),
                Err(fault) => Err(fault),
            },
            Shape::Free => match node.value {
                // It is read as it was typed, by the code that needs it.
                Yaml::Map(_) => {
                    self.check_free(name, node);
                    return None;
                }
                _ => {
                    Err(Fault::type_of(node, "fields of your own, each as `name: value` on an indented line"))
                }
            },
            _ => single(shape, name, node),
        };
        match read {
            Ok(value) => Some(value),
            Err(fault) => {
                self.diagnostics.push(fault.at(name, node));
                None
            }
        }
    }

    /// Names a text that is in curly quotation marks, which front matter takes for part of it.
    fn check_curly(&mut self, name: &str, node: &Node) {
        let Some((typed, inner)) = in_curly(node) else { return };
        let escaped = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        let message = format!(
            "the curly quotation marks around `{name}` would be printed: only straight ones mark where a text begins and ends"
        );
        self.diagnostics.push(
            Diagnostic::warning(Code::UnclearSigns, node.span, message)
                .help(format!("write `{name}: \"{}\"` to have none printed", escaped(inner)))
                .help(format!("write `{name}: \"{}\"` to have them printed", escaped(typed))),
        );
    }

    /// Names lines of a plain text that were typed or pasted one under another, for it is printed as one line.
    fn check_lines(&mut self, name: &str, node: &Node) {
        let Yaml::Scalar { text, .. } = &node.value else { return };
        let Some((first, next)) = markdown::run_together(text) else { return };
        let message = format!(
            "the lines `{}` and `{}` of `{name}` would be printed as one line",
            shorten(first),
            shorten(next)
        );
        self.diagnostics.push(Diagnostic::warning(Code::RunTogether, node.span, message).help(
            "end each with a full stop or a semicolon, without bullets; a list goes into the text below",
        ));
    }

    /// Reports a field that would keep the file back, but is among the council's own fields, where it has no effect.
    fn check_free(&mut self, name: &str, node: &Node) {
        match &node.value {
            Yaml::Map(entries) => {
                for (key, node) in entries {
                    if let Some(flag) = schema::keeping_back(&key.value).map(|field| field.name) {
                        let message = format!("`{}` keeps nothing back under `{name}`", key.value);
                        self.diagnostics.push(
                            Diagnostic::error(Code::UnknownKey, key.span, message)
                                .help(whole_file(flag))
                                .help("if it is for your own templates, give it another name"),
                        );
                    }
                    self.check_free(name, node);
                }
            }
            Yaml::List(items) => items.iter().for_each(|item| self.check_free(name, item)),
            Yaml::Scalar { .. } | Yaml::Empty => {}
        }
    }

    /// Reads the figure of each step; nothing, if one of them cannot be read.
    fn limits(&mut self, entries: &Entries) -> Option<Value> {
        let mut limits = Vec::new();
        for (step, node) in entries {
            match number(node, "limits") {
                Ok(limit) => limits.push((step.clone(), Spanned::new(limit, node.span))),
                Err(fault) => {
                    let subject = format!("the limit for `{}`", shorten(&step.value));
                    self.diagnostics.push(fault.about(&subject, node));
                }
            }
        }
        (limits.len() == entries.len()).then_some(Value::Limits(limits))
    }

    /// Reads the rating of each aspect; one without a rating is as if it were not there. Nothing, if one of them cannot be
    /// read.
    fn ratings(&mut self, entries: &Entries) -> Option<Value> {
        let given = || entries.iter().filter(|(_, node)| node.value != Yaml::Empty);
        let mut ratings = Vec::new();
        for (aspect, node) in given() {
            match rating(node) {
                Ok(rating) => ratings.push((aspect.clone(), Spanned::new(rating, node.span))),
                Err(fault) => {
                    let subject = format!("the rating of `{}`", shorten(&aspect.value));
                    self.diagnostics.push(fault.about(&subject, node));
                }
            }
        }
        (ratings.len() == given().count()).then_some(Value::Ratings(ratings))
    }

    fn markdown(&mut self, text: &str, span: Span) -> Value {
        let typed = self.text.get(span.start..span.end).unwrap_or_default();
        Value::Markdown(markdown::read(text, Origin::Value(span, typed), self.count, self.diagnostics))
    }

    /// Reads a map of fields, which messages call `noun`.
    fn map(
        &mut self,
        entries: &Entries,
        table: &'static [Field],
        noun: &str,
        span: Span,
        damaged: &[String],
    ) -> Fields {
        let mut fields = Fields::new(entries.clone(), damaged.to_vec(), span);
        self.fields(&mut fields, Form { fields: table, elsewhere: &[], noun });
        fields
    }

    /// Reads a map of names that the file chooses.
    fn maps(&mut self, name: &str, table: &'static [Field], entries: &Entries, damaged: &[String]) -> Value {
        let mut maps = Vec::new();
        for (key, node) in entries {
            if let Yaml::Map(entries) = &node.value {
                let noun = format!("`{}` under `{name}`", shorten(&key.value));
                maps.push((key.clone(), self.map(entries, table, &noun, node.span, damaged)));
            } else {
                let first = first_of(table);
                let wanted = format!("its fields in braces, `{}: {{{first}: …}}`", shorten(&key.value));
                self.diagnostics.push(Fault::type_of(node, &wanted).at(&key.value, node));
            }
        }
        Value::Maps(maps)
    }

    /// Reads a scale: the name of a preset, a list of items, or a preset with changes.
    fn scale(&mut self, field: &Field, node: &Node, damaged: &[String]) -> Option<TypedScale> {
        let preset = |node: &Node| text(node).ok().map(|text| Spanned::new(text, node.span));
        match &node.value {
            Yaml::List(items) => {
                let shape = Shape::Map(schema::SCALE_ITEM);
                let Value::List(read) = self.items(field, &shape, items, damaged) else { return None };
                // Of a list that is not whole nobody can say what its steps are.
                let is_whole = read.len() == items.len();
                let maps = read.into_iter().filter_map(|item| match item.value {
                    Value::Map(fields) => Some(fields),
                    _ => None,
                });
                is_whole.then(|| TypedScale::Own(maps.collect()))
            }
            Yaml::Map(entries) => {
                let (named, others): (Vec<_>, Vec<_>) =
                    entries.iter().cloned().partition(|(key, _)| key.value == PRESET);
                let Some(preset) = named.first().and_then(|(_, node)| preset(node)) else {
                    let wanted = "a list, each item on a line that begins with `- id: \u{2026}`; to change a preset, add `preset: rag`";
                    self.diagnostics.push(Fault::type_of(node, wanted).at(field.name, node));
                    return None;
                };
                let Value::Maps(changes) = self.maps(field.name, schema::SCALE_CHANGE, &others, damaged)
                else {
                    return None;
                };
                Some(TypedScale::Preset(preset, changes))
            }
            _ => preset(node).map(|preset| TypedScale::Preset(preset, Vec::new())),
        }
    }

    /// Reads the items of a list.
    fn items(&mut self, field: &Field, shape: &Shape, items: &[Node], damaged: &[String]) -> Value {
        let read = |node: &Node| Some(Spanned::new(self.item(field, shape, node, damaged)?, node.span));
        Value::List(items.iter().filter_map(read).collect())
    }

    /// Reads one item of a list.
    fn item(&mut self, field: &Field, shape: &Shape, node: &Node, damaged: &[String]) -> Option<Value> {
        let name = field.name;
        let noun = field.item.map_or_else(|| format!("an item of `{name}`"), str::to_owned);
        let fault = match (shape, &node.value) {
            (_, Yaml::Empty) => {
                Diagnostic::error(Code::WrongType, node.span, format!("an item of `{name}` is empty"))
                    .help("write something after the `-`, or delete the line")
            }
            (Shape::Map(table), Yaml::Map(entries)) => {
                return Some(Value::Map(self.map(entries, table, &noun, node.span, damaged)));
            }
            (Shape::Map(table), _) => Fault::type_of(node, &item_example(table)).about(&noun, node),
            (Shape::Text | Shape::Markdown, Yaml::Map(_)) => {
                let help = "one text; if it holds a colon, put the whole item in quotation marks";
                Fault::type_of(node, help).about(&noun, node)
            }
            (Shape::Text | Shape::Markdown, Yaml::List(_)) => {
                let help = "one text; a list inside a list cannot be printed here";
                Fault::type_of(node, help).about(&noun, node)
            }
            _ => return self.value(field, shape, node, damaged),
        };
        self.diagnostics.push(fault);
        None
    }
}

/// Reads a value of a shape that holds a single one, which is not a text.
fn single(shape: &Shape, name: &str, node: &Node) -> Result<Value, Fault> {
    let read = |node: &Node| match *shape {
        Shape::Date => date(node).map(Value::Date),
        Shape::When => when(node).map(Value::When),
        Shape::Done => done(node).map(Value::Done),
        Shape::Whole => whole(node).map(Value::Whole),
        Shape::Weight => weight(node).map(Value::Weight),
        Shape::Number => number(node, name).map(Value::Number),
        Shape::Percentage => percentage(node).map(Value::Number),
        Shape::Progress => progress(node).map(Value::Progress),
        Shape::Flag | Shape::Hides => flag(node).map(Value::Flag),
        Shape::Rating => rating(node).map(Value::Rating),
        Shape::Rule(names) => rule(node, names).map(Value::Rule),
        Shape::Colour => colour(node).map(Value::Colour),
        Shape::Choice(words) => choice(node, words).map(Value::Word),
        _ => text(node).map(Value::Text),
    };
    read(node).map_err(|fault| {
        let Some((_, inner)) = in_curly(node) else { return fault };
        let bare = Node { value: Yaml::Scalar { text: inner.to_owned(), quoted: false }, span: node.span };
        match (read(&bare), shape) {
            (Ok(_), Shape::Colour) => {
                fault.instead(format!("write `{name}: \"{inner}\"`, in straight quotation marks"))
            }
            (Ok(_), _) => fault.instead(format!("write `{name}: {inner}`, without quotation marks")),
            (Err(of_bare), _) => of_bare,
        }
    })
}

/// A text that stands in curly quotation marks from end to end and in no straight ones: as typed, and without them.
fn in_curly(node: &Node) -> Option<(&str, &str)> {
    const DOUBLE: [char; 3] = ['\u{201c}', '\u{201d}', '"'];
    const SINGLE: [char; 3] = ['\u{2018}', '\u{2019}', '\''];
    let Yaml::Scalar { text, quoted: false } = &node.value else { return None };
    let typed = text.trim();
    let quotes = [DOUBLE, SINGLE].into_iter().find(|quotes| {
        typed.starts_with(&quotes[..2]) && typed.ends_with(quotes) && typed.chars().count() > 2
    })?;
    let inner = typed.strip_prefix(quotes)?.strip_suffix(quotes)?;
    (!inner.contains(quotes)).then(|| (typed, inner.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::schema::{example, tables};
    use crate::content::yaml;
    use crate::diag::Severity;
    use crate::diag::source::Sources;

    fn read_by(table: &'static Table, front_matter: &str) -> (Fields, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let file = sources.add("", front_matter);
        let mut faults = Vec::new();
        let read = yaml::read(file, sources.file(file), 0..front_matter.len(), &mut faults);
        let mut fields = Fields::new(read.entries, read.damaged, Span::new(file, 0..0));
        super::read(&mut fields, table, front_matter, &mut faults);
        (fields, faults)
    }

    #[test]
    fn every_row_of_every_table_reads_what_its_shape_says_and_keeps_it() {
        for table in tables() {
            let (fields, faults) = read_by(table, &example::lines(table.fields));
            assert!(faults.is_empty(), "{}: {faults:?}", table.name);
            for field in table.fields.iter().filter(|field| !matches!(field.shape, Shape::Free)) {
                assert!(fields.value(field.name).is_some(), "{}: {}", table.name, field.name);
            }
        }
    }

    #[test]
    #[should_panic(expected = "`due` is read as something other than its row says")]
    fn a_field_that_is_read_as_what_it_is_not_stops_a_test() {
        let (fields, _) = read_by(&schema::WORKSTREAM.entry, "title: A\ndue: 2014-03-31\n");
        _ = fields.text("due");
    }

    #[test]
    #[should_panic(expected = "`tittle` is asked for and has no row in its table")]
    fn a_field_that_no_row_knows_stops_a_test() {
        let (fields, _) = read_by(&schema::WORKSTREAM.entry, "title: A\n");
        _ = fields.text("tittle");
    }

    /// Whatever is typed after the colon, the file is kept back or the report is held up.
    #[test]
    fn only_a_plain_no_lets_a_file_through() {
        for flag in schema::HIDING.map(|field| field.name) {
            for (typed, expected) in [
                ("true", Some(true)),
                ("yes", Some(true)),
                ("YES", Some(true)),
                ("'true'", Some(true)),
                ("false", Some(false)),
                ("No", Some(false)),
                ("\"false\"", Some(false)),
                ("", None),
                ("   # not yet", None),
                ("''", None),
                ("\"  \"", None),
                ("~", None),
                ("null", None),
                ("|\n\n", None),
                ("on", None),
                ("off", None),
                ("1", None),
                ("0", None),
                ("y", None),
                ("n", None),
                ("perhaps", None),
                ("not yet", None),
                ("yes, please", None),
                ("[true]", None),
                ("[]", None),
                ("{}", None),
                ("\n  until: 2014-03-31", None),
            ] {
                for table in tables().into_iter().filter(|table| table.name != schema::COUNCIL.name) {
                    let (fields, faults) = read_by(table, &format!("title: A\ncode: C\n{flag}: {typed}\n"));
                    let about = |fault: &&Diagnostic| {
                        fault.severity == Severity::Error && fault.message.contains(&format!("`{flag}`"))
                    };
                    let is_reported = faults.iter().any(|fault| about(&fault));
                    assert_eq!(
                        is_reported,
                        expected.is_none(),
                        "{}: {flag}: {typed}: {faults:?}",
                        table.name
                    );
                    assert_eq!(fields.flag(flag), expected == Some(true), "{}: {flag}: {typed}", table.name);
                }
            }
        }
    }

    #[test]
    fn what_keeps_a_file_back_is_reported_wherever_it_would_not() {
        for flag in ["restricted", "draft", "Restricted", "DRAFT", " draft "] {
            for value in ["true", "yes", ""] {
                for lines in [
                    format!("extra: {{\"{flag}\": {value}}}"),
                    format!("extra: {{own: [{{\"{flag}\": {value}}}]}}"),
                    format!("milestones: [{{title: M, \"{flag}\": {value}}}]"),
                    format!("outlook: {{\"{flag}\": {value}}}"),
                ] {
                    let (_, faults) = read_by(&schema::WORKSTREAM.entry, &format!("title: A\n{lines}\n"));
                    let [fault] = faults.as_slice() else { panic!("{lines}: {faults:?}") };
                    assert_eq!((fault.code, fault.severity), (Code::UnknownKey, Severity::Error), "{lines}");
                    assert!(fault.help[0].starts_with("to keep the whole file back, write `"), "{fault:?}");
                }
            }
        }
        let (_, faults) = read_by(&schema::COUNCIL, "council: C\nRestricted: true\n");
        assert!(
            faults[0].help[0].starts_with("write it in the entry that you want to keep back"),
            "{faults:?}"
        );
        let (_, faults) = read_by(&schema::REPORT, "title: A\nRestricted: true\n");
        assert_eq!(faults[0].help, ["write `restricted: …`"]);
    }

    #[test]
    fn what_cannot_be_read_is_reported_and_the_rest_is_kept() {
        let front_matter = "title: A\ndue: soon\nmilestones: [{title: M, due: never}, M]\nrisks: \n";
        let (fields, faults) = read_by(&schema::WORKSTREAM.entry, front_matter);
        let codes: Vec<Code> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, [Code::BadDate, Code::BadDate, Code::WrongType]);
        assert!(fields.date("due").is_none() && fields.was_typed("due"));
        let milestones = fields.maps("milestones");
        assert_eq!(milestones.len(), 1);
        assert_eq!(milestones[0].text("title").map(|title| title.value).as_deref(), Some("M"));
        assert!(fields.maps("risks").is_empty());
    }
}
