// Measured 2026-11-26 (docs/what-was-tried.md), two cores with AVX2, layers of the thesis's network for 64 frames and of
// the default network for 256: 146 to 185 GFLOP/s, and 93 with three channels. oneDNN 2.6 reaches 75 to 132.
//
// The kernels' gradient is a matrix product: the gradient of every pixel of the result (one column for each output),
// times the patch of the input that the pixel is made from. It is summed in tiles that stay in registers, over blocks of
// pixels that stay in the cache (Goto, van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008).
// The patches of a whole batch are never written to memory. Complexity: O(pixels × outputs × patch).

#include "convolution.hpp"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <vector>

#include "parallel.hpp"

namespace {

using ct::ConvolutionShape;
using ct::TileColumns;
using ct::ResultRows;
using ct::tile_rows;

// Pixels of a block. With 128 to 384 pixels, it takes the same time within a few per cent.
constexpr int64_t block_pixels = 256;

int64_t tiled_row(const std::vector<TileColumns> &tiles) { return tiles.back().begin + tiles.back().width(); }

int64_t block_height(const ConvolutionShape &shape) {
  return std::max<int64_t>(1, block_pixels / shape.columns);
}

// One thread's part of the batch: its sums, and room for a block. All memory is allocated once, before threads
// start.
struct Part {
  ResultRows rows;
  at::Tensor kernel_sums;  // groups × kernel rows × tiles × sets of outputs × tile rows × tile's width
  at::Tensor bias_sums;    // outputs
  at::Tensor upstream;
  at::Tensor patches;

  Part(const ConvolutionShape &shape, const std::vector<TileColumns> &tiles, ResultRows rows, at::TensorOptions type)
      : rows(rows), kernel_sums(at::empty({shape.side * shape.outputs * tiled_row(tiles)}, type)),
        bias_sums(at::zeros({shape.outputs}, type)),
        upstream(at::empty({block_height(shape) * shape.columns * shape.outputs}, type)),
        patches(at::empty({block_height(shape) * shape.columns * tiles.front().width()}, type)) {}
};

void sum(
    const ConvolutionShape &shape, const std::vector<TileColumns> &tiles, const float *input, const float *gradient,
    Part &part) {
  int64_t sets = shape.group_outputs() / tile_rows;
  float *sums = part.kernel_sums.data_ptr<float>(), *patches = part.patches.data_ptr<float>();
  float *upstream = part.upstream.data_ptr<float>();
  std::fill_n(sums, part.kernel_sums.numel(), 0.0f);
  for (int64_t begin = part.rows.begin; begin < part.rows.end; begin += block_height(shape)) {
    ResultRows block{begin, std::min(begin + block_height(shape), part.rows.end)};
    int64_t pixels = (block.end - block.begin) * shape.columns;
    ct::copy_gradient(shape, gradient, block, upstream);
    ct::add_pixels(shape, upstream, pixels, part.bias_sums.data_ptr<float>());
    float *tile = sums;
    for (int64_t group = 0; group < shape.groups; ++group)
      for (int64_t y = 0; y < shape.side; ++y)
        for (TileColumns columns : tiles) {
          ct::copy_patches(shape, input, block, group, y, columns, patches);
          const float *set = upstream + group * shape.group_outputs() * pixels;
          for (int64_t i = 0; i < sets; ++i, set += tile_rows * pixels, tile += tile_rows * columns.width())
            ct::add_outer_products(set, patches, pixels, columns.vectors, tile);
        }
  }
}

// Adds the parts in order, and puts every number where channels-last kernels have it.
void gather(
    const ConvolutionShape &shape, const std::vector<TileColumns> &tiles, const std::vector<Part> &parts,
    at::Tensor &kernel) {
  int64_t length = shape.patch_row(), outputs = shape.group_outputs();
  float *out = kernel.data_ptr<float>();
  auto body = [&](int64_t first, int64_t end) {
    for (int64_t output = first; output < end; ++output)
      for (int64_t y = 0; y < shape.side; ++y)
        for (TileColumns columns : tiles) {
          int64_t group = output / outputs, row = output % outputs;
          int64_t place = (group * shape.side + y) * outputs * tiled_row(tiles) + outputs * columns.begin +
                          row * columns.width();
          float *target = out + (output * shape.side + y) * length + columns.begin;
          int64_t count = std::min(columns.width(), length - columns.begin);
          for (int64_t i = 0; i < count; ++i) target[i] = 0;
          for (const Part &part : parts) {
            const float *sums = part.kernel_sums.data_ptr<float>() + place;
            for (int64_t i = 0; i < count; ++i) target[i] += sums[i];
          }
        }
  };
  ct::parallel_ranges(shape.outputs, body);
}

}  // namespace

bool ct::computes_parameter_gradients(
    const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window) {
  bool can = has_avx2() && input.device().is_cpu() && input.scalar_type() == at::kFloat &&
      kernel.scalar_type() == at::kFloat && input.is_contiguous(at::MemoryFormat::ChannelsLast) &&
      kernel.size(2) == kernel.size(3) && kernel.size(0) / window.groups % tile_rows == 0;
  if (forced_kernels != CT_KERNELS_AUTOMATIC) return can && forces_own_convolution();
  return can && has_avx2_without_avx512();
}

std::pair<at::Tensor, at::Tensor> ct::convolution_parameter_gradients(
    const at::Tensor &input, const at::Tensor &kernel, const at::Tensor &gradient, ConvolutionWindow window) {
  ConvolutionShape shape(input, kernel, window);
  int64_t rows = shape.images * shape.rows;
  int64_t count = std::max<int64_t>(1, std::min<int64_t>(at::get_num_threads(), rows));
  std::vector<TileColumns> tiles = ct::vector_tiles(shape.patch_row());
  std::vector<Part> parts;
  for (int64_t part = 0; part < count; ++part)
    parts.emplace_back(
        shape, tiles, ResultRows{rows * part / count, rows * (part + 1) / count}, gradient.options());
  auto body = [&](int64_t begin, int64_t end) {
    for (int64_t part = begin; part < end; ++part)
      sum(shape, tiles, input.data_ptr<float>(), gradient.data_ptr<float>(), parts[static_cast<size_t>(part)]);
  };
  parallel_ranges(count, body);
  at::Tensor kernel_gradient =
      at::empty(kernel.sizes(), kernel.options().memory_format(at::MemoryFormat::ChannelsLast));
  gather(shape, tiles, parts, kernel_gradient);
  at::Tensor bias_gradient = parts[0].bias_sums;
  for (size_t part = 1; part < parts.size(); ++part) bias_gradient += parts[part].bias_sums;
  return {kernel_gradient, bias_gradient};
}
