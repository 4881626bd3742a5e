#include "local_response_norm.hpp"

#include <torch/csrc/autograd/custom_function.h>

#include <cmath>
#include <vector>

#include "parallel.hpp"

// One pixel's channels lie side by side in channels-last memory, so the sum over a window of
// channels is a few shifted additions that a compiler vectorises. Clones for wider vectors are
// chosen when the program starts.
#if defined(__x86_64__)
#define CT_VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CT_VECTORISED
#endif

namespace {

using ct::ResponseNorm;

// s[c] = k + alpha / size × Σ x², the sum over the window around c. `padded` has size / 2 zeros at
// either end and holds the squares between them.
CT_VECTORISED
void window_sums(const float *padded, float *sums, int64_t channels, int64_t size, float factor, float k) {
  for (int64_t c = 0; c < channels; ++c) {
    float sum = 0;
    for (int64_t offset = 0; offset < size; ++offset) sum += padded[c + offset];
    sums[c] = k + factor * sum;
  }
}

CT_VECTORISED
void squares(const float *x, float *out, int64_t channels) {
  for (int64_t c = 0; c < channels; ++c) out[c] = x[c] * x[c];
}

// s^-beta; the customary 0.75 needs two square roots and no pow.
CT_VECTORISED
void negative_power_three_quarters(const float *s, float *out, int64_t channels) {
  for (int64_t c = 0; c < channels; ++c) {
    float root = std::sqrt(s[c]);
    out[c] = 1.0f / (root * std::sqrt(root));
  }
}

void negative_power(const float *s, float *out, int64_t channels, double beta) {
  if (beta == 0.75) return negative_power_three_quarters(s, out, channels);
  for (int64_t c = 0; c < channels; ++c) out[c] = std::pow(s[c], static_cast<float>(-beta));
}

CT_VECTORISED
void products(const float *a, const float *b, float *out, int64_t channels) {
  for (int64_t c = 0; c < channels; ++c) out[c] = a[c] * b[c];
}

// g × x × s^-(beta + 1), which the window's sum of the gradient is taken over.
CT_VECTORISED
void cross_terms(const float *g, const float *x, const float *power, const float *s, float *out, int64_t channels) {
  for (int64_t c = 0; c < channels; ++c) out[c] = g[c] * x[c] * power[c] / s[c];
}

CT_VECTORISED
void input_gradient(
    const float *g, const float *x, const float *power, const float *sums, float *out, int64_t channels, float factor) {
  for (int64_t c = 0; c < channels; ++c) out[c] = g[c] * power[c] - factor * x[c] * sums[c];
}

// The rows of scratch memory that one thread needs for one pixel.
struct Scratch {
  Scratch(int64_t channels, int64_t size)
      : half(size / 2), padded(channels + size - 1, 0.0f), sums(channels), power(channels), cross(channels) {}
  int64_t half;
  std::vector<float> padded, sums, power, cross;
  float *inner() { return padded.data() + half; }
};

void forward(const float *x, float *y, int64_t pixels, int64_t channels, ResponseNorm norm) {
  auto body = [&](int64_t begin, int64_t end) {
    Scratch scratch(channels, norm.size);
    for (int64_t pixel = begin; pixel < end; ++pixel) {
      const float *in = x + pixel * channels;
      squares(in, scratch.inner(), channels);
      window_sums(
          scratch.padded.data(), scratch.sums.data(), channels, norm.size, norm.alpha / norm.size, norm.k);
      negative_power(scratch.sums.data(), scratch.power.data(), channels, norm.beta);
      products(in, scratch.power.data(), y + pixel * channels, channels);
    }
  };
  ct::parallel_ranges(pixels, body);
}

// dx = g s^-beta − 2 alpha beta / size × x × Σ g x s^-(beta + 1), the sum over the window.
void backward(const float *x, const float *g, float *dx, int64_t pixels, int64_t channels, ResponseNorm norm) {
  auto body = [&](int64_t begin, int64_t end) {
    Scratch scratch(channels, norm.size);
    for (int64_t pixel = begin; pixel < end; ++pixel) {
      const float *in = x + pixel * channels;
      const float *gradient = g + pixel * channels;
      squares(in, scratch.inner(), channels);
      window_sums(
          scratch.padded.data(), scratch.sums.data(), channels, norm.size, norm.alpha / norm.size, norm.k);
      negative_power(scratch.sums.data(), scratch.power.data(), channels, norm.beta);
      cross_terms(gradient, in, scratch.power.data(), scratch.sums.data(), scratch.inner(), channels);
      window_sums(scratch.padded.data(), scratch.cross.data(), channels, norm.size, 1, 0);
      input_gradient(
          gradient, in, scratch.power.data(), scratch.cross.data(), dx + pixel * channels, channels,
          2 * norm.alpha * norm.beta / norm.size);
    }
  };
  ct::parallel_ranges(pixels, body);
}

at::Tensor channels_last(const at::Tensor &tensor) {
  return tensor.contiguous(at::MemoryFormat::ChannelsLast);
}

struct LocalResponseNorm : torch::autograd::Function<LocalResponseNorm> {
  static at::Tensor forward(
      torch::autograd::AutogradContext *context, const at::Tensor &given, int64_t size, double alpha, double beta,
      double k) {
    at::Tensor input = channels_last(given);
    at::Tensor output = at::empty_like(input);
    ::forward(
        input.data_ptr<float>(), output.data_ptr<float>(), input.numel() / input.size(1), input.size(1),
        {size, alpha, beta, k});
    context->save_for_backward({input});
    context->saved_data["norm"] = c10::IValue(std::vector<double>{static_cast<double>(size), alpha, beta, k});
    return output;
  }

  static torch::autograd::tensor_list backward(
      torch::autograd::AutogradContext *context, torch::autograd::tensor_list gradients) {
    at::Tensor input = context->get_saved_variables()[0];
    at::Tensor gradient = channels_last(gradients[0]);
    at::Tensor result = at::empty_like(input);
    std::vector<double> norm = context->saved_data["norm"].toDoubleVector();
    ::backward(
        input.data_ptr<float>(), gradient.data_ptr<float>(), result.data_ptr<float>(), input.numel() / input.size(1),
        input.size(1), {static_cast<int64_t>(norm[0]), norm[1], norm[2], norm[3]});
    return {result, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
  }
};

// The same by generic operations, for devices and types that the loops above are not for.
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
  if (!input.device().is_cpu() || input.scalar_type() != at::kFloat) return composed(input, norm);
  return LocalResponseNorm::apply(input, norm.size, norm.alpha, norm.beta, norm.k);
}
