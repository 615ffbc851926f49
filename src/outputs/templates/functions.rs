//! What templates can call: the functions and filters of each output, and how it escapes.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::outputs::charts::Drawn;
use crate::outputs::typst_source::Place;
use crate::outputs::{Material, Tags, escape_html, html, typst_source, word};
use crate::pages::Texts;
use crate::pages::paper::{self, Column, Face};
use crate::pages::prose::{Picture, Prose};
use crate::text::{did_you_mean, figure};
use crate::words::Words;

/// Numbers that all `range` of one page count together. A template is a program of the council's own and could count for
/// ever; rows and columns of a page are some hundreds.
const MOST_COUNTED: usize = 1_000_000;

/// What templates of a folder are put into, still without any: it escapes as their output needs it.
pub(super) fn engine(folder: &str) -> Tera {
    let mut tera = Tera::new();
    match folder {
        "html" => tera.autoescape_on([".html", ".css"]),
        "typst" => {
            tera.autoescape_on([".typ"]);
            tera.set_escape_fn(escape_typst);
        }
        _ => {
            tera.autoescape_on([".xml"]);
            tera.set_escape_fn(escape_word);
        }
    }
    register_stand_ins(&mut tera);
    tera
}

/// Tera's `range` with an end: it limits the numbers of one loop, and here those of all are counted, since of loops within
/// loops each turn of the outer one begins the inner one anew.
fn register_range(tera: &mut Tera) {
    let left = AtomicUsize::new(MOST_COUNTED);
    tera.register_function("range", move |given: Kwargs, _: &State| -> TeraResult<Vec<i64>> {
        let start: i64 = given.get("start")?.unwrap_or_default();
        let end: i64 = given.must_get("end")?;
        let step: i64 = given.get("step_by")?.unwrap_or(1);
        let span = if step > 0 { end.checked_sub(start) } else { start.checked_sub(end) };
        let count = match span {
            _ if step == 0 => Err("`range` never ends if `step_by` is 0".to_owned()),
            Some(span) => Ok(span.max(0).unsigned_abs().div_ceil(step.unsigned_abs())),
            None => Ok(u64::MAX),
        };
        let count = usize::try_from(count.map_err(tera::Error::message)?).unwrap_or(usize::MAX);
        let take = |left: usize| left.checked_sub(count);
        if left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_err() {
            let most = figure(MOST_COUNTED);
            return Err(tera::Error::message(format!("its loops count to more than {most} together")));
        }
        Ok(std::iter::successors(Some(start), |number| number.checked_add(step)).take(count).collect())
    });
}

fn escape_typst(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(typst_source::escape_words(text).as_bytes())
}

fn escape_word(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(word::escape(text).as_bytes())
}

/// Templates are checked for unknown filters as they are loaded, before there is a report to print.
fn register_stand_ins(tera: &mut Tera) {
    tera.register_function("say", |_: Kwargs, _: &State| -> TeraResult<Value> { Ok(Value::none()) });
    for name in ["prose", "chart", "picture", "picture_path", "widths", "held", "said", "hex", "typed"] {
        tera.register_filter(name, |_: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
            Ok(Value::none())
        });
    }
}

/// Lets templates ask for a message by its id, `say(id="report-to", meeting=page.meeting)`, as code does and with the
/// same words. Arguments may be markup that the template has written itself, such as a link; everything else is
/// escaped.
fn register_words(tera: &mut Tera, words: &Arc<Words>, escape: fn(&str) -> String) {
    let words = Arc::clone(words);
    tera.register_function("say", move |given: Kwargs, _: &State| -> TeraResult<Value> {
        let id: &str = given.must_get("id")?;
        let takes = takes(&words, id, &given)?;
        let mut markup = Vec::new();
        let mut arguments = Vec::new();
        for name in takes {
            let value: &Value = given.must_get(name)?;
            let said = match (value.as_str(), value.as_i64()) {
                (Some(text), _) if value.is_safe() => {
                    // A character that no text has holds the argument's place while the words around it are escaped.
                    let place = char::from_u32(PLACES + u32::try_from(markup.len()).unwrap_or_default());
                    let place = place.unwrap_or_default().to_string();
                    markup.push((escape(&place), text.to_owned()));
                    place.into()
                }
                (Some(text), _) => text.into(),
                (None, Some(number)) => number.into(),
                (None, None) => {
                    return Err(tera::Error::message(format!(
                        "`{name}` is neither a text nor a whole number"
                    )));
                }
            };
            arguments.push((name.as_str(), said));
        }
        if arguments.is_empty() {
            return Ok(Value::normal_string(words.plain(id)));
        }
        let said = words.say(id, arguments);
        if markup.is_empty() {
            return Ok(Value::normal_string(&said));
        }
        let written =
            markup.iter().fold(escape(&said), |written, (place, markup)| written.replace(place, markup));
        Ok(Value::safe_string(&written))
    });
}

