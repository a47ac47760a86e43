#include "Level.h"

/// The last index that an axis' windows reach stays representable, from either end.
static bool axisIsValid(ptrdiff_t input, ptrdiff_t output, ptrdiff_t kernel, ptrdiff_t stride,
                        ptrdiff_t dilation, ptrdiff_t pad) {
  ptrdiff_t first, last, end;
  return input >= 0 && output >= 0 && kernel > 0 && stride > 0 && dilation > 0 &&
         !__builtin_mul_overflow(output, stride, &first) &&
         !__builtin_mul_overflow(kernel, dilation, &last) &&
         !__builtin_add_overflow(first, last, &end) && !__builtin_sub_overflow(end, pad, &first) &&
         !__builtin_add_overflow(input, pad, &last) && pad > -PTRDIFF_MAX / 2;
}

static bool countIsValid(wonnx_space space) {
  ptrdiff_t count;
  return !__builtin_mul_overflow(space.depth, space.height, &count) &&
         !__builtin_mul_overflow(count, space.width, &count);
}

bool wonnx_window_is_valid(const wonnx_window *w) {
  return axisIsValid(w->input.depth, w->output.depth, w->kernel.depth, w->stride.depth,
                     w->dilation.depth, w->pad.depth) &&
         axisIsValid(w->input.height, w->output.height, w->kernel.height, w->stride.height,
                     w->dilation.height, w->pad.height) &&
         axisIsValid(w->input.width, w->output.width, w->kernel.width, w->stride.width,
                     w->dilation.width, w->pad.width) &&
         countIsValid(w->input) && countIsValid(w->output) && countIsValid(w->kernel);
}
