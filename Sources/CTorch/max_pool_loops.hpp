#pragma once

#include "max_pool.hpp"

namespace ct {

// A window's places are counted in bytes.
constexpr int64_t most_pool_side = 15;

// The operation and its derivative on a processor, of 32-bit floats or bfloat16 in channels-last memory. `places`
// says which place in the window was largest, counted by rows from 0; a byte where LibTorch keeps eight.
void max_pool_forward(const at::Tensor &input, at::Tensor &output, at::Tensor *places, PoolWindow window);
void max_pool_backward(
    const at::Tensor &gradient, const at::Tensor &places, at::Tensor &result, PoolWindow window);

}  // namespace ct
