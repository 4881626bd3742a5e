#include "convolution_blocks.hpp"

#include <algorithm>
#include <cstring>

#include "outer_products.hpp"

namespace {

using ct::ConvolutionShape;
using ct::TileColumns;

void copy(const float *from, int64_t count, float *to) {
  std::memcpy(to, from, static_cast<size_t>(count) * sizeof *to);
}

void clear(float *to, int64_t count) { std::memset(to, 0, static_cast<size_t>(count) * sizeof *to); }

// One pixel's columns, part by part where they lie apart; `x` is where in the line its patch begins.
void copy_parts(const ConvolutionShape &shape, const float *line, int64_t x, TileColumns columns, float *out) {
  int64_t channels = shape.group_channels();
  clear(out, columns.width());
  int64_t end = std::min(columns.begin + columns.width(), shape.patch_row());
  for (int64_t column = columns.begin; column < end;) {
    int64_t position = x + column / channels, channel = column % channels;
    int64_t count = std::min(channels - channel, end - column);
    if (position >= 0 && position < shape.width) copy(line + position * shape.channels + channel, count, out);
    out += count;
    column += count;
  }
}

}  // namespace

int64_t ct::TileColumns::width() const { return vectors * vector_floats; }

ct::ConvolutionShape::ConvolutionShape(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window)
    : images(input.size(0)), height(input.size(2)), width(input.size(3)), channels(input.size(1)),
      rows(gradient.size(2)), columns(gradient.size(3)), outputs(gradient.size(1)), side(kernel.size(2)),
      stride(window.stride), padding(window.padding), groups(window.groups) {}

std::vector<ct::TileColumns> ct::vector_tiles(int64_t count) {
  std::vector<TileColumns> found;
  int64_t vectors = (count + vector_floats - 1) / vector_floats;
  for (int64_t begin = 0; begin < vectors; begin += found.back().vectors) {
    // Two and two, since a tile of one vector waits for its own sums.
    int64_t left = vectors - begin;
    found.push_back({begin * vector_floats, left == 4 ? 2 : std::min(left, tile_vectors)});
  }
  return found;
}

void ct::copy_patches(
    const ConvolutionShape &shape, const float *input, ResultRows block, int64_t group, int64_t y,
    TileColumns columns, float *out) {
  int64_t channels = shape.group_channels(), width = columns.width();
  int64_t first = columns.begin / channels;
  int64_t last = (std::min(columns.begin + width, shape.patch_row()) - 1) / channels;
  bool is_run = shape.groups == 1 || first == last;  // nothing of another group lies between
  int64_t line_length = shape.width * shape.channels;
  int64_t end = shape.images * shape.height * line_length;
  for (int64_t row = block.begin; row < block.end; ++row) {
    int64_t line_number = row % shape.rows * shape.stride - shape.padding + y;
    if (line_number < 0 || line_number >= shape.height) {
      clear(out, shape.columns * width);
      out += shape.columns * width;
      continue;
    }
    int64_t line = (row / shape.rows * shape.height + line_number) * line_length + group * channels;
    for (int64_t column = 0; column < shape.columns; ++column, out += width) {
      int64_t x = column * shape.stride - shape.padding;
      int64_t run = line + (x + first) * shape.channels + columns.begin % channels;
      if (is_run && x + first >= 0 && x + last < shape.width && run + width <= end)
        for (int64_t v = 0; v < columns.vectors; ++v)
          std::memcpy(out + v * vector_floats, input + run + v * vector_floats, vector_floats * sizeof *out);
      else
        copy_parts(shape, input + line, x, columns, out);
    }
  }
}

void ct::copy_gradient(const ConvolutionShape &shape, const float *gradient, ResultRows block, float *out) {
  int64_t pixels = (block.end - block.begin) * shape.columns;
  const float *pixel = gradient + block.begin * shape.columns * shape.outputs;
  for (int64_t i = 0; i < pixels; ++i, pixel += shape.outputs)
    for (int64_t output = 0; output < shape.outputs; output += tile_rows)
      std::memcpy(out + output * pixels + i * tile_rows, pixel + output, tile_rows * sizeof *out);
}

void ct::add_pixels(const ConvolutionShape &shape, const float *copied, int64_t pixels, float *sums) {
  for (int64_t output = 0; output < shape.outputs; output += tile_rows, copied += tile_rows * pixels) {
    float found[tile_rows] = {};
    for (int64_t i = 0; i < pixels; ++i)
      for (int64_t row = 0; row < tile_rows; ++row) found[row] += copied[i * tile_rows + row];
    for (int64_t row = 0; row < tile_rows; ++row) sums[output + row] += found[row];
  }
}
