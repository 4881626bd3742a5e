// The B-spline of order 6 (degree 5), by which points and nodes of a grid see each other.
#pragma once

#include "vectors.hpp"

namespace ct {

constexpr int64_t order = 6;
// The nodes before a point's cell that it reaches.
constexpr int64_t before = order / 2 - 1;
// Eight numbers are computed together. The last two have no weight; a grid has room for them.
constexpr int64_t spline_width = 8;

// The weights of six nodes as polynomials, for a point at a distance of t cells from the third: row k has the factors of
// t^k, divided by spline_scale.
constexpr float spline[order][spline_width] = {
    {1, 26, 66, 26, 1, 0},  {-5, -50, 0, 50, 5, 0}, {10, 20, -60, 20, 10, 0},
    {-10, 20, 0, -20, 10, 0}, {5, -20, 30, -20, 5, 0}, {-1, 5, -10, 10, -5, 1}};
constexpr float spline_scale = 1.0f / 120;

}  // namespace ct
