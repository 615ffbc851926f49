//! Holds the commands that explain, compare and describe to what they print, on the worked example.

use boon::{Compiler, Schemas};
use cabinet_report::content::schema::{self, json::schema};
use cabinet_report::diag::Code;
use serde_json::{Map, Value, json};

use crate::support::{Project, Ran, files, program, repository};

fn run(arguments: &[&str]) -> Ran {
    Ran::from(program(&repository()).args(arguments).output().expect("the program starts"))
}

#[test]
fn explain_says_rule_inputs_tips_and_movement_of_a_section() {
    let ran = run(&["explain", "2013-14-h2", "asset-management"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // Two of five rated projects would have to improve or worsen: worked out by hand from 3 Amber and 2 Green.
    assert_eq!(
        ran.out,
        "Asset Management (asset-management)\n  \
         Amber: 3 of 5 rated projects are Amber, which is at least half; 2 more are not rated.\n  \
         Rule: Majority: a section is Red if at least half of its rated projects are Red; otherwise Amber if at least half are \
         Amber or Red; otherwise Green.\n  \
         Movement: No change, since 2012-13-h2\n    \
         Amber       Future use of Town Hall (asset-management/future-use-of-town-hall)\n    \
         Amber       Community asset transfer (asset-management/community-asset-transfer)\n    \
         Green       Major assets review: King Street (asset-management/major-assets-review-king-street)\n    \
         N/A         Major assets review: Medway Street (asset-management/major-assets-review-medway-street)\n    \
         Green       Major assets review: Park Wood (asset-management/major-assets-review-park-wood)\n    \
         Amber       Integrated Transport strategy (asset-management/integrated-transport-strategy)\n    \
         N/A         Other work (asset-management/other-work)\n  \
         If 3 Amber projects became Red, the section would be Red.\n  \
         If 1 Amber project became Green, the section would be Green.\n"
    );
}

#[test]
fn explain_says_where_an_entrys_rating_comes_from() {
    let ran = run(&["explain", "2013-14-h2", "external-challenge/building-control"]);
    assert!(
        ran.out.starts_with(
            "Building Control (external-challenge/building-control)\n  Amber, as its lead gives it: "
        ),
        "{}",
        ran.out
    );
    assert!(ran.out.ends_with("Movement: Improved, from Red to Amber, since 2012-13-h2\n"), "{}", ran.out);
    let ran = run(&["explain", "content/2013-mid-year/", "dashboard/country-parks-income-gap"]);
    assert!(
        ran.out.contains(
            "Amber: £14.5 thousand is above the target of £0 thousand, and below the limit of £20 thousand."
        ),
        "{}",
        ran.out
    );
    let ran = run(&["explain", "2013-14-h2", "asset-management", "--format", "json"]);
    let value: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(value[0]["rating"], "Amber");
    assert_eq!(value[0]["tips"].as_array().expect("tips").len(), 2);
}

#[test]
fn what_cannot_be_explained_is_said_with_what_can() {
    for (arguments, said) in [
        (
            &["explain", "spring"][..],
            "There is no report `spring`: the reports are 2012-13-h2, 2012-15-plan,",
        ),
        (&["explain", "2013-14-h1"], "There is no report `2013-14-h1`: did you mean `2013-14-h2`?"),
        (
            &["explain", "2013-14-h2", "asset-managment"],
            "has nothing rated called `asset-managment`: did you mean `asset-management`?",
        ),
        (&["diff", "2012-13-h2"], "The report `2012-13-h2` names no `previous` report"),
        (&["schema", "projekt"], "a similar value exists: 'project'"),
    ] {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(said), "{said:?} in {}", ran.err);
    }
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: purple\n---\nText.\n");
    let ran = project.run(&["explain", "r"]);
    assert_eq!(ran.code, 1, "with a fault in the content, that is what there is to say");
    assert!(ran.err.contains("error[unknown-rating]"), "{}", ran.err);
}

#[test]
fn every_code_is_explained_with_an_example_and_its_cure() {
    for code in Code::ALL {
        let ran = run(&["explain", code.name()]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(
            ran.out.starts_with(&format!("{}: {}\n\nFor example:\n\n    ", code.name(), code.description())),
            "{}",
            ran.out
        );
        let cure = ran.out.split("Mended:\n\n    ").nth(1).expect("a cure");
        assert!(cure.trim().len() > 3, "{}", ran.out);
    }
}

#[test]
fn diff_says_what_changed_in_words() {
    let ran = run(&["diff", "2013-14-h2"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // The ratings that Maidstone published, and the dates of the worked example.
    for said in [
        "What changed from 2012-13-h2 to 2013-14-h2\n\nWorsened\n  Community asset transfer (Green to Amber)\n\nImproved\n",
        "\nNo longer reported\n  Management & Admin recharges review (Complete last time)\n",
        "\nDates\n  Future use of Town Hall (asset-management/future-use-of-town-hall): slipped from 31 July 2013 to 30 September 2014; \
         first planned for 31 March 2014\n",
    ] {
        assert!(ran.out.contains(said), "{said:?} in {}", ran.out);
    }
    // Backwards, the same things have the opposite name.
    let back = run(&["diff", "2012-13-h2", "2013-14-h2"]);
    assert!(back.out.contains("Improved\n  Community asset transfer (Amber to Green)\n"), "{}", back.out);
    let project = Project::new()
        .file("content/q/_index.md", "---\ntitle: Progress\nperiod: Winter\nto: 2013-12-31\n---\n")
        .file("content/q/s/_index.md", "---\ntitle: Section\n---\n")
        .file("content/q/s/e.md", "---\ntitle: E\nrating: green\n---\nWord for word.\n")
        .file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nWord for word.\n");
    let ran = project.run(&["diff", "r", "q"]);
    assert_eq!(
        ran.out,
        "What changed from q to r\n\nNo rating has changed.\n\nNarratives that nobody has changed\n  E (s/e)\n"
    );
}

/// Front matter as an editor's YAML reads it, for the plain values that the worked example has.
fn as_json(node: &cabinet_report::content::yaml::Node) -> Value {
    use cabinet_report::content::yaml::Value as Yaml;
    match &node.value {
        Yaml::Empty => Value::Null,
        Yaml::Scalar { text, .. } => match text.as_str() {
            "true" => json!(true),
            "false" => json!(false),
            text => text
                .parse::<i64>()
                .map(Value::from)
                .or_else(|_| text.parse::<f64>().map(Value::from))
                .unwrap_or(json!(text)),
        },
        Yaml::List(items) => items.iter().map(as_json).collect(),
        Yaml::Map(fields) => Value::Object(
            fields.iter().map(|(key, node)| (key.value.clone(), as_json(node))).collect::<Map<_, _>>(),
        ),
    }
}

#[test]
fn every_file_of_the_worked_example_is_as_the_printed_schemas_say() {
    use cabinet_report::report::Kind;
    let mut schemas = Schemas::new();
    let mut compiler = Compiler::new();
    let address = |kind: &str| format!("https://cabinet-report.example/{kind}.json");
    for kind in schema::tables().iter().map(|table| table.name) {
        let printed: Value = serde_json::from_str(&run(&["schema", kind]).out).expect("JSON");
        assert_eq!(Some(&printed), schema(kind).as_ref());
        compiler.add_resource(&address(kind), printed).expect("added");
    }
    let mut seen = 0;
    let mut check = |kind: &str, document: &cabinet_report::content::Document| {
        let index = compiler.compile(&address(kind), &mut schemas).unwrap_or_else(|why| panic!("{why:#}"));
        let entries = document.fields.entries.iter();
        let value = Value::Object(entries.map(|(key, node)| (key.value.clone(), as_json(node))).collect());
        if let Err(why) = schemas.validate(&value, index) {
            panic!("{value}: {why:#}");
        }
        seen += 1;
    };
    let mut sources = cabinet_report::diag::source::Sources::default();
    let tree = cabinet_report::content::discover::content(
        &repository().join("content"),
        &mut sources,
        &mut Vec::new(),
    );
    let content = cabinet_report::content::content(&tree, &sources);
    check("council", content.council.as_ref().expect("a council"));
    for report in &content.reports {
        check("report", &report.index);
        for section in &report.sections {
            let (own, entry) = match section.kind {
                Kind::Workstream | Kind::Enabler => ("section", "project"),
                Kind::Indicators => ("plain-section", "indicator"),
                Kind::Actions => ("plain-section", "action"),
                Kind::Narrative => ("narrative-section", "passage"),
            };
            check(own, &section.index);
            for file in &section.entries {
                check(entry, &file.document);
            }
        }
    }
    let markdown =
        files(&repository().join("content")).into_keys().filter(|path| path.ends_with(".md")).count();
    assert_eq!(seen, markdown, "every file was checked");
    // And a wrong field is refused.
    let index = compiler.compile(&address("project"), &mut schemas).expect("compiled");
    assert!(schemas.validate(&json!({ "title": "T", "raiting": "red" }), index).is_err());
    assert!(schemas.validate(&json!({ "rating": "red" }), index).is_err(), "the title is missing");
}

#[test]
fn check_lists_by_owner_what_is_missing_and_says_by_when_to_publish() {
    let words = "word ".repeat(12);
    let project = Project::new()
        .file("content/_index.md", "---\ncouncil: Test Council\nnation: wales\n---\n")
        .file("content/q/_index.md", "---\ntitle: Progress\nperiod: Winter\nto: 2013-12-31\n---\n")
        .file("content/q/s/_index.md", "---\ntitle: Section\n---\n")
        .file("content/q/s/same.md", "---\ntitle: Same\nrating: green\nupdated: 2013-12-01\n---\nWord for word.\n")
        .file(
            "content/r/_index.md",
            "---\ntitle: Progress\nperiod: Spring\nfrom: 2014-01-01\nto: 2014-03-31\nprevious: q\nmeeting: {date: 2014-04-23}\n---\n",
        )
        .file("content/r/s/_index.md", "---\ntitle: Section\nowner: Head of Tests\nrating: green\nreason: It will be.\n---\n")
        .file("content/r/s/same.md", "---\ntitle: Same\nrating: green\nupdated: 2013-12-01\n---\nWord for word.\n")
        .file("content/r/s/bare.md", "---\ntitle: Bare\nrating: red\nlead: Head of Roads\nupdated: 2014-02-01\n---\nText.\n")
        .file(
            "content/r/s/late.md",
            &format!(
                "---\ntitle: Late\nrating: green\nlead: Head of Homes\nmilestones: [{{title: Roof on, due: 2014-02-28}}, {{title: Keys, \
                 due: 2014-04-30}}]\n---\n{words}\n\n- Walls (Red)\n"
            ),
        );
    let ran = project.run(&["check", "--longest", "12"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // Counted by hand: Wednesday 23 April 2014 follows Easter; 21 April is Easter Monday, 18 April Good Friday, so the
    // three clear days are 16, 17 and 22 April. One of two rated projects would be at least half: the rule gives Green
    // for 1 Red of 3.
    assert_eq!(
        ran.out,
        "2 reports with 4 entries checked: nothing to mend.\n\
         r: publish by 15 April 2014: three clear days before the meeting on 23 April 2014 (Wales).\n\
         \nr: Head of Homes\n  \
         Late (s/late) does not say when it was updated (`updated`)\n  \
         Late (s/late) has a milestone past due and not reached: Roof on\n  \
         Late (s/late) is Green and has an item marked Red\n  \
         Late (s/late) has a narrative of 13 words, and 12 are the most\n\
         \nr: Head of Roads\n  \
         Bare (s/bare) is Red and does not say why (`reason`)\n  \
         Bare (s/bare) is Red and does not say what is being done (`action`)\n\
         \nr: Head of Tests\n  \
         Same (s/same) was last updated on 1 December 2013, before the period began\n  \
         Same (s/same) has word for word the narrative of the report before (Green)\n"
    );
    let ran = project.run(&["check", "--owner", "roads", "--format", "json"]);
    let line = ran.out.lines().last().expect("a line");
    let value: Value = serde_json::from_str(line).expect("JSON");
    assert_eq!((value["report"].as_str(), value["findings"].as_array().map(Vec::len)), (Some("r"), Some(2)));
    // A rating set by hand that is better than the computed one is told, and its owner with it.
    project.write(
        "content/r/s/late.md",
        b"---\ntitle: Late\nrating: amber\nreason: R\naction: A\nupdated: 2014-02-01\n---\nText.\n",
    );
    let ran = project.run(&["check"]);
    assert!(
        ran.out.contains("r: Head of Tests\n  Section (s) is set to Green by hand, which is better than the Amber that its rule gives\n"),
        "{}",
        ran.out
    );
}

#[test]
fn init_makes_a_folder_that_builds_without_a_change() {
    let project = Project::empty();
    let ran = project.run(&["init"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        ran.out.lines().filter(|line| line.starts_with("made content/")).count(),
        2 + 2 * 5,
        "{}",
        ran.out
    );
    let ran = project.run(&["build", "--strict"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.starts_with("first-report: 5 entries, "), "{}", ran.out);
    // Every field of every kind is explained beside its name.
    for (path, table) in [
        ("_index.md", schema::COUNCIL),
        ("first-report/_index.md", schema::REPORT),
        ("first-report/example-workstream/example-project.md", schema::WORKSTREAM.entry),
        ("first-report/example-indicators/example-indicator.md", schema::INDICATORS.entry),
        ("first-report/example-actions/ex1.md", schema::ACTIONS.entry),
    ] {
        let text = project.text(&format!("content/{path}"));
        for field in table.fields {
            let named = [format!("\n{}: ", field.name), format!("\n# {}:", field.name)];
            assert!(named.iter().any(|name| text.contains(name)), "{path} names `{}`", field.name);
            assert!(text.contains(field.help), "{path} explains `{}`", field.name);
        }
    }
    // The editor is told of the same fields, and where the program's faults lie.
    let settings: Value = serde_json::from_str(&project.text(".vscode/settings.json")).expect("JSON");
    let wired = settings["yaml.schemas"].as_object().expect("schemas");
    assert_eq!(wired.len(), 4);
    for (path, pattern) in wired {
        let schema: Value = serde_json::from_str(&project.text(path)).expect("JSON");
        assert!(pattern.as_str().expect("a pattern").starts_with("content/"));
        assert!(schema["properties"].is_object() || schema["anyOf"].is_array(), "{path}");
    }
    assert!(project.text(".vscode/cabinet-report/entry.json").contains("\"milestones\""));
    let tasks: Value = serde_json::from_str(&project.text(".vscode/tasks.json")).expect("JSON");
    assert_eq!(
        tasks["tasks"][0]["problemMatcher"]["pattern"]["regexp"],
        cabinet_report::content::new::editor::PATTERN
    );

    assert_eq!(tasks["tasks"][0]["command"], "cabinet-report");
    assert_eq!(tasks["tasks"][0]["windows"]["command"], "cabinet-report");

    // A second time nothing is touched.
    let before = project.files("content");
    let ran = project.run(&["init"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("error[already-there]: `content/_index.md` already exists"), "{}", ran.err);
    assert!(project.files("content") == before);
}

#[test]
fn the_editor_finds_a_program_that_lies_beside_the_content() {
    let project = Project::empty();
    let program = project.path(&format!("cabinet-report{}", std::env::consts::EXE_SUFFIX));
    std::fs::copy(env!("CARGO_BIN_EXE_cabinet-report"), &program).expect("copied");
    // A test beside this one may hold the copy open for a moment: it was started while the copy was being written.
    let ran = (0..100).find_map(|_| {
        match std::process::Command::new(&program).arg("init").current_dir(project.path(".")).output() {
            Err(busy) if busy.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                std::thread::sleep(std::time::Duration::from_millis(50));
                None
            }
            ran => Some(ran.expect("it runs")),
        }
    });
    assert!(ran.expect("it runs in the end").status.success());
    let tasks: Value = serde_json::from_str(&project.text(".vscode/tasks.json")).expect("JSON");
    assert_eq!(tasks["tasks"][0]["command"], "${workspaceFolder}/cabinet-report");
    assert_eq!(tasks["tasks"][0]["windows"]["command"], r"${workspaceFolder}\cabinet-report.exe");
}

#[test]
fn a_folder_is_shown_without_the_slash_that_a_shell_puts_after_it() {
    let project = Project::empty();
    project.write("content/_index.md", b"---\ncouncil: Council\nfoo: 1\n---\n");
    for typed in ["content/", "content//", "./content/"] {
        let ran = project.run(&["check", "--format", "short", "--content", typed]);
        let place = format!("{}/_index.md:3:1: ", typed.trim_end_matches('/'));
        assert!(ran.out.contains(&place) || ran.err.contains(&place), "{typed}: {}{}", ran.out, ran.err);
    }
}

/// The commands in the order in which a council comes to need them.
const COMMANDS: [&str; 12] = [
    "init",
    "new",
    "serve",
    "check",
    "build",
    "explain",
    "diff",
    "export",
    "import",
    "schema",
    "completions",
    "licences",
];

#[test]
fn each_command_shows_the_flags_that_it_uses_and_no_others() {
    const READING: [&str; 3] = ["--content", "--templates", "--restricted"];
    for (command, own) in [
        (&["init"][..], &["--content", "--format"][..]),
        (&["new", "report"], &["--title", "--from", "--keep-text", "--content", "--templates", "--format"]),
        (&["new", "section"], &["--kind", "--title", "--content", "--format"]),
        (&["new", "entry"], &["--title", "--content", "--format"]),
        (&["serve"], &[&READING[..], &["--port", "--format"]].concat()),
        (&["check"], &[&READING[..], &["--owner", "--longest", "--output", "--strict", "--format"]].concat()),
        (
            &["build"],
            &[&READING[..], &["--docx", "--force", "--watch", "--output", "--strict", "--format"]].concat(),
        ),
        (&["explain"], &[&READING[..], &["--format"]].concat()),
        (&["diff"], &[&READING[..], &["--format"]].concat()),
        (
            &["export"],
            &[&READING[..], &["--xlsx", "--docx", "--rated", "--owner", "--to", "--format"]].concat(),
        ),
        (&["import"], &["--into", "--dry-run", "--theirs", "--ours", "--content", "--format"]),
        (&["schema"], &[]),
        (&["completions"], &[]),
        (&["licences"], &[]),
    ] {
        let help = run(&[command, &["--help"]].concat()).out;
        let shown = help.lines().filter_map(|line| line.trim_start().strip_prefix("--"));
        let shown: std::collections::BTreeSet<String> =
            shown.map(|flag| format!("--{}", flag.split(' ').next().unwrap_or_default())).collect();
        let own: std::collections::BTreeSet<String> = own.iter().map(|flag| (*flag).to_owned()).collect();
        assert_eq!(shown, own, "{command:?}");
    }
}

#[test]
fn init_makes_the_folder_that_is_named() {
    let project = Project::empty();
    let ran = project.run(&["init", "our council/reports", "--content", "text"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("made our council/reports/text/_index.md\n"), "{}", ran.out);
    let settings = project.text("our council/reports/.vscode/settings.json");
    assert!(settings.contains("\"text/_index.md\""), "paths of settings begin in the folder: {settings}");
    let ran = project.run(&["check", "--content", "our council/reports/text", "--strict"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn completions_name_every_command_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = run(&["completions", shell]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        for command in COMMANDS {
            assert!(ran.out.contains(command), "{shell} completes `{command}`");
        }
        // Where only some words are possible, the shells that can complete every value know them.
        for word in ["narrative", "enabler", "narrative-section", "passage", "short", "powershell"] {
            assert!(
                !["bash", "zsh"].contains(&shell) || ran.out.contains(word),
                "{shell} completes `{word}`"
            );
        }
    }
}

#[test]
fn the_help_of_every_command_has_an_example() {
    let help = run(&["--help"]).out;
    let commands =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let commands: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(commands, [&COMMANDS[..], &["help"]].concat());
    for command in commands.iter().filter(|name| **name != "help") {
        let text = run(&[command, "--help"]).out;
        assert!(text.contains(&format!("Example: cabinet-report {command}")), "{command}: {text}");
    }
}

#[test]
fn new_makes_one_file_in_its_place() {
    let project =
        Project::new().file("content/r/i/_index.md", "---\ntitle: Figures\nkind: indicators\n---\n");
    let ran = project.run(&["new", "entry", "r/i/calls-answered"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "made content/r/i/calls-answered.md\n"), "{}", ran.err);
    let text = project.text("content/r/i/calls-answered.md");
    assert!(
        text.contains("\ntitle: Calls answered\n") && text.contains("\n# target:\n"),
        "an indicator's fields: {text}"
    );
    let ran =
        project.run(&["new", "section", "r/text", "--kind", "narrative", "--title", "Text: \"the\" whole"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.text("content/r/text/_index.md").contains("title: \"Text: \\\"the\\\" whole\"\n"));
    let ran =
        project.run(&["new", "section", "r/forged", "--title", "One\nrating: red\u{1b}[31m\u{202e}\r\n---"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.text("content/r/forged/_index.md").contains("title: \"One rating: red[31m  ---\"\n"));
    std::fs::remove_file(project.path("content/r/forged/_index.md")).unwrap();
    assert_eq!(project.run(&["check"]).code, 0);
    for (arguments, said) in [
        (
            &["new", "entry", "r/nowhere/e"][..],
            "There is no `content/r/nowhere` yet: `cabinet-report new section r/nowhere` makes it.",
        ),
        (
            &["new", "section", "r/Other Part"],
            "`Other Part` cannot be a folder or file name here: use small letters, digits and single hyphens only, like `other-part`\n",
        ),
        (
            &["new", "entry", "r/s/aux"],
            "`aux` cannot be a folder or file name here: Windows reserves it for a device, so choose another name, like `aux-entry`\n",
        ),
        (
            &["new", "report", "COM1"],
            "Windows reserves it for a device, so choose another name, like `com1-report`\n",
        ),
        (&["new", "section", "r/x", "--kind", "narative"], "a similar value exists: 'narrative'"),
        (&["new", "entry", "r"], "REPORT/SECTION/ENTRY"),
    ] {
        let ran = project.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(said), "{said:?} in {}", ran.err);
    }
}

#[test]
fn a_report_that_follows_keeps_what_lasts_and_empties_what_belonged_to_the_period() {
    let old = "---\ntitle: Homes\n# Where it stands.\nrating: red\nreason: |\n  The site flooded,\n  twice.\n# Who leads it.\nlead: Head of \
               Homes\nupdated: 2014-03-01\ndue: 2015-01-31\nwas: s/houses\nmilestones:\n  - title: Roof on\n    rating: amber\n---\nPumps \
               run.\n\n- day and night\n";
    let project = Project::new()
        .file("content/q/_index.md", "---\ntitle: Progress\nto: 2013-12-31\n---\n")
        .file("content/q/s/_index.md", "---\ntitle: Section\n---\n")
        .file("content/q/s/houses.md", "---\ntitle: Houses\nrating: amber\n---\nText.\n")
        .file(
            "content/r/_index.md",
            "---\ntitle: Progress\nto: 2014-03-31\nprevious: q\nstatus: final\n---\nAn introduction.\n",
        )
        .file("content/r/s/homes.md", old)
        .file("content/r/s/draft.md", "---\ntitle: Draft\ndraft: true\n---\n");
    let ran = project.run(&["new", "report", "t", "--from", "r", "--keep-text"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out, "made content/t/_index.md\nmade content/t/s/_index.md\nmade content/t/s/homes.md\n");
    assert_eq!(
        project.text("content/t/s/homes.md"),
        "---\ntitle: Homes\n# Where it stands.\nrating:\nreason:\n# Who leads it.\nlead: Head of Homes\nupdated:\ndue: \
         2015-01-31\nmilestones:\n  - title: Roof on\n    rating: amber\n---\n> Pumps run.\n>\n> - day and night\n"
    );
    let index = project.text("content/t/_index.md");
    assert!(
        index.contains("\nprevious: r\n") && !index.contains("final\n") && !index.contains("introduction"),
        "{index}"
    );
    assert_eq!(project.text("content/t/s/_index.md"), project.text("content/r/s/_index.md"));
    // Nobody has written anything yet, which the officer is told.
    let ran = project.run(&["check"]);
    assert!(
        ran.out.contains("Homes (s/homes) has nothing but a quotation of the report before\n"),
        "{}",
        ran.out
    );
    // It builds, and says what is still to come.
    let ran = project.run(&["build"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("content/t/s/homes.md"), "{}", ran.err);
    let ran = project.run(&["new", "report", "u", "--from", "r"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        project.text("content/u/s/homes.md").ends_with("rating: amber\n---\n"),
        "the narrative is left out"
    );
}

/// The guide promises that what it says to type works, from an empty folder on.
#[test]
fn the_commands_of_the_guide_run_as_they_stand() {
    let guide = std::fs::read_to_string(repository().join("src/guide.md")).expect("the guide");
    let blocks = guide.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    let commands: Vec<&str> = blocks
        .flat_map(str::lines)
        .map(|line| line.strip_prefix("> cabinet-report ").expect("a command"))
        .collect();
    assert!(commands.len() >= 8, "{commands:?}");
    let project = Project::empty();
    for command in commands {
        // Windows takes apart what stands between quotation marks as one argument; so does this.
        let mut arguments: Vec<&str> = Vec::new();
        for (index, part) in command.split('"').enumerate() {
            if index % 2 == 1 { arguments.push(part) } else { arguments.extend(part.split_whitespace()) }
        }
        let ran = project.run(&arguments);
        assert_eq!(ran.code, 0, "cabinet-report {command}: {}{}", ran.out, ran.err);
    }
}

/// The lines without how long a report is and how long it took, which differ from one edition and computer to the next.
fn unhurried(text: &str) -> String {
    let words: Vec<&str> = text.trim().split(' ').collect();
    let is_count =
        |at: usize| words.get(at + 1).is_some_and(|next| next.starts_with("page") || next.starts_with("ms"));
    let kept: Vec<&str> = (0..words.len()).map(|at| if is_count(at) { "…" } else { words[at] }).collect();
    kept.join(" ")
}

/// The guide promises that whoever follows it sees what it shows.
#[test]
fn the_guide_shows_what_is_printed() {
    let guide = std::fs::read_to_string(repository().join("src/guide.md")).expect("the guide");
    let blocks: Vec<&str> = guide.split("```").skip(1).step_by(2).collect();
    let shown = |beginning: &str| {
        let found = blocks
            .iter()
            .filter_map(|block| block.split_once('\n'))
            .find(|(_, text)| text.starts_with(beginning));
        unhurried(found.unwrap_or_else(|| panic!("nothing in the guide begins with {beginning}")).1)
    };
    let project = Project::empty();
    let printed = |arguments: &[&str]| {
        let ran = project.run(arguments);
        unhurried(&format!("{}{}", ran.out, ran.err))
    };
    printed(&["init"]);
    assert_eq!(printed(&["build"]), shown("first-report: 5 entries"));

    for folder in ["example-enabler", "example-indicators", "example-actions", "example-narrative"] {
        std::fs::remove_dir_all(project.path(&format!("content/first-report/{folder}")))
            .expect("it is there");
    }
    let entry = "first-report/example-workstream/library-opening-hours";
    printed(&["new", "entry", entry]);
    let file = format!("content/{entry}.md");
    let mut text = project.text(&file);
    for line in shown("rating: amber\nlead: Head of Libraries").lines() {
        let (name, _) = line.split_once(':').expect("a field");
        text = text.replacen(&format!("# {name}:\n"), &format!("{line}\n"), 1);
    }
    project.write(&file, text.replace("rating: amber", "rating: ambre").as_bytes());
    assert_eq!(printed(&["build"]), shown("error[unknown-rating]"));

    project.write(&file, format!("{text}The new hours have begun.\n").as_bytes());
    let sheet = format!("Id,Action,Due\n{entry},Interviews are on 21 October.,2026-12-31\n");
    project.write("returns.csv", sheet.as_bytes());
    let change = shown(&format!("{file}: action"));
    // A workbook says the same; of a bare table it is said besides that it remembers nothing.
    assert_eq!(project.run(&["import", "returns.csv", "--dry-run"]).out.trim(), change);

    let index = "content/first-report/_index.md";
    let meeting = shown("meeting: {body");
    project.write(index, project.text(index).replace("# meeting:\n", &format!("{meeting}\n")).as_bytes());
    assert_eq!(printed(&["check"]), shown("1 report with 2 entries checked"));
    let explained = printed(&["explain", "first-report", "example-workstream"]);
    assert!(explained.starts_with(&shown("Example workstream")), "{explained}");

    printed(&["new", "report", "2026-27-h2", "--from", "first-report", "--keep-text"]);
    for entry in ["example-project", "library-opening-hours"] {
        let file = format!("content/2026-27-h2/example-workstream/{entry}.md");
        project.write(&file, project.text(&file).replace("\nrating:\n", "\nrating: green\n").as_bytes());
    }
    let changes = printed(&["diff", "2026-27-h2"]);
    assert!(changes.starts_with(&shown("What changed from first-report")), "{changes}");
}

/// Runs a shell line in which `$PROGRAM` is the program.
#[cfg(target_os = "linux")]
fn shell(project: &Project, line: &str) -> Ran {
    let mut command = std::process::Command::new("sh");
    command.args(["-c", line]).current_dir(project.path("")).env("NO_COLOR", "1");
    Ran::from(command.env("PROGRAM", env!("CARGO_BIN_EXE_cabinet-report")).output().expect("a shell"))
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_said_and_what_nobody_reads_is_not() {
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n");
    for (command, works_after) in [
        ("explain r", 0),
        ("explain unknown-rating", 0),
        ("diff r r", 0),
        ("schema project", 0),
        ("completions bash", 0),
        ("check", 0),
        ("build", 0),
        ("export r --rated", 3),
        ("new section r/t", 3),
        ("--help", 0),
        ("check --format json", 0),
    ] {
        let ran = shell(&project, &format!("\"$PROGRAM\" {command} >/dev/full"));
        assert_eq!(ran.code, 3, "{command}: {}", ran.err);
        let said = "What this command prints could not be written to standard output: ";
        assert_eq!(ran.err.matches(said).count(), 1, "{command}: {}", ran.err);
        let ran = shell(&project, &format!("(\"$PROGRAM\" {command}; echo $? >code) | true"));
        assert!(!ran.err.contains(said), "{command}: {}", ran.err);
        assert_eq!(project.text("code").trim(), works_after.to_string(), "{command}: {}", ran.err);
    }
}

/// Windows has no full device. What it opens for reading alone cannot be written to either.
#[cfg(windows)]
#[test]
fn what_cannot_be_printed_is_said() {
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n");
    for command in [&["explain", "r"][..], &["schema", "project"], &["check"], &["build"], &["--help"]] {
        let closed = std::fs::File::open(project.path("content/r/s/e.md")).expect("a file to read");
        let mut started = program(&project.path(""));
        let ran = Ran::from(started.args(command).stdout(closed).output().expect("the program starts"));
        assert_eq!(ran.code, 3, "{command:?}: {}", ran.err);
        let said = "What this command prints could not be written to standard output: ";
        assert_eq!(ran.err.matches(said).count(), 1, "{command:?}: {}", ran.err);
    }
}

/// As when somebody looks at a long text with `more` and has seen enough.
#[test]
fn whoever_stops_reading_is_told_nothing() {
    // More than any system keeps for somebody who does not read.
    let mut child = program(Project::empty().path("").as_path())
        .arg("licences")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let ran = Ran::from(child.wait_with_output().expect("it ends"));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_computer_without_a_thread_to_spare_is_reported_plainly() {
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n");
    // Root may always start threads, so where the tests run as root another user is taken.
    let limited = |threads: usize, command: &str| {
        let line = format!(
            "[ $(id -u) != 0 ] || as='setpriv --reuid 65534 --regid 65534 --clear-groups'; \
             exec $as prlimit --nproc={threads} \"$PROGRAM\" {command}"
        );
        shell(&project, &line)
    };
    if !limited(1000, "--version").out.starts_with("cabinet-report ") {
        println!("skipped: no other user can run the program here, or there is no `prlimit`");
        return;
    }
    // With two threads the program starts, and those that Typst would share work among do not.
    for (threads, command) in [(1, "check"), (1, "schema project"), (2, "check")] {
        let ran = limited(threads, command);
        assert_eq!(ran.code, 3, "{threads} {command}: {}", ran.err);
        assert!(ran.err.starts_with("The computer starts no more threads"), "{command}: {}", ran.err);
        assert!(!ran.err.contains("panicked"), "{threads} {command}: {}", ran.err);
    }
}

#[test]
fn words_of_the_command_line_cannot_steer_the_terminal() {
    const EVIL: &str = "x\u{1b}]0;title\u{7}\u{1b}[31m\u{202e}y";
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n");
    for arguments in [
        &["schema", EVIL][..],
        &[EVIL],
        &["build", "--format", EVIL],
        &["build", EVIL],
        &["build", "--templates", EVIL],
        &["check", "--content", EVIL],
        &["explain", EVIL],
        &["explain", "r", EVIL],
        &["diff", "r", EVIL],
        &["export", EVIL, "--xlsx"],
        &["export", "r", "--xlsx", "--owner", EVIL],
        &["import", EVIL],
        &["new", "report", EVIL],
        &["new", "section", EVIL],
        &["new", "section", "r/x", "--kind", EVIL],
        &["new", "report", "q", "--from", EVIL],
        &["completions", EVIL],
    ] {
        // As on a terminal, where colours are not taken out.
        let mut command = program(&project.path(""));
        let ran = command.args(arguments).env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1").output();
        let ran = Ran::from(ran.expect("the program starts"));
        assert!(ran.code == 2 || ran.code == 3, "{arguments:?}: {}", ran.code);
        let said = ran.out + &ran.err;
        for raw in ["\u{1b}]", "\u{7}", "\u{202e}", "\u{1b}[31m\u{202e}"] {
            assert!(!said.contains(raw), "{arguments:?}: {said:?}");
        }
    }
}

#[test]
fn an_address_that_would_tell_an_e_mail_program_more_is_refused() {
    let council = |email: &str| {
        format!(
            "---\ntitle: P\nperiod: Spring\nto: 2014-03-31\ncover:\n  contact:\n    name: N\n    email: \"{email}\"\n---\n"
        )
    };
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n");
    for (email, is_one) in [
        ("team@example.gov.uk", true),
        ("o'neil.j+reports@sub-place.example.org", true),
        ("a@example.org?bcc=x@evil.example", false),
        ("a@example.org?subject=Hello", false),
        ("a?bcc=x@example.org", false),
        ("a%0Abcc:x@example.org", false),
        ("a@b@example.org", false),
        ("a,b@example.org", false),
        ("a@example", false),
        ("a@example..org", false),
        ("<a@example.org>", false),
    ] {
        project.write("content/r/_index.md", council(email).as_bytes());
        let ran = project.run(&["explain", "r"]);
        assert_eq!(ran.code == 0, is_one, "{email}: {}", ran.err);
        assert_eq!(
            ran.err.contains("error[wrong-type]") && ran.err.contains("write the address alone"),
            !is_one,
            "{email}"
        );
    }
}
