#include "Image.h"

#include <stdio.h>
#include <string.h>

#include <openjpeg.h>

typedef struct {
  const uint8_t *bytes;
  size_t count;
  size_t place;
} source;

static OPJ_SIZE_T read_bytes(void *target, OPJ_SIZE_T count, void *context) {
  source *from = context;
  size_t left = from->count - from->place;
  if (left == 0) return (OPJ_SIZE_T)-1;
  if (count > left) count = left;
  memcpy(target, from->bytes + from->place, count);
  from->place += count;
  return count;
}

static OPJ_OFF_T skip(OPJ_OFF_T count, void *context) {
  source *from = context;
  size_t left = from->count - from->place;
  if (count < 0) return -1;
  if ((uint64_t)count > left) count = (OPJ_OFF_T)left;
  from->place += (size_t)count;
  return count;
}

static OPJ_BOOL seek(OPJ_OFF_T place, void *context) {
  source *from = context;
  if (place < 0 || (uint64_t)place > from->count) return OPJ_FALSE;
  from->place = (size_t)place;
  return OPJ_TRUE;
}

static void keep(const char *message, void *context) {
  cimages_image *image = context;
  if (image->reason[0]) return;
  snprintf(image->reason, sizeof image->reason, "%.*s", (int)strcspn(message, "\n"), message);
}

static void ignore(const char *message, void *context) {
  (void)message;
  (void)context;
}

static uint8_t clipped(int32_t value) {
  return value < 0 ? 0 : value > 255 ? 255 : (uint8_t)value;
}

// A sample of eight bits at a place of the whole image.
static uint8_t sample(const opj_image_t *decoded, uint32_t component, uint32_t x, uint32_t y) {
  const opj_image_comp_t *from = &decoded->comps[component];
  uint32_t column = x / from->dx;
  uint32_t row = y / from->dy;
  if (column >= from->w) column = from->w - 1;
  if (row >= from->h) row = from->h - 1;
  int64_t value = from->data[(size_t)row * from->w + column];
  if (from->sgnd) value += (int64_t)1 << (from->prec - 1);
  value = from->prec > 8 ? value >> (from->prec - 8) : value << (8 - from->prec);
  return clipped(value > 255 ? 255 : value < 0 ? 0 : (int32_t)value);
}

// Red, green and blue of full-range luma and chroma: BT.601 in 16-bit fixed point.
static void turn(uint8_t *pixel) {
  int32_t luma = pixel[0];
  int32_t blue = pixel[1] - 128;
  int32_t red = pixel[2] - 128;
  pixel[0] = clipped(luma + ((91881 * red + 32768) >> 16));
  pixel[1] = clipped(luma + ((-22554 * blue - 46802 * red + 32768) >> 16));
  pixel[2] = clipped(luma + ((116130 * blue + 32768) >> 16));
}

static cimages_status fill(const opj_image_t *decoded, cimages_image *image) {
  uint32_t channels = decoded->numcomps < 3 ? 1 : 3;
  for (uint32_t k = 0; k < channels; k++) {
    const opj_image_comp_t *from = &decoded->comps[k];
    int is_whole = from->data && from->w > 0 && from->h > 0 && from->dx > 0 && from->dy > 0;
    if (!is_whole || from->prec < 1 || from->prec > 31) {
      return cimages_fail(image, CIMAGES_MALFORMED, "a component has no samples");
    }
  }
  for (uint32_t y = 0; y < image->height; y++) {
    for (uint32_t x = 0; x < image->width; x++) {
      uint8_t *pixel = image->pixels + ((size_t)y * image->width + x) * channels;
      for (uint32_t k = 0; k < channels; k++) pixel[k] = sample(decoded, k, x, y);
      if (channels == 3 && decoded->color_space == OPJ_CLRSPC_SYCC) turn(pixel);
    }
  }
  return CIMAGES_OK;
}

// A tile takes two markers at least, so a damaged size is seen before its tiles are made up.
static int has_tiles(opj_codec_t *codec, size_t count) {
  opj_codestream_info_v2_t *info = opj_get_cstr_info(codec);
  if (!info) return 0;
  uint64_t tiles = (uint64_t)info->tw * info->th;
  opj_destroy_cstr_info(&info);
  return tiles <= count / 14;
}

static cimages_status decode(
    opj_codec_t *codec, opj_stream_t *stream, const source *from, opj_image_t **decoded,
    cimages_image *image) {
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  opj_set_error_handler(codec, keep, image);
  opj_set_warning_handler(codec, ignore, NULL);
  opj_set_info_handler(codec, ignore, NULL);
  if (!opj_setup_decoder(codec, &parameters) || !opj_read_header(stream, codec, decoded)) {
    return CIMAGES_MALFORMED;
  }
  opj_image_t *found = *decoded;
  if (found->numcomps < 1 || found->x1 <= found->x0 || found->y1 <= found->y0) {
    return CIMAGES_MALFORMED;
  }
  if (!has_tiles(codec, from->count)) return CIMAGES_MALFORMED;
  if (found->numcomps > 4) {
    snprintf(image->reason, sizeof image->reason, "the image has more than four components");
    return CIMAGES_UNSUPPORTED;
  }
  uint64_t width = found->x1 - found->x0;
  uint64_t height = found->y1 - found->y0;
  // Absent data are decoded as zeros, however many.
  if (width * height / 65536 > from->count) {
    snprintf(image->reason, sizeof image->reason, "there are more than 2^16 pixels a byte");
    return CIMAGES_TOO_LARGE;
  }
  cimages_status status = cimages_allocate(image, width, height, found->numcomps < 3 ? 1 : 3);
  if (status != CIMAGES_OK) return status;
  if (!opj_decode(codec, stream, found)) return CIMAGES_MALFORMED;
  return fill(found, image);
}

cimages_status cimages_decode_jpeg2000(const uint8_t *bytes, size_t count, cimages_image *image) {
  memset(image, 0, sizeof *image);
  source from = {bytes, count, 0};
  int is_codestream = count >= 4 && memcmp(bytes, "\xff\x4f\xff\x51", 4) == 0;
  opj_codec_t *codec = opj_create_decompress(is_codestream ? OPJ_CODEC_J2K : OPJ_CODEC_JP2);
  opj_stream_t *stream = opj_stream_default_create(OPJ_TRUE);
  opj_image_t *decoded = NULL;
  cimages_status status = CIMAGES_OUT_OF_MEMORY;
  if (codec && stream) {
    opj_stream_set_user_data(stream, &from, NULL);
    opj_stream_set_user_data_length(stream, count);
    opj_stream_set_read_function(stream, read_bytes);
    opj_stream_set_skip_function(stream, skip);
    opj_stream_set_seek_function(stream, seek);
    status = decode(codec, stream, &from, &decoded, image);
  }
  opj_image_destroy(decoded);
  if (stream) opj_stream_destroy(stream);
  if (codec) opj_destroy_codec(codec);
  if (status == CIMAGES_OK) return status;
  char said[sizeof image->reason];
  memcpy(said, image->reason, sizeof said);
  return cimages_fail(image, status, said[0] ? said : "the data are damaged");
}
