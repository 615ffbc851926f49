//! The kinds of fault, each with a stable name.
//!
//! Names never change once released: other tools and people's notes refer to them.

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $description:literal;)*) => {
        /// A kind of fault.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $description] $variant,)*
        }

        impl Code {
            /// Every kind of fault, in the order in which a file is read.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name, as printed in square brackets.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// One sentence saying what the fault is.
            pub fn description(self) -> &'static str {
                match self { $(Self::$variant => $description,)* }
            }
        }
    };
}

codes! {
    NothingToBuild = "nothing-to-build", "There is no report in the content folder.";
    UnknownReport = "unknown-report", "A report named on the command line does not exist.";
    UnreadableFile = "unreadable-file", "The computer could not read a file or folder.";
    NotUtf8 = "not-utf8", "A file is not saved as UTF-8 text.";
    SymbolicLink = "symbolic-link", "A file or folder is only a link to somewhere else.";
    BadName = "bad-name", "A file or folder name cannot serve as an id.";
    NameClash = "name-clash", "Two files or folders have names that only some computers can tell apart.";
    MisplacedFile = "misplaced-file", "An entry is outside every section.";
    MissingIndex = "missing-index", "A folder does not say what it is.";
    MissingFrontMatter = "missing-front-matter", "A file does not begin with front matter.";
    UnclosedFrontMatter = "unclosed-front-matter", "The line that ends the front matter is missing.";
    Tab = "tab", "There is a tab where the front matter needs spaces.";
    UnquotedColon = "unquoted-colon", "A text that contains a colon is not in quotation marks.";
    UnquotedText = "unquoted-text", "A text begins with a character that has a special meaning in front matter.";
    UnclosedQuote = "unclosed-quote", "A quotation mark is opened and never closed.";
    FrontMatterSyntax = "front-matter-syntax", "The front matter cannot be read.";
    Alias = "alias", "The front matter refers to another value instead of giving one.";
    DuplicateKey = "duplicate-key", "The same field is given twice.";
    UnknownKey = "unknown-key", "A field has a name that the program does not know.";
    MissingField = "missing-field", "A required field is missing.";
    WrongType = "wrong-type", "A field holds the wrong kind of value.";
    UnknownLanguage = "unknown-language", "The program has no words in the language that a council asks for.";
    BadDate = "bad-date", "A date is not a real date, or is not written as the program needs it.";
    DateOrder = "date-order", "Two dates contradict each other, or a day that should have passed is still to come.";
    Overdue = "overdue", "A project was to be finished before the period ended, and is not.";
    UnknownRating = "unknown-rating", "A rating is not one of the known words.";
    UnknownKind = "unknown-kind", "A section is of a kind that the program does not know.";
    BadScale = "bad-scale", "A scale of ratings cannot be used as it is.";
    UnknownRule = "unknown-rule", "A roll-up rule is not one of the known rules.";
    MixedScales = "mixed-scales", "A rating is asked for over sections that have different scales.";
    BadColour = "bad-colour", "A colour is not written as the program needs it.";
    LowContrast = "low-contrast", "Two colours are too similar for text in one to be read on the other.";
    DuplicateOrder = "duplicate-order", "Two files in one folder have the same place in the order.";
    UnknownPrevious = "unknown-previous", "The previous report does not exist.";
    UnknownWas = "unknown-was", "The entry's place in the previous report does not exist.";
    UnknownPlan = "unknown-plan", "The plan that a report names does not exist.";
    PlanGap = "plan-gap", "A plan and the report on it do not have the same projects.";
    UnknownEntry = "unknown-entry", "A plan's priorities name an entry that is not in the plan.";
    UnknownCategory = "unknown-category", "An action names a category that the report does not explain.";
    UnknownGroup = "unknown-group", "A section names a group that the report does not list.";
    DuplicateGroup = "duplicate-group", "Two groups of one report have the same id.";
    UnknownAspect = "unknown-aspect", "A project has a rating of something that the report does not rate.";
    DuplicateAspect = "duplicate-aspect", "Two aspects that a report rates have the same name.";
    EmptyGroup = "empty-group", "No section belongs to a group.";
    DuplicateCode = "duplicate-code", "Two entries of one report have the same code.";
    IdleField = "idle-field", "A field has no use in this kind of document, or without another field.";
    EmptySection = "empty-section", "A section has nothing in it to print.";
    IndicatorLimits = "indicator-limits", "An indicator's target and limits do not fit together.";
    History = "history", "The earlier figures of an indicator are not whole, or not in order.";
    SameEntry = "same-entry", "A section has the same entry twice.";
    ExampleText = "example-text", "A finished report still holds an example that the program made.";
    UnknownReference = "unknown-reference", "A text asks for a figure that the program does not know.";
    Statement = "statement", "The accessibility statement contradicts itself.";
    OverrideWithoutReason = "override-without-reason", "A rating is set by hand without a reason.";
    ManualWithoutRating = "manual-without-rating", "A section that must be rated by hand has no rating.";
    NotRated = "not-rated", "An entry or section has no rating.";
    UndatedReport = "undated-report", "A report has no date for its PDF to carry.";
    MissingHeading = "missing-heading", "A committee paper lacks a heading that its council requires.";
    ExemptParagraph = "exempt-paragraph", "The law on exempt information has no such paragraph.";
    RestrictedRating = "restricted-rating", "Leaving out what is restricted or exempt changes a rating.";
    NoLongerPublic = "no-longer-public", "Something that the public could see before is restricted or a draft now.";
    ImageMissing = "image-missing", "A picture is missing.";
    ImageKind = "image-kind", "A picture is in a format that cannot be printed.";
    ImageAlt = "image-alt", "A picture has no text for people who cannot see it.";
    BrokenLink = "broken-link", "A link leads nowhere.";
    LinkWords = "link-words", "The words of a link do not say where it leads.";
    HeadingSkipped = "heading-skipped", "A heading skips a level.";
    TableHead = "table-head", "A table has a column without a heading.";
    Capitals = "capitals", "A text is in capitals.";
    LostText = "lost-text", "Words or figures of a text would not be printed.";
    TableRow = "table-row", "A row of a table does not fit its table.";
    TableTooWide = "table-too-wide", "A table is too wide for a page.";
    EmptyHeading = "empty-heading", "A heading is empty, or only a picture.";
    UnfinishedMerge = "unfinished-merge", "A file contains two versions of a part, because a merge was not finished.";
    UnclearSigns = "unclear-signs", "Characters in a text can be read in two ways.";
    RawSigns = "raw-signs", "Formatting meant for another program would be printed as it is.";
    RunTogether = "run-together", "Lines typed one under another would be printed as one.";
    TypedNumber = "typed-number", "A number is typed where the program adds one itself.";
    WrongEncoding = "wrong-encoding", "A text was read in the wrong encoding before it came here.";
    HtmlNotAllowed = "html-not-allowed", "A text contains HTML that the reports cannot carry.";
    HtmlUnclosed = "html-unclosed", "An HTML tag is opened and not closed, or closed and not opened.";
    TooDeep = "too-deep", "Lists or quotations are nested too deeply to be read.";
    TooLarge = "too-large", "Something is larger than a report can hold.";
    UnprintableCharacter = "unprintable-character", "A character is missing from every font that the PDF uses.";
    Template = "template", "A template cannot be used.";
    Words = "words", "A council's own words cannot be used.";
    PdfExport = "pdf-export", "The PDF would not be accessible and was not written.";
    NotOurFile = "not-our-file", "A file in the output folder was not made by this program and is in the way.";
    BadReturn = "bad-return", "A return cannot be imported as it is.";
    CellAsShown = "cell-as-shown", "A cell of a return shows something other than it holds.";
    ReturnConflict = "return-conflict", "The owner and somebody else changed the same value after a workbook was exported.";
    AlreadyThere = "already-there", "A file that would be created already exists.";
    Busy = "busy", "Another run of this program is using the same folder.";
    DiskRefused = "disk-refused", "The computer did not allow a file to be written.";
}

#[cfg(test)]
mod tests {
    use super::Code;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_plain() {
        let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        for name in names {
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{name}"
            );
        }
    }

    #[test]
    fn descriptions_are_one_sentence() {
        for code in Code::ALL {
            assert!(code.description().ends_with('.'), "{}", code.name());
        }
    }
}
