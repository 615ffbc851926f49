//! An example of each kind of fault and how to put it right, for `explain CODE`.
//!
//! In: a kind of fault. Out: two short texts, the fault as it looks in a file or a folder, and the same put
//! right.

use super::Code;

/// What a fault looks like, and what it looks like once mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Example {
    /// What is wrong.
    pub(crate) fault: &'static str,
    /// The same, mended.
    pub(crate) cure: &'static str,
}

/// The example of a kind of fault.
#[expect(clippy::too_many_lines, reason = "one example for each kind of fault")]
pub(crate) fn example(code: Code) -> Example {
    let (fault, cure) = match code {
        Code::NothingToBuild => {
            ("content/\n  _index.md", "content/\n  _index.md\n  2013-14-h2/\n    _index.md")
        }
        Code::UnknownReport => ("cabinet-report build 2013-14", "cabinet-report build 2013-14-h2"),
        Code::UnreadableFile => (
            "park-wood.md may be opened only by the person who wrote it.",
            "The person who wrote park-wood.md allows you to open it too.",
        ),
        Code::NotUtf8 => (
            "park-wood.md was saved in Notepad with the encoding ANSI.",
            "park-wood.md is saved again with the encoding UTF-8.",
        ),
        Code::TooLarge => (
            "park-wood.md is 50 MB large, because a scanned plan was saved under its name.",
            "park-wood.md holds only the text, and the plan is beside it as site-plan.png.",
        ),
        Code::SymbolicLink => (
            "park-wood.md is only a link to a file in another folder.",
            "park-wood.md is that file itself, copied to this place.",
        ),
        Code::BadName => (
            "content/2013-14-h2/Asset Management/Park Wood.md",
            "content/2013-14-h2/asset-management/park-wood.md",
        ),
        Code::NameClash => (
            "asset-management/park-wood.md\nasset-management/Park-Wood.md",
            "asset-management/park-wood.md\nasset-management/park-wood-lease.md",
        ),
        Code::MisplacedFile => {
            ("content/2013-14-h2/park-wood.md", "content/2013-14-h2/asset-management/park-wood.md")
        }
        Code::MissingIndex => {
            ("asset-management/\n  park-wood.md", "asset-management/\n  _index.md\n  park-wood.md")
        }
        Code::MissingFrontMatter => {
            ("title: Park Wood\nrating: amber", "---\ntitle: Park Wood\nrating: amber\n---")
        }
        Code::UnclosedFrontMatter => (
            "rating: amber\n\nThe survey was finished in January.",
            "rating: amber\n---\nThe survey was finished in January.",
        ),
        Code::Tab => (
            "meeting:\n# the next line is indented with the Tab key\n\tbody: Cabinet",
            "meeting:\n# the next line is indented with two spaces\n  body: Cabinet",
        ),
        Code::UnquotedColon => {
            ("title: Major assets review: King Street", "title: \"Major assets review: King Street\"")
        }
        Code::UnquotedText => ("unit: %", "unit: \"%\""),
        Code::UnclosedQuote => ("title: \"Park Wood", "title: \"Park Wood\""),
        Code::FrontMatterSyntax => ("rating:amber", "rating: amber"),
        Code::Alias => {
            ("due: &march 2014-03-31\noriginal_due: *march", "due: 2014-03-31\noriginal_due: 2014-03-31")
        }
        Code::DuplicateKey => {
            ("rating: amber\nlead: Head of Property\nrating: red", "rating: red\nlead: Head of Property")
        }
        Code::UnknownKey => ("raiting: amber", "rating: amber"),
        Code::MissingField => ("title:\nrating: amber", "title: Park Wood\nrating: amber"),
        Code::WrongType => ("order: first", "order: 1"),
        Code::UnknownLanguage => ("language: cy-GB", "language: en-GB"),
        Code::BadDate => ("due: end of March", "due: 2014-03-31"),
        Code::DateOrder => ("from: 2013-10-01\nto: 2013-03-31", "from: 2013-10-01\nto: 2014-03-31"),
        Code::Overdue => {
            ("rating: amber\ndue: 2014-01-31", "rating: amber\ndue: 2014-09-30\noriginal_due: 2014-01-31")
        }
        Code::UnknownRating => ("rating: yellow", "rating: amber"),
        Code::UnknownKind => ("kind: indicator", "kind: indicators"),
        Code::BadScale => (
            "scale:\n  - {id: met, word: Met, colour: green}",
            "scale:\n  - {id: met, word: Met, colour: green}\n  - {id: not-met, word: Not met, colour: red}",
        ),
        Code::UnknownRule => ("rollup: average", "rollup: majority"),
        Code::BadColour => ("accent: #1d4f91", "accent: \"#1d4f91\""),
        Code::LowContrast => ("accent: \"#ffc933\"", "accent: \"#1d4f91\""),
        Code::DuplicateOrder => (
            "king-street.md   order: 1\npark-wood.md     order: 1",
            "king-street.md   order: 1\npark-wood.md     order: 2",
        ),
        Code::UnknownPrevious => ("previous: 2012-13", "previous: 2012-13-h2"),
        Code::UnknownWas => ("was: park-wood", "was: asset-management/park-wood"),
        Code::UnknownPlan => ("plan: 2012-15", "plan: 2012-15-plan"),
        Code::PlanGap => (
            "2012-15-plan/asset-management/town-hall.md\n2013-14-h2/asset-management/foyer.md",
            "2012-15-plan/asset-management/town-hall.md\n2013-14-h2/asset-management/town-hall.md",
        ),
        Code::UnknownEntry => (
            "priorities:\n  - year: 2012/13\n    entries:\n      - Park Wood",
            "priorities:\n  - year: 2012/13\n    entries:\n      - asset-management/park-wood",
        ),
        Code::UnknownCategory => ("category: Monitoring", "category: A"),
        Code::UnknownGroup => ("group: Housing", "group: housing"),
        Code::UnknownAspect => ("ratings: {budget: red, time: green}", "ratings: {cost: red, time: green}"),
        Code::DuplicateAspect => (
            "aspects:\n  - {id: time, title: Time}\n  - {id: time, title: Cost}",
            "aspects:\n  - {id: time, title: Time}\n  - {id: cost, title: Cost}",
        ),
        Code::DuplicateGroup => (
            "groups:\n  - {id: homes, title: Homes}\n  - {id: homes, title: Jobs}",
            "groups:\n  - {id: homes, title: Homes}\n  - {id: jobs, title: Jobs}",
        ),
        Code::EmptyGroup => (
            "groups:\n  - {id: homes, title: Homes}",
            "groups:\n  - {id: homes, title: Homes}\n\nand in new-homes/_index.md\n\ngroup: homes",
        ),
        Code::DuplicateCode => {
            ("oca1.md   code: OCA1\noca2.md   code: OCA1", "oca1.md   code: OCA1\noca2.md   code: OCA2")
        }
        Code::IdleField => ("document: plan\nrollup: worst", "document: plan"),
        Code::EmptySection => {
            ("outcomes/\n  _index.md   kind: actions", "outcomes/\n  _index.md   kind: actions\n  oca1.md")
        }
        Code::IndicatorLimits => {
            ("better: higher\ntarget: 75\nfloor: 85", "better: higher\ntarget: 85\nfloor: 75")
        }
        Code::History => (
            "history:\n  - {period: Q2 2013/14, actual: 71.6}\n  - {period: Q1 2013/14, actual: 73.9}",
            "history:\n  - {period: Q1 2013/14, actual: 73.9}\n  - {period: Q2 2013/14, actual: 71.6}",
        ),
        Code::SameEntry => (
            "park-wood.md      title: Park Wood\npark-wood-2.md    title: Park Wood",
            "park-wood.md      title: Park Wood",
        ),
        Code::ExampleText => ("title: Example project", "title: Park Wood"),
        Code::UnknownReference => {
            ("Of the projects, {{ count.reds }} are red.", "Of the projects, {{ count.red }} are red.")
        }
        Code::Statement => (
            "accessibility:\n  compliance: full\n  problems: Charts have no table beside them.",
            "accessibility:\n  compliance: partial\n  problems: Charts have no table beside them.",
        ),
        Code::OverrideWithoutReason => {
            ("rating: green", "rating: green\nreason: The lease was signed after the papers went out.")
        }
        Code::ManualWithoutRating => (
            "rollup: manual",
            "rollup: manual\nrating: amber\nreason: One of the two leases is not yet signed.",
        ),
        Code::NotRated => ("title: Park Wood", "title: Park Wood\nrating: amber"),
        Code::UndatedReport => (
            "period: October 2013 to March 2014",
            "period: October 2013 to March 2014\nfrom: 2013-10-01\nto: 2014-03-31",
        ),
        Code::MissingHeading => (
            "## Financial implications\n\nNone.",
            "## Financial implications\n\nNone.\n\n## Legal implications\n\nNone.",
        ),
        Code::MixedScales => (
            "overall: majority           # in the report\nscale: on-track             # in one of its sections",
            "overall: majority           # in the report\nscale: on-track             # in each of its sections",
        ),
        Code::ExemptParagraph => ("exempt: {paragraph: 14}", "exempt: {paragraph: 3}"),
        Code::RestrictedRating => (
            "king-street.md   rating: green\npark-wood.md     rating: red\n                 restricted: true",
            "_index.md        rating: red\n                 reason: Talks about one site are not finished.",
        ),
        Code::NoLongerPublic => (
            "2013-14-h1/sites/park-wood.md   rating: amber\n2013-14-h2/sites/park-wood.md   rating: red\n                                restricted: true",
            "2013-14-h2/sites/park-wood.md   rating: red",
        ),
        Code::ImageMissing => ("![Plan of the site](siteplan.png)", "![Plan of the site](site-plan.png)"),
        Code::ImageKind => ("![Plan of the site](site-plan.pdf)", "![Plan of the site](site-plan.png)"),
        Code::ImageAlt => (
            "![](site-plan.png)",
            "![Plan of the site: it is between the station and the river](site-plan.png)",
        ),
        Code::BrokenLink => ("See [King Street](king-stret.md).", "See [King Street](king-street.md)."),
        Code::LinkWords => (
            "For the bids, [click here](https://www.example.gov.uk/bids).",
            "See [the bids for the lease](https://www.example.gov.uk/bids).",
        ),
        Code::HeadingSkipped => ("## The bids\n#### The best one", "## The bids\n### The best one"),
        Code::TableHead => {
            ("| Bid | |\n|---|---|\n| £1m | late |", "| Bid | How it came |\n|---|---|\n| £1m | late |")
        }
        Code::Capitals => {
            ("PLEASE NOTE THAT BIDS ARE DUE IN MAY.", "**Please note that bids are due in May.**")
        }
        Code::LostText => ("[Update]: completed", "Update: completed"),
        Code::TableRow => (
            "| Measure | Q1 |\n|---|---|\n| Calls | 81% | 91% |",
            "| Measure | Q1 | Q2 |\n|---|---|---|\n| Calls | 81% | 91% |",
        ),
        Code::TableTooWide => (
            "| Measure | April | May | June | July | August | September | October | November | December | January |\n|---|---|…",
            "| Measure | Apr | May | Jun | Jul | Aug | Sep | Oct | Nov | Dec | Jan |\n|---|---|…",
        ),
        Code::EmptyHeading => ("##\n\nThe bids are due in May.", "## The bids\n\nThey are due in May."),
        Code::UnfinishedMerge => {
            ("<<<<<<< HEAD\nrating: amber\n=======\nrating: green\n>>>>>>> property", "rating: green")
        }
        Code::UnclearSigns => {
            ("Head of Property\n---\nThe bids are due.", "Head of Property\n\n---\nThe bids are due.")
        }
        Code::RawSigns => ("The lease[^1] is signed.", "The lease (for 25 years) is signed."),
        Code::RunTogether => ("Sign the lease\nOpen the site", "- Sign the lease\n- Open the site"),
        Code::TypedNumber => ("# 3. Introduction", "# Introduction"),
        Code::WrongEncoding => ("It\u{e2}\u{20ac}\u{2122}s due in May.", "It\u{2019}s due in May."),
        Code::HtmlNotAllowed => ("<p>The lease is signed.</p>", "The lease is signed."),
        Code::HtmlUnclosed => ("The lease is <b>signed.", "The lease is <b>signed</b>."),
        Code::TooDeep => ("> > > > > > > > > > > > > The lease is signed.", "> The lease is signed."),
        Code::UnprintableCharacter => ("- Strategy adopted ✅", "- Strategy adopted (complete)"),
        Code::Template => ("<h3>{{ section.tittle }}</h3>", "<h3>{{ section.title }}</h3>"),
        Code::Words => ("kind-workstrem = priority", "kind-workstream = priority"),
        Code::PdfExport => {
            ("#let picture(path, alt) = image(path)", "#let picture(path, alt) = image(path, alt: alt)")
        }
        Code::NotOurFile => (
            "You put a file of your own in output/2013-14-h2/ and called it index.html.",
            "Your file is in another folder, and output/ holds only what the program made.",
        ),
        Code::BadReturn => (
            "returns-2013-14-h2.xlsx, cell A4: 2013-14-h2/asset-management/parkwood",
            "returns-2013-14-h2.xlsx, cell A4: 2013-14-h2/asset-management/park-wood",
        ),
        Code::CellAsShown => (
            "returns-2013-14-h2.xlsx, cell K4: 41729, under \u{201c}Due\u{201d}",
            "returns-2013-14-h2.xlsx, cell K4: 2014-03-31",
        ),
        Code::ReturnConflict => {
            ("cabinet-report import returns.xlsx", "cabinet-report import returns.xlsx --theirs")
        }
        Code::AlreadyThere => (
            "cabinet-report new report 2013-14-h2   (and content/2013-14-h2/_index.md is there)",
            "cabinet-report new report 2014-15-h1",
        ),
        Code::Busy => (
            "A colleague is building into the same output folder at this moment.",
            "You build again when your colleague's build has finished.",
        ),
        Code::DiskRefused => (
            "The PDF in the output folder is still open in a PDF reader, or the disk is full.",
            "The PDF is closed, there is room on the disk, and you build again.",
        ),
    };
    Example { fault, cure }
}
