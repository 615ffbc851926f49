//! What entries are called where the report speaks of them.

/// A council's own word for its entries.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Noun {
    /// For one: "measure".
    pub one: String,
    /// For several: "measures".
    pub several: String,
}

/// What entries of one sort are called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Naming {
    /// By the program's own word.
    #[default]
    Usual,
    /// By the council's word.
    Own(Noun),
    /// By a word for all, because sections have different words.
    Various,
    /// By the word for an action, because only actions are meant.
    Actions,
}

/// What the entries of each sort are called, in one section or over a whole report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Nouns {
    /// The entries of workstreams and enablers.
    pub projects: Naming,
    /// Those of indicators.
    pub indicators: Naming,
    /// Those of actions.
    pub actions: Naming,
}

impl Naming {
    /// What entries are called together that are called so one by one.
    pub(super) fn of(all: impl IntoIterator<Item = Self>) -> Self {
        let mut all = all.into_iter();
        let Some(first) = all.next() else { return Self::Usual };
        if all.all(|other| other == first) { first } else { Self::Various }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_share_a_word_only_if_all_have_it() {
        let own = |one: &str| Naming::Own(Noun { one: one.to_owned(), several: format!("{one}s") });
        assert_eq!(Naming::of([]), Naming::Usual);
        assert_eq!(Naming::of([own("measure"), own("measure")]), own("measure"));
        assert_eq!(Naming::of([own("measure"), Naming::Usual]), Naming::Various);
    }
}
