//! How the rating of a project as a whole and those of its aspects go together, in words.

use super::{Words, say};
use crate::report::rate::Overall;

impl Words {
    /// Why a project has its rating as a whole, where ratings of its aspects stand beside it. Nothing, where its lead
    /// gives the same one as they do.
    pub fn overall(&self, overall: &Overall) -> Option<String> {
        match overall.given {
            None => Some(self.worst_aspect(overall)),
            Some(given) if given == overall.computed || !overall.computed.is_rated() => None,
            Some(given) => {
                let computed = self.worst_aspect(overall);
                Some(say!(self, "aspects-judged", rating = self.rating(given), computed = computed))
            }
        }
    }

    /// Which rating follows from those of the aspects, and why.
    fn worst_aspect(&self, overall: &Overall) -> String {
        let (counts, rating) = (&overall.counts, self.rating(overall.computed));
        let (rated, total) = (counts.rated(), counts.total());
        let more = total - rated;
        let aspects = self.all_of(overall.worst.iter().map(|own| own.aspect.title.as_str()));
        match (rated, counts.occurring().count()) {
            (0, 1) => say!(self, "aspects-all", rating = rating, rated = total, more = 0, which = rating),
            (0, _) => say!(self, "aspects-none", rating = rating),
            (1, _) => say!(self, "aspects-only", rating = rating, which = aspects, more = more),
            _ if counts.only().is_some() || overall.computed.is_best() => {
                let which = self.any_of(counts.occurring().filter(|rating| rating.is_rated()));
                say!(self, "aspects-all", rating = rating, rated = rated, more = more, which = which)
            }
            _ => {
                let mut is = Vec::new();
                for own in &overall.worst {
                    if !is.contains(&own.rating) {
                        is.push(own.rating);
                    }
                }
                say!(
                    self,
                    "aspects-worst",
                    rating = rating,
                    rated = rated,
                    count = overall.worst.len(),
                    aspects = aspects,
                    which = self.any_of(is),
                    more = more,
                )
            }
        }
    }
}
