//! Reads the text that a page shows.

/// The text between the tags, in order, with the numbers of lists; what only machines read is left out.
pub(crate) fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    // For each list that is open, the tag that opened it and the number of its next item; none for bullets.
    let mut lists: Vec<Option<(&str, u64)>> = Vec::new();
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        let skipped = ["style", "title", "svg"].into_iter().find(|name| rest[1..].starts_with(name));
        let skipped = skipped.or_else(|| hidden(rest));
        let end = match skipped {
            Some(name) => {
                let close = format!("</{name}>");
                rest.find(&close).map_or(rest.len(), |at| at + close.len())
            }
            None => rest.find('>').map_or(rest.len(), |at| at + 1),
        };
        // Elements of a line join on to their neighbours; blocks do not.
        let name: String =
            rest[1..end].trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if !matches!(
            name.as_str(),
            "a" | "strong" | "em" | "s" | "u" | "sup" | "sub" | "code" | "span" | "b" | "i" | "time"
        ) {
            text.push(' ');
        }
        match (&rest[1..end - 1], name.as_str()) {
            (tag, "ol") if tag.starts_with("ol") => {
                let start =
                    tag.split('"').nth(1).filter(|_| tag.contains("start")).and_then(|n| n.parse().ok());
                lists.push(Some((tag, start.unwrap_or(1))));
            }
            (tag, "ul") if tag.starts_with("ul") => lists.push(None),
            (_, "ol" | "ul") => _ = lists.pop(),
            ("li", _) => {
                if let Some(Some((tag, number))) = lists.last_mut() {
                    text.push_str(&marker(tag, *number));
                    *number += 1;
                }
            }
            _ => {}
        }
        rest = &rest[end..];
    }
    text.push_str(rest);
    // A page shows any run of spaces and line breaks as one space.
    unescape(&text.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
}

/// The name of the element that begins here if it is hidden: what only the screen shows, such as the choice of what to
/// see, is not part of the paper. Such an element holds no other of its name.
fn hidden(rest: &str) -> Option<&str> {
    let tag = &rest[1..rest.find('>')?];
    let (name, attributes) = tag.split_once(' ')?;
    // What stands between quotation marks is a value.
    let mut names = attributes.split('"').step_by(2).flat_map(|names| names.split(' '));
    names.any(|attribute| attribute == "hidden").then_some(name)
}

/// The number of an item, as a browser shows it.
fn marker(tag: &str, number: u64) -> String {
    let letter = || char::from(b'a' + u8::try_from(number - 1).expect("few items")).to_string();
    let roman = || {
        let tens = "x".repeat(usize::try_from(number / 10).expect("few items"));
        let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
        tens + ones[usize::try_from(number % 10).expect("a digit")]
    };
    let number = match tag.split_once("type=\"").map(|(_, kind)| &kind[..1]) {
        Some("a") => letter(),
        Some("A") => letter().to_uppercase(),
        Some("i") => roman(),
        Some("I") => roman().to_uppercase(),
        _ => number.to_string(),
    };
    if tag.contains("-brackets") {
        format!("({number}) ")
    } else if tag.contains("-bracket") {
        format!("{number}) ")
    } else {
        format!("{number}. ")
    }
}

/// The part of a page between two texts, the first included.
pub(crate) fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    let start = html.find(from).unwrap_or_else(|| panic!("no {from:?} in the page"));
    let end = html[start..].find(to).unwrap_or_else(|| panic!("no {to:?} after {from:?}"));
    &html[start..start + end]
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
