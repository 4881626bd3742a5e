// What Swift cannot see of HDF5: constants that are macros with a call inside.
#pragma once

#include <hdf5/serial/hdf5.h>
