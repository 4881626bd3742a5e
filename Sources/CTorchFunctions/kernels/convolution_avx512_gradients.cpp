// The gradients of the kernels and biases of the convolutions in convolution_avx512.cpp.
//
// The sums of eight numbers of a patch times 32 outputs stay in registers over a chunk of pixels. Numbers in memory are
// 32-bit floats or bfloat16; copies and sums are 32-bit floats. Complexity: O(pixels × outputs × patch).

#include <ATen/Parallel.h>
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

constexpr int64_t tile_numbers = 8;
// The pixels whose numbers stay in the first-level cache while all gradients that they contribute to are summed.
constexpr int64_t chunk_pixels = 64;

// Adds eight numbers of a patch × 32 outputs over some pixels to `sums`, whose rows of outputs are `outputs` long. The
// first `skipped` numbers are left out.
CT_INLINE void add_tile(
    const float *numbers, const int64_t *patches, int64_t pixels, const float *gradient, int64_t outputs, float *sums,
    int64_t skipped) {
  Floats tile[tile_numbers][2] = {};
  for (int64_t pixel = 0; pixel < pixels; ++pixel, gradient += tile_outputs) {
    const float *patch = numbers + patches[pixel];
    Floats low = ct::loaded(gradient), high = ct::loaded(gradient + lanes);
#pragma clang loop unroll(full)
    for (int64_t at = 0; at < tile_numbers; ++at) {
      tile[at][0] += low * patch[at];
      tile[at][1] += high * patch[at];
    }
  }
  for (int64_t at = skipped; at < tile_numbers; ++at)
    for (int64_t half = 0; half < 2; ++half) {
      float *sum = sums + at * outputs + half * lanes;
      ct::store(ct::loaded(sum) + tile[at][half], sum);
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
  int64_t tiles = side * ((length + tile_numbers - 1) / tile_numbers), tile = 0;
  for (int64_t y = 0; y < side; ++y)
    for (int64_t at = 0; at < length; at += tile_numbers, ++tile) {
      // A part of the next chunk's gradient is fetched with each tile. More at once would wait for memory.
      for (int64_t pixel = tile * pixels / tiles; pixel < (tile + 1) * pixels / tiles; ++pixel) {
        const Number *next = gradient + (pixels + pixel) * outputs;
        __builtin_prefetch(next);
        __builtin_prefetch(next + lanes);
      }
      // The last tile may overlap the one before.
      int64_t first = std::min(at, length - tile_numbers);
      add_tile(
          numbers + y * row + first, patches, pixels, copied, outputs, sums + (y * length + first) * outputs, 
          at - first);
    }
}

// Adds the pixels of some pictures to the sums of a group's kernels, and of the biases behind them. The sums of 32 outputs
// stay in the second-level cache while all the pixels are added.
template <typename Number>
void add_block(
    const PaddedBlock &block, const std::vector<int64_t> &patches, int64_t pixels, int64_t group, const Number *gradient,
    float *sums) {
  const ConvolutionShape &shape = block.shape;
  int64_t patch = shape.side * shape.patch_row();
  alignas(64) float copied[chunk_pixels * tile_outputs];
  int64_t begin = group * shape.group_outputs(), end = begin + shape.group_outputs();
  for (int64_t output = begin; output < end; output += tile_outputs)
    for (int64_t pixel = 0; pixel < pixels; pixel += chunk_pixels)
      ct::vectorised<add_chunk<Number>>(
          block.numbers(), patches.data() + pixel, std::min(chunk_pixels, pixels - pixel),
          gradient + pixel * shape.outputs + output, static_cast<float *>(copied), shape.side, shape.patch_row(),
          block.row, shape.outputs, sums + output, sums + patch * shape.outputs + output);
}

// The sums of the kernels, then of the biases; what follows is to be ignored. Every thread has a part of the pictures; the parts
// are added in order, so the same number of threads gives the same bits.
template <typename Number>
ct::AlignedVector gradient_sums(const ConvolutionShape &shape, const Number *pictures, const Number *gradient) {
  int64_t size = (shape.side * shape.patch_row() + 1) * shape.outputs;
  int64_t parts = std::clamp<int64_t>(shape.images, 1, at::get_num_threads());
  ct::AlignedVector sums(parts * size, 0.0f);
  auto body = [&](int64_t first, int64_t last) {
    for (int64_t part = first; part < last; ++part) {
      PaddedBlock block(shape);
      std::vector<int64_t> patches = block.patches();
      int64_t pixels = shape.rows * shape.columns, end = shape.images * (part + 1) / parts;
      for (int64_t image = shape.images * part / parts; image < end; image += block.most) {
        int64_t count = std::min(block.most, end - image);
        for (int64_t group = 0; group < shape.groups; ++group) {
          block.fill(pictures + image * shape.height * shape.width * shape.channels, count, group);
          add_block(
              block, patches, count * pixels, group, gradient + image * pixels * shape.outputs,
              sums.data() + part * size);
        }
      }
    }
  };
  ct::parallel_ranges(parts, body);
  auto add = [&](int64_t begin, int64_t end) {
    for (int64_t part = 1; part < parts; ++part)
      for (int64_t at = begin; at < end; ++at) sums[at] += sums[part * size + at];
  };
  ct::parallel_ranges(size, add);
  return sums;
}

// The sums as tensors of the kernel's type: the gradient of the kernels, and that of the biases.
std::pair<at::Tensor, at::Tensor> gradients_of_sums(
    const ct::AlignedVector &sums, const ConvolutionShape &shape, const at::Tensor &kernel) {
  at::Tensor kernels = at::empty(
      kernel.sizes(), kernel.options().dtype(at::kFloat).memory_format(at::MemoryFormat::ChannelsLast));
  int64_t patch = shape.side * shape.patch_row();
  // In channels-last memory, a kernel's numbers are in the order of a patch.
  float *numbers = kernels.data_ptr<float>();
  auto body = [&](int64_t begin, int64_t end) {
    for (int64_t first = begin; first < end; first += lanes)
      for (int64_t at = 0; at < patch; ++at)
        for (int64_t output = first; output < std::min(first + lanes, end); ++output)
          numbers[output * patch + at] = sums[at * shape.outputs + output];
  };
  ct::parallel_ranges(shape.outputs, body);
  at::Tensor biases = at::empty({shape.outputs}, kernel.options().dtype(at::kFloat));
  std::copy_n(sums.data() + patch * shape.outputs, shape.outputs, biases.data_ptr<float>());
  return {kernels.to(kernel.scalar_type()), biases.to(kernel.scalar_type())};
}

}  // namespace

bool ct::computes_parameter_gradients_avx512(const at::Tensor &kernel) {
  return kernel.size(1) * kernel.size(3) >= tile_numbers;
}

std::pair<at::Tensor, at::Tensor> ct::parameter_gradients_avx512(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window) {
  at::Tensor pictures = channels_last(input);
  ConvolutionShape shape(pictures, kernel, window);
  AlignedVector sums = input.scalar_type() == at::kFloat
      ? gradient_sums(shape, pictures.data_ptr<float>(), gradient.data_ptr<float>())
      : gradient_sums<BrainFloat>(shape, numbers(pictures), numbers(gradient));
  return gradients_of_sums(sums, shape, kernel);
}
