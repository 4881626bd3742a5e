#pragma once

#include "max_pool.hpp"

namespace ct {

// A window's places are counted in bytes.
constexpr int64_t most_pool_side = 15;

// The sizes of one picture's maps, and how many windows there are.
struct PoolShape {
  PoolShape(const at::Tensor &maps, const at::Tensor &windows)
      : channels(maps.size(1)), height(maps.size(2)), width(maps.size(3)), windows_down(windows.size(2)),
        windows_across(windows.size(3)) {}
  int64_t channels, height, width, windows_down, windows_across;
};

// The operation and its derivative on a processor, of 32-bit floats or bfloat16 in channels-last memory. `places`
// says which place in the window was largest, counted by rows from 0; a byte where LibTorch keeps eight.
void max_pool_forward(const at::Tensor &input, at::Tensor &output, at::Tensor *places, PoolWindow window);
void max_pool_backward(
    const at::Tensor &gradient, const at::Tensor &places, at::Tensor &result, PoolWindow window);

}  // namespace ct
