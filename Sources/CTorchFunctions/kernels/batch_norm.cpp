// Batch normalisation with what follows it, in as few passes over memory as there can be: the sum with another tensor
// and ReLU. Forward, one pass for the moments and one for the result; backward, one for the sums and one for the
// gradient. LibTorch's chain of conversions, normalisation, sum and ReLU makes up to eleven.
//
// Numbers in memory are 32-bit floats or bfloat16; everything between is 32-bit floats, and sums over blocks of rows are
// added in 64 bits. Blocks do not depend on the number of threads, so neither do the bits of the result. A row is one
// pixel's channels, which are adjacent in channels-last memory. Complexity: O(numbers).

#include <ATen/ATen.h>

#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "parallel.hpp"
#include "vectors.hpp"

namespace {

using ct::BatchNorm;

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

// The numbers of sixteen channels, or of one.
template <typename Lanes, typename Number>
CT_INLINE Lanes load(const Number *numbers) {
  if constexpr (sizeof(Lanes) == sizeof(ct::Floats))
    return ct::loaded(numbers);
  else
    return ct::widened(*numbers);
}

template <typename Number>
CT_INLINE void keep(ct::Floats value, Number *out) { ct::store(value, out); }
template <typename Number>
CT_INLINE void keep(float value, Number *out) { ct::assign(*out, value); }

// Adds up x − pivot and its square over some rows. The pivot is a number of the channel, so that the square of a large
// mean does not swallow a small variance.
template <typename Lanes, typename Number>
CT_INLINE void moments_of_channels(
    int64_t c, const Number *x, int64_t rows, int64_t channels, const float *pivot, float *sums) {
  Lanes middle = load<Lanes>(pivot + c), sum[2] = {}, squares[2] = {};
  int64_t row = 0;
  for (; row + 2 <= rows; row += 2)
    for (int64_t part = 0; part < 2; ++part) {
      Lanes value = load<Lanes>(x + (row + part) * channels + c) - middle;
      sum[part] += value;
      squares[part] += value * value;
    }
  if (row < rows) {
    Lanes value = load<Lanes>(x + row * channels + c) - middle;
    sum[0] += value;
    squares[0] += value * value;
  }
  keep(sum[0] + sum[1], sums + c);
  keep(squares[0] + squares[1], sums + channels + c);
}

template <typename Number>
CT_INLINE void moments_of_rows(const Number *x, int64_t rows, int64_t channels, const float *pivot, float *sums) {
  int64_t c = 0;
  for (; c + ct::lanes <= channels; c += ct::lanes) moments_of_channels<ct::Floats>(c, x, rows, channels, pivot, sums);
  for (; c < channels; ++c) moments_of_channels<float>(c, x, rows, channels, pivot, sums);
}

// y = x × factor + offset, for each channel; then the sum and ReLU.
template <typename Lanes, typename Number, bool sums, bool rectifies>
CT_INLINE void affine_of_channels(
    int64_t c, const Number *x, const Number *summand, Number *y, int64_t rows, int64_t channels, const float *factor,
    const float *offset) {
  Lanes scale = load<Lanes>(factor + c), shift = load<Lanes>(offset + c);
  for (int64_t at = c; at < rows * channels; at += channels) {
    Lanes value = load<Lanes>(x + at) * scale + shift;
    if constexpr (sums) value += load<Lanes>(summand + at);
    // NaN stays, as in LibTorch.
    if constexpr (rectifies) value = value < Lanes{} ? Lanes{} : value;
    keep(value, y + at);
  }
}

template <typename Number, bool sums, bool rectifies>
CT_INLINE void affine_rows(
    const Number *x, const Number *summand, Number *y, int64_t rows, int64_t channels, const float *factor,
    const float *offset) {
  int64_t c = 0;
  for (; c + ct::lanes <= channels; c += ct::lanes)
    affine_of_channels<ct::Floats, Number, sums, rectifies>(c, x, summand, y, rows, channels, factor, offset);
  for (; c < channels; ++c)
    affine_of_channels<float, Number, sums, rectifies>(c, x, summand, y, rows, channels, factor, offset);
}

// Adds up g and g × (x − mean) over some rows, where g is the gradient of the normalised numbers: that of the result,
// and 0 where ReLU made the result 0. `kept` receives g, for the summand; it may be null.
template <typename Lanes, typename Number, bool rectifies, bool keeps>
CT_INLINE void gradient_sums_of_channels(
    int64_t c, const Number *dy, const Number *y, const Number *x, Number *kept, int64_t rows, int64_t channels,
    const float *mean, float *sums) {
  Lanes middle = load<Lanes>(mean + c), sum = {}, products = {};
  for (int64_t at = c; at < rows * channels; at += channels) {
    Lanes g = load<Lanes>(dy + at);
    if constexpr (rectifies) g = load<Lanes>(y + at) > Lanes{} ? g : Lanes{};
    if constexpr (keeps) keep(g, kept + at);
    sum += g;
    products += g * (load<Lanes>(x + at) - middle);
  }
  keep(sum, sums + c);
  keep(products, sums + channels + c);
}

template <typename Number, bool rectifies, bool keeps>
CT_INLINE void gradient_sums_of_rows(
    const Number *dy, const Number *y, const Number *x, Number *kept, int64_t rows, int64_t channels,
    const float *mean, float *sums) {
  int64_t c = 0;
  for (; c + ct::lanes <= channels; c += ct::lanes)
    gradient_sums_of_channels<ct::Floats, Number, rectifies, keeps>(c, dy, y, x, kept, rows, channels, mean, sums);
  for (; c < channels; ++c)
    gradient_sums_of_channels<float, Number, rectifies, keeps>(c, dy, y, x, kept, rows, channels, mean, sums);
}

// dx = g × factor + x × slope + offset, for each channel.
template <typename Lanes, typename Number, bool rectifies>
CT_INLINE void input_gradient_of_channels(
    int64_t c, const Number *dy, const Number *y, const Number *x, Number *dx, int64_t rows, int64_t channels,
    const float *numbers) {
  Lanes factor = load<Lanes>(numbers + c), slope = load<Lanes>(numbers + channels + c);
  Lanes offset = load<Lanes>(numbers + 2 * channels + c);
  for (int64_t at = c; at < rows * channels; at += channels) {
    Lanes g = load<Lanes>(dy + at);
    if constexpr (rectifies) g = load<Lanes>(y + at) > Lanes{} ? g : Lanes{};
    keep(g * factor + (load<Lanes>(x + at) * slope + offset), dx + at);
  }
}

template <typename Number, bool rectifies>
CT_INLINE void input_gradient_of_rows(
    const Number *dy, const Number *y, const Number *x, Number *dx, int64_t rows, int64_t channels,
    const float *numbers) {
  int64_t c = 0;
  for (; c + ct::lanes <= channels; c += ct::lanes)
    input_gradient_of_channels<ct::Floats, Number, rectifies>(c, dy, y, x, dx, rows, channels, numbers);
  for (; c < channels; ++c)
    input_gradient_of_channels<float, Number, rectifies>(c, dy, y, x, dx, rows, channels, numbers);
}

// The sums of two kinds over all rows, from body(block, two sums for every channel).
template <typename Body>
std::vector<double> summed(const Rows &rows, Body &&body) {
  std::vector<float> parts(rows.blocks * 2 * rows.channels);
  auto range = [&](int64_t begin, int64_t end) {
    for (int64_t block = begin; block < end; ++block) body(block, parts.data() + block * 2 * rows.channels);
  };
  ct::parallel_ranges(rows.blocks, range);
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
  for (int64_t c = 0; c < rows.channels; ++c) pivot[c] = ct::widened(x[c]);
  std::vector<double> sums = summed(rows, [&](int64_t block, float *out) {
    ct::vectorised<moments_of_rows<Number>>(
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

template <typename Number>
void affine(
    const Number *x, const Number *summand, Number *y, const Rows &rows, bool rectifies, const float *factor,
    const float *offset) {
  auto range = [&](int64_t begin, int64_t end) {
    for (int64_t block = begin; block < end; ++block) {
      int64_t at = rows.begin(block) * rows.channels, count = rows.end(block) - rows.begin(block);
      const Number *other = summand ? summand + at : nullptr;
      if (summand && rectifies)
        ct::vectorised<affine_rows<Number, true, true>>(x + at, other, y + at, count, rows.channels, factor, offset);
      else if (summand)
        ct::vectorised<affine_rows<Number, true, false>>(x + at, other, y + at, count, rows.channels, factor, offset);
      else if (rectifies)
        ct::vectorised<affine_rows<Number, false, true>>(x + at, other, y + at, count, rows.channels, factor, offset);
      else
        ct::vectorised<affine_rows<Number, false, false>>(x + at, other, y + at, count, rows.channels, factor, offset);
    }
  };
  ct::parallel_ranges(rows.blocks, range);
}

// The numbers of a tensor in memory: 32-bit floats, or the bits of bfloat16.
template <typename Number>
Number *memory(const at::Tensor &tensor) {
  if (!tensor.defined()) return nullptr;
  if constexpr (sizeof(Number) == sizeof(float))
    return tensor.data_ptr<float>();
  else
    return ct::numbers(tensor);
}

// Rows of channels: pictures in channels-last memory, or a matrix.
at::Tensor laid(const at::Tensor &tensor) {
  return tensor.dim() == 4 ? ct::channels_last(tensor) : tensor.contiguous();
}

at::Tensor floats(const std::vector<float> &numbers) {
  return at::tensor(numbers, at::TensorOptions().dtype(at::kFloat));
}

// The result for given moments.
template <typename Number>
at::Tensor normalised(
    const at::Tensor &x, const at::Tensor &scale, const at::Tensor &shift, const float *mean, const float *inverse,
    const at::Tensor &summand, bool rectifies) {
  Rows rows(x);
  std::vector<float> factor(rows.channels), offset(rows.channels);
  const float *gamma = scale.data_ptr<float>(), *beta = shift.data_ptr<float>();
  for (int64_t c = 0; c < rows.channels; ++c) {
    factor[c] = gamma[c] * inverse[c];
    offset[c] = beta[c] - mean[c] * factor[c];
  }
  at::Tensor y = at::empty_like(x);
  affine<Number>(
      memory<Number>(x), memory<Number>(summand), memory<Number>(y), rows, rectifies, factor.data(), offset.data());
  return y;
}

template <typename Number>
std::vector<at::Tensor> trained(
    const at::Tensor &x, const at::Tensor &scale, const at::Tensor &shift, at::Tensor mean, at::Tensor variance,
    const at::Tensor &summand, BatchNorm norm) {
  Rows rows(x);
  Moments batch = moments(memory<Number>(x), rows);
  std::vector<float> inverse(rows.channels);
  float *running_mean = mean.data_ptr<float>(), *running_variance = variance.data_ptr<float>();
  // The running variance is an estimate of that of all pictures (Ioffe and Szegedy 2015, algorithm 2).
  double estimate = rows.count > 1 ? static_cast<double>(rows.count) / (rows.count - 1) : 1;
  for (int64_t c = 0; c < rows.channels; ++c) {
    inverse[c] = static_cast<float>(1 / std::sqrt(batch.variance[c] + norm.epsilon));
    running_mean[c] += static_cast<float>(norm.momentum * (batch.mean[c] - running_mean[c]));
    running_variance[c] += static_cast<float>(norm.momentum * (batch.variance[c] * estimate - running_variance[c]));
  }
  return {
      normalised<Number>(x, scale, shift, batch.mean.data(), inverse.data(), summand, norm.rectifies),
      floats(batch.mean), floats(inverse)};
}

// The gradients of x, of the summand (undefined if there is none), of the scale and of the shift.
template <typename Number>
std::vector<at::Tensor> gradients(
    const at::Tensor &dy, const at::Tensor &y, const at::Tensor &x, const at::Tensor &scale, const at::Tensor &mean,
    const at::Tensor &inverse, bool has_summand) {
  Rows rows(x);
  bool rectifies = y.defined();
  const Number *g = memory<Number>(dy), *result = memory<Number>(y), *input = memory<Number>(x);
  // The summand's gradient is that of the result, where ReLU lets it pass.
  at::Tensor passed = has_summand && rectifies ? at::empty_like(x) : at::Tensor();
  Number *kept = memory<Number>(passed);
  const float *means = mean.data_ptr<float>();
  std::vector<double> sums = summed(rows, [&](int64_t block, float *out) {
    int64_t at = rows.begin(block) * rows.channels, count = rows.end(block) - rows.begin(block);
    if (kept)
      ct::vectorised<gradient_sums_of_rows<Number, true, true>>(
          g + at, result + at, input + at, kept + at, count, rows.channels, means, out);
    else if (rectifies)
      ct::vectorised<gradient_sums_of_rows<Number, true, false>>(
          g + at, result + at, input + at, static_cast<Number *>(nullptr), count, rows.channels, means, out);
    else
      ct::vectorised<gradient_sums_of_rows<Number, false, false>>(
          g + at, static_cast<const Number *>(nullptr), input + at, static_cast<Number *>(nullptr), count, rows.channels,
          means, out);
  });
  // dx = scale / deviation × (g − mean of g − x̂ × mean of g x̂), with x̂ = (x − mean) / deviation.
  std::vector<float> numbers(3 * rows.channels), dscale(rows.channels), dshift(rows.channels);
  for (int64_t c = 0; c < rows.channels; ++c) {
    double deviation = inverse.data_ptr<float>()[c], factor = scale.data_ptr<float>()[c] * deviation;
    double product = sums[rows.channels + c] * deviation;
    double slope = -factor * deviation * product / rows.count;
    dshift[c] = static_cast<float>(sums[c]);
    dscale[c] = static_cast<float>(product);
    numbers[c] = static_cast<float>(factor);
    numbers[rows.channels + c] = static_cast<float>(slope);
    numbers[2 * rows.channels + c] = static_cast<float>(-factor * sums[c] / rows.count - slope * means[c]);
  }
  at::Tensor dx = at::empty_like(x);
  Number *out = memory<Number>(dx);
  // Where g was kept, ReLU is applied already.
  const Number *from = kept ? kept : g;
  bool masks = rectifies && !kept;
  auto range = [&](int64_t begin, int64_t end) {
    for (int64_t block = begin; block < end; ++block) {
      int64_t at = rows.begin(block) * rows.channels, count = rows.end(block) - rows.begin(block);
      const float *constants = numbers.data();
      if (masks)
        ct::vectorised<input_gradient_of_rows<Number, true>>(
            from + at, result + at, input + at, out + at, count, rows.channels, constants);
      else
        ct::vectorised<input_gradient_of_rows<Number, false>>(
            from + at, static_cast<const Number *>(nullptr), input + at, out + at, count, rows.channels, constants);
    }
  };
  ct::parallel_ranges(rows.blocks, range);
  return {dx, !has_summand ? at::Tensor() : rectifies ? passed : dy, floats(dscale), floats(dshift)};
}

struct FusedBatchNorm : torch::autograd::Function<FusedBatchNorm> {
  static at::Tensor forward(
      torch::autograd::AutogradContext *context, const at::Tensor &given, const at::Tensor &scale,
      const at::Tensor &shift, const at::Tensor &mean, const at::Tensor &variance,
      const c10::optional<at::Tensor> &other, double momentum, double epsilon, bool rectifies) {
    at::Tensor x = laid(given), summand = other ? laid(*other) : at::Tensor();
    BatchNorm norm{true, momentum, epsilon, rectifies};
    std::vector<at::Tensor> results = x.scalar_type() == at::kFloat
        ? trained<float>(x, scale, shift, mean, variance, summand, norm)
        : trained<ct::BrainFloat>(x, scale, shift, mean, variance, summand, norm);
    context->save_for_backward(
        {x, rectifies ? results[0] : at::Tensor(), scale, results[1], results[2]});
    context->saved_data["has_summand"] = other.has_value();
    return results[0];
  }

  static torch::autograd::tensor_list backward(
      torch::autograd::AutogradContext *context, torch::autograd::tensor_list given) {
    torch::autograd::tensor_list saved = context->get_saved_variables();
    at::Tensor dy = laid(given[0]), none;
    bool has_summand = context->saved_data["has_summand"].toBool();
    std::vector<at::Tensor> results = saved[0].scalar_type() == at::kFloat
        ? gradients<float>(dy, saved[1], saved[0], saved[2], saved[3], saved[4], has_summand)
        : gradients<ct::BrainFloat>(dy, saved[1], saved[0], saved[2], saved[3], saved[4], has_summand);
    return {results[0], results[2], results[3], none, none, results[1], none, none, none};
  }
};

// The same with LibTorch's operations, for other devices and types.
at::Tensor composed(
    const at::Tensor &input, const at::Tensor &scale, const at::Tensor &shift, const at::Tensor &mean,
    const at::Tensor &variance, const at::Tensor &summand, BatchNorm norm) {
  // LibTorch 1.13 refuses bfloat16 together with 32-bit statistics, and sums need the digits of 32 bits.
  at::Tensor result = at::batch_norm(
      input.to(at::kFloat), scale, shift, mean, variance, norm.is_training, norm.momentum, norm.epsilon,
      /*cudnn_enabled=*/true).to(input.scalar_type());
  if (summand.defined()) result = result + summand;
  return norm.rectifies ? at::relu(result) : result;
}

bool is_memory(const at::Tensor &tensor, at::ScalarType type) {
  return tensor.device().is_cpu() && tensor.scalar_type() == type;
}

}  // namespace

at::Tensor ct::batch_norm(
    const at::Tensor &input, const at::Tensor &scale, const at::Tensor &shift, const at::Tensor &mean,
    const at::Tensor &variance, const at::Tensor &summand, BatchNorm norm) {
  at::ScalarType type = input.scalar_type();
  bool is_own = !forces_libtorch() && (input.dim() == 4 || input.dim() == 2) && input.numel() > 0 &&
      (is_memory(input, at::kFloat) || is_memory(input, at::kBFloat16)) && is_memory(scale, at::kFloat) &&
      is_memory(shift, at::kFloat) && is_memory(mean, at::kFloat) && is_memory(variance, at::kFloat) &&
      (!summand.defined() || (is_memory(summand, type) && summand.sizes() == input.sizes()));
  bool is_watched = at::GradMode::is_enabled() &&
      (input.requires_grad() || scale.requires_grad() || shift.requires_grad() ||
       (summand.defined() && summand.requires_grad()));
  // The derivative of running moments is not needed in any training here.
  if (!is_own || (is_watched && !norm.is_training))
    return composed(input, scale, shift, mean, variance, summand, norm);
  if (norm.is_training)
    return FusedBatchNorm::apply(
        input, scale, shift, mean, variance,
        summand.defined() ? c10::optional<at::Tensor>(summand) : c10::nullopt, norm.momentum, norm.epsilon, norm.rectifies);
  std::vector<float> inverse(input.size(1));
  for (int64_t c = 0; c < input.size(1); ++c)
    inverse[c] = static_cast<float>(1 / std::sqrt(variance.data_ptr<float>()[c] + norm.epsilon));
  at::Tensor other = summand.defined() ? laid(summand) : at::Tensor();
  if (type == at::kFloat)
    return normalised<float>(
        laid(input), scale, shift, mean.data_ptr<float>(), inverse.data(), other, norm.rectifies);
  return normalised<ct::BrainFloat>(
      laid(input), scale, shift, mean.data_ptr<float>(), inverse.data(), other, norm.rectifies);
}
