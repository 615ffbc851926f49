//! Holds the pictures of Word documents that come in as the text of an entry: those that a report can show lie beside it
//! then, without what is unseen in them, and the others are named with what to do.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::support::png::chunk;
use crate::support::{Project, docx};

/// A word that is hidden in pictures, and must be in nothing that is written.
const CANARY: &str = "Zwyrbflox";

/// Eight by eight pixels.
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAADElEQVR4nGNgoA4AAABIAAEuuDx+AAAAAElFTkSuQmCC";
const GIF: &str = "R0lGODdhCAAIAIAAAAAAAAAAACwAAAAACAAIAAAIDwABCBxIsKDBgwgTKkwYEAA7";

fn bytes(base64: &str) -> Vec<u8> {
    STANDARD.decode(base64).expect("base64")
}

/// A picture with its author in it.
fn signed() -> Vec<u8> {
    let (head, rest) = (bytes(PNG)[..33].to_vec(), bytes(PNG)[33..].to_vec());
    [head, chunk("tEXt", &[b"Author\0", CANARY.as_bytes()].concat()), rest].concat()
}

/// A paragraph with the picture that the document calls `id`; `more` stands in its fill.
fn shown(id: &str, described: &str, more: &str) -> String {
    format!(
        "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"Picture 1\" {described}/><pic:pic><pic:blipFill><a:blip r:embed=\"{id}\"/>{more}\
         </pic:blipFill><pic:spPr/></pic:pic></wp:inline></w:drawing></w:r></w:p>"
    )
}

fn words(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A document with this text and these files, which it calls by their names.
fn document(body: &str, files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let relation = |id: &str, kind: &str, target: &str, more: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"x/{kind}\" Target=\"{target}\"{more}/>")
    };
    let relations = |inner: String| {
        format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>")
            .into_bytes()
    };
    let images = files.iter().map(|(name, _)| relation(name, "image", &format!("media/{name}"), ""));
    let outside = relation("outside", "image", "file:///C:/secret.png", " TargetMode=\"External\"");
    let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let mut parts: BTreeMap<String, Vec<u8>> = BTreeMap::from([
        ("_rels/.rels".to_owned(), relations(relation("a", "officeDocument", "word/document.xml", ""))),
        ("word/_rels/document.xml.rels".to_owned(), relations(images.collect::<String>() + &outside)),
        (
            "word/document.xml".to_owned(),
            format!(
                "<w:document xmlns:w=\"{main}\" xmlns:r=\"r\" xmlns:wp=\"wp\" xmlns:a=\"a\" xmlns:pic=\"pic\" xmlns:v=\"v\" xmlns:asvg=\"s\" \
                 xmlns:c=\"c\"><w:body>{body}<w:sectPr/></w:body></w:document>"
            )
            .into_bytes(),
        ),
    ]);
    for (name, content) in files {
        parts.insert(format!("word/media/{name}"), content.clone());
    }
    docx::pack(&parts)
}

fn project() -> Project {
    Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nOld.\n")
}

const IMPORT: [&str; 6] = ["import", "a.docx", "--into", "r/s/e", "--format", "short"];

