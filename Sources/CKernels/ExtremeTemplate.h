// Extremes of rows at one level. Included after SumTemplate.h.

WONNX_INLINE Float moreExtreme(const bool greatest, Float x, Float best) {
  return (greatest ? x > best : x < best) || x != x ? x : best;
}

WONNX_INLINE float moreExtremeOf(const bool greatest, float x, float best) {
  return (greatest ? x > best : x < best) || x != x ? x : best;
}

/// Of one row, whose elements follow one another.
WONNX_INLINE float extremeOf(const bool greatest, const float *x, size_t count) {
  const float none = greatest ? -__builtin_inff() : __builtin_inff();
  Float all = none;
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    all = moreExtreme(greatest, *(const Float *)(x + i), all);
  }
  float lanes[LANES];
  *(Float *)lanes = all;
  for (; i < count; ++i) { lanes[0] = moreExtremeOf(greatest, x[i], lanes[0]); }
  Sixteen most = *(const Sixteen *)lanes;
  WONNX_UNROLL
  for (int lane = 16; lane < LANES; lane += 16) {
    const Sixteen y = *(const Sixteen *)(lanes + lane);
    most = (greatest ? y > most : y < most) || y != y ? y : most;
  }
  *(Sixteen *)lanes = most;
  WONNX_UNROLL
  for (int s = 8; s > 0; s /= 2) {
    WONNX_UNROLL
    for (int lane = 0; lane < s; ++lane) {
      lanes[lane] = moreExtremeOf(greatest, lanes[lane + s], lanes[lane]);
    }
  }
  if (lanes[0] == 0.0f) {
    for (i = 0; i < count; ++i) {
      if (x[i] == 0.0f) { return x[i]; }
    }
  }
  return lanes[0];
}

/// Of as many rows side by side as there are, up to LANES.
WONNX_INLINE Float extremesOf(
    const bool greatest, const float *x, ptrdiff_t step, size_t length, size_t width) {
  Float best = greatest ? -__builtin_inff() : __builtin_inff();
  for (size_t i = 0; i < length; ++i) {
    best = moreExtreme(greatest, load(x + (ptrdiff_t)i * step, width), best);
  }
  return best;
}

WONNX_INLINE void extremesAt(
    const bool greatest, wonnx_rows rows, const float *x, float *extremes) {
  if (isOneRow(rows)) {
    *extremes = extremeOf(greatest, x, rows.length);
    return;
  }
  for (size_t j = 0; j < rows.rows; j += LANES) {
    const size_t width = rows.rows - j;
    store(extremesOf(greatest, x + j, rows.step, rows.length, width), extremes + j, width);
  }
}

static void extremes(wonnx_rows rows, bool greatest, const float *x, float *to) {
  if (greatest) {
    extremesAt(true, rows, x, to);
  } else {
    extremesAt(false, rows, x, to);
  }
}

/// The place of LANES rows' extremes, or of LANES parts of one row.
typedef struct { Float best; Int index; } Place;

WONNX_INLINE void advance(
    const bool greatest, const bool last, Place *place, Float x, Int index) {
  Int isNaN = x != x, wasNaN = place->best != place->best;
  Int isBefore = (isNaN || (greatest ? x > place->best : x < place->best)) && !wasNaN;
  Int isEqual = (isNaN && wasNaN) || x == place->best;
  Int wins = last ? isBefore || isEqual : isBefore;
  place->best = wins ? x : place->best;
  place->index = wins ? index : place->index;
}

WONNX_INLINE bool precedes(
    const bool greatest, const bool last, float x, int64_t at, float best, int64_t index) {
  const bool isNaN = x != x, wasNaN = best != best;
  if (isNaN != wasNaN) { return isNaN; }
  if (isNaN || x == best) { return last ? at > index : at < index; }
  return greatest ? x > best : x < best;
}

WONNX_INLINE int64_t indexOf(
    const bool greatest, const bool last, const float *x, size_t length) {
  float best = x[0];
  int64_t index = 0;
  size_t i = 0;
  Int steps;
  for (int lane = 0; lane < LANES; ++lane) { steps[lane] = lane; }
  // Places within a part that 32 bits can count.
  while (i + LANES <= length) {
    const size_t start = i, part = length - i < INT32_MAX / 2 ? length - i : INT32_MAX / 2;
    Place place = {*(const Float *)(x + i), steps};
    for (i += LANES; i - start + LANES <= part; i += LANES) {
      advance(greatest, last, &place, *(const Float *)(x + i), steps + (int32_t)(i - start));
    }
    for (int lane = 0; lane < LANES; ++lane) {
      const int64_t at = (int64_t)start + place.index[lane];
      if (precedes(greatest, last, place.best[lane], at, best, index)) {
        best = place.best[lane];
        index = at;
      }
    }
  }
  for (; i < length; ++i) {
    if (precedes(greatest, last, x[i], (int64_t)i, best, index)) {
      best = x[i];
      index = (int64_t)i;
    }
  }
  return index;
}

WONNX_INLINE void indicesAt(
    const bool greatest, const bool last, wonnx_rows rows, const float *x, int64_t *to) {
  if (isOneRow(rows)) {
    *to = indexOf(greatest, last, x, rows.length);
    return;
  }
  for (size_t j = 0; j < rows.rows; j += LANES) {
    const size_t width = rows.rows - j < LANES ? rows.rows - j : LANES;
    int64_t found[LANES] = {0};
    float best[LANES];
    memcpy(best, x + j, width * sizeof *x);
    for (size_t first = 0; first < rows.length; first += INT32_MAX / 2) {
      const size_t part = rows.length - first < INT32_MAX / 2 ? rows.length - first : INT32_MAX / 2;
      const float *from = x + (ptrdiff_t)first * rows.step + j;
      Place place = {load(from, width), 0};
      for (size_t i = 1; i < part; ++i) {
        advance(greatest, last, &place, load(from + (ptrdiff_t)i * rows.step, width), (int32_t)i);
      }
      for (size_t lane = 0; lane < width; ++lane) {
        const int64_t at = (int64_t)first + place.index[lane];
        if (precedes(greatest, last, place.best[lane], at, best[lane], found[lane])) {
          best[lane] = place.best[lane];
          found[lane] = at;
        }
      }
    }
    memcpy(to + j, found, width * sizeof *to);
  }
}

static void indices(
    wonnx_rows rows, bool greatest, bool last, const float *x, int64_t *to) {
  if (greatest) {
    if (last) { indicesAt(true, true, rows, x, to); } else { indicesAt(true, false, rows, x, to); }
  } else {
    if (last) { indicesAt(false, true, rows, x, to); } else { indicesAt(false, false, rows, x, to); }
  }
}
