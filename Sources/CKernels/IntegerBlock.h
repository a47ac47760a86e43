#ifndef WONNX_INTEGER_BLOCK_H
#define WONNX_INTEGER_BLOCK_H

#include "Level.h"

/// Terms that lie side by side in both operands, and columns of a panel of B.
enum { integerTerms = 4, integerColumns = 16 };

/// `c[i, j] = Σ a[i, k] · b[k, j] + addend[i] + rowFactor[i] · columnTerm[j]
///   + rowTerm[i] · columnFactor[j]`, wrapping; factors and terms may be NULL, which is 0.
///
/// A's rows are `aRow` bytes apart. Of B, group g of four terms has column j at
/// `b + j / 16 * panel + offsets[g] + j % 16 * 4`; whole vectors are read, up to 32 columns beyond
/// the last one's panel's start.
typedef struct {
  ptrdiff_t rows, columns, groups;
  const int8_t *a;
  ptrdiff_t aRow;
  const uint8_t *b;
  ptrdiff_t panel;
  const ptrdiff_t *offsets;
  const int32_t *addend, *rowFactor, *columnTerm, *rowTerm, *columnFactor;
  int32_t *c;
  ptrdiff_t cRow;
} wonnx_integer_block;

WONNX_INLINE int32_t wonnx_wrapped(int32_t a, int32_t b) {
  return (int32_t)((uint32_t)a * (uint32_t)b);
}

void wonnx_integer_product(const wonnx_integer_block *block);

/// `to[4 · i + r] = from[r][i] ^ flip` for `count` i; a row that is NULL gives 0.
void wonnx_interleave(
    const uint8_t *const from[integerTerms], uint8_t flip, ptrdiff_t count, uint8_t *to);

#endif
