// A strip of a convolution's pixels. Included after Product.h.

/// Pixels of one plane of a window's output: `columns` of each of `rows` rows.
typedef struct {
  ptrdiff_t depth, row, column, rows, columns;
} Rectangle;

/// One block of the sums of a rectangle, for some filters: `y[f, p] = (isFirst ? 0 : partial) + Σ
/// weight[f, k] · x[offsets[k] + p]`, kept in `partial` until `isLast`, then `+ bias[f]` and written.
///
/// Rows of pixels are `rowStep` apart in x, and follow one another in y. The weight of filter f for
/// term k is at `panels[f / panelColumns * panel + k * panelColumns + f % panelColumns]`.
typedef struct {
  ptrdiff_t filters, depth;
  const ptrdiff_t *offsets;
  const Real *panels;
  ptrdiff_t panel;
  const Real *x;
  ptrdiff_t rows, columns, rowStep;
  /// For each pixel as many elements as there are filters in whole pairs of panels; where pixels are
  /// in vectors, for each pixel of rows of whole vectors.
  Real *partial;
  Real *y;
  /// The distance of two filters' results.
  ptrdiff_t filterStep;
  const Real *bias;
  bool isFirst, isLast;
} Strip;