/// The first of the characters that Unicode keeps free, and the last: the one holds the place of an argument, the other
/// that of how many pages a PDF has.
const PLACES: u32 = 0xfdd0;
pub(super) const PAGES: char = '\u{fdef}';

/// The names of a message's arguments, if it exists and is given no others.
fn takes<'a>(words: &'a Words, id: &str, given: &Kwargs) -> TeraResult<&'a [String]> {
    let Some(takes) = words.arguments(id) else {
        let near = did_you_mean(id, words.ids());
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(tera::Error::message(format!("there are no words called `{id}`{near}")));
    };
    let names = given.iter().filter_map(|(name, _)| name.as_str());
    match names.filter(|name| *name != "id").find(|name| !takes.iter().any(|taken| taken == name)) {
        Some(other) => Err(tera::Error::message(format!("`{id}` takes no `{other}`"))),
        None => Ok(takes),
    }
}

pub(super) fn register_html(tera: &mut Tera, material: &Material, tags: Tags) {
    register_range(tera);
    register_words(tera, &material.words, escape_html);
    let own = material.clone();
    tera.register_filter("prose", move |number: usize, arguments: Kwargs, _: &State| {
        let (prose, level) = text_and_level(&own.texts, number, &arguments)?;
        TeraResult::Ok(Value::safe_string(&html::prose(prose, level, &own.pictures, &tags, &own.words)))
    });
    let own = material.clone();
    tera.register_filter("chart", move |number: usize, _: Kwargs, _: &State| {
        TeraResult::Ok(Value::safe_string(&html::chart(chart_of(&own, number)?)))
    });
    let own = material.clone();
    tera.register_filter("picture", move |picture: &Value, arguments: Kwargs, _: &State| {
        let class: Option<String> = arguments.get("class")?;
        TeraResult::Ok(Value::safe_string(&html::picture(
            &picture_of(picture)?,
            class.as_deref(),
            &own.pictures,
        )))
    });
}

pub(super) fn register_typst(tera: &mut Tera, material: &Material, tags: Tags) {
    register_range(tera);
    register_words(tera, &material.words, typst_source::escape_words);
    let own = material.clone();
    tera.register_filter("prose", move |number: usize, arguments: Kwargs, _: &State| {
        let (prose, level) = text_and_level(&own.texts, number, &arguments)?;
        let is = |name| TeraResult::Ok(arguments.get::<bool>(name)?.unwrap_or_default());
        let place = match (is("on_page")?, is("in_cell")?) {
            (true, _) => Place::Page,
            (false, true) => Place::Cell { is_kept: is("kept")? },
            (false, false) => Place::Inside,
        };
        TeraResult::Ok(Value::safe_string(&typst_source::prose(prose, level, place, &tags, &own.ruler)))
    });
    let own = material.clone();
    tera.register_filter("widths", move |rows: &Value, arguments: Kwargs, _: &State| {
        TeraResult::Ok(Value::safe_string(&widths(rows, &arguments, &own)?))
    });
    let own = material.clone();
    tera.register_filter("chart", move |number: usize, _: Kwargs, _: &State| {
        TeraResult::Ok(Value::safe_string(&typst_source::chart(number, chart_of(&own, number)?)))
    });
    tera.register_filter("held", |text: &Value, _: Kwargs, _: &State| {
        TeraResult::Ok(Value::from(typst_source::held(text.as_str().unwrap_or_default()).into_owned()))
    });
    tera.register_filter("said", |text: &Value, _: Kwargs, _: &State| {
        TeraResult::Ok(Value::safe_string(&typst_source::said(text.as_str().unwrap_or_default())))
    });
    tera.register_filter("picture_path", |picture: &Value, _: Kwargs, _: &State| {
        let path = typst_source::picture_path(&picture_of(picture)?.path);
        TeraResult::Ok(Value::safe_string(&typst_source::escape(&path)))
    });
}

/// The room that a rating's shape and box take beside its word, in ems.
const RATED: f64 = 2.2;

