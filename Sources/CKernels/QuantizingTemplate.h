// Loops between floats and quantised integers at one level. Included after
//   LANES, AT(name), TARGET    vector length, spelling, instructions

typedef float AT(Floats) __attribute__((ext_vector_type(LANES), aligned(4)));
typedef int32_t AT(Integers) __attribute__((ext_vector_type(LANES), aligned(4)));

/// A number for every lane where `step` is 0, else the `count` that lie there, and `filler`.
TARGET WONNX_INLINE AT(Floats) AT(part)(
    const float *from, ptrdiff_t step, ptrdiff_t count, float filler) {
  AT(Floats) x = filler;
  if (!from) { return x; }
  if (step == 0) { return *from; }
  if (count >= LANES) { return *(const AT(Floats) *)from; }
  memcpy(&x, from, (size_t)count * sizeof(float));
  return x;
}

/// `round(quotient) + zero` between `least` and `top`, halves to even.
TARGET WONNX_INLINE AT(Integers) AT(steps)(
    AT(Floats) quotient, AT(Floats) zero, float least, float top) {
  // Beyond this every sum with a zero point is past either end; below, both sums are exact.
  const AT(Floats) most = 200000, even = 0x1.8p23f, first = least, last = top;
  quotient = most < quotient ? most : quotient;
  quotient = -most > quotient ? -most : quotient;
  AT(Floats) sum = ((quotient + even) - even) + zero;
  sum = last < sum ? last : sum;
  sum = first > sum ? first : sum;
  return __builtin_convertvector(sum, AT(Integers));
}

/// Whole vectors, then what is left.
#define IN_PARTS(part, count)                                                                      \
  ptrdiff_t i = 0;                                                                                 \
  for (; i + LANES <= count; i += LANES) { part(x + i, from(by, i), y + i, LANES); }               \
  if (i < count) { part(x + i, from(by, i), y + i, count - i); }

