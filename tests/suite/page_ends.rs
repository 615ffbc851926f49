//! Looks at hundreds of page ends: texts grow line by line, so that everything that a section is made of comes to the foot
//! of some page. No name may be there without its text, no frame empty, and no short last item of a list alone on the
//! next page.

use std::fmt::Write as _;

use crate::support::{Project, pdf, style_with};

/// What is wrong at the ends of pages, and how many there were.
#[derive(Debug, Default)]
struct Ends {
    pages: usize,
    /// Names whose text begins on the next page.
    lonely_names: Vec<String>,
    /// Lists of which only the last item is on the next page.
    lonely_items: Vec<String>,
    /// Frames with nothing in them, or nothing above their foot.
    empty_frames: Vec<String>,
    /// Pages that name the wrong section again, or none.
    wrong_bands: Vec<String>,
}

/// An entry: everything that one can have, in several arrangements. Its first word of text is `Text` and its number.
fn entry(number: usize, rating: &str) -> String {
    let list = format!("The list:\n\n- one\n- two\n- three\n- before{number:02}\n- after{number:02}\n\n");
    let words = "Sober words on the project that go on for about a line and a half of its frame. ".repeat(2);
    let (fields, text) = match number % 6 {
        0 => (
            "due: 2014-03-31\nmilestones:\n  - title: First\n    due: 2014-01-01\n  - title: Second\n    due: 2014-02-01\n"
                .to_owned(),
            format!("Text{number:02} {words}\n\n{list}{words}\n"),
        ),
        1 => (String::new(), format!("Text{number:02}\n\n![A picture](p.svg)\n\n{words}\n")),
        2 => (
            format!(
                "lead: Head of Text{number:02}\nreason: late\naction: hurry\nrisks:\n  - level: high\n    \
                 text: before{number:02}\n  - level: low\n    text: after{number:02}\n"
            ),
            String::new(),
        ),
        3 => (
            String::new(),
            format!(
                "## Heading{number:02}\n\nText{number:02} {words}\n\n1. one\n2. two:\n   - a\n   - \
                 before{number:02}\n3. after{number:02}\n"
            ),
        ),
        4 => ("updated: 2014-03-31\n".to_owned(), format!("Text{number:02}.\n\n{list}")),
        _ => (
            String::new(),
            format!("| Text{number:02} | Figure |\n|---|---|\n| one | 1 |\n| two | 2 |\n\n{words}{words}\n\n{list}"),
        ),
    };
    format!("---\ntitle: Name{number:02}\nrating: {rating}\norder: {number}\n{fields}---\n{text}")
}

/// Reports, each a little longer than the one before; with the shipped style, or changed in one place.
fn ends(reports: usize, change: Option<(&str, &str)>) -> Ends {
    const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"400\"><rect x=\"9\" y=\"9\" \
                           width=\"280\" height=\"380\"/></svg>";
    let mut project = Project::empty().file("content/_index.md", "---\ncouncil: Test Council\n---\n");
    if let Some((from, to)) = change {
        let (path, shipped) = style_with(from);
        project = project.file(&path, &shipped.replace(from, to));
    }
    for report in 0..reports {
        let folder = format!("content/r{report:02}");
        // A paragraph of one line is as high as a line and a third.
        let mut filler = "Filling words.\n\n".repeat(report / 2);
        filler.push_str(
            &"Filling words that take a whole line of the frame, or a little more than that, each time. "
                .repeat(report % 2 + 1),
        );
        project = project
            .file(&format!("{folder}/_index.md"), "---\ntitle: R\nto: 2014-01-01\n---\n")
            .file(&format!("{folder}/s0/_index.md"), "---\ntitle: Section00\nowner: A\norder: 0\n---\n")
            .file(
                &format!("{folder}/s0/e.md"),
                &format!("---\ntitle: Name99\nrating: green\n---\nText99 {filler}\n"),
            );
        for section in 1..=3 {
            // Short, long and no text of its own.
            let about = "Words on what it is about. ".repeat([0, 2, 40][section - 1]);
            let own = format!("{folder}/s{section}");
            project = project
                .file(
                    &format!("{own}/_index.md"),
                    &format!("---\ntitle: Section{section:02}\nowner: B\norder: {section}\n---\n{about}\n"),
                )
                .file(&format!("{own}/p.svg"), PICTURE);
            for number in (section - 1) * 6..section * 6 {
                let rating = ["red", "amber", "green"][number % 3];
                project = project.file(&format!("{own}/e{number:02}.md"), &entry(number, rating));
            }
        }
    }
    project.build();
    let files = project.files("output");
    let mut ends = Ends::default();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".pdf")) {
        look_at(path, bytes, &mut ends);
    }
    ends
}

