# Sourced with a command's arguments: `given` looks for an option among them, `default` adds one
# that is not there, `move` takes one out. The first two take all names of it: "--output -o".
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

# Moves an option, with its values, from `arguments` to `moved`.
move() {
  local kept=() index word
  for ((index = 0; index < ${#arguments[@]}; index++)); do
    word="${arguments[index]}"
    if [ "$word" = "$1" ]; then
      index=$((index + 1))
      moved+=("$word" "${arguments[index]:-}")
    elif [[ "$word" == "$1="* ]]; then
      moved+=("$word")
    else
      kept+=("$word")
    fi
  done
  arguments=("${kept[@]}")
}

default() {
  given "$1" >/dev/null || arguments+=("${1%% *}" "$2")
}
