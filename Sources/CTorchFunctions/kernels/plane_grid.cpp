#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>
#include <tuple>

#include "handle.hpp"
#include "parallel.hpp"
#include "plane_spline.hpp"

// Spreads the charges of points over the nodes of a grid, and reads the potential of the nodes at the points. plane_potential.cpp has
// what is between.

namespace {

using ct::before;
using ct::order;
using ct::spline;
using ct::spline_scale;

// The nodes before the lowest point's cell.
constexpr int64_t margin = order / 2;
constexpr int64_t wide = ct::spline_width;

typedef float Wide __attribute__((vector_size(wide * sizeof(float))));

CT_INLINE Wide loaded(const float *numbers) {
  Wide value;
  std::memcpy(&value, numbers, sizeof value);
  return value;
}

CT_INLINE float sum(Wide numbers) {
  return ((numbers[0] + numbers[1]) + (numbers[2] + numbers[3])) + (numbers[4] + numbers[5]);
}

// The nodes of one coordinate that a point reaches, their weights, and the weights' derivatives.
struct Weights {
  int64_t first;
  Wide values, slopes;

  // `place` is in cells from the first node. A point outside is taken to the border, and NaN too.
  CT_INLINE Weights(float place, int64_t nodes) {
    float lowest = before, highest = static_cast<float>(nodes - wide + before);
    place = place > lowest ? (place < highest ? place : highest) : lowest;
    int64_t cell = static_cast<int64_t>(place);
    first = cell - before;
    float t = place - static_cast<float>(cell);
    values = loaded(spline[order - 1]);
    slopes = values * static_cast<float>(order - 1);
    for (int64_t power = order - 2; power > 0; --power) {
      values = values * t + loaded(spline[power]);
      slopes = slopes * t + loaded(spline[power]) * static_cast<float>(power);
    }
    values = (values * t + loaded(spline[0])) * spline_scale;
    slopes = slopes * spline_scale;
  }
};

// Where the nodes are, as CTorch.h describes it. The lowest point is subtracted first, so that points which are much nearer to
// each other than to the origin keep their digits.
struct Grid {
  float lower_x, lower_y, spacing;
  int64_t nodes_x, nodes_y;

  explicit Grid(ct_grid grid)
      : lower_x(static_cast<float>(grid.lower_x)), lower_y(static_cast<float>(grid.lower_y)),
        spacing(static_cast<float>(grid.spacing)), nodes_x(grid.nodes_x), nodes_y(grid.nodes_y) {
    TORCH_CHECK(nodes_x >= wide && nodes_y >= wide && spacing > 0, "a grid without cells");
  }

  CT_INLINE Weights by_x(float x) const { return Weights((x - lower_x) / spacing + margin, nodes_x); }
  CT_INLINE Weights by_y(float y) const { return Weights((y - lower_y) / spacing + margin, nodes_y); }
};

// One thread does it, so that charges are added in the order of the points.
CT_INLINE void spread_charges(Grid grid, const float *positions, int64_t count, float *charges) {
  for (int64_t point = 0; point < count; ++point) {
    Weights x = grid.by_x(positions[2 * point]), y = grid.by_y(positions[2 * point + 1]);
    for (int64_t a = 0; a < order; ++a) {
      float *nodes = charges + (x.first + a) * grid.nodes_y + y.first;
      Wide charged = loaded(nodes) + x.values[a] * y.values;
      std::memcpy(nodes, &charged, sizeof charged);
    }
  }
}

// The potential at every point, and half of its slope downwards by x and y.
CT_INLINE void read_points(
    Grid grid, const float *positions, int64_t begin, int64_t end, const float *potential, float *out) {
  float scale = -0.5f / grid.spacing;
  for (int64_t point = begin; point < end; ++point) {
    Weights x = grid.by_x(positions[2 * point]), y = grid.by_y(positions[2 * point + 1]);
    Wide value = {}, slope = {};
    for (int64_t a = 0; a < order; ++a) {
      Wide nodes = loaded(potential + (x.first + a) * grid.nodes_y + y.first);
      value += x.values[a] * nodes;
      slope += x.slopes[a] * nodes;
    }
    out[3 * point] = sum(value * y.values);
    out[3 * point + 1] = scale * sum(slope * y.values);
    out[3 * point + 2] = scale * sum(value * y.slopes);
  }
}

// The same with LibTorch's operations: for every point the nodes' numbers in memory, points × 6 × 6, the weights, and the
// weights' derivatives by x and y.
struct GenericWeights {
  at::Tensor nodes, values, by_x, by_y;

