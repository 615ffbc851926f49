//! Holds the ratings of aspects, such as time, cost and benefits: what follows from them, where they are printed, what is
//! compared, and what comes back in a return.

use serde_json::Value;

use crate::support::{Project, docx, first_missing, html, pdf, words};

const ASPECTS: &str =
    "aspects: [{id: time, title: Time}, {id: cost, title: Cost}, {id: benefits, title: Benefits}]\n";

/// Two reports in a row, each with a section of these entries: a name, and lines of front matter.
fn reports(before: &[(&str, &str)], now: &[(&str, &str)]) -> Project {
    let mut project = Project::empty().file(
        "content/_index.md",
        &format!("---\ncouncil: Example Council\noutputs: [html, pdf, docx]\n{ASPECTS}---\n"),
    );
    for (id, previous, entries) in [("q", "", before), ("r", "previous: q\n", now)] {
        project = project
            .file(
                &format!("content/{id}/_index.md"),
                &format!("---\ntitle: Highlights\nperiod: {id}\nto: 2026-03-31\n{previous}---\nWords.\n"),
            )
            .file(
                &format!("content/{id}/s/_index.md"),
                "---\ntitle: Services\nowner: Head of Services\n---\n",
            );
        for (name, lines) in entries {
            let text = format!("---\ntitle: The {name}\n{lines}---\nText of the {name}.\n");
            project = project.file(&format!("content/{id}/s/{name}.md"), &text);
        }
    }
    project
}

fn data(project: &Project, report: &str) -> Value {
    serde_json::from_str(&project.text(&format!("output/{report}/report.json"))).expect("JSON")
}

const BEFORE: [(&str, &str); 2] = [
    ("hall", "ratings: {time: amber, cost: green, benefits: green}\n"),
    ("mill", "rating: amber\nratings: {time: green, cost: red, benefits: n/a}\n"),
];

const NOW: [(&str, &str); 3] = [
    ("hall", "ratings: {time: red, cost: green, benefits: green}\nreason: The roof is late\n"),
    ("mill", "rating: amber\nratings: {time: red, cost: red, benefits: n/a}\n"),
    ("shop", "rating: green\n"),
];

