#include <ATen/ops/empty_strided.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "brain_float_tensor.hpp"
#include "handle.hpp"
#include "parallel.hpp"
#include "vectorised.hpp"

namespace {

// Sums are taken over stretches of this many elements, then over the stretches in order, so that they
// do not depend on the number of threads.
constexpr int64_t stretch = 1 << 14;

// Eight sums side by side, since a compiler may not change the order of additions by itself.
template <typename Number>
inline double squared_sum(const Number *numbers, int64_t count) {
  double lanes[8] = {};
  int64_t whole = count - count % 8;
  for (int64_t i = 0; i < whole; i += 8)
    for (int64_t lane = 0; lane < 8; ++lane) {
      double value = ct::widened(numbers[i + lane]);
      lanes[lane] += value * value;
    }
  for (int64_t i = whole; i < count; ++i) {
    double value = ct::widened(numbers[i]);
    lanes[i - whole] += value * value;
  }
  double sum = 0;
  for (double lane : lanes) sum += lane;
  return sum;
}

CT_VECTORISED
double squared_sum_of(const float *numbers, int64_t count) { return squared_sum(numbers, count); }

CT_VECTORISED
double squared_sum_of(const ct::BrainFloat *numbers, int64_t count) { return squared_sum(numbers, count); }

template <typename Number>
double squared_norm(const Number *numbers, int64_t count) {
  std::vector<double> sums((count + stretch - 1) / stretch);
  auto body = [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i)
      sums[i] = squared_sum_of(numbers + i * stretch, std::min(stretch, count - i * stretch));
  };
  ct::parallel_ranges(static_cast<int64_t>(sums.size()), body);
  double sum = 0;
  for (double part : sums) sum += part;
  return sum;
}

struct Step {
  float momentum, rate, decay;
};

// Caffe's update (sgd_solver.cpp): v ← momentum v + rate g + decay w; w ← w − v.
CT_VECTORISED
void update(float *weights, float *velocity, const float *gradient, int64_t count, Step step) {
  for (int64_t i = 0; i < count; ++i) {
    velocity[i] = step.momentum * velocity[i] + step.rate * gradient[i] + step.decay * weights[i];
    weights[i] -= velocity[i];
  }
}

// The same, and the weights that are computed with are rounded anew.
CT_VECTORISED
void update_and_round(
    float *weights, float *velocity, const ct::BrainFloat *gradient, ct::BrainFloat *working, int64_t count,
    Step step) {
  for (int64_t i = 0; i < count; ++i) {
    velocity[i] =
        step.momentum * velocity[i] + step.rate * ct::widened(gradient[i]) + step.decay * weights[i];
    weights[i] -= velocity[i];
    working[i] = ct::narrowed(weights[i]);
  }
}

bool is_dense_on_processor(const at::Tensor &tensor) {
  return tensor.device().is_cpu() && tensor.is_non_overlapping_and_dense();
}

// The gradient with its elements in the order in which the weights lie in memory.
at::Tensor laid_out_as(const at::Tensor &weights, const at::Tensor &gradient) {
  if (gradient.strides() == weights.strides()) return gradient;
  return at::empty_strided(weights.sizes(), weights.strides(), gradient.options()).copy_(gradient);
}

// The same by generic operations, for other devices.
void generic_step(at::Tensor &weights, at::Tensor &velocity, const at::Tensor &gradient, Step step) {
  velocity.mul_(step.momentum).add_(gradient, step.rate).add_(weights, step.decay);
  weights.sub_(velocity);
}

}  // namespace

ct_status ct_squared_norm(ct_tensor tensor, double *norm) {
  return ct::guarded([&] {
    const at::Tensor &value = tensor->value;
    if (!is_dense_on_processor(value))
      *norm = value.to(at::kFloat).square().sum().item<double>();
    else if (value.scalar_type() == at::kBFloat16)
      *norm = squared_norm(ct::numbers(value), value.numel());
    else
      *norm = squared_norm(value.data_ptr<float>(), value.numel());
  });
}

ct_status ct_momentum_step(
    ct_tensor weights, ct_tensor velocity, ct_tensor working, double momentum, double rate, double decay) {
  return ct::guarded([&] {
    at::Tensor kept = weights->value.detach(), speed = velocity->value.detach(), used = working->value.detach();
    at::Tensor gradient = working->value.grad();
    TORCH_CHECK(gradient.defined(), "a step without a gradient");
    TORCH_CHECK(kept.strides() == speed.strides(), "weights and velocity lie differently in memory");
    TORCH_CHECK(kept.strides() == used.strides(), "weights and their rounded copy lie differently in memory");
    Step step{static_cast<float>(momentum), static_cast<float>(rate), static_cast<float>(decay)};
    bool is_rounded = used.scalar_type() == at::kBFloat16;
    if (!is_dense_on_processor(kept)) {
      generic_step(kept, speed, gradient, step);
      if (is_rounded) used.copy_(kept);
      return;
    }
    at::Tensor down = laid_out_as(kept, gradient);
    float *w = kept.data_ptr<float>(), *v = speed.data_ptr<float>();
    auto body = [&](int64_t begin, int64_t end) {
      if (is_rounded)
        update_and_round(
            w + begin, v + begin, ct::numbers(down) + begin, ct::numbers(used) + begin, end - begin, step);
      else
        update(w + begin, v + begin, down.data_ptr<float>() + begin, end - begin, step);
    };
    ct::parallel_ranges(kept.numel(), body);
  });
}
