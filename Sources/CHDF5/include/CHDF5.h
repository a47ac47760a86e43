#pragma once
#include <stdint.h>

// HDF5's predefined identifiers are macros that call the library, which Swift can't import.

/// Before any other call, and again on each thread: errors come back as results and are not printed,
/// and nothing is done at the exit of the process.
void chdf5_prepare(void);
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
