//! Names of files and folders: which can serve as ids, and what was most likely meant by those that cannot.

use crate::diag::{Code, Diagnostic, is_unseen};
use crate::text::slug;

/// A name as the eye reads it: without invisible characters, without a space or full stop at its end, and with plain
/// letters for the full-width ones of East Asian keyboards.
pub(super) fn as_seen(name: &str) -> String {
    let plain = |c: char| match u32::from(c) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let seen: String = name.chars().filter(|c| !is_unseen(*c)).map(plain).collect();
    seen.trim_end_matches(|c: char| c == '.' || c.is_whitespace()).to_owned()
}

/// Whether a file is one that Word, Excel or `LibreOffice` leaves beside another while that is open.
pub(crate) fn is_lock(name: &str) -> bool {
    name.starts_with("~$") || name.starts_with(".~lock.")
}

/// What a file was called before a computer made a copy of it, if its name says that one did: "park - Copy (2)".
pub(super) fn original_of_copy(stem: &str) -> Option<String> {
    const ENDS: [&str; 5] = [" - copy", " copy", "-copy", "_copy", " - shortcut"];
    let lower = stem.to_lowercase();
    let rest = lower.strip_prefix("copy of ");
    let stem = rest.unwrap_or(&lower).trim_end();
    // Browsers and computers count copies of one name, with or without brackets.
    let counted = stem.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '(' | ')')).trim_end();
    let bare = ENDS.iter().find_map(|end| stem.strip_suffix(end).or_else(|| counted.strip_suffix(end)));
    let conflict =
        stem.split_once(" (").filter(|(_, why)| why.contains("conflicted copy")).map(|(stem, _)| stem);
    let numbered = (stem.ends_with(')') && counted.len() < stem.len()).then_some(counted);
    let original = bare.or(conflict).or(numbered).or(rest)?;
    (!original.trim().is_empty()).then(|| original.trim().to_owned())
}

/// The fault of a file that was most likely meant to be printed but has another extension.
pub(super) fn forgotten(name: &str, path: &str) -> Option<Diagnostic> {
    other_ending(name, path).or_else(|| false_ending(name, path))
}

/// An extension that only looks like `.md`, which nobody can see in a folder listing.
pub(super) fn false_ending(name: &str, path: &str) -> Option<Diagnostic> {
    let seen = as_seen(name);
    let (stem, kind) = seen.rsplit_once('.')?;
    if name == seen || !kind.eq_ignore_ascii_case("md") {
        return None;
    }
    let meant = if stem.eq_ignore_ascii_case("_index") { "_index".to_owned() } else { slug(stem) };
    let help = if meant.is_empty() {
        "type its name again".to_owned()
    } else {
        format!("rename it to `{meant}.md`, typing the whole name again rather than changing the old one")
    };
    // An error, not a warning: nobody names a file like this on purpose, and its text would be missing.
    Some(
        Diagnostic::error_at_path(
            Code::MisplacedFile,
            path,
            format!("`{name}` would not be printed, because its name only looks as if it ended in `.md`"),
        )
        .help(help)
        .help("there is a space, a full stop or a hidden character after the extension, or its letters are not plain ones"),
    )
}

/// An extension that Windows hides.
fn other_ending(name: &str, path: &str) -> Option<Diagnostic> {
    let (stem, kind) = name.rsplit_once('.')?;
    let kind = kind.to_lowercase();
    if !matches!(
        kind.as_str(),
        "txt" | "text" | "markdown" | "mdown" | "mkd" | "doc" | "docx" | "odt" | "rtf" | "pages"
    ) {
        return None;
    }
    let fault = Diagnostic::warning_at_path(
        Code::MisplacedFile,
        path.to_owned(),
        format!("`{name}` is not printed, because its name does not end in `.md`"),
    );
    let stem = slug(stem.strip_suffix(".md").unwrap_or(stem));
    Some(if matches!(kind.as_str(), "doc" | "docx" | "odt" | "rtf" | "pages") {
        fault.help(
            "if it is an entry, copy its text into a new text file and save that with the extension `.md`",
        )
    } else {
        fault.help(format!("if it is an entry, rename it to `{stem}.md`; Windows shows extensions under View, File name extensions"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_that_computers_give_to_copies_are_known() {
        for name in [
            "park - Copy",
            "park - Copy (2)",
            "Park copy",
            "park copy 2",
            "Copy of park",
            "park (1)",
            "park_copy",
            "park (Ann's conflicted copy 2014-03-31)",
        ] {
            assert_eq!(original_of_copy(name).as_deref(), Some("park"), "{name}");
        }
        for name in ["park", "park-2", "photocopy", "park 2", "Copy"] {
            assert_eq!(original_of_copy(name), None, "{name}");
        }
    }

    #[test]
    fn a_name_is_read_as_the_eye_reads_it() {
        for name in ["x.md ", "x.md.", "x.\u{ff4d}\u{ff44}", "x.md\u{a0}. .", "x.m\u{200b}d", "\u{202e}x.md"]
        {
            assert_eq!(as_seen(name), "x.md", "{name:?}");
            assert!(forgotten(name, "s/x").is_some(), "{name:?}");
        }
        for name in ["x.md", "x.png", "x", "x.csv "] {
            assert!(forgotten(name, "s/x").is_none(), "{name:?}");
        }
    }
}
