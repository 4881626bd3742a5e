#include "brain_float_tensor.hpp"
#include "handle.hpp"
#include "parallel.hpp"

#include <ATen/ops/empty.h>

namespace {

// A pixel's bytes are red, green, blue; the network's channels are blue, green, red.
template <typename Number>
void convert(const uint8_t *pixels, const float *mean, Number *out, int64_t count) {
  auto body = [&](int64_t begin, int64_t end) {
    for (int64_t pixel = begin; pixel < end; ++pixel)
      for (int64_t channel = 0; channel < 3; ++channel)
        ct::assign(out[pixel * 3 + channel], pixels[pixel * 3 + 2 - channel] - mean[channel]);
  };
  ct::parallel_ranges(count, body);
}

}  // namespace

ct_status ct_pictures(
    const uint8_t *pixels, int64_t count, int64_t side, const float *mean_bgr, ct_type type, const char *device,
    ct_tensor *result) {
  return ct::producing(result, [&] {
    auto options = at::dtype(type == CT_BFLOAT16 ? at::kBFloat16 : at::kFloat).memory_format(at::MemoryFormat::ChannelsLast);
    at::Tensor images = at::empty({count, 3, side, side}, options);
    if (type == CT_BFLOAT16)
      convert(pixels, mean_bgr, ct::numbers(images), count * side * side);
    else
      convert(pixels, mean_bgr, images.data_ptr<float>(), count * side * side);
    return images.to(at::Device(device));
  });
}
