// LibTorch behind a C face: what Unreel needs of tensors, automatic differentiation and devices.
//
// LibTorch throws a C++ exception for every mistake, and an exception that reaches Swift ends the
// program; so every function catches everything and returns a status. Where it is not zero,
// ct_last_message() tells why, in the words of LibTorch, until the thread's next failing call.
//
// A ct_tensor is a reference that its holder gives back with ct_free. It is not safe to use one
// from two threads at a time. Sizes are in elements, outermost dimension first.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ct_tensor_s *ct_tensor;

// 0: done. Anything else: not done, and ct_last_message() tells why.
typedef int32_t ct_status;

typedef enum { CT_FLOAT32 = 0, CT_UINT8 = 1, CT_INT64 = 2, CT_FLOAT64 = 3, CT_BFLOAT16 = 4 } ct_type;

const char *ct_last_message(void);
void ct_free(ct_tensor tensor);

// Surroundings
const char *ct_version(void);
ct_status ct_set_threads(int32_t threads);
int32_t ct_threads(void);
// Has freed memory kept for what is allocated next, from now on, or given back to the system once.
void ct_keep_memory(void);
void ct_give_memory_back(void);
bool ct_cuda_is_available(void);
// How LibTorch was built and what it found here, several lines of text, to be freed with free().
char *ct_describe(void);
// Whether oneDNN is built in and not turned off.
bool ct_onednn_is_enabled(void);
// CUDA's and cuDNN's versions as LibTorch was built for, such as 12040 and 90100, and how many GPUs
// it sees. Fails, saying why, where it was built without CUDA.
ct_status ct_cuda_versions(int64_t *cuda, int64_t *cudnn, int32_t *devices);
// The file of the library that a function of this process comes from, or NULL; LibTorch's own calls
// were bound by the same search. Valid until the end of the program.
const char *ct_provider(const char *function);
// Whether the processor computes with bfloat16 faster than with 32-bit floats.
bool ct_computes_brain_floats(void);
// The fastest product of two square matrices in a quarter of a second, in floating-point operations
// a second.
ct_status ct_product_speed(int64_t side, bool in_brain_floats, double *speed);

// Creation and reading. The type of `data` follows `type`; both directions copy.
ct_status ct_create(const void *data, ct_type type, const int64_t *sizes, int32_t rank, ct_tensor *result);
// 32-bit floats that stay where they are; the tensor must go before they do, and must not be changed.
ct_status ct_lend(const float *data, const int64_t *sizes, int32_t rank, ct_tensor *result);
ct_status ct_zeros(const int64_t *sizes, int32_t rank, ct_tensor *result);
// Pictures of count × side × side × 3 bytes, red, green, blue, as count × 3 × side × side numbers, blue,
// green, red, less the mean, channels-last in memory; of type CT_FLOAT32 or CT_BFLOAT16.
ct_status ct_pictures(const uint8_t *pixels, int64_t count, int64_t side, const float *mean_bgr, ct_type type, const char *device, ct_tensor *result);
ct_status ct_zeros_like(ct_tensor tensor, ct_tensor *result);
// Independent draws from a normal distribution; the same numbers for the same seed.
ct_status ct_normal(const int64_t *sizes, int32_t rank, double mean, double deviation, uint64_t seed, ct_tensor *result);
ct_status ct_read(ct_tensor tensor, ct_type type, void *data, int64_t count);
int32_t ct_rank(ct_tensor tensor);
int64_t ct_size(ct_tensor tensor, int32_t dimension);

// Devices and forms
ct_status ct_to_device(ct_tensor tensor, const char *device, ct_tensor *result);
ct_status ct_to_device_of(ct_tensor tensor, ct_tensor other, ct_tensor *result);
// The same tensor where it is of that type already.
ct_status ct_to_type(ct_tensor tensor, ct_type type, ct_tensor *result);
ct_status ct_channels_last(ct_tensor tensor, ct_tensor *result);
ct_status ct_contiguous(ct_tensor tensor, ct_tensor *result);
ct_status ct_permute(ct_tensor tensor, const int64_t *order, int32_t rank, ct_tensor *result);
ct_status ct_reshape(ct_tensor tensor, const int64_t *sizes, int32_t rank, ct_tensor *result);
ct_status ct_narrow(ct_tensor tensor, int64_t dimension, int64_t start, int64_t length, ct_tensor *result);
ct_status ct_flip(ct_tensor tensor, int64_t dimension, ct_tensor *result);
ct_status ct_select_rows(ct_tensor tensor, ct_tensor rows, ct_tensor *result);
ct_status ct_concatenate(const ct_tensor *tensors, int32_t count, int64_t dimension, ct_tensor *result);

