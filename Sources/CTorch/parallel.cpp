#include "parallel.hpp"

#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <algorithm>

namespace {

// The entry points of GCC's OpenMP runtime, which every build of LibTorch for Linux is linked with.
using Parallel = void (*)(void (*)(void *), void *, unsigned threads, unsigned flags);
using Number = int (*)();

struct Team {
  void (*body)(void *, int64_t, int64_t);
  void *context;
  int64_t count;
  Number thread_number;
  Number thread_count;
};

void run_member(void *pointer) {
  const Team &team = *static_cast<Team *>(pointer);
  int64_t members = team.thread_count();
  int64_t member = team.thread_number();
  int64_t begin = team.count * member / members;
  int64_t end = team.count * (member + 1) / members;
  if (begin < end) team.body(team.context, begin, end);
}

}  // namespace

void ct::parallel_ranges(int64_t count, void (*body)(void *, int64_t, int64_t), void *context) {
  static const auto parallel = reinterpret_cast<Parallel>(dlsym(RTLD_DEFAULT, "GOMP_parallel"));
  static const auto thread_number = reinterpret_cast<Number>(dlsym(RTLD_DEFAULT, "omp_get_thread_num"));
  static const auto thread_count = reinterpret_cast<Number>(dlsym(RTLD_DEFAULT, "omp_get_num_threads"));
  int64_t threads = std::min<int64_t>(at::get_num_threads(), count);
  if (threads < 2 || !parallel || !thread_number || !thread_count) {
    body(context, 0, count);
    return;
  }
  Team team{body, context, count, thread_number, thread_count};
  parallel(run_member, &team, static_cast<unsigned>(threads), 0);
}
