//! What is exempt from publication, and by which paragraph of the law.
//!
//! In: the fields of a section or entry, and the nation whose law applies. Out: the value, and a fault if that law has no
//! such paragraph.

use crate::content::fields::Fields;
use crate::diag::{Code, Diagnostic};
use crate::report::exempt::paragraphs;
use crate::report::{Exempt, Nation};

/// Why something is exempt, if it is. Whatever was typed there keeps its text back, readable or not.
pub(super) fn exempt(fields: &Fields, nation: Nation, faults: &mut Vec<Diagnostic>) -> Option<Exempt> {
    if !fields.was_given("exempt") {
        return None;
    }
    let typed = fields.map("exempt");
    let named = typed.map(|typed| typed.wholes("paragraph")).unwrap_or_default();
    if let Some(typed) = typed.filter(|typed| named.is_empty() && typed.value("paragraph").is_some()) {
        let message = "`paragraph` names no paragraph of the law";
        let fault = Diagnostic::error(Code::WrongType, typed.place("paragraph"), message);
        faults.push(fault.help("write the number of the paragraph, like 3"));
    }
    for paragraph in &named {
        let known = paragraphs(nation);
        let is_there = known.as_ref().map_or(paragraph.value > 0, |known| known.contains(&paragraph.value));
        if is_there {
            continue;
        }
        let message =
            format!("there is no paragraph {} on exempt information in {}", paragraph.value, law(nation));
        let fault = Diagnostic::error(Code::ExemptParagraph, paragraph.span, message);
        faults.push(match known {
            Some(known) => fault
                .help(format!(
                    "for {} write a number from {} to {}",
                    nation.name(),
                    known.start(),
                    known.end()
                ))
                .help("if that is not the nation, give `nation` in `content/_index.md`"),
            None => fault.help("write the number of the paragraph, like 3"),
        });
    }
    Some(Exempt {
        law: nation,
        paragraphs: named.into_iter().map(|paragraph| paragraph.value).collect(),
        why: typed.and_then(|typed| typed.text("why")).map(|why| why.value),
    })
}

/// Where the paragraphs stand.
fn law(nation: Nation) -> &'static str {
    match nation {
        Nation::England => "Part 1 of Schedule 12A to the Local Government Act 1972",
        Nation::Wales => "Part 4 of Schedule 12A to the Local Government Act 1972",
        Nation::Scotland => "Part I of Schedule 7A to the Local Government (Scotland) Act 1973",
        Nation::NorthernIreland => "Schedule 6 to the Local Government Act (Northern Ireland) 2014",
    }
}
