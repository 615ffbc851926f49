//! Finds the scale and the rule in force for a file, and builds scales from what was typed.
//!
//! In: fields, and what holds above them. Out: what holds in them, and faults. A rating means what the nearest scale
//! says: the section's, the report's, or the council's.

use std::collections::BTreeMap;

use crate::content::Content;
use crate::content::fields::{Fields, TypedScale};
use crate::content::values::{TypedRule, thousandths};
use crate::diag::source::{Span, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::report::colour::READABLE;
use crate::report::scale::{Limits, MOST_ITEMS, MOST_STEPS, NAMED, STANDING, Word, folded};
use crate::report::{Counting, Look, Palette, Preset, Rating, Rule, Scale, Shape, Share, State};
use crate::text::{did_you_mean, one_of, shorten};

/// The scale and the rule that hold for a file, and for what is below it.
#[derive(Debug, Clone)]
pub(super) struct InForce {
    /// The scale.
    pub(super) scale: &'static Scale,
    /// Whether that is the scale that was meant: one with faults is not, and its words are nobody's fault.
    pub(super) is_known: bool,
    /// The rule as it was typed, if it was.
    typed: Option<TypedRule>,
    /// The rule.
    pub(super) rule: Rule,
}

impl InForce {
    /// What holds where nothing is typed.
    pub(super) fn usual(palette: &Palette) -> Self {
        Self { scale: Preset::default().scale(palette), is_known: true, typed: None, rule: Rule::default() }
    }

    /// What holds in a file with these fields, below a file in which this holds.
    pub(super) fn below(&self, fields: &Fields, palette: &Palette, faults: &mut Vec<Diagnostic>) -> Self {
        let mut own = self.clone();
        if !fields.may_have("scale") {
            return own;
        }
        if let Some(typed) = fields.scale("scale") {
            match scale(&typed, palette, faults) {
                Some(scale) => (own.scale, own.is_known) = (scale, true),
                None => own.is_known = false,
            }
        } else if fields.was_typed("scale") && fields.get("scale").is_some() {
            own.is_known = false;
        }
        let typed = if fields.may_have("rollup") { fields.rule("rollup") } else { None };
        let is_own = typed.is_some();
        if let Some(typed) = &typed {
            own.typed = Some(typed.value.clone());
        }
        if own.is_known && (is_own || !std::ptr::eq(own.scale, self.scale)) {
            let place = typed.map_or_else(|| fields.place("scale"), |typed| typed.span);
            let rule = own.typed.as_ref().map_or(Ok(Rule::default()), |typed| rule(typed, own.scale));
            match rule {
                Ok(rule) => own.rule = rule,
                Err(fault) => {
                    own.rule = Rule::default();
                    // Indicators are counted, whatever the rule.
                    if fields.may_have("rollup") {
                        faults.push(fault.at("rollup", place, is_own));
                    }
                }
            }
        }
        own
    }

    /// The rating under `name`, as the scale says; what it does not know is reported.
    pub(super) fn rating(
        &self,
        fields: &Fields,
        name: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Spanned<Rating>> {
        let typed = fields.rating(name)?;
        self.read(&typed, name, faults).map(|rating| Spanned::new(rating, typed.span))
    }

    /// The rating that was typed for `name`, as the scale says; what it does not know is reported.
    pub(super) fn read(
        &self,
        typed: &Spanned<String>,
        name: &str,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Rating> {
        let read = self.scale.read(&typed.value);
        if read.is_none() && self.is_known {
            faults.push(unknown(typed, name, self.scale));
        }
        read
    }
}

/// A word that the scale does not have.
fn unknown(typed: &Spanned<String>, name: &str, scale: &'static Scale) -> Diagnostic {
    let message = format!("`{name}` holds \u{201c}{}\u{201d}, which is not a rating", shorten(&typed.value));
    let fault = Diagnostic::error(Code::UnknownRating, typed.span, message);
    let words = || one_of(scale.typed().map(Rating::id));
    match near(&typed.value, scale) {
        Some(near) => {
            fault.label(format!("did you mean `{}`?", near.id())).help(format!("write {}", words()))
        }
        None => fault.help(format!("write {}", words())),
    }
}

/// The rating that may have been meant by a word that the scale does not have.
fn near(typed: &str, scale: &'static Scale) -> Option<Rating> {
    let words: Vec<(String, Rating)> = scale
        .typed()
        .flat_map(|rating| [(rating.id().to_lowercase(), rating), (rating.word().to_lowercase(), rating)])
        .collect();
    let near = did_you_mean(&typed.to_lowercase(), words.iter().map(|(word, _)| word.as_str()))?;
    words.iter().find(|(word, _)| word == near).map(|(_, rating)| *rating)
}

/// The scale of every section, by `report/section`; faults are told when the content is checked.
pub(crate) fn scales(content: &Content) -> BTreeMap<String, &'static Scale> {
    let mut none = Vec::new();
    let palette =
        content.council.as_ref().map_or_else(Palette::default, |council| palette(&council.fields, &mut none));
    let usual = InForce::usual(&palette);
    let council =
        content.council.as_ref().map_or(usual.clone(), |own| usual.below(&own.fields, &palette, &mut none));
    let mut scales = BTreeMap::new();
    for report in &content.reports {
        let own = council.below(&report.index.fields, &palette, &mut none);
        for section in &report.sections {
            let scale = own.below(&section.index.fields, &palette, &mut none).scale;
            scales.insert(format!("{}/{}", report.id, section.id), scale);
        }
    }
    scales
}

/// The council's own colours of ratings.
pub(super) fn palette(fields: &Fields, faults: &mut Vec<Diagnostic>) -> Palette {
    let mut palette = Palette::default();
    let Some(colours) = fields.map("colours") else { return palette };
    if let (Some(_), Some(_)) = (colours.map("blue"), colours.map(COMPLETE)) {
        let message = format!("`{COMPLETE}` is another name for `blue`, and both are given");
        let fault = Diagnostic::error(Code::DuplicateKey, colours.key(COMPLETE), message);
        faults.push(fault.help(format!("delete `{COMPLETE}` and its colours")));
    }
    for (name, colour) in NAMED.map(|named| (named.name, named.name)).into_iter().chain(OTHER_NAMES) {
        let Some(pair) = colours.map(name) else { continue };
        if let (Some(fill), Some(text)) = (pair.colour("fill"), pair.colour("text")) {
            let what = format!("the text of `{name}` on its fill {}", fill.value.hex());
            super::contrast(&text, fill.value, &what, faults);
            palette.set(colour, fill.value, text.value);
        }
    }
    palette
}

/// Names that `colours` has for what is not a colour: what is complete is blue, and what is not rated has a look of its
/// own.
const OTHER_NAMES: [(&str, &str); 2] = [(COMPLETE, "blue"), ("unrated", "unrated")];

const COMPLETE: &str = "complete";

/// What is wrong with a rule, before it is said where.
pub(super) struct RuleFault {
    found: String,
    help: String,
}

impl RuleFault {
    /// The fault of the field `name`; the rule may have been typed in a file above.
    pub(super) fn at(self, name: &str, place: Span, is_own: bool) -> Diagnostic {
        let message = if is_own {
            format!("`{name}` {}", self.found)
        } else {
            format!("the `{name}` that holds here {}", self.found)
        };
        let fault = Diagnostic::error(Code::UnknownRule, place, message);
        let line = format!("`{name}: {{");
        if is_own {
            fault.help(self.help.replacen("`{", &line, 1))
        } else {
            fault.help(self.help.replacen("write `{", &format!("add to this file the line {line}"), 1))
        }
    }
}

/// The rule that was typed, for the steps of `scale`.
pub(super) fn rule(typed: &TypedRule, scale: &'static Scale) -> Result<Rule, RuleFault> {
    let plain = |rule: Rule| match typed.parts.first() {
        None => Ok(rule),
        Some((key, _)) => Err(RuleFault {
            found: format!("has a part `{}` that the {} rule does not know", shorten(&key.value), typed.name),
            help: format!("write `rollup: {}`", typed.name),
        }),
    };
    match typed.name {
        "worst" => plain(Rule::Worst),
        "manual" => plain(Rule::Manual),
        "none" => plain(Rule::None),
        "share" => shares(typed, scale).map(Rule::Share),
        "score" => score(typed, scale).map(Rule::Score),
        _ => plain(Rule::Majority),
    }
}

/// The rule written out, with an example for each step that it needs.
fn example(name: &str, steps: &[Rating], value: impl Fn(usize) -> String) -> String {
    let parts: Vec<String> =
        steps.iter().enumerate().map(|(index, step)| format!("{}: {}", step.id(), value(index))).collect();
    format!("`{{rule: {name}, {}}}`", parts.join(", "))
}

/// What is typed for each of `steps`, which are all that the rule knows.
fn parts<'a>(
    typed: &'a TypedRule,
    scale: &'static Scale,
    steps: &[Rating],
    help: &str,
) -> Result<Vec<&'a str>, RuleFault> {
    let is_step = |key: &str| scale.read(key).filter(|rating| steps.contains(rating));
    if let Some((key, _)) = typed.parts.iter().find(|(key, _)| is_step(&key.value).is_none()) {
        return Err(RuleFault {
            found: format!("has a part `{}` that the {} rule does not know", shorten(&key.value), typed.name),
            help: format!("write {help}"),
        });
    }
    steps
        .iter()
        .map(|step| {
            let found = typed.parts.iter().find(|(key, _)| is_step(&key.value) == Some(*step));
            found.map(|(_, value)| value.trim()).ok_or_else(|| RuleFault {
                found: match typed.name {
                    _ if typed.parts.is_empty() && typed.name == Rule::SHARE => {
                        "says `share` but not which shares".to_owned()
                    }
                    Rule::SHARE => format!("gives no share for `{}`", step.id()),
                    _ => format!("gives no limit for `{}`", step.id()),
                },
                help: format!("write {help}"),
            })
        })
        .collect()
}

