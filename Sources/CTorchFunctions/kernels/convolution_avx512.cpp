// Convolutions for AVX-512, and the gradients of their inputs.
//
// A vector is sixteen outputs. The sums of twelve pixels of the result times 32 outputs stay in registers, while one number
// after the other of the pixels' patches is multiplied with 32 kernels' numbers. In channels-last memory each row of a
// patch is one piece, so a pixel is a pointer into a padded copy of its picture. Pixels are counted over several pictures,
// so that small maps fill the tiles too.
//
// The gradient of the input is the convolution of the result's gradient with turned kernels. With a stride above 1, the input's
// pixels have several kernels in turn.
//
// Numbers in memory are 32-bit floats or bfloat16; copies and sums are 32-bit floats. Complexity: O(pixels × outputs ×
// patch). Measured against oneDNN: docs/what-was-tried.md.

#include <ATen/ops/empty.h>

#include <algorithm>
#include <vector>

#include "padded_block.hpp"
#include "parallel.hpp"

namespace {

using ct::ConvolutionShape;
using ct::Floats;
using ct::lanes;
using ct::PaddedBlock;
using ct::tile_outputs;

constexpr int64_t tile_pixels = 12;

// Kernels as 32-bit floats: tiles of outputs × numbers of a patch × outputs of the tile.
using Panels = std::vector<float>;

template <typename Number>
Panels panels(const Number *kernel, int64_t outputs, int64_t patch) {
  Panels result(outputs * patch);
  for (int64_t output = 0; output < outputs; ++output)
    for (int64_t at = 0; at < patch; ++at)
      result[(output / tile_outputs * patch + at) * tile_outputs + output % tile_outputs] =
          ct::widened(kernel[output * patch + at]);
  return result;
}

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
  for (int64_t output = 0; output < shape.outputs; ++output)
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
  return result;
}

// The pixels of a tile: where their patches and their results are.
template <typename Number>
struct TilePixels {
  const float *patches[tile_pixels];
  Number *results[tile_pixels];
};

// `length` numbers are a row of a patch; rows of patches are `row` apart. `bias` may be null.
template <typename Number>
CT_INLINE void convolve_tile(
    TilePixels<Number> pixels, int64_t side, int64_t length, int64_t row, const float *panel, const float *bias) {
  Floats sums[tile_pixels][2];
  Floats low_bias = bias ? ct::loaded(bias) : Floats{}, high_bias = bias ? ct::loaded(bias + lanes) : Floats{};
#pragma clang loop unroll(full)
  for (int64_t p = 0; p < tile_pixels; ++p) {
    sums[p][0] = low_bias;
    sums[p][1] = high_bias;
  }
  for (int64_t y = 0; y < side; ++y)
    for (int64_t at = y * row; at < y * row + length; ++at, panel += tile_outputs) {
      Floats low = ct::loaded(panel), high = ct::loaded(panel + lanes);
#pragma clang loop unroll(full)
      for (int64_t p = 0; p < tile_pixels; ++p) {
        float number = pixels.patches[p][at];
        sums[p][0] += low * number;
        sums[p][1] += high * number;
      }
    }
#pragma clang loop unroll(full)
  for (int64_t p = 0; p < tile_pixels; ++p) {
    ct::store(sums[p][0], pixels.results[p]);
    ct::store(sums[p][1], pixels.results[p] + lanes);
  }
}

// Pixels that have the same kernels: where their patches begin in a padded block, and where the pixels are themselves. Those of
// the block's first picture are first.
struct Pixels {
  std::vector<int64_t> patches, places;
  // The rows of a patch, and how many numbers each has.
  int64_t side, length;
};

// Some pixels of a block, and the outputs of its group. `results` is the first picture's result, which has `outputs` channels;
// the group has `group_outputs` of them.
template <typename Number>
void convolve_block(
    const PaddedBlock &block, const Pixels &pixels, int64_t count, int64_t group, const Panels &panels, const float *bias,
    Number *results, int64_t group_outputs) {
  int64_t patch = pixels.side * pixels.length;
  // Where the tile's pixels beyond the end go.
  Number beyond[tile_outputs];
  int64_t begin = group * group_outputs, end = begin + group_outputs;
  for (int64_t output = begin; output < end; output += tile_outputs)
    for (int64_t first = 0; first < count; first += tile_pixels) {
      TilePixels<Number> tile;
      for (int64_t p = 0; p < tile_pixels; ++p) {
        size_t pixel = static_cast<size_t>(std::min(first + p, count - 1));
        tile.patches[p] = block.numbers.data() + pixels.patches[pixel];
        tile.results[p] = first + p < count ? results + pixels.places[pixel] + output : beyond;
      }
      ct::vectorised<convolve_tile<Number>>(
          tile, pixels.side, pixels.length, block.row, panels.data() + output / tile_outputs * patch * tile_outputs,
          bias ? bias + output : nullptr);
    }
}

