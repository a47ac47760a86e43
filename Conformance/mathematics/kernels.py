"""Writes Sources/CKernels/Mathematics from the Float functions of Sources/Operators/Mathematics.

A number becomes a vector of them, a Bool a vector of masks, and a choice a selection between two
results that are both formed; a function that may return early does so where all of its elements
would. Usage: kernels.py [--check]
"""

import re

import shaders
from shaders import BY_HAND, ROOT, SOURCES, file_name, settle

KERNELS = ROOT / "Sources/CKernels/Mathematics"
# Fmod loops as often as its element asks for; no operator maps a tensor by the others.
LEFT_OUT = BY_HAND | {"Fmod", "Atan2", "Erfc", "Log2", "Log10"}
STRUCTURES = "FloatPair|FloatAngle|FloatDigits"
GROUP = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
EARLY_RETURN = re.compile(
    r"  if \((.*)\) \{\n    return (.*);\n  \}\n((?:.*\n)*?)  return (.*);\n\}")
CHOICE_OF_STRUCTURES = re.compile(rf"return (.*) \? (.*) : (m_(?:{STRUCTURES})\(.*\));")


class Translator(shaders.Translator):
    types = {"Float": "Float", "Bool": "Int", "Int32": "Int", "UInt32": "UInt"} | {
        name: name for name in STRUCTURES.split("|")}
    specials = {"Float": {"infinity": "__builtin_inff()", "nan": '__builtin_nanf("")'}}
    reserved = {"double"}

    def number(self, text, kind):
        return text + "f"

    def expression(self, text, kind):
        # Swift masks the distance of these shifts; in C one of 32 has no meaning.
        text = re.sub(rf"&(<<|>>) ([a-z]\w*|{GROUP})",
                      lambda m: f"&{m[1]} ({m[2]} & 31)" if re.search("[a-z]", m[2]) else m[0],
                      text)
        text = super().expression(text, kind)
        text = re.sub(r"\b(abs|sqrt|Int|UInt|Float)\(", lambda m: f"m_{m[1].lower()}(", text)
        return re.sub(rf"(?<!m_)\b({STRUCTURES})\(", r"m_\1(", text)

    def statement(self, line, kind):
        text = super().statement(line, kind)
        return re.sub(r"^(U?Int) (\w+) = (.*);$",
                      lambda m: f"{m[1]} {m[2]} = m_{m[1].lower()}({m[3]});", text)

    def signature(self, line, kind):
        return "WONNX_INLINE " + super().signature(line, kind)

    def kernel(self, path):
        text = path.read_text()
        part = re.search(r"^extension Float \{\n(.*?)^\}", text, re.S | re.M)[1]
        body = CHOICE_OF_STRUCTURES.sub(r"return m_choice(\1, \2, \3);", self.body(part, "Float"))
        body = EARLY_RETURN.sub(
            "  Int isEarly = \\1;\n  if (m_all(isEarly)) { return \\2; }\n\\3"
            "  return m_choice(isEarly, \\2, \\4);\n}", body)
        includes = sorted(self.uses(part) - {file_name(path), "Words", "TwoOverPi"} | {"Core"})
        lines = [f"// Written by Conformance/mathematics/kernels.py from {path.name}.",
                 "#pragma once"]
        return "\n".join(lines + [f'#include "{name}.h"' for name in includes] + ["", body, ""])


def main():
    translator = Translator()
    settle({KERNELS / f"{file_name(path)}.h": translator.kernel(path)
            for path in sorted(SOURCES.glob("*.swift")) if file_name(path) not in LEFT_OUT},
           "kernels.py")


if __name__ == "__main__":
    main()
