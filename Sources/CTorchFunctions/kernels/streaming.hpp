// Stores past the caches, for results that are larger than these.
//
// A usual store reads its line of memory into the caches first, for nothing if the whole line is written. Two cores of a Xeon
// with AVX-512, 2026-11-30: 13 to 17 GB/s in usual stores, 39 to 44 GB/s past the caches, and 24 to 29 GB/s in reading what
// either of them wrote. Results of 6 MB were written and read again in 0.48 instead of 0.62 ms, those of 103 MB in 5.8 instead of
// 10 ms.
#pragma once

#include <ATen/core/Tensor.h>

#include "vectors.hpp"

namespace ct {

// Bytes from which on a result is not in the caches any more when it is read.
constexpr int64_t least_streamed = 8 << 20;
constexpr int64_t line_size = 64;

// Whether loops that write whole pixels, or rows of a matrix, write them past the caches.
inline bool streams(const at::Tensor &result) {
  int64_t size = result.element_size();
  return result.numel() * size >= least_streamed && result.size(1) * size % line_size == 0 &&
      reinterpret_cast<uintptr_t>(result.data_ptr()) % line_size == 0;
}

// Writes sixteen numbers, past the caches if `streams` is true. Both halves of a line must be written soon after each other.
CT_INLINE void store(Floats value, float *numbers, bool streams) {
  if (streams) __builtin_nontemporal_store(value, reinterpret_cast<Floats *>(numbers));
  else store(value, numbers);
}

CT_INLINE void store(Floats value, BrainFloat *numbers, bool streams) {
  if (streams) __builtin_nontemporal_store(brain_floats(value), reinterpret_cast<Halves *>(numbers));
  else store(value, numbers);
}

}  // namespace ct
