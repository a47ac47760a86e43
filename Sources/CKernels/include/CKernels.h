#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CodeKernels.h"
#include "ElementKernels.h"
#include "RowKernels.h"
#include "TreeKernels.h"

/// The interpreter's hot loops: products, convolutions, windows and conversions; functions of elements
/// are in ElementKernels.h, sums and other work over rows in RowKernels.h.
///
/// **Definition.** Sums are formed in the order that Operators/SUMMATION.md defines. A product's depth
/// is cut into blocks of WONNX_PRODUCT_BLOCK terms; a block's sum goes over k, ascending, from 0, by
/// `sum = fma(a, b, sum)` (in double by `sum = a · b + sum`, two roundings), and the blocks' sums are
/// added in order, to the element's former value where there is one. A convolution sums in the order
/// (channel, depth, height, width) of its weights; its blocks end with a channel where they can hold
/// one; padding takes part as 0 (which a caller mends where weights are infinite or NaN); then the bias
/// is added: `y = sum + bias`. Tiles and vectors never
/// change that order, so a result has the same bits on every CPU, at every level and for every split
/// among threads. A result that is NaN is the quiet NaN with sign and payload 0.
///
/// **Threads.** No function but `wonnx_parallel` starts one. To use several, give each its own range
/// of results by offsetting pointers and shrinking extents, and its own workspace. Splits cost least
/// at rows that are multiples of 12, columns (or filters) that are multiples of 32 and whole rows of
/// pixels.
///
/// **Memory.** Strides, extents and offsets count elements and may be anything; no alignment is
/// needed, 64 bytes is best. Operands must not overlap results. A workspace holds at least the bytes
/// that the function's `…_workspace_bytes` says; NULL lets a product use one that its thread keeps, as
/// convolutions do, and the others allocate and free their own.
///
/// **Errors.** A function that can fail returns a `wonnx_status`, has then written nothing that
/// counts, and never aborts.

