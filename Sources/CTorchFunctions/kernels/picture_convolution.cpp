// The first convolution of a network: three channels, stride 2. oneDNN reaches a third of the processor's speed there,
// because its vectors are vectors of channels.
//
// Here a vector is sixteen outputs. The sums of fourteen pixels of the result times 32 outputs stay in registers, while
// one number after the other of the pixels' patches is multiplied with 32 kernels' numbers. A patch's row is one piece of
// channels-last memory. For the gradient of the kernels, the sums of eight numbers of a patch times 32 outputs stay in
// registers over a row of pixels. Numbers in memory are 32-bit floats or bfloat16; sums are 32-bit floats.
//
// Measured 2026-11-29, 256 pictures of 112 × 112 pixels, 5 × 5 kernels, 32 outputs, two cores of an Intel Xeon with
// AVX-512: see docs/what-was-tried.md.

#include "convolution.hpp"

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

constexpr int64_t picture_channels = 3;
constexpr int64_t picture_stride = 2;
// From one pixel of the result to the next, in numbers of the picture.
constexpr int64_t pixel_step = picture_channels * picture_stride;
// With these sizes a tile's sums fill 28 of the 32 registers of AVX-512.
constexpr int64_t tile_pixels = 14;
constexpr int64_t tile_outputs = 2 * lanes;
constexpr int64_t tile_numbers = 8;
// The gradients of so many pictures are summed before they are added to those of the others. So the number of threads
// does not change the result.
constexpr int64_t part_pictures = 8;

// A picture with zeros around it, as 32-bit floats.
struct PaddedPicture {
  explicit PaddedPicture(const ConvolutionShape &shape)
      : row((shape.width + 2 * shape.padding) * picture_channels),
        numbers((shape.height + 2 * shape.padding) * row + tile_numbers, 0.0f) {}
  int64_t row;
  std::vector<float> numbers;
};

template <typename Number>
CT_INLINE void widen(const Number *from, float *to, int64_t count) {
  for (int64_t at = 0; at < count; ++at) to[at] = ct::widened(from[at]);
}

template <typename Number>
void fill(PaddedPicture &padded, const Number *picture, const ConvolutionShape &shape) {
  int64_t width = shape.width * picture_channels;
  for (int64_t y = 0; y < shape.height; ++y)
    ct::vectorised<widen<Number>>(
        picture + y * width,
        padded.numbers.data() + (y + shape.padding) * padded.row + shape.padding * picture_channels, width);
}

// The kernels as 32-bit floats: tiles of outputs × rows of a patch × numbers of the row × outputs of the tile.
template <typename Number>
std::vector<float> panels(const Number *kernel, const ConvolutionShape &shape) {
  int64_t patch = shape.side * shape.patch_row();
  std::vector<float> result(patch * shape.outputs);
  for (int64_t output = 0; output < shape.outputs; ++output)
    for (int64_t at = 0; at < patch; ++at)
      result[(output / tile_outputs * patch + at) * tile_outputs + output % tile_outputs] =
          ct::widened(kernel[output * patch + at]);
  return result;
}

// Fourteen pixels times 32 outputs. `patch` is the first pixel's patch in the padded picture.
template <typename Number>
CT_INLINE void convolve_tile(
    const float *patch, int64_t row, const float *panel, const float *bias, Number *out, int64_t outputs,
    int64_t side) {
  Floats sums[tile_pixels][2];
#pragma clang loop unroll(full)
  for (int64_t p = 0; p < tile_pixels; ++p) {
    sums[p][0] = ct::loaded(bias);
    sums[p][1] = ct::loaded(bias + lanes);
  }
  for (int64_t y = 0; y < side; ++y, patch += row)
    for (int64_t at = 0; at < side * picture_channels; ++at, panel += tile_outputs) {
      Floats low = ct::loaded(panel), high = ct::loaded(panel + lanes);
#pragma clang loop unroll(full)
      for (int64_t p = 0; p < tile_pixels; ++p) {
        float number = patch[at + p * pixel_step];
        sums[p][0] += low * number;
        sums[p][1] += high * number;
      }
    }
#pragma clang loop unroll(full)
  for (int64_t p = 0; p < tile_pixels; ++p) {
    ct::store(sums[p][0], out + p * outputs);
    ct::store(sums[p][1], out + p * outputs + lanes);
  }
}

