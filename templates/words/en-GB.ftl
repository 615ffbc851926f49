### What a report says, in British English.
###
### A council may put its own file of this name into its own templates folder, with only those messages in it that it
### wants to change: `name = text`. Names and `{ $values }` stay as they are; see https://projectfluent.org.
### A text may go on over several lines, if those that follow begin with a space.


## What things are called. Names with a hyphen before them are used in other messages.

-project = project
-projects = projects
-indicator = indicator
-indicators = indicators
-action = action
-actions = actions
-entry = entry
-entries = entries
-section = section
-sections = sections
-report = report
-group = group
-workstream = workstream
-workstreams = workstreams
-enabler = enabler
-enablers = enablers

kind-workstream = { -workstream }
kind-enabler = { -enabler }
kind-indicators = { -indicators }
kind-actions = { -actions }
kind-narrative = narrative


## Ratings

rating-red = Red
rating-amber = Amber
rating-green = Green
rating-complete = Complete
rating-not-started = Not started
rating-on-hold = On hold
rating-not-applicable = N/A
rating-for-information = For info
rating-not-rated = Not rated
rating-amber-green = Amber/Green
rating-amber-red = Amber/Red
rating-on-track = On track
rating-at-risk = At risk
rating-off-track = Off track


## Movements since the previous report, and a figure's direction of travel

movement-improved = Improved
movement-worsened = Worsened
movement-no-change = No change
movement-new = New
movement-not-rated = Not rated
movement-not-rated-before = Not rated last time
movement-no-longer-rated = No longer rated
movement-rule-changed = Rule changed
movement-scale-changed = Scale changed

direction-improving = Improving
direction-worsening = Worsening
direction-no-change = No change


## Dates, numbers and lists

january = January
february = February
march = March
april = April
may = May
june = June
july = July
august = August
september = September
october = October
november = November
december = December

date = { $day } { $month } { $year }
month-of-year = { $month } { $year }
quarter-of-year = Q{ $quarter } { $year }/{ $next }

number-thousands = ,
number-decimals = .

list-and = { $first } and { $last }
list-or = { $first } or { $last }
list-comma = { $first }, { $next }
list-semicolon = { $first }; { $next }

count-projects = { $count ->
    [one] { $count } { -project }
   *[other] { $count } { -projects }
}
count-indicators = { $count ->
    [one] { $count } { -indicator }
   *[other] { $count } { -indicators }
}
count-actions = { $count ->
    [one] { $count } { -action }
   *[other] { $count } { -actions }
}
count-sections = { $count ->
    [one] { $count } { -section }
   *[other] { $count } { -sections }
}
count-pages = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
count-of-rating = { $count } { $rating }


## Why a section has its rating

reason-nothing = { $rating }: there are no { -projects } and no rating is stated.

given-stated = { $rating }, as stated
given-stated-by = { $rating }, as stated by the { $owner }
given-judged = { $rating }, as judged by the owner
given-judged-by = { $rating }, as judged by the { $owner }
given-instead = { $rating }, set in place of the computed rating by the owner
given-instead-by = { $rating }, set in place of the computed rating by the { $owner }
given-without-reason = { $given }.
given-for-reason = { $given }: { $reason }
given-against-figure = { $given } Its figure gives { $computed }
given-against-rule = { $given } The { $rule } rule gives { $computed }

reason-none-rated = { $total ->
    [0] { $rating }: no { one-part } is rated.
    [one] { $rating }: the only { one-part } is not rated.
   *[other] { $rating }: none of the { $total } { many-parts } is rated.
}
reason-only-rated = { $rating }: the only rated { one-part } is { $rating }{ more-not-rated }.
reason-worst = { $rating }: the worst of { rated-parts } is { $rating }{ more-not-rated }.
reason-all = { $rating }: all { rated-parts } are { $which }{ more-not-rated }.
reason-mean = { $rating }: the mean of { rated-parts } is { $mean }, { $limits }{ more-not-rated }.
reason-weighted-mean = { $rating }: the weighted mean of { rated-parts } is { $mean }, { $limits }{ more-not-rated }.
reason-reached = { $rating }: { portion }, which is at least { $limit }{ more-not-rated }.
reason-missed = { $rating }: { $missed }{ more-not-rated }.
missed-limit = { portion }, which is less than { $limit }
missed-and = { $first }, and { $next }

