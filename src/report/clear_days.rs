//! Clear days: the latest day for publishing a paper before the meeting that it goes to.
//!
//! In: the day of the meeting, and the nation whose law applies. Out: the last day of publication, or what is
//! missing to know it. Nothing here knows today's date or what the paper says.
//!
//! | Nation | Clear days | Law |
//! |---|---|---|
//! | England | five | SI 2012/2089, regulations 6 and 7 |
//! | Wales | three | Local Government and Elections (Wales) Act 2021, Schedule 4 |
//! | Scotland | three | Local Government (Scotland) Act 1973, section 50B, and the standing orders under it |
//! | Northern Ireland | not known | Local Government Act (Northern Ireland) 2014, Part 8 |
//!
//! For Northern Ireland section 42 was read (legislation.gov.uk/nia/2014/8/section/42/enacted) as far as its
//! resolutions on the public, but neither its rule on notice nor section 43 on agendas and reports. An account of
//! both speaks of five days, without saying that they are clear days or that papers need as many, so nothing is
//! counted there. Its bank holidays are in the list for whoever finds the rule.
//!
//! The statutes do not say what a clear day is. The day of publication and the day of the meeting never
//! count. Saturdays, Sundays and bank holidays are left out as well, as councils do and as the Court of
//! Appeal is reported to have read section 100B of the Local Government Act 1972 in R v Swansea City Council,
//! ex parte Elitestone Ltd (1993): working days only.
//!
//! The last day given here is itself a working day. Strictly, a paper for a Monday could still appear on the
//! Sunday on which the count begins, but it is an office that publishes, and offices are closed then. So the
//! day given is the safe one: never later than the law's, and earlier only by the weekend or holiday that is
//! skipped.
//!
//! The bank holidays are those of `bank_holidays.txt`, from gov.uk/bank-holidays, and as new as the day that
//! the file says it was made. Holidays kept by one council alone, as many are in Scotland, are not known
//! here.

use std::iter;

use super::Date;

/// The bank holidays; its own first lines say where they come from.
const BANK_HOLIDAYS: &str = include_str!("bank_holidays.txt");

/// The nation that a council is in, and so whose law applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nation {
    /// England.
    England,
    /// Wales.
    Wales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

impl Nation {
    /// The words for the nations in the council's file.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("england", Self::England),
        ("wales", Self::Wales),
        ("scotland", Self::Scotland),
        ("northern-ireland", Self::NorthernIreland),
    ];

    /// The nation that a word of the council's file means.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find_map(|(known, nation)| (known == word).then_some(nation))
    }

    /// The name as a reader sees it.
    pub fn name(self) -> &'static str {
        match self {
            Self::England => "England",
            Self::Wales => "Wales",
            Self::Scotland => "Scotland",
            Self::NorthernIreland => "Northern Ireland",
        }
    }

    /// Its list among the bank holidays.
    fn list(self) -> &'static str {
        match self {
            Self::England | Self::Wales => "england-and-wales",
            Self::Scotland => "scotland",
            Self::NorthernIreland => "northern-ireland",
        }
    }
}

/// The last day on which a paper may be published, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LastDay {
    /// This day, which is a working day.
    On(Date),
    /// It is not known, because the list does not have the bank holidays of this year.
    UnknownYear(i16),
    /// It is not known, because no source was found for the nation's period of notice.
    UnknownPeriod,
}

/// How many clear days the law asks for between publication and the meeting, if that is known.
pub(crate) fn clear_days_needed(nation: Nation) -> Option<u8> {
    match nation {
        Nation::England => Some(5),
        Nation::Wales | Nation::Scotland => Some(3),
        Nation::NorthernIreland => None,
    }
}

/// The last working day that leaves enough clear days before the meeting.
pub(crate) fn last_publication_day(meeting: Date, nation: Nation) -> LastDay {
    let Some(mut still_needed) = clear_days_needed(nation) else { return LastDay::UnknownPeriod };
    let holidays: Vec<Date> = holidays(nation).collect();
    for day in iter::successors(meeting.yesterday(), |day| day.yesterday()) {
        if !holidays.iter().any(|holiday| holiday.year() == day.year()) {
            return LastDay::UnknownYear(day.year());
        }
        if day.is_weekend() || holidays.contains(&day) {
            continue;
        }
        if still_needed == 0 {
            return LastDay::On(day);
        }
        still_needed -= 1;
    }
    // The calendar has no day before the meeting.
    LastDay::UnknownYear(meeting.year())
}

/// The last year whose bank holidays are known.
pub(crate) fn last_known_year(nation: Nation) -> Option<i16> {
    holidays(nation).map(Date::year).max()
}

/// The bank holidays of a nation.
fn holidays(nation: Nation) -> impl Iterator<Item = Date> {
    BANK_HOLIDAYS.lines().filter_map(move |line| {
        let (date, _name) = line.strip_prefix(nation.list())?.strip_prefix(' ')?.split_once(' ')?;
        Date::parse(date)
    })
}

