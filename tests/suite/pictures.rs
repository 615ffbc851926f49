//! Pictures: what is published of them, what they may take, and what is refused.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::support::png::chunk;
use crate::support::{Project, Ran, pdf};

/// A word that stands wherever a picture can hide one, and in nothing that is seen.
const CANARY: &str = "Zwyrbflox";

/// Eight by eight pixels of each kind, as a picture program writes them.
const JPEG: &str = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////////////////////////////////////////////wAARCAAIAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AIgAf//Z";
const CMYK: &str = "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwBQNzxGPDJQRkFGWlVQX3jIgnhubnj1r7mRyP///////////////////////////////////////////////////8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EABQAAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oADgRDAE0AWQBLAAA/AGmmmv/Z";
const GIF: &str = "R0lGODdhCAAIAIAAAAAAAAAAACwAAAAACAAIAAAIDwABCBxIsKDBgwgTKkwYEAA7";
const WEBP: &str = "UklGRhoAAABXRUJQVlA4TA4AAAAvB8ABAAcQEf0PRET/Aw==";
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAADElEQVR4nGNgoA4AAABIAAEuuDx+AAAAAElFTkSuQmCC";

fn bytes(base64: &str) -> Vec<u8> {
    STANDARD.decode(base64).expect("base64")
}

/// A PNG of so many pixels, whose pixels are not there.
fn claiming(across: u32, down: u32) -> Vec<u8> {
    let head = [&across.to_be_bytes()[..], &down.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [&bytes(PNG)[..8], &chunk("IHDR", &head), &chunk("IDAT", b"none"), &chunk("IEND", b"")].concat()
}

fn svg(inner: &str) -> String {
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='90' height='90' \
         viewBox='0 0 90 90'>{inner}</svg>"
    )
}

/// A report that shows these files.
fn showing(files: &[(&str, &[u8])]) -> Project {
    let shown: Vec<String> = files.iter().map(|(name, _)| format!("![A picture]({name})\n")).collect();
    let project = Project::new()
        .file("content/r/s/e.md", &format!("---\ntitle: E\nrating: green\n---\n{}", shown.join("\n")));
    for (name, bytes) in files {
        project.write(&format!("content/r/s/{name}"), bytes);
    }
    project
}

/// What `check` says of one picture; it must refuse it.
fn refused(name: &str, bytes: &[u8]) -> String {
    let ran: Ran = showing(&[(name, bytes)]).run(&["check", "--format", "short"]);
    assert_eq!(ran.code, 1, "{name} of {} bytes is refused: {}", bytes.len(), ran.err);
    let faults: Vec<&str> = ran.err.lines().filter(|line| line.contains("error[")).collect();
    assert_eq!(faults.len(), 1, "{}", ran.err);
    assert!(faults[0].contains(&format!("`content/r/s/{name}`")), "{}", faults[0]);
    faults[0].to_owned()
}

/// Everything that is published, with the pictures in pages, the pictures in those, and PDFs unpacked.
fn published(project: &Project) -> Vec<(String, Vec<u8>)> {
    fn add(path: String, bytes: Vec<u8>, all: &mut Vec<(String, Vec<u8>)>) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for address in text.split("\"data:").skip(1).filter_map(|rest| rest.split('"').next()) {
            let (_, data) = address.split_once(";base64,").expect("a picture in base64");
            add(format!("picture in {path}"), STANDARD.decode(data).expect("base64"), all);
        }
        all.push((path, bytes));
    }
    let mut all = Vec::new();
    for (path, bytes) in project.files("output") {
        if path.ends_with(".pdf") {
            all.push((format!("inside {path}"), pdf::everything(&bytes).into_bytes()));
        }
        add(path, bytes, &mut all);
    }
    all
}

fn leaks(project: &Project) -> Vec<String> {
    let holds = |bytes: &[u8]| {
        let utf16: Vec<u8> = CANARY.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_there = |word: &[u8]| bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
        is_there(CANARY.as_bytes()) || is_there(&utf16)
    };
    published(project).into_iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path).collect()
}

