#include "IntegerBlock.h"

#include <string.h>

// The image lies as B of a product: four channels' bytes side by side in each pixel, and pixels so
// that those under one tap of all windows of a row follow each other: strided windows read one of
// several phases. Windows count over a grid whose rows are as long as the image's, so that all windows
// under one tap are one run; between a row's last window and the next row's first are some of no use.

typedef struct {
  ptrdiff_t kernel, stride, dilation, pad, input, output;
  /// Of a phase: its extent.
  ptrdiff_t extent;
} Axis;

typedef struct {
  Axis axes[3];
  ptrdiff_t taps, channelGroups;
  /// Pixels of one phase, and bytes of all phases of four channels.
  ptrdiff_t pixels, plane;
  /// From the first window to the last, over the grid.
  ptrdiff_t windows;
} Grid;

static Axis axisOf(
    ptrdiff_t kernel, ptrdiff_t stride, ptrdiff_t dilation, ptrdiff_t pad, ptrdiff_t input,
    ptrdiff_t output) {
  return (Axis){kernel, stride, dilation, pad, input, output,
                output + (kernel - 1) * dilation / stride};
}

/// Phases of an axis that some tap reads, at most.
static ptrdiff_t phasesOf(Axis a) {
  const ptrdiff_t span = (a.kernel - 1) * a.dilation + 1;
  return a.stride < span ? a.stride : span;
}

static Grid gridOf(const wonnx_window *w, ptrdiff_t channels) {
  Grid grid = {
      .axes = {axisOf(w->kernel.depth, w->stride.depth, w->dilation.depth, w->pad.depth,
                      w->input.depth, w->output.depth),
               axisOf(w->kernel.height, w->stride.height, w->dilation.height, w->pad.height,
                      w->input.height, w->output.height),
               axisOf(w->kernel.width, w->stride.width, w->dilation.width, w->pad.width,
                      w->input.width, w->output.width)},
      .taps = 1, .pixels = 1, .channelGroups = (channels + integerTerms - 1) / integerTerms};
  ptrdiff_t phases = 1;
  for (int axis = 0; axis < 3; ++axis) {
    const Axis a = grid.axes[axis];
    grid.taps *= a.kernel;
    grid.pixels *= a.extent;
    phases *= phasesOf(a);
    grid.windows = grid.windows * a.extent + a.output - 1;
  }
  grid.windows += 1;
  grid.plane = phases * grid.pixels * integerTerms;
  return grid;
}

ptrdiff_t wonnx_iconv_windows(wonnx_window window) { return gridOf(&window, 1).windows; }

size_t wonnx_iconv_image_bytes(wonnx_window window, ptrdiff_t channels) {
  const Grid grid = gridOf(&window, channels);
  double bytes = (double)(grid.channelGroups * integerTerms);
  for (int axis = 0; axis < 3; ++axis) {
    bytes *= (double)phasesOf(grid.axes[axis]) * (double)grid.axes[axis].extent;
  }
  if (bytes > 0x1p50) { return SIZE_MAX; }
  // Whole vectors are read.
  return (size_t)(grid.channelGroups * grid.plane + 64 * integerTerms);
}

/// One row of a phase: `width` pixels, of which the first reads the input at `start`.
static void fillRow(
    const uint8_t *const channels[integerTerms], uint8_t flip, uint32_t padding, Axis axis,
    ptrdiff_t start, uint8_t *to) {
  ptrdiff_t first = start < 0 ? (-start + axis.stride - 1) / axis.stride : 0;
  ptrdiff_t last = start >= axis.input ? 0 : (axis.input - start + axis.stride - 1) / axis.stride;
  if (last > axis.extent) { last = axis.extent; }
  if (first > last) { first = last = 0; }
  for (ptrdiff_t q = 0; q < first; ++q) { memcpy(to + q * integerTerms, &padding, integerTerms); }
  for (ptrdiff_t q = last; q < axis.extent; ++q) {
    memcpy(to + q * integerTerms, &padding, integerTerms);
  }
  if (first == last) { return; }
  const uint8_t *from[integerTerms];
  for (int c = 0; c < integerTerms; ++c) {
    from[c] = channels[c] ? channels[c] + start + first * axis.stride : NULL;
  }
  uint8_t *inside = to + first * integerTerms;
  if (axis.stride == 1) { return wonnx_interleave(from, flip, last - first, inside); }
  for (int c = 0; c < integerTerms; ++c) {
    const uint8_t *channel = from[c];
    if (channel) {
      for (ptrdiff_t q = 0; q < last - first; ++q) {
        inside[q * integerTerms + c] = channel[q * axis.stride] ^ flip;
      }
    } else {
      for (ptrdiff_t q = 0; q < last - first; ++q) { inside[q * integerTerms + c] = 0; }
    }
  }
}

/// Whether an axis' pixels are the input's, all of them and in order.
static bool isWhole(Axis a) { return a.stride == 1 && a.pad == 0 && a.extent == a.input; }

