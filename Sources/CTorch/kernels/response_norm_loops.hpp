#pragma once

#include "local_response_norm.hpp"

namespace ct {

// The operation and its derivative on a processor, of 32-bit floats or bfloat16 in channels-last memory;
// all tensors of one shape, type and layout.
void response_norm_forward(const at::Tensor &input, at::Tensor &output, ResponseNorm norm);
void response_norm_backward(
    const at::Tensor &input, const at::Tensor &gradient, at::Tensor &result, ResponseNorm norm);

}  // namespace ct
