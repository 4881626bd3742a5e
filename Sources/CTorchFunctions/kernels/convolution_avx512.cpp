// Convolutions and their gradients for AVX-512, where channels are many.
//
// A vector is sixteen outputs. The sums of twelve pixels of the result times 32 outputs stay in registers, while one number
// after the other of the pixels' patches is multiplied with 32 kernels' numbers. In channels-last memory each row of a
// patch is one piece, so a pixel is a pointer into a padded copy of its picture. Pixels are counted over several pictures
// that fit into the second nearest memory, so that small maps fill the tiles too.
//
// The gradient of the input is the convolution of the result's gradient with turned kernels, for a stride of 1. For the
// gradient of the kernels, the sums of eight channels times 32 outputs stay in registers over a chunk of pixels.
//
// Numbers in memory are 32-bit floats or bfloat16; copies and sums are 32-bit floats. Complexity: O(pixels × outputs ×
// patch). Measured against oneDNN: docs/what-was-tried.md.

#include "convolution.hpp"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "parallel.hpp"
#include "vectors.hpp"

namespace {

using ct::ConvolutionShape;
using ct::Floats;
using ct::lanes;

constexpr int64_t tile_pixels = 12;
constexpr int64_t tile_outputs = 2 * lanes;
constexpr int64_t tile_channels = 8;
// The most numbers of padded pictures that are convolved together: three quarters of a megabyte.
constexpr int64_t block_numbers = 192 * 1024;
// The pixels whose numbers stay in the nearest memory while all gradients that they contribute to are summed.
constexpr int64_t chunk_pixels = 64;

// Padded copies of one group's channels of some pictures, and where each pixel's patch begins in them.
class PaddedBlock {
 public:
  explicit PaddedBlock(const ConvolutionShape &shape)
      : shape(shape), row((shape.width + 2 * shape.padding) * shape.group_channels()),
        picture((shape.height + 2 * shape.padding) * row),
        most(std::max<int64_t>(1, std::min(shape.images, block_numbers / std::max<int64_t>(1, picture)))),
        numbers(most * picture, 0.0f) {
    patches.reserve(most * pixels_of_picture());
    for (int64_t image = 0; image < most; ++image)
      for (int64_t y = 0; y < shape.rows; ++y)
        for (int64_t x = 0; x < shape.columns; ++x)
          patches.push_back(image * picture + y * shape.stride * row + x * shape.stride * shape.group_channels());
  }

  // Copies a group of `count` pictures; the zeros around them stay.
  template <typename Number>
  void fill(const Number *pictures, int64_t count, int64_t group);

  int64_t pixels_of_picture() const { return shape.rows * shape.columns; }

