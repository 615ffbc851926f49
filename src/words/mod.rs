//! What a report says: every sentence, heading, label and rating word, and how dates, numbers and lists are written.
//!
//! In: facts, and a catalogue of messages in one language ([Project Fluent](https://projectfluent.org), plurals by the
//! language's own rules). Out: texts. Another language is another catalogue under `templates/words/` and a line in
//! [`Language`]. This room must not know pages, templates or what anything looks like.
//!
//! Code asks for a message by its id with `say!`, templates with a function of that name. `tests/suite/words.rs`
//! reads both and checks that each message exists, takes exactly what it is given, and is used.

mod aspects;
mod catalogue;
mod figures;
mod one;
mod reasons;
mod values;

use std::collections::BTreeMap;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

pub use fluent_bundle::FluentValue as Value;

pub use self::catalogue::catalogue;
pub use self::reasons::Counted;
use crate::content::discover::TemplateFiles;
use crate::diag::Diagnostic;
use crate::diag::source::Sources;
use crate::report::{Language, Nouns};

/// Asks [`Words`] for the message with that id: `say!(words, "summary")`, or `say!(words, "report-to", meeting =
/// meeting)`.
///
/// A message without arguments is borrowed; any other is formatted anew.
macro_rules! say {
    ($words:expr, $id:literal) => {
        $words.plain($id)
    };
    ($words:expr, $id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $words.say($id, [$((stringify!($name), $crate::words::Value::from($value))),+])
    };
}
pub(crate) use say;

/// The words of one language, with a council's own among them.
#[derive(Clone)]
pub struct Words {
    /// A catalogue for each way of calling entries that occurs, and the program's own.
    catalogues: Arc<BTreeMap<Nouns, Catalogue>>,
    /// What entries are called here.
    nouns: Nouns,
}

/// One catalogue, ready to be used.
struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    messages: BTreeMap<String, Message>,
}

/// What is known about a message before it is used.
#[derive(Debug, Default)]
struct Message {
    /// The names of its arguments.
    arguments: Vec<String>,
    /// Its text, if it has no arguments: formatted once, not again for each of thousands of entries.
    plain: Option<String>,
}

impl Words {
    /// The program's own words of a language.
    pub fn of(language: Language) -> Self {
        catalogue::words(language, None, [])
    }

    /// The words of a language, with those that a council's own templates folder (shown as `root`) replaces.
    ///
    /// What cannot be used is reported, and the program's own words are used instead. `nouns` are all the ways in which
    /// entries are called.
    pub fn read(
        language: Language,
        nouns: impl IntoIterator<Item = Nouns>,
        own: &TemplateFiles,
        root: &str,
        is_printable: &dyn Fn(char) -> bool,
        sources: &mut Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let own = catalogue::own(language, own, root, is_printable, sources, diagnostics);
        catalogue::words(language, own, nouns)
    }

    /// The same words where entries are called so.
    #[must_use]
    pub fn calling(&self, nouns: Nouns) -> Self {
        Self { catalogues: Arc::clone(&self.catalogues), nouns }
    }

    fn catalogue(&self) -> Option<&Catalogue> {
        self.catalogues.get(&self.nouns).or_else(|| self.catalogues.get(&Nouns::default()))
    }

    fn message(&self, id: &str) -> Option<&Message> {
        self.catalogue()?.messages.get(id)
    }

    /// The message with that id, which takes no arguments.
    pub fn plain<'a>(&'a self, id: &'a str) -> &'a str {
        // `tests/suite/words.rs` checks that every id that is used exists, so the id itself is never printed.
        self.message(id).and_then(|message| message.plain.as_deref()).unwrap_or(id)
    }

    /// The message with that id, with its arguments filled in.
    pub fn say<'a>(&self, id: &str, arguments: impl IntoIterator<Item = (&'a str, Value<'a>)>) -> String {
        let Some(bundle) = self.catalogue().map(|catalogue| &catalogue.bundle) else { return id.to_owned() };
        let message = bundle.get_message(id);
        let Some(pattern) = message.and_then(|message| message.value()) else { return id.to_owned() };
        let arguments: FluentArgs<'_> = arguments.into_iter().collect();
        bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }

    /// The names of a message's arguments; `None` if there is no such message.
    pub fn arguments(&self, id: &str) -> Option<&[String]> {
        self.message(id).map(|message| message.arguments.as_slice())
    }

    /// The id of every message.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.catalogue().into_iter().flat_map(|catalogue| catalogue.messages.keys()).map(String::as_str)
    }
}

/// The program's own British English.
impl Default for Words {
    fn default() -> Self {
        Self::of(Language::default())
    }
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("messages", &self.ids().count()).finish_non_exhaustive()
    }
}
