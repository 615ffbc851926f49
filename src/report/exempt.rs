//! Exempt information: what a public copy announces and does not print, and the law under which it may.
//!
//! In: the nation whose law applies, and a paragraph of it. Out: whether the law has that paragraph, and what takes the
//! place of an exempt section or entry among those that are printed. The words of the law are in the catalogue.
//!
//! | Nation | Paragraphs | Law | Resolution to exclude the public |
//! |---|---|---|---|
//! | England | 1 to 7 | Local Government Act 1972, Schedule 12A, Part 1, as substituted by SI 2006/88 | section 100A(4); for an executive, SI 2012/2089, regulation 4(2)(b) |
//! | Wales | 12 to 18 | the same, Part 4, as substituted by SI 2007/969 (W.86) | section 100A(4) |
//! | Scotland | 1 to 15 | Local Government (Scotland) Act 1973, Schedule 7A, Part I | section 50A(4) |
//! | Northern Ireland | not known | Local Government Act (Northern Ireland) 2014, Schedule 6 | section 42(4) |
//!
//! Read at legislation.gov.uk: `ukpga/1972/70/schedule/12A`, `wsi/2007/969/schedules/made`, `uksi/2012/2089/part/2`,
//! `ukpga/1973/65/schedule/7A` and `nia/2014/8/section/42/enacted`; paragraph 7 of England at
//! plymouth.gov.uk/exempt-information. Not read: the list of Schedule 6, so any paragraph of it is taken as it is typed
//! and `check` says so; and paragraphs 10, 13 and 15 of Schedule 7A, of which 13 and the informants of 15 are spoken of in
//! its Parts II and III. For standards committees in Wales SI 2007/951 (W.81) adds 18A to 18C, which no report to a
//! Cabinet can need. Resolutions of executives in Wales have regulations of their own, which were not read.

use std::ops::RangeInclusive;

use super::{Kind, Nation};

/// Why something is not for publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exempt {
    /// Whose law makes it exempt.
    pub law: Nation,
    /// The paragraphs of that law.
    pub paragraphs: Vec<i64>,
    /// Why, in the council's own words, for the public too.
    pub why: Option<String>,
}

/// The paragraphs that describe exempt information in the law of a nation, if they are known.
pub(crate) fn paragraphs(nation: Nation) -> Option<RangeInclusive<i64>> {
    match nation {
        Nation::England => Some(1..=7),
        Nation::Wales => Some(12..=18),
        Nation::Scotland => Some(1..=15),
        Nation::NorthernIreland => None,
    }
}

/// What the public sees of an exempt section or entry: that it is there, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// How many of its neighbours that are printed stand before it.
    pub after: usize,
    /// The name of its folder or file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its code, by which others refer to it.
    pub code: Option<String>,
    /// The id of the group that it belongs to, if it is a section.
    pub group: Option<String>,
    /// The kind of section that it is, or is in.
    pub kind: Kind,
    /// Why it is not printed.
    pub exempt: Exempt,
    /// How many numbers its paragraphs take, so that those after it have the same numbers in both copies.
    pub numbers: usize,
    /// The sections and entries of the previous report that it continues.
    pub continues: Vec<(String, String)>,
}

/// One of the sections of a report, or of the entries of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place<'a, T> {
    /// It is printed; with its number among those that are, from 0.
    Printed(usize, &'a T),
    /// It is only announced.
    Announced(&'a Withheld),
}

/// What is printed and what is only announced, in order of print.
pub fn in_order<'a, T>(printed: &'a [T], withheld: &'a [Withheld]) -> impl Iterator<Item = Place<'a, T>> {
    (0..=printed.len()).flat_map(move |place| {
        let announced = withheld.iter().filter(move |withheld| withheld.after == place);
        let own = printed.get(place).map(|own| Place::Printed(place, own));
        announced.map(Place::Announced).chain(own)
    })
}

/// Takes out of `items` what is exempt, as `announce` says of each, and gives what takes its place.
pub(super) fn withhold<T>(items: &mut Vec<T>, announce: impl Fn(&T) -> Option<Withheld>) -> Vec<Withheld> {
    let mut withheld = Vec::new();
    let mut printed = Vec::with_capacity(items.len());
    for item in items.drain(..) {
        match announce(&item) {
            Some(stub) => withheld.push(Withheld { after: printed.len(), ..stub }),
            None => printed.push(item),
        }
    }
    *items = printed;
    withheld
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stub(id: &str) -> Withheld {
        Withheld {
            after: 0,
            id: id.to_owned(),
            title: String::new(),
            code: None,
            group: None,
            kind: Kind::Narrative,
            exempt: Exempt { law: Nation::England, paragraphs: vec![3], why: None },
            numbers: 0,
            continues: Vec::new(),
        }
    }

    #[test]
    fn what_is_withheld_keeps_its_place() {
        for (all, expected) in [
            (&["X1", "a", "X2", "X3", "b", "X4"][..], "X1 0a X2 X3 1b X4"),
            (&["a", "b"][..], "0a 1b"),
            (&["X1"][..], "X1"),
            (&[][..], ""),
        ] {
            let mut items = all.to_vec();
            let withheld = withhold(&mut items, |item| item.starts_with('X').then(|| stub(item)));
            let shown = in_order(&items, &withheld).map(|place| match place {
                Place::Printed(number, item) => format!("{number}{item}"),
                Place::Announced(withheld) => withheld.id.clone(),
            });
            assert_eq!(shown.collect::<Vec<_>>().join(" "), expected);
        }
    }

    #[test]
    fn the_paragraphs_are_those_of_the_nation() {
        let has = |nation, paragraph| paragraphs(nation).map(|known| known.contains(&paragraph));
        for (nation, first, last) in
            [(Nation::England, 1, 7), (Nation::Wales, 12, 18), (Nation::Scotland, 1, 15)]
        {
            assert_eq!(
                [first - 1, first, last, last + 1].map(|number| has(nation, number)),
                [Some(false), Some(true), Some(true), Some(false)]
            );
        }
        assert_eq!(has(Nation::NorthernIreland, 1), None);
    }
}
