//! Catalogues of messages: the program's own, and a council's words that replace some of them.
//!
//! In: text in Project Fluent's format. Out: [`Words`], or what is wrong with a council's own file and where.
//! Catalogues are parsed only here.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser::{self, ErrorKind, ParserError};
use unic_langid::LanguageIdentifier;

use super::{Catalogue, Message, Value, Words};
use crate::content::discover::TemplateFiles;
use crate::content::limits::{LONGEST_MESSAGE, LONGEST_NAME, MOST_MESSAGES, too_large};
use crate::diag::source::{FileId, Sources, Span};
use crate::diag::{Code, Diagnostic};
use crate::report::{Language, Naming, Nouns};
use crate::text::{capitalised, did_you_mean, figure, one_of, unix_lines};

/// The program's own catalogue for a language.
pub fn catalogue(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("../../templates/words/en-GB.ftl"),
    }
}

/// The path of a language's catalogue below a templates folder.
fn path(language: Language) -> String {
    format!("words/{}.ftl", language.tag())
}

/// Turns the first letter of a text into a capital: `{ CAPITAL(-projects) }`.
const CAPITAL: &str = "CAPITAL";

/// The words of a language, with a council's own in place of some, for each way of calling entries.
pub(super) fn words(
    language: Language,
    own: Option<String>,
    nouns: impl IntoIterator<Item = Nouns>,
) -> Words {
    let shipped = unix_lines(catalogue(language)).into_owned();
    let texts = [Some(shipped), own];
    let nouns: BTreeSet<Nouns> = nouns.into_iter().chain([Nouns::default()]).collect();
    let made = nouns.into_iter().map(|nouns| {
        let catalogue = made(language, texts.iter().flatten().cloned().chain([terms(&nouns)]));
        (nouns, catalogue)
    });
    Words { catalogues: Arc::new(made.collect()), nouns: Nouns::default() }
}

/// What entries are called, as terms of a catalogue.
fn terms(nouns: &Nouns) -> String {
    let sorts = [("project", &nouns.projects), ("indicator", &nouns.indicators), ("action", &nouns.actions)];
    let text = |text: &str| format!("{{ \"{}\" }}", text.replace('\\', "\\\\").replace('"', "\\\""));
    let lines = sorts.into_iter().map(|(term, naming)| match naming {
        Naming::Usual => String::new(),
        Naming::Own(noun) => {
            format!("-{term} = {}\n-{term}s = {}\n", text(&noun.one), text(&noun.several))
        }
        Naming::Actions => format!("-{term} = {{ -action }}\n-{term}s = {{ -actions }}\n"),
        Naming::Various => format!("-{term} = {{ -entry }}\n-{term}s = {{ -entries }}\n"),
    });
    lines.collect()
}

/// A catalogue made of these texts: what a later one says replaces what an earlier one does.
fn made(language: Language, texts: impl IntoIterator<Item = String>) -> Catalogue {
    let mut texts = texts.into_iter();
    let shipped = resource(texts.next().unwrap_or_default());
    let mut messages = known(&shipped);
    let mut bundle = FluentBundle::new_concurrent(vec![identifier(language)]);
    // Marks that isolate right-to-left text from what is around it: no report needs them, and they would end up in
    // names, file names and figures that programs read.
    bundle.set_use_isolating(false);
    bundle.set_transform(Some(|text| text.replace('\n', " ").into()));
    // An empty bundle has neither name yet, and the texts were checked before.
    _ = bundle.add_function(CAPITAL, |texts, _| match texts {
        [Value::String(text)] => Value::from(capitalised(text)),
        _ => Value::Error,
    });
    for resource in std::iter::once(shipped).chain(texts.map(resource)) {
        bundle.add_resource_overriding(resource);
    }
    for (id, message) in messages.iter_mut().filter(|(_, message)| message.arguments.is_empty()) {
        let pattern = bundle.get_message(id).and_then(|message| message.value());
        message.plain = pattern.map(|pattern| {
            bundle.format_pattern(pattern, Some(&FluentArgs::new()), &mut Vec::new()).into_owned()
        });
    }
    Catalogue { bundle, messages }
}

/// A text with its messages taken apart, without those that nobody can read: texts were checked before.
fn resource(text: String) -> FluentResource {
    FluentResource::try_new(text).unwrap_or_else(|(resource, _)| resource)
}

fn identifier(language: Language) -> LanguageIdentifier {
    language.tag().parse().unwrap_or_default()
}

