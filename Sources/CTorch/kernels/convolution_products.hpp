#pragma once

#include "convolution.hpp"

namespace ct {

// Whether `convolution_by_products` can do it here, and is the faster.
bool has_fast_products(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window);

// A convolution of 32-bit floats in channels-last memory.
at::Tensor convolution_by_products(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ConvolutionWindow window);

}  // namespace ct