#if defined(__cplusplus)
extern "C" {
#endif

/// The terms of one block of a product, and of one block of a sum.
#define WONNX_PRODUCT_BLOCK 256
#define WONNX_SUM_BLOCK 128

// Status and levels

typedef enum {
  WONNX_OK = 0,
  WONNX_OUT_OF_MEMORY = 1,
  /// An extent is negative, or a stride, dilation or kernel extent is not positive.
  WONNX_BAD_EXTENT = 2,
} wonnx_status;

/// Sets of instructions, each a superset of the former.
typedef enum {
  WONNX_LEVEL_PORTABLE = 0,
  WONNX_LEVEL_AVX2 = 1,
  WONNX_LEVEL_AVX512 = 2,
} wonnx_level;

/// The highest level of this CPU.
wonnx_level wonnx_kernels_best(void);

/// Keeps every later call of the process at or below `level`; gives the level then in use.
///
/// For tests and measurements: results do not depend on it.
wonnx_level wonnx_kernels_limit(wonnx_level level);

// Subnormal numbers

/// Has float operations of this thread take subnormal operands and results for zero, as many GPUs do,
/// or not; says whether they did. Only x86 has that mode: elsewhere nothing changes.
bool wonnx_flush_subnormals(bool flushes);

// Threads

/// Calls `body(context, piece)` once for each piece of 0 ..< count, on the calling thread and up to
/// `threads - 1` others, and returns when all calls have ended. Threads take pieces in order, one at
/// a time.
///
/// The others start at first need and live as long as the process: after work they wait for more,
/// awake for a moment, then asleep. A call from within a piece, or while another thread's call has
/// them, runs all of its pieces on the calling thread. Subnormal numbers are to all what they are to the
/// caller.
void wonnx_parallel(
    ptrdiff_t count, ptrdiff_t threads, void *context,
    void (*body)(void *context, ptrdiff_t piece));

// Matrix products

/// `rows` × `columns` results, each a sum of `depth` terms.
typedef struct {
  ptrdiff_t rows, columns, depth;
} wonnx_extent;

/// Element (i, j) is at `data[i * row_stride + j * column_stride]`; a transpose swaps the strides.
///
/// If `packed`, `data` is what `pack_a` or `pack_b` wrote for the full depth of the product, and
/// strides do not count. A part of it may start at a row i (of A) that is a multiple of 6 or a
/// column j (of B) that is a multiple of 16 (float) or 8 (double): at `data + i * depth` or
/// `data + j * depth`.
typedef struct {
  const float *data;
  ptrdiff_t row_stride, column_stride;
  bool packed;
} wonnx_matrix_f32;

typedef struct {
  const double *data;
  ptrdiff_t row_stride, column_stride;
  bool packed;
} wonnx_matrix_f64;

/// `C[i, j] = (accumulates ? C[i, j] : 0) + Σ A[i, k] · B[k, j]`; C[i, j] is at `c[i * c_row + j]`.
///
/// With no depth, C is 0 or stays as it is.
wonnx_status wonnx_sgemm(
    wonnx_extent extent, wonnx_matrix_f32 a, wonnx_matrix_f32 b, float *c, ptrdiff_t c_row,
    bool accumulates, void *workspace);
wonnx_status wonnx_dgemm(
    wonnx_extent extent, wonnx_matrix_f64 a, wonnx_matrix_f64 b, double *c, ptrdiff_t c_row,
    bool accumulates, void *workspace);

size_t wonnx_sgemm_workspace_bytes(void);
size_t wonnx_dgemm_workspace_bytes(void);

/// Packing, for an operand that many products share (constant weights, or B among threads).
///
/// The packed form does not depend on the level. Threads may pack parts that start as above.
void wonnx_sgemm_pack_a(ptrdiff_t rows, ptrdiff_t depth, wonnx_matrix_f32 a, float *panels);
void wonnx_sgemm_pack_b(ptrdiff_t depth, ptrdiff_t columns, wonnx_matrix_f32 b, float *panels);
void wonnx_dgemm_pack_a(ptrdiff_t rows, ptrdiff_t depth, wonnx_matrix_f64 a, double *panels);
void wonnx_dgemm_pack_b(ptrdiff_t depth, ptrdiff_t columns, wonnx_matrix_f64 b, double *panels);

size_t wonnx_sgemm_packed_a_bytes(ptrdiff_t rows, ptrdiff_t depth);
size_t wonnx_sgemm_packed_b_bytes(ptrdiff_t depth, ptrdiff_t columns);
size_t wonnx_dgemm_packed_a_bytes(ptrdiff_t rows, ptrdiff_t depth);
size_t wonnx_dgemm_packed_b_bytes(ptrdiff_t depth, ptrdiff_t columns);

// Products of 8-bit integers

/// Element (i, j) of bytes is at `data[i * row_stride + j * column_stride]`.
typedef struct {
  const void *data;
  ptrdiff_t row_stride, column_stride;
  bool is_signed;
} wonnx_matrix_i8;

/// Zero points: `values[index * step]`, with a step of 0 or 1; all are 0 where `values` is NULL.
typedef struct {
  const int32_t *values;
  ptrdiff_t step;
} wonnx_zeros;

/// A right operand as `wonnx_igemm_pack_b` writes it, with its extents and the type it had.
typedef struct {
  uint8_t *data;
  ptrdiff_t depth, columns;
  bool is_signed;
} wonnx_packed_i8;

size_t wonnx_igemm_packed_b_bytes(ptrdiff_t depth, ptrdiff_t columns);

/// Packs `columns` columns from `first` on, which is a multiple of 16 as every part's but the last
/// one's count is. The packed form does not depend on the level.
wonnx_status wonnx_igemm_pack_b(
    wonnx_matrix_i8 b, wonnx_packed_i8 packed, ptrdiff_t first, ptrdiff_t columns);

/// `C[i, j] = Σ (A[i, k] - a_zero[i]) · (B[k, j] - b_zero[j])` in 32 bits, wrapping, for `columns`
/// columns from `first` on, a multiple of 16; column `first` is at `c[i * c_row]`.
wonnx_status wonnx_igemm(
    ptrdiff_t rows, wonnx_matrix_i8 a, wonnx_zeros a_zero, wonnx_packed_i8 b, wonnx_zeros b_zero,
    ptrdiff_t first, ptrdiff_t columns, int32_t *c, ptrdiff_t c_row);

/// Has later calls of the process use a CPU's instructions for sums of four products, or not; gives
/// whether they then do. For tests: results do not depend on it.
bool wonnx_use_dot_products(bool allowed);

// Windows: convolution and pooling over one to three axes

/// Extents of an image, or distances in it. Images of fewer axes have a depth, or a depth and a
/// height, of 1 (and a stride and dilation of 1, and no padding, there).
typedef struct {
  ptrdiff_t depth, height, width;
} wonnx_space;

/// Window o reads the input at `o · stride - pad + k · dilation` for k in 0 ..< kernel, by axis.
///
/// `pad` is the padding before the first element (it may be negative); what lies behind the last
/// element follows from `output`.
typedef struct {
  wonnx_space input, output, kernel, stride, dilation, pad;
} wonnx_window;

/// Extents are not negative; kernels, strides and dilations are positive; nothing overflows.
bool wonnx_window_is_valid(const wonnx_window *window);

/// The part of one group's convolution that a call computes: `filters` filters from the first that
/// `w`, `bias` and `y` point to, and `pixels` pixels from `first_pixel` of all output pixels, which
/// count row-major.
typedef struct {
  wonnx_window window;
  ptrdiff_t channels, filters, first_pixel, pixels;
} wonnx_convolution;

/// `y[f, p] = bias[f] + Σ w[f, (c, d, h, w)] · x[c, window p at (d, h, w)]`; bias may be NULL.
///
/// x is the group's `[channels, input…]`; y the group's `[filters, output…]`, of which the call writes
/// its part. `w` is what `wonnx_sgemm_pack_b` (`wonnx_dgemm_pack_b`) makes of the transpose of
/// `[filters, channels · kernel…]`; a part may start at a filter that is a multiple of 16 (float) or 8
/// (double). One filter a group: `wonnx_sconv_depthwise` is faster.
wonnx_status wonnx_sconv(
    wonnx_convolution convolution, const float *x, const float *w, const float *bias, float *y);
wonnx_status wonnx_dconv(
    wonnx_convolution convolution, const double *x, const double *w, const double *bias, double *y);

/// What a thread's convolutions keep for themselves.
size_t wonnx_sconv_workspace_bytes(void);
size_t wonnx_dconv_workspace_bytes(void);

/// The same for groups of one channel: x `[channels, input…]`, w `[channels · filters, kernel…]`,
/// y `[channels · filters, output…]`. The same bits as `wonnx_sconv` group by group.
wonnx_status wonnx_sconv_depthwise(
    wonnx_window window, ptrdiff_t channels, ptrdiff_t filters, const float *x, const float *w,
    const float *bias, float *y, void *workspace);
wonnx_status wonnx_dconv_depthwise(
    wonnx_window window, ptrdiff_t channels, ptrdiff_t filters, const double *x, const double *w,
    const double *bias, double *y, void *workspace);

/// The largest element of each window of each channel: the first of equal ones (-0 = 0); NaN if the
/// window has one. Padding never wins; a window of padding alone gives -∞.
wonnx_status wonnx_smax_pool(
    wonnx_window window, ptrdiff_t channels, const float *x, float *y, void *workspace);
wonnx_status wonnx_dmax_pool(
    wonnx_window window, ptrdiff_t channels, const double *x, double *y, void *workspace);

/// Each window's sum of its taps (depth, height, width), of which padding takes no part, then divided
/// by the window's element of `divisors` `[output…]` unless that is NULL.
wonnx_status wonnx_ssum_pool(
    wonnx_window window, ptrdiff_t channels, const float *x, const float *divisors, float *y,
    void *workspace);
wonnx_status wonnx_dsum_pool(
    wonnx_window window, ptrdiff_t channels, const double *x, const double *divisors, double *y,
    void *workspace);

/// For `…_depthwise` and `…_pool`; SIZE_MAX where no memory would do.
size_t wonnx_swindow_workspace_bytes(wonnx_window window);
size_t wonnx_dwindow_workspace_bytes(wonnx_window window);

// Convolutions of 8-bit integers

/// The part of one group's convolution of 8-bit integers that a call computes: `filters` filters from
/// the first, and `windows` windows from `first_window` of the image's `wonnx_iconv_windows`.
typedef struct {
  wonnx_window window;
  ptrdiff_t channels, all_filters, first_filter, filters, first_window, windows;
  int32_t x_zero;
  bool x_is_signed, w_is_signed;
} wonnx_integer_convolution;

/// Windows as the image counts them, which are more than its output's pixels. Output extents are not 0.
ptrdiff_t wonnx_iconv_windows(wonnx_window window);

/// Has four channels side by side, `count` fours of them from `first` on, with `zero` as padding.
///
/// x is `[channels, input…]`, its channels `row_stride` apart.
void wonnx_iconv_image(
    wonnx_window window, ptrdiff_t channels, wonnx_matrix_i8 x, int32_t zero, ptrdiff_t first,
    ptrdiff_t count, uint8_t *image);
size_t wonnx_iconv_image_bytes(wonnx_window window, ptrdiff_t channels);

/// The weights `[filters, channels, kernel…]` as `wonnx_iconv` reads them, at every level.
void wonnx_iconv_pack_w(
    ptrdiff_t channels, ptrdiff_t filters, ptrdiff_t taps, const void *w, bool is_signed,
    int8_t *packed);
size_t wonnx_iconv_packed_w_bytes(ptrdiff_t channels, ptrdiff_t filters, ptrdiff_t taps);

/// `y[f, p] = bias[f] + Σ (w[f, (c, d, h, w)] - w_zero[f]) · (x[c, window p at (d, h, w)] - x_zero)`
/// in 32 bits, wrapping, where padding is 0; bias may be NULL. y is the group's `[filters, output…]`.
wonnx_status wonnx_iconv(
    wonnx_integer_convolution part, const uint8_t *image, const int8_t *packed, wonnx_zeros w_zero,
    const int32_t *bias, int32_t *y);

// Conversions of `count` elements, by bits; to the nearest, ties to even

/// binary16. NaN keeps its sign and the head of its payload, and becomes quiet.
void wonnx_f16_to_f32(const uint16_t *from, float *to, size_t count);
void wonnx_f32_to_f16(const float *from, uint16_t *to, size_t count);

/// bfloat16. To it, NaN becomes 0x7fc0 with its sign (as ml_dtypes has it); from it, bits stay.
void wonnx_bf16_to_f32(const uint16_t *from, float *to, size_t count);
void wonnx_f32_to_bf16(const float *from, uint16_t *to, size_t count);

/// To the integer part; out of range the nearest end, 0 for NaN.
void wonnx_f32_to_s32(const float *from, int32_t *to, size_t count);

// Quantised numbers

/// Scales and zero points: one of each for all elements (`step` 0), or one an element (1). Zero
/// points, which are integers, are 0 where `zero` is NULL.
typedef struct {
  const float *scale, *zero;
  ptrdiff_t step;
} wonnx_scales;

/// `y = saturate(round(x / scale) + zero)`, halves to even; NaN gives the zero point.
void wonnx_quantize_u8(const float *x, wonnx_scales by, uint8_t *y, ptrdiff_t count);
void wonnx_quantize_s8(const float *x, wonnx_scales by, int8_t *y, ptrdiff_t count);
void wonnx_quantize_u16(const float *x, wonnx_scales by, uint16_t *y, ptrdiff_t count);
void wonnx_quantize_s16(const float *x, wonnx_scales by, int16_t *y, ptrdiff_t count);

/// `y = saturate(round(x · scale) + zero)`, halves to even; a product that is NaN gives 0.
void wonnx_requantize_u8(const int32_t *x, wonnx_scales by, uint8_t *y, ptrdiff_t count);
void wonnx_requantize_s8(const int32_t *x, wonnx_scales by, int8_t *y, ptrdiff_t count);

/// `y = (x - zero) · scale`, x and the difference rounded to float.
void wonnx_dequantize_u8(const uint8_t *x, wonnx_scales by, float *y, ptrdiff_t count);
void wonnx_dequantize_s8(const int8_t *x, wonnx_scales by, float *y, ptrdiff_t count);
void wonnx_dequantize_u16(const uint16_t *x, wonnx_scales by, float *y, ptrdiff_t count);
void wonnx_dequantize_s16(const int16_t *x, wonnx_scales by, float *y, ptrdiff_t count);
void wonnx_dequantize_s32(const int32_t *x, wonnx_scales by, float *y, ptrdiff_t count);

/// One scale and one zero point.
typedef struct {
  float scale, zero;
} wonnx_affine;

/// What two quantised operands become: their sum or their product, quantised.
typedef struct {
  wonnx_affine a, b, y;
  bool multiplies;
} wonnx_quantized_pair;

/// `y[i] = saturate(round(f(a[i · a_step], b[i · b_step]) / scale + zero))` of numbers that `a` and `b` stand
/// for, halves to even, with steps of 0 or 1; a sum that is NaN gives the zero point.
void wonnx_quantized_pair_u8(
    wonnx_quantized_pair by, const uint8_t *a, ptrdiff_t a_step, const uint8_t *b,
    ptrdiff_t b_step, uint8_t *y, ptrdiff_t count);
void wonnx_quantized_pair_s8(
    wonnx_quantized_pair by, const int8_t *a, ptrdiff_t a_step, const int8_t *b, ptrdiff_t b_step,
    int8_t *y, ptrdiff_t count);

/// Widens `*least` to `*peak` so that it holds every element that is a number.
void wonnx_range(const float *x, ptrdiff_t count, float *least, float *peak);

#if defined(__cplusplus)
}
#endif

#endif
