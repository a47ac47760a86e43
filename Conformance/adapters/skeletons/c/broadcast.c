#include "broadcast.h"

#include "failure.h"

// A tensor's extent along an axis of a result of this rank: axes are matched from the last on, and
// what is not there is 1.
static size_t extent(const struct tensor *tensor, size_t axis, size_t rank) {
  size_t missing = rank - tensor->rank;
  return axis < missing ? 1 : tensor->dims[axis - missing];
}

// How far apart neighbours along each axis lie, in elements; 0 where one stands for all.
static size_t *strides(const struct tensor *tensor, size_t rank, struct arena *arena) {
  size_t *strides = allocate(arena, rank, sizeof *strides);
  size_t stride = 1;
  for (size_t axis = rank; axis-- > 0;) {
    size_t dim = extent(tensor, axis, rank);
    strides[axis] = dim == 1 ? 0 : stride;
    stride *= dim;
  }
  return strides;
}

struct tensor evaluate_binary(const struct tensor *inputs, struct binary binary,
                              struct arena *arena) {
  const struct tensor *a = &inputs[0], *b = &inputs[1];
  if (a->type != b->type) fail("run", "The inputs have two element types, and have to share one.");
  size_t rank = a->rank > b->rank ? a->rank : b->rank;
  size_t *dims = allocate(arena, rank, sizeof *dims);
  for (size_t axis = 0; axis < rank; axis++) {
    size_t of_a = extent(a, axis, rank), of_b = extent(b, axis, rank);
    if (of_a != of_b && of_a != 1 && of_b != 1) {
      fail("run", "Extents %zu and %zu along axis %zu can't be broadcast.", of_a, of_b, axis);
    }
    dims[axis] = of_a == 1 ? of_b : of_a;
  }
  struct tensor result = new_tensor(arena, a->type, rank, dims);
  size_t *step_a = strides(a, rank, arena), *step_b = strides(b, rank, arena);
  size_t *index = allocate(arena, rank, sizeof *index);
  size_t at_a = 0, at_b = 0;
  for (size_t i = 0; i < result.count; i++) {
    switch (result.type) {
      case ELEMENT_FLOAT:
        result.floats[i] = binary.of_float(a->floats[at_a], b->floats[at_b]);
        break;
      case ELEMENT_INT64:
        result.int64s[i] = binary.of_int64(a->int64s[at_a], b->int64s[at_b]);
        break;
    }
    for (size_t axis = rank; axis-- > 0;) {
      at_a += step_a[axis];
      at_b += step_b[axis];
      if (++index[axis] < dims[axis]) break;
      index[axis] = 0;
      at_a -= step_a[axis] * dims[axis];
      at_b -= step_b[axis] * dims[axis];
    }
  }
  return result;
}
