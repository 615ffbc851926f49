"""Checks Word files for what somebody needs who cannot see them, and proves that each check can fail.

word.py judge RECORD FILE...        our own assertions; RECORD/summary gets a line
word.py audit RECORD FILE...        openxml-audit's verdict, which must be clean
word.py readers RECORD FILE...      pandoc and python-docx must read back what is in the file
word.py bad-own RECORD FOLDER FILE...
word.py bad-audit RECORD FOLDER FILE...   breaks copies of good files; each must fail the check that its name gives

Exit: 0 all holds, 1 something failed (a line that begins with FAIL).
"""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as tree
import zipfile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DOCUMENT, STYLES, CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"


class Word:
    """A Word file as its parts."""

    def __init__(self, path):
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.document = tree.fromstring(self.parts[DOCUMENT])
        self.body = self.document.find(f"{W}body")
        self.styles = tree.fromstring(self.parts[STYLES])
        self.names = {
            style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val").lower()
            for style in self.styles.iter(f"{W}style")
        }
        self.parents = {child: parent for parent in self.document.iter() for child in parent}

    def style(self, paragraph):
        found = paragraph.find(f"{W}pPr/{W}pStyle")
        return "" if found is None else self.names.get(found.get(f"{W}val"), "?")

    def headings(self):
        for paragraph in self.document.iter(f"{W}p"):
            style = self.style(paragraph)
            if style.startswith("heading "):
                yield int(style.split()[1]), paragraph

    def tables(self):
        return list(self.document.iter(f"{W}tbl"))

    def pictures(self):
        return list(self.document.iter(f"{DRAWING}docPr"))


def text(node):
    return "".join(words.text or "" for words in node.iter(f"{W}t"))


# Our own assertions: each is a name and what it finds wrong.
def title(word):
    found = tree.fromstring(word.parts[CORE]).findtext("{http://purl.org/dc/elements/1.1/}title")
    return [] if (found or "").strip() else ["the document has no title"]


def language(word):
    found = word.styles.find(f"{W}docDefaults//{W}lang")
    return [] if found is not None and found.get(f"{W}val") else ["the text has no language"]


def heading_order(word):
    last, wrong = 0, []
    for level, paragraph in word.headings():
        if level > last + 1:
            wrong.append(f"from level {last} to {level}: {text(paragraph)[:40]}")
        last = level
    return wrong or ([] if last else ["there are no headings"])


def headings_in_tables(word):
    return [text(p)[:40] for _, p in word.headings() if word.parents[p].tag == f"{W}tc"]


def empty_headings(word):
    return [f"level {level}" for level, p in word.headings() if not text(p).strip()]


def header_rows(word):
    missing = lambda table: table.find(f"{W}tr").find(f"{W}trPr/{W}tblHeader") is None
    return [text(table)[:40] for table in word.tables() if missing(table)]


def merged_cells(word):
    merged = lambda table: any(node.tag in (f"{W}gridSpan", f"{W}vMerge") for node in table.iter())
    return [text(table)[:40] for table in word.tables() if merged(table)]


def nested_tables(word):
    return [text(table)[:40] for table in word.tables() if any(t is not table for t in table.iter(f"{W}tbl"))]


def uneven_rows(word):
    lengths = lambda table: {len(row.findall(f"{W}tc")) for row in table.findall(f"{W}tr")}
    return [text(table)[:40] for table in word.tables() if len(lengths(table)) > 1]


def alternative_texts(word):
    return [p.get("name") or "?" for p in word.pictures() if not (p.get("descr") or "").strip()]


def floating(word):
    return ["something floats beside the text" for _ in word.document.iter(f"{DRAWING}anchor")]


def links(word):
    places = [mark.get(f"{W}name") for mark in word.document.iter(f"{W}bookmarkStart")]
    wrong = [f"two places are called {place}" for place in {p for p in places if places.count(p) > 1}]
    wrong += [f"the name of a place is too long: {place}" for place in places if len(place) > 40]
    for link in word.document.iter(f"{W}hyperlink"):
        to = link.get(f"{W}anchor")
        if not text(link).strip():
            wrong.append(f"a link has no words ({to})")
        if to and to not in places:
            wrong.append(f"a link leads nowhere ({to})")
    return wrong


def blank_paragraphs(word):
    last, wrong = False, []
    for block in word.body:
        blank = block.tag == f"{W}p" and not text(block).strip() and block.find(f".//{W}drawing") is None
        if blank and last:
            wrong.append("blank paragraphs one after another")
        last = blank
    return wrong


def controls(word):
    """Fields of a form: a name for people, a tag and a bookmark around each for the program, within Word's lengths."""
    wrong, tags = [], []
    marks = {mark.get(f"{W}name") for mark in word.document.iter(f"{W}bookmarkStart")}
    for properties in word.document.iter(f"{W}sdtPr"):
        value = lambda name: (lambda found: "" if found is None else found.get(f"{W}val"))(properties.find(f"{W}{name}"))
        name, tag = value("alias"), value("tag")
        tags.append(tag)
        if not 0 < len(name) <= 64 or not 0 < len(tag) <= 64:
            wrong.append(f"a field without a name or a tag that Word takes: {name or tag}")
        if tag not in marks:
            wrong.append(f"no bookmark stands around the field {name}")
    return wrong + [f"two fields have the tag {tag}" for tag in {tag for tag in tags if tags.count(tag) > 1}]


