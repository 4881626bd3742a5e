#include "max_pool_loops.hpp"

#include <algorithm>
#include <cstring>

#include "brain_float_tensor.hpp"
#include "lanes.hpp"
#include "parallel.hpp"
#include "vectorised.hpp"

// One pixel's channels lie side by side in channels-last memory: sixteen are looked at together, for all places of
// a window in turn. What is left of the channels is done one by one.

namespace {

using ct::BrainFloat;
using ct::PoolShape;
using ct::PoolWindow;

// The window's rows and columns that are inside the map, from its first pixel on.
struct Part {
  int64_t rows, columns, side, row_step, pixel_step;
};

template <bool keeps_places, typename Number>
CT_INLINE void largest_of_lanes(const Number *first, Number *out, uint8_t *places, Part part) {
  ct::Floats largest = ct::loaded(first);
  ct::Integers place = {};
  for (int64_t row = 0; row < part.rows; ++row)
    for (int64_t column = 0; column < part.columns; ++column) {
      ct::Floats value = ct::loaded(first + row * part.row_step + column * part.pixel_step);
      // What is no number is larger than all, and nothing is larger than it.
      ct::Integers is_larger = (value > largest) | (value != value);
      largest = is_larger ? value : largest;
      if (keeps_places) place = is_larger ? ct::Integers{} + static_cast<int32_t>(row * part.side + column) : place;
    }
  ct::store(largest, out);
  if (keeps_places) ct::store_bytes(place, places);
}

template <bool keeps_places, typename Number>
CT_INLINE void largest_of_one(const Number *first, Number *out, uint8_t *places, Part part) {
  float largest = ct::widened(*first);
  int64_t place = 0;
  for (int64_t row = 0; row < part.rows; ++row)
    for (int64_t column = 0; column < part.columns; ++column) {
      float value = ct::widened(first[row * part.row_step + column * part.pixel_step]);
      if (!(value > largest || value != value)) continue;
      largest = value;
      place = row * part.side + column;
    }
  ct::assign(*out, largest);
  if (keeps_places) *places = static_cast<uint8_t>(place);
}

// One row of windows. `first` is the pixel of its first window's upper left corner.
template <bool keeps_places, typename Number>
CT_INLINE void pool_row(
    const Number *first, Number *out, uint8_t *places, int64_t rows, PoolShape shape, PoolWindow window) {
  Part part{rows, 0, window.side, shape.width * shape.channels, shape.channels};
  for (int64_t x = 0; x < shape.windows_across; ++x) {
    part.columns = std::min(window.side, shape.width - x * window.stride);
    int64_t c = 0;
    for (; c + ct::lanes <= shape.channels; c += ct::lanes)
      largest_of_lanes<keeps_places>(first + c, out + c, keeps_places ? places + c : nullptr, part);
    for (; c < shape.channels; ++c)
      largest_of_one<keeps_places>(first + c, out + c, keeps_places ? places + c : nullptr, part);
    first += window.stride * shape.channels;
    out += shape.channels;
    if (keeps_places) places += shape.channels;
  }
}

CT_VECTORISED
void pool_row_of(
    const float *first, float *out, uint8_t *places, int64_t rows, PoolShape shape, PoolWindow window) {
  if (places) return pool_row<true>(first, out, places, rows, shape, window);
  pool_row<false>(first, out, places, rows, shape, window);
}

CT_VECTORISED
void pool_row_of(
    const BrainFloat *first, BrainFloat *out, uint8_t *places, int64_t rows, PoolShape shape, PoolWindow window) {
  if (places) return pool_row<true>(first, out, places, rows, shape, window);
  pool_row<false>(first, out, places, rows, shape, window);
}

template <typename Number>
void forward(const Number *x, Number *y, uint8_t *places, int64_t pictures, PoolShape shape, PoolWindow window) {
  auto body = [&](int64_t begin, int64_t end) {
    int64_t out_row = shape.windows_across * shape.channels;
    for (int64_t row = begin; row < end; ++row) {
      int64_t picture = row / shape.windows_down, top = row % shape.windows_down * window.stride;
      pool_row_of(
          x + (picture * shape.height + top) * shape.width * shape.channels, y + row * out_row,
          places ? places + row * out_row : nullptr, std::min(window.side, shape.height - top), shape, window);
    }
  };
  ct::parallel_ranges(pictures * shape.windows_down, body);
}

}  // namespace

void ct::max_pool_forward(const at::Tensor &input, at::Tensor &output, at::Tensor *places, PoolWindow window) {
  PoolShape shape(input, output);
  uint8_t *kept = places ? places->data_ptr<uint8_t>() : nullptr;
  if (input.scalar_type() == at::kFloat)
    forward(input.data_ptr<float>(), output.data_ptr<float>(), kept, input.size(0), shape, window);
  else
    forward(numbers(input), numbers(output), kept, input.size(0), shape, window);
}
