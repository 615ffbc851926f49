//! Tells text from what is not: Word files, and text in the old encodings of Windows.

/// What is wrong with bytes that are not text, before it is said in which file.
#[derive(Debug)]
pub(super) struct Fault {
    /// What the file is instead, to follow its name.
    pub(super) message: String,
    /// What to do.
    pub(super) help: &'static str,
}

/// The text of a file, or why it is not one.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Fault> {
    const SAVE: &str = "open it in your editor and save it again with the encoding `UTF-8`";
    const COPY: &str = "copy its text into a new text file, and save that with the extension `.md`";
    let not_text = |message: &str, help| Err(Fault { message: message.to_owned(), help });
    // Text in UTF-16 without its mark has a zero for every other byte.
    let zeros = bytes.iter().take(200).filter(|byte| **byte == 0).count();
    match bytes.as_slice() {
        [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            return not_text("is a Word file with the extension of a text file", COPY);
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            return not_text("is saved as UTF-16 (\u{201c}Unicode\u{201d} in Notepad)", SAVE);
        }
        _ if zeros > bytes.len().min(200) / 4 => {
            return not_text("is saved as UTF-16 (\u{201c}Unicode\u{201d} in Notepad)", SAVE);
        }
        _ => {}
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = bytes[..at].split(|byte| *byte == b'\n').count();
        Fault {
            message: format!("is not saved as UTF-8: see `{}` in line {line}", as_windows_1252(bytes[at])),
            help: SAVE,
        }
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// What a byte most likely means in a file that is not UTF-8: its character in Windows-1252.
fn as_windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '?', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '?', 'Ž', '?', '?', '‘', '’', '“',
        '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '?', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_without_a_byte_order_mark() {
        assert_eq!(decode("\u{feff}abc".into()).unwrap(), "abc");
        let message = |bytes: &[u8]| decode(bytes.to_vec()).err().unwrap().message;
        assert!(message(&[0xff, 0xfe, b'a', 0]).contains("UTF-16"));
        assert!(message(b"t\0i\0t\0l\0e\0").contains("UTF-16"));
        assert!(message(b"PK\x03\x04").contains("Word"));
        assert_eq!(message(b"one\ntwo \x92"), "is not saved as UTF-8: see `\u{2019}` in line 2");
    }
}
