// The transforms of Winograd's minimal filtering F(4×4, 3×3) with the points 0, ±1, ±2 and infinity.
//
// Lavin and Gray 2016, section 4.3: result = Aᵀ [(G kernel Gᵀ) ⊙ (Bᵀ pixels B)] A. Those of the gradients follow from it,
// because it is linear in the pixels and in the kernel. A square's columns are transformed first, then its rows.
#pragma once

#include "vectors.hpp"

namespace ct::winograd {

constexpr int64_t result_side = 4, kernel_side = 3, pixel_side = result_side + kernel_side - 1;
// The numbers that a square is transformed to.
constexpr int64_t components = pixel_side * pixel_side;
// Component (1, 1). Row 1 of A is all ones, so this component of a tile's results is their sum.
constexpr int64_t sum_component = pixel_side + 1;

// Bᵀ: six pixels to six components.
CT_INLINE void transform_pixels(const Floats *d, Floats *t) {
  Floats even = d[4] - 4.0f * d[2], odd = d[3] - 4.0f * d[1];
  Floats far_even = d[4] - d[2], far_odd = 2.0f * (d[3] - d[1]);
  t[0] = 4.0f * d[0] - 5.0f * d[2] + d[4];
  t[1] = even + odd;
  t[2] = even - odd;
  t[3] = far_even + far_odd;
  t[4] = far_even - far_odd;
  t[5] = 4.0f * d[1] - 5.0f * d[3] + d[5];
}

// Aᵀ: six components to four results.
CT_INLINE void transform_to_results(const Floats *m, Floats *y) {
  Floats sum = m[1] + m[2], difference = m[1] - m[2];
  Floats far_sum = m[3] + m[4], far_difference = m[3] - m[4];
  y[0] = m[0] + sum + far_sum;
  y[1] = difference + 2.0f * far_difference;
  y[2] = sum + 4.0f * far_sum;
  y[3] = difference + 8.0f * far_difference + m[5];
}

// A: the gradients of four results to those of six components.
CT_INLINE void transform_results(const Floats *y, Floats *m) {
  Floats even = y[0] + y[2], odd = y[1] + y[3];
  Floats far_even = y[0] + 4.0f * y[2], far_odd = 2.0f * (y[1] + 4.0f * y[3]);
  m[0] = y[0];
  m[1] = even + odd;
  m[2] = even - odd;
  m[3] = far_even + far_odd;
  m[4] = far_even - far_odd;
  m[5] = y[3];
}

// G: a row of a kernel to six components.
CT_INLINE void transform_kernel(const Floats *g, Floats *u) {
  Floats even = (g[0] + g[2]) * (-1.0f / 6), odd = g[1] * (-1.0f / 6);
  Floats far_even = g[0] * (1.0f / 24) + g[2] * (1.0f / 6), far_odd = g[1] * (1.0f / 12);
  u[0] = g[0] * 0.25f;
  u[1] = even + odd;
  u[2] = even - odd;
  u[3] = far_even + far_odd;
  u[4] = far_even - far_odd;
  u[5] = g[2];
}

// Gᵀ: the gradients of six components to those of a row of a kernel.
CT_INLINE void transform_to_kernel(const Floats *u, Floats *g) {
  Floats sum = (u[1] + u[2]) * (-1.0f / 6), difference = (u[1] - u[2]) * (-1.0f / 6);
  Floats far_sum = u[3] + u[4], far_difference = u[3] - u[4];
  g[0] = u[0] * 0.25f + sum + far_sum * (1.0f / 24);
  g[1] = difference + far_difference * (1.0f / 12);
  g[2] = sum + far_sum * (1.0f / 6) + u[5];
}

// Transforms the columns, then the rows of a square of `from` × `from` to one of `to` × `to`.
template <int64_t from, int64_t to, auto transform>
CT_INLINE void transform_square(const Floats (&square)[from][from], Floats (&result)[to][to]) {
  Floats half[to][from];
#pragma clang loop unroll(full)
  for (int64_t x = 0; x < from; ++x) {
    Floats column[from], transformed[to];
#pragma clang loop unroll(full)
    for (int64_t y = 0; y < from; ++y) column[y] = square[y][x];
    transform(column, transformed);
#pragma clang loop unroll(full)
    for (int64_t y = 0; y < to; ++y) half[y][x] = transformed[y];
  }
#pragma clang loop unroll(full)
  for (int64_t y = 0; y < to; ++y) transform(half[y], result[y]);
}

}  // namespace ct::winograd
