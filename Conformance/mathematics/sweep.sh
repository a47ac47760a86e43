#!/usr/bin/env bash
# Holds every function of Sources/Operators/Mathematics against the C library's for all 2^32 float32
# inputs: the float32 kernels by how many ulps they are off, and the functions of doubles by whether their
# results round to the nearest float32, which binary128 tells where a result lies within 2^-45 of the
# middle of two. Three minutes of one core a function. What is done is kept in reports/mathematics, so that
# an interrupted sweep goes on; remove it after a change of a function.
#
#     Conformance/mathematics/sweep.sh >Conformance/mathematics/sweep.txt
#     Conformance/mathematics/sweep.sh exp tanh
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"
find_swift
install_packages gcc
here="$conformance/mathematics/sweep"
kernels="$root/Sources/CKernels"
state="$root/reports/mathematics"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$state"
functions=("$@")
if [ "$#" -eq 0 ]; then
  functions=(
    acos acosh asin asinh atan atanh cos cosh erf erfc exp expm1 log log10 log1p log2 sin sinh sqrt tan tanh
  )
fi

clang="$(dirname "$(realpath "$(command -v swiftc)")")/clang"
for file in "$kernels"/*.c; do
  "$clang" -O2 -Wno-psabi -I "$kernels/include" -c "$file" -o "$work/$(basename "$file").o"
done
gcc -O2 -c "$here/Reference.c" -o "$work/Reference.o"
printf '#include "%s"\n' "$here/Reference.h" "$kernels/include/ElementKernels.h" >"$work/Bridge.h"
swiftc -O -wmo -import-objc-header "$work/Bridge.h" "$root"/Sources/Operators/Mathematics/*.swift \
  "$here/main.swift" "$work"/*.o -lm -o "$work/sweep"

printf '%s\n' "function	float32 by	max ulp	double rounds to another float32	max ulp of double	asked of binary128	other class"
printf '%s\n' "${functions[@]}" |
  xargs -P "${WONNX_JOBS:-$(nproc)}" -I{} "$work/sweep" {} "$state/{}.txt" | sort
