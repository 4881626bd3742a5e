// Batch normalisation, max pooling and ReLU in one pass each way, after the one for the moments. The normalised map, the
// largest tensor of a network's beginning, is never in memory: only the largest numbers, and where they were.
//
// Each window keeps the number of the input that became the largest, and its place. The sums for the gradient are over
// these; the gradient of the input then adds what the mean and the variance contribute for every pixel.
// Complexity: O(windows × side²).

#include <ATen/ATen.h>

#include <torch/csrc/autograd/custom_function.h>

#include <vector>

#include "batch_norm.hpp"
#include "pooling.hpp"

namespace {

using ct::BatchNorm;
using ct::Floats;
using ct::Normalisation;
using ct::PoolShape;
using ct::PoolWindow;

// What a window keeps for the gradient; null without one.
template <typename Number>
struct Kept {
  Number *picked;
  uint8_t *places;
};

// One row of windows. `first` is the upper left pixel of the first window, `rows` how many rows of it are in the map.
template <typename Number, bool keeps>
CT_INLINE void pool_row(
    const Number *first, Number *out, Kept<Number> kept, int64_t rows, PoolShape shape, PoolWindow window,
    const float *factor, const float *offset, bool rectifies) {
  for (int64_t x = 0; x < shape.windows_across; ++x) {
    int64_t columns = std::min(window.side, shape.width - x * window.stride);
    for (int64_t c = 0; c < shape.channels; c += ct::lanes) {
      Floats scale = ct::loaded(factor + c), shift = ct::loaded(offset + c);
      Floats picked = ct::loaded(first + c), largest = picked * scale + shift;
      ct::Integers place = {};
      for (int64_t row = 0; row < rows; ++row)
        for (int64_t column = 0; column < columns; ++column) {
          Floats number = ct::loaded(first + (row * shape.width + column) * shape.channels + c);
          Floats value = number * scale + shift;
          // NaN is larger than all numbers, and nothing is larger than NaN.
          ct::Integers is_larger = (value > largest) | (value != value);
          largest = is_larger ? value : largest;
          if constexpr (keeps) {
            picked = is_larger ? number : picked;
            place = is_larger ? ct::Integers{} + static_cast<int32_t>(row * window.side + column) : place;
          }
        }
      if (rectifies) largest = largest < Floats{} ? Floats{} : largest;
      ct::store(largest, out + c);
      if constexpr (keeps) {
        ct::store(picked, kept.picked + c);
        ct::store_bytes(place, kept.places + c);
      }
    }
    first += window.stride * shape.channels;
    out += shape.channels;
    if constexpr (keeps) {
      kept.picked += shape.channels;
      kept.places += shape.channels;
    }
  }
}

at::Tensor pooled(const at::Tensor &x, PoolWindow window, at::ScalarType type) {
  return at::empty(
      {x.size(0), x.size(1), window.count(x.size(2)), window.count(x.size(3))}, x.options().dtype(type),
      at::MemoryFormat::ChannelsLast);
}

// The result. `picked` and `places` are filled if they are defined.
template <typename Number>
at::Tensor normalised(
    const at::Tensor &x, const Normalisation &by, BatchNorm norm, const at::Tensor &picked, const at::Tensor &places) {
  at::Tensor y = pooled(x, norm.pool, x.scalar_type());
  PoolShape shape(x, y);
  const Number *input = ct::memory<Number>(x);
  Number *result = ct::memory<Number>(y), *numbers = ct::memory<Number>(picked);
  uint8_t *bytes = places.defined() ? places.data_ptr<uint8_t>() : nullptr;
  int64_t out_row = shape.windows_across * shape.channels;
  auto body = [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      int64_t picture = row / shape.windows_down, top = row % shape.windows_down * norm.pool.stride;
      const Number *first = input + (picture * shape.height + top) * shape.width * shape.channels;
      int64_t rows = std::min(norm.pool.side, shape.height - top);
      Kept<Number> kept{numbers ? numbers + row * out_row : nullptr, bytes ? bytes + row * out_row : nullptr};
      if (numbers)
        ct::vectorised<pool_row<Number, true>>(
            first, result + row * out_row, kept, rows, shape, norm.pool, by.factor.data(), by.offset.data(),
            norm.rectifies);
      else
        ct::vectorised<pool_row<Number, false>>(
            first, result + row * out_row, kept, rows, shape, norm.pool, by.factor.data(), by.offset.data(),
            norm.rectifies);
    }
  };
  ct::parallel_ranges(x.size(0) * shape.windows_down, body);
  return y;
}

