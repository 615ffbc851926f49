//! Holds the import of Word documents: what officers write is brought in as it was meant, and whatever else a file holds
//! is named or refused.

use std::collections::BTreeMap;

use crate::support::{Project, docx, html, repository};

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A document with this text, in Word's own markup.
fn document(body: &str) -> Vec<u8> {
    let relations = |inner: &str| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    let parts: [(&str, String); 5] = [
        (
            "_rels/.rels",
            relations("<Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/>"),
        ),
        (
            "word/_rels/document.xml.rels",
            relations(
                "<Relationship Id=\"s\" Type=\"x/styles\" Target=\"styles.xml\"/>\
                 <Relationship Id=\"n\" Type=\"x/numbering\" Target=\"numbering.xml\"/>\
                 <Relationship Id=\"web\" Type=\"x/hyperlink\" Target=\"https://a.gov.uk/x?a=1&amp;b=(2)\" TargetMode=\"External\"/>\
                 <Relationship Id=\"disk\" Type=\"x/hyperlink\" Target=\"file:///C:/secret.docx\" TargetMode=\"External\"/>",
            ),
        ),
        (
            "word/styles.xml",
            format!(
                "<w:styles xmlns:w=\"{MAIN}\">\
                 <w:style w:type=\"paragraph\" w:styleId=\"berschrift2\"><w:name w:val=\"heading 2\"/></w:style>\
                 <w:style w:type=\"paragraph\" w:styleId=\"Ours\"><w:name w:val=\"Council heading\"/><w:basedOn w:val=\"berschrift2\"/></w:style>\
                 <w:style w:type=\"paragraph\" w:styleId=\"Punkt\"><w:name w:val=\"List Bullet\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
                 <w:style w:type=\"character\" w:styleId=\"Fett\"><w:name w:val=\"Strong\"/><w:rPr><w:b/></w:rPr></w:style>\
                 <w:style w:type=\"paragraph\" w:styleId=\"Ring\"><w:basedOn w:val=\"Ring\"/></w:style></w:styles>"
            ),
        ),
        (
            "word/numbering.xml",
            format!(
                "<w:numbering xmlns:w=\"{MAIN}\">\
                 <w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>\
                 <w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl>\
                 <w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"(%2)\"/></w:lvl></w:abstractNum>\
                 <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>"
            ),
        ),
        (
            "word/document.xml",
            format!(
                "<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"r\" xmlns:mc=\"mc\" xmlns:wp=\"wp\"><w:body>{body}<w:sectPr/></w:body></w:document>"
            ),
        ),
    ];
    docx::pack(&parts.map(|(path, text)| (path.to_owned(), text)).into_iter().collect::<BTreeMap<_, _>>())
}

