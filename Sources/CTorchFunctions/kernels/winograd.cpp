#include "winograd.hpp"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <vector>

#include "convolution.hpp"
#include "parallel.hpp"
#include "winograd_products.hpp"
#include "winograd_tiles.hpp"

// The convolution, and the gradient of its input, which is the convolution of the result's gradient with turned kernels.

namespace {

using ct::ConvolutionShape;
using ct::ConvolutionWindow;
using ct::Floats;
using ct::lanes;
using namespace ct::winograd;

// A group's transformed kernels: components × panels × depth × outputs of a panel.
struct TransformedKernels {
  // Their numbers are not set.
  TransformedKernels(int64_t groups, int64_t depth, int64_t outputs)
      : depth(depth), outputs(outputs), stride(panels_of(outputs) * depth * panel_outputs),
        memory(ct::make_floats(groups * components * stride)) {}

  float *component(int64_t group, int64_t number) const { return memory.get() + (group * components + number) * stride; }

  const int64_t depth, outputs;
  const int64_t stride;

 private:
  ct::AlignedFloats memory;
};

// Transforms the kernels of 32 outputs for one number of the depth. `taps` is kernel_side × kernel_side × 32; `out` is their
// place in the first component.
CT_INLINE void transform_taps(const float *taps, float *out, int64_t stride) {
  for (int64_t half = 0; half < panel_outputs; half += lanes) {
    Floats square[kernel_side][kernel_side], result[pixel_side][pixel_side];
    for (int64_t y = 0; y < kernel_side; ++y)
      for (int64_t x = 0; x < kernel_side; ++x)
        square[y][x] = ct::loaded(taps + (y * kernel_side + x) * panel_outputs + half);
    transform_square<kernel_side, pixel_side, transform_kernel>(square, result);
    for (int64_t y = 0; y < pixel_side; ++y)
      for (int64_t x = 0; x < pixel_side; ++x) ct::store(result[y][x], out + (y * pixel_side + x) * stride + half);
  }
}

// The kernels of all phases as 32-bit floats: kernels × kernel_side × kernel_side × numbers of the phases' channels. Where a
// phase's kernel is smaller, they are 0.
template <typename Number>
std::vector<float> kernels_of_phases(const Number *kernels, const ConvolutionShape &shape) {
  int64_t channels = shape.group_channels(), step = shape.stride, depth = shape.phase_channels();
  std::vector<float> result(shape.outputs * kernel_side * kernel_side * depth, 0.0f);
  auto body = [&](int64_t begin, int64_t end) {
    for (int64_t kernel = begin; kernel < end; ++kernel)
      for (int64_t row = 0; row < shape.side; ++row)
        for (int64_t column = 0; column < shape.side; ++column) {
          int64_t tap = row / step * kernel_side + column / step, phase = row % step * step + column % step;
          ct::vectorised<ct::widen<Number>>(
              kernels + ((kernel * shape.side + row) * shape.side + column) * channels,
              result.data() + (kernel * kernel_side * kernel_side + tap) * depth + phase * channels, int64_t{1}, channels,
              channels);
        }
  };
  ct::parallel_ranges(shape.outputs, body);
  return result;
}

// Where the numbers of kernels are: apart from one output to the next, from one number of the depth to the next, and from one
// tap to the next.
struct KernelSteps {
  int64_t output, depth, tap;
};

// Transforms a group's kernels; `kernels` is their first tap.
void transform_kernels(const float *kernels, KernelSteps steps, int64_t group, TransformedKernels &result) {
  int64_t panels = panels_of(result.outputs);
  auto body = [&](int64_t begin, int64_t end) {
    for (int64_t place = begin; place < end; ++place) {
      int64_t first = place / result.depth * panel_outputs, at = place % result.depth;
      alignas(64) float taps[kernel_side * kernel_side * panel_outputs] = {};
      for (int64_t tap = 0; tap < kernel_side * kernel_side; ++tap)
        for (int64_t output = first; output < std::min(first + panel_outputs, result.outputs); ++output)
          taps[tap * panel_outputs + output - first] =
              kernels[output * steps.output + at * steps.depth + tap * steps.tap];
      ct::vectorised<transform_taps>(
          static_cast<const float *>(taps), result.component(group, 0) + place * panel_outputs, result.stride);
    }
  };
  ct::parallel_ranges(panels * result.depth, body);
}

template <typename Number>
TransformedKernels panels(const Number *kernels, const ConvolutionShape &shape) {
  int64_t taps = kernel_side * kernel_side, depth = shape.phase_channels();
  std::vector<float> numbers = kernels_of_phases(kernels, shape);
  TransformedKernels result(shape.groups, depth, shape.group_outputs());
  for (int64_t group = 0; group < shape.groups; ++group)
    transform_kernels(
        numbers.data() + group * shape.group_outputs() * taps * depth, {taps * depth, 1, depth}, group, result);
  return result;
}

// With outputs and channels exchanged, and turned by half a turn.
template <typename Number>
TransformedKernels turned_panels(const Number *kernels, const ConvolutionShape &shape) {
  int64_t taps = kernel_side * kernel_side, depth = shape.phase_channels();
  std::vector<float> numbers = kernels_of_phases(kernels, shape);
  TransformedKernels result(shape.groups, shape.group_outputs(), depth);
  for (int64_t group = 0; group < shape.groups; ++group)
    transform_kernels(
        numbers.data() + (group * shape.group_outputs() * taps + taps - 1) * depth, {1, taps * depth, -depth}, group,
        result);
  return result;
}

// Whether results go past the caches. Sixteen numbers are written at a time: a line of 32-bit floats, half a line of bfloat16.
template <typename Number>
bool streams_lines(const at::Tensor &result) { return lanes * sizeof(Number) == ct::line_size && ct::streams(result); }

// Computes all tiles: reads pictures at the points of one lattice, and writes results at those of another.
template <typename Number>
void convolve(
    const Pictures<const Number> &input, Lattice read, const TransformedKernels &kernels, const float *bias,
    const Pictures<Number> &output, Lattice written, TileGrid grid, bool streams) {
  std::vector<Number> zeros(input.group_channels(), 0);
  auto body = [&](int64_t begin, int64_t end) {
    int64_t most = std::min(end - begin, tiles_at_once(kernels.depth, kernels.outputs));
    TransformedTiles tiles(most, kernels.depth), sums(most, kernels.outputs);
    std::vector<Number, ct::AlignedAllocator<Number>> beyond(output.group_channels());
    for (int64_t first = begin; first < end; first += most) {
      int64_t count = std::min(most, end - first);
      for (int64_t group = 0; group < input.groups; ++group) {
        ct::vectorised<read_tiles<pixel_side, transform_pixels, Number>>(
            input, grid, first, count, read, group, static_cast<const Number *>(zeros.data()), &tiles);
        for (int64_t component = 0; component < components; ++component)
          CT_WITH_SUMS(
              multiply, widest_tile, 6, static_cast<const float *>(tiles.component(component)), count, kernels.depth,
              static_cast<const float *>(kernels.component(group, component)), sums.component(component),
              kernels.outputs);
        ct::vectorised<write_tiles<Number>>(
            static_cast<const TransformedTiles *>(&sums), bias ? bias + group * output.group_channels() : nullptr, output,
            grid, first, count, written, group, beyond.data(), streams);
      }
    }
  };
  ct::parallel_ranges(grid.count(), body);
}

template <typename Number>
void convolve(
    const at::Tensor &pictures, const at::Tensor &kernels, const at::Tensor &biases, const ConvolutionShape &shape,
    const at::Tensor &result) {
  convolve<Number>(
      {ct::numbers_of<Number>(pictures), shape.height, shape.width, shape.channels, shape.groups},
      {shape.stride, -shape.padding}, panels(ct::numbers_of<Number>(kernels), shape),
      biases.data_ptr<float>(),
      {ct::numbers_of<Number>(result), shape.rows, shape.columns, shape.outputs, shape.groups}, {1, 0},
      TileGrid(shape.images, shape.rows, shape.columns), streams_lines<Number>(result));
}

// Pixel p of the input is number (p + padding) / stride of its phase. These numbers begin at padding / stride.
template <typename Number>
void convolve_turned(
    const at::Tensor &gradient, const at::Tensor &kernels, const ConvolutionShape &shape, const at::Tensor &result) {
  int64_t begin = shape.padding / shape.stride;
  auto length = [&](int64_t edge) { return (edge - 1 + shape.padding) / shape.stride - begin + 1; };
  convolve<Number>(
      {ct::numbers_of<Number>(gradient), shape.rows, shape.columns, shape.outputs, shape.groups},
      {1, begin - (kernel_side - 1)}, turned_panels(ct::numbers_of<Number>(kernels), shape), nullptr,
      {ct::numbers_of<Number>(result), shape.height, shape.width, shape.channels, shape.groups},
      {shape.stride, begin * shape.stride - shape.padding},
      TileGrid(shape.images, length(shape.height), length(shape.width)), streams_lines<Number>(result));
}

}  // namespace

