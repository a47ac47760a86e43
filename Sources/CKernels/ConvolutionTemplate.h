// Convolution, rectangle by rectangle of pixels and block by block of terms. Included after
// ImageTemplate.h.

/// Filters that share a rectangle's terms, pixels of a rectangle, sums that are kept from block to
/// block: what stays in the second cache.
enum { mostFilters = 256, mostPixels = 512, mostSums = 1 << 16 };

size_t NAME(conv_workspace_bytes)(void) {
  // Rows of vectors may be twice as long as those of pixels.
  const size_t partial = 2 * mostSums, terms = blockDepth * mostPixels;
  return (partial + terms) * sizeof(Real) + blockDepth * sizeof(ptrdiff_t) + 64;
}

/// The length of the sum's block that begins at term k: a block does not cut a channel's taps where it
/// can hold them.
static ptrdiff_t blockAt(ptrdiff_t k, ptrdiff_t taps, ptrdiff_t depth) {
  ptrdiff_t whole = taps <= blockDepth ? blockDepth / taps * taps : taps - k % taps;
  if (whole > blockDepth) { whole = blockDepth; }
  return depth - k < whole ? depth - k : whole;
}

static bool staysInside(
    ptrdiff_t input, ptrdiff_t output, ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t dilation,
    ptrdiff_t pad) {
  return pad <= 0 && (output - 1) * stride + (kernel - 1) * dilation - pad < input;
}

/// Whether neighbours read neighbours in the image, and no padding.
static bool readsImage(const wonnx_window *w) {
  return w->stride.width == 1 &&
         staysInside(w->input.depth, w->output.depth, w->kernel.depth, w->stride.depth,
                     w->dilation.depth, w->pad.depth) &&
         staysInside(w->input.height, w->output.height, w->kernel.height, w->stride.height,
                     w->dilation.height, w->pad.height) &&
         staysInside(w->input.width, w->output.width, w->kernel.width, w->stride.width,
                     w->dilation.width, w->pad.width);
}

