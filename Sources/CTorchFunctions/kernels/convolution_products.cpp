// Measured 2026-11-26 (docs/what-was-tried.md), two cores with AVX2, in turn with oneDNN 2.6, GFLOP/s: 384 to 512
// channels 135 to 167 (oneDNN 97 to 155); 512 channels in two groups 138 to 174 (108 to 148); 256 to 256 channels 135 to
// 178 (83 to 95).
//
// A pixel of the result is the sum of its patch's products with every kernel. In channels-last memory, each row of a
// patch is one piece. So four pixels' rows are multiplied where they are, with panels of kernels that are put in order
// once. Only a picture's padding and its groups need a copy. Complexity: O(pixels × outputs × patch).

#include "convolution.hpp"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "parallel.hpp"

namespace {

using ct::ConvolutionShape;
using ct::TileColumns;
using ct::tile_rows;
using ct::vector_floats;

// The most numbers of a patch's row in one part. With 24 outputs, a part of a panel uses 24 KiB of the first-level cache's 32.
constexpr int64_t longest_part = 256;
// The pixels whose patches stay in the second-level cache while all their outputs are summed.
constexpr int64_t block_pixels = 256;
// With a shorter row of a patch, a tile is loaded and stored for too few products, and oneDNN is faster.
constexpr int64_t shortest_row = 96;

// Kernels in the order in which tiles read them: groups × tiles of outputs × rows of a patch × numbers of the row × outputs
// of the tile.
class KernelPanels {
 public:
  // Copies channels-last kernels of 32-bit floats.
  KernelPanels(const at::Tensor &kernel, const ConvolutionShape &shape);

  // The tiles of a group's outputs.
  std::vector<TileColumns> tiles;

  // One row of one tile's kernels.
  const float *row(const ConvolutionShape &shape, int64_t group, TileColumns columns, int64_t y) const {
    return numbers.data_ptr<float>() + place(shape, group, columns, y);
  }

 private:
  at::Tensor numbers;

