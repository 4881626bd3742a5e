#pragma once

#include <ATen/core/Tensor.h>

namespace ct {

struct PoolWindow {
  int64_t side;
  int64_t stride;
  bool rounds_up;  // a window may hang over the lower and right edge, as Caffe's do

  // How many windows there are along an edge; the last one begins inside.
  int64_t count(int64_t edge) const;
};

// The largest number in each window, of each channel; where it is no number, that. Any layout; channels-last
// is fast.
at::Tensor max_pool(const at::Tensor &input, PoolWindow window);

}  // namespace ct
