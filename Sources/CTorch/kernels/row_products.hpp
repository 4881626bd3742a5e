#pragma once

#include "outer_products.hpp"

namespace ct {

// Where the rows of a tile lie: what each is made from, and its sums.
struct TileRows {
  const float *left[tile_rows];
  float *sums[tile_rows];
};

// sums[r][c] += Σ_i left[r][i] × right[i][c], for `vectors` × vector_floats columns. Needs what
// `has_avx2_without_avx512` asks for.
void add_row_products(TileRows rows, const float *right, int64_t count, int64_t vectors);

}  // namespace ct
