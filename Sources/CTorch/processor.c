#include <stddef.h>

#include "CTorch.h"

const char *ct_openblas_kernels(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return "SKYLAKEX";
  if (__builtin_cpu_supports("x86-64-v3")) return "HASWELL";
#endif
  return NULL;
}
