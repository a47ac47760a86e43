# Sourced by adapter.sh once the environment $venv is there. onnxruntime's StringNormalizer asks the C
# library for the locale en_US.UTF-8, which small installations lack: it is made inside of the
# environment, where the packages that this takes are there or can be installed.
# shellcheck shell=bash disable=SC2154

locale_folder="$venv/locale/en_US.UTF-8"
if [ ! -d "$locale_folder" ]; then
  if [ ! -f /usr/share/i18n/locales/en_US ]; then
    (install_packages locales) || say "Without the package 'locales', StringNormalizer can't run."
  fi
  if [ -f /usr/share/i18n/locales/en_US ] && command -v localedef >/dev/null; then
    mkdir -p "$venv/locale"
    # A warning about the terminal's character map is an exit status of 1.
    localedef --no-archive -i en_US -f UTF-8 "$locale_folder.partial" || true
    mv "$locale_folder.partial" "$locale_folder"
  fi
fi
