//! What officers type and paste, and what is made of it: done as it was meant, or named with a cure that works.

use super::{outline, parse};
use crate::diag::Code;

/// What is certain is read as it was meant, without a word.
#[track_caller]
fn is_read_as(cases: &[(&str, &str)]) {
    for (typed, read) in cases {
        let (blocks, faults, _) = parse(typed);
        assert_eq!((outline(&blocks).as_str(), faults), (*read, vec![]), "{typed}");
    }
}

/// What is not certain is named, and what the message says to type is read without a word.
#[track_caller]
fn is_named(code: Code, cases: &[(&str, &str, &str)]) {
    for (typed, cure, read) in cases {
        let (_, faults, _) = parse(typed);
        assert!(faults.contains(&code), "{typed}: {faults:?}");
        let (blocks, faults, _) = parse(cure);
        assert_eq!((outline(&blocks).as_str(), faults), (*read, vec![]), "{cure}");
    }
}

/// Honest text is read as it always was, without a word.
#[track_caller]
fn is_honest(cases: &[&str]) {
    for typed in cases {
        let (_, faults, _) = parse(typed);
        assert_eq!(faults, [], "{typed}");
    }
}

#[test]
fn a_row_of_a_table_loses_nothing() {
    let head = "| M | Q1 |\n|---|---|\n";
    let good = "table[M,Q1 / Calls,81%]";
    let broken = "table[M,Q1 / Calls/answered,81%]";
    let cases = [
        ("| Calls | 81% | 91% |", "| Calls | 81% |", good),
        ("Calls | 81% | 91%", "Calls | 81%", good),
        ("| Calls | a|b |", "| Calls | a\\|b |", "table[M,Q1 / Calls,a|b]"),
        ("| Calls | 81% | 91% | 95% |", "| Calls | 81% |", good),
        ("| Calls | 81% | |", "| Calls | 81% |", good),
        ("| Calls\nanswered | 81% |", "| Calls<br>answered | 81% |", broken),
        ("| Calls<br>answered | 81%\n91% |", "| Calls<br>answered | 81% |", broken),
        ("| Calls | 81%\n| 91% |", "| Calls | 81% |", good),
        ("| | |\n| Calls | 81% |", "| Calls | 81% |", good),
        ("||\n| Calls | 81% |", "| Calls | 81% |", good),
        ("|---|---|\n| Calls | 81% |", "| Calls | 81% |", good),
        ("| Calls | 81% |\nIt rose.", "| Calls | 81% |\n\nIt rose.", "table[M,Q1 / Calls,81%] p(It rose.)"),
        (
            "| Calls | 81% |\n**It** rose.",
            "| Calls | 81% |\n\nIt rose.",
            "table[M,Q1 / Calls,81%] p(It rose.)",
        ),
        ("| Calls |", "| Calls | |", "table[M,Q1 / Calls,]"),
        (
            "| Calls | 81% |\n\n| Visits | 3 |",
            "| Calls | 81% |\n| Visits | 3 |",
            "table[M,Q1 / Calls,81% / Visits,3]",
        ),
    ];
    for (typed, cure, read) in cases {
        is_named(Code::TableRow, &[(&format!("{head}{typed}"), &format!("{head}{cure}"), read)]);
    }
    is_named(
        Code::TableRow,
        &[
            (
                "| M | Q1 |\n| \u{2014} | \u{2014} |\n| Calls | 81% |",
                "| M | Q1 |\n|---|---|\n| Calls | 81% |",
                good,
            ),
            (
                "| M | Q1 |\n|\u{2013}\u{2013}|\u{2013}\u{2013}|\n| Calls | 81% |",
                "| M | Q1 |\n|---|---|\n| Calls | 81% |",
                good,
            ),
            ("M | Q1\n\u{2014} | \u{2014}\nCalls | 81%", "M | Q1\n---|---\nCalls | 81%", good),
            ("| M | Q1 |\n|---|\n| Calls | 81% |", "| M | Q1 |\n|---|---|\n| Calls | 81% |", good),
            ("| M | Q1 |\n|---|---|---|\n| Calls | 81% |", "| M | Q1 |\n|---|---|\n| Calls | 81% |", good),
            ("| M | Q1 |\n|===|===|\n| Calls | 81% |", "| M | Q1 |\n|---|---|\n| Calls | 81% |", good),
            ("| M | Q1 |\n\n|---|---|\n| Calls | 81% |", "| M | Q1 |\n|---|---|\n| Calls | 81% |", good),
            (
                "| M\nname | Q1 |\n|---|---|\n| Calls | 81% |",
                "| M<br>name | Q1 |\n|---|---|\n| Calls | 81% |",
                "table[M/name,Q1 / Calls,81%]",
            ),
            (
                "- x\n\n  | M | Q1 |\n  |---|---|\n  | Calls | 81% | 9 |",
                "- x\n\n  | M | Q1 |\n  |---|---|\n  | Calls | 81% |",
                "ul[p(x) table[M,Q1 / Calls,81%]]",
            ),
            (
                "> | M | Q1 |\n> | Calls | 81% |",
                "> | M | Q1 |\n> |---|---|\n> | Calls | 81% |",
                "quote[table[M,Q1 / Calls,81%]]",
            ),
        ],
    );
    is_honest(&[
        "| M | Q1 |\n|---|---|\n| Calls | \u{2014} |",
        "| M | Q1 |\n|:--|--:|\n| Calls | |",
        "Text.\n| M | Q1 |\n|---|---|\n| Calls | - |\n\nText.",
        "Red | Amber | Green",
        "M | Q1\n--- | ---\nCalls | `a\\|b`",
    ]);
}

