//! What a form in Word shows.
//!
//! In: what one owner is asked. Out: the same as templates read it.

use serde::Serialize;

use crate::returns::{self, Answered, Asked, Question};

/// The longest name that Word allows for a field.
const LONGEST_NAME: usize = 64;

/// A form for one owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Form {
    /// Who is asked.
    pub owner: String,
    /// What is asked about.
    pub subjects: Vec<Subject>,
}

/// One thing that is asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Subject {
    /// The title of its section, where that begins.
    pub section: Option<String>,
    /// Its own title, unless it is the section itself.
    pub title: Option<String>,
    /// What an answer is held against.
    pub told: Vec<Told>,
    /// What is asked.
    pub fields: Vec<Field>,
}

/// Something that is said beside the fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Told {
    /// What it is.
    pub label: &'static str,
    /// What it says.
    pub text: String,
}

/// One field to fill in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Field {
    /// What it is called.
    pub label: String,
    /// Its label, no longer than Word allows for a name.
    pub name: String,
    /// What it is for.
    pub help: &'static str,
    /// How it is answered: `choice`, `day`, `line` or `text`.
    pub kind: &'static str,
    /// The words to choose from.
    pub choices: Vec<String>,
    /// The day that it holds, as in `2014-03-31`.
    pub day: Option<String>,
    /// What it holds; empty if nothing.
    pub text: String,
    /// The mark by which it is known again.
    pub mark: String,
}

/// Makes the page of a form.
pub(crate) fn form(form: &returns::Form) -> Form {
    let mut last = None;
    let subject = |asked: &Asked| {
        let begins = last.as_ref() != Some(&asked.section);
        last = Some(asked.section.clone());
        let told = asked.told.iter().map(|(label, text)| Told { label, text: text.clone() });
        Subject {
            section: begins.then(|| asked.section.clone()),
            title: asked.title.clone(),
            told: told.collect(),
            fields: asked.questions.iter().map(field).collect(),
        }
    };
    Form { owner: form.owner.clone(), subjects: form.subjects.iter().map(subject).collect() }
}

fn field(question: &Question) -> Field {
    let (kind, choices, day) = match &question.answered {
        Answered::Choice(words) => ("choice", words.clone(), None),
        Answered::Day(day) => ("day", Vec::new(), day.clone()),
        Answered::Line => ("line", Vec::new(), None),
        Answered::Text => ("text", Vec::new(), None),
    };
    Field {
        label: question.title.clone(),
        name: question.title.chars().take(LONGEST_NAME).collect(),
        help: question.help,
        kind,
        choices,
        day,
        text: question.said.clone(),
        mark: question.mark.clone(),
    }
}
