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

namespace ct {

constexpr int64_t tile_pixels = 12;

// Kernels as 32-bit floats: tiles of outputs × numbers of a patch × outputs of the tile.
using Panels = AlignedVector;

// The pixels of a tile: where their patches and their results are.
template <typename Number>
struct TilePixels {
  const float *patches[tile_pixels];
  Number *results[tile_pixels];
};

// `length` numbers are a row of a patch; rows of patches are `row` apart. `bias` may be null.
template <typename Number>
CT_INLINE void convolve_tile(
    TilePixels<Number> pixels, int64_t side, int64_t length, int64_t row, const float *panel, const float *bias) {
  Floats sums[tile_pixels][2];
  Floats low_bias = bias ? loaded(bias) : Floats{}, high_bias = bias ? loaded(bias + lanes) : Floats{};
#pragma clang loop unroll(full)
  for (int64_t p = 0; p < tile_pixels; ++p) {
    sums[p][0] = low_bias;
    sums[p][1] = high_bias;
  }
  for (int64_t y = 0; y < side; ++y)
    for (int64_t at = y * row; at < y * row + length; ++at, panel += tile_outputs) {
      Floats low = loaded(panel), high = loaded(panel + lanes);
#pragma clang loop unroll(full)
      for (int64_t p = 0; p < tile_pixels; ++p) {
        float number = pixels.patches[p][at];
        sums[p][0] += low * number;
        sums[p][1] += high * number;
      }
    }
#pragma clang loop unroll(full)
  for (int64_t p = 0; p < tile_pixels; ++p) {
    store(sums[p][0], pixels.results[p]);
    store(sums[p][1], pixels.results[p] + lanes);
  }
}

// Pixels that have the same kernels: where their patches begin in a padded block, and where the pixels are themselves. Those of
// the block's first picture are first.
struct Pixels {
  std::vector<int64_t> patches, places;
  // The rows of a patch, and how many numbers each has.
  int64_t side, length;
};

// Some pixels of a block, and the outputs of its group. `results` is the first picture's result, which has `outputs` channels;
// the group has `group_outputs` of them.
template <typename Number>
void convolve_block(
    const PaddedBlock &block, const Pixels &pixels, int64_t count, int64_t group, const Panels &panels, const float *bias,
    Number *results, int64_t group_outputs) {
  int64_t patch = pixels.side * pixels.length;
  // Where the tile's pixels beyond the end go.
  Number beyond[tile_outputs];
  int64_t begin = group * group_outputs, end = begin + group_outputs;
  for (int64_t output = begin; output < end; output += tile_outputs)
    for (int64_t first = 0; first < count; first += tile_pixels) {
      TilePixels<Number> tile;
      for (int64_t p = 0; p < tile_pixels; ++p) {
        size_t pixel = static_cast<size_t>(std::min(first + p, count - 1));
        tile.patches[p] = block.numbers.data() + pixels.patches[pixel];
        tile.results[p] = first + p < count ? results + pixels.places[pixel] + output : beyond;
      }
      vectorised<convolve_tile<Number>>(
          tile, pixels.side, pixels.length, block.row, panels.data() + output / tile_outputs * patch * tile_outputs,
          bias ? bias + output : nullptr);
    }
}

}  // namespace ct