/// Each message of a catalogue and the names of its arguments.
fn known(catalogue: &FluentResource) -> BTreeMap<String, Message> {
    let entries = Entries::among(catalogue.entries());
    let messages = entries.messages.keys().map(|id| {
        let arguments = entries.arguments(id).into_iter().map(str::to_owned).collect();
        ((*id).to_owned(), Message { arguments, plain: None })
    });
    messages.collect()
}

/// A council's own words of that language, if it has any that can be used.
pub(super) fn own(
    language: Language,
    files: &TemplateFiles,
    root: &str,
    is_printable: &dyn Fn(char) -> bool,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let path = path(language);
    diagnostics.extend(files.keys().filter_map(|other| unused(other, root)));
    let bytes = files.get(&path)?;
    let Ok(text) = std::str::from_utf8(bytes) else {
        let path = format!("{root}/{path}");
        let message = format!("`{path}` is not saved as UTF-8");
        let fault = Diagnostic::error_at_path(Code::NotUtf8, path, message);
        diagnostics.push(fault.help("save it again with the encoding `UTF-8`"));
        return None;
    };
    let text = unix_lines(text.trim_start_matches('\u{feff}')).into_owned();
    let shipped = unix_lines(catalogue(language));
    // The shipped catalogue itself is in this repository's own templates folder.
    if text == shipped {
        return None;
    }
    let file = sources.add(format!("{root}/{path}"), text.clone());
    let faults = Check { file, text: &text, shipped: Entries::of(&shipped), is_printable }.faults();
    let is_usable = faults.is_empty();
    diagnostics.extend(faults);
    is_usable.then_some(text)
}

/// A file among the catalogues that belongs to no language.
fn unused(path: &str, root: &str) -> Option<Diagnostic> {
    let name = path.strip_prefix("words/")?;
    if Language::ALL.into_iter().any(|language| self::path(language) == path) {
        return None;
    }
    let known = Language::ALL.map(|language| format!("`{root}/{}`", self::path(language)));
    let shown = format!("{root}/{path}");
    let message = format!("no report takes its words from `{shown}`, so it has no effect");
    let fault = Diagnostic::warning_at_path(Code::Words, shown, message);
    Some(fault.help(format!("name the file {}, or delete `{name}`", one_of(known))))
}

/// The messages and terms of a catalogue, by their names.
#[derive(Default)]
struct Entries<'a> {
    messages: BTreeMap<&'a str, Asked<'a>>,
    terms: BTreeMap<&'a str, Asked<'a>>,
}

/// What a text refers to.
#[derive(Default)]
struct Asked<'a> {
    variables: BTreeSet<&'a str>,
    messages: Vec<&'a str>,
    terms: Vec<&'a str>,
    functions: Vec<&'a str>,
    words: Vec<&'a str>,
    /// The most characters that it may have, without those of the messages and terms in it.
    length: usize,
}

impl<'a> Entries<'a> {
    fn of(text: &'a str) -> Self {
        let resource = parser::parse_runtime(text).unwrap_or_else(|(resource, _)| resource);
        Self::among(&resource.body)
    }

    fn among<'e>(all: impl IntoIterator<Item = &'e Entry<&'a str>>) -> Self
    where
        'a: 'e,
    {
        let mut entries = Self::default();
        for entry in all {
            match entry {
                Entry::Message(message) => {
                    let asked = message.value.as_ref().map(Asked::of).unwrap_or_default();
                    entries.messages.insert(message.id.name, asked);
                }
                Entry::Term(term) => {
                    entries.terms.insert(term.id.name, Asked::of(&term.value));
                }
                _ => {}
            }
        }
        entries
    }

    /// The arguments of a message: those that it uses itself, and those that the messages in it use.
    fn arguments(&self, id: &str) -> BTreeSet<&'a str> {
        fn collect<'a>(entries: &Entries<'a>, id: &str, depth: usize, found: &mut BTreeSet<&'a str>) {
            // Messages that refer to one another in a circle never end; that is reported as its own fault.
            let Some(asked) = entries.messages.get(id).filter(|_| depth < DEEPEST) else { return };
            found.extend(&asked.variables);
            for other in &asked.messages {
                collect(entries, other, depth + 1, found);
            }
        }
        let mut found = BTreeSet::new();
        collect(self, id, 0, &mut found);
        found
    }
}

/// No catalogue nests messages this deep.
const DEEPEST: usize = 12;

