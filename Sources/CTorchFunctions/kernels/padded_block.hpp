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

// Padded copies of one group's channels of some pictures.
class PaddedBlock {
 public:
  explicit PaddedBlock(const ConvolutionShape &shape)
      : shape(shape), row((shape.width + 2 * shape.padding) * shape.group_channels()),
        picture((shape.height + 2 * shape.padding) * row),
        most(std::max<int64_t>(1, std::min(shape.images, block_numbers / std::max<int64_t>(1, picture)))),
        numbers(most * picture, 0.0f) {}

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
          result.push_back(image * picture + y * shape.stride * row + x * shape.stride * shape.group_channels());
    return result;
  }

  ConvolutionShape shape;
  int64_t row;
  int64_t picture;
  // The most pictures of a block.
  int64_t most;
  AlignedVector numbers;
};

template <typename Number>
void PaddedBlock::fill(const Number *pictures, int64_t count, int64_t group) {
  int64_t channels = shape.group_channels();
  // Without groups, a row of pixels is one piece.
  int64_t pieces = shape.groups == 1 ? 1 : shape.width, length = shape.width / pieces * channels;
  for (int64_t image = 0; image < count; ++image)
    for (int64_t y = 0; y < shape.height; ++y)
      vectorised<widen<Number>>(
          pictures + (image * shape.height + y) * shape.width * shape.channels + group * channels,
          numbers.data() + image * picture + (y + shape.padding) * row + shape.padding * channels, pieces, length,
          shape.channels);
}

}  // namespace ct
