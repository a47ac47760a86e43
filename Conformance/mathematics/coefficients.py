"""Prints the polynomial coefficients of Sources/Operators/Mathematics as Swift statements.

Each polynomial is the Chebyshev interpolant of the function's smooth part on its reduced interval,
computed with 60 digits and rounded once to the type. Needs mpmath. Usage: coefficients.py [name...]
"""

import struct
import sys

import mpmath as mp

mp.mp.dps = 60


def series(numerators, z):
    """A power series, for z near zero, where the closed form cancels."""
    return mp.fsum(c * z**i for i, c in enumerate(numerators))


def near(z, closed, terms):
    """The closed form away from zero, its series near zero."""
    return closed(z) if abs(z) > mp.mpf("1e-12") else series(terms, z)


def erfcx(x):
    return mp.erfc(x) * mp.exp(x * x)


def erfc_numerator(edge):
    def f(t):
        if t == 1:
            return 2 / mp.sqrt(mp.pi)
        x = edge * (1 + t) / (1 - t)
        if x > 60:
            y = 1 / (x * x)
            w = mp.fsum((-1) ** n * mp.fac2(2 * n - 1) * (y / 2) ** n for n in range(1, 26)) + 1
            return w / (x * mp.sqrt(mp.pi)) * (1 + 2 * x)
        return erfcx(x) * (1 + 2 * x)
    return f


