//! What the accessibility statement says.

use serde::Serialize;

use super::{Paint, TextId, Texts};
use crate::report::{Compliance, Council};
use crate::words::{Words, say};

/// What `accessibility.html` says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct StatementPage {
    /// The council's name.
    pub(crate) council: String,
    /// The language, as in `en-GB`.
    pub(crate) language: String,
    /// The colour of headings and rules.
    pub(crate) accent: String,
    /// The colours of a warning that must not be missed.
    pub(crate) warning: Paint,
    /// Whether it stands among pages that must not be published.
    pub(crate) restricted: bool,
    /// How far the pages meet the standard: "are partially compliant with".
    pub(crate) compliance: String,
    /// What is known to be wrong.
    pub(crate) problems: Option<TextId>,
    /// How the council has tested them.
    pub(crate) tested: Option<TextId>,
    /// The e-mail address for reporting what cannot be used.
    pub(crate) email: Option<String>,
    /// The telephone number for the same.
    pub(crate) phone: Option<String>,
    /// When it was first written.
    pub(crate) prepared: Option<String>,
    /// When it was last reviewed.
    pub(crate) reviewed: Option<String>,
}

/// What the statement says, if the council makes one.
pub(crate) fn statement(
    council: &Council,
    words: &Words,
    restricted: bool,
) -> Option<(StatementPage, Texts)> {
    let own = council.statement.as_ref()?;
    let mut texts = Texts::default();
    let page = StatementPage {
        council: council.name.clone(),
        language: council.language.tag().to_owned(),
        accent: council.accent.hex(),
        warning: Paint::new(&council.palette.warning()),
        restricted,
        compliance: match own.compliance {
            Compliance::Full => say!(words, "compliance-full").to_owned(),
            Compliance::Partial => say!(words, "compliance-partial").to_owned(),
            Compliance::None => say!(words, "compliance-none").to_owned(),
        },
        problems: texts.add(&own.problems),
        tested: texts.add(&own.tested),
        email: own.email.clone(),
        phone: own.phone.clone(),
        prepared: own.prepared.map(|date| words.date(date)),
        reviewed: own.reviewed.map(|date| words.date(date)),
    };
    Some((page, texts))
}
