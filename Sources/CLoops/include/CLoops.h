// Loops for the processor that the program runs on. A Swift package is compiled for every x86-64 processor, so in Swift they
// would use registers of four floats only. Every product is rounded before it is added, and sums are added in the same order, so
// all processors give the same bits.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Computes weighted sums of `count` rows of bytes, which are `step` bytes apart: sums[i] is the sum of weights[k] × row k's
// byte i, for i below `length`.
void cl_weighted_rows(
    const uint8_t *rows, size_t step, const float *weights, size_t count, float *sums, size_t length);

// Computes weighted sums of neighbouring pixels. Pixel i of the result is the sum of weights[i × taps + k] × pixel starts[i] + k,
// for k below `taps`.
//
// - pixels: red, green and blue of every pixel, and one more number after the last.
// - result: four numbers for each of `count` pixels; the fourth means nothing.
void cl_weighted_pixels(
    const float *pixels, const ptrdiff_t *starts, const float *weights, size_t taps, float *result, size_t count);

// Rounds pixels to the nearest numbers from 0 to 255.
//
// - pixels: four numbers for each of `count` pixels; the fourth is not used.
// - bytes: red, green and blue of every pixel.
void cl_rounded_pixels(const float *pixels, uint8_t *bytes, size_t count);

// Computes the product of two vectors of `count` numbers.
float cl_product(const float *left, const float *right, size_t count);

// Computes the squared Euclidean distance of two vectors of `count` numbers in double precision.
double cl_squared_distance(const float *left, const float *right, size_t count);

// Adds factor × values to `count` sums.
void cl_add(const float *values, double factor, double *sums, size_t count);