one-part = { $of ->
    [sections] { -section }
    [grouped] { -section }
   *[projects] { -project }
}
many-parts = { $of ->
    [sections] { -sections }
    [grouped] { -sections }
   *[projects] { -projects }
}
whole = { $of ->
    [sections] { -report }
    [grouped] { -group }
   *[projects] { -section }
}
rated-parts = { $rated ->
    [one] { $rated } rated { one-part }
   *[other] { $rated } rated { many-parts }
}
portion = { $rated ->
    [one] { $part } of { rated-parts } is { $which }
   *[other] { portion-of-many }
}
portion-of-many = { $part ->
    [one] { $part } of { rated-parts } is { $which }
   *[other] { $part } of { rated-parts } are { $which }
}
or-worse = { $rating } or worse
limit-half = half
mean-limits = from 0 for { $worst } to { $most } for { $best }; { $begins }
mean-begins = { $rating } begins at { $limit }
mean-begins-next = { $rating } at { $limit }
more-not-rated = { $more ->
    [0] { "" }
    [one] ; { $more } more is not rated
   *[other] ; { $more } more are not rated
}

shares = { portion } ({ $share }){ more-not-rated }.
shares-none = { $total ->
    [0] No { one-part } is rated.
    [one] The only { one-part } is not rated.
   *[other] None of the { $total } { many-parts } is rated.
}

counted-none = No { -indicator } is rated.
counted = { $rated ->
    [one] { $rated } rated { -indicator }: { $counts }{ more-not-rated }.
   *[other] { $rated } rated { -indicators }: { $counts }{ more-not-rated }.
}

counted-no-actions = No { -action } is rated.
counted-actions = { $rated ->
    [one] { $rated } rated { -action }: { $counts }{ more-not-rated }.
   *[other] { $rated } rated { -actions }: { $counts }{ more-not-rated }.
}


## Why a project has its rating, where its aspects have ratings of their own

aspects-worst = { $count ->
    [one] { $rating }: the worst of its { $rated } ratings, { $aspects }, is { $which }{ more-not-rated }.
   *[other] { $rating }: the worst of its { $rated } ratings, { $aspects }, are { $which }{ more-not-rated }.
}
aspects-all = { $rated ->
    [one] { $rating }: its only rating is { $which }{ more-not-rated }.
   *[other] { $rating }: all { $rated } of its ratings are { $which }{ more-not-rated }.
}
aspects-only = { $rating }: its only rating, { $which }, is { $rating }{ more-not-rated }.
aspects-none = { $rating }: none of its ratings is better or worse than another.
aspects-judged = { $rating } overall, as judged by its lead. Its ratings alone would give { $computed }
aspect-of-entry = { $entry }: { $aspect }


## The rules, and what would tip a rating

rule-name-majority = majority
rule-name-worst = worst
rule-name-share = share
rule-name-score = score
rule-name-manual = manual
rule-name-none = none

rule-majority = Majority: a { whole } is { $steps }.
rule-worst = Worst: a { whole } has the rating of its worst rated { one-part }.
rule-share = Share: a { whole } is { $steps }.
step-by-share = { $rating } if at least { $limit } of its rated { many-parts } are { $which }
step-by-share-next = otherwise { $rating } if at least { $limit } are { $which }
step-otherwise = otherwise { $rating }
rule-score = Score: each rated { one-part } counts { $points }, times its weight; a { whole } is { $limits }, and
    { $worst } below.
score-points = { $points } if { $rating }
score-from-mean = { $rating } from a mean of { $limit }
score-from = { $rating } from { $limit }
rule-none = None: a { -section } has no rating of its own. Its ratings are counted, and the share of those that are
    { $which } is given.
