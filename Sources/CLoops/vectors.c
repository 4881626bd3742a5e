#include "CLoops.h"

#include <string.h>

#include "every_processor.h"

enum { lanes = 16, doubles = 8 };
typedef float Floats __attribute__((vector_size(lanes * sizeof(float))));
typedef float HalfFloats __attribute__((vector_size(doubles * sizeof(float))));
typedef double Doubles __attribute__((vector_size(doubles * sizeof(double))));

FOR_EVERY_PROCESSOR float cl_product(const float *left, const float *right, size_t count) {
  // Two sums of sixteen hide the time of an addition.
  Floats sums[2] = {{0}, {0}};
  size_t at = 0;
  for (; at + 2 * lanes <= count; at += 2 * lanes)
    for (size_t half = 0; half < 2; ++half) {
      Floats a, b;
      memcpy(&a, left + at + half * lanes, sizeof a);
      memcpy(&b, right + at + half * lanes, sizeof b);
      sums[half] += a * b;
    }
  Floats both = sums[0] + sums[1];
  float sum = 0;
  for (size_t lane = 0; lane < lanes; ++lane) sum += both[lane];
  for (; at < count; ++at) sum += left[at] * right[at];
  return sum;
}

FOR_EVERY_PROCESSOR double cl_squared_distance(const float *left, const float *right, size_t count) {
  Doubles sums = {0};
  size_t at = 0;
  for (; at + doubles <= count; at += doubles) {
    HalfFloats a, b;
    memcpy(&a, left + at, sizeof a);
    memcpy(&b, right + at, sizeof b);
    Doubles difference = __builtin_convertvector(a, Doubles) - __builtin_convertvector(b, Doubles);
    sums += difference * difference;
  }
  double sum = 0;
  for (size_t lane = 0; lane < doubles; ++lane) sum += sums[lane];
  for (; at < count; ++at) {
    double difference = (double)left[at] - (double)right[at];
    sum += difference * difference;
  }
  return sum;
}

FOR_EVERY_PROCESSOR void cl_add(const float *values, double factor, double *sums, size_t count) {
  for (size_t at = 0; at < count; ++at) sums[at] += factor * (double)values[at];
}
