#include <ATen/ATen.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "aligned.hpp"
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
  // All memory that is ever needed.
  explicit Nearest(int64_t width) : width_(width) { found_.reserve(2 * width); }

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
  ct::MatrixRows<float> matrix;
  const float *squared_lengths;
  const int64_t *groups;
};

// Sets of 64 queries that are compared at once; the last set may have fewer.
struct Queries {
  const float *columns;  // sets × length × 64 numbers
  const int64_t *groups;
  int64_t count;
  Nearest *nearest;
};

// So many rows are multiplied with so many sets at once.
struct Tile {
  int64_t rows, sets;
};

// The products of short rows stay in the first-level cache. Of long rows so many are multiplied with so many queries that
// computing takes longer than reading them.
constexpr Tile tile_of_short = {ct::tile_rows, 1}, tile_of_long = {4 * ct::tile_rows, 4};
constexpr int64_t long_row = 1024;

Tile tile_for(int64_t length) { return length < long_row ? tile_of_short : tile_of_long; }

// Distances that no 32-bit number holds count as the largest that it does, so that rows are found at any distance.
constexpr float furthest = std::numeric_limits<float>::max();

// Adds the rows from `begin` to below `end` that are nearer to one of up to 64 queries than its bound. Most are not, so vectors
// of queries are compared together first.
CT_INLINE void compare(
    Rows rows, int64_t begin, int64_t end, const int64_t *groups, int64_t count, Nearest *nearest,
    const ct::ColumnProducts *products) {
  float bounds[ct::columns_at_once], distances[lanes];
  // Columns without a query have the bound of a query that wants nothing.
  std::fill_n(bounds, ct::columns_at_once, -std::numeric_limits<float>::infinity());
  for (int64_t q = 0; q < count; ++q) bounds[q] = nearest[q].bound();
  for (int64_t row = begin; row < end; ++row) {
    Floats found[ct::column_vectors];
    Integers is_nearer = {};
    for (int64_t v = 0; v < ct::column_vectors; ++v) {
      Floats distance = rows.squared_lengths[row] - 2 * products[row - begin][v];
      found[v] = distance < furthest ? distance : Floats{} + furthest;
      is_nearer |= found[v] < ct::loaded(bounds + v * lanes);
    }
    if (__builtin_reduce_or(is_nearer) == 0) continue;
    for (int64_t v = 0; v < ct::column_vectors; ++v) {
      if (__builtin_reduce_or(found[v] < ct::loaded(bounds + v * lanes)) == 0) continue;
      ct::store(found[v], distances);
      for (int64_t lane = 0; lane < lanes; ++lane) {
        int64_t q = v * lanes + lane;
        if (!(distances[lane] < bounds[q]) || rows.groups[row] == groups[q]) continue;
        nearest[q].add(distances[lane], row);
        bounds[q] = nearest[q].bound();
      }
    }
  }
}

// Multiplies the rows from `begin` to below `end` with queries, a tile at a time, and adds those that are near.
template <int64_t rows_at_once>
CT_INLINE void scan(Rows rows, int64_t begin, int64_t end, Queries queries, Tile tile, ct::ColumnProducts *products) {
  int64_t sets = (queries.count + ct::columns_at_once - 1) / ct::columns_at_once;
  for (int64_t first = begin; first < end; first += tile.rows) {
    int64_t last = std::min(first + tile.rows, end);
    ct::multiply_tile<rows_at_once>(rows.matrix, first, last, queries.columns, sets, tile.rows, products);
    for (int64_t set = 0; set < sets; ++set) {
      int64_t query = set * ct::columns_at_once;
      compare(
          rows, first, last, queries.groups + query, std::min(queries.count - query, ct::columns_at_once),
          queries.nearest + query, products + set * tile.rows);
    }
  }
}

// How much of short rows is compared with all queries of a thread, in bytes: about half of a core's second-level cache.
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
    TORCH_CHECK(left.device() == right.device() && left.device() == lengths.device(), "rows on several devices");
    if (ct::forces_libtorch() || !left.device().is_cpu()) {
      at::Tensor distances = at::addmm(lengths, left, right.t(), 1, -2).nan_to_num(furthest).clamp_max(furthest);
      distances.masked_fill_(own.unsqueeze(1) == theirs, std::numeric_limits<double>::infinity());
      auto [values, places] = distances.topk(width, -1, /*largest=*/false, /*sorted=*/false);
      return places.masked_fill(values.isinf(), -1);
    }
    int64_t length = right.size(1), sets = (height + ct::columns_at_once - 1) / ct::columns_at_once;
    // The queries of a set as columns, with zeros for those that are missing.
    at::Tensor padded = at::zeros({sets * ct::columns_at_once, length}, left.options());
    padded.narrow(0, 0, height).copy_(left);
    padded = padded.view({sets, ct::columns_at_once, length}).transpose(1, 2).contiguous();
    right = right.contiguous();
    Rows all{{right.data_ptr<float>(), length}, lengths.data_ptr<float>(), theirs.data_ptr<int64_t>()};
    const float *columns = padded.data_ptr<float>();
    const int64_t *groups = own.data_ptr<int64_t>();
    std::vector<Nearest> nearest;
    nearest.reserve(height);
    for (int64_t query = 0; query < height; ++query) nearest.emplace_back(width);
    Tile tile = tile_for(length);
    int64_t stretch = near_memory / (std::max<int64_t>(length, 1) * int64_t(sizeof(float)));
    stretch = std::max(stretch, tile.rows);
    auto body = [&](int64_t begin, int64_t end) {
      ct::AlignedFloats memory = ct::make_floats(tile.rows * tile.sets * ct::columns_at_once);
      auto *products = reinterpret_cast<ct::ColumnProducts *>(memory.get());
      for (int64_t first = 0; first < count; first += stretch)
        for (int64_t set = begin; set < end; set += tile.sets) {
          int64_t query = set * ct::columns_at_once, next = std::min(set + tile.sets, end) * ct::columns_at_once;
          Queries queries{columns + query * length, groups + query, std::min(height, next) - query, &nearest[query]};
          CT_WITH_COLUMNS(scan, all, first, std::min(first + stretch, count), queries, tile, products);
        }
    };
    ct::parallel_ranges(sets, body);
    at::Tensor places = at::empty({height, width}, own.options());
    for (int64_t query = 0; query < height; ++query) nearest[query].write(places.data_ptr<int64_t>() + query * width);
    return places;
  });
}
