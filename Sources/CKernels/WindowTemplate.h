// Depthwise convolution and pooling: a channel is copied with its padding, so that every tap of a
// row of windows is a run of contiguous elements. Included after ImageTemplate.h.

/// The padded copy of one channel. With a width stride of s, column c of it is split by c mod s:
/// `[depth][height][s][run]`.
typedef struct {
  ptrdiff_t depth, height, phases, run;
  size_t elements, taps;
} NAME(Plane);

/// Elements that an axis' windows span. A valid window's span is representable.
static ptrdiff_t NAME(span)(
    ptrdiff_t output, ptrdiff_t stride, ptrdiff_t kernel, ptrdiff_t dilation) {
  return (output - 1) * stride + (kernel - 1) * dilation + 1;
}

static wonnx_status NAME(planeOf)(const wonnx_window *w, NAME(Plane) *plane) {
  if (!wonnx_window_is_valid(w)) { return WONNX_BAD_EXTENT; }
  *plane = (NAME(Plane)){.phases = 1, .elements = 64};
  if (w->output.depth == 0 || w->output.height == 0 || w->output.width == 0) { return WONNX_OK; }
  ptrdiff_t width = NAME(span)(w->output.width, w->stride.width, w->kernel.width, w->dilation.width);
  plane->depth = NAME(span)(w->output.depth, w->stride.depth, w->kernel.depth, w->dilation.depth);
  plane->height =
      NAME(span)(w->output.height, w->stride.height, w->kernel.height, w->dilation.height);
  plane->phases = w->stride.width;
  plane->run = (width - 1) / plane->phases + 1;
  ptrdiff_t rows, line, elements, bytes;
  ptrdiff_t taps = w->kernel.depth * w->kernel.height * w->kernel.width;
  if (__builtin_mul_overflow(plane->depth, plane->height, &rows) ||
      __builtin_mul_overflow(plane->phases, plane->run, &line) ||
      __builtin_mul_overflow(rows, line, &elements) ||
      __builtin_add_overflow(elements, 64, &elements) ||
      __builtin_add_overflow(elements, taps, &bytes) || bytes > PTRDIFF_MAX / 16) {
    return WONNX_OUT_OF_MEMORY;
  }
  plane->elements = (size_t)elements;
  plane->taps = (size_t)taps;
  return WONNX_OK;
}

size_t NAME(window_workspace_bytes)(wonnx_window window) {
  NAME(Plane) plane;
  if (NAME(planeOf)(&window, &plane) != WONNX_OK) { return SIZE_MAX; }
  return plane.elements * sizeof(Real) + plane.taps * sizeof(ptrdiff_t) + 64;
}

/// Copies a channel; `blank` stands for its padding.
static void NAME(copyPlane)(
    const wonnx_window *w, const NAME(Plane) *plane, const Real *x, Real blank, Real *to) {
  const ptrdiff_t line = plane->phases * plane->run;
  for (ptrdiff_t phase = 0; phase < plane->phases; ++phase) {
    const NAME(Clip) clip = NAME(clip)(w, w->pad.width - phase, plane->run);
    Real *next = to + phase * plane->run;
    for (ptrdiff_t d = 0; d < plane->depth; ++d) {
      for (ptrdiff_t h = 0; h < plane->height; ++h, next += line) {
        NAME(copyLine)(w, x, d - w->pad.depth, h - w->pad.height, clip, plane->run, blank, next);
      }
    }
  }
  to += plane->depth * plane->height * line;
  for (ptrdiff_t i = 0; i < 64; ++i) { to[i] = blank; }
}

/// Every window of `channels` channels, `filters` times each with the next weights and bias.
static wonnx_status NAME(windows)(
    wonnx_window w, Combination combination, ptrdiff_t channels, ptrdiff_t filters, const Real *x,
    const Real *weights, const Real *bias, Real *y, void *workspace) {
  NAME(Plane) plane;
  wonnx_status status = NAME(planeOf)(&w, &plane);
  if (status != WONNX_OK) { return status; }
  if (channels < 0 || filters < 0) { return WONNX_BAD_EXTENT; }
  if (plane.taps == 0) { return WONNX_OK; }
  void *owned = NULL;
  if (!workspace) {
    owned = workspace = malloc(NAME(window_workspace_bytes)(w));
    if (!owned) { return WONNX_OUT_OF_MEMORY; }
  }
  Real *copy = (Real *)(((uintptr_t)workspace + 63) & ~(uintptr_t)63);
  ptrdiff_t *offsets = (ptrdiff_t *)(copy + plane.elements);
  const ptrdiff_t line = plane.phases * plane.run;
  for (ptrdiff_t d = 0, t = 0; d < w.kernel.depth; ++d) {
    for (ptrdiff_t h = 0; h < w.kernel.height; ++h) {
      for (ptrdiff_t c = 0; c < w.kernel.width; ++c, ++t) {
        const ptrdiff_t column = c * w.dilation.width;
        offsets[t] = (d * w.dilation.depth * plane.height + h * w.dilation.height) * line +
                     column % plane.phases * plane.run + column / plane.phases;
      }
    }
  }
  Row row = {.combination = combination, .taps = (ptrdiff_t)plane.taps, .offsets = offsets,
             .weights = weights, .bias = bias, .to = y,
             .rows = w.output.height, .count = w.output.width,
             .rowStep = w.stride.height * line};
  const ptrdiff_t results = w.output.height * w.output.width;
  row.end = y + channels * filters * w.output.depth * results;
  const wonnx_level level = wonnx_kernels_level();
  // What takes no part: -0 + x is x, of every x.
  const Real blank =
      combination == maxima ? -(Real)INFINITY : combination == sums ? -(Real)0 : (Real)0;
  for (ptrdiff_t channel = 0; channel < channels; ++channel) {
    NAME(copyPlane)(&w, &plane, x, blank, copy);
    x += w.input.depth * w.input.height * w.input.width;
    for (ptrdiff_t filter = 0; filter < filters; ++filter) {
      for (ptrdiff_t d = 0; d < w.output.depth; ++d, row.to += results) {
        row.from = copy + d * w.stride.depth * plane.height * line;
        rowAtLevel[level](&row);
      }
      if (row.weights) { row.weights += row.taps; }
      if (row.bias) { ++row.bias; }
    }
  }
  free(owned);
  return WONNX_OK;
}

wonnx_status NAME(conv_depthwise)(
    wonnx_window window, ptrdiff_t channels, ptrdiff_t filters, const Real *x, const Real *w,
    const Real *bias, Real *y, void *workspace) {
  return NAME(windows)(window, fusedProducts, channels, filters, x, w, bias, y, workspace);
}

wonnx_status NAME(max_pool)(
    wonnx_window window, ptrdiff_t channels, const Real *x, Real *y, void *workspace) {
  return NAME(windows)(window, maxima, channels, 1, x, NULL, NULL, y, workspace);
}

wonnx_status NAME(sum_pool)(
    wonnx_window window, ptrdiff_t channels, const Real *x, const Real *divisors, Real *y,
    void *workspace) {
  wonnx_status status = NAME(windows)(window, sums, channels, 1, x, NULL, NULL, y, workspace);
  if (status != WONNX_OK || !divisors) { return status; }
  const ptrdiff_t count = window.output.depth * window.output.height * window.output.width;
  for (ptrdiff_t channel = 0; channel < channels; ++channel, y += count) {
    for (ptrdiff_t i = 0; i < count; ++i) {
      Real mean = y[i] / divisors[i];
      y[i] = mean == mean ? mean : (Real)NAN;
    }
  }
  return WONNX_OK;
}