/// Notes of a camera: which way is up (6 is a quarter turn), and then its owner.
fn notes() -> Vec<u8> {
    let mut notes = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    notes.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    notes.extend(b"\x01\x3b\0\x02\0\0\0\x0a\0\0\0\x26\0\0\0\0");
    notes.extend(CANARY.as_bytes());
    notes.push(0);
    notes
}

/// A picture of each kind that holds the canary wherever one can.
fn telling() -> Vec<(&'static str, Vec<u8>)> {
    let word = CANARY.as_bytes();
    let after_end = [b"PK\x03\x04".as_slice(), word].concat();

    let segment = |marker: u8, data: &[&[u8]]| {
        let data = data.concat();
        let length = u16::try_from(data.len() + 2).expect("short").to_be_bytes();
        [&[0xff, marker][..], &length, &data].concat()
    };
    let plain = bytes(JPEG);
    let jpeg = [
        &plain[..20],
        &segment(0xe0, &[b"JFXX\0", word]),
        &segment(0xe1, &[b"Exif\0\0", &notes()]),
        &segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", word]),
        &segment(0xe2, &[b"MPF\0", word]),
        &segment(0xed, &[b"Photoshop 3.0\08BIM\x04\x04", word]),
        &segment(0xef, &[word]),
        &segment(0xfe, &[word]),
        &plain[20..],
        &after_end,
    ];

    let plain = bytes(PNG);
    let text = [b"Author\0".as_slice(), word].concat();
    let packed = [b"Comment\0\0".as_slice(), &miniz_oxide::deflate::compress_to_vec_zlib(word, 0)].concat();
    let international = [b"XML:com.adobe.xmp\0\0\0\0\0".as_slice(), word].concat();
    let profile = [word, b"\0\0", &miniz_oxide::deflate::compress_to_vec_zlib(&[0; 200], 6)].concat();
    let png = [
        &plain[..33],
        &chunk("iCCP", &profile),
        &chunk("tEXt", &text),
        &chunk("zTXt", &packed),
        &chunk("iTXt", &international),
        &chunk("eXIf", &notes()),
        &chunk("tIME", b"\x07\xde\x03\x1f\0\0\0"),
        &chunk("sPLT", word),
        &chunk("prVt", word),
        &plain[33..],
        &after_end,
    ];

    let plain = bytes(GIF);
    let length = [u8::try_from(word.len()).expect("short")];
    let gif = [
        &plain[..19],
        &[&b"\x21\xfe"[..], &length, word, b"\0"].concat(),
        &[&b"\x21\xff\x0bXMP DataXMP"[..], &length, word, b"\0"].concat(),
        &[&b"\x21\x01\x01\0"[..], &length, word, b"\0"].concat(),
        &plain[19..],
        &after_end,
    ];

    let part = |kind: &str, data: &[u8]| {
        let length = u32::try_from(data.len()).expect("short").to_le_bytes();
        [kind.as_bytes(), &length, data, &[0][..data.len() % 2]].concat()
    };
    let plain = bytes(WEBP);
    let inside = [
        b"WEBP".as_slice(),
        &part("VP8X", &[0x0c, 0, 0, 0, 7, 0, 0, 7, 0, 0]),
        &plain[12..],
        &part("EXIF", &notes()),
        &part("XMP ", word),
        &part("HIDE", word),
    ]
    .concat();
    let length = u32::try_from(inside.len()).expect("short").to_le_bytes();
    let webp = [b"RIFF".as_slice(), &length, &inside, &after_end].concat();

    let (jpeg, png, gif) = (jpeg.concat(), png.concat(), gif.concat());
    let inner = STANDARD.encode(&jpeg);
    let drawing = format!(
        "<?xml version='1.0'?><!-- Z --><!DOCTYPE svg [<!ENTITY z 'Z'>]><?Z Z?><svg xmlns='http://www.w3.org/2000/svg' \
         xmlns:i='urn:Z' xmlns:xlink='http://www.w3.org/1999/xlink' i:export='C:\\Users\\Z\\a.png' id='Z' class='Z' \
         data-z='Z' aria-label='Z' width='90' height='90'><title>Z</title><desc>Z</desc><metadata>Z</metadata>\
         <i:view>Z</i:view><style>/* Z */ .Z {{ fill: red; -Z: Z }} @media print {{ .Z {{ content: 'Z' }} }}</style>\
         <defs><text id='unused'>Z</text></defs><g display='none'><text>Z</text></g><text visibility='hidden'>Z</text>\
         <text opacity='0'>Z</text><text fill='transparent'>Z</text><text font-size='0'>Z</text>\
         <text x='-900' y='9'>Z</text><text y='50'>Seen<tspan display='none'>&z;</tspan></text>\
         <a href='file:///C:/Users/Z'><rect class='Z' width='9' height='9' onclick='Z' style='fill:red;-z:Z'/></a>\
         <image width='9' height='9' xlink:href='data:image/jpeg;name=Z;base64,{inner}'/>\
         <image width='9' height='9' visibility='hidden' href='data:image/png;base64,{}'/><!-- Z --></svg><!-- Z -->",
        STANDARD.encode(&png)
    );
    vec![
        ("a.jpg", jpeg),
        ("a.png", png),
        ("a.gif", gif),
        ("a.webp", webp),
        ("a.svg", drawing.replace('Z', CANARY).into_bytes()),
    ]
}

