//! Holds the README and the pages that it leads to, to their promises.

use std::collections::BTreeSet;

use cabinet_report::content::schema::{self, Field, Shape};
use cabinet_report::report::Kind;

use crate::support::repository;

/// What the files of the content folder may hold, with the tables of fields.
const REFERENCE: &str = "src/content/reference.md";

/// The README and the pages that it leads to.
const PAGES: [&str; 6] = [
    "README.md",
    "CONTRIBUTING.md",
    "src/guide.md",
    REFERENCE,
    "src/report/ratings.md",
    "src/cli/commands.md",
];

fn text(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
}

#[test]
fn the_two_commands_stand_in_the_readme_and_in_ci() {
    let (readme, ci) = (text("README.md"), text(".ci/run"));
    for command in ["cargo run --release -- build", "cargo test --release"] {
        assert!(
            readme.lines().any(|line| line.trim() == command),
            "the README says `{command}` on a line of its own"
        );
        assert!(ci.lines().any(|line| line.trim() == command), ".ci/run calls `{command}`");
    }
}

#[test]
fn every_rating_word_rule_flag_and_exit_code_is_explained() {
    let readme = PAGES.map(text).concat();
    let scale = cabinet_report::report::Scale::standard();
    for word in scale.typed().map(cabinet_report::report::Rating::id) {
        assert!(readme.contains(&format!("`{word}`")), "{word}");
    }
    for word in cabinet_report::report::Rule::NAMES {
        assert!(readme.contains(&format!("`{word}`")), "{word}");
    }
    for flag in ["--content", "--templates", "--output", "--format", "--strict", "--restricted"] {
        assert!(readme.contains(flag), "{flag}");
    }
    for code in ["| 0 |", "| 1 |", "| 2 |", "| 3 |"] {
        assert!(readme.contains(code), "{code}");
    }
}

/// Where the reference begins a table of fields, naming tables of the schema or maps in them, and where it ends one.
const OPEN: &str = "<!-- fields of ";
const CLOSE: &str = "<!-- end of fields -->";

/// The rows that `place` names: a table of the schema, or a map in one, as in `report.cover`.
fn rows(place: &str) -> &'static [Field] {
    let mut steps = place.split('.');
    let name = steps.next().unwrap_or_default();
    let table = schema::tables().into_iter().find(|table| table.name == name);
    let table = table.unwrap_or_else(|| panic!("the schema has no table `{name}`"));
    steps.fold(table.fields, |fields, step| {
        let field = fields.iter().find(|field| field.name == step);
        let field = field.unwrap_or_else(|| panic!("`{place}` is not a map of the schema"));
        match field.shape.of_item() {
            Shape::Map(inner) => inner,
            _ => panic!("`{place}` is not a map of the schema"),
        }
    })
}

/// The reference's table of the fields of these places, each field once.
fn table_of(places: &str) -> String {
    let mut known = BTreeSet::new();
    let fields = places.split(' ').flat_map(rows).filter(|field| known.insert(field.name));
    let row = |field: &Field| {
        let written = field.shape.written(&|word| format!("`{word}`"));
        let required = if field.required { "It must be there." } else { "" };
        let said = [field.help, &written, required].into_iter().filter(|text| !text.is_empty());
        format!("| `{}` | {} |\n", field.name, said.collect::<Vec<_>>().join(" "))
    };
    format!("| Field | What it holds |\n| --- | --- |\n{}", fields.map(row).collect::<String>())
}

/// `UPDATE_EXPECTED=1` writes the tables anew.
#[test]
fn the_tables_of_fields_are_what_the_schema_says() {
    let reference = text(REFERENCE);
    let mut parts = reference.split(OPEN);
    let mut expected = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (places, rest) = part.split_once(" -->\n").expect("a place after each beginning");
        let (_, rest) = rest.split_once(CLOSE).expect("an end after each beginning");
        expected += &format!("{OPEN}{places} -->\n{}{CLOSE}{rest}", table_of(places));
    }
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(repository().join(REFERENCE), &expected).expect("the reference is written");
    } else {
        let cure = "run `UPDATE_EXPECTED=1 cargo test --release readme`";
        assert!(reference == expected, "{REFERENCE} is out of date: {cure}");
    }
}

#[test]
fn every_field_and_every_kind_is_explained() {
    fn names(table: &[Field], out: &mut Vec<&'static str>) {
        for field in table {
            out.push(field.name);
            if let Shape::Map(inner) | Shape::MapOf(inner) = field.shape.of_item() {
                names(inner, out);
            }
        }
    }
    let reference = text(REFERENCE);
    let tables: String = reference.split(OPEN).skip(1).filter_map(|rest| rest.split(CLOSE).next()).collect();
    let said: BTreeSet<&str> = tables.split('`').skip(1).step_by(2).collect();
    let mut fields = Vec::new();
    for table in schema::tables() {
        names(table.fields, &mut fields);
    }
    for name in fields {
        assert!(said.contains(name), "no table of the reference says anything of `{name}`");
    }
    for kind in Kind::ALL {
        assert!(reference.contains(&format!("`{}`", kind.name())), "{kind:?}");
    }
}

/// The anchors of a page's headings, as GitHub makes them.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings =
        page.lines().filter_map(|line| line.strip_prefix('#')?.trim_start_matches('#').strip_prefix(' '));
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    headings
        .map(|heading| heading.to_lowercase().chars().filter(kept).collect::<String>().replace(' ', "-"))
        .collect()
}

#[test]
fn every_link_of_every_page_leads_somewhere() {
    for path in PAGES {
        let page = text(path);
        let folder = repository().join(path).parent().expect("it is in a folder").to_path_buf();
        let inline = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let below =
            page.lines().filter_map(|line| line.strip_prefix('[')?.split_once("]: ")).map(|(_, to)| to);
        for link in inline.chain(below) {
            // Links inside the example of an entry are the example's.
            let is_example =
                matches!(link, "major-assets-review-park-wood.md" | "picture.png") || link.contains(' ');
            if link.contains("://") || is_example {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { repository().join(path) } else { folder.join(file) };
            assert!(target.exists(), "{path}: {link}");
            if !anchor.is_empty() {
                let there = std::fs::read_to_string(&target).expect("readable");
                assert!(anchors(&there).contains(anchor), "{path}: {link} names no heading");
            }
        }
    }
    assert!(text("README.md").contains(".png"), "a picture of the report");
}

#[test]
fn the_readme_is_read_in_one_sitting() {
    let words = text("README.md").split_whitespace().count();
    assert!(
        words < 1400,
        "the README has {words} words: move what is looked up to the pages that it leads to"
    );
}
