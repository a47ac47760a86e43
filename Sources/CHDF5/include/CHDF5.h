#pragma once
#include <stddef.h>
#include <stdint.h>

// HDF5's predefined identifiers are macros that call the library, which Swift can't import.

/// Takes the library for this thread, which may have it already, before any other call: errors come
/// back as results and are not printed, and nothing is done at the exit of the process.
void chdf5_enter(void);
/// Gives it up, as often as it was taken.
void chdf5_leave(void);
/// What the system said of this thread's last call that failed: a value of errno, 0 where it said nothing.
int chdf5_last_errno(void);

/// The file type of an IEEE float, little endian: 2, 4 or 8 bytes. The caller closes it.
int64_t chdf5_float_type(int byte_count);
/// The file type of an integer, little endian: 1, 2, 4 or 8 bytes. The caller closes it.
int64_t chdf5_integer_type(int byte_count, int is_signed);
/// The enumeration FALSE = 0, TRUE = 1 over a byte, which h5py reads as bool. The caller closes it.
int64_t chdf5_bool_type(void);
/// The compound { r, i } of two floats, which h5py reads as complex. The caller closes it.
int64_t chdf5_complex_type(int byte_count);
/// UTF-8 of any length. The caller closes it.
int64_t chdf5_string_type(void);
/// Creates a file, replacing one that is there.
int64_t chdf5_create_file(const char *path);
/// A data set under `parent`, compressed by chunks where `count` is above 64, with its bytes written.
/// Negative on an error.
int chdf5_write(
    int64_t parent, const char *name, int64_t type, int rank, const uint64_t *dims, const void *bytes);
/// A text attribute. Negative on an error.
int chdf5_write_text(int64_t object, const char *name, const char *text);
/// A number attribute. Negative on an error.
int chdf5_write_number(int64_t object, const char *name, double value);
int64_t chdf5_create_group(int64_t parent, const char *name);
int64_t chdf5_open(int64_t parent, const char *name);
int chdf5_close_object(int64_t object);
int chdf5_close_type(int64_t type);
int chdf5_flush(int64_t file);
int chdf5_close_file(int64_t file);

/// What the elements of a data set are.
typedef enum {
  CHDF5_OTHER = 0,
  CHDF5_FLOAT,
  CHDF5_SIGNED,
  CHDF5_UNSIGNED,
  CHDF5_BOOL,
  CHDF5_COMPLEX,
  CHDF5_STRING,
} chdf5_kind;

/// 32, which the library itself allows at most.
#define CHDF5_MOST_AXES 32

typedef struct {
  chdf5_kind kind;
  /// Of an element; 0 for strings.
  int byte_count;
  int rank;
  /// Whether it has a type and no value at all.
  int is_null;
  uint64_t dims[CHDF5_MOST_AXES];
} chdf5_description;

/// Opens a file for reading. Negative on an error.
int64_t chdf5_open_file(const char *path);
/// Calls `found` with the path of each data set below the file's root, sorted. Negative on an error.
int chdf5_each_set(int64_t file, void (*found)(const char *path, void *context), void *context);
/// The same of each group but the root.
int chdf5_each_group(int64_t file, void (*found)(const char *path, void *context), void *context);
/// Negative on an error, or where more axes are there than `CHDF5_MOST_AXES`.
int chdf5_describe(int64_t set, chdf5_description *description);
/// Bytes that the elements take in the file, compressed where they are.
uint64_t chdf5_stored_byte_count(int64_t set);
/// Reads all elements as `type`, into `bytes` that hold them all. Negative on an error.
int chdf5_read(int64_t set, int64_t type, void *bytes);
/// The name of the first filter of a data set that the library lacks, cut to `capacity` bytes with its
/// end. Negative where it has them all.
int chdf5_missing_filter(int64_t set, char *name, size_t capacity);
/// Reads all `count` strings and calls `found` with the bytes of each, in order. Negative on an error.
int chdf5_read_strings(
    int64_t set, uint64_t count, void (*found)(const char *text, size_t length, void *context),
    void *context);
/// A text attribute, of `capacity` bytes at most with its end. Negative where there is none.
int chdf5_read_text(int64_t object, const char *name, char *text, int capacity);
/// A number attribute. Negative where there is none.
int chdf5_read_number(int64_t object, const char *name, double *value);
