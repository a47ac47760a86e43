#include "CHDF5.h"

#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t chdf5_open_file(const char *path) { return H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT); }

typedef struct {
  H5O_type_t type;
  void (*found)(const char *path, void *context);
  void *context;
} visitor;

static herr_t visit(hid_t root, const char *path, const H5O_info_t *info, void *data) {
  (void)root;
  const visitor *visitor = data;
  if (info->type == visitor->type && strcmp(path, ".") != 0) visitor->found(path, visitor->context);
  return 0;
}

int chdf5_each_set(int64_t file, void (*found)(const char *path, void *context), void *context) {
  visitor data = {H5O_TYPE_DATASET, found, context};
  return H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, visit, &data, H5O_INFO_BASIC);
}

int chdf5_each_group(int64_t file, void (*found)(const char *path, void *context), void *context) {
  visitor data = {H5O_TYPE_GROUP, found, context};
  return H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, visit, &data, H5O_INFO_BASIC);
}

// h5py writes bool as an enumeration over a byte that names FALSE and TRUE.
static int is_bool(hid_t type) {
  signed char value = 0;
  return H5Tget_size(type) == 1 && H5Tget_nmembers(type) == 2 &&
         H5Tenum_valueof(type, "FALSE", &value) >= 0 && value == 0 &&
         H5Tenum_valueof(type, "TRUE", &value) >= 0 && value == 1;
}

// h5py writes complex numbers as the compound { r, i } of two floats.
static int is_complex(hid_t type) {
  if (H5Tget_nmembers(type) != 2) return 0;
  int first = H5Tget_member_index(type, "r");
  int second = H5Tget_member_index(type, "i");
  return first >= 0 && second >= 0 && H5Tget_member_class(type, first) == H5T_FLOAT &&
         H5Tget_member_class(type, second) == H5T_FLOAT;
}

static chdf5_kind kind(hid_t type) {
  switch (H5Tget_class(type)) {
  case H5T_FLOAT: return CHDF5_FLOAT;
  case H5T_INTEGER: return H5Tget_sign(type) == H5T_SGN_NONE ? CHDF5_UNSIGNED : CHDF5_SIGNED;
  case H5T_ENUM: return is_bool(type) ? CHDF5_BOOL : CHDF5_OTHER;
  case H5T_COMPOUND: return is_complex(type) ? CHDF5_COMPLEX : CHDF5_OTHER;
  case H5T_STRING: return CHDF5_STRING;
  default: return CHDF5_OTHER;
  }
}

int chdf5_describe(int64_t set, chdf5_description *description) {
  hid_t type = H5Dget_type(set);
  hid_t space = H5Dget_space(set);
  int rank = H5Sget_simple_extent_ndims(space);
  int status = type < 0 || rank < 0 || rank > CHDF5_MOST_AXES ? -1 : 0;
  if (status == 0) {
    hsize_t dims[CHDF5_MOST_AXES];
    if (H5Sget_simple_extent_dims(space, dims, NULL) < 0) status = -1;
    for (int axis = 0; axis < rank; ++axis) description->dims[axis] = dims[axis];
    description->rank = rank;
    description->is_null = H5Sget_simple_extent_type(space) == H5S_NULL;
    description->kind = kind(type);
    description->byte_count =
        description->kind == CHDF5_STRING ? 0 : (int)H5Tget_size(type);
  }
  if (space >= 0) H5Sclose(space);
  if (type >= 0) H5Tclose(type);
  return status;
}

uint64_t chdf5_stored_byte_count(int64_t set) { return H5Dget_storage_size(set); }

int chdf5_read(int64_t set, int64_t type, void *bytes) {
  return H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes);
}