#[test]
fn a_picture_is_published_without_what_is_not_seen_of_it() {
    for (name, telling) in telling() {
        let told = telling.windows(CANARY.len()).filter(|part| *part == CANARY.as_bytes()).count();
        assert!(told > 1, "{name} holds the word");
        let project = showing(&[(name, &telling)]);
        project.write(&format!("content/{name}"), &telling);
        let council = format!("---\ncouncil: Test Council\nlogo: {name}\nlogo_alt: A logo\n---\n");
        project.write("content/_index.md", council.as_bytes());
        project.build();
        assert_eq!(leaks(&project), Vec::<String>::new(), "{name}");
        // And the picture is there: in the page twice, and in the PDF.
        let pictures =
            published(&project).into_iter().filter(|(path, _)| path == "picture in r/index.html").count();
        assert_eq!(pictures, 2, "{name}");
    }
}

#[test]
fn a_photograph_stays_the_right_way_up() {
    for name in ["a.jpg", "a.png", "a.webp"] {
        let (_, telling) = telling().into_iter().find(|(kind, _)| *kind == name).expect("one of each");
        let project = showing(&[(name, &telling)]);
        project.build();
        let (_, picture) = published(&project)
            .into_iter()
            .find(|(path, _)| path == "picture in r/index.html")
            .expect("shown");
        let turned = b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0";
        assert!(picture.windows(turned.len()).any(|part| part == turned), "{name}");
    }
}

#[test]
fn the_words_of_a_drawing_are_in_the_page_and_in_the_pdf() {
    let (_, drawing) = telling().pop().expect("the drawing");
    let project = showing(&[("a.svg", &drawing)]);
    project.build();
    assert!(pdf::text(&project.bytes("output/r/progress-spring.pdf")).contains("Seen"));
    let shown =
        published(&project).into_iter().find(|(path, _)| path == "picture in r/index.html").expect("shown");
    let text = String::from_utf8(shown.1).expect("text");
    assert!(
        text.contains(">Seen</text>")
            && text.contains("fill:red")
            && text.contains("data:image/jpeg;base64,"),
        "{text}"
    );
}

/// Alone in its paragraph or within the text: the page and the PDF have the picture and all the text.
#[test]
fn a_picture_may_stand_in_a_numbered_paragraph() {
    let drawing = svg("<text x='1' y='9' font-size='8'>Seen</text>");
    let project = Project::empty()
        .file("content/_index.md", "---\ncouncil: Melbury Borough Council\n---\n")
        .file("content/r/_index.md", "---\ntitle: Progress\nperiod: Spring\nto: 2014-03-31\n---\n")
        .file("content/r/n/_index.md", "---\ntitle: Notes\nkind: narrative\nnumbered: true\n---\n![A](a.svg)\n\nBefore ![A](a.svg) after.\n")
        .file("content/r/n/a.svg", &drawing);
    let ran = project.build();
    assert_eq!(ran.code, 0, "{}", ran.err);
    let paper = pdf::text(&project.bytes("output/r/progress-spring.pdf"));
    for (text, count) in [("Seen", 2), ("1.", 1), ("2.", 1), ("Before", 1), ("after.", 1)] {
        assert_eq!(paper.matches(text).count(), count, "{text}: {paper}");
    }
    assert_eq!(project.text("output/r/index.html").matches("<img ").count(), 2);
}

