#!/usr/bin/env bash
# Measures a GPU: makes a folder that runs on any x86-64 Linux with a Vulkan driver, without a toolchain or
# this checkout, and runs it here. It prints the suite's results, equal bits, and times beside what they
# are to be (targets.tsv), in under four minutes on a card; Conformance/devices/README.md has what came
# of it where.
#
#   Conformance/devices/measure.sh                       measures the device of this machine
#   Conformance/devices/measure.sh --only-pack FOLDER    only makes the folder, to take it to another one
#   Conformance/devices/measure.sh --dry                 a few cases and small products, on any device
#
# The folder is reports/device, unless it is named. Arguments after it go to its measure: see there.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR/.. source=../setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../setup.sh"

folder="$root/reports/device"
runs=1
while [ "$#" -gt 0 ]; do
  case "$1" in
  --only-pack) runs="" ;;
  --dry) break ;;
  --help | -h)
    sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
    exit 0
    ;;
  -*) stop "measure.sh has no option '$1'; see --help." ;;
  *) folder="$1" ;;
  esac
  shift
done

# What every Linux has, and what has to be the kernel's and the driver's own.
isSystems() {
  case "$1" in
  ld-linux* | libc.so* | libm.so* | libdl.so* | librt.so* | libpthread.so* | libresolv.so*) return 0 ;;
  *) return 1 ;;
  esac
}

prepare
mkdir -p "$folder/lib"
strip -o "$folder/wonnx-conform" "$program"
ldd "$program" | awk '$3 ~ "^/" { print $1, $3 }' | while read -r name path; do
  isSystems "$name" || install -m 755 --strip "$path" "$folder/lib/$name" 2>/dev/null ||
    install -m 755 "$path" "$folder/lib/$name"
done
mkdir -p "$folder/suite"
cp -r "$suite/." "$folder/suite"
cp "$conformance/expectations/onnx-1.23.2.toml" "$folder/expectations.toml"
cp "$conformance/devices/targets.tsv" "$folder"
install -m 755 "$conformance/devices/measure" "$folder/measure"
say "$folder holds all that 'measure' in it needs: $(du -sh "$folder" | cut -f1)."
[ -n "$runs" ] || exit 0
"$folder/measure" "$@"