#[test]
fn a_line_that_looks_like_the_address_of_a_link_is_not_lost() {
    is_named(
        Code::LostText,
        &[
            ("[Update]: completed", "\\[Update]: completed", "p([Update]: completed)"),
            ("- [Update]: completed", "- \\[Update]: completed", "ul[p([Update]: completed)]"),
            ("> [2]: Minute-46", "> \\[2]: Minute-46", "quote[p([2]: Minute-46)]"),
            ("1. [Lead]: Property", "1. \\[Lead]: Property", "ol1[p([Lead]: Property)]"),
            (
                "[Update]: completed\n[Lead]: Property",
                "\\[Update]: completed\n\n\\[Lead]: Property",
                "p([Update]: completed) p([Lead]: Property)",
            ),
            (
                "[Update]: completed\n\nSee [Update].",
                "\\[Update]: completed\n\nSee [Update].",
                "p([Update]: completed) p(See [Update].)",
            ),
            ("[plan]: https://a.uk", "\\[plan]: https://a.uk", "p([plan]: https://a.uk)"),
            ("[Note]:\nimportant", "\\[Note]: important", "p([Note]: important)"),
            (
                "[a][b]\n\n[b]: https://a.uk\n[b]: https://b.uk",
                "[a][b]\n\n[b]: https://a.uk",
                "p(link<https://a.uk|a>)",
            ),
            (
                "[a](https://a.uk \"Minute 46\")",
                "[a](https://a.uk) (Minute 46)",
                "p(link<https://a.uk|a> (Minute 46))",
            ),
            ("![a](a.png \"Figure 1\")", "![a](a.png) Figure 1", "p(image<a.png|a> Figure 1)"),
            ("```The lease\nis signed.\n```", "The lease\nis signed.", "p(The lease is signed.)"),
            ("~~~ Note: late\nx\n~~~", "~~~\nNote: late\nx\n~~~", "pre(Note: late\nx)"),
        ],
    );
    is_honest(&["[a][b]\n\n[b]: https://a.uk", "[b]\n\n[b]: #next", "```text\nx\n```", "[sic] and [2]"]);
}

