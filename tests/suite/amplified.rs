//! Holds small files that say or ask for the same long thing many times: each costs time and room by its size, or is refused.

use std::collections::BTreeMap;

use cabinet_report::returns::word::form;

use crate::support::{Project, docx};

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What a document is refused with that holds too much.
const TOO_LARGE: &str = "is larger than a narrative that somebody has written";

/// A letter so many times: enough of them that nobody could keep a copy for each place that refers to them.
fn long(length: usize) -> String {
    "x".repeat(length)
}

/// A document of this body, with what else is `inside` parts by their names, and further relations.
fn document(body: &str, inside: &[(&str, String)], more: &str) -> BTreeMap<String, String> {
    let relation = |(part, _): &(&str, String)| {
        format!("<Relationship Id=\"{part}\" Type=\"{KINDS}/{part}\" Target=\"{part}.xml\"/>")
    };
    let relations = |inner: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    let own: String = inside.iter().map(relation).collect();
    let parts = inside.iter().map(|(part, text)| {
        (format!("word/{part}.xml"), format!("<w:{part} xmlns:w=\"{MAIN}\">{text}</w:{part}>"))
    });
    let main =
        format!("<Relationship Id=\"a\" Type=\"{KINDS}/officeDocument\" Target=\"word/document.xml\"/>");
    parts
        .chain([
            ("_rels/.rels".to_owned(), relations(&main)),
            ("word/_rels/document.xml.rels".to_owned(), relations(&format!("{own}{more}"))),
            (
                "word/document.xml".to_owned(),
                format!("<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"r\"><w:body>{body}</w:body></w:document>"),
            ),
        ])
        .collect()
}

fn paragraph(properties: &str, inner: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>")
}

fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn item(list: usize, level: usize) -> String {
    paragraph(
        &format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>"),
        &run("a"),
    )
}

/// A kind of list with this text before its items, and so many lists of it.
fn lists(text: &str, count: usize) -> Vec<(&'static str, String)> {
    let lists: String = (0..count)
        .map(|id| format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"0\"/></w:num>"))
        .collect();
    let kind = format!(
        "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"{text}\"/>\
         </w:lvl></w:abstractNum>"
    );
    vec![("numbering", kind + &lists)]
}

/// A link to the address that a document calls `web`, and that address.
fn link(address: &str) -> (String, String) {
    let target = format!(
        "<Relationship Id=\"web\" Type=\"{KINDS}/hyperlink\" TargetMode=\"External\" Target=\"{address}\"/>"
    );
    (paragraph("", &format!("<w:hyperlink r:id=\"web\">{}</w:hyperlink>", run("a"))), target)
}

