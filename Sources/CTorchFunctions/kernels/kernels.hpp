// The layers that this folder computes itself, and the choice between its own kernels and LibTorch's.
#pragma once

#include <ATen/core/Tensor.h>

#include "CTorch.h"

namespace ct {

// The choice that ct_force_kernels made for this thread. `parallel_ranges` hands it on to the threads that work for
// this one.
extern __thread ct_kernels forced_kernels;

// Whether the processor multiplies matrices of bfloat16 (AMX).
bool has_amx();

inline bool forces_libtorch() { return forced_kernels == CT_KERNELS_LIBTORCH; }

// Whether the AVX2 convolutions are forced. CT_KERNELS_AVX512 takes them where its own can't compute.
inline bool forces_own_convolution() {
  return forced_kernels == CT_KERNELS_AVX2 || forced_kernels == CT_KERNELS_AVX512;
}

// The sizes of a convolution's window.
struct ConvolutionWindow {
  int64_t stride;
  int64_t padding;
  int64_t groups;
};

// Cross-correlation of pictures with a bank of kernels, plus a bias for each output.
at::Tensor convolution(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ConvolutionWindow window);

// A fully connected layer: input × weightᵀ + bias.
at::Tensor linear(const at::Tensor &input, const at::Tensor &weight, const at::Tensor &bias);

// The constants of local response normalisation.
struct ResponseNorm {
  int64_t size;  // channels in the window, odd
  double alpha;
  double beta;
  double k;
};

// Local response normalisation across channels (Krizhevsky, Sutskever, Hinton 2012, section 3.3). Alpha is divided by
// the window's size, as in Caffe. Any memory layout; channels-last is fast.
at::Tensor local_response_norm(const at::Tensor &input, ResponseNorm norm);

// The sizes of a pooling window.
struct PoolWindow {
  int64_t side;
  int64_t stride;
  bool rounds_up;  // whether a window may extend beyond the lower and right edge, as in Caffe

  // The number of windows along an edge. The last one begins inside the picture.
  int64_t count(int64_t edge) const;
};

// The largest number of each window, for each channel; NaN if the window has one. Any memory layout; channels-last is
// fast.
at::Tensor max_pool(const at::Tensor &input, PoolWindow window);

// How batch normalisation works, and what follows it.
struct BatchNorm {
  bool is_training;  // whether the moments are those of the batch
  double momentum;   // the weight of the batch in the new running moments
  double epsilon;    // is added to the variance
  bool rectifies;    // whether ReLU is last
  PoolWindow pool;   // the windows of `batch_norm_pool`
};

// Batch normalisation (Ioffe and Szegedy 2015), then the sum with a tensor of the same shape if `summand` is defined,
// then ReLU if asked for. Channels are the second dimension. Scale, shift and moments are 32-bit floats. Any memory
// layout; channels-last is fast.
at::Tensor batch_norm(
    const at::Tensor &input, const at::Tensor &scale, const at::Tensor &shift, const at::Tensor &mean,
    const at::Tensor &variance, const at::Tensor &summand, BatchNorm norm);

// The same with max pooling instead of the sum.
at::Tensor batch_norm_pool(
    const at::Tensor &input, const at::Tensor &scale, const at::Tensor &shift, const at::Tensor &mean,
    const at::Tensor &variance, BatchNorm norm);

}  // namespace ct
