// Convolutions for AVX-512, and the gradients of their inputs.
//
// A vector is sixteen outputs. The sums of twelve pixels of the result times 32 outputs stay in registers, while one number
// after the other of the pixels' patches is multiplied with 32 kernels' numbers. In channels-last memory each row of a
// patch is one piece, so a pixel is a pointer into a padded copy of its picture. Pixels are counted over several pictures,
// so that small maps fill the tiles too.
//
// The gradient of the input is the convolution of the result's gradient with turned kernels, for a stride of 1.
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

// The kernels of the gradient of the input: turned by half a turn, with outputs and channels of each group exchanged.
// `outputs` and `channels` are those of a group.
template <typename Number>
Panels turned_panels(const Number *kernel, int64_t groups, int64_t outputs, int64_t side, int64_t channels) {
  int64_t places = side * side, patch = places * outputs;
  Panels result(groups * channels * patch);
  for (int64_t output = 0; output < groups * outputs; ++output)
    for (int64_t place = 0; place < places; ++place)
      for (int64_t channel = 0; channel < channels; ++channel) {
        int64_t turned = output / outputs * channels + channel;
        int64_t at = (places - 1 - place) * outputs + output % outputs;
        result[(turned / tile_outputs * patch + at) * tile_outputs + turned % tile_outputs] =
            ct::widened(kernel[(output * places + place) * channels + channel]);
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

// All pixels of a block, and the outputs of its group. `results` are the block's first pixel's.
template <typename Number>
void convolve_block(
    const PaddedBlock &block, int64_t pixels, int64_t group, const Panels &panels, const float *bias,
    Number *results) {
  const ConvolutionShape &shape = block.shape;
  int64_t length = shape.patch_row(), patch = shape.side * length;
  // Where the tile's pixels beyond the end go.
  Number beyond[tile_outputs];
  int64_t begin = group * shape.group_outputs(), end = begin + shape.group_outputs();
  for (int64_t output = begin; output < end; output += tile_outputs)
    for (int64_t first = 0; first < pixels; first += tile_pixels) {
      TilePixels<Number> tile;
      for (int64_t p = 0; p < tile_pixels; ++p) {
        int64_t pixel = std::min(first + p, pixels - 1);
        tile.patches[p] = block.numbers.data() + block.patches[static_cast<size_t>(pixel)];
        tile.results[p] = first + p < pixels ? results + pixel * shape.outputs + output : beyond;
      }
      ct::vectorised<convolve_tile<Number>>(
          tile, shape.side, length, block.row, panels.data() + output / tile_outputs * patch * tile_outputs,
          bias ? bias + output : nullptr);
    }
}

template <typename Number>
void convolve(
    const ConvolutionShape &shape, const Number *pictures, const Panels &panels, const float *bias, Number *result) {
  auto body = [&](int64_t begin, int64_t end) {
    PaddedBlock block(shape);
    int64_t pixels = block.pixels_of_picture();
    for (int64_t image = begin; image < end; image += block.most) {
      int64_t count = std::min(block.most, end - image);
      for (int64_t group = 0; group < shape.groups; ++group) {
        block.fill(pictures + image * shape.height * shape.width * shape.channels, count, group);
        convolve_block(block, count * pixels, group, panels, bias, result + image * pixels * shape.outputs);
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

bool ct::computes_input_gradient_avx512(const at::Tensor &kernel, ConvolutionWindow window) {
  return window.stride == 1 && window.padding < kernel.size(2) && kernel.size(1) % tile_outputs == 0;
}

at::Tensor ct::input_gradient_avx512(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window) {
  int64_t side = kernel.size(2), outputs = kernel.size(0) / window.groups, channels = kernel.size(1);
  at::Tensor kernels = channels_last(kernel);
  at::Tensor result = at::empty(input.sizes(), input.options(), at::MemoryFormat::ChannelsLast);
  ConvolutionShape shape(gradient, kernels, result, {1, side - 1 - window.padding, window.groups});
  const float *none = nullptr;
  if (input.scalar_type() == at::kFloat)
    convolve(
        shape, gradient.data_ptr<float>(),
        turned_panels(kernels.data_ptr<float>(), window.groups, outputs, side, channels), none,
        result.data_ptr<float>());
  else
    convolve<BrainFloat>(
        shape, numbers(gradient), turned_panels(numbers(kernels), window.groups, outputs, side, channels), none,
        numbers(result));
  return result;
}