/// A share for each step but the best.
fn shares(typed: &TypedRule, scale: &'static Scale) -> Result<Limits<Share>, RuleFault> {
    // The worst step first, as people think of it: 20% red, 40% amber.
    let steps: Vec<Rating> = scale.steps().skip(1).rev().collect();
    let help = example(Rule::SHARE, &steps, |index| format!("{}%", 20 + 20 * index.min(4)));
    let typed = parts(typed, scale, &steps, &help)?;
    let mut shares = Vec::new();
    for (step, typed) in steps.iter().zip(typed) {
        let share = thousandths(typed.strip_suffix('%').unwrap_or("").trim());
        shares.push(share.and_then(Share::from_thousandths_of_percent).ok_or_else(|| RuleFault {
            found: format!(
                "gives \u{201c}{}\u{201d} for `{}`, which is not a share",
                shorten(typed),
                step.id()
            ),
            help: format!("write a share above 0% and up to 100%, as in {help}"),
        })?);
    }
    Ok(Limits::new(shares.into_iter().rev()))
}

/// A limit for each step but the worst. It lies between the points of the next step and those of its own: otherwise a
/// section whose entries all have one rating would have another.
fn score(typed: &TypedRule, scale: &'static Scale) -> Result<Limits<u64>, RuleFault> {
    let steps: Vec<Rating> = scale.steps().take(scale.len() - 1).collect();
    if typed.parts.is_empty() && steps.len() == Rule::USUAL_SCORE.len() {
        return Ok(Limits::new(Rule::USUAL_SCORE));
    }
    let most = |index: usize| scale.len() - 1 - index;
    let help = example("score", &steps, |index| format!("{}.5", most(index) - 1));
    let typed = parts(typed, scale, &steps, &help)?;
    let mut limits = Vec::new();
    for (index, (step, typed)) in steps.iter().zip(typed).enumerate() {
        let most = u64::try_from(most(index)).unwrap_or_default();
        let limit = thousandths(typed).filter(|limit| ((most - 1) * 1000 + 1..=most * 1000).contains(limit));
        limits.push(limit.ok_or_else(|| RuleFault {
            found: format!(
                "gives \u{201c}{}\u{201d} for `{}`, which is not a mean at which it can begin",
                shorten(typed),
                step.id()
            ),
            help: format!("write a number above {} and up to {most}, as in {help}", most - 1),
        })?);
    }
    Ok(Limits::new(limits))
}

