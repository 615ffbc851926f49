//! `import`: brings back a workbook or a form that owners have filled in, or a text that somebody has written in Word.

use std::sync::Arc;

use serde_json::json;

use super::args::Import;
use super::{Outcome, terminal};
use crate::content;
use crate::content::discover::{self, shown};
use crate::diag::print::Format;
use crate::diag::source::Sources;
use crate::diag::{self, Code, Diagnostic, json_line, one_line};
use crate::disk::lock;
use crate::disk::returned::{self, Rewrite};
use crate::outputs::{self, Fonts, Pictures, TemplateFiles};
use crate::returns::{self, Beside, Changes, Folder, NewPicture, Side, word, workbook};
use crate::text::{count_of, figure};

/// Makes the changes of the workbook in the files, or only says what would change.
pub(super) fn run(import: &Import) -> Outcome {
    let (path, folder, format) = (import.file.as_path(), &import.content.folder, import.print.format);
    // Nobody else may change what is read here until it is written again.
    let lock = if import.dry_run { Ok(None) } else { lock::to_change(folder) };
    let _lock = match lock {
        Ok(lock) => lock,
        Err(fault) => return stop(&[*fault], &Sources::default(), format),
    };
    let read = || {
        let (mut sources, mut faults) = (Sources::default(), Vec::new());
        let tree = discover::content(folder, &mut sources, &mut faults);
        (tree, sources, faults)
    };
    let read = if import.dry_run { lock::reading(folder, read) } else { Ok(read()) };
    let (tree, sources, faults) = match read {
        Ok(read) => read,
        Err(fault) => return stop(&[*fault], &Sources::default(), format),
    };
    if tree.reports.is_empty() {
        return stop(&faults, &sources, format);
    }
    let file = shown(path);
    let name = path.file_name().map_or_else(|| file.clone(), |name| name.to_string_lossy().into_owned());
    if discover::names::is_lock(&name) {
        let meant = name.trim_start_matches("~$").trim_start_matches(".~lock.").trim_end_matches('#');
        let message = format!("`{file}` only says that `{meant}` is open in Excel or LibreOffice");
        let fault = Diagnostic::error_at_path(Code::BadReturn, file, message)
            .help(format!("close `{meant}` there, and import that file"));
        return stop(&[fault], &sources, format);
    }
    let bytes = match returned::read(path) {
        Ok(bytes) => bytes,
        Err(fault) => return stop(&[*fault], &sources, format),
    };
    let content = content::content(&tree, &sources);
    let side = match (import.theirs, import.ours) {
        (true, _) => Some(Side::Theirs),
        (_, true) => Some(Side::Ours),
        _ => None,
    };
    let folders = Folder { tree: &tree, sources: &sources, content: &content };
    let changes = match import.into.as_ref().map(|into| into.join("/")) {
        Some(into) => text((&file, &name), &bytes, &into, folders),
        None if word::is_word(&bytes, &name) => form((&file, &name), &bytes, folders, side),
        None => sheets((&file, &name), &bytes, folders, side),
    };
    let changes = match changes {
        Ok(changes) => changes,
        Err(faults) => return stop(&faults, &sources, format),
    };
    if !import.dry_run {
        let files: Vec<Rewrite> = changes
            .files
            .iter()
            .map(|(id, new)| {
                let known = sources.file(*id);
                // The path that people are shown begins with the folder as it was typed; the rest is the place in it.
                let below = known.path.strip_prefix(&tree.root).unwrap_or(&known.path);
                let path = folder.join(below.trim_start_matches('/'));
                Rewrite { path, old: known.text.clone(), new: new.clone() }
            })
            .collect();
        let pictures = changes.pictures.iter();
        let pictures: Vec<_> =
            pictures.map(|picture| (folder.join(&picture.path), picture.bytes.to_vec())).collect();
        if let Err(fault) = returned::change(&pictures, &files) {
            return stop(&[*fault], &sources, format);
        }
    }
    terminal::out(&summary(&changes, &tree.root, import.dry_run, format));
    let told = [changes.conflicts.as_slice(), &changes.notes].concat();
    terminal::faults(&told, &sources, format);
    if format != Format::Json {
        if changes.is_forgetful && !changes.changes.is_empty() {
            terminal::err(
                "This file does not remember what it was filled with, as a workbook and a form do: whatever differs was taken for a \
                 change, even where the file has been edited since.\n",
            );
        }
        if !changes.conflicts.is_empty() {
            terminal::err(&format!(
                "{}: nothing was changed in the entries that they are about.\n",
                count_of(changes.conflicts.len(), "conflict")
            ));
        }
    }
    terminal::outcome(&changes.conflicts, false)
}

/// What the sheets of a workbook change.
fn sheets(
    (file, name): (&str, &str),
    bytes: &[u8],
    folders: Folder<'_>,
    side: Option<Side>,
) -> Result<Changes, Vec<Diagnostic>> {
    match workbook::read(bytes) {
        Err(why) => unreadable(file, &why.message, why.help),
        Ok(sheets) => returns::apply(name, &sheets, folders, side),
    }
}

