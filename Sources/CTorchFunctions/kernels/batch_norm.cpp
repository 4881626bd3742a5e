// Batch normalisation with what follows it, in as few passes over memory as there can be: the sum with another tensor
// and ReLU. Forward, one pass for the moments and one for the result; backward, one for the sums and one for the
// gradient. LibTorch's chain of conversions, normalisation, sum and ReLU makes up to eleven.
//
// Numbers in memory are 32-bit floats or bfloat16; everything between is 32-bit floats. Complexity: O(numbers).

#include <ATen/ATen.h>

#include <torch/csrc/autograd/custom_function.h>

#include <vector>

#include "batch_norm.hpp"

namespace {

using ct::BatchNorm;
using ct::keep;
using ct::load;
using ct::Normalisation;
using ct::Rows;

// y = x × factor + offset, for each channel; then the sum and ReLU.
template <typename Lanes, bool sums, bool rectifies, typename Number>
CT_INLINE void affine_channels(
    int64_t at, const Number *x, const Number *summand, Number *y, bool streams, const float *factor,
    const float *offset) {
  Lanes value = load<Lanes>(x + at) * load<Lanes>(factor) + load<Lanes>(offset);
  if constexpr (sums) value += load<Lanes>(summand + at);
  // NaN stays, as in LibTorch.
  if constexpr (rectifies) value = value < Lanes{} ? Lanes{} : value;
  keep(value, y + at, streams);
}

template <typename Number, bool sums, bool rectifies>
CT_INLINE void affine_rows(
    const Number *x, const Number *summand, Number *y, bool streams, int64_t rows, int64_t channels, const float *factor,
    const float *offset) {
  for (int64_t row = 0; row < rows; ++row) {
    int64_t c = 0, first = row * channels;
    for (; c + ct::lanes <= channels; c += ct::lanes)
      affine_channels<ct::Floats, sums, rectifies>(first + c, x, summand, y, streams, factor + c, offset + c);
    for (; c < channels; ++c)
      affine_channels<float, sums, rectifies>(first + c, x, summand, y, streams, factor + c, offset + c);
  }
}

// dx = g × factor + x × slope + offset, for each channel. Slopes and offsets are behind the factors.
template <typename Lanes, bool rectifies, typename Number>
CT_INLINE void input_gradient_of_channels(
    int64_t at, const Number *dy, const Number *y, const Number *x, Number *dx, bool streams, int64_t channels,
    const float *numbers) {
  Lanes g = load<Lanes>(dy + at);
  if constexpr (rectifies) g = load<Lanes>(y + at) > Lanes{} ? g : Lanes{};
  Lanes own = load<Lanes>(x + at) * load<Lanes>(numbers + channels) + load<Lanes>(numbers + 2 * channels);
  keep(g * load<Lanes>(numbers) + own, dx + at, streams);
}

template <typename Number, bool rectifies>
CT_INLINE void input_gradient_of_rows(
    const Number *dy, const Number *y, const Number *x, Number *dx, bool streams, int64_t rows, int64_t channels,
    const float *numbers) {
  for (int64_t row = 0; row < rows; ++row) {
    int64_t c = 0, first = row * channels;
    for (; c + ct::lanes <= channels; c += ct::lanes)
      input_gradient_of_channels<ct::Floats, rectifies>(first + c, dy, y, x, dx, streams, channels, numbers + c);
    for (; c < channels; ++c)
      input_gradient_of_channels<float, rectifies>(first + c, dy, y, x, dx, streams, channels, numbers + c);
  }
}

template <typename Number>
void affine(
    const Number *x, const Number *summand, Number *y, bool streams, const Rows &rows, bool rectifies,
    const float *factor, const float *offset) {
  auto range = [&](int64_t begin, int64_t end) {
    for (int64_t block = begin; block < end; ++block) {
      int64_t at = rows.begin(block) * rows.channels, count = rows.end(block) - rows.begin(block);
      const Number *other = summand ? summand + at : nullptr;
      if (summand && rectifies)
        ct::vectorised<affine_rows<Number, true, true>>(
            x + at, other, y + at, streams, count, rows.channels, factor, offset);
      else if (summand)
        ct::vectorised<affine_rows<Number, true, false>>(
            x + at, other, y + at, streams, count, rows.channels, factor, offset);
      else if (rectifies)
        ct::vectorised<affine_rows<Number, false, true>>(
            x + at, other, y + at, streams, count, rows.channels, factor, offset);
      else
        ct::vectorised<affine_rows<Number, false, false>>(
            x + at, other, y + at, streams, count, rows.channels, factor, offset);
    }
  };
  ct::parallel_ranges(rows.blocks, range);
}

// The result for given moments.
template <typename Number>
at::Tensor normalised(const at::Tensor &x, const Normalisation &by, const at::Tensor &summand, bool rectifies) {
  at::Tensor y = at::empty_like(x);
  affine<Number>(
      ct::memory<Number>(x), ct::memory<Number>(summand), ct::memory<Number>(y), ct::streams(y), Rows(x), rectifies,
      by.factor.data(), by.offset.data());
  return y;
}

// The result, the mean and 1 / deviation.
template <typename Number>
std::vector<at::Tensor> trained(
    const at::Tensor &x, const at::Tensor &scale, const at::Tensor &shift, at::Tensor mean, at::Tensor variance,
    const at::Tensor &summand, BatchNorm norm) {
  Rows rows(x);
  ct::Moments batch = ct::moments(ct::memory<Number>(x), rows);
  ct::move_running(batch, rows, norm.momentum, mean, variance);
  Normalisation by(
      scale, shift, batch.mean.data(), ct::inverse_deviations(batch.variance.data(), rows.channels, norm.epsilon));
  return {normalised<Number>(x, by, summand, norm.rectifies), ct::floats(batch.mean), ct::floats(by.inverse)};
}

// The gradients of x, of the summand (undefined if there is none), of the scale and of the shift.
template <typename Number>
std::vector<at::Tensor> gradients(
    const at::Tensor &dy, const at::Tensor &y, const at::Tensor &x, const at::Tensor &scale, const at::Tensor &mean,
    const at::Tensor &inverse, bool has_summand) {
  Rows rows(x);
  bool rectifies = y.defined();
  // The summand's gradient is that of the result, where ReLU lets it pass.
  at::Tensor passed = has_summand && rectifies ? at::empty_like(x) : at::Tensor();
  const float *means = mean.data_ptr<float>();
  ct::Slopes slopes(
      ct::gradient_sums<Number>(dy, y, x, passed, means), scale, means, inverse.data_ptr<float>(), rows.count);
  at::Tensor dx = at::empty_like(x);
  Number *out = ct::memory<Number>(dx);
  // Where the gradient was kept, ReLU is applied already.
  const Number *g = ct::memory<Number>(passed.defined() ? passed : dy), *none = nullptr;
  const Number *result = ct::memory<Number>(y), *input = ct::memory<Number>(x);
  bool masks = rectifies && !passed.defined(), streams = ct::streams(dx);
  auto range = [&](int64_t begin, int64_t end) {
    for (int64_t block = begin; block < end; ++block) {
      int64_t at = rows.begin(block) * rows.channels, count = rows.end(block) - rows.begin(block);
      const float *numbers = slopes.numbers.data();
      if (masks)
        ct::vectorised<input_gradient_of_rows<Number, true>>(
            g + at, result + at, input + at, out + at, streams, count, rows.channels, numbers);
      else
        ct::vectorised<input_gradient_of_rows<Number, false>>(
            g + at, none, input + at, out + at, streams, count, rows.channels, numbers);
    }
  };
  ct::parallel_ranges(rows.blocks, range);
  return {dx, !has_summand ? at::Tensor() : rectifies ? passed : dy, ct::floats(slopes.dscale), ct::floats(slopes.dshift)};
}

struct FusedBatchNorm : torch::autograd::Function<FusedBatchNorm> {
  static at::Tensor forward(
      torch::autograd::AutogradContext *context, const at::Tensor &given, const at::Tensor &scale,
      const at::Tensor &shift, const at::Tensor &mean, const at::Tensor &variance,
      const c10::optional<at::Tensor> &other, double momentum, double epsilon, bool rectifies) {
    at::Tensor x = ct::laid(given), summand = other ? ct::laid(*other) : at::Tensor();
    BatchNorm norm{true, momentum, epsilon, rectifies, {}};
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
    at::Tensor dy = ct::laid(given[0]), none;
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

}  // namespace

bool ct::computes_batch_norm(
    const at::Tensor &input, const at::Tensor &scale, const at::Tensor &shift, const at::Tensor &mean,
    const at::Tensor &variance) {
  auto has = [](const at::Tensor &tensor, at::ScalarType type) {
    return tensor.device().is_cpu() && tensor.scalar_type() == type;
  };
  return !forces_libtorch() && (input.dim() == 4 || input.dim() == 2) && input.numel() > 0 &&
      (has(input, at::kFloat) || has(input, at::kBFloat16)) && has(scale, at::kFloat) && has(shift, at::kFloat) &&
      has(mean, at::kFloat) && has(variance, at::kFloat);
}

at::Tensor ct::batch_norm(
    const at::Tensor &input, const at::Tensor &scale, const at::Tensor &shift, const at::Tensor &mean,
    const at::Tensor &variance, const at::Tensor &summand, BatchNorm norm) {
  at::ScalarType type = input.scalar_type();
  bool is_own = computes_batch_norm(input, scale, shift, mean, variance) &&
      (!summand.defined() ||
       (summand.device().is_cpu() && summand.scalar_type() == type && summand.sizes() == input.sizes()));
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
  Normalisation by(
      scale, shift, mean.data_ptr<float>(),
      inverse_deviations(variance.data_ptr<float>(), input.size(1), norm.epsilon));
  at::Tensor other = summand.defined() ? laid(summand) : at::Tensor();
  if (type == at::kFloat) return normalised<float>(laid(input), by, other, norm.rectifies);
  return normalised<BrainFloat>(laid(input), by, other, norm.rectifies);
}
