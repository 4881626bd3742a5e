#include <ATen/CPUGeneratorImpl.h>
#include <ATen/ATen.h>

#include <algorithm>
#include <cstring>

#include "handle.hpp"
#include "parallel.hpp"
#include "vectors.hpp"

// Tensors from Swift's memory and back, their types, devices and shapes.

namespace {

at::ScalarType scalar_type(ct_type type) {
  switch (type) {
    case CT_FLOAT32: return at::kFloat;
    case CT_UINT8: return at::kByte;
    case CT_INT64: return at::kLong;
    case CT_FLOAT64: return at::kDouble;
    case CT_BFLOAT16: return at::kBFloat16;
    case CT_INT32: return at::kInt;
  }
  TORCH_CHECK(false, "unknown element type ", static_cast<int>(type));
}

// Copies on all threads: the system fills new memory with zeros when it is first written, which takes longer than the copy.
void copy(void *target, const void *source, size_t bytes) {
  constexpr size_t piece = 1 << 20;
  auto body = [&](int64_t begin, int64_t end) {
    size_t first = begin * piece, last = std::min(end * piece, bytes);
    std::memcpy(static_cast<char *>(target) + first, static_cast<const char *>(source) + first, last - first);
  };
  if (bytes <= piece) return body(0, 1);
  ct::parallel_ranges((bytes + piece - 1) / piece, body);
}

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

// The same on a GPU. The bytes, a quarter of the numbers, are copied from memory that the GPU reads by itself, so the copy
// goes on while the GPU still computes the step before.
at::Tensor pictures_on_gpu(
    const uint8_t *pixels, int64_t count, int64_t side, const float *mean_bgr, at::ScalarType type, at::Device device) {
  at::Tensor bytes = at::empty({count, side, side, 3}, at::dtype(at::kByte).pinned_memory(true));
  copy(bytes.data_ptr(), pixels, bytes.nbytes());
  at::Tensor means = at::empty({3}, at::kFloat);
  copy(means.data_ptr(), mean_bgr, means.nbytes());
  at::Tensor images = bytes.to(device, /*non_blocking=*/true).flip(3).to(at::kFloat) - means.to(device);
  return images.to(type).permute({0, 3, 1, 2});
}

}  // namespace

ct_status ct_create(const void *data, ct_type type, const int64_t *sizes, int32_t rank, ct_tensor *result) {
  return ct::producing(result, [&] {
    at::Tensor tensor = at::empty(ct::sizes(sizes, rank), scalar_type(type));
    copy(tensor.data_ptr(), data, tensor.nbytes());
    return tensor;
  });
}

ct_status ct_lend(const void *data, ct_type type, const int64_t *sizes, int32_t rank, ct_tensor *result) {
  return ct::producing(result, [&] {
    return at::from_blob(const_cast<void *>(data), ct::sizes(sizes, rank), scalar_type(type));
  });
}

ct_status ct_pictures(
    const uint8_t *pixels, int64_t count, int64_t side, const float *mean_bgr, ct_type type, const char *device,
    ct_tensor *result) {
  return ct::producing(result, [&] {
    at::Device target(device);
    if (!target.is_cpu()) return pictures_on_gpu(pixels, count, side, mean_bgr, scalar_type(type), target);
    auto options = at::dtype(type == CT_BFLOAT16 ? at::kBFloat16 : at::kFloat).memory_format(at::MemoryFormat::ChannelsLast);
    at::Tensor images = at::empty({count, 3, side, side}, options);
    if (type == CT_BFLOAT16)
      convert(pixels, mean_bgr, ct::numbers(images), count * side * side);
    else
      convert(pixels, mean_bgr, images.data_ptr<float>(), count * side * side);
    return images;
  });
}

ct_status ct_zeros(const int64_t *sizes, int32_t rank, ct_tensor *result) {
  return ct::producing(result, [&] { return at::zeros(ct::sizes(sizes, rank), at::kFloat); });
}

ct_status ct_zeros_like(ct_tensor tensor, ct_tensor *result) {
  return ct::producing(result, [&] { return at::zeros_like(tensor->value.detach()); });
}

ct_status ct_normal(const int64_t *sizes, int32_t rank, double mean, double deviation, uint64_t seed, ct_tensor *result) {
  return ct::producing(result, [&] {
    return at::empty(ct::sizes(sizes, rank), at::kFloat)
        .normal_(mean, deviation, at::detail::createCPUGenerator(seed));
  });
}

ct_status ct_read(ct_tensor tensor, ct_type type, void *data, int64_t count) {
  return ct::guarded([&] {
    at::Tensor source = tensor->value.detach().to(at::kCPU, scalar_type(type)).contiguous();
    TORCH_CHECK(source.numel() == count, "reading ", count, " of ", source.numel(), " elements");
    copy(data, source.data_ptr(), source.nbytes());
  });
}

int32_t ct_rank(ct_tensor tensor) { return static_cast<int32_t>(tensor->value.dim()); }

int64_t ct_size(ct_tensor tensor, int32_t dimension) { return tensor->value.sizes()[dimension]; }

ct_status ct_to_device(ct_tensor tensor, const char *device, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.to(at::Device(device)); });
}

ct_status ct_to_device_of(ct_tensor tensor, ct_tensor other, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.to(other->value.device()); });
}

ct_status ct_to_type(ct_tensor tensor, ct_type type, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.to(scalar_type(type)); });
}

ct_status ct_channels_last(ct_tensor tensor, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.contiguous(at::MemoryFormat::ChannelsLast); });
}

ct_status ct_contiguous(ct_tensor tensor, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.contiguous(); });
}

ct_status ct_permute(ct_tensor tensor, const int64_t *order, int32_t rank, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.permute(ct::sizes(order, rank)); });
}

ct_status ct_reshape(ct_tensor tensor, const int64_t *sizes, int32_t rank, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.reshape(ct::sizes(sizes, rank)); });
}

ct_status ct_narrow(ct_tensor tensor, int64_t dimension, int64_t start, int64_t length, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.narrow(dimension, start, length); });
}

ct_status ct_flip(ct_tensor tensor, int64_t dimension, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.flip(dimension); });
}

ct_status ct_select_rows(ct_tensor tensor, ct_tensor rows, ct_tensor *result) {
  return ct::producing(result, [&] { return tensor->value.index_select(0, rows->value); });
}

ct_status ct_concatenate(const ct_tensor *tensors, int32_t count, int64_t dimension, ct_tensor *result) {
  return ct::producing(result, [&] {
    std::vector<at::Tensor> values;
    for (int32_t i = 0; i < count; ++i) values.push_back(tensors[i]->value);
    return at::cat(values, dimension);
  });
}
