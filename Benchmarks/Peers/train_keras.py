"""Training steps of the thesis's network in Keras on TensorFlow, its own stack; data in memory."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy
import tensorflow

import measuring

chosen = measuring.arguments(__doc__, batch=32, steps=8, warm_up=3, bf16=0)
tensorflow.config.threading.set_intra_op_parallelism_threads(measuring.threads())
if chosen.bf16:
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
keras.utils.set_random_seed(0)


class ResponseNorm(keras.layers.Layer):
    def call(self, maps):
        return tensorflow.cast(
            tensorflow.nn.local_response_normalization(
                tensorflow.cast(maps, "float32"), depth_radius=2, bias=1.0, alpha=1e-4 / 5, beta=0.75),
            maps.dtype)


class UpwardPool(keras.layers.Layer):
    """Caffe's pooling: windows that hang over the edge count; maps are not negative here."""

    def call(self, maps):
        return tensorflow.nn.max_pool2d(tensorflow.nn.relu(maps), 3, 2, [[0, 0], [0, 1], [0, 1], [0, 0]]
                                        if maps.shape[1] % 2 == 0 else "VALID")


def layers():
    start = {"kernel_initializer": keras.initializers.RandomNormal(stddev=0.01), "bias_initializer":
             keras.initializers.Constant(0.1)}
    conv = keras.layers.Conv2D
    return [
        conv(96, 7, 2, **start), UpwardPool(), ResponseNorm(),
        conv(384, 5, 2, groups=2, **start), UpwardPool(), ResponseNorm(),
        conv(512, 3, padding="same", activation="relu", **start),
        conv(512, 3, padding="same", groups=2, activation="relu", **start),
        conv(384, 3, padding="same", groups=2, **start), UpwardPool(),
        keras.layers.Flatten(), keras.layers.Dense(4096, activation="relu", **start),
        keras.layers.Dense(4096, activation="relu", **start)]


network = keras.Sequential([keras.Input((227, 227, 3)), *layers()])
optimiser = keras.optimizers.SGD(0.001, momentum=0.9, weight_decay=0.005, global_clipnorm=5.0)
pixels = numpy.random.default_rng(1).integers(0, 256, (2 * chosen.batch, 227, 227, 3))
images = tensorflow.constant(pixels.astype("float32") - 118)
is_positive = tensorflow.constant([0.0 if index % 5 == 4 else 1.0 for index in range(chosen.batch)])


@tensorflow.function
def step():
    with tensorflow.GradientTape() as tape:
        features = tensorflow.math.l2_normalize(tensorflow.cast(network(images, training=True), "float32"), 1)
        anchors, partners = tensorflow.split(features, 2)
        squares = tensorflow.reduce_sum(tensorflow.square(anchors - partners), 1)
        distances = tensorflow.sqrt(tensorflow.maximum(squares, 1e-12))
        shortfall = tensorflow.square(tensorflow.maximum(1 - distances, 0))
        loss = tensorflow.reduce_mean(is_positive * squares + (1 - is_positive) * shortfall) / 2
    optimiser.apply_gradients(zip(tape.gradient(loss, network.trainable_variables),
                                  network.trainable_variables))
    return loss


found = measuring.seconds(lambda: step().numpy(), chosen.steps, chosen.warm_up)
measuring.tell(rates=[chosen.batch / value for value in found],
               version=f"Keras {keras.__version__} on TensorFlow {tensorflow.__version__}",
               threads=measuring.threads(), weights=network.count_params())
