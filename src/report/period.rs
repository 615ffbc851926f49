//! The names of periods, as far as their order in time can be read from them.
//!
//! In: "Q1 2013/14", "2012-13", "Sep 2011". Out: a place in time, and which of two comes first. A name that could mean
//! several things has no place.

/// Where a period lies. Only periods that are named alike can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    form: Form,
    /// The year, and the part of it.
    at: (i16, usize),
}

/// How a period is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// "2013".
    Year,
    /// "2013/14".
    FinancialYear,
    /// "Q1 2013", in whichever kind of year.
    Quarter,
    /// "Q1 2013/14".
    FinancialQuarter,
    /// "Sep 2013", or several months of which this is the last.
    Month,
}

/// Whether `one` lies before `other`.
pub(crate) fn is_earlier(one: Place, other: Place) -> bool {
    one.form == other.form && one.at < other.at
}

/// Where a period lies by its name.
pub(crate) fn place(name: &str) -> Option<Place> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = name.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let year_of = |word: &str| {
        let year: i16 = word.parse().ok()?;
        (word.len() == 4 && (1900..2200).contains(&year)).then_some(year)
    };
    let mut years = words.iter().enumerate().filter_map(|(place, word)| Some((place, year_of(word)?)));
    let (first, year) = years.next()?;
    let last = years.next_back().map_or(year, |(_, year)| year);
    // "2013/14" and "2013-2014": the next word is the year after.
    let is_financial = words.get(first + 1).is_some_and(|word| {
        word.parse() == Ok((year + 1) % 100) && word.len() == 2 || year_of(word) == Some(year + 1)
    });
    let mut months = words.iter().filter_map(|word| {
        let month = MONTHS.iter().position(|month| word.starts_with(month))?;
        word.chars().all(char::is_alphabetic).then_some(month)
    });
    let quarter = words.iter().enumerate().find_map(|(place, word)| {
        let number = match *word {
            "q" | "quarter" => words.get(place + 1)?,
            word => word.strip_prefix('q')?,
        };
        number.parse().ok().filter(|number| (1..=4).contains(number))
    });
    let (form, at) = match (months.next_back(), quarter, is_financial) {
        (Some(month), None, false) => (Form::Month, (last, month)),
        (None, Some(quarter), true) => (Form::FinancialQuarter, (year, quarter)),
        (None, Some(quarter), false) => (Form::Quarter, (year, quarter)),
        (None, None, true) if words.len() == 2 => (Form::FinancialYear, (year, 0)),
        (None, None, false) if words.len() == 1 => (Form::Year, (year, 0)),
        _ => return None,
    };
    Some(Place { form, at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_that_are_named_alike_are_put_in_order_and_others_are_not() {
        for (one, other) in [
            ("2012/13", "2013/14"),
            ("2012-2013", "2013-14"),
            ("2012", "2013"),
            ("Q3 2013/14", "Q4 2013/14"),
            ("Q4 2012/13", "Q1 2013/14"),
            ("Quarter 1, 2013-14", "Q2 2013/14"),
            ("Q4 2012", "Q1 2013"),
            ("Sep 2009", "September 2010"),
            ("April to June 2013", "July to September 2013"),
            ("Oct 2013 to Mar 2014", "April to September 2014"),
            ("31 March 2013", "to 30 September 2013"),
        ] {
            let (Some(earlier), Some(later)) = (place(one), place(other)) else { panic!("{one}, {other}") };
            assert!(is_earlier(earlier, later) && !is_earlier(later, earlier), "{one}, {other}");
            assert!(!is_earlier(earlier, earlier), "{one}");
        }
        for (one, other) in [("2013", "2012/13"), ("Q1 2013", "Sep 2012"), ("Sep 2012", "2011")] {
            let (one, other) = (place(one).unwrap(), place(other).unwrap());
            assert!(!is_earlier(one, other) && !is_earlier(other, one));
        }
        for name in [
            "Baseline",
            "Last year",
            "Spring",
            "Week 12",
            "Q5 2013",
            "13/14",
            "May be revised",
            "Year to 2013/14 target",
        ] {
            assert_eq!(place(name), None, "{name}");
        }
    }
}
