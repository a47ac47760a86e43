#ifndef WONNX_SORT_KEY
#define WONNX_SORT_KEY
// Elements of `x`, read as unsigned integers, as words whose order is that of the elements: zeros are
// equal, NaNs are equal and the greatest. KEY_SIGN is the sign bit of a type that has one, and
// KEY_INFINITY the bits of a float's infinity. No float is compared, so none is flushed to zero.
#if T_x_IS_LONG
#define KEY uint64_t
#else
#define KEY uint
#endif
#define KEY_NAN (~KEY(0))

KEY key_x(uint i) {
  KEY bits = load_x(i);
#if defined(KEY_INFINITY)
  KEY magnitude = bits & (KEY_SIGN - KEY(1));
  if (magnitude > KEY_INFINITY) return KEY_NAN;
  return (bits & KEY_SIGN) != KEY(0) ? KEY_SIGN - magnitude : KEY_SIGN + magnitude;
#elif defined(KEY_SIGN)
  return bits ^ KEY_SIGN;
#else
  return bits;
#endif
}
#endif
