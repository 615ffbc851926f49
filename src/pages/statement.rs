//! What the accessibility statement says.

use serde::Serialize;

use super::{Paint, TextId, Texts, paints};
use crate::report::{Compliance, Council};

/// What `accessibility.html` says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementPage {
    /// The council's name.
    pub council: String,
    /// The language, as in `en-GB`.
    pub language: String,
    /// The colour of headings and rules.
    pub accent: String,
    /// The colours of ratings.
    pub paints: Vec<Paint>,
    /// Whether anything here must not be published; a statement holds nothing of the kind.
    pub restricted: bool,
    /// How far the pages meet the standard: "are partially compliant with".
    pub compliance: &'static str,
    /// What is known to be wrong.
    pub problems: Option<TextId>,
    /// What the council itself has tested.
    pub tested: Option<TextId>,
    /// Where people can say what they cannot use.
    pub email: Option<String>,
    /// The same by telephone.
    pub phone: Option<String>,
    /// When it was first written.
    pub prepared: Option<String>,
    /// When it was last looked over.
    pub reviewed: Option<String>,
}

/// Says what the council states, if it does.
pub fn statement(council: &Council) -> Option<(StatementPage, Texts)> {
    let own = council.statement.as_ref()?;
    let mut texts = Texts::default();
    let page = StatementPage {
        council: council.name.clone(),
        language: council.language.clone(),
        accent: council.accent.hex(),
        paints: paints(&council.colours),
        restricted: false,
        compliance: match own.compliance {
            Compliance::Full => "are fully compliant with",
            Compliance::Partial => "are partially compliant with",
            Compliance::None => "are not compliant with",
        },
        problems: texts.add(&own.problems),
        tested: texts.add(&own.tested),
        email: own.email.clone(),
        phone: own.phone.clone(),
        prepared: own.prepared.map(|date| date.to_string()),
        reviewed: own.reviewed.map(|date| date.to_string()),
    };
    Some((page, texts))
}