/// What a form changes.
fn form(
    (file, name): (&str, &str),
    bytes: &[u8],
    folders: Folder<'_>,
    side: Option<Side>,
) -> Result<Changes, Vec<Diagnostic>> {
    match word::form::read(bytes) {
        Err(why) => unreadable(file, &why.message, why.help),
        Ok(Some(form)) => returns::apply_form(name, &form, folders, side),
        Ok(None) => unreadable(
            file,
            "is a Word document and not a form, and nothing says whose text it is",
            "add `--into REPORT/SECTION/ENTRY` to bring it in as the text of one entry",
        ),
    }
}

/// Says why a file cannot be read, and what to do.
fn unreadable(file: &str, message: &str, help: &str) -> Result<Changes, Vec<Diagnostic>> {
    Err(vec![Diagnostic::error_at_path(Code::BadReturn, file, format!("`{file}` {message}")).help(help)])
}

/// What a Word document changes as the text of one entry, and what of it is left out.
fn text(
    (file, name): (&str, &str),
    bytes: &[u8],
    into: &str,
    folders: Folder<'_>,
) -> Result<Changes, Vec<Diagnostic>> {
    let mut beside = Beside::new(into, folders);
    match word::read(bytes, &mut |ending, bytes| beside.name(ending, bytes)) {
        Err(why) => unreadable(file, &why.message, why.help),
        Ok(_) if word::form::is_form(bytes) => unreadable(
            file,
            "is a form, which says itself what each of its texts is about",
            "leave `--into` out to bring it in",
        ),
        Ok(text) if text.markdown.is_empty() => {
            unreadable(file, "has no text", "send the document again, or change the entry in its file")
        }
        Ok(text) => {
            let pictures = beside.new_pictures();
            if let Some(damaged) = unprintable(&pictures) {
                return unreadable(
                    file,
                    &format!("holds a damaged picture, which would be called `{damaged}`"),
                    "take it out, or open it in a picture program, save it again as PNG and put it into the document again",
                );
            }
            returns::apply_text(name, &text, pictures, into, folders)
        }
    }
}

/// The path of the first picture that no report could print.
fn unprintable(pictures: &[NewPicture]) -> Option<String> {
    let pictures: Pictures =
        pictures.iter().map(|picture| (picture.path.clone(), Arc::clone(&picture.bytes))).collect();
    if pictures.is_empty() {
        None
    } else {
        outputs::unprintable_picture(&pictures, &Fonts::load(&TemplateFiles::new()))
    }
}

/// Prints what is wrong.
fn stop(faults: &[Diagnostic], sources: &Sources, format: Format) -> Outcome {
    terminal::faults(faults, sources, format);
    if format != Format::Json && diag::has_errors(faults) {
        terminal::err(&format!("{}: nothing was changed.\n", terminal::tally(faults)));
    }
    terminal::outcome(faults, false)
}

/// What changes, a line for each value and picture, and how much that is altogether.
fn summary(changes: &Changes, root: &str, is_dry: bool, format: Format) -> String {
    if format == Format::Json {
        let values = changes.changes.iter().map(|change| {
            json_line(&json!({
                "type": "change",
                "path": change.path,
                "field": change.field,
                "before": change.before,
                "after": change.after,
                "written": !is_dry,
            }))
        });
        let pictures = changes.pictures.iter().map(|picture| {
            let path = format!("{root}/{}", picture.path);
            json_line(
                &json!({"type": "picture", "path": path, "bytes": picture.bytes.len(), "written": !is_dry}),
            )
        });
        return values.chain(pictures).collect::<Vec<_>>().concat();
    }
    let values = changes.changes.iter().map(|change| format!("{}\n", one_line(&change.to_string())));
    let pictures = changes.pictures.iter().map(|picture| {
        let size = picture.bytes.len().div_ceil(1_000);
        format!("{root}/{}: a new picture, {} kB\n", one_line(&picture.path), figure(size))
    });
    let lines = values.chain(pictures).collect::<Vec<_>>().concat();
    let (values, files) = (count_of(changes.changes.len(), "value"), count_of(changes.files.len(), "file"));
    let values = match (changes.changes.is_empty(), is_dry) {
        (true, _) => None,
        (false, true) => Some(format!("{values} in {files} would change")),
        (false, false) => Some(format!("{values} in {files} changed")),
    };
    let pictures = match (count_of(changes.pictures.len(), "picture"), is_dry) {
        _ if changes.pictures.is_empty() => None,
        (pictures, true) => Some(format!("{pictures} would be added")),
        (pictures, false) => Some(format!("{pictures} added")),
    };
    let sum = match (values, pictures, is_dry) {
        (None, None, true) => "Nothing would change: the files say the same".to_owned(),
        (None, None, false) => "Nothing has changed: the files say the same".to_owned(),
        (values, pictures, _) => values.into_iter().chain(pictures).collect::<Vec<_>>().join(", "),
    };
    format!("{lines}{sum}.\n")
}
