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

// Lets LibTorch's threads sleep soon after their work is done. GCC's OpenMP runtime has a waiting thread spin for
// as long as a millisecond, in the way of OpenBLAS's threads and of those that load pictures, unless it knows of
// more threads than there are processors. So that it does, a thread that has a team of its own sleeps for good.
void sleep_when_idle();

}  // namespace ct
