#pragma once

#include <cstdint>
#include <vector>

#include "convolution.hpp"

namespace ct {

// The columns of a tile of sums, so many vectors from `begin` on. They are numbers of a row of a patch, of which
// kernel side × channels of a group lie side by side in channels-last memory; or outputs of a group.
struct TileColumns {
  int64_t begin;
  int64_t vectors;
  int64_t width() const;
};

// So many numbers, in parts that a tile of sums has columns for; the last may be wider than what is left.
std::vector<TileColumns> vector_tiles(int64_t count);

// A convolution's sizes. Groups divide its channels and its outputs.
struct ConvolutionShape {
  int64_t images, height, width, channels;
  int64_t rows, columns, outputs;
  int64_t side, stride, padding, groups;

  ConvolutionShape(
      const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window);
  int64_t group_channels() const { return channels / groups; }
  int64_t group_outputs() const { return outputs / groups; }
  int64_t patch_row() const { return side * group_channels(); }
};

// Rows of the result, of all images one below the other, from `begin` up to `end`.
struct ResultRows {
  int64_t begin, end;
};

// Row `y` of the patches that a block's pixels are made from, some columns of it: pixels × columns' width,
// zeros where the patch lies beside the picture, anything past the patch's row.
void copy_patches(
    const ConvolutionShape &shape, const float *input, ResultRows block, int64_t group, int64_t y,
    TileColumns columns, float *out);

// What is asked of a block's pixels, in sets of as many outputs as a tile has rows: sets × pixels × tile rows.
void copy_gradient(const ConvolutionShape &shape, const float *gradient, ResultRows block, float *out);

// Adds what is asked of every output by all pixels of such a copy: sums has a number an output.
void add_pixels(const ConvolutionShape &shape, const float *copied, int64_t pixels, float *sums);

}  // namespace ct