#[test]
fn the_worst_aspect_is_the_rating_of_the_whole_unless_its_lead_gives_another() {
    let project = reports(&BEFORE, &NOW);
    project.build();
    let data = data(&project, "r");
    let ids: Vec<&str> =
        data["aspects"].as_array().unwrap().iter().map(|aspect| aspect["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["time", "cost", "benefits"]);
    let entries = data["sections"][0]["entries"].as_array().unwrap();
    let [hall, mill, shop] = entries.as_slice() else { panic!("{entries:?}") };
    assert_eq!((hall["rating"].as_str(), mill["rating"].as_str()), (Some("red"), Some("amber")));
    assert_eq!(hall["rating_reason"], "Red: the worst of its 3 ratings, Time, is Red.");
    assert_eq!(
        mill["rating_reason"],
        "Amber overall, as judged by its lead. Its ratings alone would give Red: all 2 of its ratings are Red; 1 more is \
         not rated."
    );
    // What rates no aspects says nothing of them.
    assert_eq!((shop.get("ratings"), shop.get("rating_reason")), (None, None));
    let time = &hall["ratings"][0];
    assert_eq!(
        time.to_string(),
        r#"{"aspect":"time","movement":"worsened","previous_rating":"amber","rating":"red"}"#
    );
    assert_eq!(hall["ratings"][1]["movement"], "no-change");
    // Red, Amber and Green count in the section as what they are as a whole.
    assert_eq!(data["counts"].to_string(), data["sections"][0]["rating"]["counts"].to_string());
    assert_eq!(
        (&data["counts"]["red"], &data["counts"]["amber"], &data["counts"]["green"]),
        (&1.into(), &1.into(), &1.into())
    );
}

#[test]
fn every_document_prints_each_aspect_with_its_rating_and_what_moved() {
    let project = reports(&BEFORE, &NOW);
    project.build();
    let page = html::text(&project.text("output/r/index.html"));
    let paper = pdf::text(&project.bytes("output/r/highlights-r.pdf"));
    let word = docx::text(&project.bytes("output/r/highlights-r.docx"));
    for said in [
        // Below the name of an entry.
        "Time Red Cost Green Benefits Green",
        "Red: the worst of its 3 ratings, Time, is Red.",
        "Amber overall, as judged by its lead.",
        // What changed.
        "The mill: Time (Green to Red)",
        "The hall: Time (Amber to Red)",
        // The table of all ratings, its head and a row.
        "Rating Last time Movement Time Cost Benefits",
        "The hall Red Amber Worsened Red Worsened Green Green",
        "The mill Amber Amber No change Red Worsened Red N/A",
        // How it was worked out.
        "Time, Cost and Benefits of a project are rated separately.",
    ] {
        for (what, text) in [("page", &page), ("paper", &paper), ("Word", &word)] {
            assert_eq!(first_missing(&words(said), &words(text)), None, "{what}: {said}: {text}");
        }
    }
    let csv = project.text("output/r/ratings.csv");
    let lines: Vec<&str> = csv.lines().collect();
    assert!(
        lines[0].ends_with(
            ",progress,rating_time,previous_rating_time,movement_time,rating_cost,previous_rating_cost,movement_cost,\
             rating_benefits,previous_rating_benefits,movement_benefits"
        ),
        "{}",
        lines[0]
    );
    assert!(lines[1].ends_with(",,,,,,,,,,"), "nothing of a section: {}", lines[1]);
    assert!(
        lines[2].ends_with(",red,amber,worsened,green,green,no-change,green,green,no-change"),
        "{}",
        lines[2]
    );
    assert!(lines[4].ends_with(",,,,,,,,,,"), "nothing of what rates none: {}", lines[4]);
    assert!(lines.iter().all(|line| line.matches(',').count() == lines[0].matches(',').count()), "{csv}");
}

#[test]
fn a_report_that_rates_no_aspects_says_nothing_of_them() {
    let entries = [("hall", "rating: green\n")];
    let project = reports(&entries, &entries);
    project.build();
    assert_eq!(data(&project, "r").get("aspects"), None);
    assert!(project.text("output/r/ratings.csv").lines().next().unwrap().ends_with(",progress"));
    let page = html::text(&project.text("output/r/index.html"));
    assert!(!page.contains("Benefits"), "{page}");
}

#[test]
fn what_is_restricted_shows_none_of_its_ratings_and_no_column_for_them() {
    let secret = [
        ("hall", "rating: green\n"),
        ("mill", "restricted: true\nratings: {time: red, cost: red, benefits: red}\n"),
    ];
    let project = reports(&secret, &secret);
    project.build();
    for (path, bytes) in project.files("output") {
        let text = if path.ends_with(".pdf") {
            pdf::everything(&bytes)
        } else {
            String::from_utf8_lossy(&bytes).into_owned()
        };
        assert!(!text.contains("Benefits") && !text.contains("rating_benefits"), "{path}");
    }
}

#[test]
fn the_nearest_list_of_aspects_holds_and_an_empty_one_takes_them_away() {
    let entries = [("hall", "ratings: {speed: red}\n")];
    let project = reports(&[("hall", "rating: green\n")], &entries)
        .file(
            "content/q/_index.md",
            "---\ntitle: Highlights\nto: 2026-03-31\naspects: []\n---\nWords.\n",
        )
        .file(
            "content/r/_index.md",
            "---\ntitle: Highlights\nto: 2026-03-31\naspects:\n  - id: speed\n    title: Speed of delivery\n---\nWords.\n",
        );
    project.build();
    assert_eq!(data(&project, "r")["aspects"][0]["title"], "Speed of delivery");
    let project = project.file("content/q/s/hall.md", "---\ntitle: Hall\nratings: {time: red}\n---\n");
    let ran = project.run(&["check", "--format", "short"]);
    assert!(ran.err.contains("content/q/s/hall.md:3:1: error[unknown-aspect]"), "{}", ran.err);
}

#[test]
fn ratings_are_of_the_scale_of_their_section() {
    let scale = "scale: {preset: rag, red: {word: Off track}}\n";
    let entries = [("hall", "ratings: {time: off track, cost: green, benefits: green}\n")];
    let project = reports(&BEFORE, &entries)
        .file("content/r/s/_index.md", &format!("---\ntitle: Services\n{scale}---\n"))
        .file(
            "content/r/s/shop.md",
            "---\ntitle: Shop\nratings: {time: amber/red, cost: green, benefits: green}\n---\n",
        );
    let ran = project.run(&["check", "--format", "short"]);
    assert!(ran.err.contains("shop.md:3:17: error[unknown-rating]"), "{}", ran.err);
    assert!(!ran.err.contains("hall.md"), "{}", ran.err);
}

#[test]
fn no_movement_of_an_aspect_is_told_across_scales() {
    let project = reports(&BEFORE, &[("hall", "ratings: {time: amber, cost: green, benefits: green}\n")])
        .file("content/r/s/_index.md", "---\ntitle: Services\nscale: five-point\n---\n");
    project.build();
    let data = data(&project, "r");
    for rating in data["sections"][0]["entries"][0]["ratings"].as_array().unwrap() {
        assert_eq!(rating["movement"], "scale-changed");
    }
    let said = project.run(&["diff", "r"]).out;
    assert!(!said.contains("The hall: "), "{said}");
}

#[test]
fn explain_and_diff_and_check_speak_of_aspects() {
    let project = reports(&BEFORE, &NOW);
    let said = project.run(&["explain", "r", "s/hall"]).out;
    for line in [
        "Red: the worst of its 3 ratings, Time, is Red.",
        "Time: Red. Worsened, from Amber to Red, since q",
        "Cost: Green. No change, since q",
        "Why red: The roof is late.",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let said = project.run(&["explain", "r", "s/mill"]).out;
    assert!(said.contains("Amber, as its lead gives it"), "{said}");
    assert!(said.contains("Ratings: Amber overall, as judged by its lead."), "{said}");
    let said = project.run(&["diff", "r"]).out;
    assert!(said.contains("The hall: Time (Amber to Red)"), "{said}");
    assert!(!said.contains("The hall: Cost"), "{said}");
    let said = project.run(&["check"]).out;
    assert!(
        said.contains("is rated Amber overall, which is better than the Red that its ratings give"),
        "{said}"
    );
}

#[test]
fn a_text_can_ask_for_the_rating_of_an_aspect_and_for_the_reason_that_follows() {
    let text = "---\ntitle: Highlights\nto: 2026-03-31\n---\nCost: {{ rating.s/hall.cost }}. Whole: {{ rating.s/hall }}. \
                Why: {{ reason.s/mill }}\n";
    let project = reports(&BEFORE, &BEFORE).file("content/r/_index.md", text).file(
        "content/r/s/mill.md",
        "---\ntitle: Mill\nratings: {time: n/a, cost: red, benefits: amber}\n---\n",
    );
    project.build();
    let page = html::text(&project.text("output/r/index.html"));
    let said =
        "Cost: Green. Whole: Amber. Why: Red: the worst of its 2 ratings, Cost, is Red; 1 more is not rated.";
    assert_eq!(first_missing(&words(said), &words(&page)), None, "{page}");
}

#[test]
fn a_table_of_entries_has_a_column_for_each_aspect() {
    let project = reports(&[], &NOW[..2])
        .file("content/r/s/_index.md", "---\ntitle: Services\nlayout: table\n---\n")
        .file(
            "content/r/s/sale.md",
            "---\ntitle: The sale\nexempt: {paragraph: 3}\nratings: {time: red, cost: red, benefits: red}\n---\n",
        );
    project.build();
    let page = html::text(&project.text("output/r/index.html"));
    let paper = pdf::text(&project.bytes("output/r/highlights-r.pdf"));
    let word = docx::text(&project.bytes("output/r/highlights-r.docx"));
    for (what, text) in [("page", page), ("paper", paper), ("Word", word)] {
        let from = text.find("Progress by section").unwrap_or_else(|| panic!("{what}: {text}"));
        let words_of_table = words(&text[from..]);
        for said in ["Project Rating Time Cost Benefits Comment", "The mill Amber Red Red N/A Amber overall"]
        {
            assert_eq!(first_missing(&words(said), &words_of_table), None, "{what}: {said}: {text}");
        }
    }
}

#[test]
fn a_plan_of_forty_entries_with_six_aspects_stays_on_its_pages() {
    let aspects = ["time", "cost", "quality", "benefits", "confidence", "people"];
    let listed: Vec<String> =
        aspects.iter().map(|id| format!("{{id: {id}, title: {id} of the programme}}")).collect();
    let mut project = reports(&[], &[]).file(
        "content/r/_index.md",
        &format!("---\ntitle: Highlights\nto: 2026-03-31\naspects: [{}]\n---\nWords.\n", listed.join(", ")),
    );
    for number in 0..40 {
        let ratings: Vec<String> = aspects.iter().map(|id| format!("{id}: not started")).collect();
        let text = format!(
            "---\ntitle: Administration and transformation {number}\nrating: amber\nratings: {{{}}}\n---\nText.\n",
            ratings.join(", ")
        );
        project = project.file(&format!("content/r/s/e{number:02}.md"), &text);
    }
    project.build();
    let bytes = project.bytes("output/r/highlights.pdf");
    assert_eq!(pdf::hidden_words(&bytes), Vec::<String>::new());
    assert!(pdf::rightmost(&bytes) < 842.0 - 50.0, "{}", pdf::rightmost(&bytes));
}

/// Highlight reports of Epping Forest rate time, cost, delivery and benefits, and Flintshire's plan progress and the
/// confidence in its outcome; Denbighshire rates each theme by its measures and by its projects, on four steps of its own.
#[test]
fn ratings_that_bodies_publish_for_several_aspects_come_out() {
    let steps = "scale:\n- {id: green, word: Excellent, colour: green}\n- {id: yellow, word: Good, colour: yellow}\n\
                 - {id: orange, word: Acceptable, colour: orange}\n- {id: red, word: Priority for improvement, colour: red}\n";
    for (aspects, scale, ratings, expected) in [
        (
            "[{id: time, title: Time}, {id: cost, title: Cost}, {id: delivery, title: Delivery/outcomes}, {id: benefits, \
             title: Benefits}]",
            "",
            "{time: red, cost: green, delivery: amber, benefits: green}",
            ("red", "Red: the worst of its 4 ratings, Time, is Red."),
        ),
        (
            "[{id: progress, title: Progress}, {id: outcome, title: Confidence in outcome}]",
            "",
            "{progress: amber, outcome: amber}",
            ("amber", "Amber: all 2 of its ratings are Amber."),
        ),
        (
            "[{id: measures, title: Measures}, {id: projects, title: Projects}]",
            steps,
            "{measures: orange, projects: good}",
            ("orange", "Acceptable: the worst of its 2 ratings, Measures, is Acceptable."),
        ),
    ] {
        let project = reports(&[], &[("hall", &format!("ratings: {ratings}\n"))]).file(
            "content/r/_index.md",
            &format!("---\ntitle: Highlights\nto: 2026-03-31\naspects: {aspects}\n{scale}---\nWords.\n"),
        );
        project.build();
        let entry = &data(&project, "r")["sections"][0]["entries"][0];
        assert_eq!((entry["rating"].as_str().unwrap(), entry["rating_reason"].as_str().unwrap()), expected);
    }
}

#[test]
fn a_report_that_follows_asks_for_the_ratings_anew() {
    let project = reports(&BEFORE, &NOW);
    let ran = project.run(&["new", "report", "z", "--from", "r"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.text("content/z/s/mill.md").contains("\nrating:\nratings:\n"));
    let checked = project.run(&["check"]);
    assert!(checked.err.contains("ratings: {time: …, cost: …, benefits: …}"), "{}", checked.err);
}
