// What the kernels of batch normalisation share: rows of channels, sums over them, and moments.
//
// Sums over blocks of rows are 32-bit floats, and are added in 64 bits. Blocks do not depend on the number of threads, so
// neither do the bits of a result. A row is one pixel's channels, which are adjacent in channels-last memory.
#pragma once

#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "parallel.hpp"
#include "streaming.hpp"

namespace ct {

// A block's numbers stay in the second-level cache while its channels are processed sixteen by sixteen.
constexpr int64_t block_numbers = 16384;
constexpr int64_t least_block_rows = 32;

// The rows and channels of a tensor, and its division into blocks of rows.
struct Rows {
  explicit Rows(const at::Tensor &tensor)
      : channels(tensor.size(1)), count(tensor.numel() / std::max<int64_t>(channels, 1)),
        in_block(std::max(least_block_rows, block_numbers / std::max<int64_t>(channels, 1))),
        blocks((count + in_block - 1) / in_block) {}
  int64_t channels, count, in_block, blocks;
  int64_t begin(int64_t block) const { return block * in_block; }
  int64_t end(int64_t block) const { return std::min(count, (block + 1) * in_block); }
};

// Whether the kernels here can compute this normalisation: on a processor, in 32-bit floats or bfloat16.
bool computes_batch_norm(
    const at::Tensor &input, const at::Tensor &scale, const at::Tensor &shift, const at::Tensor &mean,
    const at::Tensor &variance);

// The numbers of sixteen channels, or of one.
template <typename Lanes, typename Number>
CT_INLINE Lanes load(const Number *numbers) {
  if constexpr (sizeof(Lanes) == sizeof(Floats))
    return loaded(numbers);
  else
    return widened(*numbers);
}

template <typename Number>
CT_INLINE void keep(Floats value, Number *out, bool streams = false) { store(value, out, streams); }
template <typename Number>
CT_INLINE void keep(float value, Number *out, bool = false) { assign(*out, value); }

// Sums go over `vectors` × sixteen channels at once, as many as there are: neighbouring lines of memory are read together.
constexpr int64_t most_vectors = 4;

// Adds up x − pivot and its square over some rows. The pivot is a number of the channel, so that the square of a large
// mean does not swallow a small variance.
template <typename Lanes, int64_t vectors, typename Number>
CT_INLINE void moments_of_channels(
    int64_t c, const Number *x, int64_t rows, int64_t channels, const float *pivot, float *sums) {
  Lanes middle[vectors], sum[2][vectors] = {}, squares[2][vectors] = {};
#pragma clang loop unroll(full)
  for (int64_t v = 0; v < vectors; ++v) middle[v] = load<Lanes>(pivot + c + v * lanes);
  for (int64_t row = 0; row < rows; row += 2)
#pragma clang loop unroll(full)
    for (int64_t part = 0; part < 2; ++part) {
      if (row + part == rows) break;
#pragma clang loop unroll(full)
      for (int64_t v = 0; v < vectors; ++v) {
        Lanes value = load<Lanes>(x + (row + part) * channels + c + v * lanes) - middle[v];
        sum[part][v] += value;
        squares[part][v] += value * value;
      }
    }
#pragma clang loop unroll(full)
  for (int64_t v = 0; v < vectors; ++v) {
    keep(sum[0][v] + sum[1][v], sums + c + v * lanes);
    keep(squares[0][v] + squares[1][v], sums + channels + c + v * lanes);
  }
}

template <typename Number>
CT_INLINE void moments_of_rows(const Number *x, int64_t rows, int64_t channels, const float *pivot, float *sums) {
  int64_t c = 0;
  for (; c + most_vectors * lanes <= channels; c += most_vectors * lanes)
    moments_of_channels<Floats, most_vectors>(c, x, rows, channels, pivot, sums);
  for (; c + 2 * lanes <= channels; c += 2 * lanes)
    moments_of_channels<Floats, 2>(c, x, rows, channels, pivot, sums);
  for (; c + lanes <= channels; c += lanes) moments_of_channels<Floats, 1>(c, x, rows, channels, pivot, sums);
  for (; c < channels; ++c) moments_of_channels<float, 1>(c, x, rows, channels, pivot, sums);
}

// The sums of two kinds over all rows, from body(block, two sums for every channel).
template <typename Body>
std::vector<double> summed(const Rows &rows, Body &&body) {
  std::vector<float> parts(rows.blocks * 2 * rows.channels);
  auto range = [&](int64_t begin, int64_t end) {
    for (int64_t block = begin; block < end; ++block) body(block, parts.data() + block * 2 * rows.channels);
  };
  parallel_ranges(rows.blocks, range);
  std::vector<double> sums(2 * rows.channels);
  for (int64_t block = 0; block < rows.blocks; ++block)
    for (int64_t at = 0; at < 2 * rows.channels; ++at) sums[at] += parts[block * 2 * rows.channels + at];
  return sums;
}

// The mean and the variance (divided by the count) of every channel.
struct Moments {
  std::vector<float> mean;
  std::vector<double> variance;
};

template <typename Number>
Moments moments(const Number *x, const Rows &rows) {
  std::vector<float> pivot(rows.channels);
  for (int64_t c = 0; c < rows.channels; ++c) pivot[c] = widened(x[c]);
  std::vector<double> sums = summed(rows, [&](int64_t block, float *out) {
    vectorised<moments_of_rows<Number>>(
        x + rows.begin(block) * rows.channels, rows.end(block) - rows.begin(block), rows.channels,
        static_cast<const float *>(pivot.data()), out);
  });
  Moments result{std::vector<float>(rows.channels), std::vector<double>(rows.channels)};
  for (int64_t c = 0; c < rows.channels; ++c) {
    double mean = sums[c] / rows.count;
    result.mean[c] = static_cast<float>(pivot[c] + mean);
    result.variance[c] = std::max(0.0, sums[rows.channels + c] / rows.count - mean * mean);
  }
  return result;
}

// Moments as a normalisation: 1 / deviation, and factor and offset of y = x × factor + offset, for every channel.
struct Normalisation {
  Normalisation(const at::Tensor &scale, const at::Tensor &shift, const float *mean, std::vector<float> inverse_deviations)
      : inverse(std::move(inverse_deviations)), factor(inverse.size()), offset(inverse.size()) {
    for (size_t c = 0; c < inverse.size(); ++c) {
      factor[c] = scale.data_ptr<float>()[c] * inverse[c];
      offset[c] = shift.data_ptr<float>()[c] - mean[c] * factor[c];
    }
  }
  std::vector<float> inverse, factor, offset;
};

template <typename Variance>
std::vector<float> inverse_deviations(const Variance *variance, int64_t channels, double epsilon) {
  std::vector<float> result(channels);
  for (int64_t c = 0; c < channels; ++c) result[c] = static_cast<float>(1 / std::sqrt(variance[c] + epsilon));
  return result;
}

// Moves the running moments towards those of a batch.
inline void move_running(
    const Moments &batch, const Rows &rows, double momentum, at::Tensor &mean, at::Tensor &variance) {
  float *running_mean = mean.data_ptr<float>(), *running_variance = variance.data_ptr<float>();
  // The running variance is an estimate of that of all pictures (Ioffe and Szegedy 2015, algorithm 2).
  double estimate = rows.count > 1 ? static_cast<double>(rows.count) / (rows.count - 1) : 1;
  for (int64_t c = 0; c < rows.channels; ++c) {
    running_mean[c] += static_cast<float>(momentum * (batch.mean[c] - running_mean[c]));
    running_variance[c] += static_cast<float>(momentum * (batch.variance[c] * estimate - running_variance[c]));
  }
}

// Adds up g and g × (x − mean) over some rows, where g is the gradient of the normalised numbers: that of the result,
// and 0 where ReLU made the result 0. `kept` receives g, for the summand; it may be null.
template <typename Lanes, int64_t vectors, bool rectifies, bool keeps, typename Number>
CT_INLINE void gradient_sums_of_channels(
    int64_t c, const Number *dy, const Number *y, const Number *x, Number *kept, bool streams, int64_t rows,
    int64_t channels, const float *mean, float *sums) {
  Lanes middle[vectors], sum[vectors] = {}, products[vectors] = {};
#pragma clang loop unroll(full)
  for (int64_t v = 0; v < vectors; ++v) middle[v] = load<Lanes>(mean + c + v * lanes);
  for (int64_t row = 0; row < rows; ++row)
#pragma clang loop unroll(full)
    for (int64_t v = 0; v < vectors; ++v) {
      int64_t at = row * channels + c + v * lanes;
      Lanes g = load<Lanes>(dy + at);
      if constexpr (rectifies) g = load<Lanes>(y + at) > Lanes{} ? g : Lanes{};
      if constexpr (keeps) keep(g, kept + at, streams);
      sum[v] += g;
      products[v] += g * (load<Lanes>(x + at) - middle[v]);
    }
#pragma clang loop unroll(full)
  for (int64_t v = 0; v < vectors; ++v) {
    keep(sum[v], sums + c + v * lanes);
    keep(products[v], sums + channels + c + v * lanes);
  }
}

template <typename Number, bool rectifies, bool keeps>
CT_INLINE void gradient_sums_of_rows(
    const Number *dy, const Number *y, const Number *x, Number *kept, bool streams, int64_t rows, int64_t channels,
    const float *mean, float *sums) {
  int64_t c = 0;
  for (; c + most_vectors * lanes <= channels; c += most_vectors * lanes)
    gradient_sums_of_channels<Floats, most_vectors, rectifies, keeps>(
        c, dy, y, x, kept, streams, rows, channels, mean, sums);
  for (; c + 2 * lanes <= channels; c += 2 * lanes)
    gradient_sums_of_channels<Floats, 2, rectifies, keeps>(c, dy, y, x, kept, streams, rows, channels, mean, sums);
  for (; c + lanes <= channels; c += lanes)
    gradient_sums_of_channels<Floats, 1, rectifies, keeps>(c, dy, y, x, kept, streams, rows, channels, mean, sums);
  for (; c < channels; ++c)
    gradient_sums_of_channels<float, 1, rectifies, keeps>(c, dy, y, x, kept, streams, rows, channels, mean, sums);
}

// The numbers of a tensor in memory: 32-bit floats, or the bits of bfloat16.
template <typename Number>
Number *memory(const at::Tensor &tensor) {
  if (!tensor.defined()) return nullptr;
  if constexpr (sizeof(Number) == sizeof(float))
    return tensor.data_ptr<float>();
  else
    return numbers(tensor);
}

// Rows of channels: pictures in channels-last memory, or a matrix.
inline at::Tensor laid(const at::Tensor &tensor) {
  return tensor.dim() == 4 ? channels_last(tensor) : tensor.contiguous();
}

inline at::Tensor floats(const std::vector<float> &numbers) {
  return at::tensor(numbers, at::TensorOptions().dtype(at::kFloat));
}

// The sums of g and of g × (x − mean) for every channel, where g is dy, and 0 where y is 0 if y is defined. `passed`
// receives g if it is defined.
template <typename Number>
std::vector<double> gradient_sums(
    const at::Tensor &dy, const at::Tensor &y, const at::Tensor &x, const at::Tensor &passed, const float *mean) {
  Rows rows(x);
  const Number *g = memory<Number>(dy), *result = memory<Number>(y), *input = memory<Number>(x), *none = nullptr;
  Number *kept = memory<Number>(passed), *nowhere = nullptr;
  bool streamed = passed.defined() && streams(passed);
  return summed(rows, [&](int64_t block, float *out) {
    int64_t at = rows.begin(block) * rows.channels, count = rows.end(block) - rows.begin(block);
    if (result && kept)
      vectorised<gradient_sums_of_rows<Number, true, true>>(
          g + at, result + at, input + at, kept + at, streamed, count, rows.channels, mean, out);
    else if (result)
      vectorised<gradient_sums_of_rows<Number, true, false>>(
          g + at, result + at, input + at, nowhere, false, count, rows.channels, mean, out);
    else
      vectorised<gradient_sums_of_rows<Number, false, false>>(
          g + at, none, input + at, nowhere, false, count, rows.channels, mean, out);
  });
}

// The gradients of scale and shift, and that of the input as dx = g × factor + x × slope + offset:
// dx = scale / deviation × (g − mean of g − x̂ × mean of g x̂), with x̂ = (x − mean) / deviation.
struct Slopes {
  // `count` is the number of rows that were normalised, and `sums` are those of `gradient_sums`.
  Slopes(
      const std::vector<double> &sums, const at::Tensor &scale, const float *mean, const float *inverse, int64_t count)
      : channels(scale.size(0)), numbers(3 * channels), dscale(channels), dshift(channels) {
    for (int64_t c = 0; c < channels; ++c) {
      double deviation = inverse[c], own_factor = scale.data_ptr<float>()[c] * deviation;
      double product = sums[channels + c] * deviation;
      double own_slope = -own_factor * deviation * product / count;
      dshift[c] = static_cast<float>(sums[c]);
      dscale[c] = static_cast<float>(product);
      numbers[c] = static_cast<float>(own_factor);
      numbers[channels + c] = static_cast<float>(own_slope);
      numbers[2 * channels + c] = static_cast<float>(-own_factor * sums[c] / count - own_slope * mean[c]);
    }
  }
  int64_t channels;
  // All factors, then all slopes, then all offsets.
  std::vector<float> numbers;
  std::vector<float> dscale, dshift;
};

}  // namespace ct
