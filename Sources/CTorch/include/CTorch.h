// LibTorch as C functions: what Unreel needs of tensors, automatic differentiation and devices.
//
// LibTorch throws a C++ exception for every mistake, and an exception that reaches Swift ends the program. So every
// function catches all exceptions and returns a status. If the status is not 0, ct_last_message() gives LibTorch's
// message, until the next failing call of the same thread.
//
// The functions are in C++, in Sources/CTorchFunctions. That code and LibTorch are 183 MB in memory, so it is in a library
// of its own, which the program loads on the first use. Callers reach the functions through a ct_functions, whose members
// have the names below without "ct_": functions.add is ct_add.
//
// A ct_tensor is a reference. Its holder frees it with ct_free. Two threads must not use one reference at the same time.
// Sizes are in elements, outermost dimension first.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ct_tensor_s *ct_tensor;

// 0: the call succeeded. Anything else: it failed, and ct_last_message() says why.
typedef int32_t ct_status;

typedef enum { CT_FLOAT32 = 0, CT_UINT8 = 1, CT_INT64 = 2, CT_FLOAT64 = 3, CT_BFLOAT16 = 4, CT_INT32 = 5 } ct_type;

const char *ct_last_message(void);
void ct_free(ct_tensor tensor);

// ---- LibTorch, the processor and the process

const char *ct_version(void);
ct_status ct_set_threads(int32_t threads);
int32_t ct_threads(void);
// Tells the process to keep freed memory for later allocations.
void ct_keep_memory(void);
// Gives all free memory back to the system, once.
void ct_give_memory_back(void);
bool ct_cuda_is_available(void);
// How LibTorch was built and what it found here: several lines of text, to be freed with free().
char *ct_describe(void);
// Whether oneDNN is built in and turned on.
bool ct_onednn_is_enabled(void);
// Lets convolutions on GPUs take 32-bit floats as TF32, and checks that the GPU can compute. Products of matrices stay exact
// to 32 bits: neighbours and clusters are found by them.
ct_status ct_prepare_gpu(const char *device);
// The versions of CUDA and cuDNN that LibTorch was built for, such as 12040 and 90100, and the number of GPUs that it
// sees. Fails if LibTorch was built without CUDA.
ct_status ct_cuda_versions(int64_t *cuda, int64_t *cudnn, int32_t *devices);
// The file of the library that a function of this process comes from, or NULL. LibTorch's own calls are bound by the
// same search. The text stays valid until the program ends.
const char *ct_provider(const char *function);
// Whether the processor computes with bfloat16 faster than with 32-bit floats.
bool ct_computes_brain_floats(void);
// The speed of the fastest product of two square matrices in a quarter of a second, in floating-point operations per
// second.
ct_status ct_product_speed(int64_t side, bool in_brain_floats, double *speed);

// ---- The choice of kernels, for tests

// Convolution, fully connected layers in bfloat16 without a gradient, max pooling, batch and local response normalisation, the
// products with few vectors, the largest products, the nearest rows, the forces of points, and the norm and the step of the
// optimiser exist twice: in LibTorch, and in kernels/, where most loops are compiled for three instruction sets.
typedef enum {
  // The fastest that is known for this processor.
  CT_KERNELS_AUTOMATIC = 0,
  // LibTorch's operations.
  CT_KERNELS_LIBTORCH = 1,
  // The loops of kernels/ without extensions of the instruction set; convolutions by LibTorch.
  CT_KERNELS_BASELINE = 2,
  // The loops of kernels/ for AVX2 (x86-64-v3), and its convolutions, also where oneDNN is faster.
  CT_KERNELS_AVX2 = 3,
  // The loops and convolutions of kernels/ for AVX-512 (x86-64-v4); where those can't, the convolutions for AVX2.
  CT_KERNELS_AVX512 = 4
} ct_kernels;

// Whether the processor has the instructions of these kernels.
bool ct_has_kernels(ct_kernels kernels);
// Chooses the kernels of the calling thread's operations, and of the threads that work for it; other threads keep
// theirs. `before` receives the choice until now. A choice holds when an operation is computed and when its gradient is.
// An operation that the chosen kernels can't compute, for example on a GPU or in 64-bit floats, is computed by LibTorch.
// Fails if the processor lacks the instructions.
ct_status ct_force_kernels(ct_kernels kernels, ct_kernels *before);

