"""Papers that nobody wrote, with every field that there is, and words in what is kept back that the public must not see."""
import json

# In every value of what is restricted, exempt or a draft, and nowhere else: a word, and a number where only a number may stand.
CANARY, CANARY_NUMBER = "Zwyrbflox", 918273

WORDS = ("lease agreed signed survey tender works contract budget staff training website audit review plan park school bridge road "
         "housing energy carbon waste library museum ward partner risk delay start finish spring").split()
SCALES = {
    "rag": ("complete", "green", "amber", "red", "not-started", "on-hold", "n/a", "info"),
    "five-point": ("green", "amber-green", "amber", "amber-red", "red", "n/a"),
    "on-track": ("complete", "on-track", "at-risk", "off-track", "info"),
    "own": ("achieved", "met", "late", "lost", "carried", "n/a"),
}
OWN_SCALE = [
    {"id": "achieved", "word": "Achieved", "colour": "blue", "counts_as": "met"},
    {"id": "met", "word": "Met", "colour": "green", "means": "Will be met by its date"},
    {"id": "late", "word": "Delayed but progressing", "short": "Late", "colour": "amber"},
    {"id": "lost", "word": "Not achieved", "colour": "red"},
    {"id": "carried", "word": "Carried over", "colour": "grey", "counts_as": "nothing"},
]
STEPS = {"rag": ("green", "amber", "red"), "five-point": ("green", "amber-green", "amber", "amber-red", "red"),
         "on-track": ("on-track", "at-risk", "off-track"), "own": ("met", "late", "lost")}
KINDS = ("workstream", "enabler", "indicators", "actions", "narrative")
PICTURE = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'><title>{0}</title><desc>{0}</desc><rect width='9' height='9'/><text y='40' font-size='20'>{0}</text></svg>"