void wonnx_iconv_image(
    wonnx_window window, ptrdiff_t channels, wonnx_matrix_i8 x, int32_t zero, ptrdiff_t first,
    ptrdiff_t count, uint8_t *image) {
  const Grid grid = gridOf(&window, channels);
  Axis depth = grid.axes[0], height = grid.axes[1], width = grid.axes[2];
  if (isWhole(depth) && isWhole(height) && isWhole(width)) {
    // One row has all pixels.
    width.extent = width.input = grid.pixels;
    depth.extent = depth.input = height.extent = height.input = 1;
    depth.kernel = height.kernel = width.kernel = 1;
  }
  const uint8_t flip = x.is_signed ? 0x80 : 0;
  const ptrdiff_t heights = phasesOf(height), widths = phasesOf(width);
  for (ptrdiff_t g = first; g < first + count; ++g) {
    uint32_t padding = 0;
    const uint8_t *planes[integerTerms] = {NULL, NULL, NULL, NULL};
    for (int c = 0; c < integerTerms && g * integerTerms + c < channels; ++c) {
      const uint8_t byte = (uint8_t)zero ^ flip;
      memcpy((uint8_t *)&padding + c, &byte, 1);
      planes[c] = (const uint8_t *)x.data + (g * integerTerms + c) * x.row_stride;
    }
    uint8_t *to = image + g * grid.plane;
    for (ptrdiff_t phase = 0; phase < phasesOf(depth) * heights * widths; ++phase) {
      const ptrdiff_t p = phase / widths;
      for (ptrdiff_t row = 0; row < depth.extent * height.extent; ++row) {
        const ptrdiff_t z = row / height.extent * depth.stride + p / heights - depth.pad;
        const ptrdiff_t y = row % height.extent * height.stride + p % heights - height.pad;
        const bool isInside = z >= 0 && z < depth.input && y >= 0 && y < height.input;
        const uint8_t *channels[integerTerms];
        for (int c = 0; c < integerTerms; ++c) {
          channels[c] = isInside && planes[c]
                            ? planes[c] + (z * height.input + y) * width.input : NULL;
        }
        Axis axis = width;
        if (!isInside) { axis.input = 0; }
        fillRow(channels, flip, padding, axis, phase % widths - width.pad, to);
        to += width.extent * integerTerms;
      }
    }
  }
}

size_t wonnx_iconv_packed_w_bytes(ptrdiff_t channels, ptrdiff_t filters, ptrdiff_t taps) {
  const ptrdiff_t groups = (channels + integerTerms - 1) / integerTerms * taps;
  return (size_t)(filters * (groups * integerTerms + (ptrdiff_t)sizeof(int32_t)));
}

void wonnx_iconv_pack_w(
    ptrdiff_t channels, ptrdiff_t filters, ptrdiff_t taps, const void *w, bool is_signed,
    int8_t *packed) {
  const ptrdiff_t groups = (channels + integerTerms - 1) / integerTerms;
  const uint8_t flip = is_signed ? 0 : 0x80;
  const uint8_t *from = w;
  int8_t *to = packed;
  int8_t *sums = packed + filters * groups * taps * integerTerms;
  for (ptrdiff_t f = 0; f < filters; ++f, from += channels * taps) {
    int32_t sum = 0;
    for (ptrdiff_t g = 0; g < groups; ++g) {
      for (ptrdiff_t t = 0; t < taps; ++t) {
        for (ptrdiff_t c = g * integerTerms; c < (g + 1) * integerTerms; ++c, ++to) {
          *to = c < channels ? (int8_t)(from[c * taps + t] ^ flip) : 0;
          sum = (int32_t)((uint32_t)sum + (uint32_t)*to);
        }
      }
    }
    memcpy(sums + f * (ptrdiff_t)sizeof sum, &sum, sizeof sum);
  }
}

/// Where each group of four terms lies: a tap of four channels.
static void writeOffsets(const Grid *grid, ptrdiff_t *offsets) {
  const Axis d = grid->axes[0], h = grid->axes[1], w = grid->axes[2];
  for (ptrdiff_t t = 0; t < grid->taps; ++t) {
    const ptrdiff_t z = t / (h.kernel * w.kernel) * d.dilation;
    const ptrdiff_t y = t / w.kernel % h.kernel * h.dilation, x = t % w.kernel * w.dilation;
    const ptrdiff_t phase =
        ((z % d.stride) * phasesOf(h) + y % h.stride) * phasesOf(w) + x % w.stride;
    const ptrdiff_t pixel =
        ((z / d.stride) * h.extent + y / h.stride) * w.extent + x / w.stride;
    for (ptrdiff_t g = 0; g < grid->channelGroups; ++g) {
      offsets[g * grid->taps + t] = g * grid->plane + (phase * grid->pixels + pixel) * integerTerms;
    }
  }
}