// One row of pixels: dx = g × factor + x × slope + offset, where g is the sum of the gradients of the windows whose
// largest number the pixel was. `g` and `places` are the picture's.
template <typename Number>
CT_INLINE void input_gradient_row(
    const Number *g, const uint8_t *places, const Number *input, Number *dx, bool streams, int64_t y, PoolShape shape,
    PoolWindow window, const float *numbers) {
  ct::Windows down = ct::windows_around(y, shape.windows_down, window);
  for (int64_t x = 0; x < shape.width; ++x, dx += shape.channels, input += shape.channels) {
    ct::Windows across = ct::windows_around(x, shape.windows_across, window);
    for (int64_t c = 0; c < shape.channels; c += ct::lanes) {
      Floats gradient = ct::gradient_of_pixel(g + c, places + c, {y, x}, down, across, shape, window);
      Floats own = ct::loaded(input + c) * ct::loaded(numbers + shape.channels + c) +
          ct::loaded(numbers + 2 * shape.channels + c);
      ct::store(gradient * ct::loaded(numbers + c) + own, dx + c, streams);
    }
  }
}

// The gradients of x, of the scale and of the shift.
template <typename Number>
std::vector<at::Tensor> gradients(
    const at::Tensor &dy, const at::Tensor &y, const at::Tensor &x, const at::Tensor &picked,
    const at::Tensor &places, const at::Tensor &scale, const at::Tensor &mean, const at::Tensor &inverse,
    PoolWindow window) {
  // Where ReLU made the result 0, no gradient passes.
  at::Tensor passed = y.defined() ? at::empty_like(picked) : dy;
  const float *means = mean.data_ptr<float>();
  ct::Slopes slopes(
      ct::gradient_sums<Number>(dy, y, picked, y.defined() ? passed : at::Tensor(), means), scale, means,
      inverse.data_ptr<float>(), ct::Rows(x).count);
  at::Tensor dx = at::empty_like(x);
  PoolShape shape(x, dy);
  const Number *g = ct::memory<Number>(passed), *input = ct::memory<Number>(x);
  const uint8_t *bytes = places.data_ptr<uint8_t>();
  Number *out = ct::memory<Number>(dx);
  bool streams = ct::streams(dx);
  int64_t windows = shape.windows_down * shape.windows_across * shape.channels, row_size = shape.width * shape.channels;
  auto body = [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      int64_t picture = row / shape.height;
      ct::vectorised<input_gradient_row<Number>>(
          g + picture * windows, bytes + picture * windows, input + row * row_size, out + row * row_size, streams,
          row % shape.height, shape, window, static_cast<const float *>(slopes.numbers.data()));
    }
  };
  ct::parallel_ranges(x.size(0) * shape.height, body);
  return {dx, ct::floats(slopes.dscale), ct::floats(slopes.dshift)};
}

template <typename Number>
std::vector<at::Tensor> trained(
    const at::Tensor &x, const at::Tensor &scale, const at::Tensor &shift, at::Tensor mean, at::Tensor variance,
    BatchNorm norm) {
  ct::Rows rows(x);
  ct::Moments batch = ct::moments(ct::memory<Number>(x), rows);
  ct::move_running(batch, rows, norm.momentum, mean, variance);
  Normalisation by(
      scale, shift, batch.mean.data(), ct::inverse_deviations(batch.variance.data(), rows.channels, norm.epsilon));
  at::Tensor picked = pooled(x, norm.pool, x.scalar_type()), places = pooled(x, norm.pool, at::kByte);
  at::Tensor y = normalised<Number>(x, by, norm, picked, places);
  return {y, picked, places, ct::floats(batch.mean), ct::floats(by.inverse)};
}

