//! The council's own file, `content/_index.md`.

use super::{ASPECTS, ENTRIES_ARE, Elsewhere, Field, ROLLUP, SCALE, Shape, Table, field, name};

/// The council's own file.
pub const COUNCIL: Table = Table {
    name: "council",
    files: "content/_index.md",
    noun: "the council's file",
    fields: &[
        name("council", "The council's name."),
        field("language", Shape::Text, "The language of the reports, such as en-GB."),
        field(
            "nation",
            Shape::Choice(&["england", "wales", "scotland", "northern-ireland"]),
            "The nation whose law on publication and exempt information applies.",
        ),
        SCALE,
        ROLLUP,
        ASPECTS,
        ENTRIES_ARE,
        field(
            "required_headings",
            Shape::List(&Shape::Text),
            "The headings that every committee paper must have; `check` names those that a paper lacks.",
        )
        .each("a heading"),
        field("accent", Shape::Colour, "The colour of headings and rules."),
        field("logo", Shape::Text, "The council's logo: a picture beside this file."),
        name("logo_alt", "What the logo shows, for people who cannot see it."),
        field("colours", Shape::Map(COLOURS), "The council's own colours for ratings."),
        field(
            "outputs",
            Shape::List(&Shape::Choice(&["html", "pdf", "docx"])),
            "What is made of each report: html and pdf always, and a Word file where docx is in the list.",
        ),
        field(
            "accessibility",
            Shape::Map(ACCESSIBILITY),
            "The council's statement on the accessibility of its reports, which is printed on its own page.",
        ),
    ],
    elsewhere: &[
        Elsewhere {
            words: &["groups", "overall"],
            help: "write it in the `_index.md` of each report: what stands together differs from report to report",
        },
        Elsewhere {
            words: &["draft", "restricted"],
            help: "write it in the entry that you want to keep back, or in the `_index.md` of the report or section",
        },
        Elsewhere {
            words: &["exempt"],
            help: "write it in the entry that is exempt, or in the `_index.md` of the section",
        },
    ],
    answers: &[],
    body: "Text",
};

const COLOURS: &[Field] = &[
    field("red", Shape::Map(PAIR), "Colours of a red rating."),
    field("orange", Shape::Map(PAIR), "Colours of an orange rating."),
    field("amber", Shape::Map(PAIR), "Colours of an amber rating."),
    field("yellow", Shape::Map(PAIR), "Colours of a yellow rating."),
    field("lime", Shape::Map(PAIR), "Colours of a lime rating."),
    field("green", Shape::Map(PAIR), "Colours of a green rating."),
    field("teal", Shape::Map(PAIR), "Colours of a teal rating."),
    field("blue", Shape::Map(PAIR), "Colours of a blue rating, such as Complete."),
    field("purple", Shape::Map(PAIR), "Colours of a purple rating."),
    field("grey", Shape::Map(PAIR), "Colours of a grey rating."),
    field("complete", Shape::Map(PAIR), "Another name for `blue`."),
    field("unrated", Shape::Map(PAIR), "Colours of everything that is not rated."),
];

const PAIR: &[Field] = &[
    field("fill", Shape::Colour, "The colour of the box.").required(),
    field("text", Shape::Colour, "The colour of the word in it.").required(),
];

const ACCESSIBILITY: &[Field] = &[
    field(
        "compliance",
        Shape::Choice(&["full", "partial", "none"]),
        "How far the reports meet WCAG 2.2 AA, as the council judges.",
    )
    .required(),
    field("problems", Shape::Markdown, "What is known to be wrong; Markdown."),
    field("tested", Shape::Markdown, "What the council has tested, how and when; Markdown."),
    field("email", Shape::Text, "The e-mail address for reporting what cannot be used.").required(),
    field("phone", Shape::Text, "The telephone number for the same."),
    field("prepared", Shape::Date, "When the statement was first written.").required(),
    field("reviewed", Shape::Date, "When it was last reviewed."),
];
