//! Narratives: text alone, in parts.

use super::{
    DRAFT, EXEMPT, Elsewhere, GROUP, KIND, ORDER, OWNER, RESTRICTED, SectionKind, Shape, TITLE, Table, field,
};
use crate::report::Kind;

/// Text, with numbered paragraphs if wanted.
pub(crate) const NARRATIVE: SectionKind = SectionKind {
    kind: Kind::Narrative,
    section: Table {
        name: "narrative-section",
        files: "the _index.md of a narrative",
        noun: "a narrative section",
        fields: &[
            TITLE,
            KIND,
            OWNER,
            ORDER,
            GROUP,
            field("numbered", Shape::Flag, "Whether each paragraph takes the report's next number."),
            DRAFT,
            RESTRICTED,
            EXEMPT,
        ],
        elsewhere: &[Elsewhere {
            words: &["rating", "rollup", "reason"],
            help: "nothing in such a section is rated: delete the line",
        }],
        answers: &["owner"],
        body: "Text",
    },
    entry: Table {
        name: "passage",
        files: "an entry of a narrative",
        noun: "a part of a narrative",
        fields: &[TITLE, ORDER, DRAFT, RESTRICTED, EXEMPT],
        elsewhere: &[],
        answers: &[],
        body: "Text",
    },
};
