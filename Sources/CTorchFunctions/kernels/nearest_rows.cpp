#include <ATen/ATen.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "column_products.hpp"
#include "handle.hpp"
#include "parallel.hpp"

namespace {

using ct::Floats;
using ct::Integers;
using ct::lanes;

// The rows that are nearest to one query so far.
class Nearest {
public:
  explicit Nearest(int64_t width) : width_(width) {}

  // Rows at this distance or further are not among the nearest.
  float bound() const { return bound_; }

  void add(float distance, int64_t row) {
    found_.push_back({distance, row});
    if (static_cast<int64_t>(found_.size()) == 2 * width_) keep_nearest();
  }

  // The rows' numbers in any order, and -1 for each that is missing.
  void write(int64_t *rows) {
    if (static_cast<int64_t>(found_.size()) > width_) keep_nearest();
    for (const Found &found : found_) *rows++ = found.row;
    std::fill_n(rows, width_ - found_.size(), -1);
  }

private:
  struct Found {
    float distance;
    int64_t row;
    bool operator<(const Found &other) const {
      return distance < other.distance || (distance == other.distance && row < other.row);
    }
  };

  // Sorting is put off until as many rows again were found, so that a row costs O(1).
  void keep_nearest() {
    std::nth_element(found_.begin(), found_.begin() + width_ - 1, found_.end());
    found_.resize(width_);
    bound_ = found_.back().distance;
  }

  int64_t width_;
  float bound_ = std::numeric_limits<float>::infinity();
  std::vector<Found> found_;
};

// The rows to search among.
struct Rows {
  const float *numbers;
  int64_t length;
  const float *squared_lengths;
  const int64_t *groups;
};

// Queries that are compared at once.
struct Queries {
  const float *columns;  // length × 64 numbers
  const int64_t *groups;
  int64_t count;
  Nearest *nearest;
};

// The sizes of a tile: so many rows are multiplied with so many numbers of all columns at a time, which stay in the nearest
// memory.
constexpr int64_t tile_rows = 64, tile_numbers = 128;

// Computes the products of a tile's rows with the queries. If fewer rows are left, the last one is repeated.
template <int64_t rows_at_once>
CT_INLINE void multiply(Rows rows, int64_t begin, int64_t end, Queries queries, Floats (*products)[ct::column_vectors]) {
  for (int64_t number = 0; number < rows.length; number += tile_numbers)
    for (int64_t row = begin; row < end; row += rows_at_once) {
      const float *read[rows_at_once];
      for (int64_t r = 0; r < rows_at_once; ++r) read[r] = rows.numbers + std::min(row + r, end - 1) * rows.length;
      ct::add_column_products<rows_at_once>(
          read, number, std::min(number + tile_numbers, rows.length), {queries.columns, lanes, ct::columns_at_once},
          products + row - begin);
    }
}

// Adds the rows from `begin` to below `end` that are nearer to a query than its bound. Most are not, so vectors of queries are
// compared together first.
template <int64_t rows_at_once>
CT_INLINE void scan(Rows rows, int64_t begin, int64_t end, Queries queries) {
  float bounds[ct::columns_at_once], distances[lanes];
  // Columns without a query have the bound of a query that wants nothing.
  std::fill_n(bounds, ct::columns_at_once, -std::numeric_limits<float>::infinity());
  for (int64_t q = 0; q < queries.count; ++q) bounds[q] = queries.nearest[q].bound();
  for (int64_t first = begin; first < end; first += tile_rows) {
    int64_t last = std::min(first + tile_rows, end);
    Floats products[tile_rows][ct::column_vectors] = {};
    multiply<rows_at_once>(rows, first, last, queries, products);
    for (int64_t row = first; row < last; ++row) {
      Floats found[ct::column_vectors];
      Integers is_nearer = {};
      for (int64_t v = 0; v < ct::column_vectors; ++v) {
        found[v] = rows.squared_lengths[row] - 2 * products[row - first][v];
        is_nearer |= found[v] < ct::loaded(bounds + v * lanes);
      }
      if (__builtin_reduce_or(is_nearer) == 0) continue;
      for (int64_t v = 0; v < ct::column_vectors; ++v) {
        if (__builtin_reduce_or(found[v] < ct::loaded(bounds + v * lanes)) == 0) continue;
        ct::store(found[v], distances);
        for (int64_t lane = 0; lane < lanes; ++lane) {
          int64_t q = v * lanes + lane;
          if (!(distances[lane] < bounds[q]) || rows.groups[row] == queries.groups[q]) continue;
          queries.nearest[q].add(distances[lane], row);
          bounds[q] = queries.nearest[q].bound();
        }
      }
    }
  }
}

// How much of the rows is compared with all queries of a thread, in bytes: about half of a core's second-level cache.
constexpr int64_t near_memory = 1 << 19;

}  // namespace

ct_status ct_nearest_rows(
    ct_tensor queries, ct_tensor rows, ct_tensor squared_lengths, ct_tensor query_groups, ct_tensor row_groups,
    int64_t width, ct_tensor *result) {
  return ct::producing(result, [&] {
    at::Tensor left = queries->value, right = rows->value, lengths = squared_lengths->value.contiguous();
    at::Tensor own = query_groups->value.contiguous(), theirs = row_groups->value.contiguous();
    int64_t height = left.size(0), count = right.size(0);
    TORCH_CHECK(lengths.numel() == count && theirs.numel() == count && own.numel() == height, "a length and a group a row");
    TORCH_CHECK(width > 0 && width <= count, width, " of ", count, " rows");
    if (ct::forces_libtorch() || !left.device().is_cpu()) {
      at::Tensor distances = at::addmm(lengths, left, right.t(), 1, -2);
      distances.masked_fill_(own.unsqueeze(1) == theirs, std::numeric_limits<double>::infinity());
      auto [values, places] = distances.topk(width, -1, /*largest=*/false, /*sorted=*/false);
      return places.masked_fill(values.isinf(), -1);
    }
    int64_t length = right.size(1), sets = (height + ct::columns_at_once - 1) / ct::columns_at_once;
    // The queries of a set as columns, with zeros for those that are missing.
    at::Tensor columns = at::constant_pad_nd(left, {0, 0, 0, sets * ct::columns_at_once - height})
                             .view({sets, ct::columns_at_once, length}).transpose(1, 2).contiguous();
    right = right.contiguous();
    Rows all{right.data_ptr<float>(), length, lengths.data_ptr<float>(), theirs.data_ptr<int64_t>()};
    std::vector<Nearest> nearest(height, Nearest(width));
    int64_t tile = std::max<int64_t>(near_memory / (length * int64_t(sizeof(float))), 4);
    auto body = [&](int64_t begin, int64_t end) {
      for (int64_t first = 0; first < count; first += tile)
        for (int64_t set = begin; set < end; ++set) {
          int64_t query = set * ct::columns_at_once, last = std::min(first + tile, count);
          Queries queries{
              columns.data_ptr<float>() + query * length, own.data_ptr<int64_t>() + query,
              std::min(height - query, ct::columns_at_once), &nearest[query]};
#if defined(__x86_64__)
          if (ct::instruction_set() == ct::InstructionSet::avx512) {
            ct::with_avx512<scan<4>>(all, first, last, queries);
            continue;
          }
#endif
          ct::vectorised<scan<1>>(all, first, last, queries);
        }
    };
    ct::parallel_ranges(sets, body);
    at::Tensor places = at::empty({height, width}, own.options());
    for (int64_t query = 0; query < height; ++query) nearest[query].write(places.data_ptr<int64_t>() + query * width);
    return places;
  });
}
