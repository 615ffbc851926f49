//! Workstreams and enablers, and their entries.

use super::{
    CODE, DRAFT, ENTRIES_ARE, EXEMPT, EXTRA, Elsewhere, Field, GROUP, GROUP_ELSEWHERE, KIND,
    NUMBERED_ELSEWHERE, ORDER, OVER_SECTIONS_ELSEWHERE, OWNER, RATES_NOTHING, RESTRICTED, ROLLUP,
    SAYS_WHAT_WILL_BE_DONE, SCALE, SectionKind, Shape, TITLE, Table, WAS, field, name,
};
use crate::report::Kind;

/// Projects with ratings and narratives.
pub const WORKSTREAM: SectionKind = SectionKind { kind: Kind::Workstream, section: SECTION, entry: PROJECT };

/// Like a workstream, but usually stating its own rating and narrative.
pub const ENABLER: SectionKind = SectionKind { kind: Kind::Enabler, section: SECTION, entry: PROJECT };

const SECTION: Table = Table {
    name: "section",
    files: "the _index.md of a workstream or enabler",
    noun: "a section",
    fields: &[
        TITLE,
        KIND,
        OWNER,
        ORDER,
        GROUP,
        ENTRIES_ARE,
        field(
            "layout",
            Shape::Choice(&["blocks", "table"]),
            "Whether each entry is printed as a block, or as a row of a table; `blocks` if nothing is given.",
        )
        .not_in_plans("a plan prints each entry under its own heading"),
        SCALE.not_in_plans(RATES_NOTHING),
        ROLLUP.not_in_plans(RATES_NOTHING),
        field("rating", Shape::Rating, "A rating set by the owner in place of the computed one.")
            .asked()
            .dropped()
            .not_in_plans(RATES_NOTHING),
        field("reason", Shape::Text, "Why the owner set the rating.")
            .asked()
            .dropped()
            .not_in_plans(RATES_NOTHING),
        DRAFT,
        RESTRICTED,
        EXEMPT,
    ],
    elsewhere: &[
        NUMBERED_ELSEWHERE,
        OVER_SECTIONS_ELSEWHERE,
        Elsewhere {
            words: &["aspects"],
            help: "write it in the report's `_index.md` or the council's: it holds for every section",
        },
    ],
    answers: &["owner"],
    body: "Progress",
};

const PROJECT: Table = Table {
    name: "project",
    files: "an entry of a workstream or enabler",
    noun: "an entry",
    fields: &[
        TITLE,
        field(
            "rating",
            Shape::Rating,
            "The project's rating; without it, the worst of those of its aspects.",
        )
        .asked()
        .emptied()
        .not_in_plans(SAYS_WHAT_WILL_BE_DONE),
        field("ratings", Shape::Ratings, "The rating of each of the `aspects` that the report names.")
            .emptied()
            .not_in_plans(SAYS_WHAT_WILL_BE_DONE),
        CODE,
        ORDER,
        field("lead", Shape::Text, "The role that leads it."),
        field(
            "leads",
            Shape::OneOrList(&Shape::Text),
            "The roles that lead it together, or besides the `lead`.",
        )
        .each("a lead"),
        field("email", Shape::Text, "The e-mail address of its lead, for chasing; no report prints it.")
            .also(&["mail", "e-mail"]),
        field("portfolio", Shape::Text, "The portfolio of the Cabinet member who answers for it."),
        field("wards", Shape::OneOrList(&Shape::Text), "The wards that it affects.")
            .each("a ward")
            .also(&["ward"]),
        field("stage", Shape::Text, "How far it has come, in the council's own word, such as Design.")
            .asked()
            .not_in_plans(SAYS_WHAT_WILL_BE_DONE),
        field("progress", Shape::Progress, "How much of it is done, in percent.")
            .also(&["percent_complete"])
            .titled("Percent done")
            .asked()
            .emptied()
            .not_in_plans(SAYS_WHAT_WILL_BE_DONE),
        field("reason", Shape::Text, "Why it is rated so, if that is not the best rating.")
            .asked()
            .emptied()
            .not_in_plans(SAYS_WHAT_WILL_BE_DONE),
        field("action", Shape::Text, "What is being done about it.")
            .asked()
            .emptied()
            .not_in_plans(SAYS_WHAT_WILL_BE_DONE),
        field("updated", Shape::Date, "When this was last updated.")
            .asked()
            .emptied()
            .not_in_plans(SAYS_WHAT_WILL_BE_DONE),
        field("due", Shape::When, "When it is due to be finished.")
            .asked()
            .not_in_plans(SAYS_WHAT_WILL_BE_DONE),
        field("original_due", Shape::When, "When it was originally due to be finished, if that has moved.")
            .asked()
            .not_in_plans(SAYS_WHAT_WILL_BE_DONE),
        field("milestones", Shape::List(&Shape::Map(MILESTONE)), "The steps towards finishing it.")
            .each("a milestone")
            .not_in_plans(SAYS_WHAT_WILL_BE_DONE),
        field("risks", Shape::List(&Shape::Map(RISK)), "What might go wrong.")
            .each("a risk")
            .not_in_plans(SAYS_WHAT_WILL_BE_DONE),
        field("weight", Shape::Weight, "How much it counts under the `score` rule; 1 if none is given.")
            .not_in_plans(SAYS_WHAT_WILL_BE_DONE),
        WAS.not_in_plans(SAYS_WHAT_WILL_BE_DONE),
        field("outlook", Shape::Map(OUTLOOK), "What the plan says about it.")
            .only_in_plans("only a plan prints an outlook"),
        EXTRA,
        DRAFT,
        RESTRICTED,
        EXEMPT,
    ],
    elsewhere: &[GROUP_ELSEWHERE],
    answers: &["lead", "leads"],
    body: "Progress",
};

const MILESTONE: &[Field] = &[
    name("title", "What will be reached.").required(),
    field("due", Shape::When, "When it is due."),
    field("original_due", Shape::When, "When it was originally due, if that has moved."),
    field("done", Shape::Done, "When it was reached."),
    field("rating", Shape::Rating, "Its rating."),
];

const RISK: &[Field] = &[
    field("level", Shape::Choice(&["high", "medium", "low"]), "How serious it is.").required(),
    field("text", Shape::Text, "What might happen.").required(),
];

const OUTLOOK: &[Field] = &[
    field("long_term", Shape::Markdown, "What should be true in the long term."),
    field("medium_term", Shape::Markdown, "What should be true in the medium term."),
    field("this_year", Shape::Markdown, "What will be done this year."),
];