#[test]
fn a_heading_says_something() {
    is_named(
        Code::EmptyHeading,
        &[
            ("#", "\\#", "p(#)"),
            ("##\n\nText", "Text", "p(Text)"),
            ("## ##", "## x", "h2(x)"),
            ("# <!-- x -->", "# x", "h1(x)"),
            ("![x](e.png)\n---", "![x](e.png)\n\n---", "p(image<e.png|x>) rule"),
            ("![x](e.png)\n===", "![x](e.png)\n\n---", "p(image<e.png|x>) rule"),
            ("# ![x](e.png)", "![x](e.png)", "p(image<e.png|x>)"),
            ("> ![x](e.png)\n> ---", "> ![x](e.png)\n>\n> ---", "quote[p(image<e.png|x>) rule]"),
        ],
    );
    is_honest(&["# ![x](e.png) Title", "# x", "x\n=====", "# `x`"]);
}

#[test]
fn signs_beside_figures_and_in_words_are_printed() {
    is_read_as(&[
        ("3*4m and 2*5m", "p(3*4m and 2*5m)"),
        ("3*4*5", "p(3*4*5)"),
        ("a*b and c*d", "p(a*b and c*d)"),
        ("2**3 and 4**5", "p(2**3 and 4**5)"),
        ("~\u{a3}2m-~\u{a3}3m", "p(~\u{a3}2m-~\u{a3}3m)"),
        ("~10%/~20%", "p(~10%/~20%)"),
        ("(~5)-(~6)", "p((~5)-(~6))"),
        ("*word 2*3*", "p(emphasis<word 2*3>)"),
        ("the council`s plan and the board`s", "p(the council`s plan and the board`s)"),
        ("**\u{a3}2m** and *12%* and ~~3~~", "p(strong<\u{a3}2m> and emphasis<12%> and strike<3>)"),
        ("un**believ**able", "p(unstrong<believ>able)"),
        ("> 95% of invoices", "p(> 95% of invoices)"),
        (">=95%", "p(>=95%)"),
        (">\u{a3}5m", "p(>\u{a3}5m)"),
        ("> 1,000 visits", "p(> 1,000 visits)"),
        ("> .5", "p(> .5)"),
        ("- > 95%", "ul[p(> 95%)]"),
        ("+ 3%", "p(+ 3%)"),
        ("+ \u{a3}2m", "p(+ \u{a3}2m)"),
        ("> words\n> more", "quote[p(words more)]"),
        ("+ one\n+ two", "ul[p(one) | p(two)]"),
    ]);
    is_named(
        Code::UnclearSigns,
        &[
            ("*S*pecific", "\\*S\\*pecific", "p(*S*pecific)"),
            ("*S*pecific", "<i>S</i>pecific", "p(emphasis<S>pecific)"),
            ("> 2000 visits", "\\> 2000 visits", "p(> 2000 visits)"),
            ("> 2013 was good", "> \u{201c}2013 was good\u{201d}", "quote[p(\u{201c}2013 was good\u{201d})]"),
            ("- 3%", "\u{2212}3%", "p(\u{2212}3%)"),
            ("- \u{a3}2m\n- \u{a3}3m", "\u{2212}\u{a3}2m", "p(\u{2212}\u{a3}2m)"),
            ("```\nx", "```\nx\n```", "pre(x)"),
            ("~~~~\nx", "~~~~\nx\n~~~~", "pre(x)"),
            ("Head of Policy\n---\nText", "## Head of Policy\n\nText", "h2(Head of Policy) p(Text)"),
            ("Head of Policy\n---\nText", "Head of Policy\n\n---\nText", "p(Head of Policy) rule p(Text)"),
        ],
    );
}