counts-as = { $rating } counts as { $step }.
do-not-count = { $ratings } are not ratings and do not count.
rule-manual = Manual: the { -section }'s owner judges its rating and says why.

tip = { $count ->
    [one] If { $count } { $from } { one-part } became { $to }, the { whole } would be { $becomes }.
   *[other] If { $count } { $from } { many-parts } became { $to }, the { whole } would be { $becomes }.
}


## Why an indicator has its rating

outcome-for-information = { $rating }: this figure is told for information and has no target to meet.
outcome-no-figure = { $rating }: there is no figure for this period yet.
outcome-no-target = { $rating }: no target has been set.
outcome-on-target = { $rating }: { $figure } is exactly the target{ provisional-note }.
outcome-better = { $rating }: { $figure } is { side-of-the-better } the target of { $target }{ provisional-note }.
outcome-missed = { $rating }: { missed }{ provisional-note }.
outcome-still-best = { $exactly ->
    [yes] { $rating }: { missed } by exactly { $tolerance } of it, which is still { $rating }{ provisional-note }.
   *[no] { $rating }: { missed } by less than { $tolerance } of it, which is still { $rating }{ provisional-note }.
}
outcome-better-than-floor = { $rating }: { missed }, and { side-of-the-better } the { floor-of-the-better } of
    { $floor }{ green-note }{ provisional-note }.
outcome-on-floor = { $rating }: { missed } and exactly on the { floor-of-the-better }{ green-note }{
    provisional-note }.
outcome-worse-than-floor = { $rating }: { missed }, and { side-of-the-worse } the { floor-of-the-better } of
    { $floor }{ provisional-note }.
outcome-by-less = { $rating }: { missed } by less than { $tolerance } of it{ green-note }{ provisional-note }.
outcome-by-exactly = { $rating }: { missed } by exactly { $tolerance } of it{ green-note }{ provisional-note }.
outcome-by-more = { $rating }: { missed } by more than { $tolerance } of it{ provisional-note }.
outcome-best-step = { $rating }: { $figure } is { reached-limit }{ provisional-note }.
outcome-between-steps = { $rating }: { $figure } is { reached-limit }, and { side-of-the-worse } that of { $missed }
    for { $next }{ provisional-note }.
outcome-worst-step = { $rating }: { $figure } is { side-of-the-worse } the limit of { $missed } for
    { $next }{ provisional-note }.

reached-limit = { $exactly ->
    [yes] exactly on the limit for { $rating }
   *[no] { side-of-the-better } the limit of { $reached } for { $rating }
}
green-note = { $green ->
    [none] { "" }
   *[other] ; a miss of up to { $green } would still be { $best }
}
missed = { $figure } is { side-of-the-worse } the target of { $target }
side-of-the-better = { $better ->
    [higher] above
   *[lower] below
}
floor-of-the-better = { $better ->
    [higher] floor
   *[lower] limit
}
side-of-the-worse = { $better ->
    [higher] below
   *[lower] above
}
provisional-note = { $provisional ->
    [yes] ; the figure is provisional
   *[no] { "" }
}

course = { $better ->
    [higher] { $direction }: { $now } now and { $before } before, and higher is better.
   *[lower] { $direction }: { $now } now and { $before } before, and lower is better.
}

course-since = { $better ->
    [higher] { $direction }: { $now } now and { $before } in { $period }, and higher is better.
   *[lower] { $direction }: { $now } now and { $before } in { $period }, and lower is better.
}
direction-since = { $direction } against { $period } ({ $before })

note-green = { $best }: the figure is at its target or better.
note-green-tolerance = Where a percentage is stated for { $best }, a miss by no more than that share of the target is
    still { $best }.
note-floor = { $middle }: the figure misses its target and is at its floor or better. The floor is the least that is
    acceptable. { $worst }: the figure is worse than its floor, and something must be done about it.
