// Sums at one level, in the order of summation. Included after ElementTemplate.h.

enum { sumLanes = 16 };

typedef float Sixteen __attribute__((ext_vector_type(16), aligned(4)));

WONNX_INLINE Sixteen rowTerm(const wonnx_term term, Sixteen x, float shift) {
  switch (term) {
  case WONNX_TERM_SELF: return x;
  case WONNX_TERM_MAGNITUDE: return __builtin_elementwise_abs(x);
  case WONNX_TERM_SQUARE: return (x - shift) * (x - shift);
  }
}

/// Row `number` of a block: -0 stands for what is missing.
WONNX_INLINE Sixteen rowOf(
    const wonnx_term term, const float *x, size_t count, size_t number, float shift) {
  const size_t first = number * sumLanes;
  if (count >= first + sumLanes) { return rowTerm(term, *(const Sixteen *)(x + first), shift); }
  if (count <= first) { return -0.0f; }
  float part[sumLanes] = {0}, terms[sumLanes];
  memcpy(part, x + first, (count - first) * sizeof *x);
  *(Sixteen *)terms = rowTerm(term, *(const Sixteen *)part, shift);
  for (size_t i = count - first; i < sumLanes; ++i) { terms[i] = -0.0f; }
  return *(const Sixteen *)terms;
}

WONNX_INLINE float blockOf(const wonnx_term term, const float *x, size_t count, float shift) {
  if (count == 0) { return 0.0f; }
  Sixteen total;
  if (count == WONNX_SUM_BLOCK) {
    Sixteen row[8];
    WONNX_UNROLL
    for (int i = 0; i < 8; ++i) {
      row[i] = rowTerm(term, *(const Sixteen *)(x + sumLanes * i), shift);
    }
    total = ((row[0] + row[1]) + (row[2] + row[3])) + ((row[4] + row[5]) + (row[6] + row[7]));
  } else {
    Sixteen half[2];
    for (size_t i = 0; i < 2; ++i) {
      half[i] = -0.0f;
      if (i * 4 * sumLanes >= count) { break; }
      Sixteen row[4];
      for (size_t j = 0; j < 4; ++j) { row[j] = rowOf(term, x, count, 4 * i + j, shift); }
      half[i] = (row[0] + row[1]) + (row[2] + row[3]);
    }
    total = count > 4 * sumLanes ? half[0] + half[1] : half[0];
  }
  __typeof__(total.lo) eight = total.lo + total.hi;
  __typeof__(eight.lo) four = eight.lo + eight.hi;
  __typeof__(four.lo) two = four.lo + four.hi;
  return two.x + two.y;
}

/// The sum of `count` terms, `unit` of which make one term of the last block; `unit` is a power of
/// WONNX_SUM_BLOCK.
static float levelOf(
    wonnx_term term, const float *x, size_t count, size_t unit, float shift) {
  if (unit == 1) {
    switch (term) {
    case WONNX_TERM_SELF: return blockOf(WONNX_TERM_SELF, x, count, shift);
    case WONNX_TERM_MAGNITUDE: return blockOf(WONNX_TERM_MAGNITUDE, x, count, shift);
    case WONNX_TERM_SQUARE: return blockOf(WONNX_TERM_SQUARE, x, count, shift);
    }
  }
  float parts[WONNX_SUM_BLOCK];
  size_t n = 0;
  for (size_t i = 0; i < count; i += unit, ++n) {
    const size_t length = count - i < unit ? count - i : unit;
    parts[n] = levelOf(term, x + i, length, unit / WONNX_SUM_BLOCK, shift);
  }
  return blockOf(WONNX_TERM_SELF, parts, n, 0.0f);
}

/// How many terms make one of the last block's of a sum of `count`.
static size_t unitOf(size_t count) {
  size_t unit = 1;
  while (count > unit && (count - 1) / unit >= WONNX_SUM_BLOCK) { unit *= WONNX_SUM_BLOCK; }
  return unit;
}

// Columns: each row of its own in a lane.

WONNX_INLINE Float columnTerm(wonnx_term term, Float x, Float shift) {
  switch (term) {
  case WONNX_TERM_SELF: return x;
  case WONNX_TERM_MAGNITUDE: return m_abs(x);
  case WONNX_TERM_SQUARE: return (x - shift) * (x - shift);
  }
}

/// A block of columns: term i is at `x[i · step]`, for `width` columns.
typedef struct {
  const float *x;
  ptrdiff_t step;
  size_t width;
  wonnx_term term;
  Float shift;
} Columns;

WONNX_INLINE Float termOf(const Columns *c, size_t i) {
  return columnTerm(c->term, load(c->x + (ptrdiff_t)i * c->step, c->width), c->shift);
}

/// `a + b` of terms i and i + distance of which the second may be missing.
#define JOINED(NAME, DISTANCE, PART)                                                               \
  WONNX_INLINE Float NAME(const Columns *c, size_t i, size_t count) {                              \
    Float sum = PART(c, i, count);                                                                 \
    if (i + (DISTANCE) < count) { sum += PART(c, i + (DISTANCE), count); }                         \
    return sum;                                                                                    \
  }

WONNX_INLINE Float oneTerm(const Columns *c, size_t i, size_t count) {
  (void)count;
  return termOf(c, i);
}

JOINED(twoTerms, sumLanes, oneTerm)
JOINED(fourTerms, 2 * sumLanes, twoTerms)
JOINED(eightTerms, 4 * sumLanes, fourTerms)
#undef JOINED

static Float columnBlock(const Columns *c, size_t count) {
  if (count == 0) { return 0.0f; }
  Float lanes[sumLanes];
  for (size_t i = 0; i < sumLanes && i < count; ++i) { lanes[i] = eightTerms(c, i, count); }
  for (size_t s = sumLanes / 2; s > 0; s /= 2) {
    for (size_t i = 0; i < s && i + s < count; ++i) { lanes[i] += lanes[i + s]; }
  }
  return lanes[0];
}

static Float columnLevel(const Columns *columns, size_t count, size_t unit) {
  if (unit == 1) { return columnBlock(columns, count); }
  Float parts[WONNX_SUM_BLOCK];
  size_t n = 0;
  for (size_t i = 0; i < count; i += unit, ++n) {
    Columns part = *columns;
    part.x += (ptrdiff_t)i * columns->step;
    parts[n] = columnLevel(&part, count - i < unit ? count - i : unit, unit / WONNX_SUM_BLOCK);
  }
  const Columns sums = {(const float *)parts, LANES, LANES, WONNX_TERM_SELF, 0.0f};
  return columnBlock(&sums, n);
}

/// The sums of as many columns as `columns` has.
WONNX_INLINE Float columnSums(const Columns *columns, size_t count) {
  return columnLevel(columns, count, unitOf(count));
}

static bool isOneRow(wonnx_rows rows) { return rows.rows == 1 && rows.step == 1; }

static void sums(
    wonnx_rows rows, wonnx_term term, const float *x, const float *shifts, float *to) {
  if (isOneRow(rows)) {
    *to = levelOf(term, x, rows.length, unitOf(rows.length), shifts ? *shifts : 0.0f);
    return;
  }
  for (size_t j = 0; j < rows.rows; j += LANES) {
    const size_t width = rows.rows - j;
    const Columns columns = {
        x + j, rows.step, width, term, shifts ? load(shifts + j, width) : (Float)0.0f};
    store(columnSums(&columns, rows.length), to + j, width);
  }
}
