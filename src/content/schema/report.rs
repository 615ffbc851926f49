//! A report's own file, `content/REPORT/_index.md`.

use super::{
    ASPECTS, DRAFT, ENTRIES_ARE, Elsewhere, Field, OWNER, RATES_NOTHING, RESTRICTED, ROLLUP, SCALE, Shape,
    TITLE, Table, field, name,
};
use crate::content::limits;
use crate::report::Rule;

/// A report's own file.
pub const REPORT: Table = Table {
    name: "report",
    files: "a report's _index.md",
    noun: "a report",
    fields: &[
        TITLE,
        name("council", "The body whose paper this is, where it is not the council itself."),
        field("period", Shape::Text, "The period, as printed.").up_to(limits::LONGEST_PERIOD).emptied(),
        field("from", Shape::Date, "The first day of the period.").emptied(),
        field("to", Shape::Date, "The last day of the period.").emptied(),
        field("previous", Shape::Text, "The folder name of the previous report, to compare with.")
            .dropped()
            .not_in_plans("a plan is not compared with an earlier report"),
        field("status", Shape::Choice(&["draft", "final"]), "Whether the paper is still a draft.").dropped(),
        field(
            "meeting",
            Shape::OneOrList(&Shape::Map(&[
                field("body", Shape::Text, "The body that meets."),
                field("date", Shape::Date, "The day of the meeting."),
                field("item", Shape::Text, "The item on its agenda."),
            ])),
            "The meeting that the paper is for; of several, the earliest sets the last day for publishing.",
        )
        .emptied(),
        SCALE.not_in_plans(RATES_NOTHING),
        ROLLUP.not_in_plans(RATES_NOTHING),
        ASPECTS.not_in_plans(RATES_NOTHING),
        ENTRIES_ARE,
        field(
            "groups",
            Shape::List(&Shape::Map(GROUPS)),
            "The headings under which sections stand together, in order of print.",
        )
        .each("a group"),
        field(
            "overall",
            Shape::Rule(&Rule::COMPUTING),
            "The rule that works out a rating for the whole report from those of its sections.",
        )
        .not_in_plans(RATES_NOTHING),
        field(
            "document",
            Shape::Choice(&["progress", "plan"]),
            "Whether the paper reports progress or is itself the plan; `progress` if nothing is given.",
        ),
        field("plan", Shape::Text, "The folder name of the plan whose progress this reports.")
            .not_in_plans("only a report on progress names its plan"),
        field("cover", Shape::Map(COVER), "The head and foot of a committee paper.").kept_with_text(),
        field("priorities", Shape::List(&Shape::Map(PRIORITIES)), "The plan's priorities, year by year.")
            .only_in_plans("only a plan prints priorities"),
        field(
            "categories",
            Shape::MapOf(&[TITLE_OF_CATEGORY, field("description", Shape::Text, "What belongs in it.")]),
            "What the letters of the actions mean.",
        ),
        DRAFT,
        RESTRICTED,
    ],
    elsewhere: &[
        Elsewhere {
            words: &["required_headings"],
            help: "write it in the council's own file, `content/_index.md`: it holds for all papers",
        },
        Elsewhere {
            words: &["exempt"],
            help: "write it in the section or entry that is exempt; if the whole paper is, write `restricted: true` here",
        },
    ],
    answers: &[],
    body: "Text",
};

const GROUPS: &[Field] = &[
    name("id", "The name by which sections say that they belong to it, in lower case.").required(),
    name("title", "What the reader sees as its name.").required(),
    field("about", Shape::Markdown, "What it is about; Markdown."),
    OWNER,
    field(
        "rollup",
        Shape::Rule(&Rule::COMPUTING),
        "The rule that works out its rating from those of its sections; without one it has none.",
    ),
];

const TITLE_OF_CATEGORY: Field = name("title", "The name of the category.").required();

const PRIORITIES: &[Field] = &[
    name("year", "The year, as printed.").required(),
    field("entries", Shape::List(&Shape::Text), "The `section/entry` of each, the most important first.")
        .required(),
];

/// Fields of `cover`, in order of print.
const COVER: &[Field] = &[
    field("from", Shape::OneOrList(&Shape::Text), "Who the paper is from."),
    field("to", Shape::OneOrList(&Shape::Text), "Which body it is for, and when."),
    name("subject", "What it is about."),
    field("classification", Shape::Text, "Whether the public may see it, such as Unrestricted."),
    name("decision_reference", "The reference number of the decision."),
    field("wards", Shape::Text, "The wards affected."),
    field(
        "heading",
        Shape::List(&Shape::Map(&[
            name("label", "What the line is called, such as Key decision.").required(),
            field("text", Shape::Text, "What it says.").required(),
        ])),
        "Further lines for the head of the paper, in the council's own words.",
    )
    .each("a line of `heading`"),
    field("summary", Shape::Markdown, "Its summary; Markdown."),
    field("recommendations", Shape::List(&Shape::Markdown), "What the committee is asked to do; Markdown."),
    field(
        "background",
        Shape::List(&Shape::Map(&[
            name("title", "The name of the document.").required(),
            field("url", Shape::Text, "Its address on the web.").also(&["link", "address", "href"]),
        ])),
        "The background documents that it relies on.",
    ),
    field(
        "contact",
        Shape::OneOrList(&Shape::Map(&[
            field(
                "name",
                Shape::Text,
                "The name of the person who answers questions, if the council prints names.",
            ),
            field("role", Shape::Text, "The role of the person who answers questions."),
            field("phone", Shape::Text, "A telephone number.").also(&["telephone", "tel", "mobile"]),
            field("email", Shape::Text, "An e-mail address.").also(&["mail", "e-mail"]),
        ])),
        "Who answers questions.",
    ),
];