/// An item of a scale with its place.
struct Item {
    span: Span,
    id: String,
    word: Word,
    short: Option<String>,
    means: Option<String>,
    look: Option<Look>,
    counts: Counts,
}

/// What an item counts as, before its step is known.
enum Counts {
    Step,
    As(Spanned<String>),
    Nothing,
}

/// Builds a scale, or reports why there is none.
fn scale(
    typed: &Spanned<&TypedScale>,
    palette: &Palette,
    faults: &mut Vec<Diagnostic>,
) -> Option<&'static Scale> {
    let before = faults.len();
    let (preset, items) = match typed.value {
        TypedScale::Preset(name, changes) => {
            let preset = known_preset(name, faults)?;
            if changes.is_empty() {
                return Some(preset.scale(palette));
            }
            (Some(preset), changed(preset, name.span, changes, palette, faults))
        }
        TypedScale::Own(typed) => {
            let items: Vec<Item> = typed.iter().filter_map(|fields| item(fields, palette, faults)).collect();
            // What is missing in an item was reported when the file was read.
            if items.len() < typed.len() {
                return None;
            }
            (None, items)
        }
    };
    if faults.len() == before {
        check_words(&items, faults);
        check_steps(typed.span, &items, faults);
        check_looks(&items, faults);
    }
    if faults.len() > before {
        return None;
    }
    let states = states(items, palette, faults);
    (faults.len() == before).then(|| Scale::new(preset, states, palette).keep())
}