  GenericWeights(Grid grid, const at::Tensor &positions) {
    at::Tensor factors = at::from_blob(const_cast<float(*)[wide]>(spline), {order, wide}, at::kFloat)
                             .narrow(1, 0, order).mul(spline_scale).to(positions.device());
    auto along = [&](int64_t axis, float lower, int64_t count) {
      at::Tensor place = (positions.select(1, axis) - lower) / grid.spacing + margin;
      place = place.clamp(before, count - wide + before);
      at::Tensor cell = place.floor();
      at::Tensor powers = at::arange(order, place.options()), t = (place - cell).unsqueeze(1);
      at::Tensor values = t.pow(powers).matmul(factors);
      at::Tensor slopes = (powers.slice(0, 1) * t.pow(powers.slice(0, 0, -1))).matmul(factors.slice(0, 1));
      at::Tensor numbers = (cell.to(at::kLong) - before).unsqueeze(1) + at::arange(order, cell.options().dtype(at::kLong));
      return std::make_tuple(numbers, values, slopes);
    };
    auto [row, x, slope_x] = along(0, grid.lower_x, grid.nodes_x);
    auto [column, y, slope_y] = along(1, grid.lower_y, grid.nodes_y);
    nodes = row.unsqueeze(2) * grid.nodes_y + column.unsqueeze(1);
    values = x.unsqueeze(2) * y.unsqueeze(1);
    by_x = slope_x.unsqueeze(2) * y.unsqueeze(1);
    by_y = x.unsqueeze(2) * slope_y.unsqueeze(1);
  }
};

at::Tensor points_of_plane(ct_tensor positions) {
  TORCH_CHECK(positions->value.dim() == 2 && positions->value.size(1) == 2, "points of the plane");
  return positions->value.contiguous();
}

bool is_own(const at::Tensor &tensor) { return !ct::forces_libtorch() && tensor.device().is_cpu(); }

}  // namespace

ct_status ct_spread(ct_tensor positions, ct_grid grid, ct_tensor *result) {
  return ct::producing(result, [&] {
    Grid nodes(grid);
    at::Tensor places = points_of_plane(positions);
    at::Tensor charges = at::zeros({grid.nodes_x, grid.nodes_y}, places.options());
    if (is_own(places)) {
      const float *points = places.data_ptr<float>();
      ct::vectorised<spread_charges>(nodes, points, places.size(0), charges.data_ptr<float>());
    } else {
      GenericWeights found(nodes, places);
      charges.view(-1).index_add_(0, found.nodes.flatten(), found.values.flatten());
    }
    return charges;
  });
}

ct_status ct_read_potential(ct_tensor potential, ct_tensor positions, ct_grid grid, ct_tensor *result) {
  return ct::producing(result, [&] {
    Grid nodes(grid);
    at::Tensor places = points_of_plane(positions), numbers = potential->value.contiguous();
    TORCH_CHECK(
        numbers.dim() == 2 && numbers.size(0) == grid.nodes_x && numbers.size(1) == grid.nodes_y, "another grid's potential");
    TORCH_CHECK(numbers.device() == places.device(), "points and potential on several devices");
    if (!is_own(places)) {
      GenericWeights found(nodes, places);
      at::Tensor values = numbers.view(-1).index_select(0, found.nodes.flatten()).view(found.nodes.sizes());
      auto weighted = [&](const at::Tensor &weights) { return (values * weights).sum({1, 2}); };
      double scale = -0.5 / grid.spacing;
      return at::stack({weighted(found.values), weighted(found.by_x) * scale, weighted(found.by_y) * scale}, 1);
    }
    at::Tensor forces = at::empty({places.size(0), 3}, places.options());
    const float *points = places.data_ptr<float>(), *values = numbers.data_ptr<float>();
    float *out = forces.data_ptr<float>();
    auto body = [&](int64_t begin, int64_t end) {
      ct::vectorised<read_points>(nodes, points, begin, end, values, out);
    };
    ct::parallel_ranges(places.size(0), body);
    return forces;
  });
}
