//! Holds Word files to what the page says, and to what somebody needs who cannot see or who edits them.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};

use crate::measures;
use crate::support::{Project, docx, html, words};
use crate::worked_example::{REPORTS, built, page};

/// The Word file of a report of the worked example.
fn word_of(report: &str) -> &'static [u8] {
    let (_, bytes) = built()
        .files
        .iter()
        .find(|(path, _)| path.starts_with(&format!("{report}/")) && path.ends_with(".docx"))
        .expect("a Word file");
    bytes
}

/// What a page says from its head to its foot, without the ways round it.
fn said(page: &str) -> Vec<String> {
    let header = html::between(page, "<header>", "<p class=\"beside\">");
    let main = html::between(page, "<main", "</main>");
    let navigation = html::between(main, "<nav", "</nav>");
    words(&html::text(&format!("{header} {}", main.replace(navigation, " "))))
}

/// What a Word file says; the heading of its contents is not on the page, where they are navigation.
fn read(bytes: &[u8]) -> Vec<String> {
    words(&docx::text(bytes))
}

fn assert_same(name: &str, page: &[String], word: &[String]) {
    if let Some(at) = page.iter().zip(word).position(|(a, b)| a != b) {
        let near = at.saturating_sub(5)..at + 8;
        panic!(
            "{name}, word {at}:\npage {:?}\nWord {:?}",
            page.get(near.clone()).unwrap_or_default(),
            word.get(near).unwrap_or_default()
        );
    }
    assert_eq!(page.len(), word.len(), "{name}");
}

/// A council with Word files among its outputs, and one report.
fn council() -> Project {
    Project::new().file("content/_index.md", "---\ncouncil: Test Council\noutputs: [html, pdf, docx]\n---\n")
}

const WORD: &str = "output/r/progress-spring.docx";

#[test]
fn page_and_word_file_say_the_same_words_in_the_same_order() {
    for report in REPORTS {
        assert_same(report, &said(page(report)), &read(word_of(report)));
    }
}

#[test]
fn what_is_known_of_entries_is_in_the_word_file_in_blocks_tables_and_groups() {
    let groups = || {
        measures::grouped()
            .file("content/r/answers/_index.md", "---\ntitle: Answers\nkind: actions\ngroup: jobs\n---\n")
            .file("content/r/answers/a.md", "---\ntitle: Answer\ncode: A1\nrating: red\n---\nComment.\n")
            .file("content/r/skills/_index.md", "---\ntitle: Skills\ngroup: jobs\nlayout: table\n---\n")
    };
    let planned = measures::hall("")
        .file("content/r/_index.md", "---\ntitle: Plan\nperiod: Quarter 4\ndocument: plan\n---\n")
        .file("content/r/s/hall.md", "---\ntitle: Hall\ncode: P1\nleads: [A, B]\nwards: Fant\n---\nText.\n");
    for (name, project, ways_of_pages) in [
        ("blocks", measures::hall(""), 0),
        ("a table", measures::hall("layout: table\n"), 1),
        ("many rows", measures::plan(""), 1),
        ("actions", measures::answers(), 1),
        ("groups", groups(), 2),
        ("a plan", planned, 0),
    ] {
        let of_council =
            "---\ncouncil: Test Council\nentries_are: [measure, measures]\noutputs: [html, pdf, docx]\n---\n";
        project.write("content/_index.md", of_council.as_bytes());
        project.build();
        let word = project
            .files("output/r")
            .into_iter()
            .find(|(path, _)| path.ends_with(".docx"))
            .expect("a file")
            .1;
        assert_same(name, &said(&project.text("output/r/index.html")), &read(&word));
        assert_eq!(structure(name, &word), Vec::<String>::new());
        let document = &docx::parts(&word)["word/document.xml"];
        assert_eq!(document.matches("w:orient=\"landscape\"").count(), ways_of_pages, "{name}");
    }
}

