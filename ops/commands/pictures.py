"""`ops pictures`: take screenshots for manual and README.

They come from a running product with its demo season. Needs Chromium and the packages of requirements-dev.txt.
"""

import argparse
import os
import shutil
import sys

from playwright.sync_api import sync_playwright

from ops.bootstrap import ROOT
from ops.cli import DONE, FAULTY
from ops.site.pictures import LIMIT, MANUAL, take_all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("origin", metavar="ORIGIN", nargs="?", default="http://127.0.0.1:8000")


def run(options: argparse.Namespace) -> int:
    """Take every picture.

    Returns 1 if one of the manual's is larger than allowed.
    """
    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    too_large = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for target, size in take_all(browser, options.origin):
            print(f"{size / 1024:5.1f} KB  {target.relative_to(ROOT)}")
            too_large += [target] if size > LIMIT and target.parent == MANUAL else []
        browser.close()
    for target in too_large:
        print(f"larger than {LIMIT // 1024} KB: {target.relative_to(ROOT)}", file=sys.stderr)
    return FAULTY if too_large else DONE
