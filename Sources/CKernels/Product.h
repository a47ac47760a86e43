// Types shared by the products and the convolutions of one element type. Included after Real.

enum { panelRows = 6, panelColumns = 64 / sizeof(Real) };

/// Extents of the blocks that are worked on at once, in elements: a block of A and one of B stay in
/// the second cache, one panel of each in the first. The depth is that of the order of summation.
enum { blockRows = 144, blockColumns = 1024 / sizeof(Real), blockDepth = WONNX_PRODUCT_BLOCK };

/// `c = a · b + (accumulates ? c : 0)`, for operands in panels.
///
/// Element (i, k) of A is at `a[i / 6 * aPanel + i % 6 * aRow + k * aStep]`, element (k, j) of B at
/// `b[j / panelColumns * bPanel + k * bStep + j % panelColumns]`.
typedef struct {
  ptrdiff_t rows, columns, depth;
  const Real *a;
  ptrdiff_t aPanel, aRow, aStep;
  const Real *b;
  ptrdiff_t bPanel, bStep;
  Real *c;
  ptrdiff_t cRow;
  bool accumulates;
} Block;