#[cfg(test)]
mod tests {
    use super::Nation::{England, NorthernIreland, Scotland, Wales};
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn check(nation: Nation, meeting: &str, expected: &str) {
        let found = last_publication_day(date(meeting), nation);
        assert_eq!(found, LastDay::On(date(expected)), "{} {meeting}", nation.name());
    }

    // The lists in these tests give the clear days latest first, with the days that do not count in brackets.

    #[test]
    fn neither_the_day_itself_nor_the_meeting_nor_a_weekend_counts() {
        // Wednesday 11 June 2014: Tue 10, Mon 9, (Sun 8, Sat 7), Fri 6, Thu 5, Wed 4; so Tue 3 June.
        check(England, "2014-06-11", "2014-06-03");
        // The same meeting with three clear days: Tue 10, Mon 9, (Sun 8, Sat 7), Fri 6; so Thu 5 June.
        check(Wales, "2014-06-11", "2014-06-05");
        check(Scotland, "2014-06-11", "2014-06-05");
    }

    #[test]
    fn the_last_day_is_a_working_day() {
        // Monday 9 June 2014: (Sun 8, Sat 7), Fri 6, Thu 5, Wed 4, Tue 3, Mon 2; (Sun 1, Sat 31 May); so Fri
        // 30 May.
        check(England, "2014-06-09", "2014-05-30");
        // Wednesday 14 May 2014: Tue 13, Mon 12, (Sun 11, Sat 10), Fri 9, Thu 8, Wed 7; so Tue 6 May.
        check(England, "2014-05-14", "2014-05-06");
        // Tuesday 13 May 2014: Mon 12, (Sun 11, Sat 10), Fri 9, Thu 8, Wed 7, Tue 6; (Mon 5 early May, Sun 4,
        // Sat 3); so Fri 2 May.
        check(England, "2014-05-13", "2014-05-02");
        // A meeting at a weekend is unusual, but has its clear days all the same.
        // Saturday 14 June 2014: Fri 13, Thu 12, Wed 11, Tue 10, Mon 9; (Sun 8, Sat 7); so Fri 6 June.
        check(England, "2014-06-14", "2014-06-06");
    }

    #[test]
    fn christmas_and_new_year_are_not_counted() {
        // Wednesday 8 January 2014: Tue 7, Mon 6, (Sun 5, Sat 4), Fri 3, Thu 2, (Wed 1 New Year), Tue 31
        // December; so Mon 30 December 2013.
        check(England, "2014-01-08", "2013-12-30");
        // Thursday 2 January 2014: (Wed 1 New Year), Tue 31, Mon 30, (Sun 29, Sat 28), Fri 27, (Thu 26 Boxing
        // Day, Wed 25 Christmas), Tue 24, Mon 23; (Sun 22, Sat 21); so Fri 20 December 2013.
        check(England, "2014-01-02", "2013-12-20");
        // Substitute days. Wednesday 5 January 2022: Tue 4, (Mon 3 for New Year, Sun 2, Sat 1), Fri 31, Thu
        // 30, Wed 29, (Tue 28 for Boxing Day, Mon 27 for Christmas, Sun 26, Sat 25), Fri 24; so Thu 23
        // December 2021.
        check(England, "2022-01-05", "2021-12-23");
        // The same in Scotland, three days: (Tue 4 for 2 January, Mon 3, Sun 2, Sat 1), Fri 31, Thu 30, Wed
        // 29; (Tue 28, Mon 27, Sun 26, Sat 25); so Fri 24 December 2021.
        check(Scotland, "2022-01-05", "2021-12-24");
        // Thursday 29 December 2016: Wed 28, (Tue 27 for Christmas, Mon 26 Boxing Day, Sun 25, Sat 24), Fri
        // 23, Thu 22, Wed 21, Tue 20; so Mon 19 December 2016.
        check(England, "2016-12-29", "2016-12-19");
    }

    #[test]
    fn easter_is_not_counted_and_easter_monday_counts_in_scotland() {
        // Wednesday 23 April 2014: Tue 22, (Mon 21 Easter Monday, Sun 20, Sat 19, Fri 18 Good Friday), Thu
        // 17, Wed 16, Tue 15, Mon 14; (Sun 13, Sat 12); so Fri 11 April.
        check(England, "2014-04-23", "2014-04-11");
        // Wales, three days: Tue 22, (Mon 21 to Fri 18), Thu 17, Wed 16; so Tue 15 April.
        check(Wales, "2014-04-23", "2014-04-15");
        // Scotland: Tue 22, Mon 21, (Sun 20, Sat 19, Fri 18 Good Friday), Thu 17; so Wed 16 April.
        check(Scotland, "2014-04-23", "2014-04-16");
    }

