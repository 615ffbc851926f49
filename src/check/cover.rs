//! Builds the head and foot of a committee paper.

use super::text::Writer;
use crate::content::fields::Fields;
use crate::diag::source::Spanned;
use crate::diag::{Code, Diagnostic};
use crate::report::prose::Target;
use crate::report::{Background, Contact, Cover, HeadingLine};

/// The cover of a report, if it has one.
pub(super) fn cover(fields: &Fields, writer: &mut Writer<'_, '_>) -> Option<Cover> {
    let cover = fields.map("cover")?;
    let text = |name: &str| cover.text(name).map(|text| text.value);
    let mut background = Vec::new();
    for document in cover.maps("background") {
        let Some(title) = document.text("title") else { continue };
        let to = document.text("url").and_then(|url| web_address(&url, writer));
        background.push(Background { title: title.value, to });
    }
    let recommendations = cover.markdowns("recommendations").into_iter();
    let recommendations = recommendations
        .enumerate()
        .map(|(index, blocks)| {
            let prose = writer.prose(blocks, &format!("cover--recommendation-{}", index + 1));
            writer.without_number(prose, index + 1, blocks)
        })
        .collect();
    let texts = |name: &str| cover.texts(name).into_iter().map(|text| text.value).collect();
    Some(Cover {
        to: texts("to"),
        from: texts("from"),
        subject: text("subject"),
        classification: text("classification"),
        decision_reference: text("decision_reference"),
        wards: text("wards"),
        heading: cover.maps("heading").into_iter().filter_map(heading_line).collect(),
        summary: writer.prose(cover.markdown("summary").unwrap_or_default(), "cover--summary"),
        recommendations,
        background,
        contacts: cover.maps("contact").into_iter().map(|contact| self::contact(contact, writer)).collect(),
    })
}

/// A line of the head; the colon after its label is printed anyway.
fn heading_line(line: &Fields) -> Option<HeadingLine> {
    let label = line.text("label")?.value;
    let label = label.trim_end_matches(|c: char| c == ':' || c.is_whitespace()).to_owned();
    Some(HeadingLine { label, text: line.text("text")?.value })
}

fn contact(contact: &Fields, writer: &mut Writer<'_, '_>) -> Contact {
    let text = |name: &str| contact.text(name).map(|text| text.value);
    check_email(contact, writer);
    Contact { name: text("name"), role: text("role"), phone: text("phone"), email: text("email") }
}

/// An address on the web: readers of the paper have no other way to reach a document.
fn web_address(url: &Spanned<String>, writer: &mut Writer<'_, '_>) -> Option<Target> {
    match writer.link(url)? {
        Target::Place { .. } => {
            writer.faults.push(
                Diagnostic::error(
                    Code::BrokenLink,
                    url.span,
                    format!("`{}` is in this content folder, but a background document is not", url.value),
                )
                .help("write the document's address on the web, beginning with https:"),
            );
            None
        }
        address @ Target::Address(_) => Some(address),
    }
}

/// Reports an e-mail address that is not one.
pub(super) fn check_email(contact: &Fields, writer: &mut Writer<'_, '_>) {
    let Some(email) = contact.text("email") else { return };
    // What follows a question mark in a link would tell the reader's e-mail program what else to do.
    let is_plain = |c: char| c.is_alphanumeric() || "!$&'*+-/=^_`{|}~.".contains(c);
    let is_place = |place: &str| {
        place.split('.').count() > 1
            && place.split('.').all(|part| !part.is_empty())
            && place.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.')
    };
    let parts = email.value.split_once('@');
    let is_one =
        parts.is_some_and(|(name, place)| !name.is_empty() && name.chars().all(is_plain) && is_place(place));
    if !is_one {
        writer.faults.push(
            Diagnostic::error(
                Code::WrongType,
                email.span,
                format!("`{}` is not an e-mail address", email.value),
            )
            .help("write the address alone, with one `@` and no spaces, like team@example.gov.uk"),
        );
    }
}
