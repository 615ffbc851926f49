//! Checks that the dates of a project agree with one another, with the report's and with the calendar.
//!
//! In: fields, and the day on which they are checked. Out: warnings. It must not ask what day it is.

use crate::content::fields::Fields;
use crate::diag::source::Spanned;
use crate::diag::{Code, Diagnostic};
use crate::report::{Date, Precision, Rating, Scale};

/// The days that those of an entry are held against.
pub(super) struct Days {
    /// The last day of the report's period.
    to: Option<Date>,
    /// The day of the first of its meetings.
    meeting: Option<Date>,
    /// The day on which the content is checked, if that is known.
    today: Option<Date>,
}

impl Days {
    /// Those of the report with these fields.
    pub(super) fn of(report: &Fields, today: Option<Date>) -> Self {
        let date = |date: Spanned<Date>| date.value;
        Self {
            to: report.date("to").map(date),
            meeting: report.maps("meeting").iter().filter_map(|meeting| meeting.date("date")).map(date).min(),
            today,
        }
    }

    /// Warns where the dates of a project, or of its milestones, contradict one another or the report's.
    pub(super) fn check(&self, project: &Fields, rating: Option<Rating>, faults: &mut Vec<Diagnostic>) {
        check_moved(project, faults);
        self.check_past(project, "updated", faults);
        self.check_overdue(project, rating, faults);
        for milestone in project.maps("milestones") {
            check_moved(milestone, faults);
        }
    }

    /// Warns of a day that must have passed when the paper is read, and has not.
    fn check_past(&self, fields: &Fields, name: &str, faults: &mut Vec<Diagnostic>) {
        let Some(found) = fields.date(name) else { return };
        let why = match (self.today, self.meeting) {
            (Some(today), _) if found.value > today => "which is still to come".to_owned(),
            (_, Some(meeting)) if found.value > meeting => format!("after the meeting on {meeting}"),
            _ => return,
        };
        let message = format!("`{name}` is {}, {why}", found.value);
        let fault = Diagnostic::warning(Code::DateOrder, found.span, message);
        faults.push(fault.help("see that the year and the month are right"));
    }

    /// Warns of a project that should be finished, and of which nobody says that it is.
    fn check_overdue(&self, project: &Fields, rating: Option<Rating>, faults: &mut Vec<Diagnostic>) {
        let rating = rating.filter(|rating| rating.is_open());
        let (Some(due), Some(to), Some(rating)) = (project.when("due"), self.to, rating) else { return };
        if due.value.last() < to {
            let message = format!(
                "this was due {} {}, before the period ended on {to}, and is rated {}",
                if due.value.precision() == Precision::Day { "on" } else { "in" },
                due.value,
                rating.word()
            );
            let put_off = "put the new date under `due` and this one under `original_due`";
            let help = match finished(rating.scale()) {
                Some(id) => format!("if it is finished, write `rating: {id}`; if not, {put_off}"),
                None => format!("if it is not finished, {put_off}"),
            };
            faults.push(Diagnostic::warning(Code::Overdue, due.span, message).help(help));
        }
    }
}

/// The id of what is finished, in a scale that has it: what counts as the best step without being it.
fn finished(scale: &'static Scale) -> Option<&'static str> {
    scale.own().find(|rating| rating.is_best() && !rating.is_step()).map(Rating::id)
}

/// Warns where a date has moved to an earlier one: most likely the two stand under each other's name.
fn check_moved(fields: &Fields, faults: &mut Vec<Diagnostic>) {
    let (Some(due), Some(original)) = (fields.when("due"), fields.when("original_due")) else { return };
    if due.value.last() < original.value.last() {
        let message =
            format!("`due` is {}, earlier than `original_due`, which is {}", due.value, original.value);
        let fault = Diagnostic::warning(Code::DateOrder, due.span, message);
        let fault = fault.related(original.span, "when it was first due");
        faults.push(fault.help(
            "exchange the two if the date was put off; if it was brought forward, delete `original_due`",
        ));
    }
}
