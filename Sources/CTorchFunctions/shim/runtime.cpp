#include <ATen/Config.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/ones.h>
#include <torch/csrc/api/include/torch/version.h>

#include <dlfcn.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "handle.hpp"
#include "parallel.hpp"

// Messages, threads and memory of this process, and what LibTorch and the processor can do.

namespace {
thread_local std::string last_message;
}

void ct::remember(const std::string &message) { last_message = message; }

const char *ct_last_message(void) { return last_message.c_str(); }

void ct_free(ct_tensor tensor) { delete tensor; }

const char *ct_version(void) { return TORCH_VERSION; }

ct_status ct_set_threads(int32_t threads) {
  return ct::guarded([&] {
    at::set_num_threads(threads);
    ct::sleep_when_idle();
  });
}

void ct_keep_memory(void) {
#if defined(__GLIBC__)
  // By default, every large tensor gets new pages, which the system fills with zeros.
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
  mallopt(M_TOP_PAD, 64 << 20);
#endif
}

void ct_give_memory_back(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

int32_t ct_threads(void) { return at::get_num_threads(); }

bool ct_cuda_is_available(void) {
  bool is_available = false;
  ct::guarded([&] { is_available = at::hasCUDA(); });
  return is_available;
}

char *ct_describe(void) {
  std::string text;
  ct::guarded([&] {
    text = at::show_config() + at::get_parallel_info();
  });
  return strdup(text.c_str());
}

bool ct_onednn_is_enabled(void) {
  bool is_enabled = false;
  ct::guarded([&] { is_enabled = at::hasMKLDNN() && at::globalContext().userEnabledMkldnn(); });
  return is_enabled;
}

ct_status ct_prepare_gpu(const char *device) {
  return ct::guarded([&] {
    at::globalContext().setAllowTF32CuDNN(true);
    // A LibTorch without kernels for this kind of GPU fails here, and not in the middle of a training.
    at::ones({1}, at::kFloat).to(at::Device(device)).add(1).to(at::kCPU);
  });
}

ct_status ct_cuda_versions(int64_t *cuda, int64_t *cudnn, int32_t *devices) {
  return ct::guarded([&] {
    const auto &hooks = at::detail::getCUDAHooks();
    *cuda = hooks.versionCUDART();
    *cudnn = hooks.hasCuDNN() ? hooks.versionCuDNN() : 0;
    *devices = hooks.getNumGPUs();
  });
}

bool ct_computes_brain_floats(void) {
#if defined(__x86_64__)
  // Every processor with AMX has this too.
  return ct_onednn_is_enabled() && __builtin_cpu_supports("avx512bf16");
#else
  return false;
#endif
}

const char *ct_provider(const char *function) {
  Dl_info information;
  void *address = dlsym(RTLD_DEFAULT, function);
  return address && dladdr(address, &information) ? information.dli_fname : nullptr;
}

ct_status ct_product_speed(int64_t side, bool in_brain_floats, double *speed) {
  return ct::guarded([&] {
    using clock = std::chrono::steady_clock;
    auto type = in_brain_floats ? at::kBFloat16 : at::kFloat;
    at::Tensor left = at::ones({side, side}, at::kFloat).to(type);
    at::Tensor right = at::ones({side, side}, at::kFloat).to(type);
    // The first product also starts threads and compiles kernels.
    at::mm(left, right);
    // This is long enough for some products that no other program interrupts.
    double fastest = 1e9;
    auto begin = clock::now();
    for (int repetition = 0; repetition < 5 || clock::now() - begin < std::chrono::milliseconds(250); ++repetition) {
      auto start = clock::now();
      at::mm(left, right);
      fastest = std::min(fastest, std::chrono::duration<double>(clock::now() - start).count());
    }
    *speed = 2.0 * side * side * side / fastest;
  });
}
