#include "row_products.hpp"

#if defined(__x86_64__)

#include "add_product.hpp"

namespace {

template <int64_t vectors>
__attribute__((target("avx2,fma")))
void add(const ct::TileRows &rows, const float *right, int64_t count) {
  __m256 tile[ct::tile_rows][vectors];
  for (int64_t r = 0; r < ct::tile_rows; ++r)
    for (int64_t v = 0; v < vectors; ++v) tile[r][v] = _mm256_loadu_ps(rows.sums[r] + v * ct::vector_floats);
  const float *left[ct::tile_rows];
  for (int64_t r = 0; r < ct::tile_rows; ++r) left[r] = rows.left[r];
  for (int64_t i = 0; i < count; ++i, right += vectors * ct::vector_floats) {
    __m256 columns[vectors];
    for (int64_t v = 0; v < vectors; ++v) columns[v] = _mm256_loadu_ps(right + v * ct::vector_floats);
    for (int64_t r = 0; r < ct::tile_rows; ++r) {
      __m256 row = _mm256_broadcast_ss(left[r] + i);
      for (int64_t v = 0; v < vectors; ++v) ct::add_product(row, columns[v], tile[r][v]);
    }
  }
  for (int64_t r = 0; r < ct::tile_rows; ++r)
    for (int64_t v = 0; v < vectors; ++v) _mm256_storeu_ps(rows.sums[r] + v * ct::vector_floats, tile[r][v]);
}

}  // namespace

void ct::add_row_products(TileRows rows, const float *right, int64_t count, int64_t vectors) {
  switch (vectors) {
    case 1: return add<1>(rows, right, count);
    case 2: return add<2>(rows, right, count);
    default: return add<3>(rows, right, count);
  }
}

#else

void ct::add_row_products(TileRows, const float *, int64_t, int64_t) {}

#endif
