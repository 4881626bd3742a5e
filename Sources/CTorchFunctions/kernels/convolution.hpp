// The kernels that `convolution` chooses besides oneDNN and Winograd's filtering (winograd.hpp), and what they share: tiles of sums
// that stay in registers, and copies of pictures that the tiles read.
//
// Those named so are for AVX-512. The others are for 32-bit floats in channels-last memory, on a processor with AVX2; unless
// forced they are used only where it has nothing wider (docs/what-was-tried.md).
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "kernels.hpp"

namespace ct {

// Whether `convolution_by_products` can compute this convolution and is to be used.
bool computes_products(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window);

// Computes a convolution. The pictures are divided among threads.
at::Tensor convolution_by_products(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ConvolutionWindow window);

// Whether `convolution_parameter_gradients` can compute this convolution's gradients and is to be used.
bool computes_parameter_gradients(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window);

// Computes the gradients of the kernels and of the biases from the gradient of the result, which is channels-last.
//
// Every thread computes a part of the batch, and the parts are added in order. So the same number of threads gives the
// same bits.
std::pair<at::Tensor, at::Tensor> convolution_parameter_gradients(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window);

// Whether the AVX-512 kernels can compute a convolution and the gradients of its kernels, and are to be used.
bool computes_avx512(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window);

// Computes a convolution. The pictures are divided among threads.
at::Tensor convolution_avx512(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ConvolutionWindow window);

// Whether `input_gradient_avx512` can compute the gradient of the input, where `computes_avx512` is true.
bool computes_input_gradient_avx512(const at::Tensor &kernel);

// Computes the gradient of the input from that of the result, which is channels-last.
at::Tensor input_gradient_avx512(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window);

// Whether a row of a patch is long enough for `parameter_gradients_avx512`.
bool computes_parameter_gradients_avx512(const at::Tensor &kernel);

// As `convolution_parameter_gradients`.
std::pair<at::Tensor, at::Tensor> parameter_gradients_avx512(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window);

// Memory for the result of a convolution, channels-last.
at::Tensor empty_result(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window);

// A tile of sums has four rows and up to three vectors of eight floats as columns. The sums, and the numbers that they
// are made from, fill the sixteen registers of AVX2.
constexpr int64_t tile_rows = 4;
constexpr int64_t vector_floats = 8;
constexpr int64_t tile_vectors = 3;

// Whether the processor can run the tiles: it has AVX2 and FMA.
bool has_avx2();

// Whether the tiles are faster than oneDNN: the processor has AVX2 and nothing wider.
bool has_avx2_without_avx512();

// The columns of a tile: `vectors` vectors, from column `begin` on. Columns are numbers of a patch's row, or outputs of
// a group. In channels-last memory, kernel side × channels of a group are adjacent in a patch's row.
struct TileColumns {
  int64_t begin;
  int64_t vectors;
  int64_t width() const;
};

// Divides `count` columns into tiles. The last tile may be wider than what is left.
std::vector<TileColumns> vector_tiles(int64_t count);

// sums[r][c] += Σ_i left[i][r] × right[i][c], for tile_rows rows and `vectors` × vector_floats columns.
void add_outer_products(const float *left, const float *right, int64_t count, int64_t vectors, float *sums);

// Where a tile's rows are in memory: the numbers that each row is made from, and its sums.
struct TileRows {
  const float *left[tile_rows];
  float *sums[tile_rows];
};

// sums[r][c] += Σ_i left[r][i] × right[i][c], for `vectors` × vector_floats columns.
void add_row_products(TileRows rows, const float *right, int64_t count, int64_t vectors);

// A convolution's sizes. Groups divide its channels and its outputs.
struct ConvolutionShape {
  int64_t images, height, width, channels;
  int64_t rows, columns, outputs;
  int64_t side, stride, padding, groups;

  ConvolutionShape(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window);
  int64_t group_channels() const { return channels / groups; }
  int64_t group_outputs() const { return outputs / groups; }
  int64_t patch_row() const { return side * group_channels(); }
  // Every stride-th row and column of a picture is a phase. The channels of a group, in all phases.
  int64_t phase_channels() const { return stride * stride * group_channels(); }
};

// Rows of the result from `begin` to below `end`, counted over all images.
struct ResultRows {
  int64_t begin, end;
};

// Copies some columns of row `y` of the patches that a block's pixels are made from: pixels × columns' width. Numbers
// beside the picture are 0. Numbers after the end of the patch's row are anything.
void copy_patches(
    const ConvolutionShape &shape, const float *input, ResultRows block, int64_t group, int64_t y,
    TileColumns columns, float *out);

// Copies the gradient of a block's pixels, four outputs at a time: sets of outputs × pixels × tile_rows.
void copy_gradient(const ConvolutionShape &shape, const float *gradient, ResultRows block, float *out);

// Adds every output's gradient over all pixels of such a copy to `sums`, which has one number for each output.
void add_pixels(const ConvolutionShape &shape, const float *copied, int64_t pixels, float *sums);

}  // namespace ct