note-limit = { $middle }: the figure misses its target and is at its limit or better. The limit is the most that is
    acceptable. { $worst }: the figure is worse than its limit, and something must be done about it.
note-floor-and-limit = { $middle }: the figure misses its target and is at its floor or limit, or better. The floor is
    the least that is acceptable, and the limit the most where lower is better. { $worst }: the figure is worse, and
    something must be done about it.
note-tolerance = { $middle }: the figure misses its target by no more than the stated percentage of it. { $worst }: it
    misses by more.
note-tolerance-for-floor = Where a percentage is given instead, { $middle } is a miss by no more than that share of the
    target, and { $worst } a larger one.
note-no-limit = { $worst }: the figure misses its target.
note-no-limit-here = Where an { -indicator } has only a target, a missed target is { $worst }.
note-steps = Where each rating has a limit of its own, an { -indicator } has the best rating whose limit its figure
    reaches, and the target is what is aimed at.
note-judged = Where a rating was judged and not worked out, the text says who judged it, why, and what the figure
    gives.
note-forecast = The year-end forecast is rated in the same way, against the target for the year.
note-exact = Figures are compared as they are printed, to the last decimal; nothing is rounded first. A figure exactly
    on a
    limit has reached it.
note-direction = Direction compares the figure with the one before it: { direction-improving } means better, not
    higher.
note-named-periods = Where a period is named beside a direction, the figure is compared with that of this period.
note-no-target = An { -indicator } without a target is not rated.


## The head of a report, and the names of its parts

title-and-period = { $title }, { $period }
status-draft = Draft
status-final = Final
meeting-item = item { $item }
owner = Owner: { $owner }
lead = { $count ->
    [one] Lead: { $lead }
   *[other] Leads: { $lead }
}

summary = Summary
summary-of-paper = Ratings at a glance
method = How the ratings were worked out
part-progress = Progress by { -section }
part-actions = { CAPITAL(-actions) }
part-workstreams = { CAPITAL(-workstreams) }
part-enablers = { CAPITAL(-enablers) }
part-priorities = Priorities by year
part-matrix = { CAPITAL(-projects) } by { -workstream }
part-outlook = Outlook

appendix = Appendix { $number }
appendix-title = { $appendix }: { $title }
the-appendix = the appendix

tally-projects = { count-projects } by rating
tally-indicators = { count-indicators } by rating
tally-actions = { count-actions } by rating


## The head and the foot of a committee paper

cover-from = From
cover-to = To
cover-subject = Subject
cover-classification = Classification
cover-decision-reference = Decision reference
cover-wards = Wards
cover-background = Background documents
cover-contact = Contact
cover-contacts = Contacts
cover-numbered = { $number }. { $title }
contact-name = Name
contact-role = Role
contact-telephone = Telephone


## What is exempt from publication: said in both copies, and in the public one in place of the text

exempt = Exempt
exempt-england = Not for publication: this part contains exempt information as described in {
    exempt-paragraphs } of Part 1 of Schedule 12A to the Local Government Act 1972 ({ $information }). The
    public may be excluded by resolution while it is considered, under section 100A(4) of that Act or, at a
    meeting of the executive, regulation 4(2) of SI 2012/2089.
exempt-wales = Not for publication: this part contains exempt information as described in { exempt-paragraphs
    } of Part 4 of Schedule 12A to the Local Government Act 1972 ({ $information }). The public may be
    excluded by resolution while it is considered, under section 100A(4) of that Act.
exempt-scotland = Not for publication: this part contains exempt information as described in {
    exempt-paragraphs } of Part I of Schedule 7A to the Local Government (Scotland) Act 1973. The public may
    be excluded by resolution while it is considered, under section 50A(4) of that Act.
exempt-northern-ireland = Not for publication: this part contains exempt information as described in {
    exempt-paragraphs } of Schedule 6 to the Local Government Act (Northern Ireland) 2014. The public may be
    excluded by resolution while it is considered, under section 42(4) of that Act.
