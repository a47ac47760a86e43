#include "Image.h"

#include <stdio.h>
#include <stdlib.h>

cimages_status cimages_allocate(
    cimages_image *image, uint64_t width, uint64_t height, uint32_t channels) {
  if (width == 0 || height == 0) {
    return cimages_fail(image, CIMAGES_MALFORMED, "the image has no pixels");
  }
  if (width > CIMAGES_MOST_PIXELS || height > CIMAGES_MOST_PIXELS / width) {
    return cimages_fail(image, CIMAGES_TOO_LARGE, "the image has more than 2^28 pixels");
  }
  image->width = (uint32_t)width;
  image->height = (uint32_t)height;
  image->channels = channels;
  // Rows that a decoder leaves out are black.
  image->pixels = calloc((size_t)width * height, channels);
  if (!image->pixels) {
    return cimages_fail(image, CIMAGES_OUT_OF_MEMORY, "there is no memory for the pixels");
  }
  return CIMAGES_OK;
}

cimages_status cimages_fail(cimages_image *image, cimages_status status, const char *reason) {
  cimages_free(image);
  snprintf(image->reason, sizeof image->reason, "%s", reason);
  return status;
}

void cimages_free(cimages_image *image) {
  free(image->pixels);
  image->pixels = NULL;
}
