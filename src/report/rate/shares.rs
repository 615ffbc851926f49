//! Whole percents that add up to a hundred.

/// How many percent of their sum each of these is, in whole percents that add up to 100; all are 0 if nothing is there.
///
/// By largest remainder: each is rounded down, and what is missing goes to those that lost most, one each. Of two that
/// lost the same, the one that stands first is served first.
pub fn whole_percents(parts: &[usize]) -> Vec<usize> {
    let whole: usize = parts.iter().sum();
    if whole == 0 {
        return vec![0; parts.len()];
    }
    let mut percents: Vec<usize> = parts.iter().map(|part| part * 100 / whole).collect();
    let mut by_loss: Vec<usize> = (0..parts.len()).collect();
    by_loss.sort_by_key(|at| std::cmp::Reverse(parts[*at] * 100 % whole));
    let missing = 100 - percents.iter().sum::<usize>();
    for at in by_loss.into_iter().take(missing) {
        percents[at] += 1;
    }
    percents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_goes_to_those_that_lost_most() {
        // Worked out by hand: 33.3 three times; 14.3, 28.6 and 57.1; 62.5 and 37.5.
        for (parts, expected) in [
            (&[1, 1, 1][..], &[34, 33, 33][..]),
            (&[1, 2, 4], &[14, 29, 57]),
            (&[5, 3], &[63, 37]),
            (&[0, 7, 0], &[0, 100, 0]),
            (&[0, 0], &[0, 0]),
            (&[], &[]),
        ] {
            assert_eq!(whole_percents(parts), expected, "{parts:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn shares_add_up_to_a_hundred_and_each_is_less_than_one_from_exact(
            parts in proptest::collection::vec(0_usize..2_000, 1..16)
        ) {
            let (whole, percents) = (parts.iter().sum::<usize>(), whole_percents(&parts));
            proptest::prop_assert_eq!(percents.iter().sum::<usize>(), if whole == 0 { 0 } else { 100 });
            for (part, percent) in parts.iter().zip(&percents) {
                let off = (percent * whole).abs_diff(part * 100);
                proptest::prop_assert!(off < whole.max(1), "{} of {} is not {}%", part, whole, percent);
                proptest::prop_assert!(*part > 0 || *percent == 0);
            }
            // Fewer never have the larger share.
            for (part, percent) in parts.iter().zip(&percents) {
                for (other, other_percent) in parts.iter().zip(&percents) {
                    proptest::prop_assert!(part >= other || percent <= other_percent);
                }
            }
        }
    }
}
