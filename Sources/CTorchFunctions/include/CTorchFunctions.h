// The functions of CTorch.h, in C++: shim/ calls LibTorch, kernels/ has Unreel's own loops.
#pragma once

#include "CTorch.h"

#ifdef __cplusplus
extern "C" {
#endif

// All functions. This is the only symbol that other code looks up here.
const ct_functions *ct_library_functions(void);

#ifdef __cplusplus
}
#endif