/// One drawing for each way in which a few bytes can ask for much; all are refused before anything draws them.
#[test]
fn a_drawing_that_repeats_itself_is_refused() {
    let nested = |tag: &str, pointer: &str, count: usize, depth: usize| {
        let part = |number: usize| {
            let inner =
                format!("<rect width='9' height='9' {pointer}='url(#p{})'/>", number + 1).repeat(count);
            format!("<{tag} id='p{number}' width='9' height='9'>{inner}<rect width='9' height='9'/></{tag}>")
        };
        let parts: String = (0..depth).map(part).collect();
        svg(&format!("{parts}<rect width='9' height='9' {pointer}='url(#p0)'/>"))
    };
    let copies = |tag: &str| {
        let part = |number: usize| {
            format!(
                "<{tag} id='p{number}'>{}</{tag}>",
                format!("<use xlink:href='#p{}'/>", number + 1).repeat(10)
            )
        };
        let parts: String = (0..9).map(part).collect();
        svg(&format!("{parts}<rect id='p9' width='9' height='9'/><use href='#p0'/>"))
    };
    let many = |count: usize| "<rect width='9' height='9'/>".repeat(count);
    let markers: String = (0..4)
        .map(|number| {
            let line = format!("M0 0h{}", "1 ".repeat(1_000));
            format!("<marker id='p{number}'><path marker-mid='url(#p{})' d='{line}'/></marker>", number + 1)
        })
        .collect();
    let cases: Vec<(&str, String)> = vec![
        ("copies of copies", copies("g")),
        ("symbols of symbols", copies("symbol")),
        ("patterns in patterns", nested("pattern", "fill", 2, 30)),
        ("patterns as lines", nested("pattern", "stroke", 10, 9)),
        ("masks in masks", nested("mask", "mask", 2, 30)),
        ("clip paths in clip paths", nested("clipPath", "clip-path", 2, 30)),
        ("markers on markers", svg(&format!("{markers}<path marker-mid='url(#p0)' d='M0 0h1 1 1'/>"))),
        (
            "a pattern in each letter",
            svg(&format!(
                "<pattern id='p' width='9' height='9'>{}</pattern><text fill='url(#p)'>{}</text>",
                many(1_000),
                "ab".repeat(500)
            )),
        ),
        (
            "a pattern by rule",
            svg(&format!(
                "<style>.a{{fill:url(#p)}}</style><pattern id='p' width='9' height='9'>{}</pattern>{}",
                many(1_000),
                "<rect class='a' width='9' height='9'/>".repeat(1_000)
            )),
        ),
    ];
    are_refused(cases);
}

