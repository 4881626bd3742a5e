#include <ATen/core/grad_mode.h>

#include "handle.hpp"

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

ct_status ct_detach(ct_tensor tensor, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.detach(); });
}

bool ct_set_recording(bool records) {
  bool recorded = c10::GradMode::is_enabled();
  c10::GradMode::set_enabled(records);
  return recorded;
}