impl<'a> Asked<'a> {
    fn of(pattern: &Pattern<&'a str>) -> Self {
        let mut asked = Self::default();
        asked.pattern(pattern);
        asked
    }

    fn pattern(&mut self, pattern: &Pattern<&'a str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => {
                    self.words.push(value);
                    self.length += value.len();
                }
                PatternElement::Placeable { expression } => self.expression(expression),
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&'a str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                self.inline(selector);
                for variant in variants {
                    let (VariantKey::Identifier { .. } | VariantKey::NumberLiteral { .. }) = variant.key;
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&'a str>) {
        match inline {
            InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => {
                self.length += value.len();
            }
            InlineExpression::FunctionReference { id, arguments } => {
                self.functions.push(id.name);
                arguments.positional.iter().for_each(|inner| self.inline(inner));
                arguments.named.iter().for_each(|named| self.inline(&named.value));
            }
            InlineExpression::MessageReference { id, .. } => self.messages.push(id.name),
            InlineExpression::TermReference { id, .. } => self.terms.push(id.name),
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name);
                self.length += LONGEST_NAME;
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
        }
    }
}

/// A council's own catalogue, checked against the one that it changes.
struct Check<'a> {
    file: FileId,
    text: &'a str,
    shipped: Entries<'a>,
    is_printable: &'a dyn Fn(char) -> bool,
}

const GO_BACK: &str = "mend it, or delete it to go back to the built-in words";

impl<'a> Check<'a> {
    fn faults(&self) -> Vec<Diagnostic> {
        let (resource, errors) = match parser::parse_runtime(self.text) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        let mut faults: Vec<Diagnostic> =
            errors.iter().take(MOST_MESSAGES).map(|error| self.syntax(error)).collect();
        let own = Entries::of(self.text);
        if resource.body.len() > MOST_MESSAGES {
            let what = format!("this file has more than {} messages", figure(MOST_MESSAGES));
            let fault = too_large(Span::new(self.file, 0..0), what);
            return vec![fault.help("keep only those that you want to change, each of them once")];
        }
        let mut seen = BTreeSet::new();
        for entry in &resource.body {
            let (name, shown) = match entry {
                Entry::Message(message) => (message.id.name, message.id.name.to_owned()),
                Entry::Term(term) => (term.id.name, format!("-{}", term.id.name)),
                _ => continue,
            };
            if !seen.insert(shown.clone()) {
                faults.push(
                    self.fault(name, format!("`{shown}` is given twice")).help("delete one of the two"),
                );
            }
            let asked = if shown.starts_with('-') { own.terms.get(name) } else { own.messages.get(name) };
            if asked.is_some_and(|asked| self.is_too_long(asked, &own)) {
                let what = format!(
                    "`{shown}` may become longer than {} characters, with what is put into it",
                    figure(LONGEST_MESSAGE)
                );
                let span = Span::new(self.file, place(self.text, name));
                faults.push(too_large(span, what).help("shorten it, or put less into it"));
            }
            match entry {
                Entry::Message(message) => {
                    faults.extend(self.message(name, &own));
                    if message.value.is_none() || !message.attributes.is_empty() {
                        let what =
                            format!("`{name}` has lines that begin with a full stop, which are not printed");
                        faults.push(self.fault(name, what).help(format!("write `{name} = ` and the text")));
                    }
                }
                Entry::Term(_) => faults.extend(self.term(name, &own)),
                _ => {}
            }
        }
        faults
    }

    fn fault(&self, part: &str, message: String) -> Diagnostic {
        let mut place = place(self.text, part);
        // The `$` or `-` before a name belongs to it.
        place.start -= usize::from(self.text[..place.start].ends_with(['$', '-']));
        Diagnostic::error(Code::Words, Span::new(self.file, place), message)
    }

