#include "kernel_panels.hpp"

#include "parallel.hpp"

#include <ATen/ops/empty.h>

ct::KernelPanels::KernelPanels(const at::Tensor &kernel, const ConvolutionShape &shape)
    : tiles(vector_tiles(shape.group_outputs())),
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
  parallel_ranges(shape.groups * count, body);
}
