// What Swift cannot see of HDF5: constants that are macros with a call inside, variadic functions,
// and the walk along the error stack, whose callback would need a C function pointer.
#pragma once

#include <hdf5/serial/hdf5.h>
#include <string.h>

static inline hid_t chdf5_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t chdf5_stored_float(void) { return H5T_IEEE_F32LE; }
static inline hid_t chdf5_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t chdf5_stored_int64(void) { return H5T_STD_I64LE; }
static inline hid_t chdf5_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t chdf5_stored_double(void) { return H5T_IEEE_F64LE; }
static inline hid_t chdf5_default(void) { return H5P_DEFAULT; }
static inline hid_t chdf5_everything(void) { return H5S_ALL; }
static inline unsigned chdf5_truncate(void) { return H5F_ACC_TRUNC; }
static inline unsigned chdf5_read_only(void) { return H5F_ACC_RDONLY; }

// A type of text of exactly `length` bytes, padded with zeros, as h5py writes byte strings.
static inline hid_t chdf5_text(size_t length) {
  hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, length > 0 ? length : 1);
  H5Tset_strpad(type, H5T_STR_NULLPAD);
  return type;
}

// Properties of a data set or group without the time of its creation: the same content must be
// the same bytes.
static inline hid_t chdf5_timeless_dataset(void) {
  hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_obj_track_times(properties, 0);
  return properties;
}

// Properties of a file that leaves room in front for a block of another program.
static inline hid_t chdf5_file_behind(hsize_t block) {
  hid_t properties = H5Pcreate(H5P_FILE_CREATE);
  H5Pset_userblock(properties, block);
  return properties;
}

// Has the library neither print nor, at the program's end, clean up: where a disk was full it keeps
// files that it could not flush, and ends the program with a segmentation fault over them. Must come
// first; later calls do nothing.
static inline void chdf5_begin(void) {
  H5dont_atexit();
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

typedef struct {
  char text[512];
} chdf5_reason;

static inline herr_t chdf5_take_first(unsigned depth, const H5E_error2_t *error, void *data) {
  chdf5_reason *reason = (chdf5_reason *)data;
  if (depth == 0 && error->desc) strncpy(reason->text, error->desc, sizeof reason->text - 1);
  return 0;
}

// The innermost entry of this thread's error stack: what went wrong first.
static inline chdf5_reason chdf5_last_reason(void) {
  chdf5_reason reason;
  memset(&reason, 0, sizeof reason);
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, chdf5_take_first, &reason);
  return reason;
}