// ---- Creation and reading. `type` is the type of `data`. Both directions copy.

ct_status ct_create(const void *data, ct_type type, const int64_t *sizes, int32_t rank, ct_tensor *result);
// A tensor of numbers that stay where they are. It must be freed before they are, and must not be changed.
ct_status ct_lend(const void *data, ct_type type, const int64_t *sizes, int32_t rank, ct_tensor *result);
ct_status ct_zeros(const int64_t *sizes, int32_t rank, ct_tensor *result);
// Turns pictures of count × side × side × 3 bytes (red, green, blue) into count × 3 × side × side numbers (blue, green,
// red) minus the mean, channels-last in memory, of type CT_FLOAT32 or CT_BFLOAT16.
ct_status ct_pictures(const uint8_t *pixels, int64_t count, int64_t side, const float *mean_bgr, ct_type type, const char *device, ct_tensor *result);
ct_status ct_zeros_like(ct_tensor tensor, ct_tensor *result);
// Independent draws from a normal distribution. The same seed gives the same numbers.
ct_status ct_normal(const int64_t *sizes, int32_t rank, double mean, double deviation, uint64_t seed, ct_tensor *result);
ct_status ct_read(ct_tensor tensor, ct_type type, void *data, int64_t count);
int32_t ct_rank(ct_tensor tensor);
int64_t ct_size(ct_tensor tensor, int32_t dimension);

// ---- Devices, types and shapes

ct_status ct_to_device(ct_tensor tensor, const char *device, ct_tensor *result);
ct_status ct_to_device_of(ct_tensor tensor, ct_tensor other, ct_tensor *result);
// Gives the same tensor if it has that type already.
ct_status ct_to_type(ct_tensor tensor, ct_type type, ct_tensor *result);
ct_status ct_channels_last(ct_tensor tensor, ct_tensor *result);
ct_status ct_contiguous(ct_tensor tensor, ct_tensor *result);
ct_status ct_permute(ct_tensor tensor, const int64_t *order, int32_t rank, ct_tensor *result);
ct_status ct_reshape(ct_tensor tensor, const int64_t *sizes, int32_t rank, ct_tensor *result);
ct_status ct_narrow(ct_tensor tensor, int64_t dimension, int64_t start, int64_t length, ct_tensor *result);
ct_status ct_flip(ct_tensor tensor, int64_t dimension, ct_tensor *result);
ct_status ct_select_rows(ct_tensor tensor, ct_tensor rows, ct_tensor *result);
ct_status ct_concatenate(const ct_tensor *tensors, int32_t count, int64_t dimension, ct_tensor *result);

// ---- Arithmetic, with broadcasting

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
// The smallest and the largest number along a dimension.
ct_status ct_extremes(ct_tensor tensor, int64_t dimension, ct_tensor *lowest, ct_tensor *highest);
ct_status ct_lowest(ct_tensor tensor, int64_t count, ct_tensor *values, ct_tensor *indices);
// Adds factor × source to target in place.
ct_status ct_accumulate(ct_tensor target, ct_tensor source, double factor);
ct_status ct_scale(ct_tensor target, double factor);
ct_status ct_assign(ct_tensor target, ct_tensor source);

// ---- Linear algebra

ct_status ct_matrix_product(ct_tensor left, ct_tensor right, ct_tensor *result);
// Computes rows × vectorsᵀ in one pass over the rows, for up to some hundred vectors.
ct_status ct_few_products(ct_tensor rows, ct_tensor vectors, ct_tensor *result);
// For each set of four queries and each segment of rows: the largest product of each query with the segment's rows, averaged
// by the queries' weights. `starts` has the first row of every segment, and the end of the last one. `queries` is 4 × columns ×
// sets, `weights` 4 × sets; the result is segments × sets.
ct_status ct_largest_products(ct_tensor rows, const int64_t *starts, int64_t segments, ct_tensor queries, ct_tensor weights, ct_tensor *result);
// For each query the `width` nearest of some rows, in any order: queries × width of CT_INT64, -1 where rows are missing. A
// row of the query's own group is not among them. `squared_lengths` are the rows' own.
ct_status ct_nearest_rows(ct_tensor queries, ct_tensor rows, ct_tensor squared_lengths, ct_tensor query_groups, ct_tensor row_groups, int64_t width, ct_tensor *result);
ct_status ct_transpose(ct_tensor tensor, ct_tensor *result);
ct_status ct_orthonormalise(ct_tensor tensor, ct_tensor *result);
// The eigenvalues of a symmetric matrix in ascending order, and its eigenvectors, one per column.
ct_status ct_symmetric_eigen(ct_tensor tensor, ct_tensor *values, ct_tensor *vectors);

