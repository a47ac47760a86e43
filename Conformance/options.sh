# Sourced with a command's arguments: `given` looks for an option among them, `default` adds one
# that is not there. Both take the option's names, such as "--output -o".
# shellcheck shell=bash

arguments=("$@")

# The last value of an option; fails where the caller has not given it.
given() {
  local names=" $1 " found=1 value="" index word
  for ((index = 0; index < ${#arguments[@]}; index++)); do
    word="${arguments[index]}"
    if [[ "$word" == -* && "$names" == *" ${word%%=*} "* ]]; then
      found=0
      if [[ "$word" == *=* ]]; then
        value="${word#*=}"
      else
        index=$((index + 1))
        value="${arguments[index]:-}"
      fi
    fi
  done
  printf '%s' "$value"
  return "$found"
}

default() {
  given "$1" >/dev/null || arguments+=("${1%% *}" "$2")
}
