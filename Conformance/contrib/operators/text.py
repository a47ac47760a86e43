"""Tokenizer: characters, what lies between separators, or matches."""

import re
from collections.abc import Iterator

import numpy as np

from ..case import Case

LISTS = {
    "words": ["a bb ccc", "dd", "", "  e  "],
    "marks": ["x,y;z", ";;", "one, two", "z"],
    "accents": ["é日本 語a", "ñ", "", "ab cd"],
    "digits": ["a1b22c", "333", "4 5", "no"],
}
PATTERNS = {
    "words": "[a-zA-Z0-9_]+",
    "digits": "[0-9]+",
    "pairs": "[a-z][a-z0-9]",
    "maybe": "[a-z]*",
}
SEPARATORS = {"spaces": [" "], "two": [",", ";"], "runs": ["[ ,;]+"], "letters": ["a", "bb"]}


def _tokens(text: str, separators: list[str], pattern: str) -> list[str]:
    if separators == [""]:
        return list(text)
    if not separators:
        return [found for found in re.findall(pattern, text) if found]
    parts = [text]
    for separator in separators:
        parts = [piece for part in parts for piece in re.split(separator, part) if piece]
    return parts


def _case(
    name: str,
    texts: np.ndarray,
    separators: list[str],
    pattern: str = "",
    least: int = 1,
    marks: bool = False,
    padding: str = "#",
) -> Case:
    rows = [
        [token for token in _tokens(text, separators, pattern) if len(token) >= least]
        for text in texts.reshape(-1)
    ]
    most = max(len(row) for row in rows)
    width = most + 2 if marks and most else most
    if width:
        rows = [["\x02", *row, "\x03"] if marks else row for row in rows]
    filled = [row + [padding] * (width - len(row)) for row in rows]
    y = np.array(filled, object).reshape(*texts.shape, width)
    settings = {"mark": int(marks), "mincharnum": least, "pad_value": padding}
    chosen = {"separators": separators} if separators else {"tokenexp": pattern}
    return Case("Tokenizer", name, [texts], [y], {**settings, **chosen})


def cases() -> Iterator[Case]:
    for name, texts in LISTS.items():
        x = np.array(texts, object)
        for kind, separators in SEPARATORS.items():
            yield _case(f"{name}_between_{kind}", x, separators)
            yield _case(f"{name}_between_{kind}_marked", x, separators, least=2, marks=True)
        for kind, pattern in PATTERNS.items():
            yield _case(f"{name}_{kind}", x, [], pattern)
            yield _case(f"{name}_{kind}_marked", x, [], pattern, least=2, marks=True, padding="")
        yield _case(f"{name}_characters", x, [""])
        yield _case(f"{name}_characters_marked", x, [""], marks=True)
        yield _case(f"{name}_plane", x.reshape(2, 2), [" "])
    nothing = np.array(["", ""], object)
    yield _case("nothing", nothing, [" "], marks=True)
