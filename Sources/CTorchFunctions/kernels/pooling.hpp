// What the kernels of max pooling share: the windows of a map, and the gradient of a pixel.
#pragma once

#include <algorithm>

#include "parallel.hpp"
#include "streaming.hpp"

namespace ct {

// A window's places are counted in one byte.
constexpr int64_t most_pool_side = 15;

// The sizes of one picture's maps, and how many windows there are.
struct PoolShape {
  PoolShape(const at::Tensor &maps, const at::Tensor &windows)
      : channels(maps.size(1)), height(maps.size(2)), width(maps.size(3)), windows_down(windows.size(2)),
        windows_across(windows.size(3)) {}
  int64_t channels, height, width, windows_down, windows_across;
};

// The windows along one edge that have a given pixel: `first` to below `end`.
struct Windows {
  int64_t first, end;
};

CT_INLINE Windows windows_around(int64_t pixel, int64_t count, PoolWindow window) {
  int64_t first = pixel < window.side ? 0 : (pixel - window.side) / window.stride + 1;
  return {first, std::min(pixel / window.stride + 1, count)};
}

struct Pixel {
  int64_t y, x;
};

// The gradient of sixteen channels of a pixel: the sum of those of the windows whose largest number it was. `g` and
// `places` are the picture's, from the first of the channels on.
template <typename Number>
CT_INLINE Floats gradient_of_pixel(
    const Number *g, const uint8_t *places, Pixel pixel, Windows down, Windows across, PoolShape shape,
    PoolWindow window) {
  Floats sum = {};
  for (int64_t v = down.first; v < down.end; ++v)
    for (int64_t u = across.first; u < across.end; ++u) {
      int64_t at = (v * shape.windows_across + u) * shape.channels;
      int64_t place = (pixel.y - v * window.stride) * window.side + (pixel.x - u * window.stride);
      sum += where_bytes_equal(places + at, static_cast<uint8_t>(place), loaded(g + at));
    }
  return sum;
}

}  // namespace ct
