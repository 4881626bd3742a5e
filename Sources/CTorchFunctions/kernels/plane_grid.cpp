#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <mutex>

#include "handle.hpp"
#include "parallel.hpp"
#include "vectors.hpp"

// A potential of many points in the plane by way of a grid: their charges are spread over its nodes, the potential of the nodes is
// a convolution, and is read at the points (smooth particle mesh Ewald, Essmann and others 1995, J. Chem. Phys. 103, 8577).
//
// Spreading and reading use B-splines of order 6. A point has weights for 6 × 6 nodes. These weights depend on the point smoothly,
// so their derivatives give the force.

namespace {

constexpr int64_t order = 6;
// The nodes before a point's cell that it reaches, and those before the lowest point's.
constexpr int64_t before = order / 2 - 1, margin = order / 2;
// Eight numbers are computed together. The last two have no weight; the grid has room for them.
constexpr int64_t wide = 8;

// The weights of six nodes as polynomials, for a point at a distance of t cells from the third: row k has the factors of
// t^k, times 120.
constexpr float spline[order][wide] = {
    {1, 26, 66, 26, 1, 0},  {-5, -50, 0, 50, 5, 0}, {10, 20, -60, 20, 10, 0},
    {-10, 20, 0, -20, 10, 0}, {5, -20, 30, -20, 5, 0}, {-1, 5, -10, 10, -5, 1}};
constexpr float spline_scale = 1.0f / 120;

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

