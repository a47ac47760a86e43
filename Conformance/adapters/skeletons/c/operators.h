#pragma once

#include "values.h"

struct operator_entry {
  const char *name;
  size_t input_count;
  struct tensor (*evaluate)(const struct tensor *inputs, struct arena *arena);
};

// All that there are; an entry without a name ends them.
extern const struct operator_entry operators[];

// NULL where there is none of this name.
const struct operator_entry *find_operator(struct bytes name);
