//! Targets that were changed since an earlier report.
//!
//! In: two reports. Out: each indicator whose target is another now, and how it was changed.

use crate::report::compare::earlier_place;
use crate::report::{Content, Indicator, Number, Report, Section};

/// A target that was changed.
pub(super) struct ChangedTarget<'a> {
    /// The section.
    pub(super) section: &'a Section,
    /// The indicator.
    pub(super) indicator: &'a Indicator,
    /// Its target in the earlier report.
    pub(super) before: Number,
    /// Its target now.
    pub(super) now: Number,
}

/// The targets that are not what they were in the report `before`, in order of print.
pub(super) fn changed<'a>(now: &'a Report, before: &Report) -> Vec<ChangedTarget<'a>> {
    let mut changed = Vec::new();
    for section in &now.sections {
        for indicator in indicators(section) {
            let place = earlier_place(indicator.was.as_ref(), &section.id, &indicator.id);
            let old = before.sections.iter().filter(|old| old.id == place.0).flat_map(indicators);
            let old = old.into_iter().find(|old| old.id == place.1).and_then(|old| old.target);
            if let Some((before, now)) = old.zip(indicator.target)
                && before != now
            {
                changed.push(ChangedTarget { section, indicator, before, now });
            }
        }
    }
    changed
}

fn indicators(section: &Section) -> &[Indicator] {
    match &section.content {
        Content::Indicators(indicators) => indicators,
        _ => &[],
    }
}
