// Measured 2026-11-28 against LibTorch 1.13 in turn (LibTorch.withKernels), medians of five, two threads on two cores of an
// Intel Xeon with AVX-512 (family 6, model 207) beside other programs; 20 000 rows of 4096 numbers: with
// one vector 53 ms (LibTorch's matrix product by OpenBLAS 174 ms), with six 53 ms (296 ms), with twelve 76 ms (374 ms). From 13
// vectors on, tiles of 64: with 60 vectors 42 ms (85 ms), 2026-11-30.

#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>

#include "column_products.hpp"
#include "handle.hpp"
#include "parallel.hpp"
#include "vectors.hpp"

namespace {

// Two rows and six vectors have twelve sums. These and the numbers that they are made from fill the registers of AVX2.
constexpr int64_t pair = 2, group = 6;

typedef float Vector __attribute__((vector_size(32)));
constexpr int64_t vector_lanes = sizeof(Vector) / sizeof(float);
// How far ahead of a row the next numbers are fetched. A fetch after the end of memory does nothing.
constexpr int64_t ahead = 1024;

// Two rows' products with six vectors. A row is read once, which takes most of the time. The vectors are in the cache
// and are read once for both rows.
CT_INLINE void pair_products(const float *const *rows, const float *const *vectors, int64_t length, float *out) {
  Vector sums[pair][group] = {};
  int64_t whole = length - length % vector_lanes;
  for (int64_t i = 0; i < whole; i += vector_lanes) {
    Vector x[pair];
    for (int64_t r = 0; r < pair; ++r) {
      std::memcpy(&x[r], rows[r] + i, sizeof x[r]);
      __builtin_prefetch(rows[r] + i + ahead);
    }
    for (int64_t g = 0; g < group; ++g) {
      Vector y;
      std::memcpy(&y, vectors[g] + i, sizeof y);
      for (int64_t r = 0; r < pair; ++r) sums[r][g] += x[r] * y;
    }
  }
  for (int64_t r = 0; r < pair; ++r)
    for (int64_t g = 0; g < group; ++g) {
      float sum = 0;
      for (int64_t lane = 0; lane < vector_lanes; ++lane) sum += sums[r][g][lane];
      for (int64_t i = whole; i < length; ++i) sum += rows[r][i] * vectors[g][i];
      out[r * group + g] = sum;
    }
}

// The products of the rows from `begin` to below `end`, at most a tile, with up to 64 vectors, of which `kept` exist.
template <int64_t rows_at_once>
CT_INLINE void tile_products(
    ct::MatrixRows<float> rows, int64_t begin, int64_t end, const float *columns, int64_t kept, int64_t stride, float *out) {
  ct::ColumnProducts products[ct::tile_rows];
  ct::multiply_tile<rows_at_once>(rows, begin, end, columns, 1, ct::tile_rows, products);
  for (int64_t row = begin; row < end; ++row)
    std::memcpy(out + row * stride, products[row - begin], kept * sizeof(float));
}

// The products of rows with vectors, which are made columns of 64 vectors each, with zeros for those that are missing.
at::Tensor products_by_columns(const at::Tensor &rows, const at::Tensor &vectors) {
  int64_t height = rows.size(0), length = rows.size(1), count = vectors.size(0);
  int64_t sets = (count + ct::columns_at_once - 1) / ct::columns_at_once;
  at::Tensor columns = at::zeros({sets * ct::columns_at_once, length}, vectors.options());
  columns.narrow(0, 0, count).copy_(vectors);
  columns = columns.view({sets, ct::columns_at_once, length}).transpose(1, 2).contiguous();
  at::Tensor products = at::empty({height, count}, rows.options());
  ct::MatrixRows<float> all{rows.data_ptr<float>(), length};
  const float *packed = columns.data_ptr<float>();
  float *out = products.data_ptr<float>();
  auto body = [&](int64_t begin, int64_t end) {
    for (int64_t first = begin; first < end; first += ct::tile_rows)
      for (int64_t set = 0; set < sets; ++set) {
        int64_t column = set * ct::columns_at_once;
        CT_WITH_COLUMNS(
            tile_products, all, first, std::min(first + ct::tile_rows, end), packed + column * length,
            std::min(count - column, ct::columns_at_once), count, out + column);
      }
  };
  ct::parallel_ranges(height, body);
  return products;
}

}  // namespace

ct_status ct_few_products(ct_tensor rows, ct_tensor vectors, ct_tensor *result) {
  return ct::producing(result, [&] {
    at::Tensor left = rows->value.contiguous(), right = vectors->value.contiguous();
    TORCH_CHECK(
        left.dim() == 2 && right.dim() == 2 && left.size(1) == right.size(1), "products of rows of different lengths");
    if (ct::forces_libtorch() || !left.device().is_cpu()) return left.matmul(right.t());
    int64_t height = left.size(0), length = left.size(1), count = right.size(0);
    if (count > 2 * group) {
      if (ct::instruction_set() == ct::InstructionSet::avx512) return products_by_columns(left, right);
      return left.matmul(right.t());
    }
    at::Tensor products = at::empty({height, count}, left.options());
    const float *x = left.data_ptr<float>(), *y = right.data_ptr<float>();
    float *out = products.data_ptr<float>();
    auto body = [&](int64_t begin, int64_t end) {
      float found[pair * group];
      const float *two[pair], *six[group];
      for (int64_t row = begin; row < end; row += pair)
        for (int64_t start = 0; start < count; start += group) {
          // If fewer rows or vectors are left, the last one is repeated.
          for (int64_t r = 0; r < pair; ++r) two[r] = x + std::min(row + r, end - 1) * length;
          for (int64_t g = 0; g < group; ++g) six[g] = y + std::min(start + g, count - 1) * length;
          ct::vectorised<pair_products>(
              static_cast<const float *const *>(two), static_cast<const float *const *>(six), length,
              static_cast<float *>(found));
          for (int64_t r = 0; r < std::min(pair, end - row); ++r)
            for (int64_t g = 0; g < std::min(group, count - start); ++g)
              out[(row + r) * count + start + g] = found[r * group + g];
        }
    };
    ct::parallel_ranges(height, body);
    return products;
  });
}
