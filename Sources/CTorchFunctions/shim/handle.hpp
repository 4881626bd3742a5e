// The tensor behind a handle, and the functions that turn every exception into a status.
#pragma once

#include <ATen/core/Tensor.h>

#include <exception>
#include <string>
#include <utility>

#include "CTorch.h"

struct ct_tensor_s {
  at::Tensor value;
};

namespace ct {

void remember(const std::string &message);

inline ct_tensor wrap(at::Tensor value) { return new ct_tensor_s{std::move(value)}; }

inline at::IntArrayRef sizes(const int64_t *sizes, int32_t rank) {
  return at::IntArrayRef(sizes, static_cast<size_t>(rank));
}

// Runs the body and turns everything that it throws into a status. The backtrace of LibTorch's own exceptions is left
// out, since it does not help a user.
template <typename Body>
ct_status guarded(Body &&body) {
  try {
    body();
    return 0;
  } catch (const c10::Error &error) {
    remember(error.what_without_backtrace());
  } catch (const std::exception &error) {
    remember(error.what());
  } catch (...) {
    remember("an exception of unknown type");
  }
  return 1;
}

// The same for a body that returns one tensor.
template <typename Body>
ct_status producing(ct_tensor *result, Body &&body) {
  return guarded([&] { *result = wrap(body()); });
}

}  // namespace ct