    #[test]
    fn days_that_were_moved_or_added_by_proclamation_are_not_counted() {
        // Diamond Jubilee. Monday 11 June 2012: (Sun 10, Sat 9), Fri 8, Thu 7, Wed 6, (Tue 5 jubilee, Mon 4
        // spring, Sun 3, Sat 2), Fri 1, Thu 31 May; so Wed 30 May.
        check(England, "2012-06-11", "2012-05-30");
        // The last Monday in May was a working day that year. Thursday 7 June 2012: Wed 6, (Tue 5 to Sat 2),
        // Fri 1, Thu 31 May, Wed 30, Tue 29; so Mon 28 May.
        check(England, "2012-06-07", "2012-05-28");
        // VE day. Tuesday 12 May 2020: Mon 11, (Sun 10, Sat 9, Fri 8 early May), Thu 7, Wed 6, Tue 5, Mon 4;
        // (Sun 3, Sat 2); so Fri 1 May.
        check(England, "2020-05-12", "2020-05-01");
        // Platinum Jubilee. Tuesday 7 June 2022: Mon 6, (Sun 5, Sat 4, Fri 3 jubilee, Thu 2 spring), Wed 1,
        // Tue 31 May; so Mon 30 May.
        check(Wales, "2022-06-07", "2022-05-30");
        // State funeral. Wednesday 21 September 2022: Tue 20, (Mon 19 funeral, Sun 18, Sat 17), Fri 16, Thu
        // 15, Wed 14, Tue 13; so Mon 12 September.
        check(England, "2022-09-21", "2022-09-12");
        // Coronation. Wednesday 10 May 2023: Tue 9, (Mon 8 coronation, Sun 7, Sat 6), Fri 5, Thu 4, Wed 3,
        // Tue 2; (Mon 1 early May, Sun 30 April, Sat 29); so Fri 28 April.
        check(England, "2023-05-10", "2023-04-28");
        // World Cup, in Scotland only. Wednesday 17 June 2026: Tue 16, (Mon 15 World Cup, Sun 14, Sat 13),
        // Fri 12, Thu 11; so Wed 10 June.
        check(Scotland, "2026-06-17", "2026-06-10");
        // Wales: Tue 16, Mon 15, (Sun 14, Sat 13), Fri 12; so Thu 11 June.
        check(Wales, "2026-06-17", "2026-06-11");
    }

    #[test]
    fn scotland_has_its_own_holidays() {
        // 2 January. Monday 6 January 2014: (Sun 5, Sat 4), Fri 3, (Thu 2, Wed 1 New Year), Tue 31 December,
        // Mon 30; (Sun 29, Sat 28); so Fri 27 December 2013.
        check(Scotland, "2014-01-06", "2013-12-27");
        // Wales: (Sun 5, Sat 4), Fri 3, Thu 2, (Wed 1 New Year), Tue 31 December; so Mon 30 December 2013.
        check(Wales, "2014-01-06", "2013-12-30");
        // St Andrew's Day. Monday 5 December 2016: (Sun 4, Sat 3), Fri 2, Thu 1, (Wed 30 St Andrew), Tue 29
        // November; so Mon 28 November.
        check(Scotland, "2016-12-05", "2016-11-28");
        // Wales: (Sun 4, Sat 3), Fri 2, Thu 1, Wed 30 November; so Tue 29 November.
        check(Wales, "2016-12-05", "2016-11-29");
        // Its substitute day. Wednesday 4 December 2013: Tue 3, (Mon 2 for St Andrew, Sun 1, Sat 30
        // November), Fri 29, Thu 28; so Wed 27 November.
        check(Scotland, "2013-12-04", "2013-11-27");
        // The summer bank holiday. Thursday 7 August 2014: Wed 6, Tue 5, (Mon 4 summer, Sun 3, Sat 2), Fri 1;
        // so Thu 31 July.
        check(Scotland, "2014-08-07", "2014-07-31");
        // Thursday 28 August 2014: Wed 27, Tue 26, Mon 25, a holiday in Wales only; (Sun 24, Sat 23); so Fri
        // 22 August.
        check(Scotland, "2014-08-28", "2014-08-22");
        // Wales: Wed 27, Tue 26, (Mon 25 summer, Sun 24, Sat 23), Fri 22; so Thu 21 August.
        check(Wales, "2014-08-28", "2014-08-21");
    }