fn paragraph(properties: &str, runs: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>")
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn item(list: u8, level: u8, text: &str) -> String {
    let numbers = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
    paragraph(&numbers, &run(text))
}

#[test]
fn headings_lists_tables_and_links_are_what_they_were_in_word() {
    let body = [
        paragraph("<w:pStyle w:val=\"Ours\"/>", "<w:r><w:rPr><w:b/></w:rPr><w:t>The heading</w:t></w:r>"),
        paragraph(
            "",
            &format!(
                "{}<w:r><w:rPr><w:rStyle w:val=\"Fett\"/></w:rPr><w:t>str</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>ong</w:t></w:r>{}\
                 <w:r><w:rPr><w:b w:val=\"0\"/><w:i/></w:rPr><w:t>slanted</w:t></w:r>",
                run("Some "),
                run(", H"),
            ),
        ),
        paragraph("<w:pStyle w:val=\"Punkt\"/>", &run("by its style")),
        item(1, 1, "deeper"),
        item(2, 0, "third"),
        item(2, 1, "letter"),
        item(2, 1, "letter"),
        item(2, 0, "fourth"),
        paragraph("<w:numPr><w:numId w:val=\"0\"/></w:numPr>", &run("no item * and # no heading")),
        format!(
            "<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr><w:tr><w:tc><w:p>{}</w:p><w:p>{}</w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
            run("A"),
            run("B|C"),
            run("1"),
            run("2")
        ),
        paragraph("", &format!("{}<w:hyperlink r:id=\"web\">{}</w:hyperlink>", run("See "), run("the page"))),
        paragraph(
            "",
            &format!(
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK \"mailto:a@b.uk\" </w:instrText></w:r>\
                 <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>{}",
                run("mail"),
                run(" or call")
            ),
        ),
    ];
    let text = docx::read(&document(&body.concat())).expect("a document");
    assert_eq!(text.notes, Vec::<String>::new());
    assert_eq!(
        text.markdown,
        "## The heading\n\nSome **strong**, H*slanted*\n\n- by its style\n  - deeper\n\n3. third\n\n   (a) letter\n   (b) letter\n4. fourth\n\n\
         no item \\* and # no heading\n\n| A | B\\|C |\n| --- | --- |\n| 1<br>2 |  |\n\n\
         See [the page](<https://a.gov.uk/x?a=1&b=(2)>)\n\n[mail](<mailto:a@b.uk>) or call"
    );
}

/// The same text as three programs write it; python-docx knows lists by Word's own styles, which begin at 1.
#[test]
fn documents_of_other_programs_are_brought_in_as_those_of_word() {
    let expected = "## Where it stands\n\nThe lease was *signed* in **October**, and [the plan](<https://example.org/plan>) says so.\n\n\
                    - a level entrance\n  - with a ramp\n- a desk\n\n3. third\n4. fourth\n\n\
                    | Room | Places |\n| --- | --- |\n| Hall | 120 |\n| Caf\u{e9} | 30 |\n\nLast words.";
    let from_one = expected.replace("3. third\n4. fourth", "1. first\n2. second");
    for (program, expected) in [("pandoc", expected), ("libreoffice", expected), ("python-docx", &from_one)] {
        let bytes =
            std::fs::read(repository().join(format!("tests/word/{program}.docx"))).expect("a document");
        let text = docx::read(&bytes).expect("readable");
        assert_eq!((text.markdown.as_str(), text.notes.len()), (expected, 0), "{program}");
    }
}

#[test]
fn what_is_not_text_is_named_and_changes_are_taken_as_accepted() {
    let body = [
        paragraph(
            "",
            &format!(
                "{}<w:ins w:id=\"1\">{}</w:ins><w:del w:id=\"2\"><w:r><w:delText>old</w:delText></w:r></w:del>\
                 <w:commentRangeStart w:id=\"7\"/><w:r><w:commentReference w:id=\"7\"/></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r>\
                 <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:hyperlink r:id=\"disk\">{}</w:hyperlink>",
                run("Kept"),
                run(" and new"),
                run(" words")
            ),
        ),
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
            .to_owned(),
        "<w:p><w:r><w:drawing><wp:docPr descr=\"The square\"/></w:drawing></w:r><w:r><w:drawing><wp:docPr/></w:drawing></w:r></w:p>".to_owned(),
        format!("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p>{}</w:p></w:tc></w:tr></w:tbl>", run("Wide")),
    ];
    let text = docx::read(&document(&body.concat())).expect("a document");
    assert_eq!(text.markdown, "Kept and new words\n\n| Wide |  |\n| --- | --- |");
    assert_eq!(
        text.notes,
        [
            "2 tracked changes taken as accepted",
            "1 comment left out",
            "1 footnote or endnote left out: put what it says into the text",
            "1 merged cell split: what it said stands in the first of the cells",
            "1 hidden text left out",
            "a text box left out: \u{201c}In a box\u{201d}",
            "the picture \u{201c}The square\u{201d} was left out: it is a drawing made in Word, not a picture: in Word, cut it, paste it again \
             with Paste Special as `Picture (PNG)`, give it its text (View Alt Text), and import the document again",
            "picture 2 was left out: it is a drawing made in Word, not a picture: in Word, cut it, paste it again with Paste Special as \
             `Picture (PNG)`, give it its text (View Alt Text), and import the document again",
            "a link left out, and its words kept: `file:///C:/secret.docx` leads to no web page",
        ]
    );
}

#[test]
fn a_text_replaces_that_of_its_entry_and_nothing_else() {
    let old = "---\r\ntitle: E   # a note\r\nrating: green\r\n---\r\nOld text.\r\n";
    let project = Project::new().file("content/r/s/e.md", old);
    project
        .write("update.docx", &document(&[paragraph("", &run("New text.")), item(1, 0, "a point")].concat()));
    let into = |entry: &str, more: &[&str]| {
        project.run(&[&["import", "update.docx", "--into", entry], more].concat())
    };
    let ran = into("r/s/e", &["--dry-run"]);
    assert_eq!((ran.code, project.text("content/r/s/e.md").as_str()), (0, old), "{}", ran.err);
    let ran = into("r/s/e", &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("1 value in 1 file changed"), "{}", ran.out);
    assert_eq!(project.text("content/r/s/e.md"), old.replace("Old text.", "New text.\r\n\r\n- a point"));
    assert_eq!(into("r/s/e", &[]).code, 0, "again, it changes nothing");
    for (entry, code, message) in [
        ("r/s/f", 1, "there is no entry `r/s/f`"),
        ("r/s", 2, "REPORT/SECTION/ENTRY"),
        ("r/s/../../e", 2, "REPORT/SECTION/ENTRY"),
    ] {
        let ran = into(entry, &[]);
        assert_eq!(ran.code, code, "{}", ran.err);
        assert!(ran.err.contains(message), "{}", ran.err);
    }
    let ran = project.run(&["import", "update.docx"]);
    assert!(ran.err.contains("add `--into REPORT/SECTION/ENTRY`"), "{}", ran.err);
}

#[test]
fn a_text_with_faults_changes_nothing_and_says_where_they_are() {
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nOld.\n");
    // A box of Word's font of signs, which no font here has.
    project.write("update.docx", &document(&paragraph("", &run("Done \u{f0fc}"))));
    let ran = project.run(&["import", "update.docx", "--into", "r/s/e"]);
    let build = project.run(&["build"]);
    assert!(ran.code == 1 || build.code == 1, "{}{}", ran.err, build.err);
}

#[test]
fn other_files_are_told_apart_and_say_what_to_do() {
    let locked: Vec<u8> = [0xd0, 0xcf, 0x11, 0xe0]
        .into_iter()
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let entities = document("<w:p/>");
    let entities = {
        let mut parts = docx::parts(&entities);
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]><a>&c;&c;&c;</a>";
        parts.insert("word/document.xml".into(), bomb.into());
        docx::pack(&parts)
    };
    let deep = document(&format!(
        "{}{}",
        "<w:sdt><w:sdtContent>".repeat(5_000),
        "</w:sdtContent></w:sdt>".repeat(5_000)
    ));
    let mut zeros = docx::parts(&document("<w:p/>"));
    zeros.insert("word/media/zeros".into(), "0".repeat((64 << 20) + 1));
    let cases: [(&[u8], &str); 10] = [
        (b"", "is empty: send the file again"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is a Word document of the old kind (`.doc`): open it in Word"),
        (&locked, "is locked with a password: "),
        (b"{\\rtf1 a}", "is in Rich Text Format (`.rtf`): open it in Word"),
        (
            b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text",
            "is an OpenDocument text (`.odt`): open it in LibreOffice",
        ),
        (b"PK\x03\x04 and nothing more", "is not a whole Word document ("),
        (b"%PDF-1.7\n", "is not a Word document (`.docx`): open it in Word"),
        (&entities, "is not a whole Word document ("),
        (&deep, "is not a whole Word document (its parts lie too deep in one another)"),
        (&docx::pack(&zeros), "is larger than a narrative"),
    ];
    for (bytes, expected) in cases {
        let error = docx::read(bytes).expect_err("no document").to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

/// A number from the one before: the same on every machine.
fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*seed >> 33).expect("31 bits")
}

/// Changes the bytes of a document and of the parts in it, so many times. `WORD_MUTATIONS` asks for more of them.
#[test]
fn no_changed_document_makes_it_panic() {
    let times: usize =
        std::env::var("WORD_MUTATIONS").ok().and_then(|times| times.parse().ok()).unwrap_or(300);
    let body = [
        item(2, 0, "one"),
        item(1, 3, "two"),
        paragraph("<w:pStyle w:val=\"Ring\"/>", &format!("{}<w:hyperlink r:id=\"web\">{}</w:hyperlink>", run("a"), run("b"))),
        format!("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p>{}</w:p></w:tc></w:tr></w:tbl>", run("c")),
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK \"https://a\"</w:instrText></w:r></w:p>".to_owned(),
    ];
    let whole = document(&body.concat());
    let parts = docx::parts(&whole);
    let names: Vec<&String> = parts.keys().collect();
    let mut seed = 2026;
    let mut read_well = 0;
    for time in 0..times {
        let bytes = if time % 4 == 0 {
            let mut bytes = whole.clone();
            for _ in 0..=next(&mut seed) % 4 {
                let at = next(&mut seed) % bytes.len();
                bytes[at] = u8::try_from(next(&mut seed) % 256).expect("a byte");
            }
            bytes.truncate(bytes.len() - (next(&mut seed) % 3) * (next(&mut seed) % bytes.len()) / 4);
            bytes
        } else {
            // Parts of one document in other places, numbers out of all bounds, tags without ends.
            let mut changed = parts.clone();
            let name = names[next(&mut seed) % names.len()];
            let text = changed.get_mut(name).expect("a part");
            let marks: Vec<usize> = text.match_indices(['<', '"', '>']).map(|(at, _)| at).collect();
            for _ in 0..=next(&mut seed) % 3 {
                let (one, other) =
                    (marks[next(&mut seed) % marks.len()], marks[next(&mut seed) % marks.len()]);
                let piece = text.get(one.min(other)..one.max(other)).unwrap_or_default().to_owned();
                match next(&mut seed) % 4 {
                    0 => *text = text.replacen(&piece, "", 1),
                    1 => text.insert_str(one.min(text.len()), &piece),
                    2 => *text = text.replacen("\"1\"", "\"99999999999999999999\"", 1),
                    _ => *text = text.replacen("\"0\"", "\"-1\"", 1),
                }
            }
            docx::pack(&changed)
        };
        // Whatever it is now, reading it ends.
        read_well += usize::from(docx::read(&bytes).is_ok());
    }
    assert!(read_well > 0, "some can still be read");
}

#[test]
fn what_is_typed_in_word_is_printed_as_it_was_typed() {
    let texts = [
        "A *star*, _lines_ and snake_case, `ticks`, [brackets](x), &lt;b>tags&lt;/b>, a\\b, ~~waves~~ and {braces}.",
        "# 1 in the county",
        "100% &amp; more: 3 &lt; 4, AT&amp;T, &amp;amp; and $5",
        "---",
        "2^10 | 5",
        "![no picture]",
    ];
    let body: String = texts.iter().map(|text| paragraph("", &run(text))).collect();
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nOld.\n");
    project.write("update.docx", &document(&body));
    let ran = project.run(&["import", "update.docx", "--into", "r/s/e"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project.build();
    let page = project.text("output/r/index.html");
    let narrative = html::text(html::between(&page, "<div class=\"narrative\">", "</article>"));
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let typed = texts.join(" ").replace("&lt;", "<").replace("&amp;", "&");
    assert_eq!(letters(&narrative), letters(&typed));
    // Lists keep their numbers, at whatever depth.
    let lists = [
        item(1, 0, "a"),
        item(2, 1, "b"),
        item(2, 1, "c"),
        item(1, 0, "d"),
        item(2, 0, "e"),
        item(2, 1, "f"),
        item(2, 0, "g"),
    ];
    project.write("update.docx", &document(&lists.concat()));
    let ran = project.run(&["import", "update.docx", "--into", "r/s/e"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project.build();
    let page = project.text("output/r/index.html");
    let narrative = html::text(html::between(&page, "<div class=\"narrative\">", "</article>"));
    assert_eq!(narrative, "a (a) b (b) c d 3. e (a) f 4. g");
}