def colours(word):
    """Words on the colour of a rating, which each style of a rating names: 4.5:1 by WCAG 2.2, criterion 1.4.3."""
    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    wrong, seen = [], 0
    for style in word.styles.iter(f"{W}style"):
        name = style.find(f"{W}name").get(f"{W}val")
        fill, ink = style.find(f"{W}rPr/{W}shd"), style.find(f"{W}rPr/{W}color")
        if not name.startswith("Rating ") or fill is None or ink is None:
            continue
        seen += 1
        pair = sorted((light(fill.get(f"{W}fill")), light(ink.get(f"{W}val"))))
        contrast = (pair[1] + 0.05) / (pair[0] + 0.05)
        if contrast < 4.5:
            wrong.append(f"{name}: {contrast:.1f}:1")
    return wrong or ([] if seen else ["there is no style of a rating"])


OWN = [
    title, language, heading_order, headings_in_tables, empty_headings, header_rows, merged_cells, nested_tables,
    uneven_rows, alternative_texts, floating, links, blank_paragraphs, controls, colours,
]


def own(path):
    word = Word(path)
    return [(check.__name__.replace("_", "-"), wrong) for check in OWN for wrong in check(word)]


def audited(path):
    ran = subprocess.run(
        [sys.executable, "-m", "openxml_audit", path, "-f", "microsoft365", "-o", "json"],
        capture_output=True, text=True, check=False,
    )
    try:
        found = json.loads(ran.stdout)
        found = found[0] if isinstance(found, list) else found
        return [("audit", str(error.get("description", error))[:160]) for error in found["errors"]]
    except (ValueError, KeyError, IndexError):
        return [("audit", f"openxml-audit did not run to its end: {(ran.stderr or ran.stdout)[:200]}")]


