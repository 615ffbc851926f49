//! Text from files and file names as plain text: it shows what it says, and steers neither terminal nor reader.
//!
//! In: any text. Out: the same without line ends and without characters that act instead of being seen. Otherwise
//! anybody could write terminal colours, reversed text or a line that looks like a message from the program.

/// Whether a character is a line end or a tab.
fn is_gap(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether a character cannot be seen and yet does something: it controls the terminal, reverses the direction of
/// writing, or hides a difference between two texts. Code points that Unicode will never assign count as well.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            u32::from(c),
            0xad | 0x061c
                | 0x180e
                | 0x200b..=0x200f
                | 0x2028..=0x202e
                | 0x2060..=0x206f
                | 0xfeff
                | 0xfdd0..=0xfdef
                | 0xfff9..=0xfffb
                | 0xe_0000..=0xe_0fff
        )
        || u32::from(c) & 0xfffe == 0xfffe
}

/// A value as it is put into a line that people read: on one line, and with a stand-in for every unseen character.
///
/// Everything that comes from a file, a file name or the command line passes through here on its way to the terminal.
pub fn one_line(value: &str) -> String {
    let value = value.replace("\r\n", " ");
    value.chars().map(|c| if is_gap(c) { ' ' } else { visible(c) }).collect()
}

/// A value as it is written into a new file: on one line, and without unseen characters.
pub fn without_unseen(value: &str) -> String {
    let seen: String =
        value.chars().map(|c| if is_gap(c) { ' ' } else { c }).filter(|c| !is_unseen(*c)).collect();
    seen.trim().to_owned()
}

/// The character itself or, if it cannot be seen, a stand-in that can.
pub(super) fn visible(c: char) -> char {
    if is_unseen(c) { '\u{fffd}' } else { c }
}

/// A JSON value on one line.
pub fn json_line(value: &serde_json::Value) -> String {
    escaped(&format!("{value}\n"))
}

/// A JSON value over several lines, each indented by its depth.
pub fn json_lines(value: &serde_json::Value) -> String {
    escaped(&format!("{value:#}\n"))
}

/// JSON with every unseen character written as an escape: it means the same, and is safe to show in a terminal.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        // Outside its strings JSON holds line ends and no other unseen character; inside, line ends are escaped
        // already.
        if c == '\n' || !is_unseen(c) {
            out.push(c);
        } else {
            out.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const HOSTILE: &str =
        "a\u{1b}[31m\u{7f}\u{9b}b\r\nc\u{2028}\u{202e}\u{2066}\u{200b}\u{feff}\u{ad}\u{e0041}\td";

    #[test]
    fn a_value_stays_on_its_line_and_does_nothing() {
        assert_eq!(
            one_line(HOSTILE),
            "a\u{fffd}[31m\u{fffd}\u{fffd}b c \u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd} d"
        );
        assert_eq!(without_unseen(HOSTILE), "a[31mb  c  d");
        assert_eq!(one_line("tŷ – “£5”"), "tŷ – “£5”");
    }

    #[test]
    fn json_means_the_same_and_holds_nothing_unseen() {
        let value = json!({ HOSTILE: [HOSTILE] });
        for text in [json_line(&value), json_lines(&value)] {
            assert!(!text.chars().any(|c| c != '\n' && is_unseen(c)), "{text:?}");
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        }
    }
}
