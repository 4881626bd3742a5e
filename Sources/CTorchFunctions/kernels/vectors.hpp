// How this folder's loops read and write numbers: in registers of several numbers, from 32-bit floats or bfloat16, with
// a pixel's channels adjacent in memory. Loops are compiled for several instruction sets.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "kernels.hpp"

// A function that is always compiled into its callers, with the callers' instruction set.
#define CT_INLINE inline __attribute__((always_inline))
#pragma GCC diagnostic ignored "-Wpsabi"

namespace ct {

// The instruction sets that loops are compiled for: x86-64 without extensions (or another processor's own), with AVX2
// and FMA (x86-64-v3), with AVX-512 (x86-64-v4).
enum class InstructionSet { baseline, avx2, avx512 };

// The widest one that this processor has.
extern const InstructionSet widest_instructions;

// The one to use now: the widest, or what ct_force_kernels asked for.
inline InstructionSet instruction_set() {
  switch (forced_kernels) {
    case CT_KERNELS_BASELINE: return InstructionSet::baseline;
    case CT_KERNELS_AVX2: return InstructionSet::avx2;
    case CT_KERNELS_AVX512: return InstructionSet::avx512;
    default: return widest_instructions;
  }
}

#if defined(__x86_64__)

// The extensions are named one by one: with "arch=x86-64-v4", Clang 21 compiles loops for registers of 256 bits.
#define CT_AVX2_EXTENSIONS "avx,avx2,bmi,bmi2,f16c,fma,lzcnt,movbe,popcnt,sse4.2"
#define CT_AVX512_EXTENSIONS CT_AVX2_EXTENSIONS ",avx512f,avx512bw,avx512cd,avx512dq,avx512vl"

template <auto loop, typename... Arguments>
__attribute__((target(CT_AVX512_EXTENSIONS), noinline)) auto with_avx512(Arguments... arguments) {
  return loop(arguments...);
}

template <auto loop, typename... Arguments>
__attribute__((target(CT_AVX2_EXTENSIONS), noinline)) auto with_avx2(Arguments... arguments) {
  return loop(arguments...);
}

#endif

template <auto loop, typename... Arguments>
__attribute__((noinline)) auto with_baseline(Arguments... arguments) {
  return loop(arguments...);
}

// Calls a CT_INLINE function in the version for the instruction set to use.
template <auto loop, typename... Arguments>
inline auto vectorised(Arguments... arguments) {
#if defined(__x86_64__)
  InstructionSet instructions = instruction_set();
  if (instructions == InstructionSet::avx512) return with_avx512<loop>(arguments...);
  if (instructions == InstructionSet::avx2) return with_avx2<loop>(arguments...);
#endif
  return with_baseline<loop>(arguments...);
}

// A bfloat16 is the upper half of a 32-bit float. LibTorch's own conversions branch for every number; these vectorise.
using BrainFloat = uint16_t;

CT_INLINE float widened(BrainFloat number) {
  uint32_t bits = static_cast<uint32_t>(number) << 16;
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

CT_INLINE float widened(float number) { return number; }

// Rounds to the nearest, ties to even. NaN stays NaN.
CT_INLINE BrainFloat narrowed(float number) {
  uint32_t bits;
  std::memcpy(&bits, &number, sizeof bits);
  uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1)) >> 16;
  uint32_t quiet = (bits >> 16) | 0x40u;
  return static_cast<BrainFloat>((bits & 0x7fffffffu) > 0x7f800000u ? quiet : rounded);
}

CT_INLINE void assign(float &target, float value) { target = value; }
CT_INLINE void assign(BrainFloat &target, float value) { target = narrowed(value); }

// The numbers of a bfloat16 tensor, as their bits.
inline BrainFloat *numbers(const at::Tensor &tensor) {
  return reinterpret_cast<BrainFloat *>(tensor.data_ptr<at::BFloat16>());
}

// The numbers of a tensor of 32-bit floats or bfloat16.
template <typename Number>
Number *numbers_of(const at::Tensor &tensor) {
  if constexpr (std::is_same_v<Number, float>) return tensor.data_ptr<float>();
  else return numbers(tensor);
}

// Copies `count` pieces of `length` numbers, which are `step` apart, as 32-bit floats.
template <typename Number>
CT_INLINE void widen(const Number *from, float *to, int64_t count, int64_t length, int64_t step) {
  for (int64_t piece = 0; piece < count; ++piece)
    for (int64_t at = 0; at < length; ++at) to[piece * length + at] = widened(from[piece * step + at]);
}

// The tensor, or a copy, with a pixel's channels adjacent in memory, as the loops read pictures.
inline at::Tensor channels_last(const at::Tensor &tensor) {
  return tensor.contiguous(at::MemoryFormat::ChannelsLast);
}

// Sixteen numbers that are computed together, by the vector types of Clang and GCC: one register of AVX-512, two of
// AVX2, four of SSE.
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

// Rounds as `narrowed` does.
CT_INLINE Halves brain_floats(Floats value) {
  Bits bits = reinterpret_cast<Bits>(value);
  Bits rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  Bits kept = value == value ? rounded : (bits >> 16) | 0x40u;
  return __builtin_convertvector(kept, Halves);
}

CT_INLINE void store(Floats value, BrainFloat *numbers) {
  Halves halves = brain_floats(value);
  std::memcpy(numbers, &halves, sizeof halves);
}

CT_INLINE void store_bytes(Integers value, uint8_t *bytes) {
  Bytes narrow = __builtin_convertvector(value, Bytes);
  std::memcpy(bytes, &narrow, sizeof narrow);
}

// Keeps the numbers whose byte is the wanted one, and replaces the others by 0.
CT_INLINE Floats where_bytes_equal(const uint8_t *bytes, uint8_t wanted, Floats value) {
  Bytes given;
  std::memcpy(&given, bytes, sizeof given);
  Integers is_equal = __builtin_convertvector(given, Integers) == static_cast<int32_t>(wanted);
  return reinterpret_cast<Floats>(is_equal & reinterpret_cast<Integers>(value));
}

}  // namespace ct
