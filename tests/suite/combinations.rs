//! Builds reports on scales of two to seven steps with every kind of section, and holds every output to the same ratings.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Project, docx, html, pdf, words};

/// The colours of a scale, the best step first; the worst is always red, so that every length has both ends.
const COLOURS: [&str; 7] = ["green", "lime", "yellow", "amber", "orange", "purple", "red"];

/// The scale of so many steps, with a state that counts as the best and one that does not count.
fn scale(steps: usize) -> String {
    let colour = |step: usize| if step + 1 == steps { "red" } else { COLOURS[step] };
    let items: String = (0..steps)
        .map(|step| format!("  - {{id: s{step}, word: Step {step}, colour: {}}}\n", colour(step)))
        .collect();
    format!(
        "scale:\n  - {{id: done, word: Done, colour: blue, counts_as: s0}}\n{items}  - {{id: held, word: Held back, colour: grey, \
         counts_as: nothing}}\n"
    )
}

/// How somebody reads the rating with that id.
fn word(id: &str) -> String {
    match id {
        "done" => "Done".to_owned(),
        "held" => "Held back".to_owned(),
        "not-rated" => "Not rated".to_owned(),
        id => id.replacen('s', "Step ", 1),
    }
}

/// The limits of an indicator: step 0 from 90, step 1 from 80 and so on.
fn limits(steps: usize) -> String {
    let limits: Vec<String> = (0..steps - 1).map(|step| format!("s{step}: {}", 90 - 10 * step)).collect();
    format!("{{{}}}", limits.join(", "))
}

/// A report with every kind of section, each of which has an entry of each step; and two more that are as bad as can be, one
/// restricted and one exempt. In the report before it everything had the best rating.
fn report(steps: usize) -> Project {
    let mut project = Project::empty().file(
        "content/_index.md",
        &format!("---\ncouncil: Example Council\noutputs: [html, pdf, docx]\n{}---\n", scale(steps)),
    );
    let references =
        "{{ count.w.s0 }} of {{ count.w.total }}, {{ share.a.s0 }}, {{ rating.w }}, {{ rating.a/e0 }}.";
    for (id, previous, text) in [("q", "", ""), ("r", "previous: q\n", references)] {
        let index = format!(
            "---\ntitle: Plan {id}\nto: 2026-03-31\n{previous}overall: majority\ngroups:\n  - {{id: g, title: Group, rollup: worst}}\n\
             ---\n{text}\n\n{{{{ table.sections }}}}\n"
        );
        project = project.file(&format!("content/{id}/_index.md"), &index);
        for (section, lines) in [
            ("w", "group: g\nentries_are: [piece, pieces]\n"),
            ("t", "layout: table\ngroup: g\n"),
            ("e", "kind: enabler\nrollup: none\n"),
            ("i", "kind: indicators\n"),
            ("a", "kind: actions\n"),
            ("n", "kind: narrative\n"),
            ("x", "exempt: {paragraph: 3}\n"),
        ] {
            let folder = format!("content/{id}/{section}");
            let title = section.to_uppercase();
            project = project
                .file(&format!("{folder}/_index.md"), &format!("---\ntitle: {title}\n{lines}---\nText.\n"));
            let entry = |name: &str, step: usize, more: &str| {
                let step = if id == "q" { 0 } else { step };
                let rated = match section {
                    "i" => format!(
                        "better: higher\ntarget: 100\nlimits: {}\nactual: {}\nforecast: 95\n",
                        limits(steps),
                        95 - 10 * step
                    ),
                    "n" => String::new(),
                    "a" => format!("code: A{name}\nrating: step {step}\n"),
                    _ => format!("rating: s{step}\n"),
                };
                format!("---\ntitle: Entry {title}{name}\n{rated}{more}---\nWords.\n")
            };
            for step in 0..steps {
                let name = format!("e{step}");
                project = project.file(&format!("{folder}/{name}.md"), &entry(&name, step, ""));
            }
            let (hidden, secret) = ("restricted: true\n", "exempt: {paragraph: 3}\n");
            project = project
                .file(&format!("{folder}/hidden.md"), &entry("hidden", steps - 1, hidden))
                .file(&format!("{folder}/secret.md"), &entry("secret", steps - 1, secret));
        }
    }
    project
}

/// The ratings of sections and entries in `report.json`, by `section` and `section/entry`; the group is `group g` and the
/// report itself `report`.
fn in_data(report: &Value) -> BTreeMap<String, String> {
    let value = |rated: &Value| rated["value"].as_str().unwrap_or_default().to_owned();
    let mut ratings = BTreeMap::from([
        ("report".to_owned(), value(&report["overall"])),
        ("group g".to_owned(), value(&report["groups"][0]["rating"])),
    ]);
    for section in report["sections"].as_array().unwrap() {
        let id = section["id"].as_str().unwrap();
        ratings.insert(id.to_owned(), value(&section["rating"]));
        for entry in section["entries"].as_array().unwrap() {
            let rating = entry["rating"].as_str().unwrap_or_default().to_owned();
            ratings.insert(format!("{id}/{}", entry["id"].as_str().unwrap()), rating);
        }
    }
    ratings
}