    /// What is wrong with one message.
    fn message(&self, id: &'a str, own: &Entries<'a>) -> Vec<Diagnostic> {
        if !self.shipped.messages.contains_key(id) {
            let known = self.shipped.messages.keys().copied();
            let fault = self.fault(id, format!("there are no words called `{id}`"));
            return vec![hinted(fault, did_you_mean(id, known).map(str::to_owned), GO_BACK)];
        }
        let Some(asked) = own.messages.get(id) else { return Vec::new() };
        let mut faults = self.texts(asked, own);
        let given = self.shipped.arguments(id);
        let shown: Vec<String> = given.iter().map(|name| format!("`{{ ${name} }}`")).collect();
        let hint = if shown.is_empty() {
            format!("nothing is put into `{id}`: write its text alone")
        } else {
            format!("what is put into `{id}` is {}", one_of(shown))
        };
        for variable in asked.variables.difference(&given) {
            let fault = self.fault(variable, format!("`{id}` is not given `${variable}`"));
            let near = did_you_mean(variable, given.iter().copied()).map(|near| format!("${near}"));
            faults.push(hinted(fault, near, &hint));
        }
        for other in &asked.messages {
            // What another message needs must be there too; if it needs something that it does not have, that is
            // reported there.
            let needed = self.arguments(other, own);
            if let Some(missing) = needed.difference(&given).next() {
                let what = format!("`{other}` needs `${missing}`, which `{id}` is not given");
                faults.push(self.fault(other, what).help(hint.clone()));
            }
        }
        if faults.is_empty() && self.is_circle(id, own) {
            let what = format!("`{id}` contains itself, through the messages in it");
            faults.push(self.fault(id, what).help("write out the text in one of them"));
        }
        faults
    }

    /// What is wrong with a name that other messages use.
    fn term(&self, id: &'a str, own: &Entries<'a>) -> Vec<Diagnostic> {
        let is_used = own.messages.values().chain(own.terms.values()).any(|asked| asked.terms.contains(&id));
        if !self.shipped.terms.contains_key(id) && !is_used {
            let near = did_you_mean(id, self.shipped.terms.keys().copied()).map(|near| format!("-{near}"));
            let fault = self.fault(id, format!("nothing uses the name `-{id}`"));
            return vec![hinted(fault, near, GO_BACK)];
        }
        let Some(asked) = own.terms.get(id) else { return Vec::new() };
        let mut faults = self.texts(asked, own);
        // Fluent stores both under the same name, so one would replace the other.
        if self.shipped.messages.contains_key(id) {
            let what = format!("`-{id}` has the same name as the message `{id}`");
            faults.push(self.fault(id, what).help("choose another name"));
        }
        if let Some(variable) = asked.variables.first() {
            let what = format!("`-{id}` is a name, so it is not given `${variable}`");
            faults.push(self.fault(variable, what).help("write the name alone"));
        }
        if let Some(other) = asked.terms.first() {
            let what = format!("`-{id}` is a name, but has another name in it");
            faults.push(self.fault(other, what).help("write the name out"));
        }
        faults
    }