class Paper:
    """One council's content. Whatever is kept back holds the canary, and `secrets` says how much is."""

    def __init__(self, random):
        self.random, self.files, self.secrets, self.kept = random, {}, 0, set()
        self.scale = random.choice(list(SCALES))
        self.is_exempt_used = random.random() < 0.5
        self.references = []
        council = {"council": "Melbury Borough Council"} | self.scaled(0.5) | self.some(
            nation=lambda: random.choice(("england", "wales")), outputs=lambda: ["html", "pdf", "docx"], accent=lambda: "#1d4f91",
            entries_are=lambda: ["measure", "measures"], required_headings=lambda: ["Position", "Legal"],
            accessibility=lambda: {"compliance": "partial", "email": "a@example.org", "prepared": "2014-01-01", "problems": self.words(False)})
        self.is_wales = council.get("nation") == "wales"
        self.write("content/_index.md", council, "")
        plan = self.report("p", {"document": "plan"}) if random.random() < 0.3 else None
        names = ["q", "r"] if random.random() < 0.8 else ["q", "r", "t"]
        for before, name in zip([None] + names, names):
            self.report(name, ({"previous": before} if before else {}) | ({"plan": "p"} if plan else {}))

    # ---- Values.

    def maybe(self, chance, value):
        return value() if self.random.random() < chance else None

    def some(self, chance=0.4, **fields):
        return {name: value() for name, value in fields.items() if self.random.random() < chance}

    def words(self, is_secret, least=1, most=8):
        words = [self.random.choice(WORDS) for _ in range(self.random.randint(least, most))]
        if is_secret:
            words.insert(self.random.randrange(len(words) + 1), CANARY)
        return " ".join(words).capitalize()

    def number(self, is_secret):
        return CANARY_NUMBER if is_secret else self.random.choice((0, 1, 3, 12, 50, 80.5, 99, 1200))

    def day(self):
        return f"201{self.random.randint(3, 5)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"

    def when(self):
        return self.random.choice((self.day(), "March 2014", "2014-05", "Q4 2013/14", "Q1 2014/15"))

    def rating(self):
        return self.random.choice(SCALES[self.scale])

    def scaled(self, chance):
        """The scale of this run and a rule that goes with it, or neither where the scale is the usual one."""
        given = {"scale": OWN_SCALE if self.scale == "own" else self.scale}
        if self.scale == "rag" and self.random.random() < 0.5:
            given = {}
        return given | self.some(chance, rollup=self.rule)

    def rule(self):
        steps = STEPS[self.scale]
        shares = {step: f"{20 + 7 * place}%" for place, step in enumerate(reversed(steps[1:]))}
        limits = {step: (len(steps) - 1 - place) - 0.4 for place, step in enumerate(steps[:-1])}
        return self.random.choice(("majority", "worst", "none", {"rule": "share"} | shares, {"rule": "score"} | limits))

    def text(self, is_secret, depth=2):
        """Some Markdown, with what it may ask for and point at."""
        parts = []
        for _ in range(self.random.randint(1, 4)):
            said = self.words(is_secret, 3, 12)
            parts.append(self.random.choice((
                said + ".", f"- {said} (Green)\n- {self.words(is_secret)}", f"**{said}** and *{self.words(is_secret)}*.",
                f"1. {said}\n2. {self.words(is_secret)}", f"> {said}", f"| {said} | B |\n| --- | --- |\n| {self.words(is_secret)} | 3 |",
                f"### {said}\n\nText.", f"<!-- {said} -->{said}.", 
                f"[{said}](https://example.org/{'x' if not is_secret else CANARY}).", said + ".")))
        return "\n\n".join(parts)

    def asked(self, sections, report):
        """What a report's own text may ask for."""
        step, section = self.random.choice(STEPS[self.scale]), self.random.choice(sections)
        worst = STEPS[self.scale][-1]
        inline = ["{{ count.%s }}" % step, "{{ count.total }}", "{{ share.%s }}" % step, "{{ count.%s.total }}" % section,
                  "{{ share.%s.%s }}" % (section, step), "{{ indicators.total }}"]
        if self.random.random() < 0.1:
            inline = ["{{ rating.%s }}" % section, "{{ reason.%s }}" % section, "{{ appendix.%s }}" % section, "{{ rating.%s/e1 }}" % section]
        blocks = ["{{ table.counts }}", "{{ table.sections }}", "{{ table.indicators }}", "{{ list.%s }}" % worst,
                  "{{ list.%s.projects }}" % worst, "{{ list.%s.indicators }}" % worst]
        if report and self.random.random() < 0.5:
            return self.random.choice(blocks)
        see = f", see [it]({section}/e1.md)" if report and self.random.random() < 0.2 else ""
        return f"There are {self.random.choice(inline)} of {self.random.choice(inline)}{see}."

    # ---- Files.

    def flag(self, chance):
        """What keeps something back: the fields, and whether its title and code are kept back too."""
        if self.random.random() > chance:
            return {}, None
        self.secrets += 1
        if self.is_exempt_used and self.random.random() < 0.5:
            return {"exempt": {"paragraph": 14 if self.is_wales else 3, "why": self.words(False)}}, "exempt"
        name = self.random.choice(("restricted", "restricted", "draft"))
        return {name: True}, name

    def write(self, path, fields, text):
        fields = "".join(f"{name}: {json.dumps(value)}\n" for name, value in fields.items() if value is not None)
        self.files[path] = f"---\n{fields}---\n{text}\n"

    def report(self, name, fields):
        random = self.random
        is_plan = fields.get("document") == "plan"
        is_secret = random.random() < 0.1 and name not in "pq"
        groups = [{"id": f"g{number}", "title": self.words(is_secret)} | self.some(
            about=lambda: self.words(is_secret), owner=lambda: self.words(is_secret), rollup=lambda: random.choice(("majority", "worst")))
            for number in range(random.choice((0, 2, 3)))]
        if is_plan:
            groups = []
        kinds = [kind for kind in KINDS if random.random() < 0.7 and not (is_plan and kind in ("indicators", "actions"))] or ["workstream"]
        sections = [f"{kind}{number}" for kind in kinds for number in range(random.choice((1, 1, 2)))]
        is_open = [self.section(name, section, place, [group["id"] for group in groups], is_secret) for place, section in enumerate(sections)]
        # What a text asks for is mostly there for all to see; otherwise it is a fault.
        rated = [section for section, is_open in zip(sections, is_open) if is_open and section.startswith("workstream")]
        if random.random() < 0.1:
            rated = sections
        fields = fields | {"title": self.words(is_secret, 2, 4), "period": self.words(is_secret, 1, 2), "to": "2014-03-31"}
        if is_secret:
            self.secrets += 1
            fields[random.choice(("restricted", "draft"))] = True
        if groups:
            fields["groups"] = groups
        if not is_plan:
            fields |= self.scaled(0.3) | self.some(0.3, overall=lambda: random.choice(("majority", "worst")))
            fields |= self.some(0.5, cover=lambda: self.cover(is_secret, rated), categories=lambda: {
                "A": {"title": self.words(is_secret), "description": self.words(is_secret)}})
            fields |= self.some(0.3, meeting=lambda: {"body": self.words(is_secret), "date": "2014-05-01", "item": "5"})
            # The letters of the actions have to be explained where they are used.
            fields.setdefault("categories", {"A": {"title": "Of all"}})
        else:
            fields["priorities"] = [{"year": "2014", "entries": [f"{section}/e{number}" for section in sections for number in (1, 2)
                                                                if f"content/p/{section}/e{number}.md" in self.files
                                                                and not section.startswith(("narrative", "actions"))]}]
        text = "## Position\n\n" + "\n\n".join([self.text(is_secret)] + ([] if is_plan else [
            self.asked(rated, name) for _ in range(random.choice((0, 1, 3)) if rated else 0)]))
        self.write(f"content/{name}/_index.md", fields, text)
        return name

    def cover(self, is_secret, sections):
        return {"from": self.words(is_secret), "to": [self.words(is_secret), self.words(is_secret)], "subject": self.words(is_secret)} | self.some(
            classification=lambda: "Unrestricted", wards=lambda: self.words(is_secret), summary=lambda: self.words(is_secret) if not sections else self.asked(sections, None),
            heading=lambda: [{"label": "Division", "text": self.words(is_secret)}], recommendations=lambda: [self.words(is_secret)],
            background=lambda: [{"title": self.words(is_secret), "url": "https://example.org/"}],
            contact=lambda: {"name": self.words(is_secret), "role": self.words(is_secret), "phone": "01234", "email": "a@example.org"})

    def section(self, report, name, place, groups, is_secret):
        random, kind = self.random, name[:-1]
        flag, why = self.flag(0.2)
        is_kept = is_secret or why is not None
        # Of what is exempt the public reads the title.
        fields = {"title": self.words(is_kept and (why != "exempt" or is_secret), 1, 4), "kind": kind, "order": place} | flag
        fields |= self.some(0.5, owner=lambda: self.words(is_kept))
        if groups:
            fields |= self.some(0.7, group=lambda: random.choice(groups))
        if kind == "narrative":
            fields |= self.some(0.5, numbered=lambda: True)
        elif kind in ("workstream", "enabler"):
            fields |= self.some(0.3, layout=lambda: random.choice(("table", "blocks")), rollup=self.rule,
                                entries_are=lambda: [self.words(is_kept, 1, 1), self.words(is_kept, 1, 1)])
        folder = f"content/{report}/{name}"
        picture = self.maybe(0.3, lambda: self.picture(folder, "s.svg", is_kept))
        self.write(f"{folder}/_index.md", fields, self.text(is_kept) + (picture or ""))
        self.kept.update([f"{folder}/_index.md", f"{folder}/s.svg"] if is_kept else [])
        for number in range(1, random.choice((2, 3, 4))):
            self.entry(folder, kind, number, is_kept)
        return not is_kept

    def picture(self, folder, name, is_secret):
        self.files[f"{folder}/{name}"] = PICTURE.format(self.words(is_secret))
        return f"\n\n![{self.words(is_secret)}]({name})"

    def code(self, kind, folder, number, is_named):
        return f"{CANARY if is_named else ''}{kind[0]}{folder[-1]}{number}"

    def entry(self, folder, kind, number, is_secret):
        random = self.random
        flag, why = self.flag(0.25)
        is_kept = is_secret or why is not None
        is_named = is_secret or why in ("restricted", "draft")
        words = lambda: self.words(is_kept)
        if random.random() < 0.15 and not is_kept:
            # In the report before it may have been kept back, and may be again.
            flag = {}
        fields = {"title": self.words(is_named, 1, 5)} | flag | self.some(0.2, order=lambda: number)
        # The public sees neither these fields of what is exempt nor anything else.
        if kind != "narrative":
            fields |= self.some(0.2, extra=lambda: {"note": words()})
        if kind in ("workstream", "enabler"):
            fields |= {"rating": self.rating()} | self.some(
                code=lambda: self.code(kind, folder, number, is_named), lead=words, leads=lambda: [words(), words()],
                email=lambda: "b@example.org", portfolio=words, wards=lambda: [words()], stage=words, progress=lambda: random.randint(0, 100),
                reason=words, action=words, updated=self.day, due=self.when, original_due=self.when, weight=lambda: random.choice((1, 2, 3)),
                milestones=lambda: [{"title": words(), "due": self.when(), "rating": self.rating()}], risks=lambda: [{"level": "high", "text": words()}])
            if folder.startswith("content/p/"):
                fields |= self.some(outlook=lambda: {"long_term": words(), "this_year": words()})
                fields.pop("rating")
            elif folder.startswith("content/r/"):
                fields |= self.some(0.1, was=lambda: f"{folder.split('/')[2]}/e{number % 3 + 1}")
        elif kind == "indicators":
            if self.scale == "five-point":
                fields |= {"limits": {step: 90 - 10 * place for place, step in enumerate(STEPS[self.scale][:-1])}}
            better = "higher" if self.scale == "five-point" else random.choice(("higher", "lower"))
            fields |= {"better": better, "target": self.number(is_kept), "actual": self.number(is_kept)}
            fields |= self.some(
                code=lambda: self.code(kind, folder, number, is_named), unit=lambda: words() if is_kept else random.choice(("%", "days")), owner=words, basis=words,
                history=lambda: [{"period": words(), "actual": self.number(is_kept)} for _ in range(random.choice((1, 2, 3)))],
                benchmarks=lambda: [{"name": words(), "figure": self.number(is_kept)}], forecast=lambda: self.number(is_kept), provisional=lambda: True)
        elif kind == "actions":
            fields |= {"code": self.code(kind, folder, number, is_named)} | self.some(
                0.6, category=lambda: "A", timescale=words, leads=lambda: [words()], evidence=words, monitoring=lambda: [words()],
                rating=self.rating, status=words, paragraphs=lambda: ["1.2"])
        text = self.text(is_kept)
        if random.random() < 0.25:
            text += self.picture(folder, f"p{number}.svg", is_kept)
        self.write(f"{folder}/e{number}.md", fields, text)
        self.kept.update([f"{folder}/e{number}.md", f"{folder}/p{number}.svg"] if is_kept else [])

    def other(self):
        """The same content with other things in what is kept back, from which the same must be made for the public."""
        random, scale = self.random, SCALES[self.scale]
        files = dict(self.files)
        for path in sorted(self.kept & set(files)):
            text = files[path].replace(CANARY, "Otherword").replace(str(CANARY_NUMBER), "55")
            lines = text.split("\n")
            # Whatever need not be there is left out, and what is rated is rated otherwise.
            optional = ("reason", "action", "due", "lead", "leads", "milestones", "risks", "weight", "progress", "updated", "history",
                        "benchmarks", "forecast", "owner", "evidence", "monitoring", "status", "timescale", "stage", "wards", "extra")
            lines = [line for line in lines if line.split(":")[0] not in optional or random.random() < 0.5]
            lines = [f"rating: {random.choice(scale)}" if line.startswith("rating: ") and path.count("/") == 3 and not path.endswith("_index.md")
                     else line for line in lines]
            files[path] = "\n".join(lines)
        return files