int chdf5_missing_filter(int64_t set, char *name, size_t capacity) {
  hid_t properties = H5Dget_create_plist(set);
  int count = properties < 0 ? 0 : H5Pget_nfilters(properties);
  int status = -1;
  for (int i = 0; status < 0 && i < count; ++i) {
    unsigned flags = 0, config = 0;
    size_t values = 0;
    H5Z_filter_t filter =
        H5Pget_filter2(properties, i, &flags, &values, NULL, capacity, name, &config);
    if (filter < 0 || H5Zfilter_avail(filter) > 0) continue;
    name[capacity - 1] = 0;
    if (!name[0]) snprintf(name, capacity, "number %d", (int)filter);
    status = 0;
  }
  if (properties >= 0) H5Pclose(properties);
  return status;
}

// What follows a string in a field that is wider than it.
static size_t length(const char *field, size_t width, H5T_str_t padding) {
  if (padding == H5T_STR_NULLTERM) return strnlen(field, width);
  char pad = padding == H5T_STR_SPACEPAD ? ' ' : 0;
  while (width > 0 && field[width - 1] == pad) --width;
  return width;
}

static int read_fixed(
    int64_t set, hid_t type, uint64_t count, void (*found)(const char *, size_t, void *),
    void *context) {
  size_t width = H5Tget_size(type);
  H5T_str_t padding = H5Tget_strpad(type);
  char *texts = calloc(count, width);
  int status = texts ? H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts) : -1;
  for (uint64_t i = 0; status >= 0 && i < count; ++i) {
    const char *field = texts + i * width;
    found(field, length(field, width, padding), context);
  }
  free(texts);
  return status;
}

static int read_variable(
    int64_t set, uint64_t count, void (*found)(const char *, size_t, void *), void *context) {
  hid_t type = chdf5_string_type();
  hid_t space = H5Dget_space(set);
  char **texts = calloc(count, sizeof *texts);
  int status = texts ? H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts) : -1;
  for (uint64_t i = 0; status >= 0 && i < count; ++i) {
    found(texts[i] ? texts[i] : "", texts[i] ? strlen(texts[i]) : 0, context);
  }
  if (status >= 0) H5Dvlen_reclaim(type, space, H5P_DEFAULT, texts);
  free(texts);
  H5Sclose(space);
  H5Tclose(type);
  return status;
}

int chdf5_read_strings(
    int64_t set, uint64_t count, void (*found)(const char *, size_t, void *), void *context) {
  if (count == 0) return 0;
  hid_t type = H5Dget_type(set);
  if (type < 0) return -1;
  int status = H5Tis_variable_str(type) > 0 ? read_variable(set, count, found, context)
                                            : read_fixed(set, type, count, found, context);
  H5Tclose(type);
  return status;
}

int chdf5_read_text(int64_t object, const char *name, char *text, int capacity) {
  hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
  if (attribute < 0) return -1;
  hid_t own = H5Aget_type(attribute);
  hid_t space = H5Aget_space(attribute);
  hid_t type = chdf5_string_type();
  char *found = NULL;
  int status = -1;
  if (H5Tis_variable_str(own) > 0 && H5Sget_simple_extent_npoints(space) == 1 &&
      H5Aread(attribute, type, &found) >= 0 && found) {
    if (strlen(found) < (size_t)capacity) {
      strcpy(text, found);
      status = 0;
    }
    H5Dvlen_reclaim(type, space, H5P_DEFAULT, &found);
  }
  H5Tclose(type);
  if (space >= 0) H5Sclose(space);
  if (own >= 0) H5Tclose(own);
  H5Aclose(attribute);
  return status;
}

int chdf5_read_number(int64_t object, const char *name, double *value) {
  hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
  if (attribute < 0) return -1;
  hid_t space = H5Aget_space(attribute);
  int status = -1;
  if (H5Sget_simple_extent_npoints(space) == 1) {
    status = H5Aread(attribute, H5T_NATIVE_DOUBLE, value) < 0 ? -1 : 0;
  }
  if (space >= 0) H5Sclose(space);
  H5Aclose(attribute);
  return status;
}