/// The same for texts, styles and pictures in drawings, and for the reading itself.
#[test]
fn a_drawing_that_is_large_where_it_is_read_is_refused() {
    let many = |count: usize| "<rect width='9' height='9'/>".repeat(count);
    let entity = |length: usize, count: usize| {
        let text = format!("<text>{}</text>", "&a;".repeat(count));
        format!("<!DOCTYPE svg [<!ENTITY a '{}'>]>{}", "x".repeat(length), svg(&text))
    };
    let inside = |kind: &str, data: &[u8]| format!("data:{kind};base64,{}", STANDARD.encode(data));
    let drawing = inside("image/svg+xml", svg(&many(1_000)).as_bytes());
    let picture = inside("image/png", &claiming(7_000, 7_000));
    let rules =
        |rule: &str, count: usize| svg(&format!("<style>{}</style>{}", rule.repeat(count), many(1_000)));
    let cases: Vec<(&str, String)> = vec![
        ("an entity of 20 kB", entity(20_000, 20_000)),
        ("an entity of 50 kB", entity(50_000, 50_000)),
        ("many rules", rules("rect{fill:red}", 100_000)),
        ("a long rule", rules("rect{fill:red;", 100_000)),
        ("a long text", svg(&format!("<text>{}</text>", "abcde fgh ".repeat(10_000)))),
        ("a text of pieces", svg(&format!("<text>{}</text>", "<tspan fill='red'>a</tspan>".repeat(4_000)))),
        ("a long line", svg(&format!("<path d='M0 0{}'/>", " 1 2".repeat(500_000)))),
        ("a line that ends and ends", svg(&format!("<path d='M0 0h9{}'/>", "z".repeat(200_000)))),
        ("many parts", svg(&"<g/>".repeat(200_000))),
        (
            "many attributes",
            svg(&format!("<g {}/>", (0..9_000).map(|n| format!("a{n}='' ")).collect::<Vec<_>>().concat())),
        ),
        (
            "many attributes, of which the first holds a greater-than sign",
            svg(&format!(
                "<g z='>' {}/>",
                (0..9_000).map(|n| format!("a{n}='' ")).collect::<Vec<_>>().concat()
            )),
        ),
        (
            "a namespace with a long address",
            svg(&format!(
                "<g xmlns:a='{}'>{}</g>",
                "u".repeat(1_000_000),
                "<g a:b='' a:c=''/>".repeat(9_000)
            )),
        ),
        (
            "a class as long as a file",
            svg(&format!(
                "<style>{}</style><rect width='9' height='9' class='{}'/>",
                ".a{fill:red}".repeat(1_000),
                "b ".repeat(1_000_000)
            )),
        ),
        (
            "many namespaces",
            svg(&(0..9_000).map(|n| format!("<g xmlns:a{n}='u'/>")).collect::<Vec<_>>().concat()),
        ),
        (
            "a drawing used often",
            svg(&format!(
                "<image id='i' width='9' height='9' href='{drawing}'/>{}",
                "<use href='#i'/>".repeat(100)
            )),
        ),
        (
            "a picture used often",
            svg(&format!(
                "<image id='i' width='9' height='9' href='{picture}'/>{}",
                "<use href='#i'/>".repeat(30)
            )),
        ),
        (
            "a picture behind a hash",
            svg(&format!(
                "<image width='9' height='9' href='{}#x'/>",
                inside("image/png", &claiming(20_000, 20_000))
            )),
        ),
        (
            "a circle of three",
            svg(
                "<mask id='a'><rect mask='url(#b)'/></mask><mask id='b'><rect mask='url(#c)'/></mask><mask id='c'><rect mask='url(#a)'/></mask><rect mask='url(#a)'/>",
            ),
        ),
        (
            "an effect",
            svg(
                "<filter id='f'><feGaussianBlur stdDeviation='500'/></filter><rect width='99' height='99' filter='url(#f)'/>",
            ),
        ),
    ];
    are_refused(cases);
}

fn are_refused(cases: Vec<(&str, String)>) {
    for (name, drawing) in cases {
        let said = refused("a.svg", drawing.as_bytes());
        assert!(said.contains("error[too-large]") || said.contains("error[image-kind]"), "{name}: {said}");
    }
}

/// A rule of thirty steps fits a part that lies 150 deep in more ways than anything could try.
#[test]
fn a_rule_that_fits_in_endless_ways_comes_to_an_end() {
    let rule = format!("<style>{}path{{fill:red}}</style>", "g ".repeat(30));
    let drawing = svg(&format!("{rule}<path d='M0 0h9v9'/>{}{}", "<g>".repeat(150), "</g>".repeat(150)));
    let endless =
        drawing.replacen("<style>g ", "<style>rect g ", 1).replace("</g>", "<path d='M0 0h9v9'/></g>");
    assert!(refused("a.svg", endless.as_bytes()).contains("rules of style"));
    showing(&[("a.svg", drawing.as_bytes())]).build();
}