fn bad(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::BadScale, span, message)
}

fn known_preset(name: &Spanned<String>, faults: &mut Vec<Diagnostic>) -> Option<Preset> {
    let known = Preset::from_name(&name.value);
    if known.is_none() {
        let names = Preset::ALL.map(Preset::name);
        let fault = bad(name.span, format!("there is no scale called `{}`", shorten(&name.value)));
        let fault = match did_you_mean(&name.value, names) {
            Some(near) => fault.label(format!("did you mean `{near}`?")),
            None => fault,
        };
        let words = |preset: Preset| {
            let scale = preset.scale(&Palette::default());
            format!("{} ({})", preset.name(), scale.steps().map(Rating::word).collect::<Vec<_>>().join(", "))
        };
        faults.push(fault.help(format!("write {}, or a list of your own", one_of(Preset::ALL.map(words)))));
    }
    known
}

/// The items of a preset with what changes in them.
fn changed(
    preset: Preset,
    span: Span,
    changes: &[(Spanned<String>, Fields)],
    palette: &Palette,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Item> {
    let states = preset.states(palette);
    let step = |number: usize| states.iter().find(|state| state.counts == Counting::Step(number));
    let mut items: Vec<Item> = states
        .iter()
        .map(|state| Item {
            span,
            id: state.id.clone(),
            word: state.word.clone(),
            short: None,
            means: None,
            look: Some(state.look.clone()),
            counts: match state.counts {
                Counting::Step(_) => Counts::Step,
                Counting::As(number) => Counts::As(Spanned::new(
                    step(number).map(|step| step.id.clone()).unwrap_or_default(),
                    span,
                )),
                Counting::Nothing => Counts::Nothing,
            },
        })
        .collect();
    for (key, fields) in changes {
        let Some(own) = items.iter_mut().find(|item| folded(&item.id) == folded(&key.value)) else {
            let ids: Vec<&str> = states.iter().map(|state| state.id.as_str()).collect();
            let fault =
                bad(key.span, format!("the scale `{}` has no `{}`", preset.name(), shorten(&key.value)));
            let fault = match did_you_mean(&key.value, ids.iter().copied()) {
                Some(near) => fault.label(format!("did you mean `{near}`?")),
                None => fault,
            };
            faults.push(
                fault.help(format!("write {}, or a list of your own in place of a preset", one_of(ids))),
            );
            continue;
        };
        own.span = key.span;
        let text = |name: &str| fields.text(name).map(|text| text.value);
        if let Some(word) = text("word") {
            own.word = Word::Own(word);
        }
        own.short = text("short");
        own.means = text("means");
        if ["colour", "fill", "text", "shape"].iter().any(|name| fields.get(name).is_some()) {
            own.look = look(fields, own.look.take(), palette, faults);
        }
        if let Some(counts) = counts(fields) {
            own.counts = counts;
        }
    }
    items
}

/// One item of a list.
fn item(fields: &Fields, palette: &Palette, faults: &mut Vec<Diagnostic>) -> Option<Item> {
    let (id, word) = (fields.text("id")?, fields.text("word")?);
    // A look that was typed and could not be read has been reported.
    let is_damaged =
        |name: &&str| fields.was_typed(name) && fields.get(name).is_none_or(|_| fields.value(name).is_none());
    if ["colour", "fill", "text", "shape"].iter().any(is_damaged) {
        return None;
    }
    let is_plain = !id.value.is_empty()
        && id.value.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        });
    if !is_plain {
        let message =
            format!("the id \u{201c}{}\u{201d} is not in small letters and hyphens", shorten(&id.value));
        let meant = crate::text::slug(&id.value);
        let fault = bad(id.span, message);
        faults.push(if meant.is_empty() {
            fault.help("write a short name such as on-track")
        } else {
            fault.help(format!("write `id: {meant}`"))
        });
    }
    let text = |name: &str| fields.text(name).map(|text| text.value);
    Some(Item {
        span: id.span,
        look: look(fields, None, palette, faults),
        counts: counts(fields).unwrap_or(Counts::Step),
        id: id.value,
        word: Word::Own(word.value),
        short: text("short"),
        means: text("means"),
    })
}