#[test]
fn a_picture_comes_in_with_its_text_and_without_its_author() {
    let project = project();
    let body = [
        words("Before."),
        shown("image1.png", "descr=\"The square [in May]\"", ""),
        // In the middle of a paragraph, and in a list, a table and twice.
        format!(
            "<w:p><w:r><w:t>Beside </w:t></w:r>{}<w:r><w:t>it.</w:t></w:r></w:p>",
            inline(&shown("image2.gif", "descr=\"A gif\"", ""))
        ),
        shown("image1.png", "descr=\"Again\"", "<a:srcRect/>"),
        format!(
            "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
            shown("image3.png", "descr=\"In a cell\"", "")
        ),
    ];
    let other = [bytes(PNG), b"after the end".to_vec()].concat();
    let files = [("image1.png", signed()), ("image2.gif", bytes(GIF)), ("image3.png", other)];
    project.write("a.docx", &document(&body.concat(), &files));
    // Somebody else's picture has the name already, in capitals.
    project.write("content/r/s/E.gif", b"another");
    let before = project.files("content");
    let dry = project.run(&[&IMPORT[..], &["--dry-run"]].concat());
    assert_eq!((dry.code, dry.err.as_str()), (0, ""));
    assert_eq!(
        dry.out,
        "content/r/s/e.md: progress: 1 word \u{2192} 13 words\ncontent/r/s/e-2.gif: a new picture, 1 kB\n\
         content/r/s/e.png: a new picture, 1 kB\n1 value in 1 file would change, 2 pictures would be added.\n"
    );
    assert!(project.files("content") == before, "a dry run writes nothing");
    let ran = project.run(&IMPORT);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.ends_with("1 value in 1 file changed, 2 pictures added.\n"), "{}", ran.out);
    assert_eq!(
        project.text("content/r/s/e.md"),
        "---\ntitle: E\nrating: green\n---\nBefore.\n\n![The square \\[in May\\]](e.png)\n\nBeside it.\n\n![A gif](e-2.gif)\n\n![Again](e.png)\n\n\
         | ![In a cell](e.png) |\n| --- |\n"
    );
    // The picture of the cell is the same once what follows its end is gone.
    assert!(project.bytes("content/r/s/e.png") == bytes(PNG));
    assert_eq!(project.files("content").len(), before.len() + 2);
    let again = project.run(&IMPORT);
    assert_eq!(again.out, "Nothing has changed: the files say the same.\n", "{}", again.err);
    project.build();
    assert!(project.text("output/r/index.html").contains("alt=\"The square [in May]\""));
}

/// What is in a paragraph.
fn inline(paragraph: &str) -> String {
    paragraph.replace("<w:p>", "").replace("</w:p>", "")
}

#[test]
fn a_picture_that_cannot_come_in_is_named_with_what_to_do_and_the_text_comes_in() {
    let emf = [&[1, 0, 0, 0], &[0_u8; 36][..], b" EMF", &[0; 20]].concat();
    let described = "descr=\"Plan\"";
    let wide =
        [&bytes(PNG)[..16], &9_000_u32.to_be_bytes(), &9_000_u32.to_be_bytes(), &bytes(PNG)[24..]].concat();
    let cases: [(String, &str, Vec<u8>, &str); 13] = [
        (
            shown("a.png", "", ""),
            "a.png",
            bytes(PNG),
            "picture 1 was left out: it has no text for people who cannot see it: in Word, right-click it",
        ),
        (
            shown("a.png", "descr=\"C:\\Users\\Ann\\plan.png\"", ""),
            "a.png",
            bytes(PNG),
            "picture 1 was left out: it has no text",
        ),
        (
            shown("a.png", "descr=\"IMG_0034.JPG\"", ""),
            "a.png",
            bytes(PNG),
            "picture 1 was left out: it has no text",
        ),
        (
            shown("a.png", described, "<a:srcRect l=\"10000\"/>"),
            "a.png",
            bytes(PNG),
            "the picture “Plan” was left out: parts of it are cut off in Word",
        ),
        (
            shown("a.emf", described, ""),
            "a.emf",
            emf,
            "it is in the format EMF, which a report cannot show: in Word, cut it, paste it again",
        ),
        (shown("a.wmf", described, ""), "a.wmf", b"\xd7\xcd\xc6\x9a\0\0".to_vec(), "it is in the format WMF"),
        (shown("a.png", described, ""), "a.png", b"II*\0rest".to_vec(), "it is in the format TIFF"),
        (shown("a.wdp", described, ""), "a.wdp", b"xx".to_vec(), "it is in the format WDP"),
        (
            shown("a.png", described, ""),
            "a.png",
            b"no picture".to_vec(),
            "it is not the kind of picture that its name says: open it in a picture program",
        ),
        (
            shown("a.png", described, ""),
            "a.png",
            wide,
            "it has 9,000 by 9,000 pixels, and a report can hold pictures of 50,000,000 at most: ",
        ),
        (
            shown("outside", described, ""),
            "a.png",
            bytes(PNG),
            "it is not in the document, which only says where it is: in Word, choose File, Info",
        ),
        (shown("nowhere", described, ""), "a.png", bytes(PNG), "it is missing from the document"),
        (
            format!(
                "<w:p><w:r><w:drawing><wp:inline><wp:docPr {described}/><c:chart/></wp:inline></w:drawing></w:r></w:p>"
            ),
            "a.png",
            bytes(PNG),
            "it is a chart made in Word, not a picture: in Word, cut it",
        ),
    ];
    for (drawn, name, content, said) in cases {
        let project = project();
        project.write("a.docx", &document(&[words("New."), drawn].concat(), &[(name, content)]));
        let ran = project.run(&IMPORT);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        assert!(ran.out.ends_with("1 value in 1 file changed.\n"), "{}", ran.out);
        assert!(project.text("content/r/s/e.md").ends_with("---\nNew.\n"));
        assert!(!ran.err.contains("Users"), "{}", ran.err);
    }
}