// ---- Points of the plane. `positions` is points × 2.

// For every point i: Σ_j a_ij (y_i − y_j) / (1 + ‖y_i − y_j‖²), points × 2. Entries offsets[i] to below offsets[i + 1] are j
// (`columns`, CT_INT32) and a_ij (`values`); `offsets` is CT_INT64.
ct_status ct_attraction(ct_tensor positions, ct_tensor offsets, ct_tensor columns, ct_tensor values, ct_tensor *result);
// For every point i, with w_ij = 1 / (1 + ‖y_i − y_j‖²) of all other points j: Σ_j w_ij, and Σ_j w_ij² (y_i − y_j); points × 3.
ct_status ct_repulsion(ct_tensor positions, ct_tensor *result);
// One step of gradient descent with momentum and gains (Jacobs 1988): a number's gain rises by 0.2 where its update and its
// slope have different signs, else is multiplied by 0.8, and is at least 0.01; updates ← momentum × updates − rate × gains ×
// slopes; positions ← positions + updates.
ct_status ct_descend(ct_tensor positions, ct_tensor updates, ct_tensor gains, ct_tensor slopes, double rate, double momentum);

// Square cells: node (a, b) is at (lower_x + (a − 3) × spacing, lower_y + (b − 3) × spacing). No point is below lower_x or lower_y,
// or nearer than five cells to the last nodes.
typedef struct {
  double lower_x, lower_y, spacing;
  int64_t nodes_x, nodes_y;
} ct_grid;

// Divides every point's charge of 1 among the grid's nodes, by B-splines of order 6: nodes_x × nodes_y.
ct_status ct_spread(ct_tensor positions, ct_grid grid, ct_tensor *result);
// The charges' potential at the nodes, by the kernel's spectrum: nodes_x × nodes_y.
ct_status ct_potential(ct_tensor charges, ct_tensor spectrum, ct_tensor *result);
// The potential at every point, and −½ of its derivatives by x and y: points × 3.
ct_status ct_read_potential(ct_tensor potential, ct_tensor positions, ct_grid grid, ct_tensor *result);
// The spectrum of an even kernel, for ct_potential: 2 nodes_x × (nodes_y + 1). `kernel` has its values at distances of 0 to
// nodes_x and 0 to nodes_y nodes, (nodes_x + 1) × (nodes_y + 1) of CT_FLOAT64.
ct_status ct_spectrum(ct_tensor kernel, ct_tensor *result);

// ---- Layers

ct_status ct_convolution(ct_tensor input, ct_tensor kernel, ct_tensor bias, int64_t stride, int64_t padding, int64_t groups, ct_tensor *result);
ct_status ct_linear(ct_tensor input, ct_tensor weight, ct_tensor bias, ct_tensor *result);
// Works in place. The derivative of an earlier layer must not need this layer's input.
ct_status ct_relu(ct_tensor input, ct_tensor *result);
ct_status ct_max_pool(ct_tensor input, int64_t side, int64_t stride, bool rounds_up, ct_tensor *result);
// (x − mean) / deviation × scale + shift, for every channel. In training, mean and deviation are those of the batch, and
// the running ones move towards them with the weight `momentum`; otherwise they are the running ones. Then `summand` is
// added, unless it is NULL, or the largest numbers of windows are taken as by ct_max_pool with rounds_up, unless
// `pool_side` is 0. Last, negative numbers become 0 if `rectifies`.
ct_status ct_batch_norm(ct_tensor input, ct_tensor scale, ct_tensor shift, ct_tensor mean, ct_tensor variance, ct_tensor summand, int64_t pool_side, int64_t pool_stride, bool is_training, double momentum, double epsilon, bool rectifies, ct_tensor *result);
// The mean of every map: batch × channels.
ct_status ct_pixel_mean(ct_tensor input, ct_tensor *result);
// The negative logarithm of the softmax at the label (64-bit integers), averaged over rows.
ct_status ct_cross_entropy(ct_tensor logits, ct_tensor labels, ct_tensor *result);
ct_status ct_local_response_norm(ct_tensor input, int64_t size, double alpha, double beta, double k, ct_tensor *result);