def pandoc(path):
    """What pandoc reads that is not in the file, or the other way round."""
    ran = subprocess.run(["pandoc", path, "-t", "json"], capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        return [("pandoc", ran.stderr[:200])]
    counts = {"headings": 0, "tables": 0, "heads": 0, "pictures": 0, "described": 0, "items": 0}

    def walk(node):
        if isinstance(node, list):
            for part in node:
                walk(part)
        elif isinstance(node, dict):
            kind, inside = node.get("t"), node.get("c")
            if kind == "Header":
                counts["headings"] += 1
            elif kind == "Table":
                counts["tables"] += 1
                rows = inside[3][1]
                counts["heads"] += bool(rows and any(cell[4] for cell in rows[0][1]))
            elif kind == "Image":
                counts["pictures"] += 1
                counts["described"] += bool(inside[1])
            elif kind in ("BulletList", "OrderedList"):
                counts["items"] += len(inside if kind == "BulletList" else inside[1])
            walk(inside)

    walk(json.loads(ran.stdout)["blocks"])
    word = Word(path)
    items = sum(1 for p in word.document.iter(f"{W}p") if p.find(f"{W}pPr/{W}numPr") is not None)
    wanted = {
        "headings": len(list(word.headings())), "tables": len(word.tables()), "heads": len(word.tables()),
        "pictures": len(word.pictures()), "described": len(word.pictures()), "items": items,
    }
    return [("pandoc", f"{name}: {counts[name]} of {wanted[name]}") for name in wanted if counts[name] != wanted[name]]


def python_docx(path):
    import docx

    read, word = docx.Document(path), Word(path)
    headings = sum(p.style.name.lower().startswith("heading ") for p in read.paragraphs)
    wrong = []
    for name, found, wanted in [
        ("headings", headings, len(list(word.headings()))),
        ("tables", len(read.tables), len(word.tables())),
        ("sections", len(read.sections), len(list(word.document.iter(f"{W}sectPr")))),
        ("pictures", len(read.inline_shapes), len(word.pictures())),
    ]:
        if found != wanted:
            wrong.append(("python-docx", f"{name}: {found} of {wanted}"))
    return wrong if read.core_properties.title else [*wrong, ("python-docx", "no title")]


def with_part(path, out, part, change):
    """A copy of a file with one part changed."""
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad:
        changed = False
        for name in good.namelist():
            content = good.read(name)
            if name == part:
                new = change(content.decode())
                changed = new != content.decode()
                content = new.encode()
            bad.writestr(name, content)
    return changed


def once(old, new):
    return lambda text: text.replace(old, new, 1)


def pattern(old, new):
    return lambda text: re.sub(old, new, text, count=1, flags=re.S)


BAD = [
    ("own.title", CORE, pattern(r"<dc:title>.*?</dc:title>", "<dc:title></dc:title>")),
    ("own.language", STYLES, pattern(r"<w:lang [^>]*/>", "")),
    ("own.heading-order", DOCUMENT, once('w:val="Heading2"', 'w:val="Heading4"')),
    ("own.headings-in-tables", DOCUMENT, once('<w:pStyle w:val="TableText"/>', '<w:pStyle w:val="Heading1"/>')),
    ("own.empty-headings", DOCUMENT, once("<w:body>", '<w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:p>')),
    ("own.header-rows", DOCUMENT, once("<w:tblHeader/>", "")),
    ("own.merged-cells", DOCUMENT, once("<w:tc>", '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>')),
    ("own.nested-tables", DOCUMENT, once("<w:tc>", "<w:tc><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")),
    ("own.uneven-rows", DOCUMENT, once("<w:tc>", "<w:tc><w:p/></w:tc><w:tc>")),
    ("own.alternative-texts", DOCUMENT, pattern(r'(<wp:docPr [^>]*descr=")[^"]*', r"\1")),
    ("own.floating", DOCUMENT, lambda text: text.replace("<wp:inline ", "<wp:anchor ", 1).replace("</wp:inline>", "</wp:anchor>", 1)),
    ("own.links", DOCUMENT, pattern(r'w:anchor="[^"]*"', 'w:anchor="nowhere"')),
    ("own.blank-paragraphs", DOCUMENT, once("<w:body>", "<w:body><w:p/><w:p/>")),
    ("own.controls", DOCUMENT, pattern(r"<w:alias [^>]*/>", "")),
    ("own.colours", STYLES, pattern(r'(<w:name w:val="Rating red".*?<w:color w:val=")[0-9A-F]{6}', r"\g<1>555555")),
    ("audit.order-of-properties", DOCUMENT, pattern(r'(<w:pStyle w:val="TableText"/>)(<w:jc w:val="\w+"/>)', r"\2\1")),
    ("audit.unknown-element", DOCUMENT, once("<w:cantSplit/>", "<w:cantsplit/>")),
    ("audit.empty-cell", DOCUMENT, pattern(r"<w:tc>\s*<w:p>.*?</w:p>\s*</w:tc>", "<w:tc></w:tc>")),
    ("audit.unknown-value", DOCUMENT, once('<w:jc w:val="left"/>', '<w:jc w:val="middle"/>')),
    ("audit.missing-picture", DOCUMENT, once('r:embed="picture0"', 'r:embed="pictureX"')),
    ("audit.number-twice", DOCUMENT, once('w:bookmarkStart w:id="2"', 'w:bookmarkStart w:id="1"')),
    ("audit.number-of-picture", DOCUMENT, pattern(r'<wp:docPr id="\d+"', '<wp:docPr id="x"')),
    ("audit.unknown-style", DOCUMENT, once('w:val="RatingLine"', 'w:val="NoSuchStyle"')),
    ("audit.unknown-list", DOCUMENT, once('<w:numId w:val="1"/>', '<w:numId w:val="99"/>')),
    ("audit.lock-of-field", DOCUMENT, once('<w:lock w:val="sdtLocked"/>', '<w:lock w:val="shut"/>')),
    ("audit.list-of-nothing", DOCUMENT, pattern(r'<w:listItem w:displayText="[^"]*" w:value="[^"]*"/>', "<w:listitem/>")),
    ("audit.order-of-styles", STYLES, pattern(r'(<w:name w:val="Body Text"/>)(<w:basedOn [^>]*/>)', r"\2\1")),
]


def main():
    what, record, *files = sys.argv[1:]
    failed = False

    def fail(message):
        nonlocal failed
        failed = True
        print(f"FAIL  {message}")

    if what.startswith("bad-"):
        wanted, (folder, *good) = what.removeprefix("bad-"), files
        with open(f"{record}/caught", "a", encoding="utf-8") as caught:
            for name, part, change in BAD:
                kind, rule = name.split(".")
                if kind != wanted:
                    continue
                out = f"{folder}/{name}.docx"
                if not any(with_part(path, out, part, change) for path in good):
                    fail(f"no Word file has what it takes to make {name}")
                    continue
                found = own(out) if kind == "own" else audited(out)
                found = [wrong for check, wrong in found if check == (rule if kind == "own" else kind)]
                if found:
                    print(f"{name}.docx: {found[0]}", file=caught)
                else:
                    fail(f"{name}.docx should be refused and is not")
        sys.exit(failed)
    checks = {"judge": [own], "audit": [audited], "readers": [pandoc, python_docx]}[what]
    for path in files:
        for name, wrong in (found for check in checks for found in check(path)):
            fail(f"{path}: {name}: {wrong}")
    names = {"judge": f"our own assertions on Word files: {len(OWN)}", "audit": "openxml-audit", "readers": "pandoc and python-docx"}
    with open(f"{record}/summary", "a", encoding="utf-8") as summary:
        print(f"{names[what]}: {len(files)} Word files, {'some' if failed else 'no'} failures", file=summary)
    sys.exit(failed)


main()