fn look_at(report: &str, bytes: &[u8], ends: &mut Ends) {
    let read = pdf::text(bytes);
    let pages = read.trim_end_matches('\n').matches('\n').count() + 1;
    ends.pages += pages;
    // How the ratings were worked out names every section once more.
    let (read, _) = read.rsplit_once("How the ratings were worked out").expect("the last part");
    let read: Vec<&str> = read.split('\n').chain(std::iter::repeat("")).take(pages).collect();
    // The list of ratings has every name too, and comes first.
    let last = |word: &str| read.iter().rposition(|page| page.contains(word));
    for number in (0..18).chain([99]) {
        let [name, text, heading] = ["Name", "Text", "Heading"].map(|word| format!("{word}{number:02}"));
        for name in [Some(&name), last(&heading).map(|_| &heading)].into_iter().flatten() {
            if last(name) != last(&text) {
                ends.lonely_names.push(format!("{name} in {report}"));
            }
        }
        let [before, after] = ["before", "after"].map(|word| last(&format!("{word}{number:02}")));
        if before != after {
            ends.lonely_items.push(format!("after{number:02} in {report}"));
        }
    }
    let printed = pdf::pages(bytes);
    let names = ["Section00", "Section01", "Section02", "Section03"];
    let begins: Vec<usize> = names.iter().map(|name| last(name).expect("a section")).collect();
    let firsts = ["Name99", "Name00", "Name06", "Name12"];
    for (place, begin) in begins.iter().enumerate() {
        if last(firsts[place]) != Some(*begin) && place != 3 {
            ends.lonely_names.push(format!("{} in {report}", names[place]));
        }
    }
    for (page, printed) in printed.iter().enumerate() {
        // The section that stands at the top of this page began on one before it.
        let top = read[page].split_whitespace().next().unwrap_or_default();
        let running = begins.iter().rposition(|begin| *begin < page).filter(|_| !names.contains(&top));
        let mut expected = String::new();
        if let Some(place) = running.filter(|place| runs_to(&read, &begins, *place) >= page) {
            _ = write!(expected, "{} (continued)", names[place]);
        }
        let is_right =
            if expected.is_empty() { !printed.contains("(continued)") } else { printed.contains(&expected) };
        if !is_right {
            ends.wrong_bands.push(format!("page {} of {report}: {expected:?} in {printed}", page + 1));
        }
    }
    look_at_frames(report, bytes, ends);
}

/// The page on which a section ends.
fn runs_to(read: &[&str], begins: &[usize], place: usize) -> usize {
    match begins.get(place + 1) {
        Some(next) if read[*next].trim_start().starts_with(&format!("Section{:02}", place + 1)) => next - 1,
        Some(next) => *next,
        // After the last section only the method is printed.
        None => read.iter().rposition(|page| page.contains("after17")).expect("the last item"),
    }
}

/// Each frame ends a little below what is in it.
fn look_at_frames(report: &str, bytes: &[u8], ends: &mut Ends) {
    let (words, shapes) = (pdf::words(bytes), pdf::shapes(bytes));
    let frames = shapes
        .iter()
        .filter(|shape| shape.is_outline && shape.room.width() > 400.0 && shape.room.height() > 1.0);
    for frame in frames {
        let is_inside = |y: f64| frame.room.y0 < y && y < frame.room.y1;
        let lines = words.iter().filter(|word| word.page == frame.page && is_inside(word.line));
        let lines = lines.map(|word| word.line);
        let drawn = shapes.iter().filter(|shape| {
            shape.page == frame.page
                && !shape.is_outline
                && is_inside(shape.room.y0)
                && is_inside(shape.room.y1)
        });
        let lowest = lines.chain(drawn.map(|shape| shape.room.y0)).fold(f64::INFINITY, f64::min);
        if lowest - frame.room.y0 > 32.0 {
            ends.empty_frames.push(format!("page {} of {report}: {:?}", frame.page + 1, frame.room));
        }
    }
}

#[test]
fn nothing_is_left_alone_at_the_end_of_any_page() {
    let ends = ends(32, None);
    assert!(ends.pages > 200, "{} pages", ends.pages);
    assert_eq!(ends.lonely_names, Vec::<String>::new());
    assert_eq!(ends.lonely_items, Vec::<String>::new());
    assert_eq!(ends.empty_frames, Vec::<String>::new());
    assert_eq!(ends.wrong_bands, Vec::<String>::new());
}

#[test]
fn a_style_that_leaves_things_alone_is_found() {
    let loose = ends(12, Some(("sticky: sticky", "sticky: false")));
    assert_ne!(loose.lonely_names, Vec::<String>::new());
    let unheld = ends(30, Some(("let room = lines * (line-gap + 0.7) * 1em + 0.5em", "let room = 0pt")));
    assert_ne!(unheld.lonely_items, Vec::<String>::new());
    let empty = ends(1, Some(("top: 6pt, bottom: 6pt", "top: 6pt, bottom: 90pt")));
    assert_ne!(empty.empty_frames, Vec::<String>::new());
    let unending = ends(1, Some(("let tail = running.update(none)", "let tail = none")));
    assert_ne!(unending.wrong_bands, Vec::<String>::new());
}
