#!/usr/bin/env python3
"""The same networks in TensorFlow Lite for Microcontrollers: with_tflite.py

Bytes of the .tflite file in float32 and in 8-bit integers, which lies in flash, and of the arena,
the RAM that the interpreter takes, here on the 64 bits of x86. Takes the Python packages
tensorflow-cpu, tf-keras and tflite-micro. The weights are drawn: no size depends on them. Of the interpreter's
own code nothing is counted.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

os.environ["TF_USE_LEGACY_KERAS"] = "1"
NETWORKS = ("784-16-16-10", "LeNet", "LSTM-16")


def network(name):
    import tensorflow as tf  # its Keras is tf-keras, whose LSTM becomes one operator
    layers = tf.keras.layers
    if name == "784-16-16-10":
        return tf.keras.Sequential([tf.keras.Input((784,), batch_size=1)] + [
            layers.Dense(size, "sigmoid") for size in (16, 16, 10)])
    if name == "LeNet":
        return tf.keras.Sequential([
            tf.keras.Input((28, 28, 1), batch_size=1),
            layers.Conv2D(6, 5, padding="same", activation="relu"), layers.MaxPool2D(),
            layers.Conv2D(16, 5, activation="relu"), layers.MaxPool2D(), layers.Flatten(),
            layers.Dense(120, "relu"), layers.Dense(84, "relu"), layers.Dense(10)])
    return tf.keras.Sequential([tf.keras.Input((64, 40), batch_size=1), layers.LSTM(16),
                                layers.Dense(10)])


def converted(name, integers, folder):
    import numpy
    import tensorflow as tf
    model = network(name)
    model.save(folder, save_format="tf", signatures=tf.function(model).get_concrete_function(
        tf.TensorSpec(model.inputs[0].shape, tf.float32)))
    converter = tf.lite.TFLiteConverter.from_saved_model(folder)
    if integers:
        draw = numpy.random.default_rng(1)
        shape = model.inputs[0].shape
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.representative_dataset = lambda: (
            [draw.random(shape, numpy.float32)] for _ in range(20))
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = converter.inference_output_type = tf.int8
    return converter.convert()


def arena(file):
    """What the interpreter says of itself; it says so in C++, on stderr."""
    told = subprocess.run([sys.executable, __file__, "--arena", file], capture_output=True, text=True)
    found = re.search(r"Arena allocation total (\d+) bytes", told.stdout + told.stderr)
    return int(found[1]) if found else (told.stdout + told.stderr).strip().splitlines()[-1]


def main():
    if sys.argv[1:2] == ["--arena"]:
        from tflite_micro import runtime
        interpreter = runtime.Interpreter.from_file(sys.argv[2])
        interpreter.print_allocations()
        return
    with tempfile.TemporaryDirectory() as folder:
        for name in NETWORKS:
            for integers in (False, True):
                file = pathlib.Path(folder, "net.tflite")
                file.write_bytes(converted(name, integers, f"{folder}/{name}"))
                print(f"| {name} | {'int8' if integers else 'float32'} | {file.stat().st_size:,} | "
                      f"{arena(str(file))} |", flush=True)


if __name__ == "__main__":
    main()