// One row of the result.
template <typename Number>
CT_INLINE void convolve_row(
    const float *patches, int64_t row, const float *panels, const float *bias, Number *out, int64_t columns,
    int64_t outputs, int64_t side) {
  int64_t panel = side * side * picture_channels * tile_outputs;
  for (int64_t x = 0; x < columns; x += tile_pixels) {
    // The last tile overlaps the one before.
    int64_t first = std::min(x, columns - tile_pixels);
    for (int64_t output = 0; output < outputs; output += tile_outputs)
      convolve_tile(
          patches + first * pixel_step, row, panels + output / tile_outputs * panel, bias + output,
          out + first * outputs + output, outputs, side);
  }
}

template <typename Number>
void convolve(
    const Number *pictures, const Number *kernel, const std::vector<float> &bias, Number *result,
    const ConvolutionShape &shape) {
  std::vector<float> numbers = panels(kernel, shape);
  auto body = [&](int64_t begin, int64_t end) {
    PaddedPicture padded(shape);
    for (int64_t image = begin; image < end; ++image) {
      fill(padded, pictures + image * shape.height * shape.width * picture_channels, shape);
      for (int64_t y = 0; y < shape.rows; ++y)
        ct::vectorised<convolve_row<Number>>(
            static_cast<const float *>(padded.numbers.data()) + y * picture_stride * padded.row, padded.row,
            static_cast<const float *>(numbers.data()), bias.data(),
            result + (image * shape.rows + y) * shape.columns * shape.outputs, shape.columns, shape.outputs,
            shape.side);
    }
  };
  ct::parallel_ranges(shape.images, body);
}

// Adds the products of eight numbers of a patch's row with the gradient of 32 outputs, over a row of pixels, to `sums`:
// numbers × outputs. The first `skipped` numbers are left out.
CT_INLINE void add_tile(
    const float *patches, const float *gradient, float *sums, int64_t columns, int64_t outputs, int64_t skipped) {
  Floats tile[tile_numbers][2] = {};
  for (int64_t x = 0; x < columns; ++x, patches += pixel_step, gradient += outputs) {
    Floats low = ct::loaded(gradient), high = ct::loaded(gradient + lanes);
#pragma clang loop unroll(full)
    for (int64_t at = 0; at < tile_numbers; ++at) {
      tile[at][0] += low * patches[at];
      tile[at][1] += high * patches[at];
    }
  }
  for (int64_t at = skipped; at < tile_numbers; ++at)
    for (int64_t half = 0; half < 2; ++half) {
      float *sum = sums + at * outputs + half * lanes;
      ct::store(ct::loaded(sum) + tile[at][half], sum);
    }
}

// Adds one row of pixels to the sums of the kernels (numbers of a patch × outputs) and of the biases.
CT_INLINE void add_row(
    const float *patches, int64_t row, const float *gradient, float *sums, float *bias_sums, int64_t columns,
    int64_t outputs, int64_t side) {
  int64_t length = side * picture_channels;
  for (int64_t output = 0; output < outputs; output += tile_outputs)
    for (int64_t y = 0; y < side; ++y)
      for (int64_t at = 0; at < length; at += tile_numbers) {
        int64_t first = std::max<int64_t>(0, std::min(at, length - tile_numbers));
        add_tile(
            patches + y * row + first, gradient + output, sums + (y * length + first) * outputs + output, columns,
            outputs, at - first);
      }
  for (int64_t x = 0; x < columns; ++x)
    for (int64_t output = 0; output < outputs; output += lanes)
      ct::store(
          ct::loaded(bias_sums + output) + ct::loaded(gradient + x * outputs + output), bias_sums + output);
}

