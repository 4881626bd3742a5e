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

// Rows of all segments, as ct_largest_products takes them.
struct Segments {
  const float *rows;
  int64_t length;
  const int64_t *starts;
};

// For sixteen sets, whose queries are columns: the means for the segments from `begin` to below `end`.
//
// `queries` begins with the first query of these sets; the next query of a set is `length * stride` numbers further, its next
// number `stride`. `rows_at_once` rows share what is read of the queries.
template <int64_t rows_at_once>
CT_INLINE void means_of_sets(
    Segments segments, int64_t begin, int64_t end, const float *queries, const float *weights, int64_t stride, float *out) {
  Floats none = Floats{} - std::numeric_limits<float>::infinity();
  for (int64_t segment = begin; segment < end; ++segment) {
    Floats largest[queries_of_set] = {none, none, none, none};
    int64_t last = segments.starts[segment + 1];
    for (int64_t row = segments.starts[segment]; row < last; row += rows_at_once) {
      const float *read[rows_at_once];
      // If fewer rows are left, the last one is repeated.
      for (int64_t r = 0; r < rows_at_once; ++r) read[r] = segments.rows + std::min(row + r, last - 1) * segments.length;
      Floats products[rows_at_once][queries_of_set] = {};
      ct::add_column_products<rows_at_once>(
          read, 0, segments.length, {queries, segments.length * stride, stride}, products);
      for (int64_t r = 0; r < rows_at_once; ++r)
        for (int64_t q = 0; q < queries_of_set; ++q)
          largest[q] = products[r][q] > largest[q] ? products[r][q] : largest[q];
    }
    Floats mean = {};
    for (int64_t q = 0; q < queries_of_set; ++q) mean += ct::loaded(weights + q * stride) * largest[q];
    ct::store(mean, out + segment * stride);
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
    Segments all{left.data_ptr<float>(), length, starts};
    const float *columns = right.data_ptr<float>(), *share = shares.data_ptr<float>();
    float *out = means.data_ptr<float>();
    auto body = [&](int64_t begin, int64_t end) {
      while (begin < end) {
        int64_t stop = begin + 1;
        while (stop < end && (starts[stop + 1] - starts[begin]) * length * int64_t(sizeof(float)) < near_memory) ++stop;
        for (int64_t set = 0; set < sets; set += lanes) {
#if defined(__x86_64__)
          if (ct::instruction_set() == ct::InstructionSet::avx512) {
            ct::with_avx512<means_of_sets<4>>(all, begin, stop, columns + set, share + set, sets, out + set);
            continue;
          }
#endif
          ct::vectorised<means_of_sets<1>>(all, begin, stop, columns + set, share + set, sets, out + set);
        }
        begin = stop;
      }
    };
    ct::parallel_ranges(segments, body);
    return means;
  });
}
