//! Holds returns by spreadsheet to what they promise: what somebody changed is changed, and nothing else.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::process::Command;

use cabinet_report::returns::workbook::{self, Cell, Column, ReadSheet, Sheet, Workbook};

use crate::support::{Project, files, repository};
use crate::worked_example::REPORTS;

/// A copy of the worked example.
fn worked_example() -> Project {
    let project = Project::empty();
    for (path, bytes) in files(&repository().join("content")) {
        project.write(&format!("content/{path}"), &bytes);
    }
    project
}

/// Exports a report and reads what was written.
fn exported(project: &Project, arguments: &[&str], file: &str) -> Vec<ReadSheet> {
    let ran = project.run(&[&["export"], arguments].concat());
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    workbook::read(&project.bytes(file)).expect("a workbook")
}

/// Writes sheets as somebody's spreadsheet program would: with what stands in the cells, and no more.
fn saved(project: &Project, file: &str, sheets: &[ReadSheet]) {
    let sheets = sheets.iter().map(|sheet| {
        let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
        let title = |column| match sheet.cell(0, column) {
            Cell::Text(title) => title.clone(),
            _ => String::new(),
        };
        let columns = (0..width).map(|column| Column { title: title(column), ..Column::default() });
        Sheet {
            name: sheet.name.clone(),
            columns: columns.collect(),
            rows: sheet.rows[1..].to_vec(),
            is_hidden: false,
        }
    });
    let bytes = workbook::write(&Workbook { sheets: sheets.collect() }).expect("written");
    project.write(file, &bytes);
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

/// The place of a cell: its sheet, row and column.
fn place(sheets: &[ReadSheet], id: &str, title: &str) -> (usize, usize, usize) {
    for (index, sheet) in sheets.iter().enumerate() {
        let ids = sheet.rows.first().and_then(|row| row.iter().position(|cell| *cell == text("Id")));
        let Some(ids) = ids else { continue };
        let row = sheet.rows.iter().position(|row| row.get(ids) == Some(&text(id)));
        let column = sheet.rows[0].iter().position(|cell| *cell == text(title));
        if let (Some(row), Some(column)) = (row, column) {
            return (index, row, column);
        }
    }
    panic!("there is no cell {title} of {id}");
}

/// Types something into a cell.
fn typed(sheets: &mut [ReadSheet], id: &str, title: &str, cell: Cell) {
    let (sheet, row, column) = place(sheets, id, title);
    let cells = &mut sheets[sheet].rows[row];
    cells.resize(cells.len().max(column + 1), Cell::Empty);
    cells[column] = cell;
}

/// Runs git in the project's folder; `None` where there is no git.
fn git(project: &Project, arguments: &[&str]) -> Option<String> {
    let ran = Command::new("git")
        .args(["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "core.autocrlf=false"])
        .args(arguments)
        .current_dir(project.path(""))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .ok()?;
    assert!(ran.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    Some(String::from_utf8(ran.stdout).expect("text"))
}

#[test]
fn an_unchanged_return_changes_no_byte_of_any_report() {
    let project = worked_example();
    let before = project.files("content");
    for report in REPORTS {
        let file = format!("returns-{report}.xlsx");
        let sheets = exported(&project, &[report, "--xlsx"], &file);
        assert!(sheets.len() > 3, "{report}");
        let ran = project.run(&["import", &file]);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (0, "Nothing has changed: the files say the same.\n"),
            "{}",
            ran.err
        );
        // The same after another program has saved it without colours, locks and lists.
        saved(&project, "saved.xlsx", &sheets);
        let ran = project.run(&["import", "saved.xlsx", "--dry-run"]);
        assert_eq!(ran.out, "Nothing would change: the files say the same.\n", "{}", ran.err);
    }
    assert!(project.files("content") == before);
}

#[test]
#[expect(clippy::too_many_lines, reason = "ten changes, each with what it looks like in git")]
fn ten_changed_cells_are_ten_changes_in_git_and_no_others() {
    let project = worked_example();
    let has_git = git(&project, &["init", "-q"]).is_some();
    if has_git {
        git(&project, &["add", "content"]);
        git(&project, &["commit", "-q", "-m", "before"]);
    }
    let mut sheets = exported(&project, &["2013-14-h2", "--xlsx"], "returns-2013-14-h2.xlsx");
    // Returns of two reports come back in one workbook.
    sheets.extend(exported(&project, &["2013-mid-year", "--xlsx"], "returns-2013-mid-year.xlsx"));
    let (assets, year) = ("2013-14-h2/asset-management", "2013-mid-year");
    let transfer = format!("{assets}/community-asset-transfer");
    typed(&mut sheets, &transfer, "Rating", text("GREEN "));
    typed(&mut sheets, &transfer, "Original due", Cell::Empty);
    let reason = "The \"foyer\": it isn't begun";
    typed(&mut sheets, &format!("{assets}/future-use-of-town-hall"), "Reason", text(reason));
    let transport = format!("{assets}/integrated-transport-strategy");
    typed(&mut sheets, &transport, "Due", Cell::Date { year: 2015, month: 3, day: 31 });
    let king_street = format!("{assets}/major-assets-review-king-street");
    let progress = "The car park is open.\n\n- level access\n- =SUM of its income: £4,000";
    typed(&mut sheets, &king_street, "Progress", text(progress));
    typed(&mut sheets, &king_street, "Action", text("=We wait\n@the plan"));
    typed(&mut sheets, "2013-14-h2/organisational-culture", "Rating", text("not started"));
    let alcohol = format!("{year}/dashboard/alcohol-treatment-completed");
    typed(&mut sheets, &alcohol, "Actual", Cell::Number(712.5));
    typed(&mut sheets, &alcohol, "Provisional", text("yes"));
    typed(&mut sheets, &format!("{year}/community-engagement/cea1"), "Status", text("Done"));
    saved(&project, "back.xlsx", &sheets);

    let before = project.files("content");
    let dry = project.run(&["import", "back.xlsx", "--dry-run"]);
    assert_eq!(dry.code, 0, "{}", dry.err);
    assert!(project.files("content") == before, "a dry run writes nothing");
    let ran = project.run(&["import", "back.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(dry.out.ends_with("10 values in 7 files would change.\n"), "{}", dry.out);
    assert!(ran.out.ends_with("10 values in 7 files changed.\n"), "{}", ran.out);
    assert_eq!(
        dry.out.lines().take(10).collect::<Vec<_>>(),
        ran.out.lines().take(10).collect::<Vec<_>>(),
        "a dry run says what comes of the real one"
    );
    let folder = "content/2013-14-h2/asset-management";
    for line in [
        format!("{folder}/community-asset-transfer.md: rating: amber → green\n"),
        format!("{folder}/community-asset-transfer.md: original_due: 2014-03-31 → nothing (the line goes)\n"),
        format!("{folder}/integrated-transport-strategy.md: due: 2014-12-31 → 2015-03-31\n"),
        format!("{folder}/major-assets-review-king-street.md: progress: 97 words → 12 words\n"),
        "content/2013-mid-year/dashboard/alcohol-treatment-completed.md: actual: 684 → 712.5\n".to_owned(),
        "content/2013-mid-year/community-engagement/cea1.md: status: nothing → Done\n".to_owned(),
    ] {
        assert!(ran.out.contains(&line), "{line:?} in {}", ran.out);
    }
    let check = project.run(&["check"]);
    assert_eq!(check.code, 0, "{}", check.err);

    if !has_git {
        return;
    }
    let diff = git(&project, &["diff", "-U0", "--no-color"]).expect("git");
    let lines: Vec<&str> = diff
        .lines()
        .filter(|line| line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---"))
        .collect();
    let king_street =
        std::fs::read_to_string(repository().join(format!("{folder}/major-assets-review-king-street.md")))
            .expect("readable");
    let old_body: Vec<String> = king_street
        .rsplit("---\n")
        .next()
        .expect("a body")
        .trim()
        .lines()
        .map(|line| format!("-{line}"))
        .collect();
    let mut expected: Vec<&str> = vec![
        "-rating: amber",
        "+rating: green",
        "-original_due: 2014-03-31",
        "-reason: The refurbishment has not begun, and income from hiring out rooms has not grown as expected.",
        "+reason: \"The \\\"foyer\\\": it isn't begun\"",
        "-due: 2014-12-31",
        "+due: 2015-03-31",
        "+action: |",
        "+  =We wait",
        "+  @the plan",
        "+The car park is open.",
        "+",
        "+- level access",
        "+- =SUM of its income: £4,000",
        "-rating: green",
        "+rating: not-started",
        "+status: Done",
        "-actual: 684",
        "+actual: 712.5",
        "+provisional: true",
    ];
    expected.extend(old_body.iter().map(String::as_str));
    // The blank lines between old paragraphs may serve the new ones, so lines are counted and not paired.
    let count = |lines: &[&str]| {
        let mut counts: BTreeMap<String, i32> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.len() > 1) {
            *counts.entry((*line).to_owned()).or_default() += 1;
        }
        counts
    };
    assert_eq!(count(&lines), count(&expected));
}

/// A report with an entry of each kind, written in ways that people have.
fn mixed() -> Project {
    Project::new()
        .file(
            "content/r/s/one.md",
            "\u{feff}---\r\ntitle: One\r\n# Where it stands.\r\nrating: AMBER # since May\r\nlead: Head of A\r\nreason: 'It''s late'\r\ndue: 2014-03-31\r\n---\r\nFirst.\r\n\r\nSecond.\r\n",
        )
        .file("content/r/s/two.md", "---\ntitle: Two\nrating:\nlead: Head of B\n---\n")
        .file("content/r/s/secret.md", "---\ntitle: Secret\nrating: red\nrestricted: true\n---\nHush.\n")
        .file("content/r/i/_index.md", "---\ntitle: Figures\nkind: indicators\nowner: Head of A\n---\n")
        .file(
            "content/r/i/calls.md",
            "---\ntitle: Calls\nunit: \"%\"\nbetter: higher\ntarget: 80\nactual: 1,084.50\n---\nNo final line end",
        )
}

#[test]
fn marks_line_ends_notes_and_quotation_marks_stay() {
    let project = mixed();
    let mut sheets = exported(&project, &["r", "--xlsx"], "returns-r.xlsx");
    let all: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(all, ["How to", "Head of A", "Head of B", "As handed out"]);
    // The figure is typed with a comma and two decimals; to Excel it is a number, and nobody has changed it.
    let (sheet, row, column) = place(&sheets, "r/i/calls", "Actual");
    assert_eq!(sheets[sheet].cell(row, column), &Cell::Number(1084.5));
    typed(&mut sheets, "r/s/one", "Rating", text("Red"));
    typed(&mut sheets, "r/s/one", "Progress", text("First.\n\nThird."));
    typed(&mut sheets, "r/s/one", "Updated", text("2014-04-01"));
    typed(&mut sheets, "r/s/two", "Rating", text("Complete"));
    typed(&mut sheets, "r/i/calls", "Commentary", text("Still none"));
    saved(&project, "back.xlsx", &sheets);
    let ran = project.run(&["import", "back.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(
        project.text("content/r/s/one.md"),
        "\u{feff}---\r\ntitle: One\r\n# Where it stands.\r\nrating: red # since May\r\nlead: Head of A\r\nreason: 'It''s late'\r\nupdated: 2014-04-01\r\ndue: 2014-03-31\r\n---\r\nFirst.\r\n\r\nThird.\r\n"
    );
    assert_eq!(
        project.text("content/r/s/two.md"),
        "---\ntitle: Two\nrating: complete\nlead: Head of B\n---\n"
    );
    assert!(project.text("content/r/i/calls.md").ends_with("actual: 1,084.50\n---\nStill none"));
}

#[test]
fn restricted_entries_are_handed_out_only_on_request() {
    let project = mixed();
    let public = exported(&project, &["r", "--xlsx"], "returns-r.xlsx");
    assert!(!format!("{public:?}").contains("ecret") && !format!("{public:?}").contains("Hush"));
    let all = exported(&project, &["r", "--xlsx", "--restricted", "--to", "all.xlsx"], "all.xlsx");
    assert!(format!("{all:?}").contains("r/s/secret"));
    let rated = exported(&project, &["r", "--rated"], "ratings-r.xlsx");
    assert!(!format!("{rated:?}").contains("ecret"));
}

#[test]
fn every_fault_is_reported_at_its_cell_in_one_run_and_nothing_is_written() {
    let project = mixed();
    let mut sheets = exported(&project, &["r", "--xlsx"], "returns-r.xlsx");
    let sheet = sheets.iter().position(|sheet| sheet.name == "Head of A").expect("a sheet");
    typed(&mut sheets, "r/s/one", "Title", text("Another"));
    typed(&mut sheets, "r/s/one", "Rating", text("ambre"));
    typed(&mut sheets, "r/s/one", "Due", text("31.3.2014"));
    typed(&mut sheets, "r/s/one", "Updated", text("2014-02-30"));
    typed(&mut sheets, "r/s/one", "Actual", Cell::Number(3.0));
    typed(&mut sheets, "r/s/one", "Progress", text("See <p>this</p>."));
    typed(&mut sheets, "r/i/calls", "Actual", text("82.5 days"));
    typed(&mut sheets, "r/i/calls", "Progress", text("x"));
    typed(&mut sheets, "r/s/two", "Action", text("We act."));
    let rows = &mut sheets[sheet].rows;
    rows[0].push(text("Raiting"));
    rows.push(vec![text("r/s/onne"), text("One")]);
    rows.push(vec![text("r/s/one"), text("One")]);
    rows.push(vec![Cell::Empty, text("Lost")]);
    rows.push(vec![text("../../etc/passwd")]);
    sheets.push(ReadSheet {
        name: "Notes".to_owned(),
        rows: vec![vec![text("Mine")]],
        ..ReadSheet::default()
    });
    saved(&project, "back.xlsx", &sheets);
    let before = project.files("content");
    let ran = project.run(&["import", "back.xlsx", "--format", "short"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(project.files("content") == before);
    let expected = [
        "cell U1: error[bad-return]: a return has no column called “Raiting”",
        "cell B3: error[bad-return]: the title cannot be changed here: the file says “One”",
        "cell H3: error[unknown-rating]: “Rating” holds “ambre”, which is not a rating",
        "cell M3: error[bad-date]: “Updated” holds “2014-02-30”, which is not a date",
        "cell N3: error[bad-date]: “Due” holds “31.3.2014”, which is not a date",
        "cell P3: error[bad-return]: `r/s/one` has no “Actual”",
        "cell P2: error[wrong-type]: “Actual” holds “82.5 days”, which is not a plain number",
        "cell S2: error[bad-return]: `r/i/calls` has no “Progress”",
        "cell A4: error[bad-return]: there is no section or entry `r/s/onne`",
        "cell A5: error[bad-return]: `r/s/one` already has a row: back.xlsx, sheet “Head of A”, cell A3",
        "cell A6: error[bad-return]: this row has no id, so there is no telling what it is about",
        "cell A7: error[bad-return]: there is no section or entry `../../etc/passwd`",
    ];
    let said: Vec<&str> = ran.err.lines().collect();
    for line in expected {
        let line = format!("back.xlsx, sheet “Head of A”, {line}");
        assert!(said.contains(&line.as_str()), "{line:?} in {}", ran.err);
    }
    assert!(
        said.contains(&"back.xlsx, sheet “Notes”: error[bad-return]: this table has no column `Id`, so there is no telling what its rows are about"),
        "{}",
        ran.err
    );
    assert_eq!(said.last(), Some(&"13 errors: nothing was changed."));
    let human = project.run(&["import", "back.xlsx"]);
    for help in
        ["did you mean “Rating”?", "did you mean Amber?", "write 2014-03-31", "February 2014 has 28 days"]
    {
        assert!(human.err.contains(help), "{help:?} in {}", human.err);
    }
}

#[test]
fn what_a_text_would_break_is_reported_at_its_cell() {
    let project = mixed();
    let mut sheets = exported(&project, &["r", "--xlsx"], "returns-r.xlsx");
    typed(&mut sheets, "r/s/one", "Progress", text("See <p>this</p>."));
    typed(&mut sheets, "r/s/two", "Action", text("We act."));
    saved(&project, "back.xlsx", &sheets);
    let before = project.files("content");
    let ran = project.run(&["import", "back.xlsx", "--format", "short"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.err.contains("sheet “Head of A”, cell S3: error[html-not-allowed]: "), "{}", ran.err);
    assert!(project.files("content") == before, "also the change that is right waits");
}

#[test]
fn rows_and_columns_may_be_moved_and_left_out() {
    let project = mixed();
    project.write(
        "part.csv",
        "\u{feff}Rating;id;ORIGINAL_DUE\r\nred;r/s/two;2014-05-31\r\n;;\r\nAmber;r/s/one;\r\n".as_bytes(),
    );
    let before = project.text("content/r/s/one.md");
    let ran = project.run(&["import", "part.csv", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let lines: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 2, "{}", ran.out);
    assert_eq!(lines[0]["path"], "content/r/s/two.md");
    assert_eq!(
        (&lines[0]["field"], &lines[0]["before"], &lines[0]["after"]),
        (&"rating".into(), &serde_json::Value::Null, &"red".into())
    );
    assert_eq!(
        project.text("content/r/s/two.md"),
        "---\ntitle: Two\nrating: red\nlead: Head of B\noriginal_due: 2014-05-31\n---\n"
    );
    assert_eq!(project.text("content/r/s/one.md"), before);
    project.write("bad.csv", b"id;rating\nr/s/two;blue\n");
    let ran = project.run(&["import", "bad.csv", "--format", "short"]);
    assert!(ran.err.starts_with("bad.csv, cell B2: error[unknown-rating]: "), "{}", ran.err);
}

#[test]
fn files_that_are_not_returns_are_told_apart() {
    let project = mixed();
    project.write("empty.csv", b"");
    project.write("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1");
    project.write("list.csv", b"Name,Phone\nA,1\n");
    for (file, code, said) in [
        ("nowhere.xlsx", 3, "error[unreadable-file]: `nowhere.xlsx` could not be read"),
        ("empty.csv", 1, "error[bad-return]: `empty.csv` is empty"),
        ("old.xls", 1, "error[bad-return]: `old.xls` is an Excel workbook of the old kind"),
        ("content", 3, "error[unreadable-file]: `content` could not be read: it is not a file"),
        ("list.csv", 1, "error[bad-return]: this table has no column `Id`"),
    ] {
        let ran = project.run(&["import", file]);
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{file}: {}", ran.err);
        assert!(ran.err.contains(said), "{said:?} in {}", ran.err);
    }
}

#[test]
fn nothing_is_overwritten_and_unknown_names_are_said() {
    let project = mixed();
    assert_eq!(project.run(&["export", "r", "--xlsx"]).code, 0);
    let before = project.bytes("returns-r.xlsx");
    let again = project.run(&["export", "r", "--xlsx"]);
    assert_eq!(again.code, 3);
    assert!(again.err.contains("error[already-there]: `returns-r.xlsx` already exists"), "{}", again.err);
    assert!(project.bytes("returns-r.xlsx") == before);
    for (arguments, said) in [
        (&["export", "q", "--xlsx"][..], "There is no report `q`"),
        (&["export", "q", "--rated"], "There is no report `q`"),
        (&["export", "r"], "<--xlsx|--docx|--rated>"),
        (
            &["export", "r", "--xlsx", "--owner", "nobody at all"],
            "Nobody in the report `r` has “nobody at all”",
        ),
    ] {
        let ran = project.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(said), "{said:?} in {}", ran.err);
    }
    let ran = project.run(&["export", "r", "--xlsx", "--owner", "HEAD OF B", "--to", "b.xlsx"]);
    assert_eq!(ran.out, "made b.xlsx\n    Head of B: 1 row\n");
}

#[test]
fn texts_that_look_like_formulas_stay_texts() {
    let project = mixed().file(
        "content/r/s/two.md",
        "---\ntitle: \"=HYPERLINK(1)\"\nrating: red\nlead: \"@Head of B\"\nreason: \"+1\"\n---\n-1\n",
    );
    let before = project.files("content");
    for arguments in [&["r", "--xlsx"], &["r", "--rated"]] {
        let file = if arguments[1] == "--xlsx" { "returns-r.xlsx" } else { "ratings-r.xlsx" };
        let sheets = exported(&project, arguments, file);
        // A formula would come back as its value, and these have none.
        let all = format!("{sheets:?}");
        assert!(all.contains("Text(\"=HYPERLINK(1)\")") && all.contains("Text(\"+1\")"), "{all}");
    }
    assert_eq!(project.run(&["import", "returns-r.xlsx"]).code, 0);
    assert!(project.files("content") == before);
}

#[test]
fn the_rated_workbook_has_the_rows_of_the_csv_file_with_real_dates_and_numbers() {
    let project = worked_example();
    let sheets = exported(&project, &["2013-14-h2", "--rated"], "ratings-2013-14-h2.xlsx");
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["Ratings", "Milestones"]);
    assert_eq!(project.run(&["build", "2013-14-h2"]).code, 0);
    let csv = project.text("output/2013-14-h2/ratings.csv");
    let titles: Vec<&str> = csv.lines().next().expect("titles").split(',').collect();
    for (column, title) in titles.iter().enumerate() {
        assert_eq!(sheets[0].cell(0, column), &text(title));
    }
    assert_eq!(sheets[0].rows.len(), csv.lines().count());
    let column =
        |title: &str| sheets[0].rows[0].iter().position(|cell| *cell == text(title)).expect("a column");
    let row = sheets[0]
        .rows
        .iter()
        .position(|row| row.get(column("entry")) == Some(&text("community-asset-transfer")))
        .expect("a row");
    assert_eq!(sheets[0].cell(row, column("due")), &Cell::Date { year: 2014, month: 12, day: 31 });
    assert_eq!(sheets[0].cell(row, column("rating")), &text("amber"));
    let figures = exported(&project, &["2013-mid-year", "--rated"], "ratings-2013-mid-year.xlsx");
    assert_eq!(figures[1].name, "Indicators history");
    let is_number = |cell: &&Cell| matches!(cell, Cell::Number(_));
    assert!(
        figures[0].rows.iter().filter_map(|row| row.get(column("actual"))).filter(is_number).count() > 20
    );
}

/// A file that somebody saves at the same moment is not overwritten, nor one that may not be written to.
#[test]
fn write_protected_files_stop_an_import_before_anything_is_written() {
    let project = mixed();
    project.write("part.csv", b"id,rating\nr/s/one,red\nr/s/two,red\n");
    let path = project.path("content/r/s/two.md");
    let free = std::fs::metadata(&path).expect("there").permissions();
    let mut protected = free.clone();
    protected.set_readonly(true);
    std::fs::set_permissions(&path, protected).expect("protected");
    let before = project.files("content");
    let ran = project.run(&["import", "part.csv"]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{}", ran.err);
    assert!(ran.err.contains("two.md` could not be written: it is write-protected"), "{}", ran.err);
    assert!(project.files("content") == before);
    std::fs::set_permissions(&path, free).expect("freed");
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o640)).expect("set");
    assert_eq!(project.run(&["import", "part.csv"]).code, 0);
    #[cfg(unix)]
    {
        let there = std::fs::metadata(&path).expect("there").permissions();
        let mode = std::os::unix::fs::PermissionsExt::mode(&there);
        assert_eq!(mode & 0o777, 0o640, "whoever could read the file still can");
    }
    // Nothing unfinished lies about.
    let names: Vec<_> = std::fs::read_dir(path.parent().expect("a folder")).expect("readable").collect();
    assert_eq!(names.len(), 4, "{names:?}");
}

/// A project with one entry, and the sheets that were handed out for it.
fn handed_out() -> (Project, Vec<ReadSheet>) {
    let project = Project::new()
        .file("content/r/s/a.md", "---\ntitle: A\nrating: amber\nlead: L\nreason: Old.\n---\nText.\n")
        .file("content/r/s/b.md", "---\ntitle: B\nrating: green\nlead: L\n---\nText.\n");
    let sheets = exported(&project, &["r", "--xlsx"], "returns-r.xlsx");
    (project, sheets)
}

#[test]
fn a_return_undoes_nothing_that_was_edited_after_it_was_handed_out() {
    let (project, mut sheets) = handed_out();
    // An officer edits the file, title and all; the owner changes something else.
    let edited = "---\ntitle: A, edited\nrating: red\nlead: L\nreason: Old.\n---\nText of the officer.\n";
    project.write("content/r/s/a.md", edited.as_bytes());
    typed(&mut sheets, "r/s/a", "Reason", text("New."));
    saved(&project, "back.xlsx", &sheets);
    let ran = project.run(&["import", "back.xlsx"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(project.text("content/r/s/a.md"), edited.replace("Old.", "New."));
}

#[test]
fn what_both_changed_is_a_conflict_until_somebody_decides() {
    let (project, mut sheets) = handed_out();
    let edited = "---\ntitle: A\nrating: red\nlead: L\nreason: Old.\n---\nText.\n";
    project.write("content/r/s/a.md", edited.as_bytes());
    typed(&mut sheets, "r/s/a", "Rating", text("Green"));
    typed(&mut sheets, "r/s/a", "Reason", text("New."));
    typed(&mut sheets, "r/s/b", "Rating", text("Amber"));
    saved(&project, "back.xlsx", &sheets);
    let ran = project.run(&["import", "back.xlsx", "--format", "short"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(
        ran.err.contains(
            "error[return-conflict]: Rating was changed here to “green”, and in `content/r/s/a.md` to “red” since it was \
             handed out"
        ),
        "{}",
        ran.err
    );
    // Nothing of this entry is written, and what is settled is.
    assert_eq!(project.text("content/r/s/a.md"), edited);
    assert!(project.text("content/r/s/b.md").contains("rating: amber"));
    let ran = project.run(&["import", "back.xlsx", "--ours"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(project.text("content/r/s/a.md"), edited.replace("Old.", "New."));
    let ran = project.run(&["import", "back.xlsx", "--theirs"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(project.text("content/r/s/a.md"), edited.replace("Old.", "New.").replace("red", "green"));
    // Both made the same change.
    let (project, mut sheets) = handed_out();
    project.write("content/r/s/a.md", edited.as_bytes());
    typed(&mut sheets, "r/s/a", "Rating", text("Red"));
    saved(&project, "back.xlsx", &sheets);
    assert_eq!(project.run(&["import", "back.xlsx"]).code, 0);
}

#[test]
fn a_csv_file_says_that_it_remembers_nothing_and_is_read_as_excel_writes_it_here() {
    let project = Project::new()
        .file("content/r/s/a.md", "---\ntitle: A\nrating: amber\nlead: L\nupdated: 2014-01-31\n---\nText.\n");
    for (csv, updated) in [
        ("sep=;\r\nId;Updated\r\nr/s/a;31/03/2014\r\n", "2014-03-31"),
        ("\"sep=\t\"\nId\tUpdated\nr/s/a\t5/4/2014\n", "2014-04-05"),
        ("Id,Updated\nr/s/a,2014-06-01\n", "2014-06-01"),
    ] {
        project.write("back.csv", csv.as_bytes());
        let ran = project.run(&["import", "back.csv"]);
        assert_eq!(ran.code, 0, "{csv:?}: {}", ran.err);
        assert!(ran.err.contains("does not remember what it was filled with"), "{}", ran.err);
        assert!(project.text("content/r/s/a.md").contains(&format!("updated: {updated}\n")), "{csv:?}");
    }
    // The first line counts among the rows, as it does in Excel.
    project.write("back.csv", b"sep=;\nId;Updated\nr/s/a;31/02/2014\n");
    let ran = project.run(&["import", "back.csv"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("cell B3"), "{}", ran.err);
}

#[test]
fn a_column_that_somebody_added_is_named_and_nothing_in_it_is_read() {
    let action = "---\ntitle: A\ncode: A1\ntimescale: Soon\nstatus: Open\nleads: L\n---\nWhat was said.\n";
    let project = Project::new()
        .file("content/r/a/_index.md", "---\ntitle: Actions\nkind: actions\n---\n")
        .file("content/r/a/a1.md", action);
    for (title, also) in [
        ("Comments", "if it was meant for “Comment”, call it so"),
        ("My remarks", "if it was meant for another column, call it so"),
    ] {
        for columns in ["Id;Status", "Id;Comment;Status"] {
            let comment = if columns.contains("Comment") { "What was said.;" } else { "" };
            project.write("content/r/a/a1.md", action.as_bytes());
            project.write("back.csv", format!("{columns};{title}\nr/a/a1;{comment}Done;mine\n").as_bytes());
            let ran = project.run(&["import", "back.csv"]);
            assert_eq!(ran.code, 0, "{}", ran.err);
            assert!(
                ran.err.contains(&format!("no column called “{title}”, so what is in it was not read")),
                "{}",
                ran.err
            );
            assert!(ran.err.contains(also), "{}", ran.err);
            assert_eq!(project.text("content/r/a/a1.md"), action.replace("Open", "Done"), "{title}");
        }
    }
    // A title that is only misspelt is said, with a cure that can be followed.
    for (columns, help) in [
        ("Id;Statsu", "did you mean “Status”?"),
        ("Id;Status;Statsu", "did you mean “Status”? That is in cell B1: delete this column"),
    ] {
        project.write("back.csv", format!("{columns}\nr/a/a1;Done;Done\n").as_bytes());
        let ran = project.run(&["import", "back.csv"]);
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.err.contains(help), "{}", ran.err);
    }
}

/// A workbook with one sheet of figures, whose third column has that format.
fn formatted(figures: &[(&str, f64, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in (0..).zip(["Id", "Actual"]) {
        sheet.write_string(0, column, title).expect("written");
    }
    for (row, (id, figure, format)) in (1..).zip(figures) {
        let format = rust_xlsxwriter::Format::new().set_num_format(*format);
        sheet.write_string(row, 0, *id).expect("written");
        sheet.write_number_with_format(row, 1, *figure, &format).expect("written");
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_figure_is_taken_as_its_cell_shows_it_where_the_unit_says_so() {
    let indicator =
        |unit: &str| format!("---\ntitle: In {unit}\nunit: \"{unit}\"\ntarget: 80\nactual: 82\n---\n");
    let project = Project::new()
        .file("content/r/i/_index.md", "---\ntitle: I\nkind: indicators\nowner: O\n---\n")
        .file("content/r/i/calls.md", &indicator("%"))
        .file("content/r/i/cost.md", &indicator("\u{a3}k"))
        .file("content/r/i/days.md", &indicator("days"));
    let before = project.files("content");
    // 91% in a row of days could be 91 or 0.91; 12.5 thousand days could be 12,500.
    for (figure, format, shows) in [(0.91, "0%", "91%"), (12_500.0, "#,##0.0,", "12.5")] {
        project.write("back.xlsx", &formatted(&[("r/i/days", figure, format)]));
        let ran = project.run(&["import", "back.xlsx"]);
        assert_eq!(ran.code, 1, "{}", ran.out);
        assert!(
            ran.err.contains(&format!(
                "“Actual” shows “{shows}” and holds {figure}, and the unit is days, so there is no telling which number is meant"
            )),
            "{}",
            ran.err
        );
        assert!(project.files("content") == before);
    }
    let figures =
        [("r/i/calls", 0.91, "0%"), ("r/i/cost", 12_500.0, "#,##0.0,"), ("r/i/days", 84.567, "0.0")];
    project.write("back.xlsx", &formatted(&figures));
    let ran = project.run(&["import", "back.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for (file, figure) in [("calls", "91"), ("cost", "12.5"), ("days", "84.6")] {
        let text = project.text(&format!("content/r/i/{file}.md"));
        assert!(text.contains(&format!("\nactual: {figure}\n")), "{text}");
    }
    // Only what was rounded is worth a look.
    assert!(
        ran.err.contains("“Actual” shows “84.6” and is read so, though the cell holds 84.567"),
        "{}",
        ran.err
    );
    assert_eq!(ran.err.matches("cell-as-shown").count(), 1, "{}", ran.err);
    // A format alone changes nothing.
    let before = project.files("content");
    project.write("back.xlsx", &formatted(&[("r/i/calls", 91.0, "0%"), ("r/i/days", 84.6, "0")]));
    let ran = project.run(&["import", "back.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.files("content") == before, "{}", ran.out);
}

/// A workbook as openpyxl writes one: a formula, and no result of it.
fn without_results(bytes: &[u8]) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut part = old.by_index(index).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text");
        new.start_file(part.name().expect("a name"), zip::write::SimpleFileOptions::default())
            .expect("started");
        new.write_all(text.replace("</f><v>0</v>", "</f><v />").as_bytes()).expect("written");
    }
    new.finish().expect("finished").into_inner()
}

#[test]
fn a_formula_without_a_result_is_a_fault_and_empties_nothing() {
    let project = Project::new()
        .file("content/r/i/_index.md", "---\ntitle: I\nkind: indicators\nowner: O\n---\n")
        .file("content/r/i/c.md", "---\ntitle: C\nunit: \"%\"\ntarget: 80\nactual: 82\n---\n");
    let before = project.files("content");
    for (result, message) in [
        ("0", "there is a formula in this cell, and the file does not hold its result"),
        ("#DIV/0!", "the formula in this cell has no result: it shows “#DIV/0!”"),
    ] {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (column, text) in (0..).zip(["Id", "Actual"]) {
            sheet.write_string(0, column, text).expect("written");
        }
        sheet.write_string(1, 0, "r/i/c").expect("written");
        let formula = rust_xlsxwriter::Formula::new("=1+1").set_result(result);
        sheet.write_formula(1, 1, formula).expect("written");
        project.write("back.xlsx", &without_results(&book.save_to_buffer().expect("a workbook")));
        let ran = project.run(&["import", "back.xlsx"]);
        assert_eq!(ran.code, 1, "{}", ran.out);
        assert!(ran.err.contains(message) && ran.err.contains("cell B2"), "{}", ran.err);
        assert!(project.files("content") == before);
    }
}

#[test]
fn a_bare_number_where_a_date_is_due_is_read_as_that_day_and_said() {
    let project = Project::new()
        .file("content/r/s/a.md", "---\ntitle: A\nrating: amber\nlead: L\nupdated: 2014-01-31\n---\nText.\n");
    project.write("back.csv", b"Id,Updated\nr/s/a,41729\n");
    let ran = project.run(&["import", "back.csv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.text("content/r/s/a.md").contains("updated: 2014-03-31\n"));
    assert!(
        ran.err.contains(
            "“Updated” holds 41729, the number by which Excel knows a day, and is read as 31 March 2014"
        ),
        "{}",
        ran.err
    );
    project.write("back.csv", b"Id,Updated\nr/s/a,2014\n");
    assert_eq!(project.run(&["import", "back.csv"]).code, 1);
}

#[test]
fn what_a_figure_is_held_against_stands_beside_it_and_stays() {
    let project = Project::new()
        .file("content/r/i/_index.md", "---\ntitle: I\nkind: indicators\nowner: O\n---\n")
        .file(
            "content/r/i/c.md",
            "---\ntitle: C\nunit: \"%\"\ntarget: 80\nfloor: 75\nactual: 82.5\nhistory:\n  - {period: P, actual: 71.6}\n---\n",
        );
    let mut sheets = exported(&project, &["r", "--xlsx"], "returns-r.xlsx");
    for (title, cell) in [
        ("Unit", text("%")),
        ("Target", Cell::Number(80.0)),
        ("Floor or limit", Cell::Number(75.0)),
        ("Last figure", Cell::Number(71.6)),
    ] {
        let (sheet, row, column) = place(&sheets, "r/i/c", title);
        assert_eq!(sheets[sheet].cell(row, column), &cell, "{title}");
    }
    typed(&mut sheets, "r/i/c", "Target", Cell::Number(90.0));
    saved(&project, "back.xlsx", &sheets);
    let ran = project.run(&["import", "back.xlsx"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("“Target” cannot be changed here"), "{}", ran.err);
}

#[test]
fn a_name_that_nobody_bears_is_refused_with_the_nearest() {
    let project = Project::new()
        .file("content/r/s/a.md", "---\ntitle: A\nrating: green\nlead: Head of Homes\n---\nT.\n");
    for arguments in
        [&["check", "--owner", "Head of Hmoes"][..], &["export", "r", "--xlsx", "--owner", "Head of Hmoes"]]
    {
        let ran = project.run(arguments);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(
            ran.err.ends_with("has “Head of Hmoes” in the name: did you mean “Head of Homes”?\n"),
            "{}",
            ran.err
        );
    }
    assert_eq!(project.run(&["check", "--owner", "homes"]).code, 0);
}

#[test]
fn restricted_pages_are_written_beside_the_public_ones() {
    let index =
        "---\ntitle: Progress\nto: 2014-03-31\ncover:\n  from: A\n  classification: Unrestricted\n---\n";
    let entry = |title: &str, more: &str| format!("---\ntitle: {title}\nrating: green\n{more}---\nT.\n");
    let project = Project::new()
        .file("content/r/_index.md", index)
        .file("content/r/s/a.md", &entry("A", ""))
        .file("content/r/s/b.md", &entry("Hidden", "restricted: true\n"));
    project.build();
    let public = project.files("output");
    assert!(project.text("output/r/index.html").contains("Unrestricted"));
    let ran = project.run(&["build", "--restricted"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.files("output") == public, "the public pages stay");
    let page = project.text("output-restricted/r/index.html");
    assert!(
        page.contains("Hidden") && page.contains("not for publication") && !page.contains("Unrestricted")
    );
}

/// A report that rates time and cost, and one workbook of it that was handed out.
fn with_aspects() -> (Project, Vec<ReadSheet>) {
    let project = Project::empty()
        .file(
            "content/_index.md",
            "---\ncouncil: C\naspects: [{id: time, title: Time}, {id: cost, title: Cost}]\n---\n",
        )
        .file("content/r/_index.md", "---\ntitle: R\nto: 2026-03-31\n---\n")
        .file("content/r/s/_index.md", "---\ntitle: S\nowner: Head of S\nrating: amber\nreason: So.\n---\n")
        .file(
            "content/r/s/e.md",
            "---\ntitle: E\nratings: {Time: red, cost: green} # since May\n---\nText.\n",
        )
        .file("content/r/s/f.md", "---\ntitle: F\nrating: green\n---\nText.\n");
    let sheets = exported(&project, &["r", "--xlsx"], "returns-r.xlsx");
    (project, sheets)
}

#[test]
fn ratings_of_aspects_go_out_and_come_back_one_by_one() {
    let (project, mut sheets) = with_aspects();
    let at = |id, title| place(&sheets, id, title);
    let shown = |(sheet, row, column): (usize, usize, usize)| sheets[sheet].cell(row, column).clone();
    assert_eq!(shown(at("r/s/e", "Rating: Time")), text("Red"));
    assert_eq!(shown(at("r/s/f", "Rating: Cost")), Cell::Empty);
    typed(&mut sheets, "r/s/e", "Rating: Time", text("not started"));
    typed(&mut sheets, "r/s/f", "Rating: Cost", text("Amber"));
    typed(&mut sheets, "r/s/f", "Rating: Time", text("N/A"));
    saved(&project, "back.xlsx", &sheets);
    let ran = project.run(&["import", "back.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("content/r/s/e.md: ratings: Time: red → not-started"), "{}", ran.out);
    assert_eq!(
        project.text("content/r/s/e.md"),
        "---\ntitle: E\nratings: {Time: not-started, cost: green} # since May\n---\nText.\n"
    );
    assert_eq!(
        project.text("content/r/s/f.md"),
        "---\ntitle: F\nrating: green\nratings: {time: n/a, cost: amber}\n---\nText.\n"
    );
}

#[test]
fn what_both_changed_of_an_aspect_is_a_conflict_and_what_cannot_be_is_refused_at_its_cell() {
    let (project, mut sheets) = with_aspects();
    typed(&mut sheets, "r/s/e", "Rating: Time", text("Amber"));
    saved(&project, "back.xlsx", &sheets);
    let project =
        project.file("content/r/s/e.md", "---\ntitle: E\nratings: {time: green, cost: amber}\n---\nText.\n");
    let ran = project.run(&["import", "back.xlsx"]);
    assert!(ran.err.contains("Rating: Time was changed here to \u{201c}amber\u{201d}"), "{}", ran.err);
    let ran = project.run(&["import", "back.xlsx", "--theirs"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    // Only the owner changed the time; the cost is as it was edited since.
    assert!(project.text("content/r/s/e.md").contains("ratings: {time: amber, cost: amber}\n"));
    for (csv, said) in [
        ("Id,Rating: Time\nr/s/e,ambre\n", "did you mean Amber?"),
        ("Id,Rating: Time\nr/s,Red\n", "`r/s` has no \u{201c}Rating: Time\u{201d}"),
        ("Id,Rating: Tiem\nr/s/e,Red\n", "did you mean \u{201c}Rating: Time\u{201d}?"),
    ] {
        project.write("back.csv", csv.as_bytes());
        let ran = project.run(&["import", "back.csv"]);
        assert!(ran.code == 1 && ran.err.contains(said), "{csv}: {}", ran.err);
    }
}
