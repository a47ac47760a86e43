// Convolution as a product of the weights with patches of the image, which are written as panels
// when a block needs them and never as a whole. Included after ProductTemplate.h.

/// Patches as a right operand: row (channel, depth, height, width of the kernel), column = pixel.
typedef struct {
  const Real *x;
  ptrdiff_t firstPixel;
  wonnx_window window;
} NAME(Patches);

/// Where the pixels of one panel read for the kernel's first element: columns, and which of them
/// follow one another in a row.
typedef struct {
  ptrdiff_t count;
  bool isOneRow;
  ptrdiff_t depth[panelColumns], height[panelColumns], width[panelColumns];
} NAME(Pixels);

static void NAME(locate)(
    const wonnx_window *w, ptrdiff_t pixel, ptrdiff_t count, NAME(Pixels) *pixels) {
  ptrdiff_t column = pixel % w->output.width, row = pixel / w->output.width;
  ptrdiff_t height = row % w->output.height, depth = row / w->output.height;
  pixels->count = count;
  pixels->isOneRow = count == panelColumns && column + count <= w->output.width;
  for (ptrdiff_t i = 0; i < count; ++i) {
    pixels->depth[i] = depth * w->stride.depth - w->pad.depth;
    pixels->height[i] = height * w->stride.height - w->pad.height;
    pixels->width[i] = column * w->stride.width - w->pad.width;
    if (++column == w->output.width) {
      column = 0;
      if (++height == w->output.height) { height = 0, ++depth; }
    }
  }
}

WONNX_INLINE void NAME(copyRun)(const Real *from, ptrdiff_t stride, ptrdiff_t count, Real *to) {
  if (stride == 1) {
    for (; count >= 4; count -= 4, from += 4, to += 4) { memcpy(to, from, 4 * sizeof(Real)); }
  }
  for (; count > 0; --count, from += stride) { *to++ = *from; }
}

/// One row of a panel for each channel: `channels` rows that are `step` apart, from images that are
/// `plane` apart. (d, h, c) is the kernel element's distance from its first.
static void NAME(fillTap)(
    const wonnx_window *w, const NAME(Pixels) *pixels, ptrdiff_t d, ptrdiff_t h, ptrdiff_t c,
    const Real *x, ptrdiff_t plane, ptrdiff_t channels, ptrdiff_t step, Real *to) {
  const ptrdiff_t stride = w->stride.width;
  if (pixels->isOneRow) {
    const ptrdiff_t depth = pixels->depth[0] + d, height = pixels->height[0] + h;
    const ptrdiff_t width = pixels->width[0] + c;
    const bool isInside = depth >= 0 && depth < w->input.depth && height >= 0 &&
                          height < w->input.height;
    if (isInside && stride <= 2 && width >= 0 &&
        width + (panelColumns - 1) * stride < w->input.width) {
      x += (depth * w->input.height + height) * w->input.width + width;
      for (; channels > 0; --channels, x += plane, to += step) {
        if (stride == 1) {
#pragma clang loop unroll(full)
          for (int i = 0; i < panelColumns; ++i) { to[i] = x[i]; }
        } else {
#pragma clang loop unroll(full)
          for (int i = 0; i < panelColumns; ++i) { to[i] = x[2 * i]; }
        }
      }
      return;
    }
  }
  // Pixels inside the image, as runs that a stride leads along.
  ptrdiff_t lane[panelColumns], offset[panelColumns], length[panelColumns], runs = 0, inside = 0;
  for (ptrdiff_t i = 0; i < pixels->count; ++i) {
    const ptrdiff_t depth = pixels->depth[i] + d, height = pixels->height[i] + h;
    const ptrdiff_t width = pixels->width[i] + c;
    if (depth >= 0 && depth < w->input.depth && height >= 0 && height < w->input.height &&
        width >= 0 && width < w->input.width) {
      const ptrdiff_t at = (depth * w->input.height + height) * w->input.width + width;
      const ptrdiff_t last = runs - 1;
      if (runs > 0 && lane[last] + length[last] == i &&
          offset[last] + length[last] * stride == at) {
        ++length[last];
      } else {
        lane[runs] = i;
        offset[runs] = at;
        length[runs++] = 1;
      }
      ++inside;
    }
  }
  for (; channels > 0; --channels, x += plane, to += step) {
    if (inside < panelColumns) {
      for (int i = 0; i < panelColumns; ++i) { to[i] = 0; }
    }
    for (ptrdiff_t r = 0; r < runs; ++r) {
      NAME(copyRun)(x + offset[r], stride, length[r], to + lane[r]);
    }
  }
}

