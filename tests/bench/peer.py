#!/usr/bin/env python3
"""Measures the program beside what somebody would use who makes the same report by hand: pandoc and Typst.

    tests/bench/peer.py --program PATH --made FOLDER [--sizes SIZE[:RUNS]...]

FOLDER holds for each size SIZE/content/ for the program and SIZE/report.md, the same words, for the peer.

Everything is timed as a whole process, from its start to its end, and nothing is subtracted:

- the peer: pandoc to one HTML file; pandoc to Typst source; Typst to a tagged PDF, as it makes by default, and once
  more with PDF/UA-1 asked for. The total is the first three; pandoc itself is run, not its Python wrapper.
- ours: `build` into an empty folder, which writes the web page, the PDF (PDF/UA-1 and PDF/A-2a), and the data files.

The runs take turns, so that a machine that becomes slower or faster does so for all of them. The median is printed.

Exit: 0 measured, or the peer could not be had; 1 a program failed; 2 wrong usage.
"""

import argparse
import datetime
import os
import pathlib
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

PACKAGES = ["pypandoc-binary==1.17", "typst==0.15.2"]

# Pandoc puts each table into a figure, and Typst keeps figures on one page: without this line the summary of a long
# report runs off the foot of its page. Whoever makes the report by hand would have to write it, too.
BREAKABLE = "#show figure: set block(breakable: true)\n"

# Run with the interpreter of the environment, since the Typst package is a binding and no executable.
COMPILE = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2]{standard})"


def main():
    arguments = read_arguments()
    try:
        python, pandoc = peer()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"not measured: {' and '.join(PACKAGES)} could not be had ({first_line(error)})")
        return 0
    lines = []
    before = os.getloadavg()[0]
    for size, runs in arguments.sizes:
        try:
            times = measure(arguments, size, runs, python, pandoc)
        except subprocess.CalledProcessError as error:
            print(f"failed: {shlex.join(map(str, error.cmd))}\n{first_line(error)}", file=sys.stderr)
            return 1
        lines.append(line(size, runs, times))
    print_table(lines)
    print_facts(arguments, python, pandoc, before)
    return 0


def measure(arguments, size, runs, python, pandoc):
    """The seconds that each program took for one size, in as many runs as are wanted."""
    made = arguments.made / str(size)
    times = {}
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        header, source, output = scratch / "header.typ", scratch / "report.typ", scratch / "output"
        header.write_text(BREAKABLE)
        markdown = [pandoc, made / "report.md", "--standalone", "--toc", "--toc-depth=1"]
        compile_pdf = [python, "-c", COMPILE.format(standard=""), source, scratch / "report.pdf"]
        standard = ", pdf_standards=['ua-1']"
        compile_ua = [python, "-c", COMPILE.format(standard=standard), source, scratch / "accessible.pdf"]
        commands = {
            "html": [*markdown, "--embed-resources", "-t", "html5", "-o", scratch / "report.html"],
            "typst": [*markdown, "-H", header, "-t", "typst", "-o", source],
            "pdf": compile_pdf,
            "ua": compile_ua,
            "ours": [arguments.program, "build", "--content", made / "content", "--output", output],
        }
        # The first round only fills the caches of the file system.
        for round_number in range(runs + 1):
            for name, command in commands.items():
                shutil.rmtree(output, ignore_errors=True)
                seconds = run(command, scratch)
                if round_number > 0:
                    times.setdefault(name, []).append(seconds)
    return times


