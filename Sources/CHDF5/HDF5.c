#define _GNU_SOURCE
#include "CHDF5.h"

#include <hdf5.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static _Thread_local int last_errno;

// The file driver writes errno into its entry of the error stack, and nowhere else.
static herr_t find_errno(unsigned position, const H5E_error2_t *error, void *found) {
  (void)position;
  const char *place = error->desc ? strstr(error->desc, "errno = ") : NULL;
  if (place) sscanf(place, "errno = %d", (int *)found);
  return 0;
}

// The next call to the library empties its error stack, so this comes right after the one that failed.
static int64_t checked(int64_t result) {
  if (result < 0) {
    last_errno = 0;
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, find_errno, &last_errno);
  }
  return result;
}

int chdf5_last_errno(void) { return last_errno; }

// Debian builds the library for one thread at a time.
static pthread_mutex_t library = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

void chdf5_leave(void) { pthread_mutex_unlock(&library); }

void chdf5_enter(void) {
  pthread_mutex_lock(&library);
  // A file that could not be flushed can't be closed either: HDF5 1.10.8 frees half of it and walks
  // into it again when the process exits. The first call of all turns that walk off.
  H5dont_atexit();
  // A library built for threads has an error stack for each, which it prints unless told so there.
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

int64_t chdf5_float_type(int byte_count) {
  if (byte_count == 8) return H5Tcopy(H5T_IEEE_F64LE);
  hid_t type = H5Tcopy(H5T_IEEE_F32LE);
  if (byte_count == 2) {
    // binary16: sign at 15, exponent of 5 bits at 10, mantissa of 10 bits.
    H5Tset_fields(type, 15, 10, 5, 0, 10);
    H5Tset_size(type, 2);
    H5Tset_ebias(type, 15);
  }
  return type;
}

int64_t chdf5_integer_type(int byte_count, int is_signed) {
  switch (byte_count) {
  case 1: return H5Tcopy(is_signed ? H5T_STD_I8LE : H5T_STD_U8LE);
  case 2: return H5Tcopy(is_signed ? H5T_STD_I16LE : H5T_STD_U16LE);
  case 4: return H5Tcopy(is_signed ? H5T_STD_I32LE : H5T_STD_U32LE);
  default: return H5Tcopy(is_signed ? H5T_STD_I64LE : H5T_STD_U64LE);
  }
}

int64_t chdf5_bool_type(void) {
  hid_t type = H5Tenum_create(H5T_STD_I8LE);
  int8_t value = 0;
  H5Tenum_insert(type, "FALSE", &value);
  value = 1;
  H5Tenum_insert(type, "TRUE", &value);
  return type;
}

int64_t chdf5_complex_type(int byte_count) {
  hid_t part = chdf5_float_type(byte_count / 2);
  hid_t type = H5Tcreate(H5T_COMPOUND, byte_count);
  H5Tinsert(type, "r", 0, part);
  H5Tinsert(type, "i", byte_count / 2, part);
  H5Tclose(part);
  return type;
}

int64_t chdf5_string_type(void) {
  hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, H5T_VARIABLE);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return type;
}

int64_t chdf5_create_file(const char *path) {
  return checked(H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT));
}

// The status of what was done to an object that is now closed: an error before the closing says more.
static int closed(int status, herr_t closing) {
  return status < 0 ? status : (int)checked(closing);
}

int chdf5_write(
    int64_t parent, const char *name, int64_t type, int rank, const uint64_t *dims, const void *bytes) {
  hsize_t extents[H5S_MAX_RANK];
  hsize_t count = 1;
  if (rank > H5S_MAX_RANK) return -1;
  for (int axis = 0; axis < rank; ++axis) count *= extents[axis] = dims[axis];
  hid_t space = rank == 0 ? H5Screate(H5S_SCALAR) : H5Screate_simple(rank, extents, NULL);
  hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
  if (rank > 0 && count > 64) {
    // A chunk holds at most 2^32 - 1 bytes: outer axes are cut until it has at most 2^20 elements.
    hsize_t chunk[H5S_MAX_RANK];
    hsize_t elements = count;
    memcpy(chunk, extents, sizeof chunk);
    for (int axis = 0; axis < rank && elements > (1 << 20); ++axis) {
      hsize_t rest = elements / chunk[axis];
      chunk[axis] = rest >= (1 << 20) ? 1 : (1 << 20) / rest;
      elements = rest * chunk[axis];
    }
    H5Pset_chunk(properties, rank, chunk);
    H5Pset_shuffle(properties);
    H5Pset_deflate(properties, 4);
  }
  hid_t set = checked(H5Dcreate2(parent, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT));
  int status = set < 0 ? -1 : 0;
  if (status == 0 && count > 0) {
    status = checked(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes));
  }
  if (set >= 0) status = closed(status, H5Dclose(set));
  H5Pclose(properties);
  H5Sclose(space);
  return status;
}

static int write_attribute(int64_t object, const char *name, hid_t type, const void *bytes) {
  hid_t space = H5Screate(H5S_SCALAR);
  hid_t attribute = checked(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT));
  int status = attribute < 0 ? -1 : checked(H5Awrite(attribute, type, bytes));
  if (attribute >= 0) status = closed(status, H5Aclose(attribute));
  H5Sclose(space);
  return status;
}

int chdf5_write_text(int64_t object, const char *name, const char *text) {
  hid_t type = chdf5_string_type();
  int status = write_attribute(object, name, type, &text);
  H5Tclose(type);
  return status;
}

int chdf5_write_number(int64_t object, const char *name, double value) {
  return write_attribute(object, name, H5T_NATIVE_DOUBLE, &value);
}

int64_t chdf5_create_group(int64_t parent, const char *name) {
  hid_t links = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(links, 1);
  hid_t group = checked(H5Gcreate2(parent, name, links, H5P_DEFAULT, H5P_DEFAULT));
  H5Pclose(links);
  return group;
}

int64_t chdf5_open(int64_t parent, const char *name) {
  return checked(H5Oopen(parent, name, H5P_DEFAULT));
}

int chdf5_close_object(int64_t object) { return checked(H5Oclose(object)); }
int chdf5_close_type(int64_t type) { return H5Tclose(type); }
int chdf5_flush(int64_t file) { return checked(H5Fflush(file, H5F_SCOPE_GLOBAL)); }
int chdf5_close_file(int64_t file) { return checked(H5Fclose(file)); }
