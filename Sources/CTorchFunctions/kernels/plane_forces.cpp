#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>

#include "handle.hpp"
#include "parallel.hpp"
#include "vectors.hpp"

// The forces between points of the plane, as t-SNE computes them (van der Maaten and Hinton 2008).

namespace {

using ct::Floats;
using ct::lanes;

typedef float Eight __attribute__((vector_size(8 * sizeof(float))));
typedef float Four __attribute__((vector_size(4 * sizeof(float))));

// The sum of sixteen numbers, by halves.
CT_INLINE float sum(Floats numbers) {
  Eight eight = __builtin_shufflevector(numbers, numbers, 0, 1, 2, 3, 4, 5, 6, 7)
                + __builtin_shufflevector(numbers, numbers, 8, 9, 10, 11, 12, 13, 14, 15);
  Four four = __builtin_shufflevector(eight, eight, 0, 1, 2, 3) + __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
  return (four[0] + four[2]) + (four[1] + four[3]);
}

// A point's x and y, moved as one number of 64 bits.
CT_INLINE double point(const float *positions, int32_t number) {
  double both;
  std::memcpy(&both, positions + 2 * static_cast<int64_t>(number), sizeof both);
  return both;
}

typedef double Points __attribute__((vector_size(8 * sizeof(double))));

// The points in one register, put together there: from memory it could not be read before all of it was written.
CT_INLINE Floats eight_points(const float *positions, const int32_t *numbers) {
  Points points = {point(positions, numbers[0]), point(positions, numbers[1]), point(positions, numbers[2]),
                   point(positions, numbers[3]), point(positions, numbers[4]), point(positions, numbers[5]),
                   point(positions, numbers[6]), point(positions, numbers[7])};
  return reinterpret_cast<Floats>(points);
}

// The differences of a point to sixteen others, by x and y.
struct Differences {
  Floats x, y;