def run(command, folder):
    """How many seconds a program took; if it fails, so does the measurement."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return time.perf_counter() - start


def line(size, runs, times):
    """One line of the table."""
    median = {name: statistics.median(of_one) for name, of_one in times.items()}
    total = median["html"] + median["typst"] + median["pdf"]
    cells = [f"{size:,}", str(runs), *(text(median[name]) for name in ["html", "typst", "pdf", "ua"])]
    cells += [text(total), text(median["ours"]), f"{total / median['ours']:.2f}"]
    return "| " + " | ".join(cells) + " |"


def print_table(lines):
    head = ["Entries", "Runs", "Peer: HTML", "Peer: Typst source", "Peer: PDF", "(PDF/UA-1)", "Peer total", "Ours"]
    head.append("Peer ÷ ours")
    print("| " + " | ".join(head) + " |")
    print("| " + " | ".join("---:" for _ in head) + " |")
    print("\n".join(lines))


def print_facts(arguments, python, pandoc, load_before):
    """What the figures depend on."""
    pandoc_version = said_by([pandoc, "--version"])
    typst_version = said_by([python, "-c", "from importlib.metadata import version; print(version('typst'))"])
    print()
    print("- Seconds, medians of whole processes that took turns. The total has the tagged PDF that Typst makes by")
    print("  default; ours is PDF/UA-1 and PDF/A-2a, and comes with charts and data files.")
    print(f"- Machine: {processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}.")
    load = os.getloadavg()[0]
    print(f"- Load (one minute): {load_before:.1f} before and {load:.1f} after; 0 would be a quiet machine.")
    print(f"- Peer: {pandoc_version}; Typst {typst_version} (Python binding, {platform.python_version()}).")
    print(f"- Ours: {said_by([arguments.program, '--version'])}.")
    print(f"- Date: {datetime.date.today().isoformat()}.")
    print(f"- Command: `{shlex.join(sys.argv)}`")


def peer():
    """The interpreter and the pandoc of an environment that is kept from run to run."""
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    environment = cache / "cabinet-report" / "peer"
    python = environment / "bin" / "python"
    ready = environment / " ".join(PACKAGES)
    if not ready.exists():
        quietly([sys.executable, "-m", "venv", "--clear", environment])
        quietly([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES])
        ready.touch()
    where = said_by([python, "-c", "import pypandoc, os; print(os.path.dirname(pypandoc.__file__))"])
    pandoc = pathlib.Path(where) / "files" / "pandoc"
    if not os.access(pandoc, os.X_OK):
        raise OSError(f"there is no pandoc in {pandoc.parent}")
    return python, pandoc


def quietly(command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def said_by(command):
    """The first line that a command prints."""
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return printed.splitlines()[0] if printed else ""


def first_line(error):
    """What went wrong, on one line."""
    stderr = getattr(error, "stderr", None) or b""
    stderr = stderr.decode(errors="replace") if isinstance(stderr, bytes) else stderr
    return next((said for said in stderr.splitlines() if said.strip()), str(error))


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    names = [said.split(":", 1)[1].strip() for said in lines if said.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def text(seconds):
    return f"{seconds:.3f}" if seconds < 10 else f"{seconds:.1f}"


def size_and_runs(typed):
    size, _, runs = typed.partition(":")
    size = int(size)
    runs = int(runs) if runs else (15 if size <= 400 else 5)
    if size < 1 or runs < 1:
        raise ValueError(typed)
    return size, runs


def read_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0], epilog="How it measures is said at the head of this file."
    )
    parser.add_argument("--program", type=pathlib.Path, required=True, help="our executable")
    parser.add_argument("--made", type=pathlib.Path, required=True, help="holds SIZE/content and SIZE/report.md")
    parser.add_argument(
        "--sizes",
        type=size_and_runs,
        nargs="+",
        default=[(40, 15), (4000, 5)],
        metavar="SIZE[:RUNS]",
        help="which sizes to measure, and how often (40:15 4000:5)",
    )
    arguments = parser.parse_args()
    arguments.program, arguments.made = arguments.program.resolve(), arguments.made.resolve()
    if not os.access(arguments.program, os.X_OK):
        parser.error(f"{arguments.program} is no program")
    for size, _ in arguments.sizes:
        for part in ["content/_index.md", "report.md"]:
            if not (arguments.made / str(size) / part).is_file():
                parser.error(f"there is no {arguments.made / str(size) / part}")
    return arguments


if __name__ == "__main__":
    sys.exit(main())