fn counts(fields: &Fields) -> Option<Counts> {
    let typed = fields.text("counts_as")?;
    Some(if matches!(folded(&typed.value).as_str(), "nothing" | "none") {
        Counts::Nothing
    } else {
        Counts::As(typed)
    })
}

/// How an item looks, if it says: by a named colour, or by colours and a shape of its own.
fn look(
    fields: &Fields,
    base: Option<Look>,
    palette: &Palette,
    faults: &mut Vec<Diagnostic>,
) -> Option<Look> {
    let mut own = base;
    if let Some(name) = fields.text("colour") {
        own = palette.look(&name.value);
        if own.is_none() {
            let names = NAMED.map(|named| named.name);
            let message = format!("there is no colour called \u{201c}{}\u{201d}", shorten(&name.value));
            let fault = Diagnostic::error(Code::BadColour, name.span, message);
            let fault = match did_you_mean(&name.value.to_lowercase(), names) {
                Some(near) => fault.label(format!("did you mean `{near}`?")),
                None => fault,
            };
            faults.push(
                fault.help(format!(
                    "write {}, or give `fill`, `text` and `shape` in its place",
                    one_of(names)
                )),
            );
            return None;
        }
    }
    let shape = fields.text("shape").and_then(|name| {
        let shape = Shape::from_name(&name.value);
        if shape.is_none() {
            let names = Shape::ALL.map(Shape::name);
            let fault =
                bad(name.span, format!("there is no shape called \u{201c}{}\u{201d}", shorten(&name.value)));
            faults.push(fault.help(format!("write {}", one_of(names))));
        }
        shape
    });
    let (fill, text) = (fields.colour("fill"), fields.colour("text"));
    if fill.is_none() && text.is_none() && shape.is_none() {
        return own;
    }
    let missing: Vec<&str> = [("fill", fill.is_none()), ("text", text.is_none()), ("shape", shape.is_none())]
        .into_iter()
        .filter(|(name, is_missing)| *is_missing && own.is_none() && !fields.was_typed(name))
        .map(|(name, _)| name)
        .collect();
    if !missing.is_empty() {
        let names = crate::text::all_of(missing.iter().map(|name| format!("`{name}`")));
        let (are, them) = if missing.len() == 1 { ("is", "it") } else { ("are", "them") };
        faults.push(
            bad(
                fields.span,
                format!(
                    "colours of its own need all three of `fill`, `text` and `shape`; {names} {are} missing"
                ),
            )
            .help(format!("add {them}, or write `colour: \u{2026}` in place of the three")),
        );
        return None;
    }
    let fill_of = fill.as_ref().map(|fill| fill.value).or(own.as_ref().map(|own| own.fill))?;
    let text_of = text.as_ref().map(|text| text.value).or(own.as_ref().map(|own| own.text))?;
    let shape = shape.or(own.as_ref().map(|own| own.shape))?;
    let contrast = fill_of.contrast(text_of);
    if contrast < READABLE {
        let span = text.as_ref().or(fill.as_ref()).map_or(fields.span, |colour| colour.span);
        let message = format!(
            "the text {} on its fill {} has a contrast of {contrast:.1}:1, but the law requires at least {READABLE}:1",
            text_of.hex(),
            fill_of.hex()
        );
        faults.push(
            Diagnostic::error(Code::LowContrast, span, message)
                .help("choose a darker colour, or one that differs more from the other"),
        );
        return None;
    }
    Some(Look::own(fill_of, text_of, shape))
}