/// The same as `ratings.csv` has it.
fn in_rows(text: &str) -> BTreeMap<String, String> {
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    let mut lines = text.lines().map(cells);
    let head = lines.next().unwrap();
    let at = |name: &str| head.iter().position(|known| known == name).unwrap();
    lines
        .map(|line| {
            let [level, section, entry, rating, group] =
                ["level", "section", "entry", "rating", "group"].map(|name| line[at(name)].as_str());
            let place = match level {
                "report" => "report".to_owned(),
                "group" => format!("group {group}"),
                "section" => section.to_owned(),
                _ => format!("{section}/{entry}"),
            };
            (place, rating.to_owned())
        })
        .collect()
}

/// What `majority` gives for one entry of each step and `worse` more of the worst, counted step by step.
fn majority(steps: usize, worse: usize) -> String {
    let all = steps + worse;
    let step = (0..steps).rev().find(|step| 2 * (steps - step + worse) >= all).unwrap();
    format!("s{step}")
}

#[test]
fn every_kind_of_section_has_the_same_ratings_in_every_output_on_scales_of_any_length() {
    for steps in [2, 3, 4, 5, 7] {
        let project = report(steps);
        let ran = project.build();
        assert!(!ran.err.contains("error"), "{steps}: {}", ran.err);
        assert_eq!(project.run(&["build", "--restricted"]).code, 0);
        for (output, worse, is_public) in [("output", 0, true), ("output-restricted", 2, false)] {
            let text = |name: &str| project.text(&format!("{output}/r/{name}"));
            let data: Value = serde_json::from_str(&text("report.json")).unwrap();
            let ratings = in_data(&data);
            assert_eq!(ratings, in_rows(&text("ratings.csv")), "{steps} steps in {output}");
            // One of each step, and for members two more of the worst.
            let rolled_up = majority(steps, worse);
            let worst = format!("s{}", steps - 1);
            // The members' report has the exempt section as well; all its rated sections are alike.
            for (place, expected) in [
                ("w", rolled_up.as_str()),
                ("t", &rolled_up),
                ("group g", &rolled_up),
                ("report", &rolled_up),
                ("e", ""),
                ("i", ""),
                ("a", ""),
                ("n", ""),
            ] {
                assert_eq!(ratings[place], expected, "{place} of {steps} steps in {output}");
            }
            for section in ["w", "t", "e", "i", "a"] {
                for step in 0..steps {
                    assert_eq!(ratings[&format!("{section}/e{step}")], format!("s{step}"));
                }
                assert_eq!(ratings.get(&format!("{section}/hidden")), (!is_public).then_some(&worst));
                assert_eq!(ratings.get(&format!("{section}/secret")), (!is_public).then_some(&worst));
            }
            // In print each rating stands behind its title, in the table of every rating.
            let files = project.files(&format!("{output}/r"));
            let file =
                |ending: &str| files.iter().find(|(path, _)| path.ends_with(ending)).expect("a file").1;
            let page = html::text(&text("index.html"));
            let printed =
                [("page", page), ("PDF", pdf::text(file(".pdf"))), ("Word", docx::text(file(".docx")))];
            for (what, said) in printed {
                let said = words(&said).join(" ");
                for (place, rating) in
                    ratings.iter().filter(|(place, rating)| place.contains('/') && !rating.is_empty())
                {
                    let (section, entry) = place.split_once('/').unwrap();
                    // Those of indicators are in the table of figures and above each commentary.
                    let between = if section == "i" { " Rating" } else { "" };
                    let row = format!("Entry {}{entry}{between} {}", section.to_uppercase(), word(rating));
                    assert!(
                        said.contains(&row),
                        "{row:?} is not in the {what} of {output}, {steps} steps: {said}"
                    );
                }
                assert!(
                    said.contains(&format!("Overall rating {}", word(&ratings["report"]))),
                    "{what}: {said}"
                );
                let all = steps + worse;
                let share = whole_share(1, steps, worse);
                let filled = format!("1 of {all} {share} {} Step 0", word(&ratings["w"]));
                assert!(
                    said.contains(&filled),
                    "{filled:?} is not in the {what} of {output}, {steps} steps: {said}"
                );
                assert_eq!(said.contains("hidden"), !is_public, "{what}");
            }
        }
        for arguments in [
            &["export", "r", "--xlsx"][..],
            &["export", "r", "--rated", "--to", "rated.xlsx"],
            &["explain", "r"],
            &["diff", "r"],
        ] {
            let ran = project.run(arguments);
            assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
        }
        let before = project.files("content");
        assert_eq!(project.run(&["import", "returns-r.xlsx"]).code, 0);
        assert!(
            project.files("content") == before,
            "a return of {steps} steps that nobody filled in changes nothing"
        );
    }
}

/// The share of the best step in whole percent, by largest remainder: one of each step and `worse` more of the worst.
fn whole_share(part: usize, steps: usize, worse: usize) -> usize {
    let parts: Vec<usize> =
        (0..steps).map(|step| if step + 1 == steps { part + worse } else { part }).collect();
    let all: usize = parts.iter().sum();
    let mut shares: Vec<usize> = parts.iter().map(|part| 100 * part / all).collect();
    let mut order: Vec<usize> = (0..steps).collect();
    order.sort_by_key(|step| std::cmp::Reverse(100 * parts[*step] % all));
    let lacking = 100 - shares.iter().sum::<usize>();
    order.into_iter().take(lacking).for_each(|step| shares[step] += 1);
    shares[0]
}
