//! Holds councils' own scales: the smallest contents of bodies whose words are not Red, Amber and Green.

use serde_json::Value;

use crate::support::{Project, html};

/// A report with one section that has these lines, and an entry for each rating.
fn report(council: &str, section: &str, ratings: &[&str]) -> Project {
    let mut project = Project::empty()
        .file("content/_index.md", &format!("---\ncouncil: Example Council\n{council}---\n"))
        .file("content/r/_index.md", "---\ntitle: Plan\nto: 2026-03-31\n---\nWords.\n")
        .file("content/r/s/_index.md", &format!("---\ntitle: Section\n{section}---\nWords.\n"));
    for (index, rating) in ratings.iter().enumerate() {
        let entry = format!("---\ntitle: Entry {index}\nrating: {rating}\n---\nWords.\n");
        project = project.file(&format!("content/r/s/e{index}.md"), &entry);
    }
    project
}

fn json(project: &Project) -> Value {
    serde_json::from_str(&project.text("output/r/report.json")).expect("JSON")
}

/// Words that four bodies publish and that the usual scale does not have: each comes out as it is typed.
const ANTRIM: &str = "scale:
  - {id: achieved, word: Achieved, colour: blue, counts_as: on-track}
  - {id: on-track, word: On track, colour: green, means: Will be met by its date}
  - {id: delayed, word: Delayed but progressing, short: Delayed, colour: amber}
  - {id: not-achieved, word: Not achieved, colour: red}
  - {id: carried-over, word: Carried over, colour: grey, counts_as: nothing}
";

