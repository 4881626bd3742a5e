// The gradient of the input of the convolutions in convolution_avx512.cpp: the convolution of the result's gradient with turned
// kernels. With a stride above 1, the input's pixels have several kernels in turn.

#include <ATen/ops/empty.h>

#include <algorithm>
#include <vector>

#include "convolution_blocks.hpp"
#include "parallel.hpp"

namespace {

using ct::ConvolutionShape;
using ct::PaddedBlock;
using ct::Panels;
using ct::Pixels;
using ct::tile_outputs;

// Which numbers of the kernels a pixel of the input is multiplied with. With a stride of s, the pixels of s rows and s columns
// differ in that; each of these phases has its own smaller kernel, of every s-th row and column.
struct Phase {
  int64_t row, column;

  static int64_t taps(int64_t side, int64_t stride, int64_t first) { return (side - first + stride - 1) / stride; }
};

// The kernels of a phase for the gradient of the input: turned by half a turn, with outputs and channels of each group
// exchanged.
template <typename Number>
Panels turned_panels(const Number *kernel, const ConvolutionShape &shape, Phase phase) {
  int64_t outputs = shape.group_outputs(), channels = shape.group_channels(), side = shape.side, stride = shape.stride;
  int64_t rows = Phase::taps(side, stride, phase.row), columns = Phase::taps(side, stride, phase.column);
  int64_t patch = rows * columns * outputs;
  Panels result(shape.channels * patch);
  auto body = [&](int64_t begin, int64_t end) {
    for (int64_t output = begin; output < end; ++output)
      for (int64_t y = 0; y < rows; ++y)
        for (int64_t x = 0; x < columns; ++x) {
          int64_t place = (y * stride + phase.row) * side + x * stride + phase.column;
          int64_t at = ((rows - 1 - y) * columns + columns - 1 - x) * outputs + output % outputs;
          for (int64_t channel = 0; channel < channels; ++channel) {
            int64_t turned = output / outputs * channels + channel;
            result[(turned / tile_outputs * patch + at) * tile_outputs + turned % tile_outputs] =
                ct::widened(kernel[(output * side * side + place) * channels + channel]);
          }
        }
  };
  ct::parallel_ranges(shape.outputs, body);
  return result;
}

// The gradient of a result as a picture that is padded for the patches of the input's pixels.
ConvolutionShape padded_gradient(const ConvolutionShape &shape) {
  ConvolutionShape gradient = shape;
  gradient.stride = 1;
  gradient.height = shape.rows;
  gradient.width = shape.columns;
  gradient.channels = shape.outputs;
  // Pixels before the first patch and beyond the last one read zeros.
  int64_t before = Phase::taps(shape.side, shape.stride, 0) - 1 - shape.padding / shape.stride;
  auto beyond = [&](int64_t length, int64_t results) {
    return (length - 1 + shape.padding) / shape.stride - (results - 1);
  };
  gradient.padding =
      std::max<int64_t>({0, before, beyond(shape.height, shape.rows), beyond(shape.width, shape.columns)});
  return gradient;
}

// The pixels of a phase of the input, whose patches are in the padded gradient.
Pixels phase_pixels(const ConvolutionShape &shape, const PaddedBlock &gradient, Phase phase) {
  int64_t rows = Phase::taps(shape.side, shape.stride, phase.row);
  int64_t columns = Phase::taps(shape.side, shape.stride, phase.column), outputs = shape.group_outputs();
  Pixels result{{}, {}, rows, columns * outputs};
  // The input's first row or column of a phase.
  auto begin = [&](int64_t number) {
    int64_t before = number - shape.padding;
    return before < 0 ? (before % shape.stride + shape.stride) % shape.stride : before;
  };
  for (int64_t image = 0; image < gradient.most; ++image)
    for (int64_t y = begin(phase.row); y < shape.height; y += shape.stride)
      for (int64_t x = begin(phase.column); x < shape.width; x += shape.stride) {
        int64_t top = (y + shape.padding) / shape.stride - (rows - 1) + gradient.shape.padding;
        int64_t left = (x + shape.padding) / shape.stride - (columns - 1) + gradient.shape.padding;
        result.patches.push_back(image * gradient.picture + top * gradient.row + left * outputs);
        result.places.push_back(((image * shape.height + y) * shape.width + x) * shape.channels);
      }
  return result;
}

// Sets the pixels that no kernel reaches to 0, in one picture.
template <typename Number>
CT_INLINE void clear_between(
    Number *picture, int64_t height, int64_t width, int64_t channels, int64_t side, int64_t stride, int64_t padding,
    bool streams) {
  for (int64_t y = 0; y < height; ++y) {
    bool has_row = (y + padding) % stride < side;
    int64_t column = padding % stride;
    for (int64_t x = 0; x < width; ++x, picture += channels) {
      bool is_reached = has_row && column < side;
      column = column + 1 == stride ? 0 : column + 1;
      if (is_reached) continue;
      for (int64_t channel = 0; channel < channels; channel += ct::lanes)
        ct::store(ct::Floats{}, picture + channel, streams);
    }
  }
}

template <typename Number>
void convolve_turned(
    const ConvolutionShape &shape, const at::Tensor &upstream, const at::Tensor &kernel, const at::Tensor &input_gradient) {
  const Number *gradient = ct::numbers_of<Number>(upstream), *kernels = ct::numbers_of<Number>(kernel);
  Number *result = ct::numbers_of<Number>(input_gradient);
  bool streams = ct::streams(input_gradient);
  std::vector<Phase> phases;
  std::vector<Panels> panels;
  for (int64_t row = 0; row < std::min(shape.stride, shape.side); ++row)
    for (int64_t column = 0; column < std::min(shape.stride, shape.side); ++column) {
      phases.push_back({row, column});
      panels.push_back(turned_panels(kernels, shape, phases.back()));
    }
  int64_t picture = shape.height * shape.width * shape.channels;
  auto body = [&](int64_t begin, int64_t end) {
    PaddedBlock block(padded_gradient(shape));
    std::vector<Pixels> pixels;
    for (Phase phase : phases) pixels.push_back(phase_pixels(shape, block, phase));
    for (int64_t image = begin; image < end; image += block.most) {
      int64_t count = std::min(block.most, end - image);
      // Pixels that no kernel reaches have no phase.
      if (shape.side < shape.stride)
        for (int64_t at = image; at < image + count; ++at)
          ct::vectorised<clear_between<Number>>(
              result + at * picture, shape.height, shape.width, shape.channels, shape.side, shape.stride, shape.padding,
              streams);
      for (int64_t group = 0; group < shape.groups; ++group) {
        block.fill(gradient + image * shape.rows * shape.columns * shape.outputs, count, group);
        for (size_t phase = 0; phase < phases.size(); ++phase) {
          int64_t of_picture = static_cast<int64_t>(pixels[phase].patches.size()) / block.most;
          convolve_block(
              block, pixels[phase], count * of_picture, group, panels[phase], nullptr, result + image * picture,
              shape.group_channels(), streams);
        }
      }
    }
  };
  ct::parallel_ranges(shape.images, body);
}

}  // namespace

bool ct::computes_input_gradient_avx512(const at::Tensor &kernel) { return kernel.size(1) % tile_outputs == 0; }

at::Tensor ct::input_gradient_avx512(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window) {
  at::Tensor kernels = channels_last(kernel);
  at::Tensor result = at::empty(input.sizes(), input.options(), at::MemoryFormat::ChannelsLast);
  ConvolutionShape shape(input, kernels, window);
  if (input.scalar_type() == at::kFloat) convolve_turned<float>(shape, gradient, kernels, result);
  else convolve_turned<BrainFloat>(shape, gradient, kernels, result);
  return result;
}
