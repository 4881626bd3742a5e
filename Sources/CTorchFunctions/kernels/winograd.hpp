// Convolutions with fewer multiplications, by Winograd's minimal filtering (Lavin and Gray 2016, arXiv:1509.09308).
//
// A tile of 4×4 results of a 3×3 kernel is computed from 6×6 pixels. Both pixels and kernel are transformed to 36 numbers, which
// are multiplied one by one and added up over the channels; the 36 sums are transformed to the 16 results. So a tile needs 36
// products for each channel and output instead of 144, as 36 products of matrices (tiles × channels × outputs).
//
// A kernel of 5×5 with a stride of 2 is the sum of four kernels of up to 3×3 with a stride of 1, each for the pixels whose row
// and column are even or odd: the phases. They are four times as many channels, and need 144 products instead of 400.
//
// Numbers in memory are 32-bit floats or bfloat16; everything between is in 32-bit floats. The error is below 1e-5 of the largest
// number of the result (ConvolutionTests). An infinite pixel spreads to the 16 results of its tile. The bits of results and of
// the input's gradients do not depend on the number of threads or on the batch; those of the kernels' and biases' gradients depend
// on the number of threads.
#pragma once

#include <utility>

#include "kernels.hpp"

namespace ct {

// Whether these functions can compute this convolution and its gradients, and are to be used.
bool computes_winograd(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window);

// Computes a convolution. The tiles are divided among threads.
at::Tensor winograd_convolution(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ConvolutionWindow window);

// Computes the gradient of the input from that of the result, which is channels-last.
at::Tensor winograd_input_gradient(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window);

// Computes the gradients of the kernels and of the biases. Every thread computes a part of the tiles, and the parts are added in
// order.
std::pair<at::Tensor, at::Tensor> winograd_parameter_gradients(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window);

}  // namespace ct
