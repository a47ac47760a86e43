#ifndef CIMAGES_H
#define CIMAGES_H

#include <stddef.h>
#include <stdint.h>

/// Decoders of compressed images in memory, over the usual libraries.
///
/// Rows go from top to bottom, pixels are 1 (grey) or 3 (red, green, blue) bytes; palettes are
/// resolved, 16-bit samples reduced to 8, and transparency is dropped. Bytes may be anything: what is
/// no image gives a status, and sizes are checked before memory is asked for. Nothing is printed.

typedef enum {
  CIMAGES_OK = 0,
  /// The bytes end early or contradict themselves or the format.
  CIMAGES_MALFORMED = 1,
  /// A variant of the format that is not decoded.
  CIMAGES_UNSUPPORTED = 2,
  /// More than `CIMAGES_MOST_PIXELS`.
  CIMAGES_TOO_LARGE = 3,
  CIMAGES_OUT_OF_MEMORY = 4,
} cimages_status;

/// 2^28.
#define CIMAGES_MOST_PIXELS 268435456

typedef struct {
  /// `width · height · channels` bytes; the caller ends their use by `cimages_free`.
  uint8_t *pixels;
  uint32_t width;
  uint32_t height;
  uint32_t channels;
  /// What the library says, where the status is not `CIMAGES_OK`.
  char reason[160];
} cimages_image;

cimages_status cimages_decode_jpeg(const uint8_t *bytes, size_t count, cimages_image *image);
cimages_status cimages_decode_jpeg2000(const uint8_t *bytes, size_t count, cimages_image *image);
cimages_status cimages_decode_png(const uint8_t *bytes, size_t count, cimages_image *image);
cimages_status cimages_decode_tiff(const uint8_t *bytes, size_t count, cimages_image *image);
cimages_status cimages_decode_webp(const uint8_t *bytes, size_t count, cimages_image *image);

void cimages_free(cimages_image *image);

#endif
