#include <ATen/Config.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <torch/csrc/api/include/torch/version.h>

#include <cstdlib>
#include <cstring>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "handle.hpp"
#include "parallel.hpp"

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
  // By default every large tensor is mapped anew, and the kernel fills its pages with zeros.
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
