#include "Image.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

typedef struct {
  const uint8_t *bytes;
  size_t count;
} source;

static void read_bytes(png_structp png, png_bytep target, size_t count) {
  source *rest = png_get_io_ptr(png);
  if (count > rest->count) png_error(png, "the data end early");
  memcpy(target, rest->bytes, count);
  rest->bytes += count;
  rest->count -= count;
}

static void escape(png_structp png, png_const_charp reason) {
  cimages_image *image = png_get_error_ptr(png);
  cimages_fail(image, CIMAGES_MALFORMED, reason);
  png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp reason) {
  (void)png;
  (void)reason;
}

cimages_status cimages_decode_png(const uint8_t *bytes, size_t count, cimages_image *image) {
  memset(image, 0, sizeof *image);
  source rest = {bytes, count};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, image, escape, ignore);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    return cimages_fail(image, CIMAGES_OUT_OF_MEMORY, "there is no memory for a decoder");
  }
  png_bytep *volatile rows = NULL;
  if (setjmp(png_jmpbuf(png))) {
    free(rows);
    png_destroy_read_struct(&png, &info, NULL);
    return CIMAGES_MALFORMED;
  }
  png_set_read_fn(png, &rest, read_bytes);
  png_read_info(png, info);
  png_set_expand(png);
  png_set_strip_16(png);
  png_set_strip_alpha(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  png_uint_32 width = png_get_image_width(png, info);
  png_uint_32 height = png_get_image_height(png, info);
  cimages_status status = cimages_allocate(image, width, height, png_get_channels(png, info));
  if (status == CIMAGES_OK) {
    rows = malloc(height * sizeof *rows);
    if (!rows) {
      status = cimages_fail(image, CIMAGES_OUT_OF_MEMORY, "there is no memory for a decoder");
    }
  }
  if (status == CIMAGES_OK) {
    size_t row_bytes = (size_t)width * image->channels;
    for (png_uint_32 y = 0; y < height; y++) rows[y] = image->pixels + y * row_bytes;
    png_read_image(png, (png_bytepp)rows);
  }
  free(rows);
  png_destroy_read_struct(&png, &info, NULL);
  return status;
}
