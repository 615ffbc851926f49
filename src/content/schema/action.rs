//! Actions: a table of coded actions, by category.

use super::{
    DRAFT, EXEMPT, EXTRA, Elsewhere, Field, NUMBERED_ELSEWHERE, ORDER, PLAIN_SECTION, RATES_NOTHING,
    RESTRICTED, SAYS_WHAT_WILL_BE_DONE, SectionKind, Shape, TITLE, Table, WAS, field, name,
};
use crate::report::Kind;

/// Coded actions that answer comments.
pub const ACTIONS: SectionKind = SectionKind {
    kind: Kind::Actions,
    section: Table {
        name: "plain-section",
        files: "the _index.md of indicators or actions",
        noun: "a section of actions",
        fields: PLAIN_SECTION,
        elsewhere: &[
            Elsewhere {
                words: &["rating", "rollup", "reason"],
                help: "nothing in such a section is rated: delete the line",
            },
            NUMBERED_ELSEWHERE,
        ],
        answers: &["owner"],
        body: "Text",
    },
    entry: Table {
        name: "action",
        files: "an entry of a section of actions",
        noun: "an action",
        fields: ACTION,
        elsewhere: &[],
        answers: &["leads"],
        body: "Comment",
    },
};

const ACTION: &[Field] = &[
    TITLE,
    name("code", "Its code, which no other entry of the report has.").required(),
    ORDER,
    field("category", Shape::Text, "The letter of its category, as the report's `categories` explain it."),
    field(
        "paragraphs",
        Shape::OneOrList(&Shape::Text),
        "The numbers of the source's paragraphs that it answers.",
    ),
    field("timescale", Shape::Text, "By when it is due, as printed.").asked(),
    field("leads", Shape::OneOrList(&Shape::Text), "The roles that lead it.").also(&["owner", "lead"]),
    field(
        "evidence",
        Shape::OneOrList(&Shape::Markdown),
        "How an improvement will be seen; Markdown, or a list.",
    ),
    field("monitoring", Shape::OneOrList(&Shape::Markdown), "How it is monitored; Markdown, or a list."),
    field("rating", Shape::Rating, "Its rating, which is counted.")
        .asked()
        .emptied()
        .not_in_plans(RATES_NOTHING),
    field("status", Shape::Text, "Its status, in a word or two.").asked().dropped(),
    WAS.not_in_plans(SAYS_WHAT_WILL_BE_DONE),
    EXTRA,
    DRAFT,
    RESTRICTED,
    EXEMPT,
];