exempt-paragraphs = { $count ->
    [one] paragraph { $numbers }
   *[other] paragraphs { $numbers }
}
# The descriptions are the law's own.
exempt-information-england = { $paragraph ->
    [1] information relating to any individual
    [2] information which is likely to reveal the identity of an individual
    [3] information relating to the financial or business affairs of any particular person (including the
        authority holding that information)
    [4] information relating to any consultations or negotiations, or contemplated consultations or
        negotiations, in connection with any labour relations matter arising between the authority or a
        Minister of the Crown and employees of, or office holders under, the authority
    [5] information in respect of which a claim to legal professional privilege could be maintained in legal
        proceedings
    [6] information which reveals that the authority proposes to give under any enactment a notice under or
        by virtue of which requirements are imposed on a person, or to make an order or direction under any
        enactment
   *[other] information relating to any action taken or to be taken in connection with the prevention,
        investigation or prosecution of crime
}
exempt-information-wales = { $paragraph ->
    [12] information relating to a particular individual
    [13] information which is likely to reveal the identity of an individual
    [14] information relating to the financial or business affairs of any particular person (including the
        authority holding that information)
    [15] information relating to any consultations or negotiations, or contemplated consultations or
        negotiations, in connection with any labour relations matter arising between the authority or a
        Minister of the Crown and employees of, or office holders under, the authority
    [16] information in respect of which a claim to legal professional privilege could be maintained in
        legal proceedings
    [17] information which reveals that the authority proposes to give under any enactment a notice under or
        by virtue of which requirements are imposed on a person, or to make an order or direction under any
        enactment
   *[other] information relating to any action taken or to be taken in connection with the prevention,
        investigation or prosecution of crime
}
exempt-why = Why: { $why }

## The table of every rating, and what changed

not-reported = Not reported
changed-from-to = { $before } to { $now }
section-as-a-whole = { $section } ({ $kind } as a whole)
gone-as-a-whole = { $section } (as a whole)
rated-last-time = { $rating } last time
entry-in-section = { $entry } in { $section }
no-longer-reported = No longer reported


## Workstreams and enablers

rule-changed = The rating was { $before } last time and is { $now } now, so no movement is shown.
scale-changed = The scale of its ratings is another than last time, so no movement is shown.
basis-stated = stated by the owner
basis-judged = judged by the owner
basis-rule = worked out by the { $rule } rule
basis-with-limits = worked out by the { $rule } rule ({ $limits })
limit-of-step = { $limit } { $which }

portfolio = Portfolio
wards = { $count ->
    [one] Ward
   *[other] Wards
}
stage = Stage
progress = Progress
percent-done = { $percent }%

why = Why
why-rated = Why { $rating }
why-so-rated = Why so rated
what-is-being-done = What is being done
due = Due
due-moved = { $due } (first planned for { $original })
last-updated = Last updated

milestone = Milestone
milestone-rating = Rating
milestone-first-planned = First planned
milestone-due = Due
milestone-reached = Reached
reached-yes = Yes
reached-not-yet = Not yet

risk-high = High
risk-medium = Medium
risk-low = Low


## Indicators

no-figure-yet = No figure yet
within-tolerance = Within { $tolerance }
rating-within = { $rating } within { $tolerance }
limit-for-rating = { $rating } { $figure }
target-moved = { $target } (originally { $original })
target-changed = { $before } to { $now }, originally { $original }
targets-changed = Target changed
forecast-for-year = Year-end forecast
forecast-and-target = { $figure } (target { $target })
forecast-counted = { forecast-for-year }: { $counted }
benchmark = { $name } { $figure }
benchmarks = Benchmarks
code-and-title = { $code }: { $title }


## Actions

category = Category { $letter }
category-titled = Category { $letter }: { $title }
category-none = Without a category
category-explained = { $letter }: { $title }
paragraphs = { $count ->
    [one] Paragraph { $paragraphs }
   *[other] Paragraphs { $paragraphs }
}
actions-without-category = None
actions-in-all = All


## Plans