    #[test]
    fn without_the_bank_holidays_of_a_year_there_is_no_answer() {
        let unknown = |meeting, nation| match last_publication_day(date(meeting), nation) {
            LastDay::UnknownYear(year) => Some(year),
            LastDay::On(_) | LastDay::UnknownPeriod => None,
        };
        for nation in [England, Wales, Scotland] {
            assert_eq!(unknown("2035-06-13", nation), Some(2035));
            assert_eq!(unknown("2029-01-03", nation), Some(2029));
            assert_eq!(unknown("0001-01-01", nation), Some(1));
            assert_eq!(unknown("9999-12-31", nation), Some(9999));
        }
        // Monday 9 January 2012: (Sun 8, Sat 7), Fri 6, Thu 5, Wed 4, Tue 3, (Mon 2 for New Year, Sun 1),
        // then 2011.
        assert_eq!(unknown("2012-01-09", England), Some(2011));
        // Tuesday 10 January 2012: Mon 9, (Sun 8, Sat 7), Fri 6, Thu 5, Wed 4, Tue 3 are five, but the
        // working day before them is in 2011 again.
        assert_eq!(unknown("2012-01-10", England), Some(2011));
        // Wednesday 11 January 2012: Tue 10, Mon 9, (Sun 8, Sat 7), Fri 6, Thu 5, Wed 4; so Tue 3 January.
        check(England, "2012-01-11", "2012-01-03");
        // Friday 29 December 2028: Thu 28, Wed 27, (Tue 26 Boxing Day, Mon 25 Christmas, Sun 24, Sat 23), Fri
        // 22, Thu 21, Wed 20; so Tue 19 December.
        check(England, "2028-12-29", "2028-12-19");
        // Monday 1 January 2029 asks for days of 2028 only: (Sun 31, Sat 30), Fri 29, Thu 28, Wed 27; (Tue
        // 26, Mon 25, Sun 24, Sat 23); so Fri 22 December.
        check(Wales, "2029-01-01", "2028-12-22");
    }

    #[test]
    fn a_nation_has_one_word_and_a_name() {
        for (word, nation) in Nation::WORDS {
            assert_eq!(Nation::from_word(word), Some(nation));
            assert_eq!(nation.name().to_lowercase().replace(' ', "-"), word);
        }
        for word in ["England", " wales", "northern ireland", "uk", ""] {
            assert_eq!(Nation::from_word(word), None, "{word}");
        }
        assert_eq!([England, Wales, Scotland].map(clear_days_needed), [Some(5), Some(3), Some(3)]);
    }

    #[test]
    fn where_the_period_of_notice_is_not_known_no_day_is_given() {
        for meeting in ["2026-06-17", "2035-06-13"] {
            assert_eq!(last_publication_day(date(meeting), NorthernIreland), LastDay::UnknownPeriod);
        }
    }

    #[test]
    fn the_file_of_bank_holidays_is_whole() {
        let years: Vec<i16> = (2012..=2028).collect();
        let heading = format!("# Years: {} to {}", years[0], years[years.len() - 1]);
        assert!(BANK_HOLIDAYS.lines().any(|line| line == heading));
        let lines = BANK_HOLIDAYS.lines().filter(|line| !line.starts_with('#')).count();
        let lists = [England, Scotland, NorthernIreland].map(|nation| holidays(nation).collect::<Vec<_>>());
        assert_eq!(lists.iter().map(Vec::len).sum::<usize>(), lines, "a line that is not read");
        for (list, usual, extra) in [
            (&lists[0], 8, vec![2012, 2022, 2022, 2023]),
            (&lists[1], 9, vec![2012, 2022, 2022, 2023, 2026]),
            // Besides those of England, St Patrick's Day and the Battle of the Boyne.
            (&lists[2], 10, vec![2012, 2022, 2022, 2023]),
        ] {
            assert!(list.is_sorted_by(|one, next| one < next));
            assert!(list.iter().all(|day| !day.is_weekend()));
            for &year in &years {
                let found = list.iter().filter(|day| day.year() == year).count();
                let expected = usual + extra.iter().filter(|&&one| one == year).count();
                assert_eq!(found, expected, "{year}");
            }
            assert!(list.iter().all(|day| years.contains(&day.year())));
        }
        for (_, nation) in Nation::WORDS {
            assert_eq!(last_known_year(nation), years.last().copied(), "{}", nation.name());
        }
    }

    #[test]
    fn good_friday_is_two_days_before_easter() {
        // Easter Sundays written out, to hold the file against something other than the rule it was made
        // with.
        let easters = [
            "2012-04-08",
            "2013-03-31",
            "2014-04-20",
            "2015-04-05",
            "2016-03-27",
            "2017-04-16",
            "2018-04-01",
            "2019-04-21",
            "2020-04-12",
            "2021-04-04",
            "2022-04-17",
            "2023-04-09",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
        ];
        for easter in easters {
            let friday = date(easter).yesterday().and_then(Date::yesterday).unwrap().iso();
            for list in ["england-and-wales", "scotland", "northern-ireland"] {
                let line = format!("{list} {friday} Good Friday");
                assert!(BANK_HOLIDAYS.lines().any(|found| found == line), "{line}");
            }
        }
    }
}
