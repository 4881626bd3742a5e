#pragma once

#include <cstdint>
#include <cstring>

namespace ct {

// A bfloat16 is the upper half of a 32-bit float. LibTorch's own conversions branch for each number;
// these vectorise.
using BrainFloat = uint16_t;

inline float widened(BrainFloat number) {
  uint32_t bits = static_cast<uint32_t>(number) << 16;
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

inline float widened(float number) { return number; }

// To the nearest, ties to even; what is not a number stays none.
inline BrainFloat narrowed(float number) {
  uint32_t bits;
  std::memcpy(&bits, &number, sizeof bits);
  uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1)) >> 16;
  uint32_t quiet = (bits >> 16) | 0x40u;
  return static_cast<BrainFloat>((bits & 0x7fffffffu) > 0x7f800000u ? quiet : rounded);
}

inline void assign(float &target, float value) { target = value; }
inline void assign(BrainFloat &target, float value) { target = narrowed(value); }

}  // namespace ct
