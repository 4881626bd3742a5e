#include "convolution.hpp"

#include <torch/csrc/autograd/custom_function.h>

#include <vector>

#include "vectors.hpp"
#include "winograd.hpp"

// Chooses between oneDNN, Winograd's filtering (winograd.cpp, winograd_gradients.cpp), the kernels for AVX-512
// (convolution_avx512.cpp and its gradients) and those for AVX2 (convolution_products.cpp, convolution_gradients.cpp). The
// gradient of the input that belongs to the kernels for AVX2 is oneDNN's: it was as fast as the own kernel with turned kernels
// (docs/what-was-tried.md).

namespace {

enum class Implementation { onednn, winograd, avx512, avx2 };

// Whether the tensors fit each other. If not, LibTorch says why.
bool fits(const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ct::ConvolutionWindow window) {
  if (input.dim() != 4 || kernel.dim() != 4 || window.stride < 1 || window.padding < 0 || window.groups < 1) return false;
  auto covers = [&](int64_t dimension) {
    return input.size(dimension) + 2 * window.padding >= kernel.size(dimension);
  };
  return input.device().is_cpu() && kernel.device().is_cpu() && bias.device().is_cpu() && covers(2) && covers(3) &&
      kernel.size(1) * window.groups == input.size(1) && kernel.size(0) % window.groups == 0 &&
      bias.numel() == kernel.size(0) && bias.scalar_type() == kernel.scalar_type();
}

Implementation implementation(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ct::ConvolutionWindow window) {
  if (!fits(input, kernel, bias, window)) return Implementation::onednn;
  if (ct::computes_winograd(input, kernel, window)) return Implementation::winograd;
  if (ct::computes_avx512(input, kernel, window)) return Implementation::avx512;
  if (ct::computes_products(input, kernel, window)) return Implementation::avx2;
  return Implementation::onednn;
}

at::Tensor convolved(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ct::ConvolutionWindow window) {
  switch (implementation(input, kernel, bias, window)) {
    case Implementation::winograd: return ct::winograd_convolution(input, kernel, bias, window);
    case Implementation::avx512: return ct::convolution_avx512(input, kernel, bias, window);
    case Implementation::avx2: return ct::convolution_by_products(input, kernel, bias, window);
    case Implementation::onednn: break;
  }
  return at::conv2d(input, kernel, bias, window.stride, window.padding, /*dilation=*/1, window.groups);
}

at::Tensor input_gradient(
    Implementation chosen, const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient,
    ct::ConvolutionWindow window) {
  if (chosen == Implementation::winograd) return ct::winograd_input_gradient(input, kernel, gradient, window);
  if (chosen == Implementation::avx512 && ct::computes_input_gradient_avx512(kernel))
    return ct::input_gradient_avx512(input, kernel, gradient, window);
  return std::get<0>(at::convolution_backward(
      gradient, input, kernel, c10::nullopt, {window.stride, window.stride}, {window.padding, window.padding},
      /*dilation=*/{1, 1}, /*transposed=*/false, /*output_padding=*/{0, 0}, window.groups,
      /*output_mask=*/{true, false, false}));
}

// The gradients of the kernels and of the biases.
std::pair<at::Tensor, at::Tensor> parameter_gradients(
    Implementation chosen, const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient,
    ct::ConvolutionWindow window) {
  switch (chosen) {
    case Implementation::winograd: return ct::winograd_parameter_gradients(input, kernel, gradient, window);
    case Implementation::avx512: return ct::parameter_gradients_avx512(input, kernel, gradient, window);
    // These kernels are also for convolutions whose results oneDNN computes.
    case Implementation::avx2:
    case Implementation::onednn: break;
  }
  return ct::convolution_parameter_gradients(input, kernel, gradient, window);
}

struct Convolution : torch::autograd::Function<Convolution> {
  static at::Tensor forward(
      torch::autograd::AutogradContext *context, const at::Tensor &input, const at::Tensor &kernel,
      const at::Tensor &bias, int64_t stride, int64_t padding, int64_t groups) {
    context->save_for_backward({input, kernel, bias});
    context->saved_data["window"] = c10::IValue(std::vector<int64_t>{stride, padding, groups});
    return convolved(input, kernel, bias, {stride, padding, groups});
  }

  static torch::autograd::tensor_list backward(
      torch::autograd::AutogradContext *context, torch::autograd::tensor_list gradients) {
    torch::autograd::tensor_list saved = context->get_saved_variables();
    const at::Tensor &input = saved[0], &kernel = saved[1];
    std::vector<int64_t> numbers = context->saved_data["window"].toIntVector();
    ct::ConvolutionWindow window{numbers[0], numbers[1], numbers[2]};
    at::Tensor gradient = ct::channels_last(gradients[0]);
    Implementation chosen = implementation(input, kernel, saved[2], window);
    at::Tensor of_input;
    if (context->needs_input_grad(0)) of_input = input_gradient(chosen, input, kernel, gradient, window);
    auto [of_kernel, of_bias] = parameter_gradients(chosen, input, kernel, gradient, window);
    return {of_input, of_kernel, of_bias, at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

}  // namespace

at::Tensor ct::convolution(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ConvolutionWindow window) {
  bool is_watched = at::GradMode::is_enabled() &&
      (input.requires_grad() || kernel.requires_grad() || bias.requires_grad());
  if (!is_watched) return convolved(input, kernel, bias, window);
  Implementation chosen = implementation(input, kernel, bias, window);
  bool has_own_gradients = chosen == Implementation::winograd || chosen == Implementation::avx512 ||
      (fits(input, kernel, bias, window) && computes_parameter_gradients(input, kernel, window));
  if (kernel.requires_grad() && bias.requires_grad() && has_own_gradients)
    return Convolution::apply(input, kernel, bias, window.stride, window.padding, window.groups);
  return at::conv2d(input, kernel, bias, window.stride, window.padding, /*dilation=*/1, window.groups);
}

at::Tensor ct::empty_result(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window) {
  ConvolutionShape shape(input, kernel, window);
  return at::empty(
      {shape.images, shape.outputs, shape.rows, shape.columns}, input.options(), at::MemoryFormat::ChannelsLast);
}
