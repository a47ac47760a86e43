// How a convolution's terms lie in memory: in the image, in a padded copy of what a rectangle of
// pixels reads, or as patches. Included after Levels.h, with NAME(base).

/// Where a rectangle's pixels find their terms. Within an image: channels are `channel` apart, planes
/// `plane` and lines `line`. A copy has each line as `phases` runs of columns that are a stride apart,
/// so that neighbours read neighbours. Patches have a run of all pixels for each term.
typedef struct {
  enum { inImage, inCopy, asPatches } kind;
  wonnx_window window;
  Rectangle pixels;
  /// Lines of a plane, and those that a stride leads along.
  ptrdiff_t lines, lineStride;
  ptrdiff_t phases, run, line, plane, channel;
} NAME(Layout);

/// Elements of a line that lie in the image: those of numbers in low ..< high, the first at `offset`.
typedef struct {
  ptrdiff_t low, high, offset;
} NAME(Clip);

/// Element i of a line of `count` is column `i * stride - shift`.
static NAME(Clip) NAME(clip)(
    const wonnx_window *w, ptrdiff_t shift, ptrdiff_t count) {
  const ptrdiff_t step = w->stride.width, width = w->input.width;
  NAME(Clip) clip = {
      .low = shift > 0 ? (shift - 1) / step + 1 : 0,
      .high = width + shift > 0 ? (width + shift - 1) / step + 1 : 0};
  if (clip.high > count) { clip.high = count; }
  if (clip.low > clip.high) { clip.low = clip.high; }
  clip.offset = clip.low * step - shift;
  return clip;
}

/// A line of a copy, from the line of the image at (depth, height); `blank` is padding.
WONNX_INLINE void NAME(copyLine)(
    const wonnx_window *w, const Real *x, ptrdiff_t depth, ptrdiff_t height, NAME(Clip) clip,
    ptrdiff_t count, Real blank, Real *to) {
  ptrdiff_t i = 0;
  if (depth >= 0 && depth < w->input.depth && height >= 0 && height < w->input.height) {
    const Real *from =
        x + (depth * w->input.height + height) * w->input.width + clip.offset;
    const ptrdiff_t step = w->stride.width;
    for (; i < clip.low; ++i) { to[i] = blank; }
    if (step == 1) {
      for (; i + 8 <= clip.high; i += 8, from += 8) { memcpy(to + i, from, 8 * sizeof(Real)); }
      for (; i < clip.high; ++i) { to[i] = *from++; }
    } else if (step == 2) {
      for (; i < clip.high; ++i, from += 2) { to[i] = *from; }
    } else {
      for (; i < clip.high; ++i, from += step) { to[i] = *from; }
    }
  }
  for (; i < count; ++i) { to[i] = blank; }
}

/// Copies what the rectangle reads of `channels` channels.
static void NAME(copyImage)(
    const NAME(Layout) *layout, const Real *x, ptrdiff_t channels, Real *to) {
  const wonnx_window *w = &layout->window;
  const Rectangle *pixels = &layout->pixels;
  const ptrdiff_t plane = w->input.depth * w->input.height * w->input.width;
  const ptrdiff_t step = w->stride.width;
  const ptrdiff_t top = pixels->row * w->stride.height - w->pad.height;
  // The lines between those that windows of one line read are left out.
  const ptrdiff_t lineStep = w->kernel.height == 1 ? w->stride.height : 1;
  for (ptrdiff_t phase = 0; phase < layout->phases; ++phase, to += layout->run) {
    const NAME(Clip) clip = NAME(clip)(
        w, w->pad.width - phase * w->dilation.width % step - pixels->column * step, layout->run);
    const Real *from = x;
    Real *line = to;
    for (ptrdiff_t c = 0; c < channels; ++c, from += plane) {
      for (ptrdiff_t k = 0; k < w->kernel.depth; ++k) {
        const ptrdiff_t depth =
            pixels->depth * w->stride.depth - w->pad.depth + k * w->dilation.depth;
        for (ptrdiff_t i = 0; i < layout->lines; ++i, line += layout->line) {
          NAME(copyLine)(w, from, depth, top + i * lineStep, clip, layout->run, 0, line);
        }
      }
    }
  }
}

/// A kernel's tap: term k is tap `k % taps` of channel `k / taps`.
typedef struct {
  ptrdiff_t channel, depth, height, width;
} NAME(Tap);

static NAME(Tap) NAME(tapOf)(const wonnx_window *w, ptrdiff_t k) {
  const ptrdiff_t row = k / w->kernel.width, plane = row / w->kernel.height;
  return (NAME(Tap)){
      plane / w->kernel.depth, plane % w->kernel.depth, row % w->kernel.height,
      k % w->kernel.width};
}

WONNX_INLINE void NAME(next)(const wonnx_window *w, NAME(Tap) *tap) {
  if (++tap->width < w->kernel.width) { return; }
  tap->width = 0;
  if (++tap->height < w->kernel.height) { return; }
  tap->height = 0;
  if (++tap->depth < w->kernel.depth) { return; }
  tap->depth = 0;
  ++tap->channel;
}

/// Writes the pixels' elements of each of `depth` terms from `first`.
static void NAME(copyPatches)(
    const NAME(Layout) *layout, const Real *x, ptrdiff_t first, ptrdiff_t depth, Real *to) {
  const wonnx_window *w = &layout->window;
  const Rectangle *pixels = &layout->pixels;
  const ptrdiff_t plane = w->input.depth * w->input.height * w->input.width;
  const ptrdiff_t left = w->pad.width - pixels->column * w->stride.width;
  const ptrdiff_t top = pixels->row * w->stride.height - w->pad.height;
  const ptrdiff_t front = pixels->depth * w->stride.depth - w->pad.depth;
  NAME(Tap) tap = NAME(tapOf)(w, first);
  for (; depth > 0; --depth, NAME(next)(w, &tap)) {
    const NAME(Clip) clip =
        NAME(clip)(w, left - tap.width * w->dilation.width, pixels->columns);
    const ptrdiff_t height = top + tap.height * w->dilation.height;
    for (ptrdiff_t row = 0; row < pixels->rows; ++row, to += pixels->columns) {
      NAME(copyLine)(
          w, x + tap.channel * plane, front + tap.depth * w->dilation.depth,
          height + row * w->stride.height, clip, pixels->columns, 0, to);
    }
  }
}

/// Where a strip's first pixel reads each of `depth` terms from `first`, from the first channel's
/// start on.
static void NAME(locate)(
    const NAME(Layout) *layout, ptrdiff_t first, ptrdiff_t depth, ptrdiff_t *offsets) {
  const wonnx_window *w = &layout->window;
  if (layout->kind == asPatches) {
    const ptrdiff_t count = layout->pixels.rows * layout->pixels.columns;
    for (ptrdiff_t i = 0; i < depth; ++i) { offsets[i] = i * count; }
    return;
  }
  NAME(Tap) tap = NAME(tapOf)(w, first);
  tap.channel = 0;
  for (ptrdiff_t i = 0; i < depth; ++i, NAME(next)(w, &tap)) {
    const ptrdiff_t column = tap.width * w->dilation.width;
    const ptrdiff_t phase = tap.width % layout->phases;
    offsets[i] = tap.channel * layout->channel + tap.depth * layout->plane +
                 tap.height * w->dilation.height * layout->line + phase * layout->run +
                 column / w->stride.width;
  }
}
