#include <algorithm>
#include <cstring>

#include "handle.hpp"
#include "parallel.hpp"
#include "vectorised.hpp"

namespace {

constexpr int64_t group = 4;

// Two or more of a processor's own vectors; compilers divide it.
typedef float Vector __attribute__((vector_size(64)));
constexpr int64_t lanes = sizeof(Vector) / sizeof(float);

// A row's products with four vectors at a time, so that the row is read from near memory for each.
CT_VECTORISED
void four_products(const float *row, const float *const *vectors, int64_t length, float *out) {
  Vector sums[group] = {};
  int64_t whole = length - length % lanes;
  for (int64_t i = 0; i < whole; i += lanes) {
    Vector x;
    std::memcpy(&x, row + i, sizeof x);
    for (int64_t g = 0; g < group; ++g) {
      Vector y;
      std::memcpy(&y, vectors[g] + i, sizeof y);
      sums[g] += x * y;
    }
  }
  for (int64_t g = 0; g < group; ++g) {
    float sum = 0;
    for (int64_t lane = 0; lane < lanes; ++lane) sum += sums[g][lane];
    for (int64_t i = whole; i < length; ++i) sum += row[i] * vectors[g][i];
    out[g] = sum;
  }
}

}  // namespace

ct_status ct_few_products(ct_tensor rows, ct_tensor vectors, ct_tensor *result) {
  return ct::producing(result, [&] {
    at::Tensor left = rows->value.contiguous(), right = vectors->value.contiguous();
    TORCH_CHECK(left.dim() == 2 && right.dim() == 2 && left.size(1) == right.size(1), "products of unlike rows");
    if (!left.device().is_cpu()) return left.matmul(right.t());
    int64_t height = left.size(0), length = left.size(1), count = right.size(0);
    at::Tensor products = at::empty({height, count}, left.options());
    const float *x = left.data_ptr<float>(), *y = right.data_ptr<float>();
    float *out = products.data_ptr<float>();
    auto body = [&](int64_t begin, int64_t end) {
      float found[group];
      const float *chosen[group];
      for (int64_t row = begin; row < end; ++row)
        for (int64_t start = 0; start < count; start += group) {
          // The last group repeats the last vector.
          for (int64_t g = 0; g < group; ++g) chosen[g] = y + std::min(start + g, count - 1) * length;
          four_products(x + row * length, chosen, length, found);
          for (int64_t g = 0; g < std::min(group, count - start); ++g) out[row * count + start + g] = found[g];
        }
    };
    ct::parallel_ranges(height, body);
    return products;
  });
}
