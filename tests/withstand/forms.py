"""Forms in Word as nobody filled them in: what becomes of a good one, and what an import of it may change."""
import io, re, zipfile

DOCUMENT = "word/document.xml"
CONTROL = re.compile(r"<w:sdt>.*?</w:sdt>", re.S)
TAG = re.compile(r'<w:tag w:val="([^"]*)"/>')
RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
# What people write who were asked for something else.
ANSWERS = (
    "31/02/2013", "31.3.14", "31st March 2014", "March 31, 2014", "2014-3-1", "next week", "TBC", "n/a", "N/A", "ambre", "GREEN", "Amber / Green",
    "Green (was Red)", "1,234", "£1.2m", "85 %", "12.5", "-", "\u2013", "see above", "yes", "Y", "Nein", "Q1", "Q4 2013/14", "Spring 2014", "100", "101",
    "Click or tap here to enter text.", "Choose an item.", "Not rated", "**bold", "- one\n- two", "| a | b |", "# heading", "a: b", "---", "'", '"', "\\",
    "{{ count.red }}", "{{ table.counts }}", "<b>x</b>", "<!-- x -->", "\u2022\tone", "1) one\n2) two", "a\u00a0b", "\u201cquoted\u201d", "\u200b", "\u202ex", "\ufeff",
    "![x](y.png)", "[x](y.md)", "http://a.org/b_c_d", "C:\\x", "\u0301\u0301\u0301", "\U0001f600", "~", "null", "true", "2014", "01/04/14", " ", "\t", "",
)


def fingerprint(*texts):
    print_ = 0xcbf29ce484222325
    for byte in "\x1f".join(texts).encode():
        print_ = (print_ ^ byte) * 0x100000001b3 & (1 << 64) - 1
    return f"f{print_:016x}"


def mark(id_, title, said=""):
    """The mark by which the field `title` of an entry is known, which said this."""
    return f"{fingerprint(id_, title)}_{fingerprint(id_, title, said)}"


def control(mark_, inside, kind="<w:richText/>"):
    return f'<w:sdt><w:sdtPr><w:tag w:val="{mark_}"/>{kind}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'


def escaped(text):
    text = "".join(c for c in text if c >= " " or c in "\t\n")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def run(text):
    lines = escaped(text).split("\n")
    return "<w:r>" + "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines) + "</w:r>"


