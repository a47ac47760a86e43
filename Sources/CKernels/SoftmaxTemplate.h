// Softmax and standardisation at one level. Included after ExtremeTemplate.h.

static void softmaxOfRow(bool takesLogarithm, const float *x, float *y, size_t count) {
  const float peak = extremeOf(true, x, count);
  for (size_t i = 0; i < count; i += LANES) {
    store(m_exp(load(x + i, count - i) - peak), y + i, count - i);
  }
  const float sum = levelOf(WONNX_TERM_SELF, y, count, unitOf(count), 0.0f);
  if (takesLogarithm) {
    const Float logarithm = m_log(sum);
    for (size_t i = 0; i < count; i += LANES) {
      store((load(x + i, count - i) - peak) - logarithm, y + i, count - i);
    }
  } else {
    for (size_t i = 0; i < count; i += LANES) {
      store(load(y + i, count - i) / sum, y + i, count - i);
    }
  }
}

/// Of as many rows side by side as there are, up to LANES.
static void softmaxOfRows(
    bool takesLogarithm, const float *x, float *y, ptrdiff_t step, size_t length, size_t width) {
  const Float peaks = extremesOf(true, x, step, length, width);
  for (size_t i = 0; i < length; ++i) {
    const ptrdiff_t at = (ptrdiff_t)i * step;
    store(m_exp(load(x + at, width) - peaks), y + at, width);
  }
  const Columns columns = {y, step, width, WONNX_TERM_SELF, 0.0f};
  const Float sums = columnSums(&columns, length);
  const Float logarithms = m_log(sums);
  for (size_t i = 0; i < length; ++i) {
    const ptrdiff_t at = (ptrdiff_t)i * step;
    store(
        takesLogarithm ? (load(x + at, width) - peaks) - logarithms : load(y + at, width) / sums,
        y + at, width);
  }
}

static void softmax(wonnx_rows rows, bool takesLogarithm, const float *x, float *y) {
  if (isOneRow(rows)) {
    softmaxOfRow(takesLogarithm, x, y, rows.length);
    return;
  }
  for (size_t j = 0; j < rows.rows; j += LANES) {
    softmaxOfRows(takesLogarithm, x + j, y + j, rows.step, rows.length, rows.rows - j);
  }
}

WONNX_INLINE void standardized(
    float mean, float factor, const float *scale, const ptrdiff_t scaleStep, const float *bias,
    const ptrdiff_t biasStep, const float *x, float *y, size_t count) {
  const Float scale0 = *scale, bias0 = *bias;
  for (size_t i = 0; i < count; i += LANES) {
    const Float s = scaleStep == 0 ? scale0 : load(scale + i, count - i);
    const Float b = biasStep == 0 ? bias0 : load(bias + i, count - i);
    store((load(x + i, count - i) - mean) * factor * s + b, y + i, count - i);
  }
}

static void standardize(
    float mean, float factor, const float *scale, ptrdiff_t scaleStep, const float *bias,
    ptrdiff_t biasStep, const float *x, float *y, size_t count) {
  if (count == 0) { return; }
  if (scaleStep == 0 && biasStep == 0) {
    standardized(mean, factor, scale, 0, bias, 0, x, y, count);
  } else if (scaleStep == 0) {
    standardized(mean, factor, scale, 0, bias, 1, x, y, count);
  } else if (biasStep == 0) {
    standardized(mean, factor, scale, 1, bias, 0, x, y, count);
  } else {
    standardized(mean, factor, scale, 1, bias, 1, x, y, count);
  }
}