static void NAME(fillFromPatches)(
    const void *context, ptrdiff_t first, ptrdiff_t depth, ptrdiff_t column, ptrdiff_t count,
    Real *panels) {
  const NAME(Patches) *patches = context;
  const wonnx_window *w = &patches->window;
  const ptrdiff_t taps = w->kernel.depth * w->kernel.height * w->kernel.width;
  const ptrdiff_t plane = w->input.depth * w->input.height * w->input.width;
  NAME(Pixels) pixels;
  for (; count > 0; count -= panelColumns, column += panelColumns, panels += panelColumns * depth) {
    ptrdiff_t width = count < panelColumns ? count : panelColumns;
    NAME(locate)(w, patches->firstPixel + column, width, &pixels);
    ptrdiff_t tap = 0;
    for (ptrdiff_t d = 0; d < w->kernel.depth; ++d) {
      for (ptrdiff_t h = 0; h < w->kernel.height; ++h) {
        for (ptrdiff_t c = 0; c < w->kernel.width; ++c, ++tap) {
          // Rows channel · taps + tap of the product that lie in first ..< first + depth.
          ptrdiff_t channel = first > tap ? (first - tap - 1) / taps + 1 : 0;
          ptrdiff_t row = channel * taps + tap - first;
          if (row >= depth) { continue; }
          NAME(fillTap)(
              w, &pixels, d * w->dilation.depth, h * w->dilation.height, c * w->dilation.width,
              patches->x + channel * plane, plane, (depth - row - 1) / taps + 1,
              taps * panelColumns, panels + row * panelColumns);
        }
      }
    }
  }
}

/// What a part of a convolution is as a product.
typedef struct {
  wonnx_extent extent;
  /// Output pixels in all: the distance of two filters' results.
  ptrdiff_t pixels;
  NAME(Patches) patches;
  Matrix image;
  bool readsImage;
} NAME(Lowered);

static bool NAME(lower)(const wonnx_convolution *part, const Real *x, NAME(Lowered) *lowered) {
  const wonnx_window *window = &part->window;
  if (!wonnx_window_is_valid(window) || part->channels < 0 || part->first_pixel < 0) {
    return false;
  }
  const wonnx_space in = window->input, kernel = window->kernel, out = window->output;
  const wonnx_space stride = window->stride, pad = window->pad;
  const ptrdiff_t pixels = out.depth * out.height * out.width;
  *lowered = (NAME(Lowered)){
      .extent = {part->filters, part->pixels,
                 part->channels * kernel.depth * kernel.height * kernel.width},
      .pixels = pixels,
      .patches = {x, part->first_pixel, *window},
      .image = {x ? x + part->first_pixel : NULL, pixels, 1, false},
      .readsImage = kernel.depth == 1 && kernel.height == 1 && kernel.width == 1 &&
                    stride.depth == 1 && stride.height == 1 && stride.width == 1 &&
                    pad.depth == 0 && pad.height == 0 && pad.width == 0 && in.depth == out.depth &&
                    in.height == out.height && in.width == out.width};
  return true;
}

static Source NAME(sourceOf)(const NAME(Lowered) *lowered) {
  if (lowered->readsImage) { return (Source){1, NAME(fillFromMatrix), &lowered->image}; }
  const wonnx_space kernel = lowered->patches.window.kernel;
  return (Source){
      kernel.depth * kernel.height * kernel.width, NAME(fillFromPatches), &lowered->patches};
}

wonnx_status NAME(conv)(
    wonnx_convolution convolution, const Real *x, Matrix w, const Real *bias, Real *y,
    void *workspace) {
  NAME(Lowered) lowered;
  if (!NAME(lower)(&convolution, x, &lowered)) { return WONNX_BAD_EXTENT; }
  return NAME(product)(
      lowered.extent, w, NULL, NAME(sourceOf)(&lowered), y + convolution.first_pixel,
      lowered.pixels, bias, false, workspace);
}

size_t NAME(conv_patches_bytes)(wonnx_convolution convolution) {
  NAME(Lowered) lowered;
  if (!NAME(lower)(&convolution, NULL, &lowered)) { return SIZE_MAX; }
  return NAME(gemm_packed_b_bytes)(lowered.extent.depth, lowered.extent.columns);
}

wonnx_status NAME(conv_pack_patches)(
    wonnx_convolution convolution, const Real *x, Real *patches) {
  NAME(Lowered) lowered;
  if (!NAME(lower)(&convolution, x, &lowered)) { return WONNX_BAD_EXTENT; }
  Source source = NAME(sourceOf)(&lowered);
  source.fill(
      source.context, 0, lowered.extent.depth, 0, lowered.extent.columns, patches);
  return WONNX_OK;
}

wonnx_status NAME(conv_of_patches)(
    wonnx_convolution convolution, const Real *patches, Matrix w, const Real *bias, Real *y,
    void *workspace) {
  NAME(Lowered) lowered;
  if (!NAME(lower)(&convolution, NULL, &lowered)) { return WONNX_BAD_EXTENT; }
  return NAME(product)(
      lowered.extent, w, patches, NAME(sourceOf)(&lowered), y + convolution.first_pixel,
      lowered.pixels, bias, false, workspace);
}