/// Copies the windows among `count` places of the grid from `first` on.
static void compact(
    const Grid *grid, ptrdiff_t first, ptrdiff_t count, ptrdiff_t filters, const int32_t *from,
    ptrdiff_t fromRow, int32_t *to, ptrdiff_t toRow) {
  const Axis d = grid->axes[0], h = grid->axes[1], w = grid->axes[2];
  for (ptrdiff_t place = first; place < first + count;) {
    const ptrdiff_t x = place % w.extent, row = place / w.extent;
    const ptrdiff_t y = row % h.extent, z = row / h.extent;
    ptrdiff_t run = w.extent - x;
    if (run > first + count - place) { run = first + count - place; }
    const ptrdiff_t kept = x >= w.output ? 0 : w.output - x < run ? w.output - x : run;
    if (kept > 0 && y < h.output && z < d.output) {
      int32_t *target = to + (z * h.output + y) * w.output + x;
      for (ptrdiff_t f = 0; f < filters; ++f) {
        memcpy(target + f * toRow, from + f * fromRow + (place - first),
               (size_t)kept * sizeof(int32_t));
      }
    }
    place += run;
  }
}

wonnx_status wonnx_iconv(
    wonnx_integer_convolution part, const uint8_t *image, const int8_t *packed, wonnx_zeros w_zero,
    const int32_t *bias, int32_t *y) {
  const Grid grid = gridOf(&part.window, part.channels);
  const ptrdiff_t groups = grid.channelGroups * grid.taps;
  const ptrdiff_t wide = (1 << 16) / (part.filters > 0 ? part.filters : 1) / 32 * 32;
  const ptrdiff_t width = wide < 32 ? 32 : wide < 512 ? wide : 512;
  const size_t terms = (size_t)part.filters * 3 * sizeof(int32_t);
  const size_t bytes = (size_t)groups * (sizeof(ptrdiff_t) + integerTerms) + terms +
                       (size_t)(width * (part.filters + 1)) * sizeof(int32_t) + 64;
  ptrdiff_t *offsets = wonnx_thread_workspace(bytes);
  if (!offsets) { return WONNX_OUT_OF_MEMORY; }
  int32_t *addend = (int32_t *)(offsets + groups), *factor = addend + part.filters;
  int32_t *columnTerm = factor + part.filters, *sums = columnTerm + width;
  int8_t *ones = (int8_t *)(sums + width * part.filters);
  writeOffsets(&grid, offsets);
  const int32_t wShift = part.w_is_signed ? 0 : -128;
  const int32_t zero = part.x_zero + (part.x_is_signed ? 128 : 0);
  const int8_t *rowSums = packed + part.all_filters * groups * integerTerms;
  bool isCentered = true;
  for (ptrdiff_t f = 0; f < part.filters; ++f) {
    const ptrdiff_t filter = part.first_filter + f;
    int32_t sum;
    memcpy(&sum, rowSums + filter * (ptrdiff_t)sizeof sum, sizeof sum);
    addend[f] = wonnx_wrapped((int32_t)(0 - (uint32_t)sum), zero);
    if (bias) { addend[f] = (int32_t)((uint32_t)addend[f] + (uint32_t)bias[filter]); }
    factor[f] = (w_zero.values ? w_zero.values[filter * w_zero.step] : 0) + wShift;
    isCentered = isCentered && factor[f] == 0;
  }
  if (!isCentered) { memset(ones, 1, (size_t)(groups * integerTerms)); }
  const int32_t wholeSum = wonnx_wrapped((int32_t)(part.channels * grid.taps), zero);
  const ptrdiff_t end = part.first_window + part.windows;
  const ptrdiff_t pixels = grid.axes[0].output * grid.axes[1].output * grid.axes[2].output;
  int32_t *to = y + part.first_filter * pixels;
  // Where every place of the grid is a window, results go where they belong.
  const bool isDirect = grid.windows == pixels;
  for (ptrdiff_t first = part.first_window; first < end; first += width) {
    wonnx_integer_block block = {
        .rows = 1, .columns = end - first < width ? end - first : width, .groups = groups,
        .a = ones, .aRow = groups * integerTerms, .b = image + first * integerTerms,
        .panel = integerColumns * integerTerms, .offsets = offsets, .c = columnTerm,
        .cRow = width};
    if (!isCentered) {
      wonnx_integer_product(&block);
      for (ptrdiff_t j = 0; j < block.columns; ++j) {
        columnTerm[j] = (int32_t)((uint32_t)wholeSum - (uint32_t)columnTerm[j]);
      }
      block.columnTerm = columnTerm;
      block.rowFactor = factor;
    }
    block.rows = part.filters;
    block.a = packed + part.first_filter * block.aRow;
    block.addend = addend;
    block.c = isDirect ? to + first : sums;
    block.cRow = isDirect ? pixels : width;
    wonnx_integer_product(&block);
    if (!isDirect) { compact(&grid, first, block.columns, part.filters, sums, width, to, pixels); }
  }
  return WONNX_OK;
}
