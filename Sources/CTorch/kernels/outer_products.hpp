#pragma once

#include <cstdint>

namespace ct {

// How many rows and at most how many columns a tile of sums has: all of it and what it is made from fit
// into the sixteen registers of eight floats.
constexpr int64_t tile_rows = 4;
constexpr int64_t vector_floats = 8;
constexpr int64_t tile_vectors = 3;

// Whether the processor has what `add_outer_products` needs, and nothing wider.
bool has_avx2_without_avx512();

// sums[r][c] += Σ_i left[i][r] × right[i][c], for tile_rows rows and `vectors` × vector_floats columns.
void add_outer_products(
    const float *left, const float *right, int64_t count, int64_t vectors, float *sums);

}  // namespace ct