// ---- Automatic differentiation

ct_status ct_require_gradient(ct_tensor tensor);
ct_status ct_backward(ct_tensor loss);
// The gradient that ct_backward stored, or NULL if there is none.
ct_status ct_gradient(ct_tensor tensor, ct_tensor *result);
ct_status ct_clear_gradient(ct_tensor tensor);
// Turns recording for ct_backward on or off for this thread. Returns the setting until now.
bool ct_set_recording(bool records);
// The sum of the squares of all elements.
ct_status ct_squared_norm(ct_tensor tensor, double *norm);
// One step of gradient descent in one pass over memory: velocity ← momentum × velocity + rate × gradient + decay ×
// weights; weights ← weights − velocity. `working` has the gradient: the weights themselves, or their copy as bfloat16,
// which the step rounds again.
ct_status ct_momentum_step(ct_tensor weights, ct_tensor velocity, ct_tensor working, double momentum, double rate, double decay);

// ---- The functions as a table

// Every function above, by its name without "ct_".
#define CT_FUNCTIONS(F) \
  F(last_message) F(free) F(version) F(set_threads) F(threads) F(keep_memory) F(give_memory_back) \
  F(cuda_is_available) F(describe) F(onednn_is_enabled) F(cuda_versions) F(prepare_gpu) F(provider) \
  F(computes_brain_floats) F(product_speed) F(has_kernels) F(force_kernels) F(create) F(lend) F(zeros) \
  F(pictures) F(zeros_like) F(normal) F(read) F(rank) F(size) F(to_device) F(to_device_of) F(to_type) \
  F(channels_last) F(contiguous) F(permute) F(reshape) F(narrow) F(flip) F(select_rows) F(concatenate) \
  F(add) F(subtract) F(multiply) F(divide) F(affine) F(square) F(square_root) F(clamp_below) F(sum) \
  F(sum_all) F(mean) F(minimum) F(extremes) F(lowest) F(accumulate) F(scale) F(assign) F(matrix_product) F(few_products) \
  F(largest_products) F(nearest_rows) F(transpose) F(orthonormalise) F(symmetric_eigen) F(attraction) F(repulsion) \
  F(descend) F(spread) F(potential) F(read_potential) F(spectrum) F(convolution) F(linear) F(relu) F(max_pool) \
  F(batch_norm) F(pixel_mean) F(cross_entropy) F(local_response_norm) F(require_gradient) F(backward) \
  F(gradient) F(clear_gradient) F(set_recording) F(squared_norm) F(momentum_step)

typedef struct {
#define CT_MEMBER(name) __typeof__(&ct_##name) name;
  CT_FUNCTIONS(CT_MEMBER)
#undef CT_MEMBER
} ct_functions;

// OpenBLAS's name for the kernels that fit this processor, or NULL if it has no more than every x86-64 has.
//
// OpenBLAS chooses while it is loaded, by a list of models. For a model that is newer than its list, it falls back to
// kernels of 2004: OpenBLAS 0.3.21 does so for Intel's Xeon of the fifth generation. OPENBLAS_CORETYPE overrides it.
const char *ct_openblas_kernels(void);

// The functions, if they are linked with this program, and NULL otherwise.
const ct_functions *ct_linked_functions(void);
// The function that the library of the functions exports: it returns the table.
typedef const ct_functions *(*ct_functions_entry)(void);
#define CT_FUNCTIONS_ENTRY "ct_library_functions"

#ifdef __cplusplus
}
#endif
