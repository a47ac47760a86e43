#include "Image.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

typedef struct {
  struct jpeg_error_mgr base;
  jmp_buf escape;
  char reason[JMSG_LENGTH_MAX];
} handler;

static void escape(j_common_ptr common) {
  handler *errors = (handler *)common->err;
  errors->base.format_message(common, errors->reason);
  longjmp(errors->escape, 1);
}

// A warning is about data that can be decoded all the same, unless they have ended.
static void warn(j_common_ptr common, int level) {
  if (level < 0 && common->err->msg_code == JWRN_JPEG_EOF) escape(common);
}

// Each scan of a progressive image goes over all of it.
static void limit_scans(j_common_ptr common) {
  if (common->is_decompressor && ((j_decompress_ptr)common)->input_scan_number > 500) {
    common->err->msg_code = JERR_BAD_PROGRESSION;
    escape(common);
  }
}

// Cyan, magenta, yellow and black, inverted as Adobe's programs write them.
static void mix(const uint8_t *inks, uint8_t *pixels, size_t count) {
  for (size_t i = 0; i < count; i++) {
    for (int k = 0; k < 3; k++) {
      unsigned product = (255u - inks[4 * i + k]) * inks[4 * i + 3] + 128;
      pixels[3 * i + k] = (uint8_t)(inks[4 * i + 3] - (((product >> 8) + product) >> 8));
    }
  }
}

cimages_status cimages_decode_jpeg(const uint8_t *bytes, size_t count, cimages_image *image) {
  memset(image, 0, sizeof *image);
  struct jpeg_decompress_struct decoder;
  struct jpeg_progress_mgr progress = {.progress_monitor = limit_scans};
  handler errors;
  memset(&decoder, 0, sizeof decoder);
  decoder.err = jpeg_std_error(&errors.base);
  errors.base.error_exit = escape;
  errors.base.emit_message = warn;
  if (setjmp(errors.escape)) {
    int is_memory = errors.base.msg_code == JERR_OUT_OF_MEMORY;
    jpeg_destroy_decompress(&decoder);
    return cimages_fail(
        image, is_memory ? CIMAGES_OUT_OF_MEMORY : CIMAGES_MALFORMED, errors.reason);
  }
  jpeg_create_decompress(&decoder);
  decoder.progress = &progress;
  jpeg_mem_src(&decoder, bytes, count);
  jpeg_read_header(&decoder, TRUE);
  int is_grey = decoder.jpeg_color_space == JCS_GRAYSCALE;
  int is_ink = decoder.jpeg_color_space == JCS_CMYK || decoder.jpeg_color_space == JCS_YCCK;
  decoder.out_color_space = is_grey ? JCS_GRAYSCALE : is_ink ? JCS_CMYK : JCS_RGB;
  cimages_status status =
      cimages_allocate(image, decoder.image_width, decoder.image_height, is_grey ? 1 : 3);
  if (status != CIMAGES_OK) {
    jpeg_destroy_decompress(&decoder);
    return status;
  }
  jpeg_start_decompress(&decoder);
  JSAMPARRAY inks = is_ink ? decoder.mem->alloc_sarray(
                                 (j_common_ptr)&decoder, JPOOL_IMAGE, 4 * decoder.output_width, 1)
                           : NULL;
  size_t row_bytes = (size_t)image->width * image->channels;
  while (decoder.output_scanline < decoder.output_height) {
    JSAMPROW row = image->pixels + decoder.output_scanline * row_bytes;
    jpeg_read_scanlines(&decoder, is_ink ? inks : &row, 1);
    if (is_ink) mix(inks[0], row, image->width);
  }
  jpeg_destroy_decompress(&decoder);
  return CIMAGES_OK;
}
