#include <algorithm>

#include "brain_float_tensor.hpp"
#include "lanes.hpp"
#include "max_pool_loops.hpp"
#include "parallel.hpp"
#include "vectorised.hpp"

namespace {

using ct::BrainFloat;
using ct::PoolShape;
using ct::PoolWindow;

// The windows along one edge that a pixel is in: first ..< end.
struct Windows {
  int64_t first, end;
};

CT_INLINE Windows windows_around(int64_t pixel, int64_t count, PoolWindow window) {
  int64_t first = pixel < window.side ? 0 : (pixel - window.side) / window.stride + 1;
  return {first, std::min(pixel / window.stride + 1, count)};
}

// One row of pixels: each takes the gradients of those windows whose largest it was, so that every number is
// written once and no two threads write to one. `g` and `places` are the picture's.
template <typename Number>
CT_INLINE void spread_row(
    const Number *g, const uint8_t *places, Number *dx, int64_t y, PoolShape shape, PoolWindow window) {
  Windows down = windows_around(y, shape.windows_down, window);
  for (int64_t x = 0; x < shape.width; ++x, dx += shape.channels) {
    Windows across = windows_around(x, shape.windows_across, window);
    int64_t c = 0;
    for (; c + ct::lanes <= shape.channels; c += ct::lanes) {
      ct::Floats sum = {};
      for (int64_t v = down.first; v < down.end; ++v)
        for (int64_t u = across.first; u < across.end; ++u) {
          int64_t at = (v * shape.windows_across + u) * shape.channels + c;
          int64_t place = (y - v * window.stride) * window.side + (x - u * window.stride);
          sum += ct::where_bytes_equal(places + at, static_cast<uint8_t>(place), ct::loaded(g + at));
        }
      ct::store(sum, dx + c);
    }
    for (; c < shape.channels; ++c) {
      float sum = 0;
      for (int64_t v = down.first; v < down.end; ++v)
        for (int64_t u = across.first; u < across.end; ++u) {
          int64_t at = (v * shape.windows_across + u) * shape.channels + c;
          if (places[at] == (y - v * window.stride) * window.side + (x - u * window.stride)) sum += ct::widened(g[at]);
        }
      ct::assign(dx[c], sum);
    }
  }
}

CT_VECTORISED
void spread_row_of(
    const float *g, const uint8_t *places, float *dx, int64_t y, PoolShape shape, PoolWindow window) {
  spread_row(g, places, dx, y, shape, window);
}

CT_VECTORISED
void spread_row_of(
    const BrainFloat *g, const uint8_t *places, BrainFloat *dx, int64_t y, PoolShape shape, PoolWindow window) {
  spread_row(g, places, dx, y, shape, window);
}

template <typename Number>
void backward(
    const Number *g, const uint8_t *places, Number *dx, int64_t pictures, PoolShape shape, PoolWindow window) {
  auto body = [&](int64_t begin, int64_t end) {
    int64_t windows = shape.windows_down * shape.windows_across * shape.channels;
    for (int64_t row = begin; row < end; ++row) {
      int64_t picture = row / shape.height;
      spread_row_of(
          g + picture * windows, places + picture * windows, dx + row * shape.width * shape.channels,
          row % shape.height, shape, window);
    }
  };
  ct::parallel_ranges(pictures * shape.height, body);
}

}  // namespace

void ct::max_pool_backward(
    const at::Tensor &gradient, const at::Tensor &places, at::Tensor &result, PoolWindow window) {
  PoolShape shape(result, gradient);
  const uint8_t *kept = places.data_ptr<uint8_t>();
  if (gradient.scalar_type() == at::kFloat)
    backward(gradient.data_ptr<float>(), kept, result.data_ptr<float>(), gradient.size(0), shape, window);
  else
    backward(numbers(gradient), kept, numbers(result), gradient.size(0), shape, window);
}