#[test]
fn an_address_is_printed_as_it_was_typed() {
    for address in [
        "https://www.a.gov.uk/_plan_/final--v2.pdf",
        "https://a.uk/a...b?x=*y*&copy=~1~",
        "www.a.uk/_a_/'b'/c",
        "PL/2026/_01_/x",
        "FOI/_x_/y",
        "PL-_01_-2026",
        "13/00--12/FULL",
        "john_smith_@a.gov.uk",
        "S:\\_Shared_\\plan",
        "\\\\server\\_x_\\y",
        "final--v2.pdf",
        "report_v2_final.docx",
    ] {
        for typed in [address.to_owned(), format!("See ({address})."), format!("- *See* {address}, too")] {
            let (blocks, faults, _) = parse(&typed);
            assert_eq!(faults, [], "{typed}");
            assert!(outline(&blocks).contains(address), "{typed}: {}", outline(&blocks));
        }
    }
    is_read_as(&[
        ("[x](https://a.uk/_a_)", "p(link<https://a.uk/_a_|x>)"),
        ("<https://a.uk/_a_>", "p(link<https://a.uk/_a_|https://a.uk/_a_>)"),
        ("`https://a.uk/_a_`", "p(code<https://a.uk/_a_>)"),
        ("https://a.uk/\\_a\\_", "p(https://a.uk/_a_)"),
        ("**https://a.uk/a--b**", "p(strong<https://a.uk/a--b>)"),
        ("*Red*/*Amber* and/or 2012--13", "p(emphasis<Red>/emphasis<Amber> and/or 2012\u{2013}13)"),
    ]);
}

#[test]
fn typed_markers_become_lists() {
    let two = "ul[p(One) | p(Two)]";
    for sign in [
        "\u{2022} ",
        "\u{2022}\t",
        "\u{b7} ",
        "\u{b7}         ",
        "\u{25e6} ",
        "\u{25aa} ",
        "\u{25aa}\u{a0}",
        "\u{2013} ",
        "\u{2014}\t",
        "o\t",
        "o   ",
        "o\u{a0}\u{a0}",
        "\u{a7} ",
        "\u{a7}\t",
        "\u{d8}\t",
        "-",
        "-\u{a0}",
        "\u{25cf} ",
        "\u{25a0}\t",
        "*\u{a0}",
    ] {
        is_read_as(&[
            (&format!("{sign}One\n{sign}Two"), two),
            (&format!("Steps:\n{sign}One\n{sign}Two"), &format!("p(Steps:) {two}")),
            (&format!("{sign}One\n\n{sign}Two\n\nText"), &format!("{two} p(Text)")),
            (&format!("> {sign}One\n> {sign}Two"), &format!("quote[{two}]")),
            (&format!("{sign}One\n    {sign}Two"), "ul[p(One) ul[p(Two)]]"),
        ]);
    }
    is_read_as(&[
        ("1.First\n2.Second", "ol1[p(First) | p(Second)]"),
        ("1) One\n2) Two", "ol1)[p(One) | p(Two)]"),
        ("(1) One\n(2) Two", "ol(1)[p(One) | p(Two)]"),
        ("a) One\nb) Two", "ola1)[p(One) | p(Two)]"),
        ("a. One\nb. Two", "ola1[p(One) | p(Two)]"),
        ("A) One\nB) Two", "olA1)[p(One) | p(Two)]"),
        ("(a) One\n(b) Two\n\n(c) Three", "ol(a1)[p(One) | p(Two) | p(Three)]"),
        ("(i) One\n(ii) Two", "ol(i1)[p(One) | p(Two)]"),
        ("I. One\nII. Two", "olI1[p(One) | p(Two)]"),
        ("iii) One\niv) Two", "oli3)[p(One) | p(Two)]"),
        ("g) One\nh) Two\ni) Three\nj) Four", "ola7)[p(One) | p(Two) | p(Three) | p(Four)]"),
        ("1. One\n3. Two", "ol1[p(One)] ol3[p(Two)]"),
        ("1. One\n1. Two", "ol1[p(One) | p(Two)]"),
        ("1. One\na) Two\nb) Three\n2. Four", "ol1[p(One) ola1)[p(Two) | p(Three)] | p(Four)]"),
        ("a) One\n   (i) Two\n   (ii) Three", "ola1)[p(One) ol(i1)[p(Two) | p(Three)]]"),
        (
            "\u{2022}\tOne\no\tTwo\n\u{a7}\tThree\n\u{2022}\tFour",
            "ul[p(One) ul[p(Two) ul[p(Three)]] | p(Four)]",
        ),
        ("\u{2022} One\ngoes on\n\n  and on\n\u{2022} Two", "ul[p(One goes on) p(and on) | p(Two)]"),
        ("Steps\n2. One\n3. Two", "p(Steps) ol2[p(One) | p(Two)]"),
    ]);
    is_honest(&[
        "The lease\n\u{2013} signed in May \u{2013} is short.",
        "Mae'r gwaith\no bwys mawr.",
        "(c) Crown copyright",
        "\u{a7} 12 of the Act",
        "-3% in May",
        "*One* is.\n*Two* are.",
        "1.5 million",
        "> \u{201c}Good.\u{201d}\n> \u{2014} Head of Policy",
    ]);
}