/// Every part of every paper that the worked example has none of.
fn everything() -> Project {
    council()
        .file(
            "content/r/_index.md",
            "---\ntitle: Progress\nperiod: Spring\nto: 2014-03-31\nstatus: draft\nmeeting: {body: Committee, date: 2014-06-11, \
             item: 7}\ncover:\n  from: Cabinet Member\n  summary: A summary.\n  recommendations:\n    - Note the report.\n    - |\n      \
             Agree:\n\n      - this;\n      - that.\n  background:\n    - title: Plan\n      url: https://a.gov.uk/plan?a=1&b=2\n    - \
             title: Minutes\n  contact: {role: Manager, email: team@a.gov.uk}\n---\n## Introduction\n\nFirst.\n\nSecond.\n",
        )
        .file(
            "content/r/s/e.md",
            "---\ntitle: E & <F>\nrating: amber\nreason: It rains\naction: Umbrellas\nlead: Head of X\nmilestones:\n  - title: M\n    \
             due: 2014-05-01\nrisks:\n  - level: high\n    text: Flood\n---\n\
             One *two* **three** ~~four~~ <u>five</u> H<sub>2</sub>O m<sup>2</sup> `six`.\n\n\
             (a) letter\n(b) letter\n\n1. first\n   - inner (Green)\n2. second\n\n3. third list\n\n\
             | A | B |\n|---|--:|\n| 1 | 2 |\n\n| C |\n|---|\n| 3 |\n\n> A quote.\n\n    code  here\n    and here\n\n---\n\n\
             ## A heading\n\nSee [the page](https://b.gov.uk), [E](e.md) and [mail](mailto:a@b.uk).\n\n![A drawing](d.svg)\n",
        )
        .file(
            "content/r/s/d.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\"><path d=\"M0 0H9V9z\"/></svg>",
        )
}

#[test]
fn every_part_of_a_text_is_in_the_word_file_as_what_it_is() {
    let project = everything();
    project.build();
    let (page, word) = (project.text("output/r/index.html"), project.bytes(WORD));
    assert_same("everything", &said(&page), &read(&word));
    let parts = docx::parts(&word);
    let document = &parts["word/document.xml"];
    for markup in [
        "<w:rPr><w:i/></w:rPr><w:t xml:space=\"preserve\">two</w:t>",
        "<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">three</w:t>",
        "<w:rPr><w:strike/></w:rPr><w:t xml:space=\"preserve\">four</w:t>",
        "<w:rPr><w:u w:val=\"single\"/></w:rPr><w:t xml:space=\"preserve\">five</w:t>",
        "<w:vertAlign w:val=\"subscript\"/></w:rPr><w:t xml:space=\"preserve\">2</w:t>",
        "<w:vertAlign w:val=\"superscript\"/></w:rPr><w:t xml:space=\"preserve\">2</w:t>",
        ">code  here</w:t></w:r><w:r><w:br/></w:r>",
        "descr=\"A drawing\"",
        "<w:jc w:val=\"right\"/>",
    ] {
        assert!(document.contains(markup), "no {markup} in {document}");
    }
    let paragraphs = docx::paragraphs(&word);
    let numbered: Vec<String> = paragraphs
        .iter()
        .filter(|paragraph| paragraph.style == "List Paragraph" && !paragraph.number.is_empty())
        .map(|paragraph| format!("{} {}", paragraph.number, paragraph.text))
        .collect();
    let expected = [
        "1. Note the report.",
        "2. Agree:",
        "a) letter",
        "b) letter",
        "1. first",
        "2. second",
        "3. third list",
    ];
    assert_eq!(numbered.len(), expected.len(), "{numbered:?}");
    for (found, wanted) in numbered.iter().zip(expected) {
        assert_eq!(found.trim_start_matches('('), wanted.trim_start_matches('('));
    }
    let relations = &parts["word/_rels/document.xml.rels"];
    for address in ["https://a.gov.uk/plan?a=1&amp;b=2", "mailto:team&#64;a.gov.uk", "https://b.gov.uk"] {
        assert!(relations.contains(&format!("Target=\"{address}\" TargetMode=\"External\"")), "{relations}");
    }
    let media: Vec<&String> = parts.keys().filter(|path| path.starts_with("word/media/")).collect();
    assert_eq!(media, ["word/media/report1.png", "word/media/report2.svg"]);
    assert_eq!(structure("everything", &word), Vec::<String>::new());
}

/// Whether a block stands on a page that lies on its side: the next end of a section says so.
fn is_on_its_side(block: Node<'_, '_>) -> bool {
    let mut sections = block.next_siblings().filter_map(|next| match next.tag_name().name() {
        "sectPr" => Some(next),
        _ => docx::find(next, &["pPr", "sectPr"]),
    });
    let size = sections.find_map(|section| docx::find(section, &["pgSz"]));
    size.is_some_and(|size| docx::value(size, "orient") == "landscape")
}

