#include "Image.h"

#include <string.h>

#include <webp/decode.h>

cimages_status cimages_decode_webp(const uint8_t *bytes, size_t count, cimages_image *image) {
  memset(image, 0, sizeof *image);
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(bytes, count, &features) != VP8_STATUS_OK) {
    return cimages_fail(image, CIMAGES_MALFORMED, "the header can't be read");
  }
  if (features.has_animation) {
    return cimages_fail(image, CIMAGES_UNSUPPORTED, "the image is an animation");
  }
  cimages_status status =
      cimages_allocate(image, (uint64_t)features.width, (uint64_t)features.height, 3);
  if (status != CIMAGES_OK) return status;
  size_t row_bytes = (size_t)image->width * 3;
  if (!WebPDecodeRGBInto(
          bytes, count, image->pixels, row_bytes * image->height, (int)row_bytes)) {
    return cimages_fail(image, CIMAGES_MALFORMED, "the data end early or are damaged");
  }
  return CIMAGES_OK;
}