/// Words that would be taken for something else.
const TAKEN: [&str; 4] = ["total", "preset", "rule", "nothing"];

/// Reports ids and words that read alike, or like a rating that every scale has.
fn check_words(items: &[Item], faults: &mut Vec<Diagnostic>) {
    let word = |item: &Item| match &item.word {
        Word::Known(_, english) => (*english).to_owned(),
        Word::Own(word) => word.clone(),
    };
    let names = |item: &Item| [item.id.clone(), word(item)];
    for (at, item) in items.iter().enumerate() {
        for name in names(item) {
            let read = folded(&name);
            if read.is_empty() {
                faults.push(
                    bad(
                        item.span,
                        format!("\u{201c}{}\u{201d} has no letters, so nobody can type it", shorten(&name)),
                    )
                    .help("give it a word"),
                );
                return;
            }
            let standing = STANDING.iter().find(|(id, _, english, others)| {
                folded(id) == read || folded(english) == read || others.contains(&read.as_str())
            });
            if standing.is_some() {
                faults.push(
                    bad(
                        item.span,
                        format!("\u{201c}{}\u{201d} means what every scale has already", shorten(&name)),
                    )
                    .help("delete this item, or give it another id and word"),
                );
                break;
            }
            if TAKEN.contains(&read.as_str()) {
                faults.push(
                    bad(
                        item.span,
                        format!(
                            "\u{201c}{}\u{201d} has a meaning of its own where ratings are typed",
                            shorten(&name)
                        ),
                    )
                    .help("choose another id or word"),
                );
                break;
            }
            let earlier =
                items[..at].iter().find(|earlier| names(earlier).iter().any(|own| folded(own) == read));
            if let Some(earlier) = earlier {
                faults.push(
                    bad(item.span, format!("\u{201c}{}\u{201d} is in this scale twice", shorten(&name)))
                        .label("reads like the one before")
                        .related(earlier.span, "first used here")
                        .help("capitals, spaces, hyphens and slashes make no difference: give each its own id and word"),
                );
                break;
            }
        }
    }
}

