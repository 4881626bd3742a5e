// Products of rows with 64 columns, a tile of rows at a time: who looks through many products, and keeps few of them, needs no
// memory for all.
#pragma once

#include <algorithm>

#include "vectors.hpp"

namespace ct {

// With four vectors of columns and four rows, AVX-512 has sixteen sums, enough to hide the time of a product.
constexpr int64_t column_vectors = 4;
constexpr int64_t columns_at_once = column_vectors * lanes;

// So many rows are multiplied with so many numbers of all columns at a time, which stay in the first-level cache.
constexpr int64_t tile_rows = 64, tile_numbers = 128;

// The products of a row with 64 columns.
typedef Floats ColumnProducts[column_vectors];

// Rows of a matrix of 32-bit floats or bfloat16.
template <typename Number>
struct MatrixRows {
  const Number *numbers;
  int64_t length;
};

// Adds to `products` those of `count` numbers of each row with the columns. `rows_at_once` rows share what is read of the columns.
template <int64_t rows_at_once>
CT_INLINE void add_column_products(
    const float *const *rows, int64_t count, const float *columns, ColumnProducts *products) {
  // Sums of their own are added at the end, which rounds less than one sum of thousands.
  Floats sums[rows_at_once][column_vectors] = {};
  for (int64_t i = 0; i < count; ++i)
    for (int64_t v = 0; v < column_vectors; ++v) {
      Floats column = loaded(columns + i * columns_at_once + v * lanes);
      for (int64_t r = 0; r < rows_at_once; ++r) sums[r][v] += rows[r][i] * column;
    }
  for (int64_t r = 0; r < rows_at_once; ++r)
    for (int64_t v = 0; v < column_vectors; ++v) products[r][v] += sums[r][v];
}

// Computes the products of the rows from `begin` to below `end` with sets of 64 columns, length × 64 numbers each. `products` has
// room for `room` rows in each set, a multiple of `rows_at_once`. If fewer rows are left than are computed at once, the last one
// is repeated.
template <int64_t rows_at_once, typename Number>
CT_INLINE void multiply_tile(
    MatrixRows<Number> rows, int64_t begin, int64_t end, const float *columns, int64_t sets, int64_t room,
    ColumnProducts *products) {
  constexpr int64_t line = 64 / sizeof(Number);  // numbers in a line of the caches
  int64_t height = end - begin;
  for (int64_t row = 0; row < sets * room; ++row)
    for (int64_t v = 0; v < column_vectors; ++v) products[row][v] = Floats{};
  for (int64_t number = 0; number < rows.length; number += tile_numbers)
    for (int64_t set = 0; set < sets; ++set)
      for (int64_t row = 0; row < height; row += rows_at_once) {
        int64_t count = std::min(tile_numbers, rows.length - number);
        const float *read[rows_at_once];
        float wide[rows_at_once][tile_numbers];
        for (int64_t r = 0; r < rows_at_once; ++r) {
          const Number *own = rows.numbers + (begin + std::min(row + r, height - 1)) * rows.length + number;
          // What the next columns are multiplied with. A fetch after the end of memory does nothing.
          for (int64_t n = 0; set == 0 && n < tile_numbers; n += line)
            __builtin_prefetch(own + tile_numbers + n);
          // Numbers are read where they are, or widened first.
          if constexpr (std::is_same_v<Number, float>) read[r] = own;
          else {
            widen(own, wide[r], 1, count, 0);
            read[r] = wide[r];
          }
        }
        add_column_products<rows_at_once>(
            read, count, columns + (set * rows.length + number) * columns_at_once, products + set * room + row);
      }
}

// Calls a loop with the instruction set to use, and with as many rows at once as it has registers for.
#if defined(__x86_64__)
#define CT_WITH_COLUMNS(loop, ...) \
  (ct::instruction_set() == ct::InstructionSet::avx512 ? ct::with_avx512<loop<4>>(__VA_ARGS__) \
                                                       : ct::vectorised<loop<1>>(__VA_ARGS__))
#else
#define CT_WITH_COLUMNS(loop, ...) ct::vectorised<loop<1>>(__VA_ARGS__)
#endif

}  // namespace ct
