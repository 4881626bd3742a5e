#include <ATen/ATen.h>

#include <exception>
#include <mutex>

#include "handle.hpp"
#include "parallel.hpp"
#include "plane_spline.hpp"

// The potential of the nodes of a grid from the nodes' charges: a convolution, by Fourier transforms (smooth particle mesh Ewald,
// Essmann and others 1995, J. Chem. Phys. 103, 8577, without periods).

namespace {

constexpr double pi = 3.14159265358979323846;

// Calls body(first, count) on ranges that together cover 0 to below `size`: one range on a GPU, else one a thread. Throws what
// the body throws.
template <typename Body>
void in_ranges(const at::Tensor &tensor, int64_t size, Body &&body) {
  if (!tensor.device().is_cpu()) return body(0, size);
  std::mutex mutex;
  std::exception_ptr thrown;
  auto guarded = [&](int64_t begin, int64_t end) {
    try {
      body(begin, end - begin);
    } catch (...) {
      std::lock_guard<std::mutex> lock(mutex);
      thrown = std::current_exception();
    }
  };
  ct::parallel_ranges(size, guarded);
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace

ct_status ct_potential(ct_tensor charges, ct_tensor spectrum, ct_tensor *result) {
  return ct::producing(result, [&] {
    const at::Tensor &nodes = charges->value, &kernel = spectrum->value;
    int64_t height = nodes.size(0), width = nodes.size(1);
    TORCH_CHECK(kernel.size(0) == 2 * height && kernel.size(1) == width + 1, "the spectrum of another grid's kernel");
    // Beyond the grid the charges are 0, up to twice its size, so nothing repels across the border. Rows that are 0, or are
    // not wanted, are left out. LibTorch's transforms use one thread each.
    at::Tensor wave = at::empty({height, width + 1}, nodes.options().dtype(at::kComplexFloat));
    at::Tensor potential = at::empty_like(nodes);
    in_ranges(nodes, height, [&](int64_t first, int64_t count) {
      wave.narrow(0, first, count).copy_(at::fft_rfft(nodes.narrow(0, first, count), 2 * width, 1));
    });
    in_ranges(nodes, width + 1, [&](int64_t first, int64_t count) {
      at::Tensor columns = wave.narrow(1, first, count);
      at::Tensor product = at::fft_fft(columns, 2 * height, 0).mul_(kernel.narrow(1, first, count));
      columns.copy_(at::fft_ifft(product, c10::nullopt, 0).narrow(0, 0, height));
    });
    in_ranges(nodes, height, [&](int64_t first, int64_t count) {
      at::Tensor rows = at::fft_irfft(wave.narrow(0, first, count), 2 * width, 1);
      potential.narrow(0, first, count).copy_(rows.narrow(1, 0, width));
    });
    return potential;
  });
}

ct_status ct_spectrum(ct_tensor kernel, ct_tensor *result) {
  return ct::producing(result, [&] {
    const at::Tensor &quarter = kernel->value;
    // The kernel is even, so its Fourier transform is real.
    auto mirrored = [](const at::Tensor &part, int64_t axis) {
      return at::cat({part, part.narrow(axis, 1, part.size(axis) - 2).flip(axis)}, axis);
    };
    at::Tensor whole = mirrored(mirrored(quarter, 0), 1);
    // Spreading and reading each multiply the spectrum by that of the spline at the nodes, for each axis.
    auto factors = [&](int64_t nodes) {
      at::Tensor angles = at::arange(nodes, at::kDouble) * (2 * pi / static_cast<double>(nodes));
      // At t = 0 the spline's middle is the third node.
      at::Tensor sum = at::zeros({nodes}, at::kDouble);
      for (int64_t node = 0; node < ct::order; ++node)
        sum.add_((angles * (node - ct::before)).cos(), ct::spline[0][node] * ct::spline_scale);
      return sum.square();
    };
    at::Tensor rows = factors(whole.size(0)), columns = factors(whole.size(1)).narrow(0, 0, quarter.size(1));
    at::Tensor wave = at::real(at::fft_rfft2(whole));
    return wave.div(rows.unsqueeze(1) * columns).to(at::kFloat);
  });
}
