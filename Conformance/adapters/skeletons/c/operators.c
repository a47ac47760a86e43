// What each operator computes. To add one: write its function, and give it a line in `operators`.
#include "operators.h"

#include "broadcast.h"

static float add_float(float a, float b) { return a + b; }

// Integers wrap around; in C only unsigned ones may.
static int64_t add_int64(int64_t a, int64_t b) { return (int64_t)((uint64_t)a + (uint64_t)b); }

static struct tensor add(const struct tensor *inputs, struct arena *arena) {
  return evaluate_binary(inputs, (struct binary){add_float, add_int64}, arena);
}

const struct operator_entry operators[] = {
    {"Add", 2, add},
    {NULL, 0, NULL},
};

const struct operator_entry *find_operator(struct bytes name) {
  for (const struct operator_entry *entry = operators; entry->name; entry++) {
    if (bytes_are(name, entry->name)) return entry;
  }
  return NULL;
}
