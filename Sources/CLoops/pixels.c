#include "CLoops.h"

#include <string.h>

#include "every_processor.h"

enum { lanes = 16, colours = 3, numbers = 4 };
typedef float Floats __attribute__((vector_size(lanes * sizeof(float))));
typedef int32_t Integers __attribute__((vector_size(lanes * sizeof(int32_t))));
typedef uint8_t Bytes __attribute__((vector_size(lanes)));
typedef float Pixel __attribute__((vector_size(numbers * sizeof(float))));

FOR_EVERY_PROCESSOR void cl_weighted_rows(
    const uint8_t *rows, size_t step, const float *weights, size_t count, float *sums, size_t length) {
  for (size_t at = 0; at < length;) {
    if (length < lanes) {
      float sum = 0;
      for (size_t row = 0; row < count; ++row) sum += weights[row] * rows[row * step + at];
      sums[at++] = sum;
      continue;
    }
    // The last sixteen may overlap those before.
    size_t first = at + lanes <= length ? at : length - lanes;
    Floats sum = {0};
    for (size_t row = 0; row < count; ++row) {
      Bytes bytes;
      memcpy(&bytes, rows + row * step + first, sizeof bytes);
      sum += weights[row] * __builtin_convertvector(bytes, Floats);
    }
    memcpy(sums + first, &sum, sizeof sum);
    at = first + lanes;
  }
}

FOR_EVERY_PROCESSOR void cl_weighted_pixels(
    const float *pixels, const ptrdiff_t *starts, const float *weights, size_t taps, float *result, size_t count) {
  for (size_t at = 0; at < count; ++at, weights += taps) {
    const float *first = pixels + colours * starts[at];
    Pixel sum = {0};
    for (size_t tap = 0; tap < taps; ++tap) {
      Pixel pixel;
      memcpy(&pixel, first + colours * tap, sizeof pixel);
      sum += weights[tap] * pixel;
    }
    memcpy(result + numbers * at, &sum, sizeof sum);
  }
}

static uint8_t rounded(float number) {
  float inside = number < 0 ? 0 : number > 255 ? 255 : number;
  // Above 2²³, 32-bit floats are whole numbers: the sum is rounded, and its last bits are the number.
  float sum = inside + 8388608;
  uint32_t bits;
  memcpy(&bits, &sum, sizeof bits);
  return (uint8_t)bits;
}

FOR_EVERY_PROCESSOR void cl_rounded_pixels(const float *pixels, uint8_t *bytes, size_t count) {
  enum { at_once = lanes / numbers };
  size_t at = 0;
  // Sixteen bytes are written for four pixels; the next pixels write over the last four.
  for (; at + 2 * at_once <= count; at += at_once) {
    Floats value;
    memcpy(&value, pixels + numbers * at, sizeof value);
    value = (Floats)((Integers)value & ~(Integers)(value < 0));
    Integers is_large = (Integers)(value > 255);
    value = (Floats)(((Integers)value & ~is_large) | ((Integers)((Floats){0} + 255) & is_large));
    Bytes low = __builtin_convertvector((Integers)(value + 8388608), Bytes);
    Bytes packed = __builtin_shufflevector(low, low, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 15, 15, 15, 15);
    memcpy(bytes + colours * at, &packed, sizeof packed);
  }
  for (; at < count; ++at)
    for (size_t colour = 0; colour < colours; ++colour)
      bytes[colours * at + colour] = rounded(pixels[numbers * at + colour]);
}