#[test]
fn whatever_a_text_refers_to_many_times_costs_no_more_than_once() {
    let style = |id: usize, base: usize| {
        format!(
            "<w:style w:styleId=\"s{id}\"><w:name w:val=\"{}\"/><w:basedOn w:val=\"s{base}\"/></w:style>",
            long(200_000)
        )
    };
    let styles: String = (0..20).map(|id| style(id, id + 1)).collect();
    let (far, elsewhere) = link(&format!("https://a.uk/{}", long(1_000_000)));
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let code = format!(
        "{}<w:r><w:instrText>HYPERLINK \"https://a.uk/{}\"</w:instrText></w:r>{}",
        field("begin"),
        long(1_000_000),
        field("separate")
    );
    let comment = format!("<w:comment w:id=\"1\">{}</w:comment>", run(&long(1_000_000)));
    let boxes = format!(
        "<w:r><w:pict>{}{}{}</w:pict></w:r>",
        "<w:txbxContent>".repeat(200),
        run(&long(1_000_000)),
        "</w:txbxContent>".repeat(200)
    );
    let ten = 10_000;
    // The body, parts, relations; how often the letter stands in what is read, and how many things are named.
    for (what, body, inside, more, count, notes) in [
        (
            "styles",
            paragraph("<w:pStyle w:val=\"s0\"/>", &run("a")).repeat(ten),
            vec![("styles", styles)],
            "",
            ten,
            0,
        ),
        ("one list", item(0, 0).repeat(ten), lists(&long(1_000_000), ten), "", ten, 0),
        ("many lists", (0..ten).map(|id| item(id, 0)).collect(), lists("%1.", ten), "", ten, 0),
        ("levels", (0..ten).map(|level| item(0, level)).collect(), Vec::new(), "", ten, 0),
        ("links", far.repeat(ten), Vec::new(), elsewhere.as_str(), ten, 1),
        (
            "a field",
            paragraph("", &(code + &(run("a") + "<w:r><w:br/></w:r>").repeat(ten))),
            Vec::new(),
            "",
            ten,
            1,
        ),
        (
            "a comment",
            paragraph("", &("<w:r><w:commentReference w:id=\"1\"/></w:r>".repeat(ten) + &run("a"))),
            vec![("comments", comment)],
            "",
            1,
            1,
        ),
        ("boxes in boxes", paragraph("", &(boxes + &run("a"))), Vec::new(), "", 1, 200),
    ] {
        let text = docx::read(&docx::pack(&document(&body, &inside, more)))
            .unwrap_or_else(|why| panic!("{what}: {why}"));
        let letters = text.markdown.matches('a').count();
        assert_eq!((letters, text.notes.len()), (count, notes), "{what}: {:.200}", text.markdown);
        let longest = text.markdown.lines().map(str::len).max().unwrap_or(0);
        assert!(longest < 30 || what == "a field", "{what}: a line of {longest} letters");
        assert!(text.notes.iter().all(|note| note.len() < 200), "{what}: {:.300}", text.notes[0]);
    }
}

#[test]
fn what_would_grow_while_it_is_read_is_refused() {
    let cell = |properties: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p/></w:tc>");
    let row = |cells: &str| format!("<w:tr>{cells}</w:tr>");
    let wide = row(&cell("").repeat(10_000))
        + &row(&format!("<w:tc>{}</w:tc>", paragraph("", &run("a")))).repeat(10_000);
    let spans = row(&cell("<w:gridSpan w:val=\"100\"/>").repeat(100)).repeat(300);
    let (link, far) = link(&format!("https://a.uk/{}", long(7_000)));
    let attributes: String = (0..301).map(|number| format!("a{number}=\"\" ")).collect();
    let namespaces: String = (0..65).map(|number| format!("xmlns:n{number}=\"u\" ")).collect();
    for (what, body, more) in [
        ("a row that is wider than all others", format!("<w:tbl>{wide}</w:tbl>"), ""),
        ("cells that are as wide as a hundred", format!("<w:tbl>{spans}</w:tbl>"), ""),
        ("a long address in many links", link.repeat(10_000), far.as_str()),
        ("many attributes of one tag", format!("<w:p {attributes}/>"), ""),
        ("the same after a greater-than sign", format!("<w:p b=\">\" {attributes}/>"), ""),
        ("many namespaces", format!("<w:p {namespaces}/>"), ""),
        ("a namespace with a long address", format!("<w:p xmlns:n=\"{}\"/>", long(301)), ""),
        ("more tags than a document has", "<w:p/>".repeat(2_000_001), ""),
    ] {
        let bytes = docx::pack(&document(&(body + &paragraph("", &run("a"))), &[], more));
        let why = docx::read(&bytes).map(|text| text.markdown.len()).expect_err(what).to_string();
        assert!(why.starts_with(TOO_LARGE), "{what}: {why}");
    }
}

