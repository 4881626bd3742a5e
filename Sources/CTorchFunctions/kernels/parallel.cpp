#include "parallel.hpp"

#include <ATen/Parallel.h>
#include <dlfcn.h>

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>

#include "kernels.hpp"

namespace {

// Makes stores past the caches (streaming.hpp) seen by other threads before whatever this one does next.
void finish_stores() {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#endif
}

// The entry points of GCC's OpenMP runtime, which every build of LibTorch for Linux is linked with.
using Parallel = void (*)(void (*)(void *), void *, unsigned threads, unsigned flags);
using Number = int (*)();

struct Team {
  void (*body)(void *, int64_t, int64_t);
  void *context;
  int64_t count;
  ct_kernels kernels;
  Number thread_number;
  Number thread_count;
  // The first error that a thread met.
  std::mutex mutex;
  std::exception_ptr error;
};

void run_member(void *pointer) {
  Team &team = *static_cast<Team *>(pointer);
  int64_t members = team.thread_count();
  int64_t member = team.thread_number();
  int64_t begin = team.count * member / members;
  int64_t end = team.count * (member + 1) / members;
  ct_kernels own = ct::forced_kernels;
  ct::forced_kernels = team.kernels;
  try {
    if (begin < end) team.body(team.context, begin, end);
    finish_stores();
  } catch (...) {
    // An exception may not leave OpenMP's threads.
    std::lock_guard<std::mutex> lock(team.mutex);
    if (!team.error) team.error = std::current_exception();
  }
  ct::forced_kernels = own;
}

// The OpenMP runtime that LibTorch itself uses. PyPI's LibTorch brings its own beside the system's; with the other one
// there would be two teams of threads for the same cores.
void *entry_of(const char *name) {
  static void *const library = [] {
    Dl_info information;
    bool is_found = dladdr(reinterpret_cast<void *>(&at::get_num_threads), &information) != 0;
    return is_found ? dlopen(information.dli_fname, RTLD_LAZY | RTLD_NOLOAD) : nullptr;
  }();
  return dlsym(library ? library : RTLD_DEFAULT, name);
}

Parallel parallel_entry() {
  static const auto entry = reinterpret_cast<Parallel>(entry_of("GOMP_parallel"));
  return entry;
}

}  // namespace

void ct::sleep_when_idle() {
  static std::once_flag once;
  // Whoever set how long threads spin has decided.
  if (getenv("GOMP_SPINCOUNT")) return;
  std::call_once(once, [] {
    static const auto processors = reinterpret_cast<Number>(entry_of("omp_get_num_procs"));
    if (!parallel_entry() || !processors) return;
    // Together with LibTorch's threads, one more than there are processors. The runtime counts a team's first thread once.
    int size = std::max(2, processors() - at::get_num_threads() + 2);
    std::thread([size] {
      // Signals must go to threads that handle them.
      sigset_t all;
      sigfillset(&all);
      pthread_sigmask(SIG_BLOCK, &all, nullptr);
      parallel_entry()([](void *) {}, nullptr, static_cast<unsigned>(size), 0);
      while (true) pause();
    }).detach();
  });
}

void ct::parallel_ranges(int64_t count, void (*body)(void *, int64_t, int64_t), void *context) {
  static const auto thread_number = reinterpret_cast<Number>(entry_of("omp_get_thread_num"));
  static const auto thread_count = reinterpret_cast<Number>(entry_of("omp_get_num_threads"));
  int64_t threads = std::min<int64_t>(at::get_num_threads(), count);
  if (threads < 2 || !parallel_entry() || !thread_number || !thread_count) {
    body(context, 0, count);
    finish_stores();
    return;
  }
  Team team{body, context, count, forced_kernels, thread_number, thread_count, {}, {}};
  parallel_entry()(run_member, &team, static_cast<unsigned>(threads), 0);
  if (team.error) std::rethrow_exception(team.error);
}
