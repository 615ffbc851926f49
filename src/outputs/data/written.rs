//! How the data files write single values of the model: dates, figures, ratings and the like.
//!
//! In: the model's own values, which stay as they are until a file is written. Out: the stable texts that other
//! programs read, and what the schema says about them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::report::compare::Movement;
use crate::report::rate::{Counts, Direction};
use crate::report::{Better, Date, DocumentKind, Kind, Number, Preset, Rating, Share, Status, When};

/// A value of the model that is written as a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written<T>(pub T);

impl<T: Form> Written<T> {
    /// The value.
    pub fn text(self) -> Cow<'static, str> {
        self.0.text()
    }
}

impl<T: Form> Serialize for Written<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<T: Form> JsonSchema for Written<T> {
    fn schema_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        T::schema()
    }
}

/// How a value of the model is written in a data file.
pub trait Form: Copy {
    /// Its name in the schema.
    const NAME: &'static str;

    /// The text that is written.
    fn text(self) -> Cow<'static, str>;

    /// What the schema says about such texts.
    fn schema() -> Schema;
}

/// The schema of a text that is one of some words.
pub(super) fn one_of<const N: usize>(words: [&str; N]) -> Schema {
    json_schema!({ "type": "string", "enum": words.as_slice() })
}

impl Form for Date {
    const NAME: &'static str = "Date";

    fn text(self) -> Cow<'static, str> {
        self.iso().into()
    }

    fn schema() -> Schema {
        json_schema!({
            "description": "A date, as 2014-03-31.",
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        })
    }
}

impl Form for When {
    const NAME: &'static str = "When";

    fn text(self) -> Cow<'static, str> {
        self.typed().into()
    }

    fn schema() -> Schema {
        json_schema!({
            "description": "A month, as 2014-03, or a quarter of a financial year, as Q4 2013/14.",
            "type": "string",
            "pattern": "^([0-9]{4}-[0-9]{2}|Q[1-4] [0-9]{4}/[0-9]{2})$",
        })
    }
}

impl Form for Number {
    const NAME: &'static str = "Number";

    fn text(self) -> Cow<'static, str> {
        self.plain().into()
    }

    fn schema() -> Schema {
        json_schema!({
            "description": "A figure as text, so that no decimal is lost.",
            "type": "string",
            "pattern": "^-?[0-9]+([.][0-9]+)?$",
        })
    }
}

impl Form for Share {
    const NAME: &'static str = "Share";

    fn text(self) -> Cow<'static, str> {
        Share::text(self).into()
    }

    fn schema() -> Schema {
        json_schema!({ "description": "A percentage, as 33.3%.", "type": "string" })
    }
}

impl Form for Rating {
    const NAME: &'static str = "Rating";

    fn text(self) -> Cow<'static, str> {
        self.id().into()
    }

    fn schema() -> Schema {
        json_schema!({
            "description": "The id of a rating of the scale in force; n/a, info and not-rated are in every scale.",
            "type": "string",
            "pattern": RATING,
        })
    }
}

impl Form for Preset {
    const NAME: &'static str = "Preset";

    fn text(self) -> Cow<'static, str> {
        self.name().into()
    }

    fn schema() -> Schema {
        one_of(Self::ALL.map(Self::name))
    }
}

impl Form for Movement {
    const NAME: &'static str = "Movement";

    fn text(self) -> Cow<'static, str> {
        self.id().into()
    }

    fn schema() -> Schema {
        one_of(
            [
                Self::Improved,
                Self::Worsened,
                Self::NoChange,
                Self::New,
                Self::NotRated,
                Self::NotRatedBefore,
                Self::NoLongerRated,
                Self::RuleChanged,
                Self::ScaleChanged,
            ]
            .map(Self::id),
        )
    }
}

impl Form for Direction {
    const NAME: &'static str = "Direction";

    fn text(self) -> Cow<'static, str> {
        self.id().into()
    }

    fn schema() -> Schema {
        one_of([Self::Improving, Self::Worsening, Self::NoChange].map(Self::id))
    }
}

impl Form for Kind {
    const NAME: &'static str = "Kind";

    fn text(self) -> Cow<'static, str> {
        self.name().into()
    }

    fn schema() -> Schema {
        one_of(Self::ALL.map(Self::name))
    }
}

impl Form for DocumentKind {
    const NAME: &'static str = "DocumentKind";

    fn text(self) -> Cow<'static, str> {
        self.name().into()
    }

    fn schema() -> Schema {
        one_of([Self::Progress, Self::Plan].map(Self::name))
    }
}

impl Form for Status {
    const NAME: &'static str = "Status";

    fn text(self) -> Cow<'static, str> {
        match self {
            Self::Draft => "draft".into(),
            Self::Final => "final".into(),
        }
    }

    fn schema() -> Schema {
        one_of(["draft", "final"])
    }
}

impl Form for Better {
    const NAME: &'static str = "Better";

    fn text(self) -> Cow<'static, str> {
        match self {
            Self::Higher => "higher".into(),
            Self::Lower => "lower".into(),
        }
    }

    fn schema() -> Schema {
        one_of(["higher", "lower"])
    }
}

/// The form of a rating's id.
pub(super) const RATING: &str = "^([a-z0-9]+(-[a-z0-9]+)*|n/a)$";

/// How many entries have each rating, by its id; every rating is there, even at 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ByRating(BTreeMap<&'static str, usize>);

impl ByRating {
    /// Counts of one or more scales, together.
    pub fn new(all: &[Counts]) -> Self {
        let mut counts = BTreeMap::new();
        for own in all {
            for rating in own.scale().ratings() {
                *counts.entry(rating.id()).or_default() += own.get(rating);
            }
        }
        Self(counts)
    }
}

impl JsonSchema for ByRating {
    fn schema_name() -> Cow<'static, str> {
        "Counts".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "How many have each rating, by its id; every rating of the scale is there, even at 0.",
            "type": "object",
            "propertyNames": { "pattern": RATING },
            "additionalProperties": { "type": "integer", "minimum": 0 },
        })
    }
}
