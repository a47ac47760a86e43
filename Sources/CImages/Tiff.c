#include "Image.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

typedef struct {
  const uint8_t *bytes;
  uint64_t count;
  uint64_t place;
} source;

static tmsize_t read_bytes(thandle_t handle, void *target, tmsize_t count) {
  source *from = handle;
  uint64_t left = from->place < from->count ? from->count - from->place : 0;
  if (count < 0) return -1;
  if ((uint64_t)count > left) count = (tmsize_t)left;
  memcpy(target, from->bytes + (left ? from->place : 0), (size_t)count);
  from->place += (uint64_t)count;
  return count;
}

static tmsize_t write_bytes(thandle_t handle, void *bytes, tmsize_t count) {
  (void)handle;
  (void)bytes;
  (void)count;
  return -1;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
  source *from = handle;
  uint64_t start = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? from->place : from->count;
  from->place = start + offset;
  return from->place;
}

static int close_source(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size(thandle_t handle) { return ((source *)handle)->count; }

// The first error is the cause of those after it.
static int keep(TIFF *tiff, void *context, const char *module, const char *format, va_list list) {
  (void)tiff;
  (void)module;
  cimages_image *image = context;
  if (!image->reason[0]) vsnprintf(image->reason, sizeof image->reason, format, list);
  return 1;
}

static int ignore(TIFF *tiff, void *context, const char *module, const char *format, va_list list) {
  (void)tiff;
  (void)context;
  (void)module;
  (void)format;
  (void)list;
  return 1;
}

static cimages_status refuse(cimages_image *image, TIFF *tiff, const char *reason) {
  if (tiff) TIFFClose(tiff);
  char said[sizeof image->reason];
  memcpy(said, image->reason, sizeof said);
  return cimages_fail(image, CIMAGES_MALFORMED, said[0] ? said : reason);
}

// Colours that are multiplied by an opacity already are read as they are; so are the others then.
static void drop_transparency(TIFF *tiff) {
  uint16_t count = 0;
  uint16_t *kinds = NULL;
  if (!TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds)) return;
  uint16_t kind = EXTRASAMPLE_ASSOCALPHA;
  if (count == 1 && kinds[0] == EXTRASAMPLE_UNASSALPHA) {
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
  }
}

cimages_status cimages_decode_tiff(const uint8_t *bytes, size_t count, cimages_image *image) {
  memset(image, 0, sizeof *image);
  source from = {bytes, count, 0};
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (!options) {
    return cimages_fail(image, CIMAGES_OUT_OF_MEMORY, "there is no memory for a decoder");
  }
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)CIMAGES_MOST_PIXELS * 4);
  TIFFOpenOptionsSetErrorHandlerExtR(options, keep, image);
  TIFFOpenOptionsSetWarningHandlerExtR(options, ignore, NULL);
  TIFF *tiff = TIFFClientOpenExt(
      "image", "rm", &from, read_bytes, write_bytes, seek, close_source, size, NULL, NULL, options);
  TIFFOpenOptionsFree(options);
  if (!tiff) return refuse(image, NULL, "the header can't be read");
  uint32_t width = 0;
  uint32_t height = 0;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
  cimages_status status = cimages_allocate(image, width, height, 3);
  if (status != CIMAGES_OK) {
    TIFFClose(tiff);
    return status;
  }
  drop_transparency(tiff);
  uint32_t *raster = malloc((size_t)width * height * sizeof *raster);
  if (!raster) {
    TIFFClose(tiff);
    return cimages_fail(image, CIMAGES_OUT_OF_MEMORY, "there is no memory for the pixels");
  }
  int is_read = TIFFReadRGBAImageOriented(tiff, width, height, raster, ORIENTATION_TOPLEFT, 1);
  if (is_read) {
    for (size_t i = 0; i < (size_t)width * height; i++) {
      image->pixels[3 * i] = (uint8_t)TIFFGetR(raster[i]);
      image->pixels[3 * i + 1] = (uint8_t)TIFFGetG(raster[i]);
      image->pixels[3 * i + 2] = (uint8_t)TIFFGetB(raster[i]);
    }
  }
  free(raster);
  if (!is_read) return refuse(image, tiff, "the data can't be decoded");
  TIFFClose(tiff);
  return CIMAGES_OK;
}
