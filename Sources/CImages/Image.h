#ifndef CIMAGES_IMAGE_H
#define CIMAGES_IMAGE_H

#include "CImages.h"

/// Makes room for the pixels, once their number is found to be bearable.
cimages_status cimages_allocate(
    cimages_image *image, uint64_t width, uint64_t height, uint32_t channels);

/// Gives up the pixels and says why.
cimages_status cimages_fail(cimages_image *image, cimages_status status, const char *reason);

#endif
