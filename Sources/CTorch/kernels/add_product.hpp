#pragma once

#include <immintrin.h>

namespace ct {

// sum += a × b. Written out because tiles of sums leave no register free, and Clang 17 moves sums from one to
// another around its own intrinsic, which takes longer than adding to them.
__attribute__((target("avx2,fma"))) inline void add_product(__m256 a, __m256 b, __m256 &sum) {
  asm volatile("vfmadd231ps %2, %1, %0" : "+x"(sum) : "x"(a), "x"(b));
}

}  // namespace ct
