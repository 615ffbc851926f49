//! How the data files write single values of the model: dates, figures, ratings and the like.
//!
//! In: the model's own values, which stay what they are until a file is written. Out: the lasting texts that other
//! programs read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use crate::report::compare::Movement;
use crate::report::rate::{Counts, Direction};
use crate::report::{Better, Date, DocumentKind, Kind, Number, Rating, Share, Status};

/// A value of the model that is written as a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written<T>(pub T);

impl<T: Form> Written<T> {
    /// What is written.
    pub fn text(self) -> Cow<'static, str> {
        self.0.text()
    }
}

impl<T: Form> Serialize for Written<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

/// What a value of the model is in a data file.
pub trait Form: Copy {
    /// The text that is written.
    fn text(self) -> Cow<'static, str>;
}

impl Form for Date {
    fn text(self) -> Cow<'static, str> {
        self.iso().into()
    }
}

impl Form for Number {
    fn text(self) -> Cow<'static, str> {
        self.plain().into()
    }
}

impl Form for Share {
    fn text(self) -> Cow<'static, str> {
        Share::text(self).into()
    }
}

impl Form for Rating {
    fn text(self) -> Cow<'static, str> {
        self.id().into()
    }
}

impl Form for Movement {
    fn text(self) -> Cow<'static, str> {
        self.id().into()
    }
}

impl Form for Direction {
    fn text(self) -> Cow<'static, str> {
        self.id().into()
    }
}

impl Form for Kind {
    fn text(self) -> Cow<'static, str> {
        self.name().into()
    }
}

impl Form for DocumentKind {
    fn text(self) -> Cow<'static, str> {
        self.name().into()
    }
}

impl Form for Status {
    fn text(self) -> Cow<'static, str> {
        match self {
            Self::Draft => "draft".into(),
            Self::Final => "final".into(),
        }
    }
}

impl Form for Better {
    fn text(self) -> Cow<'static, str> {
        match self {
            Self::Higher => "higher".into(),
            Self::Lower => "lower".into(),
        }
    }
}

/// How many entries have each rating; every rating is there, even at 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByRating(pub Counts);

impl Serialize for ByRating {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // In the order of their names, in which they have always stood.
        let counts: BTreeMap<&str, usize> =
            Rating::ALL.into_iter().map(|rating| (rating.id(), self.0.get(rating))).collect();
        counts.serialize(serializer)
    }
}