priorities-caption = Priorities for each year, the most important first
matrix-caption = { CAPITAL(-projects) } of each { -workstream }
outlook-long-term = Long term
outlook-medium-term = Medium term
outlook-this-year = This year


## Charts, and their texts for people who cannot see them

chart-actual = Actual
chart-target = Target
chart-now = Now
chart-no-figure = no figure
chart-point = { $period }: { $actual }
chart-point-and-target = { $period }: { $actual }, target { $target }
chart-line = Line chart of { $title }{ chart-against-target }{ chart-unit }. { $points }.{ chart-others }
chart-against-target = { $has_target ->
    [yes] { " " }against its target
   *[no] { "" }
}
chart-unit = { $has_unit ->
    [yes] , in { $unit }
   *[no] { "" }
}
chart-others = { chart-limit }{ chart-benchmarks }
chart-limit = { $has_limit ->
    [yes] { " " }{ $limit }.
   *[no] { "" }
}
chart-benchmarks = { $has_benchmarks ->
    [yes] { " " }Benchmarks: { $benchmarks }.
   *[no] { "" }
}
chart-worst-below = { $worst } below { $limit }
chart-worst-above = { $worst } above { $limit }
chart-scale-cut = Scale begins at { $from }
chart-bar = { $period }: { $total }, { $counts }
chart-bars-of-projects = Bar chart of { -projects } by rating over { $reports } reports. { $bars }.
chart-bars-of-actions = Bar chart of { -actions } by rating over { $reports } reports. { $bars }.
chart-bars-of-indicators = Bar chart of { -indicators } by rating over { $reports } reports. { $bars }.


## Figures and lists that a text asks for

listed-projects = { CAPITAL(-projects) }
listed-indicators = { CAPITAL(-indicators) }
listed-actions = { CAPITAL(-actions) }
listed-rating = Rating
listed-section = { CAPITAL(-section) }
listed-total = Total
listed-none = None.
no-reason-given = No reason is given.


## The accessibility statement

compliance-full = are fully compliant with
compliance-partial = are partially compliant with
compliance-none = are not compliant with


## What `explain` and `diff` say

title-and-place = { $title } ({ $place })
explain-rule = Rule
explain-stated = None: the { -section } has no { -projects }, and its owner states the rating.
explain-override = Override
explain-set = set; the rule gives { $computed }
explain-set-by = set by the { $owner }; the rule gives { $computed }
explain-set-figure = set; the figure gives { $computed }
explain-set-by-figure = set by the { $owner }; the figure gives { $computed }
explain-target = Target
explain-nothing-rated = Nothing in this { -section } is rated.
explain-direction = Direction
explain-lead = { $count ->
    [one] Lead
   *[other] Leads
}
explain-action = Action
explain-given = { $rating }, as its lead gives it: { $reason }
explain-given-without-reason = { $rating }, as its lead gives it; no reason is given.
explain-aspects = Ratings
explain-aspect-moved = { $rating }. { $moved }
explain-movement = Movement
explain-since = { $movement }, since { $report }
explain-from-to-since = { $movement }, from { $from } to { $to }, since { $report }

target-raised = raised from { $then } to { $target }
target-lowered = lowered from { $then } to { $target }
target-first = { $moved }; first set at { $first }
date-slipped = slipped from { $then } to { $due }
date-brought-forward = brought forward from { $then } to { $due }
date-first-planned = { $moved }; first planned for { $first }

nobody = nobody
lead-changed = led by { $now }, and by { $before } before
progress-changed = { $before } done before, { $now } now


## What `check` lists as missing or stale

preflight-nobody = Nobody named
preflight-no-previous = names no previous report to compare with
preflight-better-than-rule = is set to { $rating } by hand, which is better than the { $computed } that its rule gives
preflight-better-than-aspects = is rated { $rating } overall, which is better than the { $computed } that its ratings
    give
preflight-better-than-figure = is set to { $rating } by hand, which is better than the { $computed } that its figure
    gives
