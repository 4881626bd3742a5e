#include <ATen/ATen.h>

#include "handle.hpp"

ct_status ct_add(ct_tensor left, ct_tensor right, ct_tensor *result) {
  return ct::producing(result, [&] { return left->value + right->value; });
}

ct_status ct_subtract(ct_tensor left, ct_tensor right, ct_tensor *result) {
  return ct::producing(result, [&] { return left->value - right->value; });
}

ct_status ct_multiply(ct_tensor left, ct_tensor right, ct_tensor *result) {
  return ct::producing(result, [&] { return left->value * right->value; });
}

ct_status ct_divide(ct_tensor left, ct_tensor right, ct_tensor *result) {
  return ct::producing(result, [&] { return left->value / right->value; });
}

ct_status ct_affine(ct_tensor tensor, double factor, double summand, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value * factor + summand; });
}

ct_status ct_square(ct_tensor tensor, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.square(); });
}

ct_status ct_square_root(ct_tensor tensor, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.sqrt(); });
}

ct_status ct_clamp_below(ct_tensor tensor, double bound, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.clamp_min(bound); });
}

ct_status ct_sum(ct_tensor tensor, int64_t dimension, bool keeps_dimension, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.sum(dimension, keeps_dimension); });
}

ct_status ct_sum_all(ct_tensor tensor, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.sum(); });
}

ct_status ct_mean(ct_tensor tensor, int64_t dimension, bool keeps_dimension, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.mean(dimension, keeps_dimension); });
}

ct_status ct_minimum(ct_tensor tensor, int64_t dimension, ct_tensor *values, ct_tensor *indices) {
  return ct::guarded([&] {
    auto found = tensor->value.min(dimension);
    *values = ct::wrap(std::get<0>(found));
    *indices = ct::wrap(std::get<1>(found));
  });
}

ct_status ct_extremes(ct_tensor tensor, int64_t dimension, ct_tensor *lowest, ct_tensor *highest) {
  return ct::guarded([&] {
    auto found = at::aminmax(tensor->value, dimension);
    *lowest = ct::wrap(std::get<0>(found));
    *highest = ct::wrap(std::get<1>(found));
  });
}

ct_status ct_lowest(ct_tensor tensor, int64_t count, ct_tensor *values, ct_tensor *indices) {
  return ct::guarded([&] {
    auto found = tensor->value.topk(count, /*dim=*/-1, /*largest=*/false, /*sorted=*/true);
    *values = ct::wrap(std::get<0>(found));
    *indices = ct::wrap(std::get<1>(found));
  });
}

ct_status ct_accumulate(ct_tensor target, ct_tensor source, double factor) {
  return ct::guarded([&] { target->value.add_(source->value, factor); });
}

ct_status ct_scale(ct_tensor target, double factor) {
  return ct::guarded([&] { target->value.mul_(factor); });
}

ct_status ct_assign(ct_tensor target, ct_tensor source) {
  return ct::guarded([&] { target->value.copy_(source->value); });
}

ct_status ct_matrix_product(ct_tensor left, ct_tensor right, ct_tensor *result) {
  return ct::producing(result, [&] { return at::matmul(left->value, right->value); });
}

ct_status ct_transpose(ct_tensor tensor, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.transpose(0, 1); });
}

ct_status ct_orthonormalise(ct_tensor tensor, ct_tensor *result) {
  return ct::producing(result, [&] { return std::get<0>(at::linalg_qr(tensor->value)); });
}

ct_status ct_symmetric_eigen(ct_tensor tensor, ct_tensor *values, ct_tensor *vectors) {
  return ct::guarded([&] {
    auto found = at::linalg_eigh(tensor->value);
    *values = ct::wrap(std::get<0>(found));
    *vectors = ct::wrap(std::get<1>(found));
  });
}
