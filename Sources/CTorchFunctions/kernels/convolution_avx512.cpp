// Convolutions for AVX-512 by the loop of convolution_blocks.hpp.
//
// Numbers in memory are 32-bit floats or bfloat16; copies and sums are 32-bit floats. Complexity: O(pixels × outputs ×
// patch). Measured against oneDNN: docs/what-was-tried.md.

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

template <typename Number>
Panels panels(const Number *kernel, int64_t outputs, int64_t patch) {
  Panels result(outputs * patch);
  auto body = [&](int64_t begin, int64_t end) {
    for (int64_t output = begin; output < end; ++output)
      for (int64_t at = 0; at < patch; ++at)
        result[(output / tile_outputs * patch + at) * tile_outputs + output % tile_outputs] =
            ct::widened(kernel[output * patch + at]);
  };
  ct::parallel_ranges(outputs, body);
  return result;
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
    const ConvolutionShape &shape, const Number *pictures, const Panels &panels, const float *bias, Number *result,
    bool streams) {
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
            shape.group_outputs(), streams);
      }
    }
  };
  ct::parallel_ranges(shape.images, body);
}

}  // namespace

bool ct::computes_avx512(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window) {
  at::ScalarType type = input.scalar_type();
  bool can = instruction_set() == InstructionSet::avx512 &&
      (type == at::kFloat || type == at::kBFloat16) && kernel.scalar_type() == type &&
      kernel.size(2) == kernel.size(3) && kernel.size(0) / window.groups % tile_outputs == 0 &&
      computes_parameter_gradients_avx512(kernel);
  if (forced_kernels != CT_KERNELS_AUTOMATIC) return can && forced_kernels == CT_KERNELS_AVX512;
  // In bfloat16, oneDNN has AMX (docs/what-was-tried.md).
  return can && (type == at::kFloat || !has_amx());
}

at::Tensor ct::convolution_avx512(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ConvolutionWindow window) {
  at::Tensor pictures = channels_last(input), kernels = channels_last(kernel), biases = bias.to(at::kFloat).contiguous();
  at::Tensor result = empty_result(input, kernel, window);
  ConvolutionShape shape(pictures, kernels, window);
  int64_t patch = shape.side * shape.patch_row();
  const float *floats = biases.data_ptr<float>();
  if (input.scalar_type() == at::kFloat)
    convolve(
        shape, pictures.data_ptr<float>(), panels(kernels.data_ptr<float>(), shape.outputs, patch), floats,
        result.data_ptr<float>(), streams(result));
  else
    convolve<BrainFloat>(
        shape, numbers(pictures), panels(numbers(kernels), shape.outputs, patch), floats, numbers(result),
        streams(result));
  return result;
}