preflight-no-rating = has no rating
preflight-no-reason = is { $rating } and does not say why (`reason`)
preflight-no-action = is { $rating } and does not say what is being done (`action`)
preflight-not-updated = does not say when it was updated (`updated`)
preflight-updated-before = was last updated on { $updated }, before the period began
preflight-late-milestone = has a milestone past due and not reached: { $milestone }
preflight-red-item = is { $rating } and has an item marked { $item }
preflight-old-narrative = has word for word the narrative of the report before ({ $rating })
preflight-only-quotation = has nothing but a quotation of the report before
preflight-too-long = has a narrative of { $words } words, and { $most } are the most
preflight-no-figure = has no rating: its figure or its target is missing
preflight-no-commentary = is { $rating } and has neither commentary nor `action`
preflight-unknown-paragraph = is exempt under { exempt-paragraphs } of a law whose paragraphs are not known here: see
    that the law has it
preflight-publish-by = publish by { $day }: { clear-days } before the meeting on { $meeting } ({ $nation })
preflight-publish = publish { clear-days } before the meeting on { $meeting } ({ $nation }); the bank holidays of
    { $year } are
    not known here, so count them yourself, or ask for a newer version of this program
preflight-holidays-end = no bank holidays after { $year } are known here, so ask for a newer version of this program
    before papers of the next year are due
preflight-publish-before = publish before the meeting on { $meeting }; how many days before it the law asks for in
    { $nation } is
    not known here, so look it up in the council's standing orders
clear-days = { $days ->
    [3] three clear days
    [5] five clear days
    [one] { $days } clear day
   *[other] { $days } clear days
}


## Names of tables in the text, for people who cannot see them

table = Table
table-of = Table: { $columns }


## What is on every page

skip = Skip to the content
restriction = Restriction
restricted = Restricted: not for publication
page-of = Page { $page } of { $pages }
continued = (continued)
all-reports = All reports
accessibility-statement = Accessibility statement


## The list of reports

reports = Reports
report-as-pdf = { $report } as PDF
report-as-word-file = { $report } as Word file
ratings-as-csv = ratings as CSV


## A report

report-to = Report to { $meeting }
status = Status: { $status }
reports-on = Reports on: { $plan }
as-pdf = This report as an accessible PDF
as-word-file = This report as a Word file
as-web-page = This report as a web page
as-data = The same as data: { $json }, { $csv }.
overall = Overall rating
contents = Contents
back-to-contents = Back to the contents

one-page = One-page summary
one-page-hint = This is the report on one page; it prints on one side.
show-whole-report = Show the whole report
needs-attention = What needs attention
and-more = and { $count } more
section-ratings = Ratings of { -sections }
section-column = { CAPITAL(-section) }

changes-since = What changed since { $report }
no-changes = No rating has changed.
changes-caption = Each change, the ratings that worsened first
change = Change
from-and-to = From and to
all-ratings = All ratings
all-ratings-caption = Rating of every { -section } and { -project }
show = Show
show-everything = Everything
show-hint = A { -section } is shown with any of its { -projects }. Printing shows everything.
owner-of-section = Owner of the { -section }
shown-by-rating =
    Only what is rated { $rating } is shown, in this table and in its { -sections }.
    { show-everything-again }
shown-by-movement =
    Only what is marked { $movement } is shown, in this table and in its { -sections }.
    { show-everything-again }
shown-by-owner =
    Only each { -section } with the owner { $owner } is shown, in this table and below.
    { show-everything-again }
show-everything-again = To see all again, choose “{ show-everything }”.
partly-shown = Not everything is shown here.
change-what-is-shown = Change what is shown
section-and-project = { CAPITAL(-section) } and { -project }
rating = Rating
last-time = Last time
ratings-over-time = Ratings over time
ratings-over-time-caption = Ratings in the last { $reports } reports, the oldest first
section-and-entry = { CAPITAL(-section) } and entry
movement = Movement

