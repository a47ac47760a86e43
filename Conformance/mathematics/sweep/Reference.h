// The C library's functions, in double and in binary128.
#ifndef REFERENCE_H
#define REFERENCE_H

#include <stddef.h>

/// The number of a function by its C name; -1 of an unknown one.
int reference_function(const char *name);

/// `y[i]` is the function of `x[i]` in double.
void reference_doubles(int function, const float *x, double *y, size_t count);

/// The function of x as the nearest float32, by binary128, and how far `found` is from the exact value in
/// units of the last place of a double.
float reference_nearest(int function, float x, double found, double *ulps);

#endif
