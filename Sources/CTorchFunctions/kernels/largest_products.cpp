#include <ATen/ATen.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "column_products.hpp"
#include "handle.hpp"
#include "parallel.hpp"

namespace {

using ct::Floats;
using ct::lanes;

// How many queries a set has.
constexpr int64_t queries_of_set = ct::column_vectors;

// For sixteen sets, whose queries are columns: the means for the segments from `begin` to below `end`. The means and weights of
// a segment's or a query's sets are `stride` apart from those of the next. A segment begins in the tile of the one before, and
// may end in a later one.
template <int64_t rows_at_once>
CT_INLINE void means_of_sets(
    ct::MatrixRows<float> rows, const int64_t *starts, int64_t begin, int64_t end, const float *columns, const float *weights,
    int64_t stride, float *out) {
  Floats none = Floats{} - std::numeric_limits<float>::infinity();
  Floats largest[queries_of_set] = {none, none, none, none};
  ct::ColumnProducts products[ct::tile_rows];
  for (int64_t segment = begin, first = starts[begin]; first < starts[end]; first += ct::tile_rows) {
    int64_t last = std::min(first + ct::tile_rows, starts[end]);
    ct::multiply_tile<rows_at_once>(rows, first, last, columns, 1, ct::tile_rows, products);
    for (int64_t row = first; row < last; ++row) {
      for (int64_t q = 0; q < queries_of_set; ++q) {
        Floats product = products[row - first][q];
        largest[q] = product > largest[q] ? product : largest[q];
      }
      if (row + 1 < starts[segment + 1]) continue;
      Floats mean = {};
      for (int64_t q = 0; q < queries_of_set; ++q) {
        mean += ct::loaded(weights + q * stride) * largest[q];
        largest[q] = none;
      }
      ct::store(mean, out + segment++ * stride);
    }
  }
}

// What a piece of the segments needs of nearer memory, in bytes: about half of a core's second-level cache.
constexpr int64_t near_memory = 1 << 19;

}  // namespace

ct_status ct_largest_products(
    ct_tensor rows, const int64_t *starts, int64_t segments, ct_tensor queries, ct_tensor weights, ct_tensor *result) {
  return ct::producing(result, [&] {
    at::Tensor left = rows->value.contiguous(), right = queries->value.contiguous();
    at::Tensor shares = weights->value.contiguous();
    TORCH_CHECK(left.dim() == 2 && right.dim() == 3 && shares.dim() == 2, "rows, sets of queries, and a weight a query");
    int64_t length = left.size(1), sets = right.size(2);
    TORCH_CHECK(
        right.size(0) == queries_of_set && shares.size(0) == queries_of_set && right.size(1) == length
            && shares.size(1) == sets && sets % lanes == 0,
        "sets of four queries as long as a row, a multiple of sixteen sets");
    TORCH_CHECK(starts[0] >= 0 && starts[segments] <= left.size(0), "segments beyond the rows");
    for (int64_t segment = 0; segment < segments; ++segment)
      TORCH_CHECK(starts[segment] < starts[segment + 1], "segment ", segment, " has no row");
    if (ct::forces_libtorch() || !left.device().is_cpu()) {
      at::Tensor products = left.matmul(right.permute({1, 0, 2}).reshape({length, -1}));
      std::vector<at::Tensor> means;
      for (int64_t segment = 0; segment < segments; ++segment) {
        at::Tensor own = products.slice(0, starts[segment], starts[segment + 1]);
        means.push_back((own.amax(0).reshape({queries_of_set, sets}) * shares).sum(0));
      }
      return at::stack(means);
    }
    at::Tensor means = at::empty({segments, sets}, left.options());
    // The queries of sixteen sets as columns: set by set of columns, length × 4 × 16.
    int64_t groups = sets / lanes;
    at::Tensor packed = right.view({queries_of_set, length, groups, lanes}).permute({2, 1, 0, 3}).contiguous();
    ct::MatrixRows<float> all{left.data_ptr<float>(), length};
    const float *columns = packed.data_ptr<float>(), *share = shares.data_ptr<float>();
    float *out = means.data_ptr<float>();
    auto body = [&](int64_t begin, int64_t end) {
      while (begin < end) {
        int64_t stop = begin + 1;
        while (stop < end && (starts[stop + 1] - starts[begin]) * length * int64_t(sizeof(float)) < near_memory) ++stop;
        for (int64_t group = 0; group < groups; ++group)
          CT_WITH_COLUMNS(
              means_of_sets, all, starts, begin, stop, columns + group * length * ct::columns_at_once, share + group * lanes,
              sets, out + group * lanes);
        begin = stop;
      }
    };
    ct::parallel_ranges(segments, body);
    return means;
  });
}