#[test]
fn what_is_turned_made_up_or_drawn_twice_is_told() {
    let project = project();
    let made_up =
        "descr=\"A dog on a lawn&#10;&#10;Description automatically generated with medium confidence\"";
    let turned = shown("a.png", "descr=\"Turned\"", "")
        .replace("<pic:spPr/>", "<pic:spPr><a:xfrm rot=\"5400000\"/></pic:spPr>");
    let drawn = shown("a.png", "descr=\"Drawn\"", "")
        .replace("r:embed=\"a.png\"/>", "r:embed=\"a.png\"><asvg:svgBlip r:embed=\"a.svg\"/></a:blip>");
    let old =
        "<w:p><w:r><w:pict><v:shape alt=\"Old\"><v:imagedata r:id=\"a.png\"/></v:shape></w:pict></w:r></w:p>";
    let body = [shown("a.png", made_up, ""), turned, drawn, old.to_owned()].concat();
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><desc>{CANARY}</desc><rect width='9' height='9'/></svg>"
    );
    project.write("a.docx", &document(&body, &[("a.png", bytes(PNG)), ("a.svg", svg.into_bytes())]));
    let ran = project.run(&IMPORT);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for said in [
        "the text of the picture “A dog on a lawn” was made up by a program: check in the entry that it says what",
        "the picture “Turned” is turned or mirrored in Word, and is brought in as it is in its file",
    ] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    assert!(
        project.text("content/r/s/e.md").ends_with(
            "---\n![A dog on a lawn](e.png)\n\n![Turned](e.png)\n\n![Drawn](e.svg)\n\n![Old](e.png)\n"
        ),
        "{}",
        project.text("content/r/s/e.md")
    );
    assert!(!project.text("content/r/s/e.svg").contains(CANARY));
    project.build();
}

#[test]
fn a_picture_of_what_is_kept_back_lies_where_no_other_text_may_show_it() {
    let hidden = "---\ntitle: E\nrating: green\nrestricted: true\n---\nOld.\n";
    let project = Project::new()
        .file("content/r/s/e.md", hidden)
        .file("content/r/s/f.md", "---\ntitle: F\nrating: green\n---\nText.\n");
    project.write("a.docx", &document(&shown("a.png", "descr=\"Plan\"", ""), &[("a.png", bytes(PNG))]));
    let ran = project.run(&IMPORT);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(project.text("content/r/s/e.md").ends_with("---\n![Plan](e/e.png)\n"));
    assert!(project.bytes("content/r/s/e/e.png") == bytes(PNG));
    assert_eq!(project.run(&["check"]).code, 0);
    project.write("content/r/s/f.md", b"---\ntitle: F\nrating: green\n---\n![Plan](e/e.png)\n");
    assert!(project.run(&["check"]).err.contains("belongs to something restricted"));
}

