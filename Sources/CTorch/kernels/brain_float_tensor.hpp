#pragma once

#include <ATen/core/Tensor.h>

#include "brain_float.hpp"

namespace ct {

// The numbers of a bfloat16 tensor, as their bits.
inline BrainFloat *numbers(const at::Tensor &tensor) {
  return reinterpret_cast<BrainFloat *>(tensor.data_ptr<at::BFloat16>());
}

}  // namespace ct
