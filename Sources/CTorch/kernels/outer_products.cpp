#include "outer_products.hpp"

#if defined(__x86_64__)

#include "add_product.hpp"

namespace {

template <int64_t vectors>
__attribute__((target("avx2,fma")))
void add(const float *left, const float *right, int64_t count, float *sums) {
  __m256 tile[ct::tile_rows][vectors];
  for (int64_t r = 0; r < ct::tile_rows; ++r)
    for (int64_t v = 0; v < vectors; ++v) tile[r][v] = _mm256_loadu_ps(sums + (r * vectors + v) * ct::vector_floats);
  for (int64_t i = 0; i < count; ++i, left += ct::tile_rows, right += vectors * ct::vector_floats) {
    __m256 columns[vectors];
    for (int64_t v = 0; v < vectors; ++v) columns[v] = _mm256_loadu_ps(right + v * ct::vector_floats);
    for (int64_t r = 0; r < ct::tile_rows; ++r) {
      __m256 row = _mm256_broadcast_ss(left + r);
      for (int64_t v = 0; v < vectors; ++v) ct::add_product(row, columns[v], tile[r][v]);
    }
  }
  for (int64_t r = 0; r < ct::tile_rows; ++r)
    for (int64_t v = 0; v < vectors; ++v) _mm256_storeu_ps(sums + (r * vectors + v) * ct::vector_floats, tile[r][v]);
}

}  // namespace

bool ct::has_avx2_without_avx512() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         !__builtin_cpu_supports("avx512f");
}

void ct::add_outer_products(const float *left, const float *right, int64_t count, int64_t vectors, float *sums) {
  switch (vectors) {
    case 1: return add<1>(left, right, count, sums);
    case 2: return add<2>(left, right, count, sums);
    default: return add<3>(left, right, count, sums);
  }
}

#else

bool ct::has_avx2_without_avx512() { return false; }

void ct::add_outer_products(const float *, const float *, int64_t, int64_t, float *) {}

#endif