/// What programs write whose charts and maps stand in reports.
#[test]
fn drawings_of_honest_programs_pass() {
    let points =
        |count: usize| -> Vec<(usize, usize)> { (0..count).map(|n| (n * 37 % 89, n * 53 % 83)).collect() };
    // ggplot: a rule for all, a style for each, and a text whose length is said.
    let circles: String = points(4_000)
        .iter()
        .map(|(x, y)| {
            format!("<circle cx='{x}.12' cy='{y}.34' r='1.95' style='stroke-width: 0.71; fill: #000000;' />")
        })
        .collect();
    let labels: String = (0..300)
        .map(|n| format!("<text x='9' y='9' style='font-size: 8.80px; font-family: \"Arial\";' textLength='20px' lengthAdjust='spacingAndGlyphs'>Label {n}</text>"))
        .collect();
    let ggplot = svg(&format!(
        "<defs><style type='text/css'><![CDATA[.svglite line, .svglite path, .svglite circle {{fill: none; stroke: #000000;}} \
         .svglite text {{white-space: pre;}}]]></style></defs><rect width='100%' height='100%' style='stroke: none; fill: #FFFFFF;'/>\
         <defs><clipPath id='cp'><rect x='0' y='0' width='90' height='90'/></clipPath></defs>\
         <g class='svglite'><g clip-path='url(#cp)'>{circles}</g>{labels}</g>"
    ));
    // matplotlib: points and letters are copies of a few shapes.
    let marks: String = points(3_000)
        .iter()
        .map(|(x, y)| {
            format!("<use xlink:href='#mark' x='{x}' y='{y}' style='fill: #1f77b4; fill-opacity: 0.5'/>")
        })
        .collect();
    let line: String = points(5_000).iter().map(|(x, y)| format!("L {x}.123456 {y}.654321 \n")).collect();
    let matplotlib = svg(&format!(
        "<metadata><dc:date xmlns:dc='urn:dc'>today</dc:date></metadata><defs><style type='text/css'>*{{stroke-linejoin: round; \
         stroke-linecap: butt}}</style></defs><defs><path id='mark' d='M 0 3 C 0.8 3 1.5 2.7 2.1 2.1 z'/></defs><g>{marks}</g>\
         <path d='M 0 0 {line}' clip-path='url(#clip)' style='fill: none; stroke: #1f77b4'/>\
         <defs><clipPath id='clip'><rect width='90' height='90'/></clipPath></defs><text x='9' y='40'>Label 7</text>"
    ));
    // Inkscape: a page of style on each part, and names of its own.
    let style = "font-style:normal;font-weight:normal;font-size:12px;line-height:1.25;font-family:sans-serif;\
                 -inkscape-font-specification:sans-serif;opacity:1;fill:#000000;fill-opacity:1;stroke:none;stroke-width:1px";
    let shapes: String = (0..1_000)
        .map(|n| format!("<path style='{style}' inkscape:connector-curvature='0' d='m {n},1 12.3,5.6 c 1,2 3,4 5,6 z' id='path{n}'/>"))
        .collect();
    let inkscape = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:inkscape='urn:i' xmlns:sodipodi='urn:s' width='90mm' height='90mm' viewBox='0 0 90 90' \
         sodipodi:docname='map.svg'><sodipodi:namedview id='base' inkscape:zoom='1'/><defs id='d'><linearGradient id='a'><stop offset='0'/>\
         <stop offset='1' style='stop-color:#fff'/></linearGradient><linearGradient xlink:href='#a' id='b' xmlns:xlink='http://www.w3.org/1999/xlink'/>\
         <marker id='arrow' orient='auto'><path d='M0 0 5-5v10z'/></marker></defs><g inkscape:label='Layer 1' inkscape:groupmode='layer'>{shapes}\
         <path d='M0 0h9v9' style='fill:url(#b);stroke:#000;marker-end:url(#arrow)'/><text style='{style}' x='9' y='20'>\
         <tspan sodipodi:role='line' x='9' y='20'>Label 7</tspan></text></g></svg>"
    );
    // Office: everything cut out, and an empty text here and there.
    let bars: String = (0..60)
        .map(|n| format!("<g clip-path='url(#c)'><path d='M{n} 9 {n} 40 5 40Z' fill='#4472C4' fill-rule='evenodd'/></g><text font-family='Calibri,Calibri_MSFontService,sans-serif' font-weight='400' font-size='9' transform='matrix(1 0 0 1 9 {n})'>Label {n}</text>"))
        .collect();
    let office = svg(&format!(
        "<defs><clipPath id='c'><rect x='0' y='0' width='90' height='90'/></clipPath></defs>{bars}"
    ));
    // Illustrator: names of addresses, and rules by class.
    let illustrator = "<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd' [\
         <!ENTITY ns_svg 'http://www.w3.org/2000/svg'><!ENTITY ns_ai 'http://ns.adobe.com/AdobeIllustrator/10.0/'>]>\
         <svg xmlns='&ns_svg;' xmlns:i='&ns_ai;' viewBox='0 0 90 90' xml:space='preserve'><style>.st0{fill:none;stroke:#000}.st1{display:none}\
         .st2{font-family:'MyriadPro-Regular'}</style><switch><foreignObject requiredExtensions='&ns_ai;' width='1' height='1'/>\
         <g i:extraneous='self'><g class='st1'><text>Old</text></g><rect class='st0' width='9' height='9'/>\
         <text class='st2' transform='matrix(1 0 0 1 9 20)'>Label 7</text></g></switch></svg>";
    for (name, drawing) in [
        ("ggplot", ggplot),
        ("matplotlib", matplotlib),
        ("inkscape", inkscape),
        ("office", office),
        ("illustrator", illustrator.to_owned()),
    ] {
        let project = showing(&[("a.svg", drawing.as_bytes())]);
        project.build();
        let words = pdf::text(&project.bytes("output/r/progress-spring.pdf"));
        assert!(words.contains("Label 7"), "{name}: {words}");
        assert!(!words.contains("Old"), "{name}");
    }
}