static ptrdiff_t commonDivisor(ptrdiff_t a, ptrdiff_t b) {
  while (b != 0) {
    const ptrdiff_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/// The next rectangle of at most `most` pixels from `pixel`, before `end`.
static Rectangle rectangleAt(
    const wonnx_window *w, ptrdiff_t pixel, ptrdiff_t end, ptrdiff_t most) {
  const ptrdiff_t width = w->output.width, line = pixel / width;
  Rectangle pixels = {
      .depth = line / w->output.height, .row = line % w->output.height, .column = pixel % width};
  ptrdiff_t left = end - pixel < width - pixels.column ? end - pixel : width - pixels.column;
  if (left == width && width <= most) {
    const ptrdiff_t lines = (end - pixel) / width, below = w->output.height - pixels.row;
    left = lines < below ? lines : below;
    const ptrdiff_t pieces = (left + most / width - 1) / (most / width);
    pixels.rows = (left + pieces - 1) / pieces;
    pixels.columns = width;
  } else {
    const ptrdiff_t pieces = (left + most - 1) / most;
    pixels.rows = 1;
    pixels.columns = (left + pieces - 1) / pieces;
  }
  return pixels;
}

/// What a part of a convolution computes with.
typedef struct {
  wonnx_window window;
  ptrdiff_t depth, taps, filters;
  bool readsImage, pixelsAreInVectors;
  NAME(Layout) layout;
} NAME(Plan);

/// Chooses the layout and the loops for a rectangle: no bit depends on it.
static void NAME(plan)(NAME(Plan) *plan, Rectangle pixels) {
  const wonnx_window *w = &plan->window;
  const ptrdiff_t count = pixels.rows * pixels.columns, step = w->stride.width;
  const ptrdiff_t span = (pixels.columns - 1) * step + (w->kernel.width - 1) * w->dilation.width;
  const ptrdiff_t period = step / commonDivisor(step, w->dilation.width);
  NAME(Layout) *layout = &plan->layout;
  *layout = (NAME(Layout)){
      .kind = plan->readsImage ? inImage : inCopy, .window = *w, .pixels = pixels,
      .lines = pixels.rows, .lineStride = 1, .run = span / step + 1,
      .phases = w->kernel.width < period ? w->kernel.width : period};
  if (w->kernel.height > 1) {
    layout->lineStride = w->stride.height;
    layout->lines =
        (pixels.rows - 1) * w->stride.height + (w->kernel.height - 1) * w->dilation.height + 1;
  }
  // In multiply-adds of a vector, with what a tile's results cost in terms.
  const double filters = (double)plan->filters, depth = (double)plan->depth;
  const double panels = (double)((plan->filters + panelColumns - 1) / panelColumns);
  const double vectors = (double)((pixels.columns + panelColumns - 1) / panelColumns);
  const double ofFilters = (double)count * panels * (depth + 14);
  const double ofRows = (double)pixels.rows * vectors * filters * (depth + 3);
  const double ofPatches = (double)((count + panelColumns - 1) / panelColumns) *
                           (filters * (depth + 3) + 4 * depth);
  const bool hasRows = pixels.columns >= panelColumns && ofRows <= ofFilters;
  const bool hasPatches = count >= panelColumns && ofPatches < ofFilters &&
                          (!hasRows || ofPatches < ofRows);
  const double copied = (double)w->kernel.depth * (double)layout->lines *
                        (double)layout->phases * (double)layout->run;
  plan->pixelsAreInVectors = hasRows || hasPatches;
  if (hasPatches ||
      (!plan->readsImage && copied > (double)plan->taps * (double)count)) {
    layout->kind = asPatches;
  }
  switch (layout->kind) {
  case inImage:
    layout->lineStride = w->stride.height;
    layout->line = w->input.width;
    layout->plane = w->input.height * w->input.width * w->dilation.depth;
    layout->channel = w->input.depth * w->input.height * w->input.width;
    break;
  case inCopy:
    layout->line = layout->phases * layout->run;
    layout->plane = layout->lines * layout->line;
    layout->channel = w->kernel.depth * layout->plane;
    break;
  case asPatches: break;
  }
}

/// All blocks of the sums of a rectangle for a strip's filters.
static void NAME(sumBlocks)(
    const NAME(Plan) *plan, Strip *strip, const Real *x, const Real *panels, Real *terms,
    ptrdiff_t *offsets) {
  const wonnx_window *w = &plan->window;
  const NAME(Layout) *layout = &plan->layout;
  const Rectangle *pixels = &layout->pixels;
  const ptrdiff_t plane = w->input.depth * w->input.height * w->input.width;
  const ptrdiff_t line = (pixels->depth * w->stride.depth - w->pad.depth) * w->input.height +
                         pixels->row * w->stride.height - w->pad.height;
  const bool arePatches = layout->kind == asPatches;
  strip->rows = arePatches ? 1 : pixels->rows;
  strip->columns = arePatches ? pixels->rows * pixels->columns : pixels->columns;
  strip->rowStep = layout->lineStride * layout->line;
  const wonnx_level level = wonnx_kernels_level();
  ptrdiff_t k = 0;
  do {
    strip->depth = blockAt(k, plan->taps, plan->depth);
    strip->isFirst = k == 0;
    strip->isLast = k + strip->depth == plan->depth;
    strip->panels = panels + k * panelColumns;
    const ptrdiff_t first = k / plan->taps;
    const ptrdiff_t end = (k + strip->depth + plan->taps - 1) / plan->taps;
    NAME(locate)(layout, k, strip->depth, offsets);
    strip->x = terms;
    switch (layout->kind) {
    case inImage:
      strip->x = x + first * plane + line * w->input.width + pixels->column - w->pad.width;
      break;
    case inCopy: NAME(copyImage)(layout, x + first * plane, end - first, terms); break;
    case asPatches: NAME(copyPatches)(layout, x, k, strip->depth, terms); break;
    }
    if (plan->pixelsAreInVectors) {
      pixelStripAtLevel[level](strip);
    } else {
      filterStripAtLevel[level](strip);
    }
    k += strip->depth;
  } while (k < plan->depth);
}

wonnx_status NAME(conv)(
    wonnx_convolution part, const Real *x, const Real *panels, const Real *bias, Real *y) {
  if (!wonnx_window_is_valid(&part.window) || part.channels < 0 || part.filters < 0 ||
      part.first_pixel < 0 || part.pixels < 0) {
    return WONNX_BAD_EXTENT;
  }
  const wonnx_window w = wonnx_window_flattened(part.window);
  if (part.pixels == 0 || part.filters == 0) { return WONNX_OK; }
  void *workspace = wonnx_thread_workspace(NAME(conv_workspace_bytes)());
  if (!workspace) { return WONNX_OUT_OF_MEMORY; }
  Real *partial = (Real *)(((uintptr_t)workspace + 63) & ~(uintptr_t)63);
  Real *terms = partial + 2 * mostSums;
  ptrdiff_t *offsets = (ptrdiff_t *)(terms + blockDepth * mostPixels);
  NAME(Plan) plan = {
      .window = w, .taps = w.kernel.depth * w.kernel.height * w.kernel.width,
      .readsImage = readsImage(&w)};
  plan.depth = part.channels * plan.taps;
  const ptrdiff_t step = part.filters < mostFilters ? part.filters : mostFilters;
  const ptrdiff_t pair = 2 * panelColumns, sums = (step + pair - 1) / pair * pair;
  const ptrdiff_t most = mostSums / sums < mostPixels ? mostSums / sums : mostPixels;
  const ptrdiff_t all = w.output.depth * w.output.height * w.output.width;
  Strip strip = {
      .offsets = offsets, .panel = panelColumns * plan.depth, .partial = partial,
      .filterStep = all};
  for (ptrdiff_t pixel = part.first_pixel, end = pixel + part.pixels; pixel < end;) {
    const Rectangle pixels = rectangleAt(&w, pixel, end, most);
    for (ptrdiff_t f = 0; f < part.filters; f += step) {
      plan.filters = strip.filters = part.filters - f < step ? part.filters - f : step;
      strip.bias = bias ? bias + f : NULL;
      strip.y = y + f * all + pixel;
      NAME(plan)(&plan, pixels);
      NAME(sumBlocks)(&plan, &strip, x, panels + f * plan.depth, terms, offsets);
    }
    pixel += pixels.rows * pixels.columns;
  }
  return WONNX_OK;
}
