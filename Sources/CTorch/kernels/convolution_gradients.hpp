#pragma once

#include <utility>

#include "convolution.hpp"

namespace ct {

// Whether `convolution_parameter_gradients` can be called, and is faster than oneDNN: 32-bit floats in
// channels-last memory on a processor with AVX2, where oneDNN's own loop takes half as long again. With
// AVX-512 that is not known, and oneDNN's other loops are used.
bool has_fast_parameter_gradients(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window);

// The derivatives of a convolution with respect to its kernels and its biases, given the one with respect to
// its result, which is channels-last. Every thread takes a part of the batch, and the parts are added up in
// order: the same number of threads gives the same bits.
std::pair<at::Tensor, at::Tensor> convolution_parameter_gradients(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window);

}  // namespace ct