#define QUANTIZING(Element, name, least, top)                                                      \
  typedef Element AT(name##Elements)                                                               \
      __attribute__((ext_vector_type(LANES), aligned(sizeof(Element))));                           \
                                                                                                   \
  TARGET WONNX_INLINE void AT(quantizePart_##name)(                                                \
      const float *x, wonnx_scales by, Element *y, ptrdiff_t count) {                              \
    AT(Floats) quotient = AT(part)(x, 1, count, 0) / AT(part)(by.scale, by.step, count, 1);        \
    quotient = quotient == quotient ? quotient : 0;                                                \
    AT(Integers) steps = AT(steps)(quotient, AT(part)(by.zero, by.step, count, 0), least, top);    \
    AT(name##Elements) narrow = __builtin_convertvector(steps, AT(name##Elements));                \
    memcpy(y, &narrow, (size_t)count * sizeof(Element));                                           \
  }                                                                                                \
                                                                                                   \
  TARGET static void AT(quantize_##name)(                                                          \
      const float *x, wonnx_scales by, Element *y, ptrdiff_t count) {                              \
    IN_PARTS(AT(quantizePart_##name), count)                                                       \
  }

QUANTIZING(uint8_t, u8, 0, 255)
QUANTIZING(int8_t, s8, -128, 127)
QUANTIZING(uint16_t, u16, 0, 65535)
QUANTIZING(int16_t, s16, -32768, 32767)

#undef QUANTIZING

#define PAIRING(Element, name, least, top)                                                         \
  TARGET WONNX_INLINE AT(Floats) AT(operand_##name)(                                               \
      const Element *x, ptrdiff_t step, ptrdiff_t count, wonnx_affine by) {                        \
    AT(name##Elements) values = *x;                                                                \
    if (step != 0) { memcpy(&values, x, (size_t)count * sizeof(Element)); }                        \
    AT(Integers) integers = __builtin_convertvector(values, AT(Integers));                         \
    return (__builtin_convertvector(integers, AT(Floats)) - by.zero) * by.scale;                   \
  }                                                                                                \
                                                                                                   \
  TARGET WONNX_INLINE void AT(pairPart_##name)(                                                    \
      const bool multiplies, wonnx_quantized_pair by, const Element *a, ptrdiff_t aStep,           \
      const Element *b, ptrdiff_t bStep, Element *y, ptrdiff_t count) {                            \
    const AT(Floats) zero = by.y.zero;                                                             \
    AT(Floats) x = AT(operand_##name)(a, aStep, count, by.a);                                      \
    AT(Floats) z = AT(operand_##name)(b, bStep, count, by.b);                                      \
    AT(Floats) sum = (multiplies ? x * z : x + z) / by.y.scale + zero;                             \
    sum = sum == sum ? sum : zero;                                                                 \
    AT(Integers) steps = AT(steps)(sum, 0, least, top);                                            \
    AT(name##Elements) narrow = __builtin_convertvector(steps, AT(name##Elements));                \
    memcpy(y, &narrow, (size_t)count * sizeof(Element));                                           \
  }                                                                                                \
                                                                                                   \
  TARGET WONNX_INLINE void AT(pairParts_##name)(                                                   \
      const bool multiplies, wonnx_quantized_pair by, const Element *a, ptrdiff_t aStep,           \
      const Element *b, ptrdiff_t bStep, Element *y, ptrdiff_t count) {                            \
    ptrdiff_t i = 0;                                                                               \
    for (; i + LANES <= count; i += LANES) {                                                       \
      AT(pairPart_##name)(                                                                         \
          multiplies, by, a + i * aStep, aStep, b + i * bStep, bStep, y + i, LANES);               \
    }                                                                                              \
    if (i == count) { return; }                                                                    \
    a += i * aStep;                                                                                \
    b += i * bStep;                                                                                \
    AT(pairPart_##name)(multiplies, by, a, aStep, b, bStep, y + i, count - i);                     \
  }                                                                                                \
                                                                                                   \
  TARGET static void AT(quantized_pair_##name)(                                                    \
      wonnx_quantized_pair by, const Element *a, ptrdiff_t aStep, const Element *b,                \
      ptrdiff_t bStep, Element *y, ptrdiff_t count) {                                              \
    if (by.multiplies) {                                                                           \
      AT(pairParts_##name)(true, by, a, aStep, b, bStep, y, count);                                \
    } else {                                                                                       \
      AT(pairParts_##name)(false, by, a, aStep, b, bStep, y, count);                               \
    }                                                                                              \
  }

PAIRING(uint8_t, u8, 0, 255)
PAIRING(int8_t, s8, -128, 127)

#undef PAIRING

#define REQUANTIZING(Element, name, least, top)                                                    \
  TARGET WONNX_INLINE void AT(requantizePart_##name)(                                              \
      const int32_t *x, wonnx_scales by, Element *y, ptrdiff_t count) {                            \
    AT(Integers) sum = 0;                                                                          \
    memcpy(&sum, x, (size_t)count * sizeof(int32_t));                                              \
    AT(Floats) product =                                                                           \
        __builtin_convertvector(sum, AT(Floats)) * AT(part)(by.scale, by.step, count, 1);          \
    AT(Integers) isNumber = product == product;                                                    \
    product = isNumber ? product : 0;                                                              \
    AT(Integers) steps = AT(steps)(product, AT(part)(by.zero, by.step, count, 0), least, top);     \
    AT(name##Elements) narrow = __builtin_convertvector(steps & isNumber, AT(name##Elements));     \
    memcpy(y, &narrow, (size_t)count * sizeof(Element));                                           \
  }                                                                                                \
                                                                                                   \
  TARGET static void AT(requantize_##name)(                                                        \
      const int32_t *x, wonnx_scales by, Element *y, ptrdiff_t count) {                            \
    IN_PARTS(AT(requantizePart_##name), count)                                                     \
  }

REQUANTIZING(uint8_t, u8, 0, 255)
REQUANTIZING(int8_t, s8, -128, 127)

#undef REQUANTIZING

#define DEQUANTIZING(Element, name)                                                                \
  TARGET WONNX_INLINE void AT(dequantizePart_##name)(                                              \
      const Element *x, wonnx_scales by, float *y, ptrdiff_t count) {                              \
    typedef Element Elements                                                                       \
        __attribute__((ext_vector_type(LANES), aligned(sizeof(Element))));                         \
    Elements values = 0;                                                                           \
    memcpy(&values, x, (size_t)count * sizeof(Element));                                           \
    AT(Integers) integers = __builtin_convertvector(values, AT(Integers));                         \
    AT(Floats) wide = __builtin_convertvector(integers, AT(Floats));                               \
    if (by.zero) { wide -= AT(part)(by.zero, by.step, count, 0); }                                 \
    wide *= AT(part)(by.scale, by.step, count, 1);                                                 \
    memcpy(y, &wide, (size_t)count * sizeof(float));                                               \
  }                                                                                                \
                                                                                                   \
  TARGET static void AT(dequantize_##name)(                                                        \
      const Element *x, wonnx_scales by, float *y, ptrdiff_t count) {                              \
    IN_PARTS(AT(dequantizePart_##name), count)                                                     \
  }

DEQUANTIZING(uint8_t, u8)
DEQUANTIZING(int8_t, s8)
DEQUANTIZING(uint16_t, u16)
DEQUANTIZING(int16_t, s16)
DEQUANTIZING(int32_t, s32)

#undef DEQUANTIZING
#undef IN_PARTS

TARGET static void AT(range)(const float *x, ptrdiff_t count, float *least, float *peak) {
  AT(Floats) low = 0, high = 0;
  for (ptrdiff_t i = 0; i < count; i += LANES) {
    AT(Floats) part = AT(part)(x + i, 1, count - i, 0);
    low = part < low ? part : low;
    high = part > high ? part : high;
  }
  for (int lane = 0; lane < LANES; ++lane) {
    *least = low[lane] < *least ? low[lane] : *least;
    *peak = high[lane] > *peak ? high[lane] : *peak;
  }
}

#undef LANES
#undef AT
#undef TARGET