bool ct::computes_winograd(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window) {
  at::ScalarType type = input.scalar_type();
  bool can = instruction_set() != InstructionSet::baseline && (type == at::kFloat || type == at::kBFloat16) &&
      kernel.scalar_type() == type && kernel.size(2) == kernel.size(3) &&
      kernel.size(2) <= kernel_side * window.stride && kernel.size(1) % lanes == 0 &&
      kernel.size(0) / window.groups % lanes == 0 && input.size(0) > 0;
  if (!can || forces_libtorch()) return false;
  ConvolutionShape shape(input, kernel, window);
  // With half of the multiplications, the transforms pay off. The batch doesn't matter, so that a picture's result doesn't
  // depend on the pictures beside it.
  int64_t products = TileGrid(1, shape.rows, shape.columns).count() * components * window.stride * window.stride;
  bool pays = 2 * products <= shape.rows * shape.columns * shape.side * shape.side;
  constexpr int64_t most_numbers = 16 * 1024 * 1024;
  bool fits = components * shape.phase_channels() * shape.group_outputs() <= most_numbers;
  // With AMX, oneDNN is faster in bfloat16.
  return pays && fits && (forced_kernels != CT_KERNELS_AUTOMATIC || type == at::kFloat || !has_amx());
}

at::Tensor ct::winograd_convolution(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ConvolutionWindow window) {
  at::Tensor pictures = channels_last(input), kernels = channels_last(kernel), biases = bias.to(at::kFloat).contiguous();
  at::Tensor result = empty_result(input, kernel, window);
  ConvolutionShape shape(pictures, kernels, window);
  if (input.scalar_type() == at::kFloat) convolve<float>(pictures, kernels, biases, shape, result);
  else convolve<BrainFloat>(pictures, kernels, biases, shape, result);
  return result;
}

at::Tensor ct::winograd_input_gradient(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window) {
  at::Tensor kernels = channels_last(kernel);
  at::Tensor result = at::empty(input.sizes(), input.options(), at::MemoryFormat::ChannelsLast);
  ConvolutionShape shape(input, kernels, window);
  if (input.scalar_type() == at::kFloat) convolve_turned<float>(gradient, kernels, shape, result);
  else convolve_turned<BrainFloat>(gradient, kernels, shape, result);
  return result;
}
