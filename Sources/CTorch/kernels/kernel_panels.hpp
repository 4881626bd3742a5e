#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "convolution_blocks.hpp"

namespace ct {

// Kernels in the order in which tiles of sums read them: groups × tiles of outputs × rows of a patch × the row's
// numbers × the tile's outputs.
class KernelPanels {
 public:
  // Puts channels-last kernels of 32-bit floats in order.
  KernelPanels(const at::Tensor &kernel, const ConvolutionShape &shape);

  // A group's outputs, in tiles.
  std::vector<TileColumns> tiles;

  // One row of the kernels of one tile.
  const float *row(const ConvolutionShape &shape, int64_t group, TileColumns columns, int64_t y) const {
    return numbers.data_ptr<float>() + place(shape, group, columns, y);
  }

 private:
  at::Tensor numbers;

  static int64_t place(const ConvolutionShape &shape, int64_t group, TileColumns columns, int64_t y) {
    int64_t before = (group * shape.group_outputs() + columns.begin) * shape.side + y * columns.width();
    return before * shape.patch_row();
  }
};

}  // namespace ct
