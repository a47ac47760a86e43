// Two tensors of one type, element by element, with ONNX's broadcasting.
#pragma once

#include "values.h"

// What to do with two elements of each type.
struct binary {
  float (*of_float)(float, float);
  int64_t (*of_int64)(int64_t, int64_t);
};

struct tensor evaluate_binary(const struct tensor *inputs, struct binary binary,
                              struct arena *arena);
