#pragma once

#include <cstdint>

namespace ct {

// Calls body(context, begin, end) on ranges that together cover 0 to below `count`, on LibTorch's own threads, which are
// OpenMP's.
//
// In code that is not compiled with -fopenmp, at::parallel_for runs on one thread. A Swift package may not set that flag,
// so this function calls OpenMP's runtime itself. It throws what the body threw first, after all threads have ended.
void parallel_ranges(int64_t count, void (*body)(void *context, int64_t begin, int64_t end), void *context);

template <typename Body>
void parallel_ranges(int64_t count, Body &body) {
  parallel_ranges(
      count, [](void *context, int64_t begin, int64_t end) { (*static_cast<Body *>(context))(begin, end); },
      &body);
}

// Lets LibTorch's threads sleep soon after their work is done.
//
// A waiting thread of GCC's OpenMP runtime spins for up to a millisecond, which slows down OpenBLAS's threads and those
// that load pictures. The runtime stops spinning if it knows of more threads than there are processors. So one thread is
// started that has a team of its own and sleeps until the program ends. Measured 2026-11-26
// (docs/what-was-tried.md): learning motion took 22 s with spinning threads and 9 s with one OpenBLAS thread.
//
// A sleeping thread takes a tenth of a millisecond to wake, so spinning a little is better. GOMP_SPINCOUNT says how long, but
// must be set before the program starts, as unreel's commands that train do (Sources/unreel/SpinCount.swift). Where it is set,
// nothing is done here.
void sleep_when_idle();

}  // namespace ct
