#include "kernels.hpp"

#include "handle.hpp"
#include "vectors.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

// Which kernels run: what the processor has, and what a test asks for.

namespace {

bool has_avx2() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("x86-64-v3");
#else
  return false;
#endif
}

bool has_avx512() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("x86-64-v4");
#else
  return false;
#endif
}

}  // namespace

bool ct::has_amx() {
#if defined(__x86_64__)
  // In a virtual machine, the question takes as long as thousands of multiplications.
  static const bool has = [] {
    constexpr unsigned amx_bf16 = 1u << 22;
    unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
    return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && (edx & amx_bf16);
  }();
  return has;
#else
  return false;
#endif
}

const ct::InstructionSet ct::widest_instructions = has_avx512() ? InstructionSet::avx512
    : has_avx2()                                                ? InstructionSet::avx2
                                                                : InstructionSet::baseline;

__thread ct_kernels ct::forced_kernels = CT_KERNELS_AUTOMATIC;

bool ct_has_kernels(ct_kernels kernels) {
  if (kernels == CT_KERNELS_AVX2) return has_avx2();
  if (kernels == CT_KERNELS_AVX512) return has_avx512();
  return true;
}

ct_status ct_force_kernels(ct_kernels kernels, ct_kernels *before) {
  return ct::guarded([&] {
    TORCH_CHECK(ct_has_kernels(kernels), "this processor lacks the instructions of the kernels ", kernels);
    *before = ct::forced_kernels;
    ct::forced_kernels = kernels;
  });
}
