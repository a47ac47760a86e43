"""Writes ReferenceSweeps.swift of the tests: where exact results lie between numbers.

An argument is a hash of its index put into a range (`Sweep` in the tests repeats the recipe). Of
each exact result one character, from # to s without the backslash, keeps the sign and the place
on the line of numbers in eighths of an ulp, modulo 40. Needs mpmath. Usage: references.py
"""

import pathlib
import struct
import textwrap

import mpmath as mp

mp.mp.dps = 50
POINTS = 960
ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = ROOT / "Tests/OperatorsTests/Mathematics/ReferenceSweeps.swift"
MASK = (1 << 64) - 1


def hashed(index):
    """SplitMix64."""
    z = (index + 1) * 0x9E3779B97F4A7C15 & MASK
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31


def single(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def argument(index, low, high, kind):
    value = low + (high - low) * ((hashed(index) >> 11) * 2.0**-53)
    return single(value) if kind == "Float" else value


def place(exact, kind):
    """The ordinal of |exact| among the type's numbers, in eighths of an ulp."""
    digits, least, bias = (23, -126, 127) if kind == "Float" else (52, -1022, 1023)
    magnitude = abs(exact)
    if magnitude == 0:
        return 0
    exponent = max(int(mp.floor(mp.log(magnitude, 2))), least)
    while magnitude >= mp.mpf(2) ** (exponent + 1):
        exponent += 1
    while magnitude < mp.mpf(2) ** exponent and exponent > least:
        exponent -= 1
    steps = magnitude * mp.mpf(2) ** (digits - exponent)
    return int(mp.floor(8 * (steps + ((exponent - least) << digits)) + 0.5))


def encoded(exact, kind):
    code = 35 + (40 if exact < 0 else 0) + place(exact, kind) % 40
    return chr(code if code < ord("\\") else code + 1)


def fmod(x, y):
    return mp.sign(x) * mp.fmod(abs(x), abs(y))


TINY = {"Float": (-1e-39, 1e-39), "Double": (-1e-307, 1e-307)}
LARGE = {"Float": (-3e38, 3e38), "Double": (-8e307, 8e307)}
SMALL_POSITIVE = {"Float": (1e-42, 1e-37), "Double": (0, 1e-307)}
LARGE_POSITIVE = {"Float": (1, 3e38), "Double": (1, 1e308)}


def both(*ranges):
    return {kind: [r[kind] if isinstance(r, dict) else r for r in ranges]
            for kind in ("Float", "Double")}


LOGARITHM = both((0.5, 2), (0.9, 1.1), (0, 100), SMALL_POSITIVE, LARGE_POSITIVE)
ANGLES = both((-1, 1), (-10, 10), (-1000, 1000), (-1e7, 1e7), LARGE, TINY)
UNARY = {
    "exp": (mp.exp, both((-1, 1), (-80, 80), TINY, {"Float": (-103, -87), "Double": (-745, -708)},
                         {"Float": (80, 88.7), "Double": (600, 709.7)})),
    "expm1": (mp.expm1, both((-1, 1), (-0.001, 0.001), (-20, 80), TINY)),
    "log": (mp.log, LOGARITHM),
    "log2": (lambda x: mp.log(x, 2), LOGARITHM),
    "log10": (mp.log10, LOGARITHM),
    "log1p": (mp.log1p, both((-0.999, 1), (-0.001, 0.001), (0, 1000), TINY, LARGE_POSITIVE)),
    "sin": (mp.sin, ANGLES),
    "cos": (mp.cos, ANGLES),
    "tan": (mp.tan, ANGLES),
    "asin": (mp.asin, both((-1, 1), (0.49, 0.51), (0.999, 1), TINY)),
    "acos": (mp.acos, both((-1, 1), (0.49, 0.51), (0.999, 1), (-1, -0.999))),
    "atan": (mp.atan, both((-1, 1), (-10, 10), TINY, LARGE)),
    "sinh": (mp.sinh, both((-1, 1), (-10, 10), TINY,
                           {"Float": (80, 89.4), "Double": (600, 710.4)})),
    "cosh": (mp.cosh, both((-1, 1), (-10, 10), {"Float": (80, 89.4), "Double": (600, 710.4)})),
    "tanh": (mp.tanh, both((-1, 1), (-10, 10), TINY)),
    "asinh": (mp.asinh, both((-1, 1), (-100, 100), TINY, LARGE)),
    "acosh": (mp.acosh, both((1, 1.001), (1, 3), (1, 1000), LARGE_POSITIVE)),
    "atanh": (mp.atanh, both((-1, 1), (0.999, 0.99999), TINY)),
    "erf": (mp.erf, both((-1, 1), (-4, 4), (0.8, 1), TINY)),
    "erfc": (mp.erfc, both((-1, 1), (-4, 4), {"Float": (4, 10), "Double": (4, 27)})),
}
BINARY = {
    "pow": (mp.power, both((0.1, 10), (0.9, 1.1), SMALL_POSITIVE),
            both((-30, 30), (-300, 300), (-0.9, 0.9))),
    "atan2": (mp.atan2, both((-1, 1), (-10, 10), (-0.001, 0.001)),
              both((-1, 1), (-1, 1), (-10, 10))),
    "fmod": (fmod, both((-10, 10), (-1e6, 1e6), LARGE), both((-1, 1), (-1, 1), (-0.001, 0.001))),
}


def listed(ranges):
    pairs = ", ".join(f"({float(low)!r},_{float(high)!r})" for low, high in ranges) + ","
    indent = 8 * " "
    rows = textwrap.fill(pairs, 96, initial_indent=indent, subsequent_indent=indent)
    return "[\n" + rows.replace("_", " ") + "\n      ]"


def sweep(name, kind, first, second, f):
    text = ""
    for i in range(POINTS):
        x = argument(2 * i, *first[i % len(first)], kind)
        if second is None:
            exact = f(mp.mpf(x))
        else:
            exact = f(mp.mpf(x), mp.mpf(argument(2 * i + 1, *second[i % len(second)], kind)))
        text += encoded(exact, kind)
    rows = "\n".join("        " + text[i:i + 90] for i in range(0, POINTS, 90))
    pair = "" if second is None else f"\n      second: {listed(second)},"
    return (f'    Sweep(\n      "{name}",\n      first: {listed(first)},{pair}\n'
            f'      places: """\n{rows}\n        """),\n')


def main():
    out = "// Written by Conformance/mathematics/references.py with mpmath, 50 digits.\n"
    out += "extension Sweep {\n"
    for kind in ("Float", "Double"):
        out += f"  static let of{kind}: [Sweep] = [\n"
        for name, (f, ranges) in UNARY.items():
            with mp.workdps(50 if kind == "Float" or name not in ("sin", "cos", "tan") else 360):
                out += sweep(name, kind, ranges[kind], None, f)
        for name, (f, first, second) in BINARY.items():
            with mp.workdps(50 if name != "fmod" else 400):
                out += sweep(name, kind, first[kind], second[kind], f)
        out += "  ]\n"
    TARGET.write_text(out + "}\n")


if __name__ == "__main__":
    main()
