//! What a report says: every sentence, heading, label and rating word, and how dates, numbers and lists are written.
//!
//! In: facts, and a catalogue of messages in one language ([Project Fluent](https://projectfluent.org), plurals by the
//! language's own rules). Out: texts. Another language is another catalogue under `templates/words/` and a line in
//! [`Language`]. This room must not know pages, templates or what anything looks like.
//!
//! Code asks for a message by its id with `say!`, templates with a function of that name. `tests/suite/words.rs`
//! reads both and checks that each message exists, takes exactly what it is given, and is used.

mod catalogue;
mod one;
mod reasons;
mod values;

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

pub use fluent_bundle::FluentValue as Value;

pub use self::catalogue::catalogue;
pub use self::reasons::Counted;
use crate::content::discover::TemplateFiles;
use crate::diag::Diagnostic;
use crate::diag::source::Sources;
use crate::report::Language;

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
pub struct Words {
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
        catalogue::words(language, None)
    }

    /// The words of a language, with those that a council's own templates folder (shown as `root`) replaces.
    ///
    /// What cannot be used is reported, and the program's own words are used instead.
    pub fn read(
        language: Language,
        own: &TemplateFiles,
        root: &str,
        is_printable: &dyn Fn(char) -> bool,
        sources: &mut Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        catalogue::words(language, catalogue::own(language, own, root, is_printable, sources, diagnostics))
    }

    /// The message with that id, which takes no arguments.
    pub fn plain<'a>(&'a self, id: &'a str) -> &'a str {
        // `tests/suite/words.rs` checks that every id that is used exists, so the id itself is never printed.
        self.messages.get(id).and_then(|message| message.plain.as_deref()).unwrap_or(id)
    }

    /// The message with that id, with its arguments filled in.
    pub fn say<'a>(&self, id: &str, arguments: impl IntoIterator<Item = (&'a str, Value<'a>)>) -> String {
        let message = self.bundle.get_message(id);
        let Some(pattern) = message.and_then(|message| message.value()) else { return id.to_owned() };
        let arguments: FluentArgs<'_> = arguments.into_iter().collect();
        self.bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned()
    }

    /// The names of a message's arguments; `None` if there is no such message.
    pub fn arguments(&self, id: &str) -> Option<&[String]> {
        self.messages.get(id).map(|message| message.arguments.as_slice())
    }

    /// The id of every message.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.messages.keys().map(String::as_str)
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
        f.debug_struct("Words").field("messages", &self.messages.len()).finish_non_exhaustive()
    }
}