  CT_INLINE Differences(const float *positions, const float *own, const int32_t *columns) {
    Floats low = eight_points(positions, columns), high = eight_points(positions, columns + 8);
    x = own[0] - __builtin_shufflevector(low, high, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    y = own[1] - __builtin_shufflevector(low, high, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
  }

  // 1 + ‖y_i − y_j‖²
  CT_INLINE Floats divisor() const { return 1 + (x * x + y * y); }
};

// Σ_j a_ij (y_i − y_j) / (1 + ‖y_i − y_j‖²) of the points from `begin` to below `end`, where entries `offsets[i]` to below
// `offsets[i + 1]` are j and a_ij.
CT_INLINE void attract(
    const float *positions, const int64_t *offsets, const int32_t *columns, const float *values, int64_t begin, int64_t end,
    float *out) {
  for (int64_t row = begin; row < end; ++row) {
    const float *own = positions + 2 * row;
    Floats force_x = {}, force_y = {};
    int64_t entry = offsets[row], last = offsets[row + 1];
    // Division takes the longest, so two registers share one: 1 / a = b / (a b).
    for (; entry + 2 * lanes <= last; entry += 2 * lanes) {
      Differences near(positions, own, columns + entry), far(positions, own, columns + entry + lanes);
      Floats a = near.divisor(), b = far.divisor(), both = 1 / (a * b);
      Floats one = ct::loaded(values + entry) * (b * both), other = ct::loaded(values + entry + lanes) * (a * both);
      force_x += one * near.x + other * far.x;
      force_y += one * near.y + other * far.y;
    }
    for (; entry < last; entry += lanes) {
      // Entries that are missing are the point itself, whose force is 0.
      int64_t count = std::min(last - entry, lanes);
      int32_t left_columns[lanes];
      float left_values[lanes] = {};
      std::fill_n(left_columns, lanes, static_cast<int32_t>(row));
      std::memcpy(left_columns, columns + entry, count * sizeof(int32_t));
      std::memcpy(left_values, values + entry, count * sizeof(float));
      Differences difference(positions, own, left_columns);
      Floats factor = ct::loaded(left_values) / difference.divisor();
      force_x += factor * difference.x;
      force_y += factor * difference.y;
    }
    out[2 * row] = sum(force_x);
    out[2 * row + 1] = sum(force_y);
  }
}

// The same with LibTorch's operations.
at::Tensor generic_attraction(
    const at::Tensor &positions, const at::Tensor &offsets, const at::Tensor &columns, const at::Tensor &values) {
  at::Tensor rows = at::repeat_interleave(offsets.diff(), c10::optional<int64_t>(columns.numel()));
  at::Tensor differences = positions.index_select(0, rows) - positions.index_select(0, columns);
  at::Tensor factors = values / (1 + differences.square().sum(1));
  return at::zeros_like(positions).index_add(0, rows, differences * factors.unsqueeze(1));
}

// For every point from `begin` to below `end`: Σ_j w_ij and Σ_j w_ij² (y_i − y_j) with w_ij = 1 / (1 + ‖y_i − y_j‖²), over all
// other points. A register has the sums of sixteen points; if fewer are left, the last one is repeated.
CT_INLINE void repel(const float *positions, int64_t count, int64_t begin, int64_t end, float *out) {
  for (int64_t first = begin; first < end; first += lanes) {
    Floats x, y;
    for (int64_t lane = 0; lane < lanes; ++lane) {
      const float *point = positions + 2 * std::min(first + lane, end - 1);
      x[lane] = point[0];
      y[lane] = point[1];
    }
    // The point itself is among the others, with a weight of 1 and a force of 0.
    Floats weights = Floats{} - 1, force_x = {}, force_y = {};
    for (int64_t other = 0; other < count; ++other) {
      Floats to_x = x - positions[2 * other], to_y = y - positions[2 * other + 1];
      Floats weight = 1 / (1 + (to_x * to_x + to_y * to_y));
      weights += weight;
      force_x += weight * weight * to_x;
      force_y += weight * weight * to_y;
    }
    for (int64_t lane = 0; lane < std::min(lanes, end - first); ++lane) {
      float *point = out + 3 * (first + lane);
      point[0] = std::max(weights[lane], 0.0f);
      point[1] = force_x[lane];
      point[2] = force_y[lane];
    }
  }
}

at::Tensor generic_repulsion(const at::Tensor &positions) {
  at::Tensor differences = positions.unsqueeze(1) - positions;
  at::Tensor weights = 1 / (1 + differences.square().sum(2));
  at::Tensor forces = (differences * weights.square().unsqueeze(2)).sum(1);
  return at::cat({(weights.sum(1, /*keepdim=*/true) - 1).clamp_min(0), forces}, 1);
}

}  // namespace

ct_status ct_attraction(ct_tensor positions, ct_tensor offsets, ct_tensor columns, ct_tensor values, ct_tensor *result) {
  return ct::producing(result, [&] {
    at::Tensor places = positions->value.contiguous(), starts = offsets->value.contiguous();
    at::Tensor others = columns->value.contiguous(), weights = values->value.contiguous();
    TORCH_CHECK(places.dim() == 2 && places.size(1) == 2 && starts.numel() == places.size(0) + 1, "points of the plane");
    TORCH_CHECK(others.numel() == weights.numel(), "a column and a value for each entry");
    TORCH_CHECK(
        places.device() == starts.device() && places.device() == others.device() && places.device() == weights.device(),
        "points and entries on several devices");
    if (ct::forces_libtorch() || !places.device().is_cpu()) return generic_attraction(places, starts, others, weights);
    TORCH_CHECK(starts[-1].item<int64_t>() <= others.numel(), "fewer entries than the offsets say");
    at::Tensor forces = at::empty_like(places);
    const float *points = places.data_ptr<float>(), *shares = weights.data_ptr<float>();
    const int64_t *begins = starts.data_ptr<int64_t>();
    const int32_t *numbers = others.data_ptr<int32_t>();
    float *out = forces.data_ptr<float>();
    auto body = [&](int64_t begin, int64_t end) {
      ct::vectorised<attract>(points, begins, numbers, shares, begin, end, out);
    };
    ct::parallel_ranges(places.size(0), body);
    return forces;
  });
}

ct_status ct_repulsion(ct_tensor positions, ct_tensor *result) {
  return ct::producing(result, [&] {
    at::Tensor places = positions->value.contiguous();
    TORCH_CHECK(places.dim() == 2 && places.size(1) == 2, "points of the plane");
    if (ct::forces_libtorch() || !places.device().is_cpu()) return generic_repulsion(places);
    int64_t count = places.size(0);
    at::Tensor forces = at::empty({count, 3}, places.options());
    const float *points = places.data_ptr<float>();
    float *out = forces.data_ptr<float>();
    auto body = [&](int64_t begin, int64_t end) {
      ct::vectorised<repel>(points, count, begin * lanes, std::min(end * lanes, count), out);
    };
    ct::parallel_ranges((count + lanes - 1) / lanes, body);
    return forces;
  });
}

ct_status ct_descend(ct_tensor positions, ct_tensor updates, ct_tensor gains, ct_tensor slopes, double rate, double momentum) {
  return ct::guarded([&] {
    at::Tensor &speed = updates->value, &gain = gains->value;
    const at::Tensor &slope = slopes->value;
    at::Tensor goes_on = (speed * slope).lt(0);
    gain.copy_(at::where(goes_on, gain + 0.2, gain * 0.8).clamp_min(0.01));
    speed.mul_(momentum).sub_(gain * slope, rate);
    positions->value.add_(speed);
  });
}
