//! Holds forms in Word: what they ask, and that what comes back changes what its owner changed and nothing else.

use std::collections::BTreeMap;

use crate::support::{Project, Ran, docx};

/// A report with an entry of each kind for one owner, and one of somebody else.
fn mixed() -> Project {
    Project::new()
        .file("content/r/s/_index.md", "---\ntitle: Works\n---\n")
        .file(
            "content/r/s/one.md",
            "\u{feff}---\r\ntitle: One\r\n# Where it stands.\r\nrating: AMBER # since May\r\nlead: Head of A\r\nreason: 'It''s late'\r\n\
             updated: 2014-04-01\r\ndue: 2014-03-31\r\n---\r\nFirst.\r\n\r\n- a\r\n  - b\r\n\r\n1.  c\t| d |\r\n",
        )
        .file("content/r/s/two.md", "---\ntitle: Two\nrating:\nlead: Head of B\n---\n")
        .file("content/r/s/secret.md", "---\ntitle: Secret\nlead: Head of A\nrating: red\nrestricted: true\n---\nHush.\n")
        .file("content/r/i/_index.md", "---\ntitle: Figures\nkind: indicators\nowner: Head of A\n---\n")
        .file(
            "content/r/i/calls.md",
            "---\ntitle: Calls\nunit: \"%\"\nbetter: higher\ntarget: 80\nactual: 84.50\n---\nNo final line end",
        )
        .file("content/r/a/_index.md", "---\ntitle: Actions\nkind: actions\n---\n")
        .file("content/r/a/x.md", "---\ntitle: Act\ncode: A1\nleads: Head of A\n---\n")
        .file("content/r/n/_index.md", "---\ntitle: Story\nkind: narrative\nowner: Head of A\n---\nOnce.\n")
}

