// What all loops have in common.
#pragma once

// A fused multiplication would round once where others round twice.
#pragma STDC FP_CONTRACT OFF

// Compiles a function for several kinds of processors; the first call chooses one.
#if defined(__x86_64__)
#define FOR_EVERY_PROCESSOR __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define FOR_EVERY_PROCESSOR
#endif