// The pixels of a convolution's result.
Pixels result_pixels(const ConvolutionShape &shape, const PaddedBlock &block) {
  Pixels result{block.patches(), {}, shape.side, shape.patch_row()};
  for (size_t pixel = 0; pixel < result.patches.size(); ++pixel)
    result.places.push_back(static_cast<int64_t>(pixel) * shape.outputs);
  return result;
}

template <typename Number>
void convolve(
    const ConvolutionShape &shape, const Number *pictures, const Panels &panels, const float *bias, Number *result) {
  auto body = [&](int64_t begin, int64_t end) {
    PaddedBlock block(shape);
    Pixels pixels = result_pixels(shape, block);
    int64_t size = shape.rows * shape.columns;
    for (int64_t image = begin; image < end; image += block.most) {
      int64_t count = std::min(block.most, end - image);
      for (int64_t group = 0; group < shape.groups; ++group) {
        block.fill(pictures + image * shape.height * shape.width * shape.channels, count, group);
        convolve_block(
            block, pixels, count * size, group, panels, bias, result + image * size * shape.outputs,
            shape.group_outputs());
      }
    }
  };
  ct::parallel_ranges(shape.images, body);
}

// The gradient of a result as a picture that is padded for the patches of the input's pixels. Number i of a phase's rows is row
// i × stride + phase − padding of the input; the first one inside has number padding / stride or one more.
ConvolutionShape padded_gradient(const ConvolutionShape &shape) {
  ConvolutionShape gradient = shape;
  gradient.height = shape.rows;
  gradient.width = shape.columns;
  gradient.channels = shape.outputs;
  gradient.padding = std::max<int64_t>(0, Phase::taps(shape.side, shape.stride, 0) - 1 - shape.padding / shape.stride);
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

template <typename Number>
void convolve_turned(const ConvolutionShape &shape, const Number *gradient, const Number *kernels, Number *result) {
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
      if (shape.side < shape.stride) std::fill_n(result + image * picture, count * picture, Number(0));
      for (int64_t group = 0; group < shape.groups; ++group) {
        block.fill(gradient + image * shape.rows * shape.columns * shape.outputs, count, group);
        for (size_t phase = 0; phase < phases.size(); ++phase) {
          int64_t of_picture = static_cast<int64_t>(pixels[phase].patches.size()) / block.most;
          convolve_block(
              block, pixels[phase], count * of_picture, group, panels[phase], nullptr, result + image * picture,
              shape.group_channels());
        }
      }
    }
  };
  ct::parallel_ranges(shape.images, body);
}

}  // namespace

bool ct::computes_avx512(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window) {
  at::ScalarType type = input.scalar_type();
  bool can = instruction_set() == InstructionSet::avx512 && input.dim() == 4 && input.device().is_cpu() &&
      (type == at::kFloat || type == at::kBFloat16) && kernel.scalar_type() == type &&
      kernel.size(2) == kernel.size(3) && kernel.size(0) / window.groups % tile_outputs == 0 &&
      computes_parameter_gradients_avx512(kernel);
  if (forced_kernels != CT_KERNELS_AUTOMATIC) return can && forced_kernels == CT_KERNELS_AVX512;
  // In 32-bit floats oneDNN is as fast, and in bfloat16 it has AMX (docs/what-was-tried.md).
  return can && type == at::kBFloat16 && !has_amx();
}

at::Tensor ct::convolution_avx512(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ConvolutionWindow window) {
  at::Tensor pictures = channels_last(input), kernels = channels_last(kernel), biases = bias.to(at::kFloat);
  at::Tensor result = empty_result(input, kernel, window);
  ConvolutionShape shape(pictures, kernels, result, window);
  int64_t patch = shape.side * shape.patch_row();
  const float *floats = biases.data_ptr<float>();
  if (input.scalar_type() == at::kFloat)
    convolve(
        shape, pictures.data_ptr<float>(), panels(kernels.data_ptr<float>(), shape.outputs, patch), floats,
        result.data_ptr<float>());
  else
    convolve<BrainFloat>(
        shape, numbers(pictures), panels(numbers(kernels), shape.outputs, patch), floats, numbers(result));
  return result;
}

bool ct::computes_input_gradient_avx512(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window) {
  ConvolutionShape shape(input, kernel, window);
  int64_t padding = padded_gradient(shape).padding;
  // Whether the patches of the last pixels are inside of the padded gradient.
  auto reaches = [&](int64_t length, int64_t results) {
    return (length - 1 + window.padding) / window.stride <= results - 1 + padding;
  };
  return shape.group_channels() % tile_outputs == 0 && reaches(shape.height, shape.rows) &&
      reaches(shape.width, shape.columns);
}

at::Tensor ct::input_gradient_avx512(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window) {
  at::Tensor kernels = channels_last(kernel);
  at::Tensor result = at::empty(input.sizes(), input.options(), at::MemoryFormat::ChannelsLast);
  ConvolutionShape shape(input, kernels, window);
  if (input.scalar_type() == at::kFloat)
    convolve_turned(
        shape, gradient.data_ptr<float>(), kernels.data_ptr<float>(), result.data_ptr<float>());
  else
    convolve_turned<BrainFloat>(shape, numbers(gradient), numbers(kernels), numbers(result));
  return result;
}
