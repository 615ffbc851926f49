"""Forms in Word through LibreOffice: unchanged they change nothing, and what was changed is what changes.

forms.py PROGRAM CONTENT FOLDER RECORD    makes the forms of every report in CONTENT, in FOLDER; RECORD/summary gets a line

Exit: 0 all holds, 1 something failed (a line that begins with FAIL).
"""

import glob
import os
import subprocess
import sys
import xml.etree.ElementTree as tree
import zipfile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
NOTHING = "Nothing would change: the files say the same."
# One value of each kind of field, by what the form calls it; the second where the first is there already.
CHANGES = {
    "Rating": ("", ""),
    "Stage": ("Design", "Building"),
    "Percent done": ("35", "45"),
    "Reason": ("One line.\nAnother: \u201cquoted\u201d & <marked>", "-"),
    "Action": ("We wait.", "We act."),
    "Updated": ("3 June 2014", "4 June 2014"),
    "Due": ("Q1 2015/16", "May 2015"),
    "Original due": ("30 November 2013", "March 2013"),
    "Progress": ("First.\n\n- a point\n  - below it\n\nLast.", "-"),
    "Actual": ("12.5", "13.5"),
    "Forecast": ("14", "15"),
    "Provisional": ("yes", "no"),
    "Commentary": ("Said.", "Said again."),
    "Status": ("Done", "Begun"),
    "Timescale": ("By May", "By June"),
}


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, check=False)


def saved(files, folder):
    """The same files as LibreOffice saves them."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    run("soffice", profile, "--headless", "--convert-to", "docx", "--outdir", folder, *files)
    return [os.path.join(folder, os.path.basename(file)) for file in files]


def style_of(paragraph):
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val")


def fields(document):
    """The controls of a form with what stands above each, whatever became of their names."""
    label = ""
    for paragraph in document.iter(f"{W}p"):
        control = paragraph.find(f".//{W}sdt")
        if control is not None:
            yield label, control
        elif style_of(paragraph) == "Question":
            label = next(words.text for words in paragraph.iter(f"{W}t") if (words.text or "").strip()).strip()


def fill(control, text):
    properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
    for shown in properties.findall(f"{W}showingPlcHdr"):
        properties.remove(shown)
    for old in content.findall(f"{W}r"):
        content.remove(old)
    written = tree.SubElement(content, f"{W}r")
    for number, line in enumerate(text.split("\n")):
        if number:
            tree.SubElement(written, f"{W}br")
        words = tree.SubElement(written, f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        words.text = line


def changed(path, out, done):
    """A copy of a form with one value of each kind changed that is not done yet; how many those are."""
    with zipfile.ZipFile(path) as good:
        document = tree.fromstring(good.read(DOCUMENT))
        count = 0
        for label, control in fields(document):
            if label in CHANGES and label not in done:
                old = "".join(words.text or "" for words in control.iter(f"{W}t"))
                # A list says itself what may be chosen, whatever the scale is.
                listed = [item.get(f"{W}displayText") for item in control.iter(f"{W}listItem")]
                choices = [word for word in listed if word not in (old, "Not rated")] or CHANGES[label]
                fill(control, choices[1] if old == choices[0] else choices[0])
                done.add(label)
                count += 1
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in good.namelist():
                new.writestr(name, tree.tostring(document, "utf-8", xml_declaration=True) if name == DOCUMENT else good.read(name))
    return count


def main():
    program, content, folder, record = sys.argv[1:]
    failed, forms, values = False, 0, 0

    def expect(path, wanted):
        nonlocal failed
        said = run(program, "import", path, "--content", content, "--dry-run")
        last = said.stdout.strip().splitlines()[-1:] or [said.stderr]
        # A form of an earlier report says that there is a later one.
        is_quiet = not said.stderr or (said.stderr.count("warning[") == 1 and "has followed it" in said.stderr)
        if said.returncode or not is_quiet or not last[0].startswith(wanted):
            failed = True
            print(f"FAIL  {path}: {wanted!r} was expected, and this was said: {said.stdout}{said.stderr}")

    for report in sorted(name for name in os.listdir(content) if os.path.isdir(os.path.join(content, name))):
        made = os.path.join(folder, f"forms-{report}")
        ran = run(program, "export", report, "--docx", "--content", content, "--to", made)
        if ran.returncode:
            failed = True
            print(f"FAIL  no forms of {report}: {ran.stderr}")
            continue
        files = sorted(glob.glob(f"{made}/*.docx"))
        forms += len(files)
        for path in files + saved(files, f"{made}-saved"):
            expect(path, NOTHING)
        for where in (made, f"{made}-saved"):
            done = set()
            for path in sorted(glob.glob(f"{where}/*.docx")):
                out = f"{path}.changed.docx"
                count = changed(path, out, done)
                values += count
                if count:
                    expect(out, f"{count} value")
                os.remove(out)
    with open(f"{record}/summary", "a", encoding="utf-8") as summary:
        print(
            f"forms in Word: {forms}, each as made and as LibreOffice saves it; {values} changed values, "
            f"{'some' if failed else 'no'} failures",
            file=summary,
        )
    sys.exit(failed)


main()
