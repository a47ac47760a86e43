"""Writes Shaders/Mathematics from Sources/Operators/Mathematics, statement by statement.

The Swift files keep to a small common ground of both languages: one statement a line, pure
functions of numbers, wrapping integer operators, types written out where they are neither the
function's own nor Bool. So the same operations run in the same order on both sides. Usage:
shaders.py [--check]
"""

import pathlib
import re
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ROOT / "Sources/Operators/Mathematics"
SHADERS = ROOT / "Shaders/Mathematics"
BY_HAND = {"Words", "TwoOverPi"}
TYPES = {
    "Float": "float", "Double": "double", "Bool": "bool",
    "Int32": "int", "Int64": "int64_t", "UInt32": "uint", "UInt64": "uint64_t",
    "FloatPair": "FloatPair", "DoublePair": "DoublePair",
    "FloatAngle": "FloatAngle", "DoubleAngle": "DoubleAngle",
    "FloatDigits": "FloatDigits", "DoubleDigits": "DoubleDigits",
}
LITERAL = r"(?<![\w.])(?:0x[0-9a-f]+(?:\.[0-9a-f]+)?p-?\d+|\d+\.\d+)"
SPECIALS = {
    "Float": {"infinity": "uintBitsToFloat(0x7f800000u)", "nan": "uintBitsToFloat(0x7fc00000u)"},
    "Double": {"infinity": "packDouble2x32(uvec2(0u, 0x7ff00000u))",
               "nan": "packDouble2x32(uvec2(0u, 0x7ff80000u))"},
}
RESERVED = {"half"}


