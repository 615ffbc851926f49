//! Tells whether a PDF would come out the same as before.
//!
//! In: everything that Typst reads. Out: a number that is the same for the same input on every machine, which is why
//! the hash is `siphasher`'s and not the standard library's. Typesetting is most of the work of a build; the rest is
//! done each time, so nothing else needs to be remembered and nothing can be out of date.

use std::fmt;
use std::hash::{Hash as _, Hasher as _};
use std::str::FromStr;

use siphasher::sip128::{Hasher128 as _, SipHasher13};

use super::Material;
use super::templates::TypstSources;

/// What a PDF was made from, as one number of 128 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// The fingerprint of everything that a PDF is made from.
    pub(super) fn of(sources: &TypstSources, material: &Material) -> Self {
        let mut hasher = SipHasher13::new();
        // Another version of the program may typeset the same source differently.
        env!("CARGO_PKG_VERSION").hash(&mut hasher);
        sources.hash(&mut hasher);
        for chart in material.charts.iter() {
            chart.svg.hash(&mut hasher);
        }
        material.pictures.hash(&mut hasher);
        Self(hasher.finish128().as_u128())
    }

    /// The fingerprint of a file as it is.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let mut hasher = SipHasher13::new();
        hasher.write(bytes);
        Self(hasher.finish128().as_u128())
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Fingerprint {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn sources(report: &str) -> TypstSources {
        TypstSources { report: report.into(), ..TypstSources::default() }
    }

    #[test]
    fn whatever_typst_reads_changes_the_fingerprint() {
        let plain = Fingerprint::of(&sources("a"), &Material::default());
        assert_eq!(plain, Fingerprint::of(&sources("a"), &Material::default()));
        assert_ne!(plain, Fingerprint::of(&sources("b"), &Material::default()));
        let pictures = Arc::new([("logo.png".to_owned(), vec![1].into())].into());
        let with_picture = Material { pictures, ..Material::default() };
        assert_ne!(plain, Fingerprint::of(&sources("a"), &with_picture));
    }

    #[test]
    fn a_fingerprint_is_read_as_it_is_written() {
        let fingerprint = Fingerprint::of_bytes(b"%PDF");
        assert_eq!(fingerprint.to_string().parse(), Ok(fingerprint));
        assert_eq!(Fingerprint(1).to_string(), "0".repeat(31) + "1");
    }
}
