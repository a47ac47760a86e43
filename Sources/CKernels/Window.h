// One row of windows. Included after Real.

typedef enum { fusedProducts, sums, maxima } Combination;

/// The shape of a sum's block, and how often blocks of blocks may be nested: for 2^35 taps.
enum { sumLanes = 16, sumLevels = 5 };

/// `to[j] = combine over t of from[offsets[t] + j]` for `count` results of each of `rows` rows, then `+
/// bias`.
///
/// Whole vectors are read, so up to 64 bytes beyond the last element must be readable.
typedef struct {
  Combination combination;
  ptrdiff_t taps;
  const ptrdiff_t *offsets;
  const Real *weights;
  const Real *bias;
  const Real *from;
  Real *to;
  ptrdiff_t rows, count, rowStep;
  /// Where results end. Those of later rows may be written over before their turn.
  const Real *end;
} Row;
