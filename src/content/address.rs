//! Where an address that is typed in a file leads within the content folder.
//!
//! In: the path of the file, and what is typed there. Out: another path below the content folder. Whether anything is
//! there is not known here.

/// Joins a relative path to the folder that it starts from; `None` if it leaves the content folder.
pub(crate) fn resolve(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The path of a picture as it is typed, in which a space may be `%20`.
pub(crate) fn typed_picture(typed: &str) -> String {
    typed.trim().replace("%20", " ")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn paths_start_from_the_file_and_cannot_leave_the_folder() {
        assert_eq!(resolve("r/s/e.md", "f.md").as_deref(), Some("r/s/f.md"));
        assert_eq!(resolve("r/s/e.md", "../t/./f.md").as_deref(), Some("r/t/f.md"));
        assert_eq!(resolve("r/s/e.md", "../../q/").as_deref(), Some("q"));
        assert_eq!(resolve("r/s/e.md", "../../../secret"), None);
    }
}