#[test]
fn pictures_of_other_colours_and_halves_of_pictures_are_named() {
    let cmyk = bytes(CMYK);
    let half = |base64: &str| {
        let whole = bytes(base64);
        whole[..whole.len() * 3 / 4].to_vec()
    };
    let address = |bytes: &[u8]| {
        svg(&format!(
            "<image width='9' height='9' href='data:image/jpeg;base64,{}'/>",
            STANDARD.encode(bytes)
        ))
    };
    assert!(refused("a.jpg", &cmyk).contains("(CMYK)"));
    assert!(refused("a.svg", address(&cmyk).as_bytes()).contains("(CMYK)"));
    assert!(refused("a.jpg", &half(JPEG)).contains("damaged"));
    assert!(refused("a.png", &half(PNG)).contains("damaged"));
    assert!(refused("a.webp", &half(WEBP)).contains("damaged"));
    assert!(refused("a.svg", address(&half(JPEG)).as_bytes()).contains("damaged"));
    let project =
        Project::new().file("content/_index.md", "---\ncouncil: C\nlogo: l.jpg\nlogo_alt: A logo\n---\n");
    project.write("content/l.jpg", &cmyk);
    let ran = project.run(&["check"]);
    assert!(
        ran.code == 1 && ran.err.contains("(CMYK)") && ran.err.contains("content/_index.md:3"),
        "{}",
        ran.err
    );
}

#[test]
fn a_colour_profile_is_not_unpacked_without_end() {
    let profile = |length: usize| {
        let packed = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; length], 6);
        let plain = bytes(PNG);
        [&plain[..33], &chunk("iCCP", &[b"x\0\0".as_slice(), &packed].concat()), &plain[33..]].concat()
    };
    showing(&[("a.png", &profile(1_000_000))]).build();
    assert!(refused("a.png", &profile(100_000_000)).contains("colour profile"));
}

#[test]
fn the_pictures_of_a_report_are_counted_together() {
    let names: Vec<String> = (0..5).map(|n| format!("a{n}.png")).collect();
    let pictures: Vec<Vec<u8>> = (0..5).map(|n| claiming(7_000, 7_000 - n)).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().map(String::as_str).zip(pictures.iter().map(Vec::as_slice)).collect();
    let ran = showing(&files).run(&["check", "--format", "short"]);
    assert_eq!(ran.code, 1);
    // 7,000 x (7,000 + 6,999 + 6,998 + 6,997 + 6,996), at the picture with which it is too much.
    let said = "e.md:13:1: error[too-large]: with the picture `content/r/s/a4.png`, the pictures of this report have 244,930,000 \
                pixels together, and may have 200,000,000";
    assert!(ran.err.contains(said), "{}", ran.err);
    assert_eq!(ran.err.matches("error[").count(), 1, "{}", ran.err);
}

