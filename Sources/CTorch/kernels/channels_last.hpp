#pragma once

#include <ATen/core/Tensor.h>

namespace ct {

// The tensor, or a copy, with a pixel's channels side by side, which is how our loops read pictures.
inline at::Tensor channels_last(const at::Tensor &tensor) {
  return tensor.contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace ct