PI4 = mp.pi / 4
# name: (function, low, high, Float terms, Double terms)
POLYNOMIALS = {
    # e^r = 1 + r + r^2 p(r)
    "exp": (lambda r: near(r, lambda r: (mp.exp(r) - 1 - r) / r**2, [mp.mpf(1) / 2, mp.mpf(1) / 6]),
            -0.3468, 0.3468, 6, 11),
    # log((1 + s) / (1 - s)) = 2s + s z p(z), z = s^2
    "log": (lambda z: near(z, lambda z: (2 * mp.atanh(mp.sqrt(z)) / mp.sqrt(z) - 2) / z,
                           [mp.mpf(2) / 3, mp.mpf(2) / 5]), 0, 0.02945, 4, 8),
    # atanh(s) / s = 1 + z (1/3 + z p(z)), z = s^2
    "logPair": (lambda z: near(z, lambda z: ((mp.atanh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z
                                             - mp.mpf(1) / 3) / z,
                               [mp.mpf(1) / 5, mp.mpf(1) / 7]), 0, 0.02945, 4, 8),
    # sin r = r + r z p(z), z = r^2
    "sin": (lambda z: near(z, lambda z: (mp.sin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z,
                           [-mp.mpf(1) / 6, mp.mpf(1) / 120]), 0, 0.6195, 4, 6),
    # cos r = 1 - z / 2 + z^2 p(z), z = r^2
    "cos": (lambda z: near(z, lambda z: (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z**2,
                           [mp.mpf(1) / 24, -mp.mpf(1) / 720]), 0, 0.6195, 3, 6),
    # tanh x = x + x z p(z), z = x^2
    "tanh": (lambda z: near(z, lambda z: (mp.tanh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z,
                            [-mp.mpf(1) / 3, mp.mpf(2) / 15]), 0, 0.391, 6, 12),
    # sinh x = x + x z p(z), z = x^2
    "sinh": (lambda z: near(z, lambda z: (mp.sinh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z,
                            [mp.mpf(1) / 6, mp.mpf(1) / 120]), 0, 2.26, 5, 9),
    # erf x = x + x p(z), z = x^2
    "erf": (lambda z: near(z, lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z) - 1,
                           [2 / mp.sqrt(mp.pi) - 1, -2 / mp.sqrt(mp.pi) / 3]), 0, 0.7657, 7, 12),
    # erf x = 1 - e^-p(x)
    "erfLog": (lambda x: -mp.log(mp.erfc(x)), 0.87, 3.95, 11, 0),
    # erfc x = e^-x^2 p(t) / (1 + 2x), t = (x - 2) / (x + 2)
    "erfc": (erfc_numerator(2), -0.601, 0.8726, 12, 24),
    # asin x = x + x z p(z), z = x^2
    "asin": (lambda z: near(z, lambda z: (mp.asin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z,
                            [mp.mpf(1) / 6, mp.mpf(3) / 40]), 0, 0.25, 6, 13),
    # atan t = t + t z p(z), z = t^2
    "atan": (lambda z: near(z, lambda z: (mp.atan(mp.sqrt(z)) / mp.sqrt(z) - 1) / z,
                            [-mp.mpf(1) / 3, mp.mpf(1) / 5]), 0, 0.1915, 6, 12),
}


def rounded(value, kind):
    """The nearest Float or Double, ties to even."""
    digits = 24 if kind == "Float" else 53
    with mp.workprec(digits):
        return float(+value)


def literal(value):
    """Swift's and C's hexadecimal literal of an exact double."""
    text = float.hex(value)
    mantissa, exponent = text.split("p")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}p{int(exponent)}"


def polynomial(name, kind):
    """Coefficients, highest power first, and log2 of the interpolant's largest absolute error."""
    f, low, high, single, double = POLYNOMIALS[name]
    terms = single if kind == "Float" else double
    coefficients, error = mp.chebyfit(f, [mp.mpf(low), mp.mpf(high)], terms, error=True)
    return [rounded(c, kind) for c in coefficients], float(mp.log(error, 2))


def parts(value, widths):
    """Splits a constant into a sum of floats of the given widths in bits."""
    out = []
    for width in widths:
        with mp.workprec(width):
            part = float(+value)
        out.append(part)
        value = value - mp.mpf(part)
    return out


CONSTANTS = {
    "log2e": (1 / mp.log(2), [24], [53]),
    "ln2": (mp.log(2), [15, 24], [40, 53]),
    "1/ln2 pair": (1 / mp.log(2), [12, 24], [26, 53]),
    "1/ln10 pair": (1 / mp.log(10), [12, 24], [26, 53]),
    "log10(2) pair": (mp.log10(2), [15, 24], [40, 53]),
    "ln2 in three": (mp.log(2), [15, 15, 24], [40, 40, 53]),
    "1/3 pair": (mp.mpf(1) / 3, [24, 24], [53, 53]),
    "2/pi": (2 / mp.pi, [24], [53]),
    "pi/2 in four": (mp.pi / 2, [12, 12, 12, 24], [33, 33, 33, 53]),
    "pi/2 pair": (mp.pi / 2, [24, 24], [53, 53]),
    "pi/4 pair": (mp.pi / 4, [24, 24], [53, 53]),
    "pi pair": (mp.pi, [24, 24], [53, 53]),
    "3pi/4 pair": (3 * mp.pi / 4, [24, 24], [53, 53]),
    "atan(1/2) pair": (mp.atan(mp.mpf(1) / 2), [24, 24], [53, 53]),
}


def main():
    wanted = sys.argv[1:]
    for name in POLYNOMIALS:
        if wanted and name not in wanted:
            continue
        for kind in ("Float", "Double"):
            if POLYNOMIALS[name][3 if kind == "Float" else 4] == 0:
                continue
            coefficients, error = polynomial(name, kind)
            print(f"// {name}, {kind}: {len(coefficients)} terms, error 2^{error:.1f}")
            for c in coefficients:
                print(f"//   {literal(c)}")
    if not wanted:
        for name, (value, single, double) in CONSTANTS.items():
            print(f"// {name}")
            print("//   Float ", *[literal(p) for p in parts(value, single)])
            print("//   Double", *[literal(p) for p in parts(value, double)])
        with mp.workdps(500):
            bits = mp.floor(2 / mp.pi * mp.mpf(2) ** (32 * 40))
            words = [int(bits) >> (32 * (39 - i)) & 0xFFFFFFFF for i in range(40)]
        print("// 2/pi in words of 32 bits")
        for row in range(0, 40, 6):
            print("//  ", ", ".join(f"0x{w:08x}" for w in words[row:row + 6]))


if __name__ == "__main__":
    main()