/// What is wrong with a Word file for somebody who cannot see it, or for Word.
fn structure(name: &str, bytes: &[u8]) -> Vec<String> {
    let parts = docx::parts(bytes);
    let document = Document::parse(&parts["word/document.xml"]).expect("XML");
    let body = document.root_element().first_element_child().expect("a body");
    let all = |wanted: &'static str| body.descendants().filter(move |node| node.tag_name().name() == wanted);
    let mut faults = Vec::new();
    let mut fault = |what: String| faults.push(format!("{name}: {what}"));
    let mut last = 0;
    for paragraph in docx::paragraphs(bytes) {
        if let Some(level) = paragraph.style.strip_prefix("heading ") {
            let level: usize = level.parse().expect("a level");
            if level > last + 1 {
                fault(format!("a heading skips from {last} to {level}: {}", paragraph.text));
            }
            if paragraph.is_in_table || paragraph.text.trim().is_empty() {
                fault(format!("an empty heading, or one in a table: {}", paragraph.text));
            }
            last = level;
        }
    }
    for table in all("tbl") {
        let rows: Vec<Node> = table.children().filter(|node| node.tag_name().name() == "tr").collect();
        let cells = |row: &Node| row.children().filter(|node| node.tag_name().name() == "tc").count();
        if docx::find(rows[0], &["trPr", "tblHeader"]).is_none() {
            fault(format!("a table without a header row: {}", docx::text_of(table)));
        }
        let columns = docx::find(table, &["tblGrid"])
            .map_or(0, |grid| grid.children().filter(Node::is_element).count());
        if rows.iter().any(|row| cells(row) != columns) {
            fault(format!("a row with more or fewer cells than columns: {}", docx::text_of(table)));
        }
        if table.ancestors().skip(1).any(|outer| outer.tag_name().name() == "tbl") {
            fault(format!("a table in a table: {}", docx::text_of(table)));
        }
        let grid = docx::find(table, &["tblGrid"]).expect("its columns");
        let width: usize = grid
            .children()
            .filter(Node::is_element)
            .map(|column| docx::value(column, "w").parse::<usize>().expect("a width"))
            .sum();
        let is_wide = is_on_its_side(table);
        if width != 9_526 && !(is_wide && width == 14_458) {
            fault(format!("columns of {width} on a page on its side ({is_wide}): {}", docx::text_of(table)));
        }
        if docx::find(table, &["tblPr", "tblLayout"]).is_none() {
            fault(format!("a table whose columns Word would set anew: {}", docx::text_of(table)));
        }
        if table.next_sibling_element().is_none_or(|next| next.tag_name().name() == "tbl") {
            fault(format!("nothing stands behind a table: {}", docx::text_of(table)));
        }
    }
    for cell in all("tc") {
        if cell.last_element_child().is_none_or(|last| last.tag_name().name() != "p") {
            fault("a cell does not end in a paragraph".to_owned());
        }
    }
    for picture in all("docPr") {
        if docx::value(picture, "descr").trim().is_empty() {
            fault("a picture without alternative text".to_owned());
        }
    }
    let marks: Vec<&str> = all("bookmarkStart").map(|mark| docx::value(mark, "name")).collect();
    if marks.len() != marks.iter().collect::<BTreeSet<_>>().len() {
        fault("two places of one name".to_owned());
    }
    for link in all("hyperlink") {
        let to = docx::value(link, "anchor");
        if !to.is_empty() && !marks.contains(&to) {
            fault(format!("a link that leads nowhere: {to}"));
        }
        if docx::text_of(link).trim().is_empty() {
            fault(format!("a link without words to {to}"));
        }
    }
    let numbers: Vec<&str> =
        all("bookmarkStart").chain(all("docPr")).map(|node| docx::value(node, "id")).collect();
    if numbers.len() != numbers.iter().collect::<BTreeSet<_>>().len() {
        fault("two things of one number".to_owned());
    }
    if parts.iter().any(|(path, text)| path.ends_with(".xml") && text.contains("=\"@")) {
        fault("a mark is left".to_owned());
    }
    let blank = |node: &Node| {
        node.tag_name().name() == "p"
            && docx::text_of(*node).trim().is_empty()
            && !node.descendants().any(|inner| inner.tag_name().name() == "drawing")
    };
    let blocks: Vec<Node> = body.children().filter(Node::is_element).collect();
    if blocks.windows(2).any(|pair| pair.iter().all(blank)) {
        fault("two blank paragraphs together".to_owned());
    }
    faults
}

