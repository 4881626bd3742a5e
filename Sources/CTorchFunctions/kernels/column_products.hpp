// Products of a few rows with 64 columns, which stay in registers: what looks through many products, and keeps few of them,
// needs no memory for them.
#pragma once

#include "vectors.hpp"

namespace ct {

// With four vectors of columns and four rows, AVX-512 has sixteen sums, enough to hide the time of a product.
constexpr int64_t column_vectors = 4;
constexpr int64_t columns_at_once = column_vectors * lanes;

// Number `i` of vector `v` of columns is at `numbers + v * vector_step + i * number_step`.
struct Columns {
  const float *numbers;
  int64_t vector_step, number_step;
};

// Adds the products of the rows' numbers from `begin` to below `end` to those of the numbers before. `rows_at_once` rows share
// what is read of the columns.
template <int64_t rows_at_once>
CT_INLINE void add_column_products(
    const float *const *rows, int64_t begin, int64_t end, Columns columns, Floats (*products)[column_vectors]) {
  Floats sums[rows_at_once][column_vectors];
  for (int64_t r = 0; r < rows_at_once; ++r)
    for (int64_t v = 0; v < column_vectors; ++v) sums[r][v] = products[r][v];
  for (int64_t i = begin; i < end; ++i)
    for (int64_t v = 0; v < column_vectors; ++v) {
      Floats column = loaded(columns.numbers + v * columns.vector_step + i * columns.number_step);
      for (int64_t r = 0; r < rows_at_once; ++r) sums[r][v] += rows[r][i] * column;
    }
  for (int64_t r = 0; r < rows_at_once; ++r)
    for (int64_t v = 0; v < column_vectors; ++v) products[r][v] = sums[r][v];
}

}  // namespace ct
