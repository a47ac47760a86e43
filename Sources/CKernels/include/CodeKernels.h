#ifndef CODEKERNELS_H
#define CODEKERNELS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__cplusplus)
extern "C" {
#endif

/// A right operand of products whose elements are codes of few bits: element (k, j) is
/// `(code - zero) · scale`, with the scale and zero point of column j and of the block of term k.
///
/// Columns lie 16 a panel, as `wonnx_codes_pack` writes them: 2 · `bits` bytes a term. Block b of column j
/// has its scale at `scales[j · blocks + b]`. Its zero point is likewise in `zeros`; or where that is NULL
/// it is code b of `packed_zeros`' row j, whose codes have `zero_bits` bits, the lowest first, and whose
/// rows are `zero_pitch` bytes apart; or where that is NULL too, `zero`. Where they are not NULL,
/// `scale_panels` and `zero_panels` have the scales and packed zero points as `wonnx_codes_pack_blocks`
/// writes them. A block has `block` terms, unless `groups` says each term's.
typedef struct {
  const uint8_t *codes;
  const float *scales, *zeros;
  const uint8_t *packed_zeros;
  const float *scale_panels;
  const uint8_t *zero_panels;
  const int32_t *groups;
  ptrdiff_t columns, depth, block, blocks, zero_pitch;
  /// 2, 4 or 8.
  int32_t bits;
  int32_t zero_bits;
  float zero;
} wonnx_codes;

/// One panel: `columns` ≤ 16 lines that are `pitch` bytes apart, of blocks of `block` codes of `bits` bits
/// each, the lowest bits first, which fill whole bytes. Codes of 3 bits are kept in 4, longer ones in 8.
void wonnx_codes_pack(
    const uint8_t *lines, ptrdiff_t pitch, ptrdiff_t columns, ptrdiff_t depth, ptrdiff_t block,
    int32_t bits, uint8_t *panel);

/// A matrix's scales and packed zero points in panels of 16 columns, block by block; the columns that fill
/// up the last panel have those of the last column. `scales` and `zeros` may be NULL.
void wonnx_codes_pack_blocks(const wonnx_codes *w, float *scales, uint8_t *zeros);

/// `y[j] = Σ a[k] · W[k, j]` for the columns of `panels` panels from `panel` on, in a product's order.
void wonnx_codes_row(
    const wonnx_codes *w, ptrdiff_t panel, ptrdiff_t panels, const float *a, float *y);

/// The elements of `count` terms of one panel, from `first` on: a panel as `wonnx_sgemm` takes it.
void wonnx_codes_weights(
    const wonnx_codes *w, ptrdiff_t panel, ptrdiff_t first, ptrdiff_t count, float *to);

#if defined(__cplusplus)
}
#endif

#endif
