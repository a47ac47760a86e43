#include "FlatWindow.h"

typedef struct {
  ptrdiff_t input, output, kernel, stride, dilation, pad;
} Axis;

static const Axis unit = {1, 1, 1, 1, 1, 0};

/// `outer` and `inner` as one axis, where that is the same window.
static bool join(Axis outer, Axis inner, Axis *joined) {
  const ptrdiff_t count = inner.input;
  const bool isOne = count == 1 || (inner.stride == 1 && outer.stride == 1);
  if (inner.kernel != 1 || inner.pad != 0 || inner.output != count || !isOne) { return false; }
  *joined = outer;
  const ptrdiff_t dilation = outer.kernel == 1 ? 1 : outer.dilation;
  return !__builtin_mul_overflow(outer.input, count, &joined->input) &&
         !__builtin_mul_overflow(outer.output, count, &joined->output) &&
         !__builtin_mul_overflow(dilation, count, &joined->dilation) &&
         !__builtin_mul_overflow(outer.pad, count, &joined->pad);
}

wonnx_window wonnx_window_flattened(wonnx_window w) {
  Axis axes[] = {
      {w.input.depth, w.output.depth, w.kernel.depth, w.stride.depth, w.dilation.depth, w.pad.depth},
      {w.input.height, w.output.height, w.kernel.height, w.stride.height, w.dilation.height,
       w.pad.height},
      {w.input.width, w.output.width, w.kernel.width, w.stride.width, w.dilation.width,
       w.pad.width}};
  for (int turn = 0; turn < 2; ++turn) {
    Axis joined;
    if (!join(axes[1], axes[2], &joined)) { break; }
    axes[2] = joined;
    axes[1] = axes[0];
    axes[0] = unit;
  }
  return (wonnx_window){
      .input = {axes[0].input, axes[1].input, axes[2].input},
      .output = {axes[0].output, axes[1].output, axes[2].output},
      .kernel = {axes[0].kernel, axes[1].kernel, axes[2].kernel},
      .stride = {axes[0].stride, axes[1].stride, axes[2].stride},
      .dilation = {axes[0].dilation, axes[1].dilation, axes[2].dilation},
      .pad = {axes[0].pad, axes[1].pad, axes[2].pad}};
}