class Translator:
    """Statements of one language in another, which says how it writes what differs."""

    types = TYPES
    specials = SPECIALS
    reserved = RESERVED

    def __init__(self):
        self.results = {}
        self.homes = {}
        for path in sorted(SOURCES.glob("*.swift")):
            functions = re.findall(r"static func (\w+)\(.*?\) -> (\w+)", path.read_text(), re.S)
            for name, result in functions:
                self.homes[name] = file_name(path)
                self.results[name] = result

    def number(self, text, kind):
        """A floating-point literal as a bit pattern or, where GLSL's text is exact, as text."""
        value = float.fromhex(text) if "0x" in text else float(text)
        if value == int(value) and abs(value) < 1 << 20 or "0x" not in text:
            return repr(value) + ("lf" if kind == "Double" else "")
        if kind == "Float":
            return f"uintBitsToFloat(0x{struct.unpack('<I', struct.pack('<f', value))[0]:08x}u)"
        bits = struct.unpack("<Q", struct.pack("<d", value))[0]
        return f"packDouble2x32(uvec2(0x{bits & 0xffffffff:08x}u, 0x{bits >> 32:08x}u))"

    def expression(self, text, kind):
        text = re.sub(r"&([+\-*]|<<|>>)", r"\1", text)
        text = re.sub(r"\b(Float|Double|FloatPair|DoublePair|FloatAngle|DoubleAngle)\((\w+): ",
                      lambda m: ("m_fromBits(" if m[2] == "bitPattern" else m[1] + "("), text)
        text = re.sub(r"\b(low|quadrant|like): ", "", text)
        text = re.sub(r"\b(U?Int(?:32|64))\((?:truncatingIfNeeded|bitPattern): ",
                      lambda m: self.types[m[1]] + "(", text)
        text = re.sub(r"\b(Float|Double)\(", lambda m: self.types[m[1]] + "(", text)
        text = re.sub(r"\b(\w+(?:\.\w+)?)\.bitPattern\b", r"m_bits(\1)", text)
        text = re.sub(r"\b(\w+(?:\.\w+)?)\.magnitude\b", r"abs(\1)", text)
        text = re.sub(r"\b(\w+(?:\.\w+)?)\.squareRoot\(\)", r"sqrt(\1)", text)
        text = re.sub(r"(\([^()]*\))\.squareRoot\(\)", r"sqrt\1", text)
        text = re.sub(r"(\((?:[^()]|\([^()]*\))*\))\.squareRoot\(\)", r"sqrt\1", text)
        for name, value in self.specials[kind].items():
            text = text.replace(f"{kind}.{name}", value)
        text = re.sub(rf"(?<![\w.])((?:(?<=[*?:] )|(?<=\())-(?=[\d]))?{LITERAL}",
                      lambda m: self.number(m[0], kind), text)
        suffix = "u" if kind == "Float" else "ul"
        text = re.sub(r"(?<![\w.(])(0x[0-9a-f]{6,16})\b(?![.p])", lambda m: m[1] + suffix, text)
        text = re.sub(r"(?<=\()(0x[0-9a-f]{6,16})\b(?![.pu])", lambda m: m[1] + suffix, text)
        text = re.sub(rf"(?<![\w.])({'|'.join(self.reserved)})\b", r"\1_", text)
        names = "|".join(sorted(self.homes, key=len, reverse=True))
        return re.sub(rf"(?<![\w.])({names})\(", r"m_\1(", text)

    def type_of(self, name, annotation, text, kind):
        if annotation:
            return self.types[annotation]
        if name.startswith("is"):
            return self.types["Bool"]
        call = re.match(r"(\w+)\(", text)
        if call and call[1] in self.results and closes_last(text, call.end() - 1):
            result = self.results[call[1]]
            for family in ("Pair", "Angle", "Digits"):
                if result.endswith(family):
                    return kind + family
        if call and call[1] in ("FloatPair", "DoublePair"):
            return call[1]
        return self.types["Int32" if re.match(r"Int32\(", text) else kind]

    def statement(self, line, kind):
        if match := re.match(r"(?:let|var) (\w+)(?:: (\w+))? = (.*)", line):
            name, annotation, text = match.groups()
            declared = self.type_of(name, annotation, text, kind)
            name += "_" if name in self.reserved else ""
            return f"{declared} {name} = {self.expression(text, kind)};"
        if match := re.match(r"(if|while) (.*) \{$", line):
            return f"{match[1]} ({self.expression(match[2], kind)}) {{"
        if line in ("}", "} else {"):
            return line
        return self.expression(line, kind) + ";"

    def signature(self, line, kind):
        name, parameters, result = re.match(r"static func (\w+)\((.*)\) -> (\w+) \{", line).groups()
        listed = ", ".join(
            f"{self.types[t]} {n}" for n, t in re.findall(r"(\w+): (\w+)", parameters))
        return f"{self.types[result]} m_{name}({listed}) {{"

    def body(self, text, kind):
        out = [self.signature(line.strip(), kind)[:-2] + ";"
               for line in joined(text) if "static func" in line] + [""]
        for line in joined(text):
            indent = line[:len(line) - len(line.lstrip())][2:]
            line = line.strip()
            if not line or line.startswith("@inline"):
                out.append("" if not line else None)
            elif line.startswith("///"):
                out.append(indent + line[1:])
            elif line.startswith("static func"):
                out.append(indent + self.signature(line, kind))
            else:
                out.append(indent + self.statement(line, kind))
        return "\n".join(line for line in out if line is not None).strip("\n")

    def uses(self, text):
        """The files whose functions a file calls."""
        code = re.sub(r"//.*", "", text)
        return {self.homes[n] for n in self.homes if re.search(rf"(?<![\w]){n}\(", code)}

    def shader(self, path):
        name = file_name(path)
        text = path.read_text()
        parts = dict(re.findall(r"^extension (Float|Double) \{\n(.*?)^\}", text, re.S | re.M))
        includes = sorted(self.uses(text) - {name, "Words"} | {"Core"})
        guard = f"MATHEMATICS_{name.upper()}"
        lines = ["// Written by Conformance/mathematics/shaders.py from " + path.name + ".",
                 f"#ifndef {guard}", f"#define {guard}"]
        lines += [f'#include "Mathematics/{n}.glsl"' for n in includes]
        lines += ["", self.body(parts["Float"], "Float"), "", "#if WONNX_HAS_FLOAT64",
                  self.body(parts["Double"], "Double"), "#endif", "", "#endif", ""]
        return "\n".join(lines)


def file_name(path):
    return path.stem.split("+")[-1]


def closes_last(text, opening):
    depth = 0
    for index in range(opening, len(text)):
        depth += (text[index] == "(") - (text[index] == ")")
        if depth == 0:
            return index == len(text) - 1
    return False


def joined(text):
    """Lines, with continuations appended to the statement they belong to."""
    lines = []
    for line in text.split("\n"):
        stripped = line.strip()
        if lines and re.match(r"[-+*/?:|&] ?\S", stripped) and not stripped.startswith("///"):
            lines[-1] += " " + stripped
        else:
            lines.append(line)
    return lines


def settle(texts, writer):
    """Writes each file's text, or with --check says which do not have it."""
    if "--check" not in sys.argv:
        for path, text in texts.items():
            path.write_text(text)
        return
    stale = [path.name for path, text in texts.items()
             if not path.exists() or path.read_text() != text]
    if stale:
        sys.exit(f"{', '.join(stale)}: not what {writer} writes")


def main():
    translator = Translator()
    settle({SHADERS / f"{file_name(path)}.glsl": translator.shader(path)
            for path in sorted(SOURCES.glob("*.swift")) if file_name(path) not in BY_HAND},
           "shaders.py")


if __name__ == "__main__":
    main()