#[test]
fn what_other_programs_write_is_read_or_named() {
    is_read_as(&[
        ("A sentence.\n---\nMore.", "p(A sentence.) rule p(More.)"),
        ("A sentence.\n===\nMore.", "p(A sentence.) rule p(More.)"),
        ("Two lines of\ntext here\n---\nMore.", "p(Two lines of text here) rule p(More.)"),
        ("The end\n---", "p(The end) rule"),
        ("> A sentence.\n> ---\n> More.", "quote[p(A sentence.) rule p(More.)]"),
        ("- A sentence.\n  ---\n  More.", "ul[p(A sentence.) rule p(More.)]"),
        ("Progress\n--------\nMore.", "h2(Progress) p(More.)"),
        ("\tThe lease is signed.", "p(The lease is signed.)"),
        ("    The lease is signed.\n    It is short.", "p(The lease is signed. It is short.)"),
        ("        The lease is signed.", "p(The lease is signed.)"),
        ("- a\n\n        The lease.", "ul[p(a) p(The lease.)]"),
        ("Text.\n\n\tMore of it.", "p(Text.) p(More of it.)"),
        ("    a   b\n    c   d", "pre(a   b\nc   d)"),
        ("    <b>x</b>", "pre(<b>x</b>)"),
        ("#Next steps", "h1(Next steps)"),
        ("##Next steps\nText.", "h2(Next steps) p(Text.)"),
        ("#\u{a0}Next steps", "h1(Next steps)"),
        ("#LoveKent is on.", "p(#LoveKent is on.)"),
        ("#1 of 30", "p(#1 of 30)"),
        ("**Progress:**The lease", "p(strong<Progress:>The lease)"),
        ("**Progress: **The lease", "p(strong<Progress: >The lease)"),
        ("** Progress:** The lease", "p(strong< Progress:> The lease)"),
        ("*Progress:*The lease", "p(emphasis<Progress:>The lease)"),
        ("The **\u{201c}lease\u{201d}**was", "p(The strong<\u{201c}lease\u{201d}>was)"),
        ("5.2** of 6", "p(5.2** of 6)"),
        ("*Provisional", "p(*Provisional)"),
        ("[x]{.underline} y", "p(underline<x> y)"),
        ("CO~2~ and H~2~O", "p(COsubscript<2> and Hsubscript<2>O)"),
        ("m^2^ and 1^st^", "p(msuperscript<2> and 1superscript<st>)"),
        ("[plan] (https://a.uk/b)", "p(link<https://a.uk/b|plan>)"),
        ("(plan)[https://a.uk/b]", "p(link<https://a.uk/b|plan>)"),
        ("![x] (a.png)", "p(image<a.png|x>)"),
        ("[plan] (see below)", "p([plan] (see below))"),
        ("\u{2014}\u{2014}\u{2014}\u{2014}", "rule"),
    ]);
    is_named(
        Code::RawSigns,
        &[
            ("The lease[^1] is.", "The lease (for 25 years) is.", "p(The lease (for 25 years) is.)"),
            ("x^[a note]", "x (a note)", "p(x (a note))"),
            ("[^1]: The note is long.", "The note is long.", "p(The note is long.)"),
            ("::: box\n\nText\n\n:::", "Text", "p(Text)"),
            ("[x]{.mark}", "x", "p(x)"),
            ("![x](a.png){width=\"3in\"}", "![x](a.png)", "p(image<a.png|x>)"),
            ("# Next {#next}", "# Next", "h1(Next)"),
            ("[x](https://a.uk", "[x](https://a.uk)", "p(link<https://a.uk|x>)"),
            ("[x][y]", "[x](https://a.uk)", "p(link<https://a.uk|x>)"),
            ("[[Park Wood]]", "[Park Wood](park-wood.md)", "p(link<park-wood.md|Park Wood>)"),
            ("==late==", "**late**", "p(strong<late>)"),
            ("**Progress is slow", "\\*\\*Progress is slow", "p(**Progress is slow)"),
            (":white_check_mark: done", "Done", "p(Done)"),
            ("\\newpage", "x", "p(x)"),
            ("```{=html}\n<!-- -->\n```", "x", "p(x)"),
            ("> [!NOTE]\n> Text.", "> **Note** Text.", "quote[p(strong<Note> Text.)]"),
            ("text here.\n##Next", "text here.\n\n## Next", "p(text here.) h2(Next)"),
            ("+---+---+\n| a | b |\n+---+---+", "| a | b |\n|---|---|\n| c | d |", "table[a,b / c,d]"),
            (
                "  M     Q1\n  ----- ----\n  Calls 81%",
                "| M | Q1 |\n|---|---|\n| Calls | 81% |",
                "table[M,Q1 / Calls,81%]",
            ),
        ],
    );
}

