//! Holds the web page to what only a screen has: colours for light and dark, and the choice of what to see.

use std::collections::{BTreeMap, BTreeSet};

use cabinet_report::report::Colour;

use crate::support::{Project, html, repository};
use crate::worked_example::{PROGRESS, REPORTS, page};

/// The council's colour as the style names it.
const ACCENT: &str = "{{ page.accent }}";

fn style() -> String {
    std::fs::read_to_string(repository().join("templates/html/style.css")).expect("the style")
}

/// The colours that the first `:root` from `from` on gives names to, for a council with that colour.
fn colours(style: &str, from: &str, accent: Colour) -> BTreeMap<String, Colour> {
    let style = style[style.find(from).expect("is there")..].replace(ACCENT, &accent.hex());
    let block = html::between(&style, ":root {", "}");
    let named = block.split("--").skip(1).map(|line| line.split_once(':').expect("a name and a value"));
    named
        .map(|(name, value)| {
            let value = value.trim().split([';', '\n']).next().expect("a value");
            (name.to_owned(), colour(value))
        })
        .collect()
}

/// A colour, or one mixed with another by a share in per cent, as browsers mix them.
fn colour(value: &str) -> Colour {
    let Some(mix) = value.strip_prefix("color-mix(in srgb, ").and_then(|mix| mix.strip_suffix("%, #fff)"))
    else {
        let long = match value.strip_prefix('#') {
            Some(short) if short.len() == 3 => {
                format!("#{}", short.chars().flat_map(|c| [c, c]).collect::<String>())
            }
            _ => value.to_owned(),
        };
        return Colour::parse(&long).unwrap_or_else(|| panic!("no colour: {value}"));
    };
    let (own, share) = mix.split_once(' ').expect("a colour and a share");
    let share: u32 = share.parse().expect("a number");
    let Colour(red, green, blue) = colour(own);
    let mixed = |part: u8| {
        u8::try_from((u32::from(part) * share + 255 * (100 - share)) / 100).expect("between two bytes")
    };
    Colour(mixed(red), mixed(green), mixed(blue))
}

#[test]
fn every_text_can_be_read_on_every_ground_in_light_and_in_dark() {
    let style = style();
    let usual = Colour(0x1d, 0x4f, 0x91);
    let black = Colour(0, 0, 0);
    let cases = [
        ("light", colours(&style, ":root {", usual)),
        ("dark", colours(&style, "(prefers-color-scheme: dark)", usual)),
        // No council's colour becomes darker than black does.
        ("dark, with black", colours(&style, "(prefers-color-scheme: dark)", black)),
    ];
    for (name, colours) in &cases {
        for text in ["ink", "quiet", "soft", "accent"] {
            for ground in ["paper", "wash", "head"] {
                let contrast = colours[text].contrast(colours[ground]);
                assert!(contrast >= 4.5, "{name}: {text} on {ground} has {contrast:.2}:1");
            }
        }
        let rule = colours["rule"].contrast(colours["paper"]);
        assert!(rule >= 3.0, "{name}: the edge of a box has {rule:.2}:1");
    }
    assert!(cases[0].1["paper"].contrast(black) > 20.0 && cases[1].1["paper"].contrast(black) < 1.5);
}

/// A colour that is written where it is used cannot follow the reader's wish.
#[test]
fn the_style_names_each_colour_but_that_of_the_focus_once() {
    let style = style();
    let mut loose = Vec::new();
    for line in style.lines() {
        let is_named = line.contains("--") && !line.contains("var(--") || line.contains("background: #fff;");
        if line.contains('#') && !line.contains("#_") && !line.contains("{#") && !is_named {
            loose.push(line.trim());
        }
    }
    assert_eq!(loose.len(), 1, "{loose:?}");
    assert!(loose[0].starts_with(":focus-visible"), "{loose:?}");
}

/// The values of an attribute, in order.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(start.as_str()).skip(1).map(|rest| rest.split('"').next().expect("quoted")).collect()
}

#[test]
fn every_choice_shows_something_and_everything_can_be_chosen() {
    for report in PROGRESS {
        let body = html::between(page(report), "<body>", "</body>");
        let ids = values(body, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{report}: each id is there once");
        let choices: BTreeSet<&str> =
            ids.into_iter().filter_map(|id| id.strip_prefix("_show-")).filter(|id| *id != "all").collect();
        let table = html::between(body, "<table class=\"ratings\"", "</table>");
        let sections = &body[body.find(table).expect("is there") + table.len()..];
        for part in [table, sections] {
            let of: Vec<&str> = values(part, "data-of");
            let shown: BTreeSet<&str> = of.iter().flat_map(|of| of.split(' ')).collect();
            assert_eq!(shown, choices, "{report}");
        }
        let rows = table.matches("<tr").count() - 1;
        assert_eq!(values(table, "data-of").len(), rows, "{report}: each row can be chosen");
        assert_eq!(values(sections, "data-of").len(), rows, "{report}: and what it stands for");
    }
}

/// The words for the screen are said nowhere else: they are hidden where the style is not understood.
#[test]
fn what_is_for_the_screen_alone_is_hidden_until_the_style_shows_it() {
    for report in REPORTS {
        let body = html::between(page(report), "<body>", "</body>");
        for class in ["filter", "partly", "back"] {
            let all = body.matches(&format!("class=\"{class}\"")).count();
            assert_eq!(body.matches(&format!("class=\"{class}\" hidden")).count(), all, "{report}: {class}");
        }
        assert!(body.contains("class=\"back\" hidden"), "{report} leads back to its contents");
        assert!(!html::text(body).contains("Back to the contents"), "{report}");
    }
}

#[test]
fn a_page_offers_no_choice_where_all_is_alike_and_shows_owners_as_text() {
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\n");
    project.build();
    let page = project.text("output/r/index.html");
    assert!(!page.contains("<search") && !page.contains("data-of"), "one rating and one owner are no choice");

    project.write("content/r/t/_index.md", b"---\ntitle: Other\nowner: A <b>& \"C\"\n---\n");
    project.write("content/r/t/e.md", b"---\ntitle: E\nrating: amber\nreason: R\naction: A\n---\n");
    project.build();
    let page = project.text("output/r/index.html");
    let filter = html::between(&page, "<search", "</search>");
    assert_eq!(filter.matches("<legend>").count(), 2, "ratings and owners, no movements: {filter}");
    assert!(filter.contains("A &lt;b&gt;&amp; &quot;C&quot;"), "{filter}");
}
