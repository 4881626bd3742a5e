#include "local_response_norm.hpp"

#include <ATen/TensorOperators.h>

#include <torch/csrc/autograd/custom_function.h>

#include <vector>

#include "channels_last.hpp"
#include "response_norm_loops.hpp"

namespace {

using ct::ResponseNorm;

struct LocalResponseNorm : torch::autograd::Function<LocalResponseNorm> {
  static at::Tensor forward(
      torch::autograd::AutogradContext *context, const at::Tensor &given, int64_t size, double alpha, double beta,
      double k) {
    at::Tensor input = ct::channels_last(given);
    at::Tensor output = at::empty_like(input);
    ct::response_norm_forward(input, output, {size, alpha, beta, k});
    context->save_for_backward({input});
    context->saved_data["norm"] = c10::IValue(std::vector<double>{static_cast<double>(size), alpha, beta, k});
    return output;
  }

  static torch::autograd::tensor_list backward(
      torch::autograd::AutogradContext *context, torch::autograd::tensor_list gradients) {
    at::Tensor input = context->get_saved_variables()[0];
    at::Tensor gradient = ct::channels_last(gradients[0]);
    at::Tensor result = at::empty_like(input);
    std::vector<double> norm = context->saved_data["norm"].toDoubleVector();
    ct::response_norm_backward(
        input, gradient, result, {static_cast<int64_t>(norm[0]), norm[1], norm[2], norm[3]});
    return {result, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

// The same by generic operations, for devices and types that our loops are not for.
at::Tensor composed(const at::Tensor &input, ResponseNorm norm) {
  // Padded by itself: the pooling's own padding is refused where there are fewer channels than the window has.
  int64_t half = norm.size / 2;
  at::Tensor squares = at::constant_pad_nd(input.square().unsqueeze(1), {0, 0, 0, 0, half, half});
  at::Tensor mean = at::avg_pool3d(squares, {norm.size, 1, 1}, /*stride=*/1);
  return input / (mean.squeeze(1) * norm.alpha + norm.k).pow(norm.beta);
}

}  // namespace

at::Tensor ct::local_response_norm(const at::Tensor &input, ResponseNorm norm) {
  TORCH_CHECK(input.dim() == 4, "local response normalisation of ", input.dim(), " dimensions, not 4");
  TORCH_CHECK(norm.size > 0 && norm.size % 2 == 1, "a window of ", norm.size, " channels has no middle");
  bool is_fused = input.scalar_type() == at::kFloat || input.scalar_type() == at::kBFloat16;
  if (!input.device().is_cpu() || !is_fused) return composed(input, norm);
  return LocalResponseNorm::apply(input, norm.size, norm.alpha, norm.beta, norm.k);
}
