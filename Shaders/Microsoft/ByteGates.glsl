// The scales and zero points of a matrix of weights [direction, depth, columns].
#ifdef SCALES_VARY
#define SCALE_AT(direction, column) load_scales((direction) * columnCount() + (column))
#else
#define SCALE_AT(direction, column) load_scales(direction)
#endif

#ifdef ZEROS_VARY
#define ZERO_AT(direction, column) int(load_zeros((direction) * columnCount() + (column)))
#else
#define ZERO_AT(direction, column) int(load_zeros(direction))
#endif
