// The loop that the convolution for AVX-512 and the gradient of its input share.
//
// A vector is sixteen outputs. The sums of twelve pixels of the result times 32 outputs stay in registers, while one number
// after the other of the pixels' patches is multiplied with 32 kernels' numbers. In channels-last memory each row of a
// patch is one piece, so a pixel is a pointer into a padded copy of its picture. Pixels are counted over several pictures,
// so that small maps fill the tiles too.
#pragma once

#include <algorithm>
#include <vector>

#include "padded_block.hpp"
#include "streaming.hpp"

namespace ct {

constexpr int64_t tile_pixels = 12;

// Kernels as 32-bit floats: tiles of outputs × numbers of a patch × outputs of the tile.
using Panels = AlignedVector;

// Pixels that have the same kernels: where their patches begin in a padded block, and where the pixels are themselves. Those of
// the block's first picture are first.
struct Pixels {
  std::vector<int64_t> patches, places;
  // The rows of a patch, and how many numbers each has.
  int64_t side, length;
};

// Convolves `count` pixels with 32 kernels. `results` is the first picture's result from the first of the 32 outputs on; rows of
// patches are `row` apart. `bias` may be null.
template <typename Number>
CT_INLINE void convolve_pixels(
    const float *block, const int64_t *patches, const int64_t *places, int64_t count, int64_t side, int64_t length,
    int64_t row, const float *panel, const float *bias, Number *results, bool streams) {
  Floats low_bias = bias ? loaded(bias) : Floats{}, high_bias = bias ? loaded(bias + lanes) : Floats{};
  // Where the tile's pixels beyond the end go.
  alignas(line_size) Number beyond[tile_outputs];
  for (int64_t first = 0; first < count; first += tile_pixels) {
    const float *read[tile_pixels];
    Floats sums[tile_pixels][2];
#pragma clang loop unroll(full)
    for (int64_t p = 0; p < tile_pixels; ++p) {
      read[p] = block + patches[std::min(first + p, count - 1)];
      sums[p][0] = low_bias;
      sums[p][1] = high_bias;
    }
    const float *numbers = panel;
    for (int64_t y = 0; y < side; ++y)
      for (int64_t at = y * row; at < y * row + length; ++at, numbers += tile_outputs) {
        Floats low = loaded(numbers), high = loaded(numbers + lanes);
#pragma clang loop unroll(full)
        for (int64_t p = 0; p < tile_pixels; ++p) {
          float number = read[p][at];
          sums[p][0] += low * number;
          sums[p][1] += high * number;
        }
      }
#pragma clang loop unroll(full)
    for (int64_t p = 0; p < tile_pixels; ++p) {
      Number *out = first + p < count ? results + places[first + p] : beyond;
      store(sums[p][0], out, streams);
      store(sums[p][1], out + lanes, streams);
    }
  }
}

// Some pixels of a block, and the outputs of its group. `results` is the first picture's result, which has `outputs` channels;
// the group has `group_outputs` of them.
template <typename Number>
void convolve_block(
    const PaddedBlock &block, const Pixels &pixels, int64_t count, int64_t group, const Panels &panels, const float *bias,
    Number *results, int64_t group_outputs, bool streams) {
  int64_t patch = pixels.side * pixels.length, begin = group * group_outputs, end = begin + group_outputs;
  for (int64_t output = begin; output < end; output += tile_outputs)
    vectorised<convolve_pixels<Number>>(
        block.numbers(), pixels.patches.data(), pixels.places.data(), count, pixels.side,
        pixels.length, block.row, panels.data() + output * patch, bias ? bias + output : nullptr, results + output,
        streams);
}

}  // namespace ct
