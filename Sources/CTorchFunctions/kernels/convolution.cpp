#include "convolution.hpp"

#include <torch/csrc/autograd/custom_function.h>

#include <vector>

#include "vectors.hpp"
#include "winograd.hpp"

// Chooses between oneDNN, the kernels for AVX-512 (convolution_avx512.cpp, convolution_avx512_gradients.cpp) and those for
// AVX2 (convolution_products.cpp, convolution_gradients.cpp). With AVX2 the gradient of the input is oneDNN's: it was as
// fast as the own kernel with turned kernels (docs/what-was-tried.md).

namespace {

at::Tensor convolved(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ct::ConvolutionWindow window) {
  if (ct::computes_winograd(input, kernel, window)) return ct::winograd_convolution(input, kernel, bias, window);
  if (ct::computes_avx512(input, kernel, window)) return ct::convolution_avx512(input, kernel, bias, window);
  if (ct::computes_products(input, kernel, window)) return ct::convolution_by_products(input, kernel, bias, window);
  return at::conv2d(input, kernel, bias, window.stride, window.padding, /*dilation=*/1, window.groups);
}

struct Convolution : torch::autograd::Function<Convolution> {
  static at::Tensor forward(
      torch::autograd::AutogradContext *context, const at::Tensor &input, const at::Tensor &kernel,
      const at::Tensor &bias, int64_t stride, int64_t padding, int64_t groups) {
    context->save_for_backward({input, kernel});
    context->saved_data["window"] = c10::IValue(std::vector<int64_t>{stride, padding, groups});
    return convolved(input, kernel, bias, {stride, padding, groups});
  }

  static torch::autograd::tensor_list backward(
      torch::autograd::AutogradContext *context, torch::autograd::tensor_list gradients) {
    torch::autograd::tensor_list saved = context->get_saved_variables();
    std::vector<int64_t> numbers = context->saved_data["window"].toIntVector();
    ct::ConvolutionWindow window{numbers[0], numbers[1], numbers[2]};
    at::Tensor gradient = ct::channels_last(gradients[0]);
    at::Tensor input_gradient;
    if (ct::computes_winograd(saved[0], saved[1], window)) {
      if (context->needs_input_grad(0))
        input_gradient = ct::winograd_input_gradient(saved[0], saved[1], gradient, window);
      auto [kernel_gradient, bias_gradient] =
          ct::winograd_parameter_gradients(saved[0], saved[1], gradient, window);
      return {input_gradient, kernel_gradient, bias_gradient, at::Tensor(), at::Tensor(), at::Tensor()};
    }
    bool has_avx512 = ct::computes_avx512(saved[0], saved[1], window);
    if (context->needs_input_grad(0) && has_avx512 && ct::computes_input_gradient_avx512(saved[0], saved[1], window))
      input_gradient = ct::input_gradient_avx512(saved[0], saved[1], gradient, window);
    else if (context->needs_input_grad(0))
      input_gradient = std::get<0>(at::convolution_backward(
          gradient, saved[0], saved[1], c10::nullopt, {window.stride, window.stride},
          {window.padding, window.padding}, /*dilation=*/{1, 1}, /*transposed=*/false, /*output_padding=*/{0, 0},
          window.groups, /*output_mask=*/{true, false, false}));
    auto [kernel_gradient, bias_gradient] = has_avx512
        ? ct::parameter_gradients_avx512(saved[0], saved[1], gradient, window)
        : ct::convolution_parameter_gradients(saved[0], saved[1], gradient, window);
    return {input_gradient, kernel_gradient, bias_gradient, at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

}  // namespace

at::Tensor ct::convolution(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ConvolutionWindow window) {
  bool is_watched = at::GradMode::is_enabled() &&
      (input.requires_grad() || kernel.requires_grad() || bias.requires_grad());
  if (!is_watched) return convolved(input, kernel, bias, window);
  bool is_own = computes_winograd(input, kernel, window) || computes_avx512(input, kernel, window) || computes_parameter_gradients(input, kernel, window);
  if (kernel.requires_grad() && bias.requires_grad() && is_own)
    return Convolution::apply(input, kernel, bias, window.stride, window.padding, window.groups);
  return at::conv2d(input, kernel, bias, window.stride, window.padding, /*dilation=*/1, window.groups);
}

at::Tensor ct::empty_result(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window) {
  auto edge = [&](int64_t length) { return (length + 2 * window.padding - kernel.size(2)) / window.stride + 1; };
  return at::empty(
      {input.size(0), kernel.size(0), edge(input.size(2)), edge(input.size(3))}, input.options(),
      at::MemoryFormat::ChannelsLast);
}
