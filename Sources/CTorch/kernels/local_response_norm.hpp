#pragma once

#include <ATen/core/Tensor.h>

namespace ct {

struct ResponseNorm {
  int64_t size;  // channels in the window, odd
  double alpha;
  double beta;
  double k;
};

// Local response normalisation across channels (Krizhevsky, Sutskever, Hinton 2012, section 3.3),
// with Caffe's alpha, which is divided by the window's size. Any layout; channels-last is fast.
at::Tensor local_response_norm(const at::Tensor &input, ResponseNorm norm);

}  // namespace ct
