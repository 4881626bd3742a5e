#pragma once

#include <cstdint>

namespace ct {

// Calls body(context, begin, end) on ranges that together cover 0 ..< count, on LibTorch's own
// threads, which are OpenMP's. at::parallel_for runs on one thread in code that is not compiled
// with -fopenmp, a flag that a Swift package may not set, so this calls OpenMP's runtime itself.
void parallel_ranges(int64_t count, void (*body)(void *context, int64_t begin, int64_t end), void *context);

template <typename Body>
void parallel_ranges(int64_t count, Body &body) {
  parallel_ranges(
      count, [](void *context, int64_t begin, int64_t end) { (*static_cast<Body *>(context))(begin, end); },
      &body);
}

}  // namespace ct
