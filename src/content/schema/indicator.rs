//! Indicators: figures against targets.

use super::{
    DRAFT, EXEMPT, EXTRA, Elsewhere, Field, NUMBERED_ELSEWHERE, ORDER, OWNER, PLAIN_SECTION, RESTRICTED,
    SectionKind, Shape, TITLE, Table, WAS, field, name,
};
use crate::content::limits;
use crate::report::Kind;

/// Figures against targets.
pub const INDICATORS: SectionKind = SectionKind {
    kind: Kind::Indicators,
    section: Table {
        name: "plain-section",
        files: "the _index.md of indicators or actions",
        noun: "a section of indicators",
        fields: PLAIN_SECTION,
        elsewhere: &[
            Elsewhere {
                words: &["rating", "rollup", "reason"],
                help: "indicators are rated one by one, and counted: delete the line",
            },
            NUMBERED_ELSEWHERE,
        ],
        answers: &["owner"],
        body: "Text",
    },
    entry: Table {
        name: "indicator",
        files: "an entry of a section of indicators",
        noun: "an indicator",
        fields: INDICATOR,
        elsewhere: &[Elsewhere {
            words: &["direction", "previous"],
            help: "it is worked out from `actual` and the last item of `history`: delete the line",
        }],
        answers: &["owner"],
        body: "Commentary",
    },
};

const INDICATOR: &[Field] = &[
    TITLE,
    name("code", "The council's own short code for it."),
    ORDER,
    name("unit", "Its unit, such as \"%\", days or \"£m\"."),
    field("better", Shape::Choice(&["higher", "lower"]), "Whether a higher or a lower figure is better."),
    field("target", Shape::Number, "The figure to reach."),
    field("original_target", Shape::Number, "What the target first was, if it has been changed."),
    field(
        "green_tolerance",
        Shape::Percentage,
        "How far a figure may miss the target and still be green, in percent of the target.",
    )
    .also(&["tolerance_green", "green_within"]),
    field("floor", Shape::Number, "The least that is acceptable; a figure that is worse is red."),
    field(
        "tolerance",
        Shape::Percentage,
        "How far a figure may miss the target and still be amber, in percent of the target.",
    ),
    field(
        "limits",
        Shape::Limits,
        "The limit of each step of the scale but the worst, in place of `floor` and `tolerance`; `target` is then only what \
         is aimed at.",
    ),
    field("actual", Shape::Number, "The figure of this period.").asked().emptied(),
    field("forecast", Shape::Number, "The figure expected at the end of the year.")
        .also(&["year_end_forecast", "predicted"])
        .asked()
        .emptied(),
    field("year_target", Shape::Number, "The target for the whole year, if it is not `target`.")
        .also(&["annual_target", "year_end_target"]),
    field("rating", Shape::Rating, "A rating that somebody has judged right in place of the computed one.")
        .asked()
        .dropped(),
    field("reason", Shape::Text, "Why the rating was judged so.").asked().dropped(),
    field("action", Shape::Text, "What is being done about it.").asked().emptied(),
    field("basis", Shape::Text, "The time that the figure covers, such as Year to date."),
    field("history", Shape::List(&Shape::Map(PAST)), "The figures of earlier periods, the oldest first.")
        .at_most(limits::MOST_FIGURES, "delete the oldest figures, which come first"),
    field(
        "compare_with",
        Shape::OneOrList(&Shape::Text),
        "The earlier figures that this one is compared with: `previous`, which holds if none is named, or the `period` of a \
         figure in `history`.",
    )
    .at_most(limits::MOST_COMPARISONS, "keep those that readers need")
    .emptied(),
    field("benchmarks", Shape::List(&Shape::Map(BENCHMARK)), "The figures of others, such as neighbours.")
        .each("a benchmark")
        .at_most(limits::MOST_BENCHMARKS, "keep those that readers need"),
    field("data_only", Shape::Flag, "Whether it is given for information only, without a rating."),
    field("provisional", Shape::Flag, "Whether the figure may still change.").asked().dropped(),
    OWNER.also(&["lead"]),
    WAS,
    EXTRA,
    DRAFT,
    RESTRICTED,
    EXEMPT,
];

const BENCHMARK: &[Field] = &[
    name("name", "Whose figure it is, such as England or Family group.")
        .up_to(limits::LONGEST_PAST_PERIOD)
        .required(),
    field("figure", Shape::Number, "The figure.").required(),
];

const PAST: &[Field] = &[
    field("period", Shape::Text, "The period, as printed.").up_to(limits::LONGEST_PAST_PERIOD).required(),
    field("actual", Shape::Number, "The figure of that period."),
    field("target", Shape::Number, "The target of that period."),
];