#[test]
fn every_word_file_can_be_read_without_being_seen() {
    for report in REPORTS {
        assert_eq!(structure(report, word_of(report)), Vec::<String>::new());
        let parts = docx::parts(word_of(report));
        assert!(parts["word/styles.xml"].contains("<w:lang w:val=\"en-GB\""), "{report}");
        let core = Document::parse(&parts["docProps/core.xml"]).expect("XML");
        let of = |name: &str| {
            let node = core.descendants().find(|node| node.tag_name().name() == name);
            node.and_then(|node| node.text()).unwrap_or_default().to_owned()
        };
        assert!(
            page(report).contains(&format!("<title>{} – {}</title>", of("title"), of("creator"))),
            "{report}"
        );
        assert_eq!(of("language"), "en-GB");
        // As many headings as the page has, without its title and its contents, which have styles of their own, and the
        // summary on one side, which says again what the report says.
        let headings = docx::paragraphs(word_of(report));
        let headings = headings.iter().filter(|paragraph| paragraph.style.starts_with("heading ")).count();
        let count =
            |html: &str| (1..=6).map(|level| html.matches(&format!("<h{level}")).count()).sum::<usize>();
        let shown = page(report).split("<section class=\"one-page\"").next().unwrap_or_default();
        let on_page = count(shown);
        assert_eq!(headings + 2, on_page, "{report}");
    }
    let document = &docx::parts(word_of("2013-mid-year"))["word/document.xml"];
    assert_eq!(document.matches("<w:drawing>").count(), page("2013-mid-year").matches("<img ").count());
    assert_eq!(document.matches("w:orient=\"landscape\"").count(), 2, "the figures and the actions");
}

#[test]
fn headings_in_cells_and_pictures_in_lists_do_no_harm() {
    let project = council().file("content/r/a/_index.md", "---\ntitle: Theme\nkind: actions\n---\n").file(
        "content/r/a/one.md",
        "---\ntitle: One\ncode: A1\nevidence: |\n  ## Heading\n\n  | T |\n  |---|\n  | 1 |\n---\nComment.\n",
    );
    project.build();
    let word = project.bytes(WORD);
    let nested: Vec<String> = structure("actions", &word)
        .into_iter()
        .filter(|fault| !fault.contains("nothing stands behind"))
        .collect();
    assert_eq!(nested, Vec::<String>::new());
    assert_same("actions", &said(&project.text("output/r/index.html")), &read(&word));
}

