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
    /// From, To, Subject and so on, then the council's own lines.
    pub heading: Vec<HeadingLine>,
    /// Its summary.
    pub summary: Option<TextId>,
    /// What the committee is asked to do.
    pub recommendations: Vec<TextId>,
    /// The text of the paper, in numbered sections.
    pub body: Option<TextId>,
    /// The background documents.
    pub background: Option<Background>,
    /// Who answers questions.
    pub contact: Option<Contacts>,
}

/// A line of the head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeadingLine {
    /// The label, without a colon.
    pub label: String,
    /// What it says; several bodies, or several people, each on a line of their own.
    pub texts: Vec<String>,
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

/// Everybody who answers questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contacts {
    /// The heading, with its number.
    pub title: String,
    /// The people.
    pub people: Vec<Contact>,
}

/// Who answers questions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
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
    let own = cover.heading.iter().map(|line| (line.label.as_str(), std::slice::from_ref(&line.text)));
    let heading = [
        (say!(words, "cover-from"), cover.from.as_slice()),
        (say!(words, "cover-to"), cover.to.as_slice()),
        (say!(words, "cover-subject"), cover.subject.as_slice()),
        (say!(words, "cover-classification"), classification.as_slice()),
        (say!(words, "cover-decision-reference"), cover.decision_reference.as_slice()),
        (say!(words, "cover-wards"), cover.wards.as_slice()),
    ]
    .into_iter()
    .chain(own)
    .filter(|(_, texts)| !texts.is_empty());
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
    let contact = (!cover.contacts.is_empty()).then(|| Contacts {
        title: next(match cover.contacts.as_slice() {
            [_] => say!(words, "cover-contact"),
            _ => say!(words, "cover-contacts"),
        })
        .1,
        people: cover.contacts.iter().map(|contact| self::contact(contact, words)).collect(),
    });
    Cover {
        heading: heading
            .map(|(label, texts)| HeadingLine { label: label.to_owned(), texts: texts.to_vec() })
            .collect(),
        summary,
        recommendations,
        body,
        background,
        contact,
    }
}

fn contact(contact: &report::Contact, words: &Words) -> Contact {
    let lines = [
        (say!(words, "contact-name"), &contact.name),
        (say!(words, "contact-role"), &contact.role),
        (say!(words, "contact-telephone"), &contact.phone),
    ];
    Contact {
        lines: lines
            .into_iter()
            .filter_map(|(label, text)| Some(Labelled::new(label, text.clone()?)))
            .collect(),
        email: contact.email.clone(),
    }
}
