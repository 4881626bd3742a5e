#pragma once

#include <cstdint>
#include <cstring>

#include "brain_float.hpp"

// Sixteen numbers that are computed with together, by the vector types of Clang and GCC: one register of AVX-512,
// two of AVX2. They are passed between functions only where those are put into their callers.
#define CT_INLINE inline __attribute__((always_inline))
#pragma GCC diagnostic ignored "-Wpsabi"

namespace ct {

constexpr int64_t lanes = 16;

typedef float Floats __attribute__((vector_size(lanes * sizeof(float))));
typedef int32_t Integers __attribute__((vector_size(lanes * sizeof(int32_t))));
typedef uint32_t Bits __attribute__((vector_size(lanes * sizeof(uint32_t))));
typedef uint16_t Halves __attribute__((vector_size(lanes * sizeof(uint16_t))));
typedef uint8_t Bytes __attribute__((vector_size(lanes)));

CT_INLINE Floats loaded(const float *numbers) {
  Floats value;
  std::memcpy(&value, numbers, sizeof value);
  return value;
}

CT_INLINE Floats loaded(const BrainFloat *numbers) {
  Halves halves;
  std::memcpy(&halves, numbers, sizeof halves);
  return reinterpret_cast<Floats>(__builtin_convertvector(halves, Bits) << 16);
}

CT_INLINE void store(Floats value, float *numbers) { std::memcpy(numbers, &value, sizeof value); }

// Rounded as `narrowed` does.
CT_INLINE void store(Floats value, BrainFloat *numbers) {
  Bits bits = reinterpret_cast<Bits>(value);
  Bits rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  Bits kept = value == value ? rounded : (bits >> 16) | 0x40u;
  Halves halves = __builtin_convertvector(kept, Halves);
  std::memcpy(numbers, &halves, sizeof halves);
}

CT_INLINE void store_bytes(Integers value, uint8_t *bytes) {
  Bytes narrow = __builtin_convertvector(value, Bytes);
  std::memcpy(bytes, &narrow, sizeof narrow);
}

// The numbers whose byte is this one; 0 for the others.
CT_INLINE Floats where_bytes_equal(const uint8_t *bytes, uint8_t wanted, Floats value) {
  Bytes given;
  std::memcpy(&given, bytes, sizeof given);
  Integers is_equal = __builtin_convertvector(given, Integers) == static_cast<int32_t>(wanted);
  return reinterpret_cast<Floats>(is_equal & reinterpret_cast<Integers>(value));
}

}  // namespace ct
