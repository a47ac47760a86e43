#ifndef ROWKERNELS_H
#define ROWKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Work over rows of floats: `rows` rows that lie side by side, element i of row j at `x[i · step + j]`,
/// or where `rows` is 1 and `step` too, one row whose elements follow one another.
///
/// Sums are formed in the order that Operators/SUMMATION.md defines, so that results have the same bits
/// at every level.

#if defined(__cplusplus)
extern "C" {
#endif

typedef struct {
  size_t length, rows;
  ptrdiff_t step;
} wonnx_rows;

/// What a sum adds up of an element x and its row's shift.
typedef enum {
  WONNX_TERM_SELF,
  WONNX_TERM_MAGNITUDE,
  /// (x - shift)².
  WONNX_TERM_SQUARE,
} wonnx_term;

/// `sums[j] = Σ term(x[i · step + j])`; `shifts[j]` is read for squares only, and 0 where `shifts` is NULL.
void wonnx_ssums(
    wonnx_rows rows, wonnx_term term, const float *x, const float *shifts, float *sums);

/// The greatest or the least element of each row: the first of equal ones (-0 = 0); NaN if there is one;
/// of an empty row an infinity, -∞ or +∞.
void wonnx_sextremes(wonnx_rows rows, bool greatest, const float *x, float *extremes);

/// The index of that element: the first of equal ones, or the last. Rows are not empty.
void wonnx_sextreme_indices(
    wonnx_rows rows, bool greatest, bool last, const float *x, int64_t *indices);

/// `y = e^(x - peak) / Σ e^(x - peak)`, or `y = (x - peak) - log Σ e^(x - peak)`; the peak is the row's
/// greatest element.
void wonnx_ssoftmax(wonnx_rows rows, bool takes_logarithm, const float *x, float *y);

/// `y[i] = (x[i] - mean) · factor · scale[i · scale_step] + bias[i · bias_step]` for i in 0 ..< `count`;
/// steps are 0 or 1.
void wonnx_sstandardize(
    float mean, float factor, const float *scale, ptrdiff_t scale_step, const float *bias,
    ptrdiff_t bias_step, const float *x, float *y, size_t count);

#if defined(__cplusplus)
}
#endif

#endif