    /// What is wrong with the characters of a text and with what it refers to elsewhere in the catalogue.
    fn texts(&self, asked: &Asked<'a>, own: &Entries<'a>) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for id in asked.messages.iter().filter(|id| !self.shipped.messages.contains_key(**id)) {
            let near = did_you_mean(id, self.shipped.messages.keys().copied()).map(str::to_owned);
            faults.push(hinted(self.fault(id, format!("there are no words called `{id}`")), near, GO_BACK));
        }
        let has_term = |id: &str| self.shipped.terms.contains_key(id) || own.terms.contains_key(id);
        for id in asked.terms.iter().filter(|id| !has_term(id)) {
            let near = did_you_mean(id, self.shipped.terms.keys().copied()).map(|near| format!("-{near}"));
            faults.push(hinted(self.fault(id, format!("there is no name `-{id}`")), near, GO_BACK));
        }
        for id in asked.functions.iter().filter(|id| **id != CAPITAL) {
            let fault = self.fault(id, format!("there is no function `{id}`"));
            faults.push(fault.help(format!("the only one is `{CAPITAL}`, as in `{{ CAPITAL(-project) }}`")));
        }
        let unprintable = asked.words.iter().find_map(|text| {
            let (at, c) =
                text.char_indices().find(|(_, c)| !c.is_whitespace() && !(self.is_printable)(*c))?;
            Some((&text[at..at + c.len_utf8()], c))
        });
        if let Some((part, c)) = unprintable {
            let what = format!("no font of the PDF has the character `{c}` (U+{:04X})", u32::from(c));
            let span = Span::new(self.file, place(self.text, part));
            let fault = Diagnostic::error(Code::UnprintableCharacter, span, what);
            faults.push(fault.help("write it in words"));
        }
        faults
    }

    /// A message as it will be: the council's own, if there is one.
    fn arguments(&self, id: &str, own: &Entries<'a>) -> BTreeSet<&'a str> {
        match own.messages.get(id) {
            // Its own faults are reported where it is.
            Some(_) => BTreeSet::new(),
            None => self.shipped.arguments(id),
        }
    }

    /// Whether a message leads back to itself.
    fn is_circle(&self, id: &str, own: &Entries<'a>) -> bool {
        let inside = |id: &str| -> &[&'a str] {
            let asked = own.messages.get(id).or_else(|| self.shipped.messages.get(id));
            asked.map_or(&[], |asked| &asked.messages)
        };
        let mut seen = BTreeSet::new();
        let mut next: Vec<&str> = inside(id).to_vec();
        while let Some(other) = next.pop() {
            if other == id {
                return true;
            }
            if seen.insert(other) {
                next.extend(inside(other));
            }
        }
        false
    }

    /// Whether a text, with all that is in it, may become longer than the PDF can hold as one.
    fn is_too_long(&self, asked: &Asked<'a>, own: &Entries<'a>) -> bool {
        let (mut length, mut next, mut visited) = (0, vec![asked], 0);
        // Texts in texts may be many, or contain themselves; each counts, so that this comes to an end.
        while let Some(asked) = next.pop().filter(|_| length + visited <= LONGEST_MESSAGE) {
            length += asked.length;
            visited += 1;
            let messages = asked.messages.iter();
            next.extend(
                messages.filter_map(|id| own.messages.get(id).or_else(|| self.shipped.messages.get(id))),
            );
            let terms = asked.terms.iter();
            next.extend(terms.filter_map(|id| own.terms.get(id).or_else(|| self.shipped.terms.get(id))));
        }
        length + visited > LONGEST_MESSAGE
    }

    /// A fault in Fluent's syntax, in words for people who do not program.
    fn syntax(&self, error: &ParserError) -> Diagnostic {
        let what = match &error.kind {
            ErrorKind::ExpectedToken(token) => format!("`{token}` is missing here"),
            ErrorKind::ExpectedCharRange { .. } => "a name must begin with a letter from a to z".to_owned(),
            ErrorKind::ExpectedMessageField { entry_id } => format!("`{entry_id}` has no text"),
            ErrorKind::ExpectedTermField { entry_id } => format!("`-{entry_id}` has no text"),
            ErrorKind::MissingValue => "a text is missing here".to_owned(),
            ErrorKind::MissingDefaultVariant => {
                "none of the forms has a star, so there is none to use where no other fits".to_owned()
            }
            ErrorKind::MultipleDefaultVariants => "more than one of the forms has a star".to_owned(),
            ErrorKind::UnbalancedClosingBrace => "a bracket `}` is closed but was never opened".to_owned(),
            ErrorKind::UnterminatedStringLiteral => "a quotation mark is opened and never closed".to_owned(),
            ErrorKind::ExpectedInlineExpression => {
                "a bracket `{` is opened, but there is no name or `$value` in it".to_owned()
            }
            other => format!("this cannot be read ({other})"),
        };
        let help = match &error.kind {
            ErrorKind::MissingDefaultVariant | ErrorKind::MultipleDefaultVariants => {
                "write a star before the last of them only, as in `*[other]`"
            }
            ErrorKind::UnbalancedClosingBrace => "delete it; to print it, write `{ \"}\" }`",
            ErrorKind::ExpectedInlineExpression => "to print a bracket, write `{ \"{\" }`",
            ErrorKind::ExpectedToken('}') => {
                "close the bracket with `}`; to print a bracket, write `{ \"{\" }`"
            }
            _ => "write each text as `name = text`, and begin every further line of it with a space",
        };
        Diagnostic::error(Code::Words, Span::new(self.file, self.shown(&error.pos)), what).help(help)
    }

    /// A place that Fluent names, on a line that can be shown: if something is missing, Fluent names the next line.
    fn shown(&self, place: &Range<usize>) -> Range<usize> {
        let start = place.start.min(self.text.len());
        let before = self.text[..start].trim_end_matches(['\n', ' ']).len();
        let start =
            if self.text[before..start].contains('\n') || start == self.text.len() { before } else { start };
        let line = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        start..place.end.clamp(start, line)
    }
}

/// A fault with what was most likely meant, or otherwise with some other help.
fn hinted(fault: Diagnostic, near: Option<String>, otherwise: &str) -> Diagnostic {
    match near {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help(otherwise),
    }
}

/// Where `part`, which was cut from `whole`, is in it.
fn place(whole: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len());
    start..(start + part.len()).min(whole.len())
}
