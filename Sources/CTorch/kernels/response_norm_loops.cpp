#include "response_norm_loops.hpp"

#include <cmath>
#include <cstring>
#include <vector>

#include "brain_float_tensor.hpp"
#include "parallel.hpp"
#include "vectorised.hpp"

// One pixel's channels lie side by side in channels-last memory, so the sum over a window of
// channels is a few shifted additions that a compiler vectorises. Numbers of 16 bits are widened a
// pixel at a time; everything between is in 32 bits.

namespace {

using ct::ResponseNorm;

// The windows of the networks here; a sum of so few is best written out.
constexpr int64_t usual_size = 5;

CT_VECTORISED
void usual_window_sums(const float *padded, float *sums, int64_t channels, float factor, float k) {
  for (int64_t c = 0; c < channels; ++c) {
    const float *p = padded + c;
    sums[c] = k + factor * (p[0] + p[1] + p[2] + p[3] + p[4]);
  }
}

// s[c] = k + alpha / size × Σ x², the sum over the window around c. `padded` has size / 2 zeros at
// either end and holds the squares between them.
void window_sums(const float *padded, float *sums, int64_t channels, int64_t size, float factor, float k) {
  if (size == usual_size) return usual_window_sums(padded, sums, channels, factor, k);
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

CT_VECTORISED
void widen(const ct::BrainFloat *numbers, float *out, int64_t count) {
  for (int64_t c = 0; c < count; ++c) out[c] = ct::widened(numbers[c]);
}

CT_VECTORISED
void narrow(const float *numbers, ct::BrainFloat *out, int64_t count) {
  for (int64_t c = 0; c < count; ++c) out[c] = ct::narrowed(numbers[c]);
}

// A pixel's channels as 32-bit floats: where they lie, or widened into a row of scratch memory.
const float *as_floats(const float *numbers, std::vector<float> &, int64_t) { return numbers; }

const float *as_floats(const ct::BrainFloat *numbers, std::vector<float> &row, int64_t channels) {
  widen(numbers, row.data(), channels);
  return row.data();
}

// Where a pixel's result is put together, and the way from there to where it belongs.
float *result_row(float *out, std::vector<float> &) { return out; }
float *result_row(ct::BrainFloat *, std::vector<float> &row) { return row.data(); }
void keep(const float *, float *, int64_t) {}
void keep(const float *row, ct::BrainFloat *out, int64_t channels) { narrow(row, out, channels); }

// s^-1/4 without a root or a division, of which a processor does few: a quarter of the exponent gives it
// to 3 %, and each of Newton's steps on q^-4 = s more than doubles the digits (2e-3, 2e-5, 1e-7).
inline float inverse_fourth_root(float s) {
  uint32_t bits;
  std::memcpy(&bits, &s, sizeof bits);
  bits = 0x4f586000u - (bits >> 2);
  float q;
  std::memcpy(&q, &bits, sizeof q);
  for (int step = 0; step < 3; ++step) {
    float square = q * q;
    q += q * (0.25f * (1.0f - s * square * square));
  }
  return q;
}

// s^-beta and 1 / s for the customary beta of 0.75.
CT_VECTORISED
void powers_of_three_quarters(const float *s, float *power, float *reciprocal, int64_t channels) {
  for (int64_t c = 0; c < channels; ++c) {
    float q = inverse_fourth_root(s[c]), square = q * q;
    power[c] = square * q;
    reciprocal[c] = square * square;
  }
}

void powers(const float *s, float *power, float *reciprocal, int64_t channels, double beta) {
  if (beta == 0.75) return powers_of_three_quarters(s, power, reciprocal, channels);
  for (int64_t c = 0; c < channels; ++c) {
    power[c] = std::pow(s[c], static_cast<float>(-beta));
    reciprocal[c] = 1 / s[c];
  }
}

CT_VECTORISED
void products(const float *a, const float *b, float *out, int64_t channels) {
  for (int64_t c = 0; c < channels; ++c) out[c] = a[c] * b[c];
}

// g × x × s^-(beta + 1), which the window's sum of the gradient is taken over.
CT_VECTORISED
void cross_terms(
    const float *g, const float *x, const float *power, const float *reciprocal, float *out, int64_t channels) {
  for (int64_t c = 0; c < channels; ++c) out[c] = g[c] * x[c] * power[c] * reciprocal[c];
}

CT_VECTORISED
void input_gradient(
    const float *g, const float *x, const float *power, const float *sums, float *out, int64_t channels, float factor) {
  for (int64_t c = 0; c < channels; ++c) out[c] = g[c] * power[c] - factor * x[c] * sums[c];
}

// The rows of scratch memory that one thread needs for one pixel.
struct Scratch {
  Scratch(int64_t channels, int64_t size)
      : half(size / 2), padded(channels + size - 1, 0.0f), sums(channels), power(channels), reciprocal(channels), cross(channels),
        input(channels), gradient(channels), result(channels) {}
  int64_t half;
  std::vector<float> padded, sums, power, reciprocal, cross, input, gradient, result;
  float *inner() { return padded.data() + half; }
};

template <typename Number>
void forward(const Number *x, Number *y, int64_t pixels, int64_t channels, ResponseNorm norm) {
  auto body = [&](int64_t begin, int64_t end) {
    Scratch scratch(channels, norm.size);
    for (int64_t pixel = begin; pixel < end; ++pixel) {
      const float *in = as_floats(x + pixel * channels, scratch.input, channels);
      float *out = result_row(y + pixel * channels, scratch.result);
      squares(in, scratch.inner(), channels);
      window_sums(
          scratch.padded.data(), scratch.sums.data(), channels, norm.size, norm.alpha / norm.size, norm.k);
      powers(scratch.sums.data(), scratch.power.data(), scratch.reciprocal.data(), channels, norm.beta);
      products(in, scratch.power.data(), out, channels);
      keep(out, y + pixel * channels, channels);
    }
  };
  ct::parallel_ranges(pixels, body);
}

// dx = g s^-beta − 2 alpha beta / size × x × Σ g x s^-(beta + 1), the sum over the window.
template <typename Number>
void backward(
    const Number *x, const Number *g, Number *dx, int64_t pixels, int64_t channels, ResponseNorm norm) {
  auto body = [&](int64_t begin, int64_t end) {
    Scratch scratch(channels, norm.size);
    for (int64_t pixel = begin; pixel < end; ++pixel) {
      const float *in = as_floats(x + pixel * channels, scratch.input, channels);
      const float *gradient = as_floats(g + pixel * channels, scratch.gradient, channels);
      float *out = result_row(dx + pixel * channels, scratch.result);
      squares(in, scratch.inner(), channels);
      window_sums(
          scratch.padded.data(), scratch.sums.data(), channels, norm.size, norm.alpha / norm.size, norm.k);
      powers(scratch.sums.data(), scratch.power.data(), scratch.reciprocal.data(), channels, norm.beta);
      cross_terms(
          gradient, in, scratch.power.data(), scratch.reciprocal.data(), scratch.inner(), channels);
      window_sums(scratch.padded.data(), scratch.cross.data(), channels, norm.size, 1, 0);
      input_gradient(
          gradient, in, scratch.power.data(), scratch.cross.data(), out, channels,
          2 * norm.alpha * norm.beta / norm.size);
      keep(out, dx + pixel * channels, channels);
    }
  };
  ct::parallel_ranges(pixels, body);
}

}  // namespace

void ct::response_norm_forward(const at::Tensor &input, at::Tensor &output, ResponseNorm norm) {
  int64_t channels = input.size(1), pixels = input.numel() / channels;
  if (input.scalar_type() == at::kFloat)
    forward(input.data_ptr<float>(), output.data_ptr<float>(), pixels, channels, norm);
  else
    forward(ct::numbers(input), ct::numbers(output), pixels, channels, norm);
}

void ct::response_norm_backward(
    const at::Tensor &input, const at::Tensor &gradient, at::Tensor &result, ResponseNorm norm) {
  int64_t channels = input.size(1), pixels = input.numel() / channels;
  if (input.scalar_type() == at::kFloat)
    backward(
        input.data_ptr<float>(), gradient.data_ptr<float>(), result.data_ptr<float>(), pixels, channels, norm);
  else
    backward(ct::numbers(input), ct::numbers(gradient), ct::numbers(result), pixels, channels, norm);
}