  ConvolutionShape shape;
  int64_t row;
  int64_t picture;
  // The most pictures of a block.
  int64_t most;
  std::vector<float> numbers;
  std::vector<int64_t> patches;
};

// Copies `count` pieces of `length` numbers, which are `step` apart.
template <typename Number>
CT_INLINE void widen(const Number *from, float *to, int64_t count, int64_t length, int64_t step) {
  for (int64_t piece = 0; piece < count; ++piece)
    for (int64_t at = 0; at < length; ++at) to[piece * length + at] = ct::widened(from[piece * step + at]);
}

template <typename Number>
void PaddedBlock::fill(const Number *pictures, int64_t count, int64_t group) {
  int64_t channels = shape.group_channels();
  for (int64_t image = 0; image < count; ++image)
    for (int64_t y = 0; y < shape.height; ++y)
      ct::vectorised<widen<Number>>(
          pictures + (image * shape.height + y) * shape.width * shape.channels + group * channels,
          numbers.data() + image * picture + (y + shape.padding) * row + shape.padding * channels, shape.width,
          channels, shape.channels);
}

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

// Adds eight channels × 32 outputs over some pixels to `sums`, whose rows of outputs are `outputs` long.
CT_INLINE void add_tile(
    const float *numbers, const int64_t *patches, int64_t pixels, const float *gradient, int64_t outputs, float *sums) {
  Floats tile[tile_channels][2] = {};
  for (int64_t pixel = 0; pixel < pixels; ++pixel, gradient += tile_outputs) {
    const float *patch = numbers + patches[pixel];
    Floats low = ct::loaded(gradient), high = ct::loaded(gradient + lanes);
#pragma clang loop unroll(full)
    for (int64_t channel = 0; channel < tile_channels; ++channel) {
      tile[channel][0] += low * patch[channel];
      tile[channel][1] += high * patch[channel];
    }
  }
  for (int64_t channel = 0; channel < tile_channels; ++channel)
    for (int64_t half = 0; half < 2; ++half) {
      float *sum = sums + channel * outputs + half * lanes;
      ct::store(ct::loaded(sum) + tile[channel][half], sum);
    }
}

// Adds a chunk of pixels to the sums of 32 kernels (numbers of a patch × outputs) and of their biases. `gradient` is
// pixels × outputs; `copied` has room for 32 outputs of all pixels.
template <typename Number>
CT_INLINE void add_chunk(
    const float *numbers, const int64_t *patches, int64_t pixels, const Number *gradient, float *copied, int64_t side,
    int64_t length, int64_t row, int64_t outputs, float *sums, float *bias_sums) {
  Floats low = ct::loaded(bias_sums), high = ct::loaded(bias_sums + lanes);
  for (int64_t pixel = 0; pixel < pixels; ++pixel) {
    Floats first = ct::loaded(gradient + pixel * outputs), second = ct::loaded(gradient + pixel * outputs + lanes);
    ct::store(first, copied + pixel * tile_outputs);
    ct::store(second, copied + pixel * tile_outputs + lanes);
    low += first;
    high += second;
  }
  ct::store(low, bias_sums);
  ct::store(high, bias_sums + lanes);
  for (int64_t y = 0; y < side; ++y)
    for (int64_t at = 0; at < length; at += tile_channels)
      add_tile(numbers + y * row + at, patches, pixels, copied, outputs, sums + (y * length + at) * outputs);
}

// Adds the pixels of some pictures to the sums of a group's kernels, and of the biases behind them. The sums of 32 outputs
// stay in the second nearest memory while all the pixels are added.
template <typename Number>
void add_block(const PaddedBlock &block, int64_t pixels, int64_t group, const Number *gradient, float *sums) {
  const ConvolutionShape &shape = block.shape;
  int64_t patch = shape.side * shape.patch_row();
  float copied[chunk_pixels * tile_outputs];
  int64_t begin = group * shape.group_outputs(), end = begin + shape.group_outputs();
  for (int64_t output = begin; output < end; output += tile_outputs)
    for (int64_t pixel = 0; pixel < pixels; pixel += chunk_pixels)
      ct::vectorised<add_chunk<Number>>(
          block.numbers.data(), block.patches.data() + pixel, std::min(chunk_pixels, pixels - pixel),
          gradient + pixel * shape.outputs + output, static_cast<float *>(copied), shape.side, shape.patch_row(),
          block.row, shape.outputs, sums + output, sums + patch * shape.outputs + output);
}

// The sums of the kernels, then of the biases. Every thread has a part of the pictures; the parts are added in order, so
// the same number of threads gives the same bits.
template <typename Number>
std::vector<float> gradient_sums(const ConvolutionShape &shape, const Number *pictures, const Number *gradient) {
  int64_t size = (shape.side * shape.patch_row() + 1) * shape.outputs;
  int64_t parts = std::min<int64_t>(at::get_num_threads(), shape.images);
  std::vector<float> sums(parts * size, 0.0f);
  auto body = [&](int64_t first, int64_t last) {
    for (int64_t part = first; part < last; ++part) {
      PaddedBlock block(shape);
      int64_t pixels = block.pixels_of_picture(), end = shape.images * (part + 1) / parts;
      for (int64_t image = shape.images * part / parts; image < end; image += block.most) {
        int64_t count = std::min(block.most, end - image);
        for (int64_t group = 0; group < shape.groups; ++group) {
          block.fill(pictures + image * shape.height * shape.width * shape.channels, count, group);
          add_block(
              block, count * pixels, group, gradient + image * pixels * shape.outputs, sums.data() + part * size);
        }
      }
    }
  };
  ct::parallel_ranges(parts, body);
  for (int64_t part = 1; part < parts; ++part)
    for (int64_t at = 0; at < size; ++at) sums[at] += sums[part * size + at];
  sums.resize(size);
  return sums;
}

int64_t edge(int64_t length, int64_t side, ct::ConvolutionWindow window) {
  return (length + 2 * window.padding - side) / window.stride + 1;
}

at::Tensor empty(at::IntArrayRef sizes, const at::Tensor &like) {
  return at::empty(sizes, like.options(), at::MemoryFormat::ChannelsLast);
}

}  // namespace

bool ct::computes_avx512(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window) {
  at::ScalarType type = input.scalar_type();
  bool can = instruction_set() == InstructionSet::avx512 && input.dim() == 4 &&
      input.device().is_cpu() && (type == at::kFloat || type == at::kBFloat16) && kernel.scalar_type() == type &&
      kernel.size(1) % tile_channels == 0 && kernel.size(0) / window.groups % tile_outputs == 0 &&
      kernel.size(2) == kernel.size(3);
  if (forced_kernels != CT_KERNELS_AUTOMATIC) return can && forced_kernels == CT_KERNELS_AVX512;
  // In 32-bit floats oneDNN is as fast, and in bfloat16 it is faster with AMX.
  return can && type == at::kBFloat16 && !has_amx();
}

at::Tensor ct::convolution_avx512(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ConvolutionWindow window) {
  int64_t side = kernel.size(2);
  at::Tensor pictures = channels_last(input), kernels = channels_last(kernel), biases = bias.to(at::kFloat);
  at::Tensor result = empty(
      {input.size(0), kernel.size(0), edge(input.size(2), side, window), edge(input.size(3), side, window)}, input);
  ConvolutionShape shape(pictures, kernels, result, window);
  int64_t patch = side * shape.patch_row();
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
  at::Tensor kernels = channels_last(kernel), result = empty(input.sizes(), input);
  ConvolutionShape shape(gradient, kernels, result, {1, side - 1 - window.padding, window.groups});
  const float *none = nullptr;
  if (input.scalar_type() == at::kFloat)
    convolve(
        shape, gradient.data_ptr<float>(), turned_panels(kernels.data_ptr<float>(), window.groups, outputs, side, channels), none,
        result.data_ptr<float>());
  else
    convolve<BrainFloat>(
        shape, numbers(gradient), turned_panels(numbers(kernels), window.groups, outputs, side, channels), none, numbers(result));
  return result;
}

std::pair<at::Tensor, at::Tensor> ct::parameter_gradients_avx512(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window) {
  at::Tensor pictures = channels_last(input);
  ConvolutionShape shape(pictures, kernel, gradient, window);
  std::vector<float> sums = input.scalar_type() == at::kFloat
      ? gradient_sums(shape, pictures.data_ptr<float>(), gradient.data_ptr<float>())
      : gradient_sums<BrainFloat>(shape, numbers(pictures), numbers(gradient));
  return gradients_of_sums(sums, shape, kernel);
}