// The sums of some pictures: of the kernels, then of the biases.
template <typename Number>
void add_pictures(
    const Number *pictures, const Number *gradient, int64_t begin, int64_t end, const ConvolutionShape &shape,
    float *sums) {
  PaddedPicture padded(shape);
  int64_t count = shape.columns * shape.outputs;
  std::vector<float> floats(count);
  for (int64_t image = begin; image < end; ++image) {
    fill(padded, pictures + image * shape.height * shape.width * picture_channels, shape);
    for (int64_t y = 0; y < shape.rows; ++y) {
      ct::vectorised<widen<Number>>(gradient + (image * shape.rows + y) * count, floats.data(), count);
      ct::vectorised<add_row>(
          static_cast<const float *>(padded.numbers.data()) + y * picture_stride * padded.row, padded.row,
          static_cast<const float *>(floats.data()), sums,
          sums + shape.side * shape.patch_row() * shape.outputs, shape.columns, shape.outputs, shape.side);
    }
  }
}

template <typename Number>
std::vector<float> gradient_sums(const Number *pictures, const Number *gradient, const ConvolutionShape &shape) {
  int64_t size = (shape.side * shape.patch_row() + 1) * shape.outputs;
  int64_t parts = (shape.images + part_pictures - 1) / part_pictures;
  std::vector<float> sums(parts * size, 0.0f);
  auto body = [&](int64_t begin, int64_t end) {
    for (int64_t part = begin; part < end; ++part)
      add_pictures(
          pictures, gradient, part * part_pictures, std::min(shape.images, (part + 1) * part_pictures), shape,
          sums.data() + part * size);
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

bool ct::computes_pictures(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window) {
  at::ScalarType type = input.scalar_type();
  return !forces_libtorch() && instruction_set() == InstructionSet::avx512 && input.dim() == 4 &&
      input.device().is_cpu() && (type == at::kFloat || type == at::kBFloat16) && kernel.scalar_type() == type &&
      kernel.size(1) == picture_channels && window.groups == 1 && window.stride == picture_stride &&
      kernel.size(2) == kernel.size(3) && kernel.size(0) % tile_outputs == 0 &&
      kernel.size(2) * picture_channels >= tile_numbers &&
      edge(input.size(3), kernel.size(3), window) >= tile_pixels;
}

at::Tensor ct::convolution_of_pictures(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ConvolutionWindow window) {
  int64_t side = kernel.size(2);
  at::Tensor pictures = channels_last(input), kernels = channels_last(kernel), biases = bias.to(at::kFloat);
  at::Tensor result = empty(
      {input.size(0), kernel.size(0), edge(input.size(2), side, window), edge(input.size(3), side, window)}, input);
  ConvolutionShape shape(pictures, kernels, result, window);
  std::vector<float> floats(biases.data_ptr<float>(), biases.data_ptr<float>() + shape.outputs);
  if (input.scalar_type() == at::kFloat)
    convolve(pictures.data_ptr<float>(), kernels.data_ptr<float>(), floats, result.data_ptr<float>(), shape);
  else
    convolve<BrainFloat>(numbers(pictures), numbers(kernels), floats, numbers(result), shape);
  return result;
}

std::pair<at::Tensor, at::Tensor> ct::picture_parameter_gradients(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window) {
  at::Tensor pictures = channels_last(input);
  ConvolutionShape shape(pictures, kernel, gradient, window);
  std::vector<float> sums = input.scalar_type() == at::kFloat
      ? gradient_sums(pictures.data_ptr<float>(), gradient.data_ptr<float>(), shape)
      : gradient_sums<BrainFloat>(numbers(pictures), numbers(gradient), shape);
  return gradients_of_sums(sums, shape, kernel);
}
