// The tiles that Winograd's convolutions divide pictures into: where their pixels are, and how they are read and written.
#pragma once

#include <algorithm>

#include "aligned.hpp"
#include "streaming.hpp"
#include "winograd_transforms.hpp"

namespace ct::winograd {

// Tiles of 4×4 numbers, over all pictures.
struct TileGrid {
  int64_t images, rows, columns;

  // For maps of `height` × `width`. The last tiles may extend beyond them.
  TileGrid(int64_t images, int64_t height, int64_t width)
      : images(images), rows((height + result_side - 1) / result_side),
        columns((width + result_side - 1) / result_side) {}
  int64_t count() const { return images * rows * columns; }
};

// Pictures in channels-last memory. Groups divide their channels.
template <typename Number>
struct Pictures {
  Number *numbers;
  int64_t height, width, channels, groups;
  int64_t group_channels() const { return channels / groups; }
};

// Which pixels the tiles have: number i of row or column t of the tiles is pixel (4 t + i) × step + offset + phase. There are
// step × step phases, those of the rows and of the columns.
struct Lattice {
  int64_t step, offset;
  int64_t phases() const { return step * step; }
};

// Some tiles, transformed: components × tiles × numbers of a tile.
struct TransformedTiles {
  // Their numbers are not set. `depth` is how many a tile has in each component.
  TransformedTiles(int64_t tiles, int64_t depth)
      : depth(depth), stride(tiles * depth + lanes), memory(make_floats(components * stride)) {}

  // All tiles of a component.
  float *component(int64_t number) const { return memory.get() + number * stride; }

  const int64_t depth;
  // Numbers from one component to the next. It is usually no multiple of a page, so that the components of a tile do not meet
  // in one set of the cache.
  const int64_t stride;

 private:
  AlignedFloats memory;
};

// The most rows whose products are computed at once.
constexpr int64_t widest_tile = 12;

// How many tiles are transformed before their products are computed: as many as stay in the second-level cache with their
// sums, but enough of them for each number of the kernels that is read.
inline int64_t tiles_at_once(int64_t depth, int64_t outputs) {
  constexpr int64_t floats = 320 * 1024, fewest = 48, most = 192;
  return std::clamp(floats / (components * (depth + outputs)), fewest, most) / widest_tile * widest_tile;
}

// The pixels of one phase of a tile. Those beyond the picture are at `beyond`, which has numbers for a group's channels.
template <int64_t side, typename Number>
struct SquarePixels {
  Number *pixels[side][side];
};

template <int64_t side, typename Number>
CT_INLINE SquarePixels<side, Number> square_pixels(
    const Pictures<Number> &pictures, TileGrid grid, int64_t tile, Lattice lattice, int64_t phase, int64_t group,
    Number *beyond) {
  int64_t image = tile / (grid.rows * grid.columns), row = tile / grid.columns % grid.rows, column = tile % grid.columns;
  int64_t top = row * result_side * lattice.step + lattice.offset + phase / lattice.step;
  int64_t left = column * result_side * lattice.step + lattice.offset + phase % lattice.step;
  // It may be before the pictures' numbers, so it is no pointer.
  int64_t first = ((image * pictures.height + top) * pictures.width + left) * pictures.channels;
  Number *numbers = pictures.numbers + group * pictures.group_channels();
  SquarePixels<side, Number> result;
#pragma clang loop unroll(full)
  for (int64_t y = 0; y < side; ++y) {
    int64_t line = top + y * lattice.step;
    bool has_line = line >= 0 && line < pictures.height;
#pragma clang loop unroll(full)
    for (int64_t x = 0; x < side; ++x) {
      int64_t place = left + x * lattice.step;
      bool is_inside = has_line && place >= 0 && place < pictures.width;
      result.pixels[y][x] =
          is_inside ? numbers + (first + (y * pictures.width + x) * lattice.step * pictures.channels) : beyond;
    }
  }
  return result;
}

// Transforms a tile's pixels. `out` is its place in the first component.
template <int64_t side, auto transform, typename Number>
CT_INLINE void read_tile(const SquarePixels<side, const Number> &tile, int64_t channels, float *out, int64_t stride) {
  for (int64_t channel = 0; channel < channels; channel += lanes) {
    Floats square[side][side], result[pixel_side][pixel_side];
#pragma clang loop unroll(full)
    for (int64_t y = 0; y < side; ++y)
#pragma clang loop unroll(full)
      for (int64_t x = 0; x < side; ++x) square[y][x] = loaded(tile.pixels[y][x] + channel);
    transform_square<side, pixel_side, transform>(square, result);
#pragma clang loop unroll(full)
    for (int64_t y = 0; y < pixel_side; ++y)
#pragma clang loop unroll(full)
      for (int64_t x = 0; x < pixel_side; ++x)
        store(result[y][x], out + (y * pixel_side + x) * stride + channel);
  }
}

// Reads and transforms `count` tiles of a group from tile `first` on: by `transform_pixels` squares of six, by
// `transform_results` squares of four.
template <int64_t side, auto transform, typename Number>
CT_INLINE void read_tiles(
    Pictures<const Number> pictures, TileGrid grid, int64_t first, int64_t count, Lattice lattice, int64_t group,
    const Number *zeros, TransformedTiles *out) {
  int64_t channels = pictures.group_channels();
  for (int64_t tile = 0; tile < count; ++tile)
    for (int64_t phase = 0; phase < lattice.phases(); ++phase) {
      SquarePixels<side, const Number> pixels =
          square_pixels<side, const Number>(pictures, grid, first + tile, lattice, phase, group, zeros);
      read_tile<side, transform>(
          pixels, channels, out->component(0) + tile * out->depth + phase * channels, out->stride);
    }
}

// Transforms a tile's sums to its results. `sums` is its place in the first component; `bias` may be null.
template <typename Number>
CT_INLINE void write_tile(
    const SquarePixels<result_side, Number> &tile, bool streams, int64_t channels, const float *sums, int64_t stride,
    const float *bias) {
  for (int64_t channel = 0; channel < channels; channel += lanes) {
    Floats square[pixel_side][pixel_side], result[result_side][result_side];
#pragma clang loop unroll(full)
    for (int64_t y = 0; y < pixel_side; ++y)
#pragma clang loop unroll(full)
      for (int64_t x = 0; x < pixel_side; ++x)
        square[y][x] = loaded(sums + (y * pixel_side + x) * stride + channel);
    transform_square<pixel_side, result_side, transform_to_results>(square, result);
    Floats summand = bias ? loaded(bias + channel) : Floats{};
#pragma clang loop unroll(full)
    for (int64_t y = 0; y < result_side; ++y)
#pragma clang loop unroll(full)
      for (int64_t x = 0; x < result_side; ++x)
        store(result[y][x] + summand, tile.pixels[y][x] + channel, streams);
  }
}

// Writes the results of `count` tiles of a group, from tile `first` on.
template <typename Number>
CT_INLINE void write_tiles(
    const TransformedTiles *sums, const float *bias, Pictures<Number> pictures, TileGrid grid, int64_t first,
    int64_t count, Lattice lattice, int64_t group, Number *beyond, bool streams) {
  int64_t channels = pictures.group_channels();
  for (int64_t tile = 0; tile < count; ++tile)
    for (int64_t phase = 0; phase < lattice.phases(); ++phase) {
      SquarePixels<result_side, Number> pixels =
          square_pixels<result_side>(pictures, grid, first + tile, lattice, phase, group, beyond);
      write_tile(
          pixels, streams, channels, sums->component(0) + tile * sums->depth + phase * channels, sums->stride, bias);
    }
}

}  // namespace ct::winograd
