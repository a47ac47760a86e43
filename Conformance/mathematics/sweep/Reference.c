#define _GNU_SOURCE
#include "Reference.h"

#include <math.h>
#include <string.h>

#define FUNCTIONS(EACH)                                                                          \
  EACH(acos) EACH(acosh) EACH(asin) EACH(asinh) EACH(atan) EACH(atanh) EACH(cos) EACH(cosh)       \
  EACH(erf) EACH(erfc) EACH(exp) EACH(expm1) EACH(log) EACH(log10) EACH(log1p) EACH(log2)         \
  EACH(sin) EACH(sinh) EACH(sqrt) EACH(tan) EACH(tanh)

#define NUMBER(name) number_##name,
enum { FUNCTIONS(NUMBER) functionCount };

int reference_function(const char *name) {
#define NAME(name) #name,
  static const char *const names[] = {FUNCTIONS(NAME)};
  for (int i = 0; i < functionCount; ++i) {
    if (strcmp(names[i], name) == 0) { return i; }
  }
  return -1;
}

void reference_doubles(int function, const float *x, double *y, size_t count) {
  switch (function) {
#define DOUBLES(name)                                                  \
  case number_##name:                                                  \
    for (size_t i = 0; i < count; ++i) { y[i] = name((double)x[i]); } \
    break;
    FUNCTIONS(DOUBLES)
  }
}

float reference_nearest(int function, float x, double found, double *ulps) {
  _Float128 exact = 0;
  switch (function) {
#define EXACT(name) \
  case number_##name: exact = name##f128((_Float128)x); break;
    FUNCTIONS(EXACT)
  }
  const double near = fabs((double)exact);
  const double unit = near < 0x1p-1022 ? 0x1p-1074 : scalbn(1, ilogb(near) - 52);
  *ulps = (double)(fabsf128((_Float128)found - exact) / unit);
  // A conversion from binary128 rounds once.
  return (float)exact;
}
