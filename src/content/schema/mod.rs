//! The fields of every kind of front matter.
//!
//! The only list of field names: what is checked and what an editor can be told come from here. A new kind of section
//! adds its two tables (its own and its entries'), and names them in `section_fields` and `entry_fields` below.

pub mod json;

use crate::report::Kind;

/// One field that a file may give.
#[derive(Debug)]
pub struct Field {
    /// Its name, as typed.
    pub name: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// Whether the file is at fault without it.
    pub required: bool,
    /// What it is for, in one sentence.
    pub help: &'static str,
}

/// What a field may hold.
#[derive(Debug)]
pub enum Shape {
    /// Any text on one or more lines.
    Text,
    /// A calendar date, `2014-03-31`.
    Date,
    /// A date, or yes or no.
    DateOrFlag,
    /// A whole number.
    Whole,
    /// A number above nought, with at most three decimals.
    Weight,
    /// A number: whole or decimal, below nought too.
    Number,
    /// A share of 0% or more.
    Percentage,
    /// Yes or no.
    Flag,
    /// One of the rating words.
    Rating,
    /// A roll-up rule: a word, or a map for shares.
    Rule,
    /// A colour, `"#1d4f91"`.
    Colour,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// A list of values of one shape.
    List(&'static Shape),
    /// One text, or a list of texts.
    TextOrList,
    /// A map with fields of its own.
    Map(&'static [Field]),
    /// A map of names that the file chooses, each with the same fields.
    MapOf(&'static [Field]),
    /// Any map: the program hands it on to templates and does not look inside.
    Free,
}

const fn field(name: &'static str, shape: Shape, help: &'static str) -> Field {
    Field { name, shape, required: false, help }
}

const fn required(name: &'static str, shape: Shape, help: &'static str) -> Field {
    Field { name, shape, required: true, help }
}

const TITLE: Field = required("title", Shape::Text, "What the reader sees as the name.");
const ORDER: Field =
    field("order", Shape::Whole, "Its place among its neighbours; without it they follow by title.");
const ROLLUP: Field =
    field("rollup", Shape::Rule, "The rule that makes a section's rating from its entries.");
const OWNER: Field = field("owner", Shape::Text, "The role that answers for it.");
const WAS: Field =
    field("was", Shape::Text, "Its `section/entry` in the previous report, if it has moved since.");
const EXTRA: Field = field("extra", Shape::Free, "Anything that the council's own templates print.");
const KIND: Field =
    field("kind", Shape::Text, "What kind of section this is; `workstream` where nothing is said.");
const DRAFT: Field = field("draft", Shape::Flag, "Keeps this out of the report while it is being written.");
const RESTRICTED: Field = field("restricted", Shape::Flag, "Keeps this out of everything that is published.");

const FILL_AND_TEXT: &[Field] = &[
    required("fill", Shape::Colour, "The colour of the box."),
    required("text", Shape::Colour, "The colour of the word in it."),
];

/// Fields of `content/_index.md`.
pub const COUNCIL: &[Field] = &[
    field("council", Shape::Text, "The council's name."),
    field("language", Shape::Text, "The language of the reports, such as en-GB."),
    field("nation", Shape::Choice(&["england", "wales", "scotland"]), "Whose law on publication applies."),
    ROLLUP,
    field("accent", Shape::Colour, "The colour of headings and rules."),
    field("logo", Shape::Text, "The council's logo: a picture beside this file."),
    field("logo_alt", Shape::Text, "What the logo shows, for people who cannot see it."),
    field(
        "colours",
        Shape::Map(&[
            field("red", Shape::Map(FILL_AND_TEXT), "Colours of a red rating."),
            field("amber", Shape::Map(FILL_AND_TEXT), "Colours of an amber rating."),
            field("green", Shape::Map(FILL_AND_TEXT), "Colours of a green rating."),
            field("complete", Shape::Map(FILL_AND_TEXT), "Colours of a complete rating."),
            field("unrated", Shape::Map(FILL_AND_TEXT), "Colours of everything that is not rated."),
        ]),
        "The council's own colours for ratings.",
    ),
    field(
        "accessibility",
        Shape::Map(&[
            required(
                "compliance",
                Shape::Choice(&["full", "partial", "none"]),
                "How far the reports meet WCAG 2.2 AA, as the council judges.",
            ),
            field("problems", Shape::Text, "What is known to be wrong; Markdown."),
            field("tested", Shape::Text, "What the council itself has tested, how and when; Markdown."),
            required("email", Shape::Text, "Where people can say what they cannot use."),
            field("phone", Shape::Text, "The same by telephone."),
            required("prepared", Shape::Date, "When the statement was first written."),
            field("reviewed", Shape::Date, "When it was last looked over."),
        ]),
        "What the council states of the accessibility of its reports; it makes a page of its own.",
    ),
];

/// Fields of a report's `_index.md`.
pub const REPORT: &[Field] = &[
    TITLE,
    field("council", Shape::Text, "The body whose paper this is, where it is not the council itself."),
    field("period", Shape::Text, "The period, as printed."),
    field("from", Shape::Date, "The first day of the period."),
    field("to", Shape::Date, "The last day of the period."),
    field("previous", Shape::Text, "The folder name of the report to compare with."),
    field("status", Shape::Choice(&["draft", "final"]), "Whether the paper is still a draft."),
    field(
        "meeting",
        Shape::Map(&[
            field("body", Shape::Text, "Who meets."),
            field("date", Shape::Date, "The day of the meeting."),
            field("item", Shape::Text, "The item on its agenda."),
        ]),
        "The meeting that the paper is for.",
    ),
    ROLLUP,
    field(
        "document",
        Shape::Choice(&["progress", "plan"]),
        "Whether the paper tells of progress or is itself the plan; `progress` where nothing is said.",
    ),
    field("plan", Shape::Text, "The folder name of the plan that this report tells the progress of."),
    field("cover", Shape::Map(COVER), "The head and foot of a committee paper."),
    field(
        "priorities",
        Shape::List(&Shape::Map(&[
            required("year", Shape::Text, "The year, as printed."),
            required(
                "entries",
                Shape::List(&Shape::Text),
                "The `section/entry` of each, the most important first.",
            ),
        ])),
        "What a plan puts first, year by year.",
    ),
    field(
        "categories",
        Shape::MapOf(&[
            required("title", Shape::Text, "The name of the category."),
            field("description", Shape::Text, "What belongs to it."),
        ]),
        "What the letters of the actions mean.",
    ),
    DRAFT,
    RESTRICTED,
];

/// Fields of `cover`, in order of print.
const COVER: &[Field] = &[
    field("from", Shape::Text, "Whose paper it is."),
    field("to", Shape::Text, "Which body it is for, and when."),
    field("subject", Shape::Text, "What it is about."),
    field("classification", Shape::Text, "Whether the public may see it, such as Unrestricted."),
    field("decision_reference", Shape::Text, "The reference of the decision."),
    field("wards", Shape::Text, "The wards that it concerns."),
    field("summary", Shape::Text, "What it says, in brief; Markdown."),
    field("recommendations", Shape::List(&Shape::Text), "What the committee is asked to do; Markdown."),
    field(
        "background",
        Shape::List(&Shape::Map(&[
            required("title", Shape::Text, "The name of the document."),
            field("url", Shape::Text, "Its address on the web."),
        ])),
        "Documents that it relies on.",
    ),
    field(
        "contact",
        Shape::Map(&[
            field("name", Shape::Text, "The name of whoever answers questions, if the council prints names."),
            field("role", Shape::Text, "The role of whoever answers questions."),
            field("phone", Shape::Text, "A telephone number."),
            field("email", Shape::Text, "An e-mail address."),
        ]),
        "Who answers questions.",
    ),
];

/// Fields of the `_index.md` of a workstream or enabler.
pub const SECTION: &[Field] = &[
    TITLE,
    KIND,
    OWNER,
    ORDER,
    ROLLUP,
    field("rating", Shape::Rating, "A rating set by the owner in place of the computed one."),
    field("reason", Shape::Text, "Why the owner set the rating."),
    DRAFT,
    RESTRICTED,
];

/// Fields of an entry of a workstream or enabler.
pub const PROJECT: &[Field] = &[
    TITLE,
    field("rating", Shape::Rating, "Where the project stands."),
    ORDER,
    field("lead", Shape::Text, "The role that leads it."),
    field("reason", Shape::Text, "Why it is red or amber."),
    field("action", Shape::Text, "What is being done about it."),
    field("updated", Shape::Date, "When this was last brought up to date."),
    field("due", Shape::Date, "When it is to be finished."),
    field("original_due", Shape::Date, "When it was first to be finished, if that has moved."),
    field(
        "milestones",
        Shape::List(&Shape::Map(&[
            required("title", Shape::Text, "What is to be reached."),
            field("due", Shape::Date, "When it is to be reached."),
            field("original_due", Shape::Date, "When it was first to be reached, if that has moved."),
            field("done", Shape::DateOrFlag, "The day on which it was reached."),
            field("rating", Shape::Rating, "Where it stands."),
        ])),
        "The steps on the way.",
    ),
    field(
        "risks",
        Shape::List(&Shape::Map(&[
            required("level", Shape::Choice(&["high", "medium", "low"]), "How grave it is."),
            required("text", Shape::Text, "What may happen."),
        ])),
        "What may go wrong.",
    ),
    field("weight", Shape::Weight, "How much it counts under the `score` rule; 1 where nothing is said."),
    WAS,
    field(
        "outlook",
        Shape::Map(&[
            field("long_term", Shape::Text, "What is meant to be true in the long term."),
            field("medium_term", Shape::Text, "What is meant to be true in the medium term."),
            field("this_year", Shape::Text, "What is to be done this year."),
        ]),
        "What the plan says of it.",
    ),
    EXTRA,
    DRAFT,
    RESTRICTED,
];

/// Fields of the `_index.md` of indicators or actions.
pub const PLAIN_SECTION: &[Field] = &[TITLE, KIND, OWNER, ORDER, DRAFT, RESTRICTED];

/// Fields of the `_index.md` of a narrative.
pub const NARRATIVE_SECTION: &[Field] = &[
    TITLE,
    KIND,
    OWNER,
    ORDER,
    field("numbered", Shape::Flag, "Whether each paragraph takes the next number of the report."),
    DRAFT,
    RESTRICTED,
];

/// Fields of an indicator.
pub const INDICATOR: &[Field] = &[
    TITLE,
    field("code", Shape::Text, "The council's own short code for it."),
    ORDER,
    field("unit", Shape::Text, "What is counted, such as \"%\", days or \"£m\"."),
    field("better", Shape::Choice(&["higher", "lower"]), "Which way is better."),
    field("target", Shape::Number, "What is aimed at."),
    field("floor", Shape::Number, "The least that is acceptable; a figure that is worse is red."),
    field(
        "tolerance",
        Shape::Percentage,
        "By how many percent of the target a figure may miss it and still be amber.",
    ),
    field("actual", Shape::Number, "The figure of this period."),
    field("basis", Shape::Text, "Over what time it is taken, such as Year to date."),
    field(
        "history",
        Shape::List(&Shape::Map(&[
            required("period", Shape::Text, "The period, as printed."),
            field("actual", Shape::Number, "The figure of that period."),
            field("target", Shape::Number, "What was aimed at."),
        ])),
        "The figures of earlier periods, the oldest first.",
    ),
    field("data_only", Shape::Flag, "Whether it is told for information, without a rating."),
    field("provisional", Shape::Flag, "Whether the figure may still change."),
    OWNER,
    WAS,
    EXTRA,
    DRAFT,
    RESTRICTED,
];

/// Fields of an action.
pub const ACTION: &[Field] = &[
    TITLE,
    required("code", Shape::Text, "Its code, which no other entry of the report has."),
    ORDER,
    field("category", Shape::Text, "The letter of its category, as the report's `categories` explain it."),
    field("paragraphs", Shape::TextOrList, "The numbers of the source's paragraphs that it answers."),
    field("timescale", Shape::Text, "By when."),
    field("leads", Shape::TextOrList, "The roles that lead it."),
    field("evidence", Shape::TextOrList, "How an improvement will be seen; Markdown, or a list."),
    field("monitoring", Shape::TextOrList, "How it is watched; Markdown, or a list."),
    field("status", Shape::Text, "Where it stands, in a word or two."),
    EXTRA,
    DRAFT,
    RESTRICTED,
];

/// Fields of a part of a narrative.
pub const PASSAGE: &[Field] = &[TITLE, ORDER, DRAFT, RESTRICTED];

/// The fields of a section of that kind. A new kind of section begins here.
pub fn section_fields(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Workstream | Kind::Enabler => SECTION,
        Kind::Indicators | Kind::Actions => PLAIN_SECTION,
        Kind::Narrative => NARRATIVE_SECTION,
    }
}

/// The fields of an entry in a section of that kind.
pub fn entry_fields(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Workstream | Kind::Enabler => PROJECT,
        Kind::Indicators => INDICATOR,
        Kind::Actions => ACTION,
        Kind::Narrative => PASSAGE,
    }
}