#[test]
fn a_scale_of_a_councils_own_words_is_read_rated_and_printed() {
    let project =
        report(ANTRIM, "", &["achieved", "On Track", "delayed but progressing", "CARRIED OVER", "n/a"]);
    project.build();
    let section = &json(&project)["sections"][0];
    let ratings: Vec<&str> = section["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["rating"].as_str().unwrap())
        .collect();
    assert_eq!(ratings, ["achieved", "on-track", "delayed", "carried-over", "n/a"]);
    assert_eq!(section["rating"]["value"], "on-track");
    assert_eq!(
        section["rating"]["reason"],
        "On track: 1 of 3 rated projects is Delayed but progressing, which is less than half; 2 more are not rated."
    );
    let page = project.text("output/r/index.html");
    for said in ["Delayed but progressing", "Will be met by its date.", "Achieved counts as On track."] {
        assert!(page.contains(said), "{said}");
    }
    let rows = project.text("output/r/ratings.csv");
    assert!(rows.contains("carried-over"), "{rows}");
}

#[test]
fn counts_and_shares_stand_in_place_of_a_rating() {
    let mut ratings = vec!["achieved"; 5];
    ratings.extend(["on-track"; 7]);
    ratings.extend(["delayed", "delayed", "not-achieved"]);
    let project = report(ANTRIM, "rollup: none\n", &ratings);
    project.build();
    let section = &json(&project)["sections"][0]["rating"];
    // 12 of 15 is 80%.
    assert_eq!(section["reason"], "12 of 15 rated projects are Achieved or On track (80%).");
    assert_eq!((section["value"].is_null(), section["rule"].as_str()), (true, Some("none")));
    assert!(project.text("output/r/index.html").contains("are Achieved or On track (80%)"));
}

#[test]
fn counts_in_place_of_a_rating_are_said_wherever_the_reason_for_a_rating_is() {
    let text = "---\ntitle: Plan\nto: 2026-03-31\nrollup: none\n---\nSection: {{ reason.s }}\n";
    let project = report(ANTRIM, "", &["delayed"]).file("content/r/_index.md", text);
    project.build();
    let page = html::text(&project.text("output/r/index.html"));
    for said in [
        "Section: 0 of 1 rated project is On track (0%).",
        "the share of those that are Achieved or On track is given.",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // No section has a rating that could follow from others.
    assert!(!page.contains("rating follows"), "{page}");
    let rated = report(ANTRIM, "", &["delayed"]);
    rated.build();
    let page = html::text(&rated.text("output/r/index.html"));
    assert!(page.contains("A section’s rating follows from those of its rated projects."), "{page}");
}

#[test]
fn a_section_that_has_counts_in_place_of_a_rating_was_reported_all_the_same() {
    let next = "---\ntitle: Plan\nto: 2026-06-30\nprevious: r\n---\nWords.\n";
    let project = report("", "rollup: none\n", &["red"])
        .file("content/s/_index.md", next)
        .file("content/s/s/_index.md", "---\ntitle: Section\nrollup: none\n---\nWords.\n")
        .file("content/s/s/e0.md", "---\ntitle: Entry 0\nrating: green\n---\nWords.\n");
    project.build();
    let page = project.text("output/s/index.html");
    let table = html::between(&page, "<table class=\"ratings\"", "</table>");
    let row = html::text(html::between(table, "#s\"", "</tr>"));
    assert!(row.ends_with("Section \u{2013} \u{2013} \u{2013}"), "{row:?}");
}

/// The words of Rotherham, Anglesey, the major-projects list and Denbighshire, each with the rating that follows.
#[test]
fn scales_of_four_and_five_steps_are_rolled_up() {
    let anglesey = "scale:
  - {id: green, word: Green, colour: green}
  - {id: yellow, word: Yellow, colour: yellow}
  - {id: amber, word: Amber, colour: amber}
  - {id: red, word: Red, colour: red}
";
    for (council, ratings, expected) in [
        (anglesey, &["green", "yellow", "yellow", "red"][..], "yellow"),
        (anglesey, &["amber", "green"], "amber"),
        ("scale: five-point\n", &["Amber/Red", "amber/green", "green", "Amber"], "amber"),
        ("scale: five-point\n", &["Green", "Amber/Green", "Green"], "green"),
        ("scale: on-track\n", &["complete", "complete", "off track"], "on-track"),
        ("scale: on-track\n", &["complete", "complete"], "complete"),
        ("scale: {preset: rag, red: {word: Off track}}\n", &["off track"], "red"),
        ("scale: {preset: rag, complete: {counts_as: nothing}}\n", &["complete", "red"], "red"),
    ] {
        let project = report(council, "", ratings);
        project.build();
        assert_eq!(json(&project)["sections"][0]["rating"]["value"], expected, "{ratings:?}");
    }
}

#[test]
fn a_council_can_change_any_of_the_ten_colours() {
    let names = ["red", "orange", "amber", "yellow", "lime", "green", "teal", "blue", "purple", "grey"];
    let colours: String = names
        .iter()
        .enumerate()
        .map(|(at, name)| format!("  {name}: {{fill: \"#{at}00000\", text: \"#ffffff\"}}\n"))
        .collect();
    let step = |name: &&str| format!("  - {{id: x{name}, word: X {name}, colour: {name}}}\n");
    let states: String = names[..7].iter().map(step).collect();
    let project = report(&format!("colours:\n{colours}scale:\n{states}"), "", &["x teal"]);
    project.build();
    let page = project.text("output/r/index.html");
    // Teal is the seventh.
    assert!(page.contains("#600000"), "the fill of teal");
}

#[test]
fn two_scales_in_one_report_are_counted_apart() {
    let project = report("", "", &["green", "red"])
        .file("content/r/t/_index.md", "---\ntitle: Other\nscale: on-track\n---\nWords.\n")
        .file("content/r/t/a.md", "---\ntitle: A\nrating: at risk\n---\nWords.\n");
    project.build();
    let report = json(&project);
    assert_eq!(report["scales"].as_array().unwrap().len(), 2);
    let page = project.text("output/r/index.html");
    assert!(page.contains("2 projects by rating") && page.contains("1 project by rating"));
}

/// A report with an `overall` and a group over sections of these scales, each with one entry: its scale and its rating.
fn grouped(sections: &[(&str, &str)]) -> Project {
    let lines = "overall: worst\ngroups:\n  - {id: g, title: Homes, rollup: majority}\n";
    let mut project = Project::empty()
        .file("content/_index.md", "---\ncouncil: Example Council\n---\n")
        .file("content/r/_index.md", &format!("---\ntitle: Plan\nto: 2026-03-31\n{lines}---\nWords.\n"));
    for (place, (scale, rating)) in sections.iter().enumerate() {
        project = project
            .file(
                &format!("content/r/s{place}/_index.md"),
                &format!("---\ntitle: S{place}\ngroup: g\n{scale}---\n"),
            )
            .file(
                &format!("content/r/s{place}/e.md"),
                &format!("---\ntitle: E\nrating: {rating}\n---\nWords.\n"),
            );
    }
    project
}

#[test]
fn a_rating_over_sections_is_made_on_the_scale_that_they_share() {
    let (own, usual) = ("scale: on-track\n", "");
    let words = "scale: {preset: rag, red: {word: Off track}}\n";
    for (sections, overall, group) in [
        (&[(own, "off track"), (own, "on track"), (own, "complete")][..], "off-track", "on-track"),
        (&[(usual, "red"), (usual, "green"), (usual, "green")], "red", "green"),
        // The steps are the same, and only a word differs.
        (&[(usual, "green"), (words, "off track")], "red", "red"),
        (&[(usual, "green"), ("scale: on-track\nrollup: none\n", "off track")], "green", "green"),
    ] {
        let project = grouped(sections);
        let ran = project.build();
        assert!(!ran.err.contains("mixed-scales"), "{}", ran.err);
        let report = json(&project);
        assert_eq!(report["overall"]["value"], overall, "{sections:?}");
        assert_eq!(report["groups"][0]["rating"]["value"], group, "{sections:?}");
    }
}

#[test]
fn over_sections_of_several_scales_there_is_no_rating_and_check_says_so() {
    let project = grouped(&[("", "green"), ("scale: on-track\n", "off track")]);
    let ran = project.build();
    assert_eq!(ran.err.matches("warning[mixed-scales]").count(), 2, "{}", ran.err);
    let report = json(&project);
    assert!(report["overall"].is_null() && report["groups"][0]["rating"].is_null());
    // Its counts are told all the same, each scale's own.
    let counts = &report["groups"][0]["counts"];
    assert_eq!((counts["green"].as_u64(), counts["off-track"].as_u64()), (Some(1), Some(1)));
    let page = html::text(&project.text("output/r/index.html"));
    assert_eq!(
        page.matches("1 project by rating").count(),
        4,
        "the summary and the group, each twice: {page}"
    );
}

#[test]
fn a_report_has_a_rating_of_its_own_if_it_asks_for_one() {
    let project = report("", "", &["red"])
        .file("content/r/_index.md", "---\ntitle: Plan\nto: 2026-03-31\noverall: majority\n---\nWords.\n");
    let project = project
        .file("content/r/t/_index.md", "---\ntitle: Other\n---\nWords.\n")
        .file("content/r/t/a.md", "---\ntitle: A\nrating: green\n---\nWords.\n");
    project.build();
    let overall = &json(&project)["overall"];
    assert_eq!(overall["value"], "red");
    assert_eq!(overall["reason"], "Red: 1 of 2 rated sections is Red, which is at least half.");
    assert!(project.text("output/r/index.html").contains("Overall rating:"));
    let said = project.run(&["explain", "r"]).out;
    assert!(said.starts_with("Plan (r)\n  Red: 1 of 2 rated sections is Red"), "{said}");
}

/// The smallest contents of five bodies: their words, and the rating that follows from what they publish.
#[test]
fn the_words_of_other_bodies_are_scales_too() {
    // A fire authority; a county with two colours and a third for what is carried over; a police plan; a county that
    // counts without a section's colour.
    let fire = "scale:\n  - {id: succeeding, word: Succeeding, colour: green}\n  - {id: near-target, word: Near target, colour: amber}\n  \
                - {id: needs-improvement, word: Needs improvement, colour: red}\n";
    let county = "scale:\n  - {id: green, word: Green, colour: green}\n  - {id: red, word: Red, colour: red}\n  \
                  - {id: carry-over, word: Carry over, colour: blue, counts_as: nothing}\n";
    let police = "scale:\n  - {id: content, word: Content, colour: green}\n  \
                  - {id: scrutiny, word: Requires additional scrutiny, short: Scrutiny, colour: amber}\n  \
                  - {id: ungraded, word: Ungraded, colour: grey, counts_as: nothing}\n";
    for (council, ratings, expected) in [
        (fire, &["Succeeding", "Near target", "needs improvement"][..], "near-target"),
        (county, &["carry over", "green", "Carry-Over"], "green"),
        (police, &["ungraded", "requires additional scrutiny", "content"], "scrutiny"),
    ] {
        let project = report(council, "", ratings);
        project.build();
        assert_eq!(json(&project)["sections"][0]["rating"]["value"], expected, "{ratings:?}");
    }
}

#[test]
fn a_plan_of_which_most_is_complete_is_not_headlined_red() {
    // Published: 76 of 98 actions complete, and 18 of the other 22 late.
    let mut ratings = vec!["complete"; 76];
    ratings.extend(["red"; 18]);
    ratings.extend(["green"; 4]);
    let project = report("", "", &ratings);
    project.build();
    let rating = &json(&project)["sections"][0]["rating"];
    assert_eq!(rating["value"], "green", "{rating}");
    let counted = report("", "rollup: none\n", &ratings);
    counted.build();
    // 80 of 98 is 81.6%.
    let reason = &json(&counted)["sections"][0]["rating"]["reason"];
    assert_eq!(reason, "80 of 98 rated projects are Complete or Green (82%).");
}