  static int64_t place(const ConvolutionShape &shape, int64_t group, TileColumns columns, int64_t y) {
    int64_t before = (group * shape.group_outputs() + columns.begin) * shape.side + y * columns.width();
    return before * shape.patch_row();
  }
};

KernelPanels::KernelPanels(const at::Tensor &kernel, const ConvolutionShape &shape)
    : tiles(ct::vector_tiles(shape.group_outputs())),
      numbers(at::empty({shape.outputs * shape.side * shape.patch_row()}, kernel.options())) {
  const float *from = kernel.data_ptr<float>();
  float *to = numbers.data_ptr<float>();
  int64_t count = static_cast<int64_t>(tiles.size()), length = shape.patch_row();
  auto body = [&](int64_t begin, int64_t end) {
    for (int64_t number = begin; number < end; ++number) {
      int64_t group = number / count;
      TileColumns columns = tiles[static_cast<size_t>(number % count)];
      for (int64_t y = 0; y < shape.side; ++y) {
        const float *row = from + ((group * shape.group_outputs() + columns.begin) * shape.side + y) * length;
        float *panel = to + place(shape, group, columns, y);
        for (int64_t i = 0; i < length; ++i)
          for (int64_t output = 0; output < columns.width(); ++output)
            *panel++ = row[output * shape.side * length + i];
      }
    }
  };
  ct::parallel_ranges(shape.groups * count, body);
}

// Copies one group of a picture, with zeros around it.
void copy_padded(const ConvolutionShape &shape, const float *picture, int64_t group, float *out) {
  int64_t channels = shape.group_channels();
  auto clear = [&](int64_t pixels) {
    std::memset(out, 0, static_cast<size_t>(pixels * channels) * sizeof *out);
    out += pixels * channels;
  };
  int64_t width = shape.width + 2 * shape.padding;
  clear(shape.padding * width);
  for (int64_t y = 0; y < shape.height; ++y) {
    clear(shape.padding);
    const float *from = picture + y * shape.width * shape.channels + group * channels;
    for (int64_t x = 0; x < shape.width; ++x, from += shape.channels, out += channels)
      std::memcpy(out, from, static_cast<size_t>(channels) * sizeof *out);
    clear(shape.padding);
  }
  clear(shape.padding * width);
}

// Pixels of a picture's result, and the place in a padded group where each pixel's patch begins.
struct Pixels {
  const int64_t *patches;
  int64_t begin, end;
};

// Adds the products of one tile of outputs and one part of a row of patches. `left` and `sums` are the picture's.
// `spare` receives the sums of rows that the picture does not have.
void add_part(
    Pixels pixels, const float *left, const float *panel, int64_t count, TileColumns columns, int64_t outputs,
    float *sums, float *spare) {
  for (int64_t pixel = pixels.begin; pixel < pixels.end; pixel += tile_rows) {
    ct::TileRows rows;
    for (int64_t r = 0; r < tile_rows; ++r) {
      bool is_there = pixel + r < pixels.end;
      rows.left[r] = left + pixels.patches[is_there ? pixel + r : pixel];
      rows.sums[r] = is_there ? sums + (pixel + r) * outputs : spare + r * columns.width();
    }
    ct::add_row_products(rows, panel, count, columns.vectors);
  }
}

// Adds one group's products to some pixels of the result, which already have the bias.
void add_pixels(
    const ConvolutionShape &shape, const KernelPanels &panels, Pixels pixels, const float *padded, int64_t group,
    float *result, float *spare) {
  int64_t length = shape.patch_row(), line = (shape.width + 2 * shape.padding) * shape.group_channels();
  int64_t parts = (length + longest_part - 1) / longest_part;
  for (TileColumns columns : panels.tiles)
    for (int64_t y = 0; y < shape.side; ++y) {
      const float *panel = panels.row(shape, group, columns, y);
      for (int64_t part = 0; part < parts; ++part) {
        int64_t begin = length * part / parts, end = length * (part + 1) / parts;
        add_part(
            pixels, padded + y * line + begin, panel + begin * columns.width(), end - begin, columns, shape.outputs,
            result + group * shape.group_outputs() + columns.begin, spare);
      }
    }
}

void fill(const ConvolutionShape &shape, const float *bias, float *result) {
  for (int64_t pixel = 0; pixel < shape.rows * shape.columns; ++pixel, result += shape.outputs)
    std::memcpy(result, bias, static_cast<size_t>(shape.outputs) * sizeof *result);
}

// Finds the place in a padded group where each pixel's patch begins.
std::vector<int64_t> patch_places(const ConvolutionShape &shape) {
  std::vector<int64_t> places;
  for (int64_t row = 0; row < shape.rows; ++row)
    for (int64_t column = 0; column < shape.columns; ++column)
      places.push_back(
          shape.stride * (row * (shape.width + 2 * shape.padding) + column) * shape.group_channels());
  return places;
}

void convolve(
    const ConvolutionShape &shape, const at::Tensor &input, const KernelPanels &panels, const float *bias,
    at::Tensor &result) {
  std::vector<int64_t> patches = patch_places(shape);
  int64_t pixel_count = shape.rows * shape.columns;
  int64_t room = (shape.height + 2 * shape.padding) * (shape.width + 2 * shape.padding) * shape.group_channels();
  int64_t spare = tile_rows * ct::tile_vectors * vector_floats;
  int64_t threads = std::min<int64_t>(at::get_num_threads(), shape.images);
  // Allocated once, before threads start.
  std::vector<at::Tensor> rooms;
  for (int64_t thread = 0; thread < threads; ++thread) rooms.push_back(at::zeros({room + spare}));
  auto body = [&](int64_t first, int64_t last) {
    for (int64_t thread = first; thread < last; ++thread) {
      float *padded = rooms[static_cast<size_t>(thread)].data_ptr<float>();
      int64_t end = shape.images * (thread + 1) / threads;
      for (int64_t image = shape.images * thread / threads; image < end; ++image) {
        const float *picture = input.data_ptr<float>() + image * shape.height * shape.width * shape.channels;
        float *pixels = result.data_ptr<float>() + image * shape.rows * shape.columns * shape.outputs;
        fill(shape, bias, pixels);
        for (int64_t group = 0; group < shape.groups; ++group) {
          copy_padded(shape, picture, group, padded);
          for (int64_t begin = 0; begin < pixel_count; begin += block_pixels)
            add_pixels(
                shape, panels, {patches.data(), begin, std::min(begin + block_pixels, pixel_count)}, padded, group,
                pixels, padded + room);
        }
      }
    }
  };
  ct::parallel_ranges(threads, body);
}

}  // namespace

bool ct::computes_products(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window) {
  bool can = has_avx2() && input.device().is_cpu() && input.scalar_type() == at::kFloat &&
      kernel.scalar_type() == at::kFloat && input.is_contiguous(at::MemoryFormat::ChannelsLast) &&
      kernel.is_contiguous(at::MemoryFormat::ChannelsLast) && kernel.size(2) == kernel.size(3) &&
      kernel.size(0) / window.groups % vector_floats == 0;
  if (forced_kernels != CT_KERNELS_AUTOMATIC) return can && forces_own_convolution();
  return can && has_avx2_without_avx512() && kernel.size(1) * kernel.size(3) >= shortest_row &&
      input.size(0) >= at::get_num_threads();
}

at::Tensor ct::convolution_by_products(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &bias, ConvolutionWindow window) {
  at::Tensor result = empty_result(input, kernel, window);
  ConvolutionShape shape(input, kernel, window);
  convolve(shape, input, KernelPanels(kernel, shape), bias.data_ptr<float>(), result);
  return result;
}
