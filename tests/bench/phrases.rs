//! Reads `phrases.txt`: what the made content says.
//!
//! In: the lists of that file. Out: phrases by the name of their list, and themes. What is drawn from them, and how
//! often, is the generator's affair.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The lists of `phrases.txt` by name.
static PHRASES: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut name = "";
    let lines = include_str!("phrases.txt").lines();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(next) => name = next,
            None => lists.entry(name).or_default().push(line),
        }
    }
    lists
});

/// The list of that name.
pub(crate) fn phrases(list: &str) -> &'static [&'static str] {
    PHRASES.get(list).unwrap_or_else(|| panic!("phrases.txt has no list {list:?}"))
}

/// The fields of a line that has more than one.
fn fields<const COUNT: usize>(line: &'static str) -> [&'static str; COUNT] {
    let fields: Vec<&str> = line.split(" | ").collect();
    fields.try_into().unwrap_or_else(|_| panic!("phrases.txt has not {COUNT} fields in {line:?}"))
}

/// What a workstream is about, with everything that its projects can say.
pub(crate) struct Theme {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    /// What the codes of its indicators begin with.
    pub(crate) code: &'static str,
    pub(crate) owner: &'static str,
    pub(crate) aim: &'static str,
    pub(crate) leads: &'static [&'static str],
    pub(crate) projects: &'static [&'static str],
    pub(crate) work: &'static [&'static str],
    /// Why a project is red or amber; front matter, so without Markdown.
    pub(crate) troubles: &'static [&'static str],
    /// What is being done about it; front matter, so without Markdown.
    pub(crate) remedies: &'static [&'static str],
    pub(crate) items: &'static [&'static str],
    pub(crate) measures: Vec<Measure>,
}

/// Every theme, in the order in which workstreams take them.
pub(crate) static THEMES: LazyLock<Vec<Theme>> =
    LazyLock::new(|| phrases("themes").iter().map(|line| Theme::read(line)).collect());

impl Theme {
    fn read(line: &'static str) -> Self {
        let [id, title, code, owner, aim] = fields(line);
        let own = |list: &str| phrases(&format!("{id} {list}"));
        Self {
            id,
            title,
            code,
            owner,
            aim,
            leads: own("leads"),
            projects: own("projects"),
            work: own("work"),
            troubles: own("troubles"),
            remedies: own("remedies"),
            items: own("items"),
            measures: own("measures").iter().map(|line| Measure::read(line)).collect(),
        }
    }
}

/// What an indicator counts.
pub(crate) struct Measure {
    pub(crate) title: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) is_higher_better: bool,
    /// The lowest and the highest target, in tenths of a percent or in whole units; never below 25.
    pub(crate) targets: (i64, i64),
}

impl Measure {
    fn read(line: &'static str) -> Self {
        let [title, unit, better, least, most] = fields(line);
        let figure = |text: &str| text.parse().unwrap_or_else(|why| panic!("phrases.txt: {line:?}: {why}"));
        Self { title, unit, is_higher_better: better == "higher", targets: (figure(least), figure(most)) }
    }
}