method-of-projects = The lead of each { -project } gives its rating.
method-of-aspects = { $aspects } of a { -project } are rated separately. If its lead does not rate it overall, its
    rating is the worst of those.
method-of-sections = A { -section }’s rating follows from those of its rated { -projects }.
method-of-indicators = The rating of an { -indicator } is worked out from its figure and its target:

paper-summary = Summary
recommendations = Recommendations
e-mail = E-mail

milestones = Milestones
risks = Risks

red-indicators = { CAPITAL(-indicators) } rated { $rating }
all-indicators = All { -indicators }
all-indicators-caption = Each { -indicator } with its figures
other-indicators = Other { -indicators }
column-indicator = { CAPITAL(-indicator) }
basis = Basis
actual = Actual
target = Target
floor = Floor
limit = Limit
floor-or-limit = Floor or limit
previous = Previous
direction = Direction
provisional = provisional

categories = Categories
number-of-actions = Number of { -actions }
number-of-actions-caption = { CAPITAL(-actions) } by theme and category
theme = Theme
code = Code
comment = Comment
timescale = Timescale
lead-of-action = Lead
evidence = Evidence of improvement
monitoring = Monitoring

rank = Rank
column-lead = Lead
column-project = { CAPITAL(-project) }
outlook-caption = What is meant to be true of each { -project }, and when


## The page of the accessibility statement

statement-about = This statement is about the reports that are published here, each as a web page and as a PDF.
statement-about-council = This statement is about the reports of { $council } that are published here, each as a web
    page
    and as a PDF.
statement-everybody = Everybody should be able to use them. That means that you should be able to:
statement-enlarge = enlarge the text to 400% and read it without scrolling sideways
statement-keyboard = move through a page with the keyboard alone
statement-words = tell every rating by its word, in colour, in black and white and read aloud
statement-choose = choose between the web page and the PDF, which say the same in the same order
statement-how-accessible = How accessible the reports are
statement-compliance = The reports { $compliance } the { $guidelines }, level AA.
statement-guidelines = Web Content Accessibility Guidelines, version 2.2
statement-problems = What follows does not meet them:
statement-no-problems = No problems are known.
statement-tested = What was tested
statement-tests = The program that makes the reports writes a PDF only if its export finds it in keeping with PDF/UA-1,
    the standard for accessible PDF. On a worked example, its makers check pages and PDFs by machine with axe-core,
    the Nu
    checker and veraPDF, and check by machine in a browser that the keyboard reaches everything and that nothing
    scrolls
    sideways. Machines find only a part of what can be wrong. The makers have not tested with a screen reader.
statement-help = If you cannot use something
statement-tell-us = Tell us which report it is, what you cannot use, and in which form you need it:
statement-by-e-mail = e-mail { $address }
statement-by-telephone = telephone { $number }
statement-not-content = If you are not content with our answer
statement-enforced = The Equality and Human Rights Commission enforces the Public Sector Bodies (Websites and Mobile
    Applications) (No. 2) Accessibility Regulations 2018. If you are not content with how we answer, turn to the
    { $service }.
statement-service = Equality Advisory and Support Service
statement-dates = About this statement
statement-prepared = It was prepared on { $date }.
statement-reviewed = It was last reviewed on { $date }.


## A form in Word for one owner

form-title = Form for { $report }
form-for = For: { $owner }
form-how = How to fill in this form
form-boxes = Write in the boxes. What is written outside them is not read.
form-changes = A box that you leave as it is changes nothing. A box that you empty removes what was there.
form-values = Choose ratings from their lists. Choose dates from the calendar, or write them as 31 March 2014; what is
    due may also be due in a month, as March 2014, or in a quarter, as Q4 2013/14. Figures: figures only, without £, %
    or commas.
form-texts = Long texts: leave a blank line between paragraphs, and begin each point of a list with “- ”. Two
    asterisks before and after a word make it bold, as in **word**.
form-send = Leave what you have no answer to. Save the form as a Word document (.docx) and send it back.
form-choose = Choose here
form-type = Write here
