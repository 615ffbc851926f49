//! Names of files and folders: which can serve as ids, and what was most likely meant by one that cannot.

use crate::diag::{Code, Diagnostic, is_unseen};

/// Turns any name into one that can serve as an id: `Asset Management` becomes `asset-management`.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if let Some(plain) = without_accent(c) {
            slug.push_str(plain);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '\'' | '\u{2019}') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// As [`slug`], but never a name that Windows keeps for a device: `aux`, the name of an entry, becomes `aux-entry`.
pub fn id_from(name: &str, what: &str) -> String {
    let id = slug(name);
    if is_device(&id) { format!("{id}-{what}") } else { id }
}

/// Whether Windows takes a file of that name for a device, whatever its ending is.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    if matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") {
        return true;
    }
    let number = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    number.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
}

/// The plain letters for one with an accent, Welsh first: `tŷ` is `ty` in a file name.
fn without_accent(c: char) -> Option<&'static str> {
    Some(match c {
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => "w",
        'ŷ' | 'ỳ' | 'ý' | 'ÿ' => "y",
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        _ => return None,
    })
}

/// A name as the eye reads it: without what cannot be seen, without a space or full stop at its end, and with plain
/// letters for the wide ones of East Asian keyboards.
pub(super) fn as_seen(name: &str) -> String {
    let plain = |c: char| match u32::from(c) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap_or(c),
        _ => c,
    };
    let seen: String = name.chars().filter(|c| !is_unseen(*c)).map(plain).collect();
    seen.trim_end_matches(|c: char| c == '.' || c.is_whitespace()).to_owned()
}

/// The fault of a file that was most likely meant to be printed and has another ending.
pub(super) fn forgotten(name: &str, path: &str) -> Option<Diagnostic> {
    other_ending(name, path).or_else(|| false_ending(name, path))
}

/// An ending that only looks like `.md`, which nobody can see in the list of a folder.
pub(super) fn false_ending(name: &str, path: &str) -> Option<Diagnostic> {
    let seen = as_seen(name);
    let (stem, kind) = seen.rsplit_once('.')?;
    if name == seen || !kind.eq_ignore_ascii_case("md") {
        return None;
    }
    let meant = if stem.eq_ignore_ascii_case("_index") { "_index".to_owned() } else { slug(stem) };
    let help = if meant.is_empty() {
        "type its name anew".to_owned()
    } else {
        format!("rename it to `{meant}.md`, and type the new name rather than change the old one")
    };
    // An error and no warning: nobody names a file like this on purpose, and its text would be missing.
    Some(
        Diagnostic::error_at_path(
            Code::MisplacedFile,
            path,
            format!("`{name}` would not be printed, because its name only looks as if it ended in `.md`"),
        )
        .help(help)
        .help("there is a space, a full stop or a hidden sign behind the ending, or its letters are not plain ones"),
    )
}

/// An ending that Windows hides.
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
        fault
            .help("if it is an entry, copy its text into a new text file and save that with the ending `.md`")
    } else {
        fault.help(format!("if it is an entry, rename it to `{stem}.md`; Windows shows endings under View, File name extensions"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_what_an_id_may_be() {
        assert_eq!(slug("Major assets review – King Street"), "major-assets-review-king-street");
        assert_eq!(slug("The council's plan"), "the-councils-plan");
        assert_eq!(slug("2013-14-h2"), "2013-14-h2");
        assert_eq!(slug("--a--b--"), "a-b");
        assert_eq!(slug("Parc tŷ gŵydd"), "parc-ty-gwydd");
        assert_eq!(slug("…"), "");
    }

    #[test]
    fn a_device_of_windows_is_no_id() {
        for name in ["con", "PRN", "aux.md", "Nul", "com0", "COM9.txt", "lpt1", "nul .md"] {
            assert!(is_device(name), "{name}");
        }
        for name in ["console", "com", "com10", "lpta", "contract", "a.con", "nul-report", ""] {
            assert!(!is_device(name), "{name}");
        }
        assert_eq!(id_from("CON", "entry"), "con-entry");
        assert_eq!(id_from("Contract", "entry"), "contract");
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
