// What the AVX-512 convolution and its gradients share: padded copies of pictures, and the size of a tile of outputs.
#pragma once

#include <algorithm>
#include <vector>

#include "aligned.hpp"
#include "convolution.hpp"
#include "vectors.hpp"

namespace ct {

// The outputs whose sums stay in registers together: two vectors.
constexpr int64_t tile_outputs = 2 * lanes;
// The most numbers of padded pictures that are convolved together: three quarters of a megabyte, which the second nearest
// memory holds beside the kernels.
constexpr int64_t block_numbers = 192 * 1024;

// Padded copies of one group's channels of some pictures. For kernels of one pixel, the pixels between those that they read are
// left out.
class PaddedBlock {
 public:
  explicit PaddedBlock(const ConvolutionShape &given)
      : shape(given), step(given.side == 1 && given.padding == 0 ? given.stride : 1),
        row((columns() + 2 * shape.padding) * shape.group_channels()), picture((rows() + 2 * shape.padding) * row),
        most(std::max<int64_t>(1, std::min(shape.images, block_numbers / std::max<int64_t>(1, picture)))),
        memory(make_floats(most * picture)) {
    if (shape.padding == 0) return;
    for (int64_t image = 0; image < most; ++image) clear_edges(memory.get() + image * picture);
  }

  const float *numbers() const { return memory.get(); }

  // Copies a group of `count` pictures; the zeros around them stay.
  template <typename Number>
  void fill(const Number *pictures, int64_t count, int64_t group);

  // Where the patch of each of the result's pixels begins.
  std::vector<int64_t> patches() const {
    std::vector<int64_t> result;
    result.reserve(most * shape.rows * shape.columns);
    for (int64_t image = 0; image < most; ++image)
      for (int64_t y = 0; y < shape.rows; ++y)
        for (int64_t x = 0; x < shape.columns; ++x)
          result.push_back(
              image * picture + shape.stride / step * (y * row + x * shape.group_channels()));
    return result;
  }

  // The rows and columns of a picture that are copied.
  int64_t rows() const { return (shape.height + step - 1) / step; }
  int64_t columns() const { return (shape.width + step - 1) / step; }

  ConvolutionShape shape;
  // From one pixel that is copied to the next.
  int64_t step;
  int64_t row;
  int64_t picture;
  // The most pictures of a block.
  int64_t most;

 private:
  // Sets what surrounds a picture to 0; the rest is set by `fill`.
  void clear_edges(float *first) const {
    int64_t above = shape.padding * row, beside = shape.padding * shape.group_channels();
    std::fill_n(first, above, 0.0f);
    std::fill_n(first + picture - above, above, 0.0f);
    for (float *line = first + above; line < first + picture - above; line += row) {
      std::fill_n(line, beside, 0.0f);
      std::fill_n(line + row - beside, beside, 0.0f);
    }
  }

  AlignedFloats memory;
};

template <typename Number>
void PaddedBlock::fill(const Number *pictures, int64_t count, int64_t group) {
  int64_t channels = shape.group_channels();
  // Without groups, a row of adjacent pixels is one piece.
  int64_t pieces = shape.groups == 1 && step == 1 ? 1 : columns(), length = columns() / pieces * channels;
  for (int64_t image = 0; image < count; ++image)
    for (int64_t y = 0; y < rows(); ++y)
      vectorised<widen<Number>>(
          pictures + (image * shape.height + y * step) * shape.width * shape.channels + group * channels,
          memory.get() + image * picture + (y + shape.padding) * row + shape.padding * channels, pieces, length,
          step * shape.channels);
}

}  // namespace ct
