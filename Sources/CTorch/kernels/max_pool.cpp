#include "max_pool.hpp"

#include <torch/csrc/autograd/custom_function.h>

#include <vector>

#include "channels_last.hpp"
#include "max_pool_loops.hpp"

namespace {

using ct::PoolWindow;

at::Tensor pooled(const at::Tensor &input, PoolWindow window, at::ScalarType type) {
  return at::empty(
      {input.size(0), input.size(1), window.count(input.size(2)), window.count(input.size(3))},
      input.options().dtype(type), at::MemoryFormat::ChannelsLast);
}

struct MaxPool : torch::autograd::Function<MaxPool> {
  static at::Tensor forward(
      torch::autograd::AutogradContext *context, const at::Tensor &given, int64_t side, int64_t stride,
      bool rounds_up) {
    PoolWindow window{side, stride, rounds_up};
    at::Tensor input = ct::channels_last(given);
    at::Tensor output = pooled(input, window, input.scalar_type());
    at::Tensor places = pooled(input, window, at::kByte);
    ct::max_pool_forward(input, output, &places, window);
    context->saved_data["places"] = places;
    context->saved_data["numbers"] = c10::IValue(std::vector<int64_t>{side, stride, input.size(2), input.size(3)});
    return output;
  }

  static torch::autograd::tensor_list backward(
      torch::autograd::AutogradContext *context, torch::autograd::tensor_list gradients) {
    at::Tensor gradient = ct::channels_last(gradients[0]);
    std::vector<int64_t> numbers = context->saved_data["numbers"].toIntVector();
    at::Tensor result = at::empty(
        {gradient.size(0), gradient.size(1), numbers[2], numbers[3]}, gradient.options(),
        at::MemoryFormat::ChannelsLast);
    ct::max_pool_backward(
        gradient, context->saved_data["places"].toTensor(), result, {numbers[0], numbers[1], false});
    return {result, at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

}  // namespace

int64_t ct::PoolWindow::count(int64_t edge) const {
  int64_t room = edge - side;
  if (!rounds_up) return room / stride + 1;
  int64_t windows = (room + stride - 1) / stride + 1;
  return (windows - 1) * stride < edge ? windows : windows - 1;
}

at::Tensor ct::max_pool(const at::Tensor &input, PoolWindow window) {
  bool is_looped = input.dim() == 4 && input.device().is_cpu() && window.side <= most_pool_side &&
      window.side <= std::min(input.size(2), input.size(3)) &&
      (input.scalar_type() == at::kFloat || input.scalar_type() == at::kBFloat16);
  if (!is_looped)
    return at::max_pool2d(input, window.side, window.stride, /*padding=*/0, /*dilation=*/1, window.rounds_up);
  if (at::GradMode::is_enabled() && input.requires_grad())
    return MaxPool::apply(input, window.side, window.stride, window.rounds_up);
  at::Tensor laid = ct::channels_last(input.detach());
  at::Tensor output = pooled(laid, window, laid.scalar_type());
  max_pool_forward(laid, output, nullptr, window);
  return output;
}
