#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <algorithm>

#include "aligned.hpp"
#include "column_products.hpp"
#include "parallel.hpp"

// Fully connected layers in bfloat16, where no gradient is needed. A batch's inputs are made columns of 32-bit floats, and
// weights are widened a tile at a time, so that each weight is read once for 64 inputs. An input's outputs do not depend on the
// batch that it is in.
//
// Measured 2026-11-30 on two cores of a Xeon with AVX-512 and without AMX, in turn with LibTorch 1.13 (oneDNN 2.6), medians of
// nine: 9216 numbers to 4096 outputs, 64 inputs 18.8 ms (32.0), 32 inputs 18.1 ms (18.5), 8 inputs 18.3 ms (7.7).

namespace {

using ct::BrainFloat;
using ct::columns_at_once;

// Of so many outputs and sets of 64 inputs, the sums are kept at a time. With fewer outputs, reading the inputs would take longer than
// computing; with more sets, the sums would leave the second-level cache.
constexpr int64_t most_outputs = 4 * ct::tile_rows, most_sets = 4;
// So many numbers of each input are copied at a time, so that the columns' lines stay in the first-level cache.
constexpr int64_t copied_numbers = 64;

struct Layer {
  ct::MatrixRows<BrainFloat> weight;
  const BrainFloat *bias;
  int64_t outputs;
};

// Inputs as sets of 64 columns, length × 64 numbers each, with zeros for those that are missing.
struct Inputs {
  const float *columns;
  int64_t count;

  int64_t sets() const { return (count + columns_at_once - 1) / columns_at_once; }
  // The inputs of at most `most_sets` sets.
  Inputs from(int64_t set, int64_t length) const {
    int64_t before = set * columns_at_once;
    return {columns + before * length, std::min(count - before, most_sets * columns_at_once)};
  }
};

at::Tensor columns_of(const at::Tensor &input) {
  int64_t count = input.size(0), length = input.size(1);
  int64_t sets = (count + columns_at_once - 1) / columns_at_once;
  at::Tensor columns = at::zeros({sets, length, columns_at_once}, input.options().dtype(at::kFloat));
  const BrainFloat *from = ct::numbers(input);
  float *to = columns.data_ptr<float>();
  auto body = [&](int64_t begin, int64_t end) {
    for (int64_t first = begin; first < end; first += copied_numbers)
      for (int64_t row = 0; row < count; ++row) {
        float *column = to + row / columns_at_once * length * columns_at_once + row % columns_at_once;
        for (int64_t number = first; number < std::min(first + copied_numbers, end); ++number)
          column[number * columns_at_once] = ct::widened(from[row * length + number]);
      }
  };
  ct::parallel_ranges(length, body);
  return columns;
}

// Computes the outputs from `begin` to below `end` of some inputs.
template <int64_t rows_at_once>
CT_INLINE void compute(
    const Layer &layer, int64_t begin, int64_t end, Inputs inputs, ct::ColumnProducts *products, BrainFloat *result) {
  ct::multiply_tile<rows_at_once>(layer.weight, begin, end, inputs.columns, inputs.sets(), most_outputs, products);
  for (int64_t row = 0; row < inputs.count; ++row) {
    int64_t set = row / columns_at_once, column = row % columns_at_once;
    const float *sums = reinterpret_cast<const float *>(products + set * most_outputs) + column;
    for (int64_t output = begin; output < end; ++output)
      result[row * layer.outputs + output] =
          ct::narrowed(sums[(output - begin) * columns_at_once] + ct::widened(layer.bias[output]));
  }
}

at::Tensor by_columns(const at::Tensor &input, const at::Tensor &weight, const at::Tensor &bias) {
  int64_t length = weight.size(1), outputs = weight.size(0);
  Layer layer{{ct::numbers(weight), length}, ct::numbers(bias), outputs};
  at::Tensor columns = columns_of(input), result = at::empty({input.size(0), outputs}, input.options());
  Inputs all{columns.data_ptr<float>(), input.size(0)};
  BrainFloat *out = ct::numbers(result);
  auto body = [&](int64_t begin, int64_t end) {
    ct::AlignedFloats memory = ct::make_floats(std::min(all.sets(), most_sets) * most_outputs * columns_at_once);
    auto *products = reinterpret_cast<ct::ColumnProducts *>(memory.get());
    for (int64_t first = begin; first < end; first += most_outputs)
      for (int64_t set = 0; set < all.sets(); set += most_sets)
        CT_WITH_COLUMNS(
            compute, layer, first, std::min(first + most_outputs, end), all.from(set, length), products,
            out + set * columns_at_once * outputs);
  };
  ct::parallel_ranges(outputs, body);
  return result;
}

// Whether the tensors fit each other. If not, LibTorch says why.
bool fits(const at::Tensor &input, const at::Tensor &weight, const at::Tensor &bias) {
  auto is_brain_float = [](const at::Tensor &tensor) {
    return tensor.device().is_cpu() && tensor.scalar_type() == at::kBFloat16;
  };
  return is_brain_float(input) && is_brain_float(weight) && is_brain_float(bias) && input.dim() == 2 && weight.dim() == 2 &&
      input.size(1) == weight.size(1) && bias.dim() == 1 && bias.size(0) == weight.size(0);
}

// Whether the processor is one on which the kernel is faster than oneDNN's for 32 inputs and more, or the kernel is forced. It
// computes fewer inputs too, though slower, so that an input's outputs do not depend on the batch.
bool is_chosen() {
  if (ct::forced_kernels != CT_KERNELS_AUTOMATIC) return !ct::forces_libtorch();
  return ct::widest_instructions == ct::InstructionSet::avx512 && !ct::has_amx();
}

}  // namespace

at::Tensor ct::linear(const at::Tensor &input, const at::Tensor &weight, const at::Tensor &bias) {
  bool is_watched = at::GradMode::is_enabled() &&
      (input.requires_grad() || weight.requires_grad() || bias.requires_grad());
  if (is_watched || !fits(input, weight, bias) || !is_chosen()) return at::linear(input, weight, bias);
  return by_columns(input.contiguous(), weight.contiguous(), bias.contiguous());
}