#[test]
fn a_word_file_is_made_where_it_is_asked_for_and_linked_where_it_is() {
    let project = Project::new();
    project.build();
    let has_word = |project: &Project| project.path(WORD).exists();
    assert!(!has_word(&project) && !project.text("output/r/index.html").contains(".docx"));
    // Once.
    let ran = project.run(&["build", "--docx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains(WORD), "{}", ran.out);
    assert!(project.text("output/r/index.html").contains("<a href=\"progress-spring.docx\">"));
    assert!(project.text("output/index.html").contains("<a href=\"r/progress-spring.docx\">"));
    assert!(project.text("output/.cabinet-report.json").contains("r/progress-spring.docx"));
    let first = project.bytes(WORD);
    assert_eq!(project.run(&["build", "--docx", "--force"]).code, 0);
    assert!(project.bytes(WORD) == first, "the same content gives the same bytes");
    // The next build without it leaves nothing behind that is out of date.
    project.build();
    assert!(!has_word(&project));
    // Every time.
    project.write("content/_index.md", b"---\ncouncil: Test Council\noutputs: [html, pdf, docx]\n---\n");
    project.build();
    assert!(has_word(&project));
    let ran = project.run(&["build", "--format", "json"]);
    assert!(ran.out.contains(&format!("\"docx\":\"{WORD}\"")), "{}", ran.out);
    // The page and the PDF are always made.
    project.write("content/_index.md", b"---\ncouncil: Test Council\noutputs: [pdf, docx]\n---\n");
    let ran = project.run(&["build"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("`outputs` leaves out html"), "{}", ran.err);
    assert!(ran.err.contains("write `outputs: [html, pdf, docx]`"), "{}", ran.err);
}

#[test]
fn what_is_restricted_is_marked_on_every_page_and_in_no_public_word_file() {
    let project =
        council().file("content/r/s/open.md", "---\ntitle: Open\nrating: green\n---\nText.\n").file(
            "content/r/s/secret.md",
            "---\ntitle: Zwyrbflox\nrating: red\nrestricted: true\n---\nZwyrbflox.\n",
        );
    project.build();
    let parts = docx::parts(&project.bytes(WORD));
    assert!(parts.values().all(|text| !text.contains("Zwyrbflox") && !text.contains("Restricted: not")));
    assert_eq!(project.run(&["build", "--restricted", "--output", "inside"]).code, 0);
    let parts = docx::parts(&project.bytes("inside/r/progress-spring.docx"));
    assert!(parts["word/document.xml"].contains("Zwyrbflox"));
    assert!(parts["word/header.xml"].contains("Restricted: not for publication"));
    let pages = parts["word/document.xml"].matches("<w:sectPr>").count();
    assert_eq!(parts["word/document.xml"].matches("<w:headerReference w:type=\"default\"").count(), pages);
}

#[test]
fn a_councils_own_template_is_used_and_its_faults_are_named() {
    let project = council().file(
        "templates/word/mark.xml",
        "{{ <line text=\"For officers only\" style=\"Restricted Mark\" /> }}",
    );
    assert_eq!(project.run(&["build", "--restricted", "--output", "inside"]).code, 0);
    let parts = docx::parts(&project.bytes("inside/r/progress-spring.docx"));
    assert!(parts["word/header.xml"].contains("For officers only"));
    for (text, fault) in [
        ("{{ page.nothing.at_all }}", "templates/word/footer.xml"),
        (
            "<w:ftr a=\"@style Headding 1\"/>",
            "there is no style called `Headding 1`; did you mean `heading 1`?",
        ),
        ("{{ page.title | hexx }}", "templates/word/footer.xml"),
    ] {
        project.write("templates/word/footer.xml", text.as_bytes());
        let ran = project.run(&["build"]);
        assert_eq!(ran.code, 1, "{text}: {}", ran.err);
        assert!(ran.err.contains(fault), "{text}: {}", ran.err);
    }
}

/// A reference as a council's own Word could have made it, in German: ids of its language, its own look of headings, a
/// numbered list, a picture in the header, and a first page with a header of its own.
fn german_reference() -> Vec<u8> {
    let project = council();
    project.build();
    let mut parts = docx::parts(&project.bytes(WORD));
    let change =
        |parts: &mut std::collections::BTreeMap<String, String>, path: &str, from: &str, to: &str| {
            let text = parts.get_mut(path).unwrap_or_else(|| panic!("no {path}"));
            assert!(text.contains(from), "no {from} in {path}");
            *text = text.replace(from, to);
        };
    for path in ["word/styles.xml", "word/document.xml"] {
        change(&mut parts, path, "\"Heading1\"", "\"berschrift1\"");
    }
    let styles = "word/styles.xml";
    change(&mut parts, styles, "<w:sz w:val=\"34\"/>", "<w:sz w:val=\"77\"/>");
    change(&mut parts, styles, "w:val=\"en-GB\"", "w:val=\"de-DE\"");
    // A style of theirs has the id that one of ours would have, and ours is not there.
    change(&mut parts, styles, "<w:name w:val=\"Label\"/>", "<w:name w:val=\"Etikett\"/>");
    change(&mut parts, "word/numbering.xml", "w:numId=\"1\"", "w:numId=\"41\"");
    change(&mut parts, "word/numbering.xml", "w:abstractNumId=\"0\"", "w:abstractNumId=\"7\"");
    change(
        &mut parts,
        "word/numbering.xml",
        "<w:abstractNumId w:val=\"0\"/>",
        "<w:abstractNumId w:val=\"7\"/>",
    );
    change(&mut parts, "word/header.xml", "Test Council", "Committee template");
    parts.insert("word/media/crest.png".into(), "a crest".into());
    parts.insert(
        "word/_rels/header.xml.rels".into(),
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"c\" \
         Type=\"x/image\" Target=\"media/crest.png\"/></Relationships>"
            .into(),
    );
    change(&mut parts, "word/document.xml", "<w:pgSz", "<w:pgNumType w:start=\"9\"/><w:titlePg/><w:pgSz");
    change(&mut parts, "word/document.xml", "w:left=\"1190\"", "w:left=\"1701\"");
    docx::pack(&parts)
}

#[test]
fn a_councils_own_reference_gives_its_look_and_ours_is_added() {
    let project =
        everything().file("content/r/i/_index.md", "---\ntitle: Figures\nkind: indicators\n---\n").file(
            "content/r/i/a.md",
            "---\ntitle: A\nunit: \"%\"\nbetter: higher\ntarget: 90\nfloor: 80\nactual: 95\n---\nText.\n",
        );
    project.write("templates/word/reference.docx", &german_reference());
    assert_eq!(project.run(&["build", "--restricted", "--output", "output"]).code, 0);
    let word = project.bytes(WORD);
    let parts = docx::parts(&word);
    // Headings look as theirs do, by their id; what they lack is ours.
    let (styles, document) = (&parts["word/styles.xml"], &parts["word/document.xml"]);
    assert!(document.contains("<w:pStyle w:val=\"berschrift1\"/>") && !document.contains("\"Heading1\""));
    assert!(styles.contains("<w:sz w:val=\"77\"/>") && !styles.contains("<w:sz w:val=\"34\"/>"));
    assert_eq!(styles.matches("<w:name w:val=\"heading 1\"/>").count(), 1);
    assert!(
        styles.contains("<w:style w:type=\"paragraph\" w:styleId=\"Label-Report\"><w:name w:val=\"Label\"/>")
    );
    assert!(document.contains("<w:pStyle w:val=\"Label-Report\"/>"));
    // The report says what language it is in.
    assert!(styles.contains("<w:lang w:val=\"en-GB\"") && !styles.contains("de-DE\" w:bidi"));
    // Their lists stay as they are, and ours follow.
    let numbering = &parts["word/numbering.xml"];
    assert!(
        numbering.contains("<w:num w:numId=\"41\"><w:abstractNumId w:val=\"7\"/></w:num>"),
        "{numbering}"
    );
    assert!(
        numbering.contains("<w:num w:numId=\"42\"><w:abstractNumId w:val=\"8\"/></w:num>"),
        "{numbering}"
    );
    // Their header, with its picture and with the mark; their page, on every page, and the first one once.
    assert!(parts["word/header.xml"].contains("Committee template"));
    assert!(parts["word/header.xml"].contains("Restricted: not for publication"));
    assert!(parts.contains_key("word/media/crest.png") && parts.contains_key("word/_rels/header.xml.rels"));
    assert!(document.contains("w:left=\"1701\"") && !document.contains("w:left=\"1190\""));
    assert!(!document.contains("pgNumType"), "pages are numbered through");
    assert_eq!(document.matches("<w:titlePg/>").count(), 1);
    // The first page would have no header, and no mark, if ours were not there.
    assert!(document.contains("<w:headerReference w:type=\"first\" r:id=\"header\"/>"));
    assert_eq!(structure("reference", &word), Vec::<String>::new());
    assert_same("reference", &said(&project.text("output/r/index.html")), &read(&word));
}

#[test]
fn a_reference_that_cannot_be_used_is_named() {
    let project = council();
    project.write("templates/word/reference.docx", b"PK\x03\x04 and nothing more");
    let ran = project.run(&["build"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("`templates/word/reference.docx` is not a Word document (`.docx`)"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("open it in Word and save it as a Word document"), "{}", ran.err);
    std::fs::remove_file(project.path("templates/word/reference.docx")).unwrap();
    project.write("templates/word/our template.dotx", b"");
    let ran = project.run(&["build"]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("nothing uses `templates/word/our template.dotx`"), "{}", ran.err);
    // Whatever is cut or changed in it, there is a document or a fault.
    let reference = german_reference();
    for at in (0..reference.len()).step_by(reference.len() / 12) {
        let mut changed = reference.clone();
        changed[at] ^= 0x55;
        project.write("templates/word/reference.docx", &changed);
        let ran = project.run(&["build"]);
        assert!(matches!(ran.code, 0 | 1), "{at}: {}", ran.err);
    }
}