#[test]
fn a_picture_that_nothing_shows_is_not_read() {
    let project = showing(&[("a.png", &bytes(PNG))]);
    project.write("content/r/s/broken.jpg", b"no picture");
    project.write("content/r/s/film.gif", b"");
    let film = std::fs::File::options().write(true).open(project.path("content/r/s/film.gif")).unwrap();
    film.set_len(5_000_000_000).unwrap();
    let ran = project.build();
    assert!(ran.err.is_empty() || !ran.err.contains("film.gif"), "{}", ran.err);
}

#[test]
fn a_public_text_shows_no_picture_of_what_is_restricted() {
    let picture = bytes(PNG);
    let hidden = "---\ntitle: Hidden\nrestricted: true\n---\n";
    let said = "belongs to something restricted, which the public does not see";
    let entry =
        |way: &str, more: &str| format!("---\ntitle: E\nrating: green\n{more}---\n![A picture]({way})\n");
    for (place, index) in
        [("x/p.png", "x/_index.md"), ("x/deep/p.png", "x/_index.md"), ("s/plan/p.png", "s/plan.md")]
    {
        let project = Project::new()
            .file("content/r/s/e.md", &entry(&format!("../{place}"), ""))
            .file(&format!("content/r/{index}"), hidden);
        project.write(&format!("content/r/{place}"), &picture);
        let ran = project.run(&["check", "--format", "short"]);
        assert!(
            ran.code == 1 && ran.err.contains("e.md:5:1: error[broken-link]") && ran.err.contains(said),
            "{place}: {}",
            ran.err
        );
        // Beside it, and in what is restricted itself, it may be shown.
        project.write("content/r/s/e.md", entry(&format!("../{place}"), "restricted: true\n").as_bytes());
        assert_eq!(project.run(&["check"]).code, 0, "{place}");
    }
    // The folder of a whole report, a draft at that, and the logo.
    let project = Project::new()
        .file("content/q/_index.md", "---\ntitle: Q\nto: 2014-03-31\nrestricted: true\ndraft: true\n---\n")
        .file("content/r/s/e.md", &entry("../../q/p.png", ""))
        .file("content/_index.md", "---\ncouncil: C\nlogo: q/p.png\nlogo_alt: A logo\n---\n");
    project.write("content/q/p.png", &picture);
    let ran = project.run(&["check", "--format", "short"]);
    assert_eq!(ran.err.matches(said).count(), 2, "{}", ran.err);
}

/// The export does not say where it found too many clips one in another: alone a picture may have more than in its place.
#[test]
fn a_picture_that_the_export_refuses_without_a_place_is_named() {
    let mut refused = 0;
    for depth in [20, 25, 26, 27, 28, 40] {
        let clips: String = (1..=depth)
            .map(|at| {
                format!("<clipPath id=\"c{at}\"><rect width=\"{}\" height=\"90\"/></clipPath>", 100 - at)
            })
            .collect();
        let open: String = (1..=depth).map(|at| format!("<g clip-path=\"url(#c{at})\">")).collect();
        let close = "</g>".repeat(depth);
        let picture = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100\" height=\"100\"><defs>{clips}</defs>{open}<rect width=\"90\" height=\"90\"/>{close}</svg>"
        );
        let project = Project::new()
            .file(
                "content/r/s/a.md",
                "---\ntitle: A\nrating: green\nlead: L\n---\n- Point:\n\n  ![A plan](p.svg)\n",
            )
            .file("content/r/s/p.svg", &picture);
        let ran = project.run(&["build"]);
        if ran.code != 0 {
            refused += 1;
            assert!(
                ran.err.contains("the picture `content/r/s/p.svg` cannot be printed"),
                "{depth}: {}",
                ran.err
            );
            assert!(!ran.err.contains("fault of cabinet-report"), "{depth}: {}", ran.err);
        }
    }
    assert!(refused > 0 && refused < 6, "{refused}");
}