  // `place` is in cells from the first node. A point outside, which there should not be, is taken to the border.
  CT_INLINE Weights(float place, int64_t nodes) {
    int64_t cell = std::clamp<int64_t>(static_cast<int64_t>(place), before, nodes - wide + before);
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
  int64_t height, width;

  explicit Grid(ct_grid grid)
      : lower_x(static_cast<float>(grid.lower_x)), lower_y(static_cast<float>(grid.lower_y)),
        spacing(static_cast<float>(grid.spacing)), height(grid.nodes_x), width(grid.nodes_y) {
    TORCH_CHECK(height >= wide && width >= wide && spacing > 0, "a grid without cells");
  }

  CT_INLINE Weights by_x(float x) const { return Weights((x - lower_x) / spacing + margin, height); }
  CT_INLINE Weights by_y(float y) const { return Weights((y - lower_y) / spacing + margin, width); }
};

// One thread does it, so that charges are added in the order of the points.
CT_INLINE void spread_charges(Grid grid, const float *positions, int64_t count, float *charges) {
  for (int64_t point = 0; point < count; ++point) {
    Weights x = grid.by_x(positions[2 * point]), y = grid.by_y(positions[2 * point + 1]);
    for (int64_t a = 0; a < order; ++a) {
      float *nodes = charges + (x.first + a) * grid.width + y.first;
      Wide sum = loaded(nodes) + x.values[a] * y.values;
      std::memcpy(nodes, &sum, sizeof sum);
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
      Wide nodes = loaded(potential + (x.first + a) * grid.width + y.first);
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
    auto along = [&](int64_t axis, float lower, int64_t count) {
      at::Tensor place = (positions.select(1, axis) - lower) / grid.spacing + margin;
      at::Tensor cell = place.floor().clamp(before, count - wide + before);
      at::Tensor factors = at::empty({order, order}, at::kFloat);
      for (int64_t power = 0; power < order; ++power)
        for (int64_t node = 0; node < order; ++node) factors[power][node] = spline[power][node] * spline_scale;
      factors = factors.to(place.device());
      at::Tensor powers = at::arange(order, place.options()), t = (place - cell).unsqueeze(1);
      at::Tensor values = t.pow(powers).matmul(factors);
      at::Tensor slopes = (powers.slice(0, 1) * t.pow(powers.slice(0, 0, -1))).matmul(factors.slice(0, 1));
      at::Tensor numbers = (cell.to(at::kLong) - before).unsqueeze(1) + at::arange(order, cell.options().dtype(at::kLong));
      return std::make_tuple(numbers, values, slopes);
    };
    auto [row, x, slope_x] = along(0, grid.lower_x, grid.height);
    auto [column, y, slope_y] = along(1, grid.lower_y, grid.width);
    nodes = row.unsqueeze(2) * grid.width + column.unsqueeze(1);
    values = x.unsqueeze(2) * y.unsqueeze(1);
    by_x = slope_x.unsqueeze(2) * y.unsqueeze(1);
    by_y = x.unsqueeze(2) * slope_y.unsqueeze(1);
  }
};

bool is_own(const at::Tensor &tensor) { return !ct::forces_libtorch() && tensor.device().is_cpu(); }

// Calls body(first, count) on ranges that together cover 0 to below `size`: one range on a GPU, else one a thread. Throws what
// the body throws.
template <typename Body>
void in_ranges(const at::Tensor &tensor, int64_t size, Body &&body) {
  if (!tensor.device().is_cpu()) return body(0, size);
  std::mutex mutex;
  std::exception_ptr thrown;
  auto guarded = [&](int64_t begin, int64_t end) {
    try {
      body(begin, end - begin);
    } catch (...) {
      std::lock_guard<std::mutex> lock(mutex);
      thrown = std::current_exception();
    }
  };
  ct::parallel_ranges(size, guarded);
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace

ct_status ct_spread(ct_tensor positions, ct_grid grid, ct_tensor *result) {
  return ct::producing(result, [&] {
    at::Tensor places = positions->value.contiguous();
    at::Tensor charges = at::zeros({grid.nodes_x, grid.nodes_y}, places.options());
    if (is_own(places)) {
      ct::vectorised<spread_charges>(
          Grid(grid), static_cast<const float *>(places.data_ptr<float>()), places.size(0), charges.data_ptr<float>());
    } else {
      GenericWeights found{Grid(grid), places};
      charges.view(-1).index_add_(0, found.nodes.flatten(), found.values.flatten());
    }
    return charges;
  });
}

ct_status ct_potential(ct_tensor charges, ct_tensor spectrum, ct_tensor *result) {
  return ct::producing(result, [&] {
    const at::Tensor &nodes = charges->value, &kernel = spectrum->value;
    int64_t height = nodes.size(0), width = nodes.size(1);
    // Beyond the grid the charges are 0, up to twice its size, so nothing repels across the border. Rows that are 0, or are
    // not wanted, are left out. LibTorch's transforms use one thread each.
    at::Tensor wave = at::empty({height, width + 1}, nodes.options().dtype(at::kComplexFloat));
    at::Tensor potential = at::empty_like(nodes);
    in_ranges(nodes, height, [&](int64_t first, int64_t count) {
      wave.narrow(0, first, count).copy_(at::fft_rfft(nodes.narrow(0, first, count), 2 * width, 1));
    });
    in_ranges(nodes, width + 1, [&](int64_t first, int64_t count) {
      at::Tensor columns = wave.narrow(1, first, count);
      at::Tensor product = at::fft_fft(columns, 2 * height, 0).mul_(kernel.narrow(1, first, count));
      columns.copy_(at::fft_ifft(product, c10::nullopt, 0).narrow(0, 0, height));
    });
    in_ranges(nodes, height, [&](int64_t first, int64_t count) {
      at::Tensor rows = at::fft_irfft(wave.narrow(0, first, count), 2 * width, 1);
      potential.narrow(0, first, count).copy_(rows.narrow(1, 0, width));
    });
    return potential;
  });
}

ct_status ct_read_potential(ct_tensor potential, ct_tensor positions, ct_grid grid, ct_tensor *result) {
  return ct::producing(result, [&] {
    at::Tensor places = positions->value.contiguous(), nodes = potential->value.contiguous();
    TORCH_CHECK(nodes.size(0) == grid.nodes_x && nodes.size(1) == grid.nodes_y, "another grid's potential");
    if (!is_own(places)) {
      GenericWeights found{Grid(grid), places};
      at::Tensor values = nodes.view(-1).index_select(0, found.nodes.flatten()).view(found.nodes.sizes());
      auto sum = [&](const at::Tensor &weights) { return (values * weights).sum({1, 2}); };
      double scale = -0.5 / grid.spacing;
      return at::stack({sum(found.values), sum(found.by_x) * scale, sum(found.by_y) * scale}, 1);
    }
    at::Tensor forces = at::empty({places.size(0), 3}, places.options());
    auto body = [&](int64_t begin, int64_t end) {
      ct::vectorised<read_points>(
          Grid(grid), static_cast<const float *>(places.data_ptr<float>()), begin, end,
          static_cast<const float *>(nodes.data_ptr<float>()), forces.data_ptr<float>());
    };
    ct::parallel_ranges(places.size(0), body);
    return forces;
  });
}

ct_status ct_spectrum(ct_tensor kernel, ct_tensor *result) {
  return ct::producing(result, [&] {
    const at::Tensor &quarter = kernel->value;
    // The kernel is even, so its Fourier transform is real.
    auto mirrored = [](const at::Tensor &part, int64_t axis) {
      return at::cat({part, part.narrow(axis, 1, part.size(axis) - 2).flip(axis)}, axis);
    };
    at::Tensor whole = mirrored(mirrored(quarter, 0), 1);
    // Spreading and reading each multiply the spectrum by that of the spline at the nodes, for each axis.
    auto factors = [&](int64_t nodes) {
      at::Tensor angles = at::arange(nodes, at::kDouble) * (2 * M_PI / static_cast<double>(nodes));
      // At t = 0 the spline's middle is the third node.
      at::Tensor sum = at::zeros({nodes}, at::kDouble);
      for (int64_t node = 0; node < order; ++node) sum.add_((angles * (node - before)).cos(), spline[0][node] * spline_scale);
      return sum.square();
    };
    at::Tensor rows = factors(whole.size(0)), columns = factors(whole.size(1)).narrow(0, 0, quarter.size(1));
    at::Tensor wave = at::real(at::fft_rfft2(whole));
    return wave.div(rows.unsqueeze(1) * columns).to(at::kFloat);
  });
}