struct PooledBatchNorm : torch::autograd::Function<PooledBatchNorm> {
  static at::Tensor forward(
      torch::autograd::AutogradContext *context, const at::Tensor &given, const at::Tensor &scale,
      const at::Tensor &shift, const at::Tensor &mean, const at::Tensor &variance, double momentum, double epsilon,
      bool rectifies, int64_t side, int64_t stride) {
    at::Tensor x = ct::laid(given);
    BatchNorm norm{true, momentum, epsilon, rectifies, {side, stride, true}};
    std::vector<at::Tensor> results = x.scalar_type() == at::kFloat
        ? trained<float>(x, scale, shift, mean, variance, norm)
        : trained<ct::BrainFloat>(x, scale, shift, mean, variance, norm);
    context->save_for_backward(
        {x, rectifies ? results[0] : at::Tensor(), results[1], results[2], scale, results[3], results[4]});
    context->saved_data["window"] = c10::IValue(std::vector<int64_t>{side, stride});
    return results[0];
  }

  static torch::autograd::tensor_list backward(
      torch::autograd::AutogradContext *context, torch::autograd::tensor_list given) {
    torch::autograd::tensor_list saved = context->get_saved_variables();
    std::vector<int64_t> numbers = context->saved_data["window"].toIntVector();
    PoolWindow window{numbers[0], numbers[1], true};
    at::Tensor dy = ct::laid(given[0]), none;
    std::vector<at::Tensor> results = saved[0].scalar_type() == at::kFloat
        ? gradients<float>(dy, saved[1], saved[0], saved[2], saved[3], saved[4], saved[5], saved[6], window)
        : gradients<ct::BrainFloat>(dy, saved[1], saved[0], saved[2], saved[3], saved[4], saved[5], saved[6], window);
    return {results[0], results[1], results[2], none, none, none, none, none, none, none};
  }
};

}  // namespace

at::Tensor ct::batch_norm_pool(
    const at::Tensor &input, const at::Tensor &scale, const at::Tensor &shift, const at::Tensor &mean,
    const at::Tensor &variance, BatchNorm norm) {
  bool is_watched = at::GradMode::is_enabled() &&
      (input.requires_grad() || scale.requires_grad() || shift.requires_grad());
  bool is_own = computes_batch_norm(input, scale, shift, mean, variance) && input.dim() == 4 &&
      input.size(1) % lanes == 0 && norm.pool.rounds_up && norm.pool.side <= most_pool_side &&
      norm.pool.side <= std::min(input.size(2), input.size(3));
  // The derivative of running moments is not needed in any training here.
  if (!is_own || (is_watched && !norm.is_training)) {
    BatchNorm plain = norm;
    plain.rectifies = false;
    at::Tensor result = max_pool(batch_norm(input, scale, shift, mean, variance, at::Tensor(), plain), norm.pool);
    return norm.rectifies ? at::relu(result) : result;
  }
  if (norm.is_training)
    return PooledBatchNorm::apply(
        input, scale, shift, mean, variance, norm.momentum, norm.epsilon, norm.rectifies, norm.pool.side,
        norm.pool.stride);
  Normalisation by(
      scale, shift, mean.data_ptr<float>(),
      inverse_deviations(variance.data_ptr<float>(), input.size(1), norm.epsilon));
  if (input.scalar_type() == at::kFloat) return normalised<float>(laid(input), by, norm, at::Tensor(), at::Tensor());
  return normalised<BrainFloat>(laid(input), by, norm, at::Tensor(), at::Tensor());
}