/// Makes the forms, and gives the document of one.
fn form(project: &Project, name: &str) -> BTreeMap<String, String> {
    let ran = project.run(&["export", "r", "--docx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    docx::parts(&std::fs::read(project.path(&format!("forms-r/{name}.docx"))).expect("a form"))
}

const DOCUMENT: &str = "word/document.xml";

/// Puts `inside` into the control of the field called `name` below the heading `under`.
fn fill(parts: &mut BTreeMap<String, String>, under: &str, name: &str, inside: &str) {
    let text = parts.get_mut(DOCUMENT).expect("a document");
    let start = text.find(&format!(">{under}</w:t>")).unwrap_or_else(|| panic!("no heading {under}"));
    let alias = format!("<w:alias w:val=\"{name}\"/>");
    let field = start + text[start..].find(&alias).unwrap_or_else(|| panic!("no field {name}"));
    let open = field + text[field..].find("<w:sdtContent>").expect("a content") + "<w:sdtContent>".len();
    let close = open + text[open..].find("</w:sdtContent>").expect("its end");
    text.replace_range(open..close, inside);
    let properties = text[field..open].replace("<w:showingPlcHdr/>", "");
    text.replace_range(field..open, &properties);
}

/// A run of these lines.
fn run(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    let lines: Vec<String> =
        text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{line}</w:t>")).collect();
    format!("<w:r>{}</w:r>", lines.join("<w:br/>"))
}

fn import(project: &Project, parts: &BTreeMap<String, String>, more: &[&str]) -> Ran {
    project.write("back.docx", &docx::pack(parts));
    project.run(&[&["import", "back.docx", "--format", "short"], more].concat())
}

/// The same form as `LibreOffice` 7.4 saves it: without tags and names, and with runs parted.
fn without_tags(parts: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut parts = parts.clone();
    let text = parts.get_mut(DOCUMENT).expect("a document");
    while let Some(start) = text.find("<w:tag ") {
        let end = start + text[start..].find("/>").expect("its end") + 2;
        text.replace_range(start..end, "");
    }
    // The bookmark begins within the control and ends after it.
    *text = text.replace("<w:sdtContent>", "<w:sdtContent><w:r><w:rPr/></w:r>");
    parts
}

#[test]
fn an_unchanged_form_changes_nothing_even_without_its_tags() {
    let project = mixed();
    let parts = form(&project, "head-of-a");
    let before = project.files("content");
    for parts in [&parts, &without_tags(&parts)] {
        let ran = import(&project, parts, &[]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        assert_eq!(ran.out, "Nothing has changed: the files say the same.\n");
        assert!(project.files("content") == before);
    }
}

#[test]
fn ten_changes_of_ten_kinds_change_ten_values() {
    let changes = [
        ("One", "Rating", "Green", "one.md: rating: amber → green"),
        ("One", "Percent done", "75", "one.md: progress: nothing → 75"),
        (
            "One",
            "Reason",
            "It is: \"done\"\n=and on two lines",
            "one.md: reason: It's late → It is: \"done\" =and on two lines",
        ),
        ("One", "Updated", "5 May 2014", "one.md: updated: 2014-04-01 → 2014-05-05"),
        ("One", "Due", "Q1 2014/15", "one.md: due: 2014-03-31 → Q1 2014/15"),
        ("One", "Progress", "First.\n\n- a\n  - **b**", "one.md: progress: 6 words → 3 words"),
        ("Calls", "Actual", "91%", "calls.md: actual: 84.50 → 91"),
        ("Calls", "Provisional", "yes", "calls.md: provisional: nothing → true"),
        ("Act", "Status", "Done", "x.md: status: nothing → Done"),
        ("Story", "Text", "Twice.", "_index.md: text: 1 word → 1 word, changed"),
    ];
    for has_tags in [true, false] {
        let project = mixed();
        let mut parts = form(&project, "head-of-a");
        for (under, name, value, _) in changes {
            fill(&mut parts, under, name, &run(value));
        }
        let parts = if has_tags { parts } else { without_tags(&parts) };
        let dry = import(&project, &parts, &["--dry-run"]);
        let before = project.text("content/r/s/one.md");
        assert!(before.contains("AMBER"), "a dry run writes nothing");
        let ran = import(&project, &parts, &[]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
        for (_, _, _, line) in changes {
            assert!(ran.out.contains(line), "{line:?} in {}", ran.out);
            assert!(dry.out.contains(line), "{line:?} in {}", dry.out);
        }
        assert!(ran.out.ends_with("10 values in 4 files changed.\n"), "{}", ran.out);
        assert_eq!(
            project.text("content/r/s/one.md"),
            "\u{feff}---\r\ntitle: One\r\n# Where it stands.\r\nrating: green # since May\r\nlead: Head of A\r\nprogress: 75\r\n\
             reason: |\r\n  It is: \"done\"\r\n  =and on two lines\r\nupdated: 2014-05-05\r\ndue: Q1 2014/15\r\n---\r\n\
             First.\r\n\r\n- a\r\n  - **b**\r\n"
        );
    }
}

#[test]
fn a_form_says_what_an_answer_is_held_against_and_carries_only_what_its_readers_may_see() {
    let project = mixed();
    let parts = form(&project, "head-of-a");
    let document = &parts[DOCUMENT];
    for expected in [
        "Unit:",
        " %<",
        "Target:",
        " 80<",
        "The figure of this period.",
        "w:dropDownList",
        "w:date ",
        "w:displayText=\"Not rated\"",
    ] {
        assert!(document.contains(expected), "{expected}");
    }
    assert!(parts.values().all(|part| !part.contains("ecret") && !part.contains("Hush")));
    let other = docx::parts(&std::fs::read(project.path("forms-r/head-of-b.docx")).expect("a form"));
    assert!(!other[DOCUMENT].contains(">One<") && other[DOCUMENT].contains(">Two<"));
    let ran =
        project.run(&["export", "r", "--docx", "--restricted", "--owner", "head of a", "--to", "a.docx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let all = docx::parts(&std::fs::read(project.path("a.docx")).expect("a form"));
    assert!(all[DOCUMENT].contains(">Secret<"));
    assert!(all.values().any(|part| part.contains("Restricted: not for publication")));
    // Nothing is overwritten, and a file is not enough for two.
    assert_eq!(project.run(&["export", "r", "--docx"]).code, 3);
    assert_eq!(project.run(&["export", "r", "--docx", "--to", "all.docx"]).code, 2);
}

#[test]
fn what_both_changed_is_a_conflict_with_both_texts() {
    let project = mixed();
    let mut parts = form(&project, "head-of-a");
    fill(&mut parts, "One", "Reason", &run("Theirs."));
    fill(&mut parts, "One", "Rating", &run("Red"));
    fill(&mut parts, "Calls", "Actual", &run("70"));
    let edited = project.text("content/r/s/one.md").replace("'It''s late'", "Ours.");
    project.write("content/r/s/one.md", edited.as_bytes());
    let ran = import(&project, &parts, &[]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(
        ran.err.contains(
            "back.docx, “One”, “Reason”: error[return-conflict]: Reason was changed here to “Theirs.”, and in \
             `content/r/s/one.md` to “Ours.” since it was handed out"
        ),
        "{}",
        ran.err
    );
    assert_eq!(project.text("content/r/s/one.md"), edited, "nothing of that entry is written");
    assert!(project.text("content/r/i/calls.md").contains("actual: 70"), "and the rest is");
    let ran = import(&project, &parts, &["--ours"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(project.text("content/r/s/one.md"), edited.replace("AMBER", "red"));
    let ran = import(&project, &parts, &["--theirs"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.text("content/r/s/one.md").contains("reason: Theirs."));
}

#[test]
fn faults_are_named_by_entry_and_field_and_nothing_is_written() {
    let project = mixed();
    let mut parts = form(&project, "head-of-a");
    for (under, name, value) in [
        ("One", "Rating", "ambre"),
        ("One", "Percent done", "most"),
        ("One", "Updated", "31 February 2014"),
        ("One", "Due", "soon"),
        ("One", "Progress", "See <p>this</p>."),
        ("Calls", "Actual", "1,234"),
        ("Calls", "Provisional", "perhaps"),
    ] {
        fill(&mut parts, under, name, &run(value));
    }
    let before = project.files("content");
    let ran = import(&project, &parts, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    for line in [
        "back.docx, “One”, “Rating”: error[unknown-rating]: “Rating” holds “ambre”, which is not a rating",
        "back.docx, “One”, “Percent done”: error[wrong-type]: “Percent done” holds “most”",
        "back.docx, “One”, “Updated”: error[bad-date]: “Updated” holds “31 February 2014”",
        "back.docx, “One”, “Due”: error[bad-date]: “Due” holds “soon”",
        "back.docx, “Calls”, “Actual”: error[wrong-type]: “Actual” holds “1,234”",
        "back.docx, “Calls”, “Provisional”: error[wrong-type]: “Provisional” holds “perhaps”",
    ] {
        assert!(ran.err.contains(line), "{line:?} in {}", ran.err);
    }
    assert!(project.files("content") == before);
    let human = project.run(&["import", "back.docx"]);
    assert!(human.err.contains("write yes or no, or empty the field"), "{}", human.err);
    assert!(!human.err.contains("cell"), "{}", human.err);
}

#[test]
fn nothing_that_somebody_writes_elsewhere_or_takes_away_goes_unseen() {
    let project = mixed();
    let mut parts = form(&project, "head-of-a");
    let document = parts.get_mut(DOCUMENT).expect("a document");
    // A paragraph of their own, and words beside a box.
    let heading = document.find(">One</w:t>").expect("a heading");
    let end = heading + document[heading..].find("</w:p>").expect("its end") + 6;
    document.insert_str(end, &format!("<w:p>{}</w:p>", run("Please call me")));
    let alias = end + document[end..].find("<w:alias w:val=\"Stage\"/>").expect("a field");
    let after = alias + document[alias..].find("</w:sdt>").expect("its end") + 8;
    document.insert_str(after, &run("nearly there"));
    // A box that is gone, and one that stands twice.
    let cut = |document: &str, name: &str| {
        let heading = document.find(">One</w:t>").expect("a heading");
        let alias =
            heading + document[heading..].find(&format!("<w:alias w:val=\"{name}\"/>")).expect("a field");
        let start = document[..alias].rfind("<w:bookmarkStart").expect("a mark");
        let end = alias + document[alias..].find("</w:p>").expect("its end");
        (start, document[start..end].to_owned())
    };
    let (start, action) = cut(document, "Action");
    document.replace_range(start..start + action.len(), "");
    let (start, rating) = cut(document, "Rating");
    let twin = rating.replace(">Amber<", ">Red<");
    document.insert_str(start, &twin[twin.find("<w:sdt>").expect("a control")..]);
    let ran = import(&project, &parts, &["--dry-run"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.err.contains("back.docx, “One”, “Rating”: error[bad-return]: “Rating” stands twice in this form, as “Red” and as “Amber”"),
        "{}",
        ran.err
    );
    let document = parts.get_mut(DOCUMENT).expect("a document");
    *document = document.replacen(&twin[twin.find("<w:sdt>").expect("a control")..], "", 1);
    fill(
        &mut parts,
        "One",
        "Reason",
        &format!(
            "<w:ins w:id=\"9\">{}</w:ins><w:del w:id=\"8\"><w:r><w:delText>It's late</w:delText></w:r></w:del><w:r><w:footnoteReference w:id=\"1\"/></w:r>",
            run("New")
        ),
    );
    let ran = import(&project, &parts, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for line in [
        "back.docx, “One”: warning[bad-return]: “Please call me” stands outside the fields, so it was not read",
        "back.docx, “One”: warning[bad-return]: “nearly there” stands outside the fields, so it was not read",
        "back.docx, “One”, “Action”: warning[bad-return]: the box is missing from the form, so nothing is changed there",
        "back.docx, “One”, “Reason”: warning[bad-return]: 1 footnote or endnote left out",
        "back.docx: warning[bad-return]: 2 tracked changes taken as accepted",
    ] {
        assert!(ran.err.contains(line), "{line:?} in {}", ran.err);
    }
    assert_eq!(ran.out, "content/r/s/one.md: reason: It's late → New\n1 value in 1 file changed.\n");
}

#[test]
fn what_word_lays_out_in_a_box_becomes_what_one_would_have_typed() {
    let project = mixed();
    let mut parts = form(&project, "head-of-a");
    // Enter in a box makes paragraphs, and a hyphen that begins a line may have become a bullet.
    let document = parts.get_mut(DOCUMENT).expect("a document");
    let alias = document.find("<w:alias w:val=\"Progress\"/>").expect("a field");
    let start = document[..alias].rfind("<w:p>").expect("a paragraph");
    let end = alias + document[alias..].find("</w:p>").expect("its end") + 6;
    let properties = &document[document[..alias].rfind("<w:sdt>").expect("a control")..];
    let properties = &properties[..properties.find("<w:sdtContent>").expect("its content")];
    let bullet = "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>";
    let block = format!(
        "{properties}<w:sdtContent><w:p>{}<w:r><w:rPr><w:b/></w:rPr><w:t>bold</w:t></w:r></w:p><w:p>{bullet}{}</w:p><w:p>{bullet}{}</w:p>\
         <w:p>{}</w:p></w:sdtContent></w:sdt>",
        run("It *is* "),
        run("one"),
        run("two"),
        run("Last.")
    );
    document.replace_range(start..end, &block);
    let ran = import(&project, &parts, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        project
            .text("content/r/s/one.md")
            .ends_with("---\r\nIt *is* **bold**\r\n\r\n- one\r\n- two\r\n\r\nLast.\r\n")
    );
}

#[test]
fn an_emptied_box_removes_what_was_there_whatever_shows_in_it_then() {
    let project = mixed();
    let mut parts = form(&project, "head-of-a");
    fill(&mut parts, "One", "Reason", "");
    fill(&mut parts, "One", "Rating", &run("Not rated"));
    // Word's own words for an empty box; and those of the form, of which a program has forgotten what they are.
    let document = parts.get_mut(DOCUMENT).expect("a document");
    *document = document.replacen("<w:showingPlcHdr/>", "", 1);
    fill(&mut parts, "One", "Updated", &run("Click or tap to enter a date."));
    let document = parts.get_mut(DOCUMENT).expect("a document");
    let at = document.find("<w:alias w:val=\"Updated\"/>").expect("a field");
    let lock = at + document[at..].find("<w:date").expect("a date");
    document.insert_str(lock, "<w:showingPlcHdr/>");
    let ran = import(&project, &parts, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(
        ran.out,
        "content/r/s/one.md: rating: amber → nothing (the line goes)\ncontent/r/s/one.md: reason: It's late → nothing (the line \
         goes)\ncontent/r/s/one.md: updated: 2014-04-01 → nothing (the line goes)\n3 values in 1 file changed.\n"
    );
}

#[test]
fn an_old_form_two_forms_in_one_and_tables_are_told_of() {
    let project = mixed().file(
        "content/later/_index.md",
        "---\ntitle: Later\nperiod: Later\nto: 2015-03-31\nprevious: r\n---\n",
    );
    let mut parts = form(&project, "head-of-a");
    let ran = import(&project, &parts, &["--dry-run"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "nothing is changed by mistake");
    // The form of somebody else is pasted below this one.
    let other = docx::parts(&std::fs::read(project.path("forms-r/head-of-b.docx")).expect("a form"));
    let other = &other[DOCUMENT];
    let body =
        &other[other.find("<w:body>").expect("a body") + 8..other.rfind("<w:sectPr").expect("its end")];
    let document = parts.get_mut(DOCUMENT).expect("a document");
    let end = document.rfind("<w:sectPr").expect("its end");
    document.insert_str(end, body);
    fill(&mut parts, "Two", "Rating", &run("Red"));
    let cell = |text: &str| format!("<w:tc><w:p>{}</w:p></w:tc>", run(text));
    let table = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("Roof"), cell("\u{a3}3"));
    let document = parts.get_mut(DOCUMENT).expect("a document");
    let alias = document.find("<w:alias w:val=\"Reason\"/>").expect("a field");
    let start = document[..alias].rfind("<w:p>").expect("a paragraph");
    let end = alias + document[alias..].find("</w:p>").expect("its end") + 6;
    let control = &document[document[..alias].rfind("<w:sdt>").expect("a control")..];
    let control = &control[..control.find("<w:sdtContent>").expect("its content")];
    let control = control.replace("<w:showingPlcHdr/>", "");
    document
        .replace_range(start..end, &format!("{control}<w:sdtContent>{table}</w:sdtContent></w:sdt>{table}"));
    let ran = import(&project, &parts, &["--dry-run"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let told: Vec<&str> = ran.err.lines().collect();
    assert_eq!(
        told,
        [
            "back.docx, “Calls”, “Reason”: warning[bad-return]: there is a table here, of which only the words can be brought in",
            "back.docx: warning[bad-return]: this form is for the report `r`, and `later` has followed it",
            "back.docx, “Calls”: warning[bad-return]: “Roof | £3” stands outside the fields, so it was not read",
            "back.docx, “Form for Progress”: warning[bad-return]: “For: Head of B” stands outside the fields, so it was not read",
        ],
    );
}

#[test]
fn an_import_that_is_stopped_half_way_has_changed_nothing() {
    let project = mixed();
    let mut parts = form(&project, "head-of-a");
    fill(&mut parts, "One", "Rating", &run("Green"));
    fill(&mut parts, "Story", "Text", &run("Twice."));
    // Something is in the way of the second file, which is found only once the first is written.
    project.write("content/r/s/.one.md.cabinet-report-new/a", b"");
    let before = project.files("content");
    let ran = import(&project, &parts, &[]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
    assert!(ran.err.contains("`content/r/s/one.md` could not be written"), "{}", ran.err);
    assert!(project.files("content") == before);
    std::fs::remove_dir_all(project.path("content/r/s/.one.md.cabinet-report-new")).expect("removed");
    let ran = import(&project, &parts, &[]);
    assert!(ran.code == 0 && ran.out.ends_with("2 values in 2 files changed.\n"), "{}{}", ran.out, ran.err);
}

#[test]
fn a_form_of_something_else_and_other_documents_say_what_to_do() {
    let project = mixed();
    let parts = form(&project, "head-of-a");
    let other = Project::new().file("content/q/s/e.md", "---\ntitle: E\nrating: green\n---\nOld.\n");
    let ran = import(&other, &parts, &[]);
    assert!(
        ran.code == 1 && ran.err.contains("this form is for the report `r`, and nothing that it asks about"),
        "{}",
        ran.err
    );
    let ran = import(&project, &parts, &["--into", "r/s/one"]);
    assert!(ran.code == 1 && ran.err.contains("`back.docx` is a form, which says itself"), "{}", ran.err);
    std::fs::remove_file(project.path("content/r/s/one.md")).expect("removed");
    let ran = import(&project, &parts, &[]);
    assert!(
        ran.err.contains("back.docx, “One”: error[bad-return]: there is no “One” in the content folder"),
        "{}",
        ran.err
    );
    // What was kept is gone: nobody can tell what stood outside.
    let project = mixed();
    let mut parts = form(&project, "head-of-a");
    parts.retain(|path, _| !path.starts_with("customXml"));
    let ran = import(&project, &parts, &[]);
    assert!(ran.code == 0 && ran.err.contains("does not know any more what stood outside"), "{}", ran.err);
    for (name, bytes, said) in [
        (
            "a.odt",
            b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text".to_vec(),
            "`Word 2007-365 (.docx)`",
        ),
        (
            "a.doc",
            [
                b"\xd0\xcf\x11\xe0".to_vec(),
                "WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect(),
            ]
            .concat(),
            "save it as a Word document",
        ),
        ("a.rtf", b"{\\rtf1 a}".to_vec(), "save it as a Word document"),
        ("text.docx", b"hello".to_vec(), "`text.docx` is not a Word document (`.docx`)"),
        ("empty.docx", Vec::new(), "`empty.docx` is empty"),
    ] {
        project.write(name, &bytes);
        let ran = project.run(&["import", name]);
        assert!(ran.code == 1 && ran.err.contains(said), "{name}: {}", ran.err);
    }
}

/// A number from the one before: the same on every machine.
fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).expect("31 bits")
}

/// Changes parts of a form at random. `WORD_MUTATIONS` asks for more of them.
#[test]
fn no_changed_form_makes_it_panic() {
    let times: usize =
        std::env::var("WORD_MUTATIONS").ok().and_then(|times| times.parse().ok()).unwrap_or(200);
    let parts = form(&mixed(), "head-of-a");
    let names: Vec<&String> = parts.keys().collect();
    let (mut seed, mut read_well) = (2014, 0);
    for time in 0..times {
        let mut changed = parts.clone();
        let name = if time % 2 == 0 { DOCUMENT } else { names[next(&mut seed) % names.len()].as_str() };
        let text = changed.get_mut(name).expect("a part");
        let whole = [
            "<w:sdt>",
            "</w:sdt>",
            "<w:p>",
            "</w:p>",
            "<w:bookmarkStart",
            "<w:bookmarkEnd",
            "<w:r>",
            "</w:r>",
            "<w:tag",
            "/>",
        ];
        for _ in 0..=next(&mut seed) % 4 {
            let marks: Vec<usize> = text
                .match_indices(|_: char| true)
                .filter(|(at, _)| whole.iter().any(|mark| text[*at..].starts_with(mark)))
                .map(|(at, _)| at)
                .collect();
            if marks.len() < 2 {
                break;
            }
            let (one, other) = (marks[next(&mut seed) % marks.len()], marks[next(&mut seed) % marks.len()]);
            let (one, other) = (one.min(other), one.max(other).min(one.min(other) + 4_000));
            let piece = text.get(one..other).unwrap_or_default().to_owned();
            match next(&mut seed) % 5 {
                0 => *text = text.replacen(&piece, "", 1),
                1 => text.insert_str(one, &piece),
                2 => text.insert_str(marks[next(&mut seed) % marks.len()], "<w:sdt><w:sdtContent>"),
                3 => text.insert_str(marks[next(&mut seed) % marks.len()], "</w:sdtContent></w:sdt>"),
                _ => *text = text.replacen("w:val=\"f", "w:val=\"g", 1 + next(&mut seed) % 3),
            }
        }
        // Whatever it is now, reading it ends.
        read_well += usize::from(cabinet_report::returns::word::form::read(&docx::pack(&changed)).is_ok());
    }
    assert!(read_well > 0, "some can still be read");
}
