//! What a committee paper prints at its head and foot.

use serde::Serialize;

use super::numbering::paper;
use super::{Labelled, TextId, Unfilled};
use crate::report;
use crate::report::prose::{Prose, Target};
use crate::words::{Words, say};

/// The head, the body and the foot of a committee paper.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cover {
    /// From, To, Subject and so on.
    pub heading: Vec<Labelled>,
    /// Its summary.
    pub summary: Option<TextId>,
    /// What the committee is asked to do.
    pub recommendations: Vec<TextId>,
    /// The text of the paper, in numbered sections.
    pub body: Option<TextId>,
    /// The background documents.
    pub background: Option<Background>,
    /// Who answers questions.
    pub contact: Option<Contact>,
}

/// The list of background documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Background {
    /// Its heading, with its number.
    pub title: String,
    /// The documents.
    pub documents: Vec<Document>,
}

/// A background document of the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its number in the list.
    pub number: String,
    /// Its name.
    pub title: String,
    /// Its address, if it has one.
    pub address: Option<String>,
}

/// Who answers questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Its heading, with its number.
    pub title: String,
    /// Name, role and telephone number.
    pub lines: Vec<Labelled>,
    /// The e-mail address.
    pub email: Option<String>,
}

/// Says what the cover says; `body` is the text of the paper.
///
/// What is not for publication is in no class of what may be published.
pub(super) fn cover(
    cover: &report::Cover,
    body: &Prose,
    is_restricted: bool,
    words: &Words,
    texts: &mut Unfilled,
) -> Cover {
    let classification = cover.classification.clone().filter(|_| !is_restricted);
    let heading = [
        (say!(words, "cover-from"), &cover.from),
        (say!(words, "cover-to"), &cover.to),
        (say!(words, "cover-subject"), &cover.subject),
        (say!(words, "cover-classification"), &classification),
        (say!(words, "cover-decision-reference"), &cover.decision_reference),
        (say!(words, "cover-wards"), &cover.wards),
    ];
    let (numbered, sections) = paper(body);
    let mut section = sections;
    let mut next = |title: &str| {
        section += 1;
        (section, say!(words, "cover-numbered", number = section, title = title))
    };
    let summary = texts.add(&cover.summary);
    let recommendations = cover.recommendations.iter().filter_map(|text| texts.add(text)).collect();
    let body = texts.keep(numbered);
    let background = (!cover.background.is_empty()).then(|| {
        let (number, title) = next(say!(words, "cover-background"));
        let documents = cover.background.iter().enumerate();
        Background {
            title,
            documents: documents
                .map(|(index, document)| Document {
                    number: format!("{number}.{}", index + 1),
                    title: document.title.clone(),
                    address: document.to.as_ref().and_then(|to| match to {
                        Target::Address(address) => Some(address.clone()),
                        Target::Place { .. } => None,
                    }),
                })
                .collect(),
        }
    });
    let contact = cover.contact.as_ref().map(|contact| Contact {
        title: next(say!(words, "cover-contact")).1,
        lines: [
            (say!(words, "contact-name"), &contact.name),
            (say!(words, "contact-role"), &contact.role),
            (say!(words, "contact-telephone"), &contact.phone),
        ]
        .into_iter()
        .filter_map(|(label, text)| Some(Labelled::new(label, text.clone()?)))
        .collect(),
        email: contact.email.clone(),
    });
    Cover {
        heading: heading
            .into_iter()
            .filter_map(|(label, text)| Some(Labelled::new(label, text.clone()?)))
            .collect(),
        summary,
        recommendations,
        body,
        background,
        contact,
    }
}
