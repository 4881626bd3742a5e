#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <vector>

#include "convolution.hpp"
#include "parallel.hpp"
#include "winograd.hpp"
#include "winograd_products.hpp"
#include "winograd_tiles.hpp"

// The gradients of the kernels and biases. In each component, that of the transformed kernels is the product of the transformed
// pixels (transposed) and the transformed gradient of the results.

namespace {

using ct::ConvolutionShape;
using ct::Floats;
using ct::lanes;
using namespace ct::winograd;

// The most numbers that all threads' sums have together: half a gigabyte. With more threads than parts, some have no work.
constexpr int64_t most_sums = 128 * 1024 * 1024;

// One thread's sums for a group: components × depth × outputs. Those of the kernels are not set.
struct Sums {
  Sums() = default;
  Sums(int64_t depth, int64_t outputs)
      : stride(depth * outputs), numbers(ct::make_floats(components * stride)), bias(outputs) {}
  int64_t stride = 0;
  ct::AlignedFloats numbers;
  ct::AlignedVector bias;
};

CT_INLINE void add_rows(const float *rows, int64_t count, int64_t length, float *sums) {
  for (int64_t row = 0; row < count; ++row)
    for (int64_t at = 0; at < length; at += lanes)
      ct::store(ct::loaded(sums + at) + ct::loaded(rows + row * length + at), sums + at);
}

// Computes the sums over the tiles from `begin` to below `end`, which is larger.
template <typename Number>
void add_tiles(
    const Pictures<const Number> &pictures, Lattice read, const Pictures<const Number> &gradient, TileGrid grid,
    int64_t begin, int64_t end, int64_t group, const Number *zeros, Sums &sums) {
  int64_t depth = read.phases() * pictures.group_channels(), outputs = gradient.group_channels();
  int64_t most = std::min(end - begin, tiles_at_once(depth, outputs));
  TransformedTiles numbers(most, depth), gradients(most, outputs);
  for (int64_t first = begin; first < end; first += most) {
    int64_t count = std::min(most, end - first);
    ct::vectorised<read_tiles<pixel_side, transform_pixels, Number>>(
        pictures, grid, first, count, read, group, zeros, &numbers);
    ct::vectorised<read_tiles<result_side, transform_results, Number>>(
        gradient, grid, first, count, Lattice{1, 0}, group, zeros, &gradients);
    for (int64_t component = 0; component < components; ++component)
      CT_WITH_SUMS(
          add_transposed, 8, 4, static_cast<const float *>(numbers.component(component)), depth,
          static_cast<const float *>(gradients.component(component)), outputs, count,
          sums.numbers.get() + component * sums.stride, first == begin);
    ct::vectorised<add_rows>(
        static_cast<const float *>(gradients.component(sum_component)), count, outputs, sums.bias.data());
  }
}

// Adds the parts in order and transforms the sums of one number of the depth. `out` is kernel_side × kernel_side × outputs.
CT_INLINE void transform_sums(
    const float *const *parts, int64_t count, int64_t stride, int64_t outputs, float *out) {
  for (int64_t output = 0; output < outputs; output += lanes) {
    Floats square[pixel_side][pixel_side], result[kernel_side][kernel_side];
    for (int64_t number = 0; number < components; ++number) {
      Floats sum = ct::loaded(parts[0] + number * stride + output);
      for (int64_t part = 1; part < count; ++part) sum += ct::loaded(parts[part] + number * stride + output);
      square[number / pixel_side][number % pixel_side] = sum;
    }
    transform_square<pixel_side, kernel_side, transform_to_kernel>(square, result);
    for (int64_t tap = 0; tap < kernel_side * kernel_side; ++tap)
      ct::store(result[tap / kernel_side][tap % kernel_side], out + tap * outputs + output);
  }
}

// Writes a group's gradients where channels-last kernels have them, and those of its biases.
template <typename Number>
void write_gradients(
    const std::vector<Sums> &parts, const ConvolutionShape &shape, int64_t group, Number *kernels, Number *biases) {
  int64_t channels = shape.group_channels(), outputs = shape.group_outputs(), step = shape.stride;
  auto body = [&](int64_t begin, int64_t end) {
    ct::AlignedVector taps(kernel_side * kernel_side * outputs);
    std::vector<const float *> sums(parts.size());
    for (int64_t at = begin; at < end; ++at) {
      for (size_t part = 0; part < parts.size(); ++part) sums[part] = parts[part].numbers.get() + at * outputs;
      ct::vectorised<transform_sums>(
          static_cast<const float *const *>(sums.data()), static_cast<int64_t>(sums.size()), parts[0].stride, outputs,
          taps.data());
      int64_t phase = at / channels, channel = at % channels;
      for (int64_t tap = 0; tap < kernel_side * kernel_side; ++tap) {
        int64_t row = tap / kernel_side * step + phase / step, column = tap % kernel_side * step + phase % step;
        if (row >= shape.side || column >= shape.side) continue;
        for (int64_t output = 0; output < outputs; ++output)
          ct::assign(
              kernels[(((group * outputs + output) * shape.side + row) * shape.side + column) * channels + channel],
              taps[tap * outputs + output]);
      }
    }
  };
  ct::parallel_ranges(shape.phase_channels(), body);
  for (int64_t output = 0; output < outputs; ++output) {
    float sum = 0;
    for (const Sums &part : parts) sum += part.bias[output];
    ct::assign(biases[group * outputs + output], sum);
  }
}

template <typename Number>
void compute(
    const ConvolutionShape &shape, const at::Tensor &input, const at::Tensor &upstream, const at::Tensor &kernel_gradient,
    const at::Tensor &bias_gradient) {
  const Number *pictures = ct::numbers_of<Number>(input), *gradient = ct::numbers_of<Number>(upstream);
  Number *kernels = ct::numbers_of<Number>(kernel_gradient), *biases = ct::numbers_of<Number>(bias_gradient);
  TileGrid grid(shape.images, shape.rows, shape.columns);
  int64_t depth = shape.phase_channels(), outputs = shape.group_outputs();
  int64_t affordable = std::max<int64_t>(1, most_sums / (components * depth * outputs));
  int64_t count = std::min({static_cast<int64_t>(at::get_num_threads()), grid.count(), affordable});
  std::vector<Number> zeros(std::max(shape.group_channels(), outputs), 0);
  for (int64_t group = 0; group < shape.groups; ++group) {
    std::vector<Sums> parts(count);
    auto body = [&](int64_t first, int64_t last) {
      for (int64_t part = first; part < last; ++part) {
        parts[static_cast<size_t>(part)] = Sums(depth, outputs);
        add_tiles<Number>(
            {pictures, shape.height, shape.width, shape.channels, shape.groups}, {shape.stride, -shape.padding},
            {gradient, shape.rows, shape.columns, shape.outputs, shape.groups}, grid, grid.count() * part / count,
            grid.count() * (part + 1) / count, group, zeros.data(), parts[static_cast<size_t>(part)]);
      }
    };
    ct::parallel_ranges(count, body);
    write_gradients(parts, shape, group, kernels, biases);
  }
}

}  // namespace

std::pair<at::Tensor, at::Tensor> ct::winograd_parameter_gradients(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window) {
  at::Tensor pictures = channels_last(input);
  at::Tensor kernels =
      at::empty(kernel.sizes(), kernel.options().memory_format(at::MemoryFormat::ChannelsLast));
  at::Tensor biases = at::empty({kernel.size(0)}, kernel.options());
  ConvolutionShape shape(pictures, kernel, window);
  if (input.scalar_type() == at::kFloat) compute<float>(shape, pictures, gradient, kernels, biases);
  else compute<BrainFloat>(shape, pictures, gradient, kernels, biases);
  return {kernels, biases};
}