/// Reports a scale that has too few or too many steps.
fn check_steps(span: Span, items: &[Item], faults: &mut Vec<Diagnostic>) {
    let steps: Vec<&Item> = items.iter().filter(|item| matches!(item.counts, Counts::Step)).collect();
    if steps.len() < 2 {
        let found = match steps.as_slice() {
            [] => "no step",
            _ => "only one step",
        };
        faults.push(
            bad(span, format!("this scale has {found}, so nothing in it is better or worse"))
                .help("a step is an item without `counts_as`; list at least two, the best first"),
        );
    } else if let Some(first) = steps.get(MOST_STEPS) {
        faults.push(
            bad(
                first.span,
                format!("this scale has {} steps, but may have at most {MOST_STEPS}", steps.len()),
            )
            .help("nobody tells more apart: join some, or let them count as another with `counts_as`"),
        );
    } else if let Some(first) = items.get(MOST_ITEMS) {
        faults.push(
            bad(
                first.span,
                format!("this scale has {} items, but may have at most {MOST_ITEMS}", items.len()),
            )
            .help("leave out those that nobody uses"),
        );
    }
}

/// Reports items without a look, and two with the same shape: in black and white they could not be told apart.
fn check_looks(items: &[Item], faults: &mut Vec<Diagnostic>) {
    let mut seen: Vec<(Shape, &Item)> = Vec::new();
    for item in items {
        let Some(look) = &item.look else {
            if !matches!(item.counts, Counts::Nothing) {
                faults.push(bad(item.span, format!("`{}` has no colour", item.id)).help(format!(
                    "add `colour: \u{2026}`: {}; only what counts as nothing may do without",
                    one_of(NAMED.map(|named| named.name))
                )));
            }
            continue;
        };
        if look.shape == Shape::Dash {
            continue;
        }
        if let Some((_, earlier)) = seen.iter().find(|(shape, _)| *shape == look.shape) {
            faults.push(
                bad(item.span, format!("`{}` and `{}` have the same shape, a {}", earlier.id, item.id, look.shape.name()))
                    .label("the same shape again")
                    .related(earlier.span, "first used here")
                    .help("in black and white nobody could tell them apart: give one another `colour`, or a `shape` of its own"),
            );
        } else {
            seen.push((look.shape, item));
        }
    }
}

/// The states of a scale, when each item has been found to be in order; what `counts_as` names is looked up.
fn states(items: Vec<Item>, palette: &Palette, faults: &mut Vec<Diagnostic>) -> Vec<State> {
    let steps: Vec<(String, String)> = items
        .iter()
        .filter(|item| matches!(item.counts, Counts::Step))
        .map(|item| {
            let word = match &item.word {
                Word::Known(_, english) => folded(english),
                Word::Own(word) => folded(word),
            };
            (item.id.clone(), word)
        })
        .collect();
    let mut next = 0;
    items
        .into_iter()
        .map(|item| {
            let counts = match item.counts {
                Counts::Step => {
                    next += 1;
                    Counting::Step(next - 1)
                }
                Counts::Nothing => Counting::Nothing,
                Counts::As(typed) => {
                    let read = folded(&typed.value);
                    let step = steps.iter().position(|(id, word)| folded(id) == read || *word == read);
                    if step.is_none() {
                        let ids = || steps.iter().map(|(id, _)| id.as_str());
                        let message = format!(
                            "`counts_as` names \u{201c}{}\u{201d}, which is not a step of this scale",
                            shorten(&typed.value)
                        );
                        let fault = bad(typed.span, message);
                        let fault = match did_you_mean(&typed.value, ids()) {
                            Some(near) => fault.label(format!("did you mean `{near}`?")),
                            None => fault,
                        };
                        faults.push(fault.help(format!("write {}", one_of(ids().chain(["nothing"])))));
                    }
                    step.map_or(Counting::Nothing, Counting::As)
                }
            };
            State {
                id: item.id,
                word: item.word,
                short: item.short,
                means: item.means,
                look: item.look.unwrap_or_else(|| palette.unrated()),
                counts,
            }
        })
        .collect()
}
