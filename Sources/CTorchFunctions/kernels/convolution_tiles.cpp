#include "convolution.hpp"

#include <algorithm>
#include <cstring>

#if defined(__x86_64__)

#include <immintrin.h>

// The tiles carry their own target attribute, so that they run on every processor with AVX2 and FMA, also on one with
// AVX-512.
#define CT_AVX2 __attribute__((target("avx2,fma")))

namespace {

// sum += a × b. This is assembly because a tile's sums leave no register free, and Clang 17 moves sums between
// registers around its own intrinsic. The moves take longer than the additions.
CT_AVX2 inline void add_product(__m256 a, __m256 b, __m256 &sum) {
  asm volatile("vfmadd231ps %2, %1, %0" : "+x"(sum) : "x"(a), "x"(b));
}

template <int64_t vectors>
CT_AVX2
void add_outer(const float *left, const float *right, int64_t count, float *sums) {
  __m256 tile[ct::tile_rows][vectors];
  for (int64_t r = 0; r < ct::tile_rows; ++r)
    for (int64_t v = 0; v < vectors; ++v) tile[r][v] = _mm256_loadu_ps(sums + (r * vectors + v) * ct::vector_floats);
  for (int64_t i = 0; i < count; ++i, left += ct::tile_rows, right += vectors * ct::vector_floats) {
    __m256 columns[vectors];
    for (int64_t v = 0; v < vectors; ++v) columns[v] = _mm256_loadu_ps(right + v * ct::vector_floats);
    for (int64_t r = 0; r < ct::tile_rows; ++r) {
      __m256 row = _mm256_broadcast_ss(left + r);
      for (int64_t v = 0; v < vectors; ++v) add_product(row, columns[v], tile[r][v]);
    }
  }
  for (int64_t r = 0; r < ct::tile_rows; ++r)
    for (int64_t v = 0; v < vectors; ++v) _mm256_storeu_ps(sums + (r * vectors + v) * ct::vector_floats, tile[r][v]);
}

template <int64_t vectors>
CT_AVX2
void add_rows(const ct::TileRows &rows, const float *right, int64_t count) {
  __m256 tile[ct::tile_rows][vectors];
  for (int64_t r = 0; r < ct::tile_rows; ++r)
    for (int64_t v = 0; v < vectors; ++v) tile[r][v] = _mm256_loadu_ps(rows.sums[r] + v * ct::vector_floats);
  const float *left[ct::tile_rows];
  for (int64_t r = 0; r < ct::tile_rows; ++r) left[r] = rows.left[r];
  for (int64_t i = 0; i < count; ++i, right += vectors * ct::vector_floats) {
    __m256 columns[vectors];
    for (int64_t v = 0; v < vectors; ++v) columns[v] = _mm256_loadu_ps(right + v * ct::vector_floats);
    for (int64_t r = 0; r < ct::tile_rows; ++r) {
      __m256 row = _mm256_broadcast_ss(left[r] + i);
      for (int64_t v = 0; v < vectors; ++v) add_product(row, columns[v], tile[r][v]);
    }
  }
  for (int64_t r = 0; r < ct::tile_rows; ++r)
    for (int64_t v = 0; v < vectors; ++v) _mm256_storeu_ps(rows.sums[r] + v * ct::vector_floats, tile[r][v]);
}

}  // namespace

bool ct::has_avx2() { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

bool ct::has_avx2_without_avx512() { return has_avx2() && !__builtin_cpu_supports("avx512f"); }

void ct::add_outer_products(const float *left, const float *right, int64_t count, int64_t vectors, float *sums) {
  switch (vectors) {
    case 1: return add_outer<1>(left, right, count, sums);
    case 2: return add_outer<2>(left, right, count, sums);
    default: return add_outer<3>(left, right, count, sums);
  }
}

void ct::add_row_products(TileRows rows, const float *right, int64_t count, int64_t vectors) {
  switch (vectors) {
    case 1: return add_rows<1>(rows, right, count);
    case 2: return add_rows<2>(rows, right, count);
    default: return add_rows<3>(rows, right, count);
  }
}

#else

bool ct::has_avx2() { return false; }
bool ct::has_avx2_without_avx512() { return false; }
void ct::add_outer_products(const float *, const float *, int64_t, int64_t, float *) {}
void ct::add_row_products(TileRows, const float *, int64_t, int64_t) {}

#endif

namespace {

using ct::ConvolutionShape;
using ct::TileColumns;

void copy(const float *from, int64_t count, float *to) {
  std::memcpy(to, from, static_cast<size_t>(count) * sizeof *to);
}

void clear(float *to, int64_t count) { std::memset(to, 0, static_cast<size_t>(count) * sizeof *to); }

// Copies one pixel's columns in parts that are adjacent in memory. `x` is the place in the line where its patch begins.
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

ct::ConvolutionShape::ConvolutionShape(const at::Tensor &input, const at::Tensor &kernel, ConvolutionWindow window)
    : images(input.size(0)), height(input.size(2)), width(input.size(3)), channels(input.size(1)),
      rows((height + 2 * window.padding - kernel.size(2)) / window.stride + 1),
      columns((width + 2 * window.padding - kernel.size(3)) / window.stride + 1), outputs(kernel.size(0)),
      side(kernel.size(2)), stride(window.stride), padding(window.padding), groups(window.groups) {}

std::vector<ct::TileColumns> ct::vector_tiles(int64_t count) {
  std::vector<TileColumns> found;
  int64_t vectors = (count + vector_floats - 1) / vector_floats;
  for (int64_t begin = 0; begin < vectors; begin += found.back().vectors) {
    // Four vectors are divided into two and two, because a tile of one vector waits for its own sums.
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
  bool is_run = shape.groups == 1 || first == last;  // no numbers of another group are between
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