class Filled:
    """A form, and the changes that can be made to it."""

    def __init__(self, random, form, others, tokens):
        self.random, self.others, self.tokens = random, others, tokens
        with zipfile.ZipFile(io.BytesIO(form)) as packed:
            self.parts = {name: packed.read(name) for name in packed.namelist()}
        self.text = self.parts[DOCUMENT].decode()

    def packed(self):
        self.parts[DOCUMENT] = self.text.encode("utf-8", "surrogatepass")
        out = io.BytesIO()
        how = self.random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
        with zipfile.ZipFile(out, "w", how) as packed:
            for name, content in self.parts.items():
                packed.writestr(name.replace("/", "\\") if self.random.random() < 0.01 else name, content)
                if self.random.random() < 0.002:
                    packed.writestr(name + ".bak", content)
        return out.getvalue()

    def change(self):
        name = self.random.choice((
            "answer", "answer", "answer", "answer", "answer", "typed", "paragraphs", "list", "table", "tracked", "twice", "nested", "swapped", "untagged",
            "tag", "removed", "unmarked", "shown", "choices", "calendar", "outside", "merged", "comment", "field", "deep", "long", "kept", "dressed", "picture"))
        getattr(self, name)()

    # ---- Controls.

    def controls(self):
        return list(CONTROL.finditer(self.text))

    def inside(self, content):
        """Puts this into a control."""
        found = self.controls()
        if not found:
            return
        chosen = self.random.choice(found)
        new = re.sub(r"<w:sdtContent>.*</w:sdtContent>", lambda _: f"<w:sdtContent>{content}</w:sdtContent>", chosen[0], flags=re.S)
        if self.random.random() < 0.9:
            new = new.replace("<w:showingPlcHdr/>", "")
        self.text = self.text[:chosen.start()] + new + self.text[chosen.end():]

    def put(self, content):
        """Puts this somewhere."""
        places = [found.end() for found in re.finditer(r"</w:p>|</w:sdt>|</w:r>|<w:sdtContent>", self.text)] or [0]
        at = self.random.choice(places)
        self.text = self.text[:at] + content + self.text[at:]

    def answer(self):
        """The answer is another."""
        self.inside(run(self.random.choice(ANSWERS)))

    def typed(self):
        self.inside(run("".join(self.random.choice(self.tokens) for _ in range(self.random.choice((1, 3, 12))))))

    def paragraphs(self):
        """Enter was pressed: the control is closed and opened around paragraphs."""
        said = [self.random.choice(ANSWERS) for _ in range(self.random.choice((2, 3, 9)))]
        self.inside(run(said[0]) + "</w:p>" + "".join(f"<w:p>{run(text)}</w:p>" for text in said[1:]) + "<w:p>" if self.random.random() < 0.2 else
                    "".join(f"<w:p>{run(text)}</w:p>" for text in said))

    def list(self):
        item = lambda: (f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{self.random.choice((0, 1, 8, 9, -1))}"/><w:numId w:val="{self.random.choice((0, 1, 2, 99))}"/>'
                        f"</w:numPr></w:pPr>{run(self.random.choice(ANSWERS))}</w:p>")
        self.inside("".join(item() for _ in range(self.random.choice((1, 3, 20)))))

    def table(self):
        cell = lambda: f"<w:tc><w:p>{run(self.random.choice(ANSWERS))}</w:p></w:tc>"
        rows = "".join(f"<w:tr>{''.join(cell() for _ in range(self.random.choice((1, 2, 3))))}</w:tr>" for _ in range(self.random.choice((1, 2, 5))))
        (self.inside if self.random.random() < 0.7 else self.put)(f"<w:tbl>{rows}</w:tbl>")

    def tracked(self):
        added, gone = run(self.random.choice(ANSWERS)), '<w:r><w:delText>old</w:delText></w:r>'
        self.inside(f'<w:ins w:id="1">{added}</w:ins><w:del w:id="2">{gone}</w:del>{self.random.choice(("", run("rest")))}')

    def twice(self):
        found = self.controls()
        if found:
            copies = self.random.choice((1, 1, 2, 30))
            self.put(f"<w:p>{self.random.choice(found)[0]}</w:p>" * copies)

    def nested(self):
        found = self.controls()
        if found:
            self.inside(self.random.choice(found)[0])

    def swapped(self):
        tags = list(dict.fromkeys(TAG.findall(self.text)))
        if len(tags) > 1:
            one, other = self.random.sample(tags, 2)
            self.text = self.text.replace(one, "\0").replace(other, one).replace("\0", other)

    def untagged(self):
        """As LibreOffice saves it: the bookmarks are left."""
        self.text = TAG.sub("", self.text)

    def tag(self):
        """A tag that is nearly one, or one of something that nobody knows."""
        tags = TAG.findall(self.text)
        if tags:
            old = self.random.choice(tags)
            new = self.random.choice((old[:-1], old + "0", old.replace("f", "g", 1), mark("r/s/e", "Rating"), "", "x" * 70_000, old.upper(), old.replace("_", "__")))
            self.text = self.text.replace(f'"{old}"', f'"{new}"', self.random.choice((1, -1)))

    def removed(self):
        found = self.controls()
        if found:
            chosen = self.random.choice(found)
            inner = re.sub(r"</?w:sdt(Content)?>|<w:sdtPr>.*?</w:sdtPr>", "", chosen[0], flags=re.S)
            self.text = self.text[:chosen.start()] + self.random.choice(("", inner)) + self.text[chosen.end():]

    def unmarked(self):
        if self.random.random() < 0.3:
            self.text = TAG.sub("", self.text)
        ends = self.random.choice((r'<w:bookmarkEnd [^>]*/>', r'<w:bookmarkStart [^>]*/>', r'<w:bookmark(Start|End) [^>]*/>'))
        self.text = re.sub(ends, "", self.text, count=self.random.choice((0, 1, 5)))

    def shown(self):
        if self.random.random() < 0.5:
            self.text = self.text.replace("<w:showingPlcHdr/>", "", self.random.choice((-1, 1)))
        else:
            self.text = re.sub(r"(<w:tag [^>]*/>)", r"\1<w:showingPlcHdr/>", self.text, count=self.random.choice((0, 1, 3)))

    def choices(self):
        self.text = re.sub(r'<w:listItem [^>]*/>', lambda _: f'<w:listItem w:displayText="{escaped(self.random.choice(ANSWERS))}" w:value="x"/>', self.text,
                           count=self.random.choice((0, 1, 4)))

    def calendar(self):
        self.text = re.sub(r'w:fullDate="[^"]*"', f'w:fullDate="{self.random.choice(("", "2014-02-30T00:00:00Z", "9999-12-31", "x", "2014-05-06T00:00:00Z"))}"', self.text)

    def outside(self):
        self.put(self.random.choice((f"<w:p>{run(self.random.choice(ANSWERS))}</w:p>", run("Please call me"), '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr>' + run("New") + "</w:p>")))

    def merged(self):
        """Two forms in one, as somebody pastes them together."""
        with zipfile.ZipFile(io.BytesIO(self.random.choice(self.others))) as other:
            text = other.read(DOCUMENT).decode()
        body = text[text.find("<w:body>") + len("<w:body>"):text.find("<w:sectPr")]
        self.text = self.text.replace("<w:body>", "<w:body>" + body, 1)

    def comment(self):
        self.put('<w:commentRangeStart w:id="1"/><w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r><w:r><w:footnoteReference w:id="1"/></w:r>')

    def field(self):
        piece = self.random.choice(('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:instrText> HYPERLINK "https://a.org" </w:instrText></w:r>',
                                    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'))
        (self.put if self.random.random() < 0.5 else self.inside)(piece * self.random.choice((1, 2, 500)))

    def deep(self):
        depth = self.random.choice((3, 60, 250, 300, 20_000))
        open_, close = self.random.choice((("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"), ("<w:ins>", "</w:ins>"), ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")))
        self.inside(open_ * depth + f"<w:p>{run('deep')}</w:p>" + close * depth)

    def long(self):
        unit = self.random.choice(("word ", "a\n", "- a\n", "**a** ", "|", "&amp;amp;", "\u00a7 ", "<w:br/>", "x"))
        count = self.random.choice((1_000, 30_000, 200_000))
        inner = f"<w:r><w:t>{unit * count}</w:t></w:r>" if unit.startswith("&") else f"<w:r>{unit * count}</w:r>" if unit.startswith("<") else run(unit * count)
        self.inside(inner)

    def kept(self):
        """What the form keeps for the program."""
        for name in [name for name in self.parts if name.startswith("customXml")]:
            kind = self.random.randrange(3)
            if kind == 0:
                del self.parts[name]
            elif kind == 1:
                self.parts[name] = self.parts[name].replace(b"f", b"e", 5)
            else:
                self.parts[name] = self.parts[name].replace(b"<told>", b"<told>" + b"f0123456789abcdef " * 50_000)

    def dressed(self):
        look = self.random.choice(("<w:b/>", "<w:i/>", "<w:strike/>", "<w:vanish/>", '<w:vertAlign w:val="superscript"/>', '<w:rStyle w:val="PlaceholderText"/>'))
        self.inside("".join(f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space=\"preserve\">{escaped(self.random.choice(ANSWERS))}</w:t></w:r>{run(' and ')}" for _ in range(3)))

    def picture(self):
        self.inside('<w:r><w:drawing><wp:inline xmlns:wp="wp"><wp:docPr id="1" name="x" descr="A picture"/></wp:inline></w:drawing></w:r>')


# ---- What an import may change.

def blocks(text):
    """The text of each field of a file, and that below them under no name."""
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    found, name, is_inside = {"": ""}, None, True
    for place, line in enumerate(lines):
        if is_inside and place and line.rstrip() == "---":
            is_inside, name = False, ""
        elif is_inside and (key := re.match(r"([a-z_]+):", line)):
            name = key[1]
        if name is not None:
            found[name] = found.get(name, "") + line
    return {name: "\n".join(text.split()) for name, text in found.items()}


def untold(before, after, said):
    """What changed in the content and is not in what the program said; None if nothing is."""
    told = {}
    for path, field in re.findall(r"^(content/[^:\n]+\.md): ([a-z_]+)", said, re.M):
        told.setdefault(path, set()).add(field)
    for path in before.keys() | after.keys():
        if before.get(path) == after.get(path):
            continue
        if path not in told or path not in before or path not in after:
            return f"{path} changed, and nobody was told"
        old, new = (blocks(files[path].decode("utf-8", "replace")) for files in (before, after))
        bodies = {"progress", "text", "comment", "commentary"}
        for name in old.keys() | new.keys():
            if old.get(name) != new.get(name) and not (told[path] & (bodies if name == "" else {name})):
                return f"{path}: {name or 'the text'} changed, and nobody was told"
    return None