#[test]
fn a_form_keeps_of_a_heading_what_tells_it_from_others_and_looks_at_each_of_its_parts_once() {
    let field = |number: usize| {
        format!(
            "<w:sdt><w:sdtPr><w:tag w:val=\"f{number:016x}_f0000000000000000\"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            paragraph("", &run("b"))
        )
    };
    let heading = paragraph("<w:pStyle w:val=\"h\"/>", &run(&long(1_000_000)));
    let styles = "<w:style w:styleId=\"h\"><w:name w:val=\"heading 1\"/></w:style>".to_owned();
    let body = heading + &(0..10_000).map(field).collect::<String>();
    let kept: String = (0..10_000)
        .map(|id| {
            format!(
                "<Relationship Id=\"k{id}\" Type=\"{KINDS}/customXml\" Target=\"../customXml/item1.xml\"/>"
            )
        })
        .collect();
    let mut parts = document(&body, &[("styles", styles)], &kept);
    let other = format!("<other a=\"urn:cabinet-report:form\">{}</other>", "<b/>".repeat(200_000));
    parts.insert("customXml/item1.xml".to_owned(), other);
    let read = form::read(&docx::pack(&parts)).expect("a document").expect("a form");
    assert_eq!(read.answers.len(), 10_000);
    assert!(read.answers.iter().all(|answer| answer.under.len() <= 200 && answer.plain == "b"));
    assert!(!read.is_whole);
}

#[test]
fn a_table_of_nothing_but_faults_names_as_many_as_anybody_mends() {
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\n");
    project.write("a.csv", format!("Id,Title\n{}", "r/s/f,F\n".repeat(10_050)).as_bytes());
    let ran = project.run(&["import", "a.csv", "--format", "short"]);
    assert_eq!((ran.code, ran.err.matches("error[").count()), (1, 10_001));
    assert!(ran.err.contains("a.csv: error[bad-return]: 50 more faults in this file\n"), "{:.300}", ran.err);
}

/// A council's own `reference.docx` may have come from anywhere, too.
#[test]
fn a_reference_that_would_grow_while_it_is_read_is_refused() {
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\n");
    project.run(&["build", "--docx"]);
    let made = project.files("output").into_iter().find(|(path, _)| path.ends_with(".docx"));
    let mut parts = docx::parts(&made.expect("a Word file").1);
    let attributes: String = (0..301).map(|number| format!("a{number}=\"\" ")).collect();
    let styles = parts["word/styles.xml"].replacen("<w:style ", &format!("<w:style {attributes}"), 1);
    parts.insert("word/styles.xml".to_owned(), styles);
    project.write("templates/word/reference.docx", &docx::pack(&parts));
    let ran = project.run(&["build", "--docx", "--format", "short"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(
        ran.err.contains("`templates/word/reference.docx` holds more styles than any document"),
        "{}",
        ran.err
    );
}

#[test]
fn what_a_file_asks_for_counts_as_if_it_stood_there() {
    let reason = "It rains. ".repeat(5_000);
    let project = |asked: &str, count: usize| {
        let text =
            format!("---\ntitle: R\nto: 2014-03-31\n---\n{}", format!("{{{{ {asked} }}}}\n\n").repeat(count));
        let rated = format!("---\ntitle: E\nrating: red\nreason: {reason}\n---\n");
        let mut project =
            Project::new().file("content/r/_index.md", &text).file("content/r/s/_index.md", &rated);
        // Only the list has all of them in it.
        for number in 0..if asked == "list.red" { 20 } else { 1 } {
            project = project.file(&format!("content/r/s/e{number}.md"), &rated);
        }
        project
    };
    // Each reason has 50,000 letters, and the list with all of them about a million.
    for (asked, count, line) in [
        ("reason.s", 20, None),
        ("reason.s", 21, Some(45)),
        ("reason.s/e0", 400, Some(45)),
        ("list.red", 1, None),
        ("list.red", 2, Some(7)),
        ("table.counts", 1_000, None),
    ] {
        let ran = project(asked, count).run(&["check", "--format", "short"]);
        let errors: Vec<&str> = ran.err.lines().filter(|line| line.contains("error[")).collect();
        let expected = line.map(|line| {
            format!(
                "content/r/_index.md:{line}:1: error[too-large]: what this file asks for in double braces (`{{{{ \u{2026} }}}}`) has more \
                 than 1,000,000 letters together"
            )
        });
        assert_eq!(errors, expected.into_iter().collect::<Vec<_>>(), "{asked}, {count} times");
    }
}
