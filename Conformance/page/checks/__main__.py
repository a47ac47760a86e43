"""Usage: python -m checks FOLDER-OF-PAGES [word...]; exit status 1 where a check fails."""

import sys

from . import columns, looks, uses, views
from .browser import browser


def main():
    pages, *words = sys.argv[1:]
    passed, failed = 0, 0
    with browser(pages) as page:
        for sentence, check in looks.checks() + views.checks() + columns.checks() + uses.checks():
            if not all(word in sentence for word in words):
                continue
            page.look()
            page.console()
            try:
                check(page)
                noise = page.console()
                assert not noise, f"the console says {noise[:2]}"
                passed += 1
            except Exception as error:
                failed += 1
                print(f"FAILED: {sentence}: {str(error).splitlines()[0] if str(error) else error!r}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
