// Memory that begins where a cache line does, so that no register of sixteen floats crosses two lines.
//
// malloc aligns large blocks to 16 bytes. Winograd's convolutions take 5 to 12 % less time with this memory (2026-11-30).
#pragma once

#include <cstdint>
#include <memory>
#include <new>
#include <vector>

namespace ct {

constexpr std::align_val_t line_bytes{64};

template <typename Number>
struct AlignedAllocator {
  using value_type = Number;
  AlignedAllocator() = default;
  template <typename Other>
  AlignedAllocator(const AlignedAllocator<Other> &) {}
  Number *allocate(size_t count) { return static_cast<Number *>(::operator new(count * sizeof(Number), line_bytes)); }
  void deallocate(Number *numbers, size_t) { ::operator delete(numbers, line_bytes); }
  bool operator==(const AlignedAllocator &) const { return true; }
  bool operator!=(const AlignedAllocator &) const { return false; }
};

using AlignedVector = std::vector<float, AlignedAllocator<float>>;

// Numbers that are not set.
struct FreeAligned {
  void operator()(float *numbers) const { ::operator delete(numbers, line_bytes); }
};
using AlignedFloats = std::unique_ptr<float[], FreeAligned>;

inline AlignedFloats make_floats(int64_t count) {
  return AlignedFloats(AlignedAllocator<float>().allocate(static_cast<size_t>(count)));
}

}  // namespace ct