/// How wide a column of a table is, as `style.typ` takes it: in ems, its longest word and its longest line. `of` names what
/// stands in the column, `rated` the words of ratings in it, `head` is its heading, and `more` the room for what is not
/// text.
fn widths(rows: &Value, arguments: &Kwargs, material: &Material) -> TeraResult<String> {
    let names: Option<String> = arguments.get("of")?;
    let rated: Option<String> = arguments.get("rated")?;
    let head: Option<String> = arguments.get("head")?;
    let is_bold: bool = arguments.get("bold")?.unwrap_or_default();
    let more: f64 = arguments.get("more")?.unwrap_or_default();
    let bold = Face { is_bold: true, ..Face::default() };
    let (face, ruler) = (if is_bold { bold } else { Face::default() }, &material.ruler);
    let mut widest = Column::default();
    let plain = names.iter().flat_map(|names| names.split(',')).map(|name| (name, face, 0.0));
    let rated = rated.iter().flat_map(|names| names.split(',')).map(|name| (name, bold, RATED));
    for (name, face, around) in plain.chain(rated) {
        let path: Vec<&str> = name.split('.').collect();
        for row in rows.as_array().into_iter().flatten() {
            each_value(row, &path, &mut |value| {
                let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
                let own = match (value.as_str(), number.and_then(|number| material.texts.get(number))) {
                    (Some(text), _) => paper::plain(text, face, ruler),
                    (None, Some(prose)) => paper::text(prose, ruler),
                    (None, None) => return,
                };
                widest.widen(Column { least: own.least + around, best: own.best + around });
            });
        }
    }
    widest.widen(paper::plain(&head.unwrap_or_default(), bold, ruler));
    Ok(format!("({:.2}, {:.2})", widest.least + more, widest.best + more))
}

/// Calls `each` with what a row has at a path of names; a list on the way stands for each of its items.
fn each_value(value: &Value, path: &[&str], each: &mut dyn FnMut(&Value)) {
    let Some((first, rest)) = path.split_first() else {
        if let Some(items) = value.as_array() {
            items.iter().for_each(each);
        } else {
            each(value);
        }
        return;
    };
    match (value.as_array(), first.parse::<usize>()) {
        (Some(items), Ok(index)) => {
            if let Some(item) = items.get(index) {
                each_value(item, rest, each);
            }
        }
        (Some(items), Err(_)) => items.iter().for_each(|item| each_value(item, path, each)),
        (None, _) => {
            if let Some(inner) = value.get_from_path(first) {
                each_value(inner, rest, each);
            }
        }
    }
}

pub(super) fn register_word(tera: &mut Tera, material: &Material, tags: Tags) {
    register_words(tera, &material.words, word::escape);
    let own = material.clone();
    tera.register_filter("prose", move |number: usize, arguments: Kwargs, _: &State| {
        let (prose, level) = text_and_level(&own.texts, number, &arguments)?;
        let place = word::Place { level, across: arguments.get("across")?, item: arguments.get("item")? };
        TeraResult::Ok(Value::safe_string(&word::prose(prose, place, &own.pictures, &tags)))
    });
    let own = material.clone();
    tera.register_filter("chart", move |number: usize, _: Kwargs, _: &State| {
        TeraResult::Ok(Value::safe_string(&word::chart(number, chart_of(&own, number)?)))
    });
    let own = material.clone();
    tera.register_filter("picture", move |picture: &Value, arguments: Kwargs, _: &State| {
        let across = arguments.get("across")?.unwrap_or(word::WIDEST);
        let most = (across, arguments.must_get("down")?);
        TeraResult::Ok(Value::safe_string(&word::picture(&picture_of(picture)?, most, &own.pictures)))
    });
    // A text in which each space and each line counts.
    tera.register_filter("typed", |text: &str, _: Kwargs, _: &State| {
        TeraResult::Ok(Value::safe_string(&word::typed(text)))
    });
    // A colour as Word writes it.
    tera.register_filter("hex", |colour: &str, _: Kwargs, _: &State| {
        TeraResult::Ok(colour.trim_start_matches('#').to_uppercase())
    });
}

fn chart_of(material: &Material, number: usize) -> TeraResult<&Drawn> {
    let chart = number.checked_sub(1).and_then(|index| material.charts.get(index));
    chart.ok_or_else(|| tera::Error::message("there is no such chart in this report"))
}

fn text_and_level<'a>(texts: &'a Texts, number: usize, arguments: &Kwargs) -> TeraResult<(&'a Prose, u8)> {
    let level: u8 = arguments.must_get("level")?;
    let prose =
        texts.get(number).ok_or_else(|| tera::Error::message("there is no such text in this report"))?;
    Ok((prose, level.clamp(1, 6)))
}

fn field(value: &Value, name: &str) -> TeraResult<String> {
    value
        .get_from_path(name)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| tera::Error::message(format!("the value before this filter has no `{name}`")))
}

fn picture_of(value: &Value) -> TeraResult<Picture> {
    Ok(Picture { path: field(value, "path")?, alt: field(value, "alt")? })
}