#[test]
fn a_text_and_its_pictures_come_in_together_or_not_at_all() {
    let project = project();
    let picture = shown("a.png", "descr=\"Plan\"", "");
    project.write("a.docx", &document(&[words("New."), picture.clone()].concat(), &[("a.png", bytes(PNG))]));
    // The text cannot be written once the picture has been.
    project.write("content/r/s/.e.md.cabinet-report-new/a", b"");
    let before = project.files("content");
    let ran = project.run(&IMPORT);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
    assert!(project.files("content") == before, "the picture is taken away again");
    std::fs::remove_dir_all(project.path("content/r/s/.e.md.cabinet-report-new")).expect("removed");
    // Something has the name of the picture but is not one.
    project.write("content/r/s/e.png/a", b"");
    let before = project.files("content");
    let ran = project.run(&IMPORT);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
    assert!(
        ran.err.contains("`content/r/s/e.png` already exists, and nothing is overwritten"),
        "{}",
        ran.err
    );
    assert!(project.files("content") == before);
    // Too many pictures are counted.
    let project = self::project();
    project.write("a.docx", &document(&picture.repeat(103), &[("a.png", bytes(PNG))]));
    let ran = project.run(&IMPORT);
    assert!(
        ran.code == 0 && ran.err.contains("3 more pictures left out: a text may bring in 100 at most"),
        "{}",
        ran.err
    );
    assert!(ran.out.ends_with("1 value in 1 file changed, 1 picture added.\n"), "{}", ran.out);
}

/// Its head says nothing about it: only who decodes such a picture learns that it is damaged.
#[test]
fn a_text_with_a_damaged_picture_is_refused_and_changes_nothing() {
    let picture = shown("a.gif", "descr=\"Plan\"", "");
    for (damaged, code) in [(false, 0), (true, 1)] {
        let project = project();
        let mut gif = bytes(GIF);
        if damaged {
            // The pixels end in the middle.
            gif.truncate(gif.len() - 8);
        }
        project.write("a.docx", &document(&[words("New."), picture.clone()].concat(), &[("a.gif", gif)]));
        let before = project.files("content");
        let ran = project.run(&IMPORT);
        assert_eq!(ran.code, code, "{}", ran.err);
        assert_eq!(project.files("content") == before, damaged);
        let said = "`a.docx` holds a damaged picture, which would be called `r/s/e.gif`";
        assert_eq!(ran.err.contains(said), damaged, "{}", ran.err);
        assert!(damaged || project.run(&["check"]).code == 0);
    }
}

/// A white picture of 7,000 by 7,000 pixels in a few kilobytes.
fn large() -> Vec<u8> {
    let side = 7_000_u32.to_be_bytes();
    // A row is a byte for its filter, and one for each eight pixels.
    let pixels = [&[0][..], &[0xff; 875]].concat().repeat(7_000);
    [
        bytes(PNG)[..8].to_vec(),
        chunk("IHDR", &[&side[..], &side, &[1, 0, 0, 0, 0]].concat()),
        chunk("IDAT", &miniz_oxide::deflate::compress_to_vec_zlib(&pixels, 1)),
        chunk("IEND", b""),
    ]
    .concat()
}

/// Pictures cost time and memory by their pixels, of which a small file may have many.
#[test]
fn pictures_that_are_too_much_together_are_left_out() {
    let names: Vec<String> = (0..9).map(|number| format!("{number}.png")).collect();
    let files: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (name.as_str(), large())).collect();
    let body: String = names.iter().map(|name| shown(name, "descr=\"Plan\"", "")).collect();
    let project = project();
    project.write("a.docx", &document(&(words("New.") + &body), &files));
    let ran = project.run(&["import", "a.docx", "--into", "r/s/e", "--dry-run"]);
    // A report shows 200 million pixels, and four of these have 196 million.
    let left = ran.err.matches("it holds more than a report can show").count();
    assert_eq!((ran.code, left), (0, 5), "{}", ran.err);
}
