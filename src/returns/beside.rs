//! Names for the pictures that come in with a text.
//!
//! In: pictures as they can be published, and the files of the content folder. Out: names that are free, or that such a
//! picture has already, and the new files. It must not know what Word is.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::apply::{Folder, NewPicture, known};
use crate::content::discover::Tree;

/// The place beside an entry where its pictures lie.
#[derive(Debug)]
pub struct Beside<'a> {
    tree: &'a Tree,
    /// The folder of the entry's file, below the content folder.
    folder: String,
    /// What the name of each picture begins with, as seen from that file.
    start: String,
    new: BTreeMap<String, Arc<[u8]>>,
}

impl<'a> Beside<'a> {
    /// The place beside the entry of that id. Pictures of an entry that the public does not see lie in a folder of its own, so
    /// that no other text may show them.
    pub fn new(entry: &str, folder: Folder<'a>) -> Self {
        let (section, name) = entry.rsplit_once('/').unwrap_or(("", entry));
        let is_kept_back = known(folder.content).get(entry).is_some_and(|target| {
            let fields = &target.document.fields;
            fields.flag("restricted") || fields.was_given("exempt")
        });
        let start = if is_kept_back { format!("{name}/{name}") } else { name.to_owned() };
        Self { tree: folder.tree, folder: section.to_owned(), start, new: BTreeMap::new() }
    }

    /// The name of a picture, as it is written in the text of the entry.
    pub fn name(&mut self, ending: &str, bytes: Arc<[u8]>) -> String {
        let first = std::iter::once(format!("{}.{ending}", self.start));
        let others = (2_u32..).map(|number| format!("{}-{number}.{ending}", self.start));
        for name in first.chain(others) {
            let path = format!("{}/{name}", self.folder);
            match self.holds(&path, &bytes) {
                Some(true) => return name,
                Some(false) => {}
                None => {
                    self.new.insert(path, bytes);
                    return name;
                }
            }
        }
        String::new()
    }

    /// The pictures that have no file yet.
    pub fn new_pictures(&self) -> Vec<NewPicture> {
        let new = self.new.iter();
        new.map(|(path, bytes)| NewPicture { path: path.clone(), bytes: Arc::clone(bytes) }).collect()
    }

    /// Whether the file at a path is this picture; nothing if there is none. Names that differ only in capitals are one.
    fn holds(&self, path: &str, bytes: &[u8]) -> Option<bool> {
        if let Some(new) = self.new.get(path) {
            return Some(**new == *bytes);
        }
        let is_it = |known: &&String| known.eq_ignore_ascii_case(path);
        if let Some(known) = self.tree.pictures.keys().find(is_it) {
            let held = self.tree.picture(known).ok().flatten();
            return Some(known == path && held.is_some_and(|held| held == *bytes));
        }
        self.tree.unusable.iter().any(|known| is_it(&known)).then_some(false)
    }
}
