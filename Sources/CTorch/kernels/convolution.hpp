#pragma once

#include <ATen/core/Tensor.h>

namespace ct {

struct ConvolutionWindow {
  int64_t stride;
  int64_t padding;
  int64_t groups;
};

// Cross-correlation with a bank of kernels, by oneDNN; the kernels' own derivative by
// `convolution_parameter_gradients`, where that is the faster.
at::Tensor convolution(const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ConvolutionWindow window);

}  // namespace ct
