#include <ATen/Context.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/ones.h>

#include <dlfcn.h>

#include <algorithm>
#include <chrono>

#include "handle.hpp"

bool ct_onednn_is_enabled(void) {
  bool is_enabled = false;
  ct::guarded([&] { is_enabled = at::hasMKLDNN() && at::globalContext().userEnabledMkldnn(); });
  return is_enabled;
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
  // Every processor with AMX has this as well.
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
    // Long enough that other programs on the same cores leave some of the products alone.
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
