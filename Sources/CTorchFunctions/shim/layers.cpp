#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "handle.hpp"
#include "kernels.hpp"

// The layers of networks, and automatic differentiation.

ct_status ct_convolution(ct_tensor input, ct_tensor kernel, ct_tensor bias, int64_t stride, int64_t padding, int64_t groups, ct_tensor *result) {
  return ct::producing(result, [&] {
    return ct::convolution(input->value, kernel->value, bias->value, {stride, padding, groups});
  });
}

ct_status ct_linear(ct_tensor input, ct_tensor weight, ct_tensor bias, ct_tensor *result) {
  return ct::producing(result, [&] { return ct::linear(input->value, weight->value, bias->value); });
}

ct_status ct_relu(ct_tensor input, ct_tensor *result) {
  return ct::producing(result, [&] { return at::relu_(input->value); });
}

ct_status ct_max_pool(ct_tensor input, int64_t side, int64_t stride, bool rounds_up, ct_tensor *result) {
  return ct::producing(result, [&] {
    return ct::max_pool(input->value, {side, stride, rounds_up});
  });
}

ct_status ct_batch_norm(ct_tensor input, ct_tensor scale, ct_tensor shift, ct_tensor mean, ct_tensor variance, ct_tensor summand, int64_t pool_side, int64_t pool_stride, bool is_training, double momentum, double epsilon, bool rectifies, ct_tensor *result) {
  return ct::producing(result, [&] {
    TORCH_CHECK(!summand || pool_side == 0, "either a sum or pooling follows batch normalisation");
    ct::BatchNorm norm{is_training, momentum, epsilon, rectifies, {pool_side, pool_stride, /*rounds_up=*/true}};
    if (pool_side > 0)
      return ct::batch_norm_pool(
          input->value, scale->value, shift->value, mean->value, variance->value, norm);
    return ct::batch_norm(
        input->value, scale->value, shift->value, mean->value, variance->value,
        summand ? summand->value : at::Tensor(), norm);
  });
}

ct_status ct_pixel_mean(ct_tensor input, ct_tensor *result) {
  return ct::producing(result, [&] { return input->value.mean({2, 3}); });
}

ct_status ct_cross_entropy(ct_tensor logits, ct_tensor labels, ct_tensor *result) {
  return ct::producing(result, [&] { return at::cross_entropy_loss(logits->value, labels->value); });
}

ct_status ct_local_response_norm(ct_tensor input, int64_t size, double alpha, double beta, double k, ct_tensor *result) {
  return ct::producing(result, [&] {
    return ct::local_response_norm(input->value, {size, alpha, beta, k});
  });
}

ct_status ct_require_gradient(ct_tensor tensor) {
  return ct::guarded([&] { tensor->value.requires_grad_(true); });
}

ct_status ct_backward(ct_tensor loss) {
  return ct::guarded([&] { loss->value.backward(); });
}

ct_status ct_gradient(ct_tensor tensor, ct_tensor *result) {
  return ct::guarded([&] {
    const at::Tensor &gradient = tensor->value.grad();
    *result = gradient.defined() ? ct::wrap(gradient) : nullptr;
  });
}

ct_status ct_clear_gradient(ct_tensor tensor) {
  return ct::guarded([&] { tensor->value.mutable_grad().reset(); });
}

bool ct_set_recording(bool records) {
  bool recorded = c10::GradMode::is_enabled();
  c10::GradMode::set_enabled(records);
  return recorded;
}
