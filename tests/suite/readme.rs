//! Holds the README to its promises.

use crate::support::repository;

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
    let readme = text("README.md");
    for word in cabinet_report::report::Rating::WORDS.map(|(word, _)| word) {
        assert!(readme.contains(&format!("`{word}`")), "{word}");
    }
    for word in ["majority", "worst", "share", "score", "manual"] {
        assert!(readme.contains(&format!("`{word}`")), "{word}");
    }
    for flag in ["--content", "--templates", "--output", "--format", "--strict", "--restricted"] {
        assert!(readme.contains(flag), "{flag}");
    }
    for code in ["| 0 |", "| 1 |", "| 2 |", "| 3 |"] {
        assert!(readme.contains(code), "{code}");
    }
}

#[test]
fn every_field_and_every_kind_is_explained() {
    use cabinet_report::content::schema::{self, Field, Shape};
    fn names(table: &[Field], out: &mut Vec<&'static str>) {
        for field in table {
            out.push(field.name);
            match &field.shape {
                Shape::Map(inner) | Shape::MapOf(inner) | Shape::List(Shape::Map(inner)) => names(inner, out),
                _ => {}
            }
        }
    }
    let mut fields = Vec::new();
    for table in schema::tables() {
        names(table.fields, &mut fields);
    }
    let readme = text("README.md");
    let code: String = readme.split('`').skip(1).step_by(2).collect::<Vec<_>>().join(" ");
    let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    for name in
        fields.into_iter().chain(cabinet_report::report::Kind::ALL.map(cabinet_report::report::Kind::name))
    {
        assert!(words.contains(&name), "the README says nothing of `{name}`");
    }
}

#[test]
fn pictures_and_files_that_the_readme_shows_are_there() {
    let readme = text("README.md");
    for link in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        // Links inside the example of an entry are the example's.
        let is_example = link == "major-assets-review-park-wood.md" || link == "picture.png";
        if !link.contains("://") && !link.starts_with('#') && !is_example {
            assert!(repository().join(link).exists(), "{link}");
        }
    }
    assert!(readme.contains(".png"), "a picture of the report");
}