#[test]
fn short_lines_do_not_run_together_unseen() {
    is_named(
        Code::RunTogether,
        &[
            (
                "Sign the lease\nOpen the site",
                "- Sign the lease\n- Open the site",
                "ul[p(Sign the lease) | p(Open the site)]",
            ),
            (
                "Progress\nThe lease was signed.",
                "Progress\n\nThe lease was signed.",
                "p(Progress) p(The lease was signed.)",
            ),
            ("Lead: Head\nDue: May", "Lead: Head\\\nDue: May", "p(Lead: Head/Due: May)"),
            (
                "**Lead:** Head\n**Due:** May",
                "**Lead:** Head\\\n**Due:** May",
                "p(strong<Lead:> Head/strong<Due:> May)",
            ),
            ("roads\nbins\nparks", "roads\\\nbins\\\nparks", "p(roads/bins/parks)"),
            ("Visits\n1,200\n1,300", "Visits\\\n1,200\\\n1,300", "p(Visits/1,200/1,300)"),
            (
                "- One\n- Two\nThe lease is late.",
                "- One\n- Two\n\nThe lease is late.",
                "ul[p(One) | p(Two)] p(The lease is late.)",
            ),
            ("M\tQ1\nCalls\t81%", "| M | Q1 |\n|---|---|\n| Calls | 81% |", "table[M,Q1 / Calls,81%]"),
            (
                "> Sign the lease\n> Open the site",
                "> Sign the lease\\\n> Open the site",
                "quote[p(Sign the lease/Open the site)]",
            ),
        ],
    );
    is_honest(&[
        "The survey of the building was finished in January, and the report went to\nCabinet in March. The lease\nfollows.",
        "One sentence.\nAnother one.",
        "The Leader of\nMaidstone agreed.",
        "Maidstone House,\nKing Street,\nMaidstone",
        "The survey was finished in\njanuary.",
        "1.1 The council agreed.\n1.2 The board agreed.",
    ]);
}
