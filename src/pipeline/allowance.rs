//! How much may be taken to print reports with a council's own templates.
//!
//! In: how much there is to print, and what printing it has taken so far. Out: a fault, if that is out of proportion.
//! Templates are programs. Tera and Typst end what would repeat for ever, but not loops in loops or a text that grows
//! with each turn, and neither can be told to stop; so whoever waits for them has to. Nothing is measured here.

use std::time::Duration;

use crate::content::limits::{
    TEMPLATE_MEGABYTES, TEMPLATE_MEGABYTES_PER_MEGABYTE, TEMPLATE_SECONDS, TEMPLATE_SECONDS_PER_MEGABYTE,
};
use crate::diag::{Code, Diagnostic};
use crate::text::{all_of, figure};

/// Bytes of text that each entry counts as, even if it has none.
const BYTES_PER_ENTRY: u64 = 2_000;

/// Pixels of pictures that count as a byte of text.
const PIXELS_PER_BYTE: u64 = 100;

/// The most templates that are named.
const MOST_NAMED: usize = 5;

/// How much there is to print, and with what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowance {
    /// The folder of templates, as people know it.
    pub folder: String,
    /// The council's own files in it, by their path below it.
    pub own: Vec<String>,
    /// Bytes of text.
    pub bytes: u64,
    /// Entries that these are in.
    pub entries: u64,
    /// Pixels of pictures.
    pub pixels: u64,
}

impl Allowance {
    /// What is wrong, if printing has taken longer than it can with sound templates, or more memory, which is that of
    /// the whole program in megabytes.
    pub fn exceeded_by(&self, passed: Duration, megabytes: u64) -> Option<Diagnostic> {
        let (seconds, most) = (self.seconds(), self.megabytes());
        if passed > Duration::from_secs(seconds) {
            return Some(self.fault(&format!("takes longer than {seconds} seconds"), LOOPS));
        }
        (megabytes > most)
            .then(|| self.fault(&format!("takes more than {} MB of memory", figure(most)), GROWTH))
    }

    fn seconds(&self) -> u64 {
        TEMPLATE_SECONDS + self.size() * TEMPLATE_SECONDS_PER_MEGABYTE / 1_000_000
    }

    fn megabytes(&self) -> u64 {
        TEMPLATE_MEGABYTES + self.size() * TEMPLATE_MEGABYTES_PER_MEGABYTE / 1_000_000
    }

    fn size(&self) -> u64 {
        self.bytes + self.entries * BYTES_PER_ENTRY + self.pixels / PIXELS_PER_BYTE
    }

    fn fault(&self, what: &str, look_for: &str) -> Diagnostic {
        let folder = &self.folder;
        let mut own: Vec<String> = self.own.iter().take(MOST_NAMED).map(|path| format!("`{path}`")).collect();
        if self.own.len() > MOST_NAMED {
            own.push(format!("{} more", self.own.len() - MOST_NAMED));
        }
        let message = format!("printing with the templates in `{folder}` {what}, so it was stopped");
        Diagnostic::error_at_path(Code::Template, folder.clone(), message)
            .help(format!("look in {} for {look_for}", all_of(own)))
            .help("undo the last change to them, or delete them to go back to the built-in ones")
    }
}

const LOOPS: &str = "loops in loops, and for work that is done again for each entry";
const GROWTH: &str =
    "texts and lists that grow with each turn of a loop, and for large numbers after `range` or `*`";

#[cfg(test)]
mod tests {
    use super::*;

    /// One entry of a few words.
    fn small() -> Allowance {
        Allowance {
            folder: "templates".to_owned(),
            own: vec!["typst/style.typ".to_owned()],
            bytes: 200,
            entries: 1,
            pixels: 0,
        }
    }

    fn said(allowance: &Allowance, seconds: u64, megabytes: u64) -> Option<String> {
        allowance
            .exceeded_by(Duration::from_millis(seconds * 1_000 + 50), megabytes)
            .map(|fault| fault.message)
    }

    #[test]
    fn a_small_report_may_take_some_seconds_and_most_of_a_gigabyte() {
        // 2,200 bytes: 0.022 of a second and 2.2 MB more.
        assert_eq!(said(&small(), 8, 902), None);
        let slow =
            "printing with the templates in `templates` takes longer than 9 seconds, so it was stopped";
        assert_eq!(said(&small(), 9, 902).as_deref(), Some(slow));
        let large =
            "printing with the templates in `templates` takes more than 902 MB of memory, so it was stopped";
        assert_eq!(said(&small(), 8, 903).as_deref(), Some(large));
    }

    #[test]
    fn more_to_print_may_take_more() {
        let text = Allowance { bytes: 1_000_000, entries: 0, ..small() };
        let entries = Allowance { bytes: 100_000, entries: 450, ..small() };
        let pictures = Allowance { bytes: 0, entries: 0, pixels: 100_000_000, ..small() };
        for allowance in [text, entries, pictures] {
            assert_eq!(said(&allowance, 18, 1_900), None, "{allowance:?}");
            assert!(said(&allowance, 19, 1_900).is_some() && said(&allowance, 18, 1_901).is_some());
        }
    }

    #[test]
    fn the_first_few_templates_are_named_and_the_others_counted() {
        let own = (1..=7).map(|number| format!("html/{number}.html")).collect();
        let fault = Allowance { own, ..small() }.exceeded_by(Duration::MAX, 0).expect("it is exceeded");
        let named = "look in `html/1.html`, `html/2.html`, `html/3.html`, `html/4.html`, `html/5.html` and 2 more for loops";
        assert!(fault.help.iter().any(|help| help.starts_with(named)), "{:?}", fault.help);
    }
}
