"""Writes the graphs of the tests and the worker's probe graph. Needs Python with onnx and numpy; run it in this folder after a change.

The tiny package has the interface of pipeline sprite and no training: words in its vocabulary make it behave well or badly on purpose.
"slow" runs for hours in a loop, "nan" answers NaN, "hungry" asks for 2**48 bytes, "red" and "blue" change the picture.
"""
import hashlib
import json
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

HERE = Path(__file__).parent
PACKAGES = HERE.parent / "resources" / "packages"
PROBE = HERE.parent.parent / "main" / "resources" / "org" / "mutoscope" / "worker" / "device" / "probe.onnx"
FLOAT, INT64 = TensorProto.FLOAT, TensorProto.INT64


def model(graph):
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="mutoscope", ir_version=8)
    checker.check_model(made)
    return made


def constant(name, value):
    return numpy_helper.from_array(np.asarray(value), name)


def tensor(name, kind, *shape):
    return helper.make_tensor_value_info(name, kind, list(shape))


def probe():
    node = helper.make_node("Add", ["x", "x"], ["y"])
    return model(helper.make_graph([node], "probe", [tensor("x", FLOAT, 2)], [tensor("y", FLOAT, 2)]))


def slow_body():
    """acc = acc * 0.5 + 1, on a 64x64 matrix: each turn costs microseconds, a billion of them cost hours."""
    nodes = [helper.make_node("Mul", ["acc", "half"], ["halved"]), helper.make_node("Add", ["halved", "one"], ["acc_out"]),
             helper.make_node("Identity", ["on"], ["on_out"])]
    return helper.make_graph(nodes, "turn", [tensor("turn", INT64), tensor("on", TensorProto.BOOL), tensor("acc", FLOAT, 64, 64)],
                             [tensor("on_out", TensorProto.BOOL), tensor("acc_out", FLOAT, 64, 64)],
                             [constant("half", np.float32(.5)), constant("one", np.float32(1))])


def tiny(channels=3, guidance="guidance"):
    n = helper.make_node
    inputs = [tensor("noisy", FLOAT, 1, channels, "H", "W"), tensor("time", FLOAT, 1), tensor("caption", INT64, 1, 4), tensor("phase", FLOAT, 1),
              tensor("context", FLOAT, 1, 2 * channels, "H", "W"), tensor(guidance, FLOAT, 1)]
    nodes = [
        n("Split", ["caption"], ["slow", "nan", "hungry", "colour"], axis=1),
        # slow: a loop of a billion turns per unit
        n("Mul", ["slow", "billion"], ["turns2"]), n("Reshape", ["turns2", "scalar"], ["turns"]),
        n("Loop", ["turns", "yes", "start"], ["ground"], body=slow_body()),
        n("ReduceMean", ["ground"], ["mean"], keepdims=0), n("Mul", ["mean", "zero"], ["slow_zero"]),
        # nan: 0 / (1 - id)
        n("Cast", ["nan"], ["nan_f"], to=FLOAT), n("Sub", ["one", "nan_f"], ["divisor"]), n("Div", ["zero", "divisor"], ["nan2"]),
        n("Reshape", ["nan2", "scalar"], ["nan_zero"]),
        # hungry: 2**46 floats per unit
        n("Mul", ["hungry", "huge"], ["many2"]), n("Reshape", ["many2", "vector"], ["many"]),
        n("ConstantOfShape", ["many"], ["food"]), n("ReduceSum", ["food"], ["hungry_zero"], keepdims=0),
        n("Cast", ["colour"], ["colour_f"], to=FLOAT), n("Reshape", ["colour_f", "scalar"], ["tint1"]), n("Mul", ["tint1", "tint"], ["tinted"]),
        n("Split", ["context"], ["older", "newer"], axis=1), n("Mul", ["newer", "some"], ["memory"]), n("Mul", ["older", "little"], ["memory2"]),
        n("Mul", ["noisy", "little"], ["texture"]),
        n("Mul", ["phase", "some"], ["moved"]), n("Mul", ["time", "little"], ["timed"]), n("Mul", [guidance, "little"], ["guided"]),
        n("Sum", ["texture", "memory", "memory2"], ["planes"]),
        n("Add", ["planes", "tinted"], ["a"]), n("Add", ["a", "moved"], ["b"]), n("Add", ["b", "timed"], ["c"]), n("Add", ["c", "guided"], ["d"]),
        n("Add", ["d", "slow_zero"], ["e"]), n("Add", ["e", "nan_zero"], ["f"]), n("Add", ["f", "hungry_zero"], ["g"]),
        n("Tanh", ["g"], ["clean"]),
    ]
    constants = [constant("billion", np.int64(10**9)), constant("scalar", np.zeros(0, np.int64)), constant("vector", np.array([1], np.int64)),
                 constant("yes", np.bool_(True)), constant("start", np.ones((64, 64), np.float32)), constant("zero", np.float32(0)),
                 constant("one", np.float32(1)), constant("huge", np.int64(2**46)), constant("some", np.float32(.5)),
                 constant("little", np.float32(.05)),
                 constant("tint", np.linspace(-.6, .6, channels).astype(np.float32).reshape(1, channels, 1, 1))]
    return model(helper.make_graph(nodes, "tiny", inputs, [tensor("clean", FLOAT, 1, channels, "H", "W")], constants))


def entry(path, **more):
    data = path.read_bytes()
    return {"file": path.name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), **more}


def package(name, graph, guidance="guidance"):
    folder = PACKAGES / name
    folder.mkdir(parents=True, exist_ok=True)
    save(graph, folder / "denoiser.onnx")
    vocabulary = {"slots": ["slow", "nan", "hungry", "colour"],
                  "words": {"slow": {"slot": 0, "id": 1}, "nan": {"slot": 1, "id": 1}, "hungry": {"slot": 2, "id": 1},
                            "red": {"slot": 3, "id": 2}, "blue": {"slot": 3, "id": 1}, "hot air balloon": {"slot": 3, "id": 3}},
                  "names": {}, "ignore": ["a", "the", "clip"]}
    (folder / "vocabulary.json").write_text(json.dumps(vocabulary, indent=1) + "\n")
    manifest = {
        "format": 1, "id": name, "name": "Tiny", "version": "1.0.0", "licence": "Apache-2.0", "pipeline": "sprite", "tasks": ["text-to-video"],
        "graphs": {"denoiser": entry(folder / "denoiser.onnx", inputs=["noisy", "time", "caption", "phase", "context", guidance], outputs=["clean"])},
        "files": {"vocabulary": entry(folder / "vocabulary.json")},
        "frames_per_second": 8, "seconds": [1, 4], "render_sizes": ["32x48", "48x32", "2048x2048"],
        "sampler": {"type": "euler-rectified-flow", "first_frame_steps": 3, "steps": 2, "guidance": 2.0, "time_floor": 0.05},
        "memory_mb": {"host": 10, "device": 10}, "provenance": "made by src/test/graphs/make_graphs.py, not trained"}
    (folder / "model.json").write_text(json.dumps(manifest, indent=1) + "\n")


PROBE.parent.mkdir(parents=True, exist_ok=True)
save(probe(), PROBE)
package("tiny-good", tiny())
package("tiny-four-channels", tiny(channels=4))
package("tiny-renamed-input", tiny(guidance="strength"), guidance="strength")