// Arithmetic, with broadcasting
ct_status ct_add(ct_tensor left, ct_tensor right, ct_tensor *result);
ct_status ct_subtract(ct_tensor left, ct_tensor right, ct_tensor *result);
ct_status ct_multiply(ct_tensor left, ct_tensor right, ct_tensor *result);
ct_status ct_divide(ct_tensor left, ct_tensor right, ct_tensor *result);
ct_status ct_affine(ct_tensor tensor, double factor, double summand, ct_tensor *result);
ct_status ct_square(ct_tensor tensor, ct_tensor *result);
ct_status ct_square_root(ct_tensor tensor, ct_tensor *result);
ct_status ct_clamp_below(ct_tensor tensor, double bound, ct_tensor *result);
ct_status ct_sum(ct_tensor tensor, int64_t dimension, bool keeps_dimension, ct_tensor *result);
ct_status ct_sum_all(ct_tensor tensor, ct_tensor *result);
ct_status ct_mean(ct_tensor tensor, int64_t dimension, bool keeps_dimension, ct_tensor *result);
ct_status ct_minimum(ct_tensor tensor, int64_t dimension, ct_tensor *values, ct_tensor *indices);
ct_status ct_maximum(ct_tensor tensor, int64_t dimension, ct_tensor *values, ct_tensor *indices);
ct_status ct_lowest(ct_tensor tensor, int64_t count, ct_tensor *values, ct_tensor *indices);
// Adds factor × source to target in place.
ct_status ct_accumulate(ct_tensor target, ct_tensor source, double factor);
ct_status ct_scale(ct_tensor target, double factor);
ct_status ct_assign(ct_tensor target, ct_tensor source);

// Linear algebra
ct_status ct_matrix_product(ct_tensor left, ct_tensor right, ct_tensor *result);
// rows × vectorsᵀ in one pass over the rows, for so few vectors that reading takes longer than multiplying.
ct_status ct_few_products(ct_tensor rows, ct_tensor vectors, ct_tensor *result);
ct_status ct_transpose(ct_tensor tensor, ct_tensor *result);
ct_status ct_orthonormalise(ct_tensor tensor, ct_tensor *result);
// Eigenvalues, rising, and eigenvectors, a column each, of a symmetric matrix.
ct_status ct_symmetric_eigen(ct_tensor tensor, ct_tensor *values, ct_tensor *vectors);

// Layers
ct_status ct_convolution(ct_tensor input, ct_tensor kernel, ct_tensor bias, int64_t stride, int64_t padding, int64_t groups, ct_tensor *result);
ct_status ct_linear(ct_tensor input, ct_tensor weight, ct_tensor bias, ct_tensor *result);
// In place of its input, which must not be what an earlier layer's derivative needs.
ct_status ct_relu(ct_tensor input, ct_tensor *result);
ct_status ct_max_pool(ct_tensor input, int64_t side, int64_t stride, bool rounds_up, ct_tensor *result);
// Every channel less its mean, divided by its deviation, times `scale` plus `shift`. In training, mean and
// deviation are the batch's, and a share of `momentum` of them replaces the running ones; else they are those.
ct_status ct_batch_norm(ct_tensor input, ct_tensor scale, ct_tensor shift, ct_tensor mean, ct_tensor variance, bool is_training, double momentum, double epsilon, ct_tensor *result);
// batch × channels: the mean of every map.
ct_status ct_pixel_mean(ct_tensor input, ct_tensor *result);
// The mean over rows of the negative logarithm of the softmax at the label (64-bit integers).
ct_status ct_cross_entropy(ct_tensor logits, ct_tensor labels, ct_tensor *result);
ct_status ct_local_response_norm(ct_tensor input, int64_t size, double alpha, double beta, double k, ct_tensor *result);

// Automatic differentiation
ct_status ct_require_gradient(ct_tensor tensor);
ct_status ct_backward(ct_tensor loss);
// The gradient that ct_backward left, or NULL where there is none.
ct_status ct_gradient(ct_tensor tensor, ct_tensor *result);
ct_status ct_clear_gradient(ct_tensor tensor);
ct_status ct_detach(ct_tensor tensor, ct_tensor *result);
// The sum of all elements' squares.
ct_status ct_squared_norm(ct_tensor tensor, double *norm);
// One step of gradient descent in one pass over memory: velocity ← momentum × velocity + rate × gradient
// + decay × weights; weights ← weights − velocity. `working` is what the gradient was left for: the
// weights themselves, or their copy as bfloat16, which is rounded anew.
ct_status ct_momentum_step(ct_tensor weights, ct_tensor velocity, ct_tensor working, double momentum, double rate, double decay);
// Turns recording for ct_backward on or off for this thread; returns what it was.
bool ct_set_recording(bool records);

#ifdef __cplusplus
}
#endif
