//! What is said of something that is exempt: the law in both copies, and in the public one nothing else but the title.

use serde::Serialize;

use super::PrintedRating;
use crate::report::exempt::{Place, in_order};
use crate::report::prose::entry_anchor;
use crate::report::{Exempt, Nation, Scale, Withheld};
use crate::text::full_stop;
use crate::words::{Words, say};

/// Why something is not for publication, in the words of the nation's law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// What it contains, and under which paragraph it is exempt.
    pub law: String,
    /// Why, in the council's own words.
    pub why: Option<String>,
}

/// An exempt entry of which only the title is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Announced {
    /// Its anchor.
    pub anchor: String,
    /// Its title, with its code if it has one.
    pub title: String,
    /// What is said in place of its text.
    pub exempt: Notice,
}

impl Notice {
    /// What is said of something exempt.
    pub(super) fn new(exempt: &Exempt, words: &Words) -> Self {
        let law = law(exempt, words);
        Self { law, why: exempt.why.as_ref().map(|why| say!(words, "exempt-why", why = full_stop(why))) }
    }

    /// What is said of something that may be exempt.
    pub(super) fn of(exempt: Option<&Exempt>, words: &Words) -> Option<Self> {
        exempt.map(|exempt| Self::new(exempt, words))
    }
}

/// What something exempt contains, and under which paragraph of which law it is.
pub(crate) fn law(exempt: &Exempt, words: &Words) -> String {
    let numbers = words.all_of(exempt.paragraphs.iter().map(i64::to_string));
    let count = exempt.paragraphs.len();
    let described = exempt.paragraphs.iter().map(|paragraph| match exempt.law {
        Nation::England => say!(words, "exempt-information-england", paragraph = *paragraph),
        Nation::Wales => say!(words, "exempt-information-wales", paragraph = *paragraph),
        Nation::Scotland | Nation::NorthernIreland => String::new(),
    });
    let described = words.semicolons(described.filter(|text| !text.is_empty()));
    match exempt.law {
        Nation::England => {
            say!(words, "exempt-england", count = count, numbers = numbers, information = described)
        }
        Nation::Wales => {
            say!(words, "exempt-wales", count = count, numbers = numbers, information = described)
        }
        Nation::Scotland => say!(words, "exempt-scotland", count = count, numbers = numbers),
        Nation::NorthernIreland => {
            say!(words, "exempt-northern-ireland", count = count, numbers = numbers)
        }
    }
}

impl PrintedRating {
    /// What stands in place of the rating of something exempt.
    pub(super) fn exempt(words: &Words) -> Self {
        let word = say!(words, "exempt").to_owned();
        Self { look: &Scale::standard().not_rated().state().look.name, short: word.clone(), word }
    }
}

/// The title of something exempt, after its code if it has one.
pub(super) fn coded_title(entry: &Withheld, words: &Words) -> String {
    match &entry.code {
        Some(code) => say!(words, "code-and-title", code = code, title = &entry.title),
        None => entry.title.clone(),
    }
}

/// The exempt entries of a section whose entries are printed in a table.
pub(super) fn announced(section: &str, withheld: &[Withheld], words: &Words) -> Vec<Announced> {
    let announced = withheld.iter().map(|entry| Announced {
        anchor: entry_anchor(section, &entry.id),
        title: coded_title(entry, words),
        exempt: Notice::new(&entry.exempt, words),
    });
    announced.collect()
}

/// What `print` makes of each entry that is printed, and `announce` of each that is not, in order of print.
pub(super) fn woven<T, V>(
    entries: &[T],
    withheld: &[Withheld],
    mut print: impl FnMut(&T) -> V,
    mut announce: impl FnMut(&Withheld) -> V,
) -> Vec<V> {
    let places = in_order(entries, withheld).map(|place| match place {
        Place::Printed(_, entry) => print(entry),
        Place::Announced(withheld) => announce(withheld),
    });
    places.collect()
}
