//! Makes what the forms ask that are sent out: one for each owner, as the workbook has a sheet for each.
//!
//! In: the rows that were collected. Out: what each form says beside its fields and holds in them, each value as it is
//! written for people. It must not know what a form looks like.

use super::collect::{Row, beside, body, owners};
use super::memory::{mark, remembered};
use super::value::{Value, text_of};
use super::{BESIDE, Issue, PREVIOUS, aspect_title, column_title};
use crate::content::schema::{Field, Shape};
use crate::diag::source::Sources;
use crate::report::{Aspect, Rating};

/// What one owner is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Who is asked.
    pub owner: String,
    /// What is asked about, in order of print.
    pub subjects: Vec<Asked>,
}

/// One thing that is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The title of its section.
    pub section: String,
    /// Its own title; nothing if it is the section itself.
    pub title: Option<String>,
    /// What an answer is held against: "Unit", "days".
    pub told: Vec<(&'static str, String)>,
    /// What is asked.
    pub questions: Vec<Question>,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What the field is called.
    pub title: String,
    /// What it is for, in one sentence.
    pub help: &'static str,
    /// How it is answered.
    pub answered: Answered,
    /// What it says now; empty if nothing.
    pub said: String,
    /// The mark by which it is known again.
    pub mark: String,
}

/// How a field is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// By a word from a list.
    Choice(Vec<String>),
    /// By a day; that which it says now, as in `2014-03-31`.
    Day(Option<String>),
    /// In a few words or figures, on one line.
    Line,
    /// By a text on as many lines as it needs.
    Text,
}

/// How to write the text of an entry, whatever that text is called.
const TEXT: &str = "Leave a blank line between paragraphs, and begin each point with \u{201c}- \u{201d}.";

/// How to rate an aspect.
const RATED: &str = "The rating of this aspect; n/a if it does not apply.";

/// Makes what the forms ask; none if nobody of that name is responsible for anything.
pub fn forms(issue: Issue<'_>) -> Vec<Form> {
    let form = |(owner, rows): (String, Vec<Row<'_>>)| Form {
        owner,
        subjects: rows.iter().map(|row| asked(row, issue.sources)).collect(),
    };
    owners(issue).into_iter().map(form).collect()
}

fn asked(row: &Row<'_>, sources: &Sources) -> Asked {
    let title = row.document.title().unwrap_or_default();
    let before = row.before.map(|rating| (PREVIOUS, rating.word().to_owned()));
    let beside = BESIDE.into_iter().zip(beside(row).map(|cell| text_of(&cell)));
    let mut questions: Vec<Question> = row.subject.fields().map(|field| question(row, field)).collect();
    questions.extend(row.aspects.iter().map(|aspect| of_aspect(row, aspect)));
    let (body_title, text) = (row.subject.body_title(), body(row.document, sources));
    questions.push(Question {
        title: body_title.to_owned(),
        help: TEXT,
        answered: Answered::Text,
        mark: mark(&row.id, body_title, &text),
        said: text,
    });
    Asked {
        section: row.section.to_owned(),
        title: (!row.subject.is_section).then_some(title),
        told: before.into_iter().chain(beside).filter(|(_, said)| !said.is_empty()).collect(),
        questions,
    }
}

fn question(row: &Row<'_>, field: &'static Field) -> Question {
    let value = Value::of_field(field, &row.document.fields, row.scale);
    let title = column_title(field);
    let answered = match field.shape {
        Shape::Rating => ratings(row),
        Shape::Flag => Answered::Choice(["yes", "no"].map(str::to_owned).to_vec()),
        Shape::Date => Answered::Day(value.as_ref().map(Value::typed)),
        // A calendar would turn a month into its first day.
        Shape::When | Shape::Progress | Shape::Number => Answered::Line,
        _ => Answered::Text,
    };
    Question {
        help: field.help,
        answered,
        said: value.as_ref().map(Value::said).unwrap_or_default(),
        mark: mark(&row.id, &title, &remembered(value.as_ref())),
        title,
    }
}

/// The rating of an aspect, as a question.
fn of_aspect(row: &Row<'_>, aspect: &Aspect) -> Question {
    let value = Value::of_aspect(aspect, &row.document.fields, row.scale);
    let title = aspect_title(aspect);
    Question {
        help: RATED,
        answered: ratings(row),
        said: value.as_ref().map(Value::said).unwrap_or_default(),
        mark: mark(&row.id, &title, &remembered(value.as_ref())),
        title,
    }
}

/// The words of the scale. Without the last of them, a rating could not be taken back.
fn ratings(row: &Row<'_>) -> Answered {
    let words = row.scale.typed().map(Rating::word).chain([row.scale.not_rated().word()]);
    Answered::Choice(words.map(str::to_owned).collect())
}
