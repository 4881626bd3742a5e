// Products of matrices for Winograd's convolutions: in each component, tiles × depth times depth × outputs.
#pragma once

#include <algorithm>

#include "vectors.hpp"

namespace ct::winograd {

// The right matrix lies in panels of 32 outputs: panels × depth × 32. Outputs beyond the last one are not read.
constexpr int64_t panel_outputs = 2 * lanes;

// How many numbers of the depth ahead a panel is fetched: about as long as memory needs. A fetch after the end does nothing.
constexpr int64_t ahead = 48;

inline int64_t panels_of(int64_t outputs) { return (outputs + panel_outputs - 1) / panel_outputs; }

// Products of up to `rows_at_once` rows with `vectors` × 16 outputs, whose sums stay in registers.
template <int64_t rows_at_once, int64_t vectors>
CT_INLINE void multiply_rows(
    const float *left, int64_t rows, int64_t depth, const float *panel, float *products, int64_t outputs) {
  const float *read[rows_at_once];
  Floats sums[rows_at_once][vectors] = {};
#pragma clang loop unroll(full)
  for (int64_t r = 0; r < rows_at_once; ++r) read[r] = left + std::min(r, rows - 1) * depth;
  for (int64_t i = 0; i < depth; ++i) {
    Floats numbers[vectors];
#pragma clang loop unroll(full)
    for (int64_t v = 0; v < vectors; ++v) {
      numbers[v] = loaded(panel + i * panel_outputs + v * lanes);
      __builtin_prefetch(panel + (i + ahead) * panel_outputs + v * lanes);
    }
#pragma clang loop unroll(full)
    for (int64_t r = 0; r < rows_at_once; ++r) {
      float number = read[r][i];
#pragma clang loop unroll(full)
      for (int64_t v = 0; v < vectors; ++v) sums[r][v] += numbers[v] * number;
    }
  }
#pragma clang loop unroll(full)
  for (int64_t r = 0; r < rows_at_once; ++r)
    if (r < rows)
#pragma clang loop unroll(full)
      for (int64_t v = 0; v < vectors; ++v) store(sums[r][v], products + r * outputs + v * lanes);
}

// products = left × panels. `outputs` is a multiple of 16.
template <int64_t rows_at_once, int64_t vectors>
CT_INLINE void multiply(
    const float *left, int64_t rows, int64_t depth, const float *panels, float *products, int64_t outputs) {
  for (int64_t output = 0; output < outputs;) {
    const float *panel = panels + output / panel_outputs * depth * panel_outputs + output % panel_outputs;
    bool is_wide = outputs - output >= vectors * lanes;
    for (int64_t row = 0; row < rows; row += rows_at_once) {
      const float *from = left + row * depth;
      float *to = products + row * outputs + output;
      if (is_wide) multiply_rows<rows_at_once, vectors>(from, rows - row, depth, panel, to, outputs);
      else multiply_rows<rows_at_once, 1>(from, rows - row, depth, panel, to, outputs);
    }
    output += is_wide ? vectors * lanes : lanes;
  }
}

// Adds the products of `numbers_at_once` columns of the left matrix with `vectors` × 16 columns of the right one to `sums`, or
// begins the sums with them.
template <int64_t numbers_at_once, int64_t vectors>
CT_INLINE void add_products(
    const float *left, int64_t depth, const float *right, int64_t outputs, int64_t rows, float *sums, bool begins) {
  Floats tile[numbers_at_once][vectors];
#pragma clang loop unroll(full)
  for (int64_t n = 0; n < numbers_at_once; ++n)
#pragma clang loop unroll(full)
    for (int64_t v = 0; v < vectors; ++v) tile[n][v] = begins ? Floats{} : loaded(sums + n * outputs + v * lanes);
  for (int64_t row = 0; row < rows; ++row) {
    Floats numbers[vectors];
#pragma clang loop unroll(full)
    for (int64_t v = 0; v < vectors; ++v) numbers[v] = loaded(right + row * outputs + v * lanes);
#pragma clang loop unroll(full)
    for (int64_t n = 0; n < numbers_at_once; ++n) {
      float number = left[row * depth + n];
#pragma clang loop unroll(full)
      for (int64_t v = 0; v < vectors; ++v) tile[n][v] += numbers[v] * number;
    }
  }
#pragma clang loop unroll(full)
  for (int64_t n = 0; n < numbers_at_once; ++n)
#pragma clang loop unroll(full)
    for (int64_t v = 0; v < vectors; ++v) store(tile[n][v], sums + n * outputs + v * lanes);
}

// sums += leftᵀ × right, where left is rows × depth, right rows × outputs and the sums depth × outputs; if `begins` is true, the
// sums were not set before. Depth and outputs are multiples of 16.
template <int64_t numbers_at_once, int64_t vectors>
CT_INLINE void add_transposed(
    const float *left, int64_t depth, const float *right, int64_t outputs, int64_t rows, float *sums, bool begins) {
  for (int64_t output = 0; output < outputs;) {
    bool is_wide = outputs - output >= vectors * lanes;
    for (int64_t number = 0; number < depth; number += numbers_at_once) {
      const float *numbers = left + number, *gradients = right + output;
      float *to = sums + number * outputs + output;
      if (is_wide) add_products<numbers_at_once, vectors>(numbers, depth, gradients, outputs, rows, to, begins);
      else add_products<numbers_at_once, 1>(numbers, depth, gradients, outputs, rows, to, begins);
    }
    output += is_wide ? vectors * lanes : lanes;
  }
}

// Calls `multiply` or `add_transposed` with the instruction set to use, and with as many sums as it has registers for.
#if defined(__x86_64__)
#define CT_WITH_SUMS(loop, wide_rows, narrow_rows, ...) \
  (ct::instruction_set() == ct::InstructionSet::avx512 ? ct::with_avx512<loop<wide_rows, 2>>(__VA_ARGS__) \
                                                       : ct::vectorised<loop<narrow_rows, 1>>(__VA_ARGS__))
#else
#define CT_WITH_SUMS(loop, wide_rows, narrow_rows, ...) ct::vectorised<loop<narrow_rows, 1>>(__VA_ARGS__)
#endif

}  // namespace ct::winograd
