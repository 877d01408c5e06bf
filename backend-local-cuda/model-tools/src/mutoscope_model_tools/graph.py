"""One PyTorch module becomes one ONNX file.

The module is traced, not compiled: batch, frames, height and width stay free without a proof for each of them, and a graph takes seconds. The tracer
stops at opset 20, so attention and RMS norms are traced as place holders and become `Attention` and `RMSNormalization` of opset 23 afterwards; no operator
that these graphs hold changed its meaning between the two (types were added), and every package is compared with PyTorch before it is handed on.
"""
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxscript.optimizer
import torch
from onnx import TensorProto, helper, numpy_helper
from torch.onnx import register_custom_op_symbolic, symbolic_helper

TRACED_OPSET, LEAST_OPSET, PLACE_HOLDER = 20, 23, "mutoscope"
PROTOBUF_LIMIT = 1_500_000_000


def _free(value, *kept: int):
    """The type of a value, with these dimensions only: the others would be frozen at those of the example."""
    sizes = value.type().sizes()
    keep = {axis % len(sizes) for axis in kept} if sizes else set()
    return value.type().with_sizes([size if axis in keep else None for axis, size in enumerate(sizes)]) if sizes else value.type()


def _attention(g, query, key, value, mask=None, dropout=None, causal=None, scale=None, grouped=None):
    inputs = [query, key, value] + ([] if mask is None or symbolic_helper._is_none(mask) else [mask])
    attributes = {"is_causal_i": int(bool(symbolic_helper._maybe_get_const(causal, "b"))) if causal is not None else 0}
    if scale is not None and not symbolic_helper._is_none(scale):
        attributes["scale_f"] = float(symbolic_helper._maybe_get_const(scale, "f"))
    return g.op(f"{PLACE_HOLDER}::Attention", *inputs, **attributes).setType(_free(query, 1, 3))


def _rms_norm(g, x, shape, weight, epsilon):
    epsilon = symbolic_helper._maybe_get_const(epsilon, "f")
    epsilon = torch.finfo(torch.float32).eps if not isinstance(epsilon, float) else epsilon
    if symbolic_helper._is_none(weight):
        weight = g.op("ConstantOfShape", g.op("Constant", value_t=torch.tensor(symbolic_helper._get_const(shape, "is", "shape"))), value_t=torch.ones(1))
    return g.op(f"{PLACE_HOLDER}::RMSNormalization", x, weight, axis_i=-len(symbolic_helper._get_const(shape, "is", "shape")), epsilon_f=epsilon).setType(_free(x, -1))


def _squeeze(g, x, axis=None):
    # The tracer's own asks the graph at run time whether the dimension is 1; the networks only drop dimensions that are.
    axis = symbolic_helper._maybe_get_const(axis, "i")
    return g.op("Squeeze", x, g.op("Constant", value_t=torch.tensor([axis])))


def trace(module: torch.nn.Module, inputs: dict, outputs: list[str], free: dict, file: Path, attention: bool) -> None:
    """Writes the traced graph. `free` names the free dimensions of each tensor: {"sample": {0: "batch"}}."""
    replaced = {"aten::rms_norm": _rms_norm, "aten::squeeze": _squeeze} | ({"aten::scaled_dot_product_attention": _attention} if attention else {})
    for name, symbolic in replaced.items():
        register_custom_op_symbolic(name, symbolic, TRACED_OPSET)
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(module.eval(), tuple(inputs.values()), file, input_names=list(inputs), output_names=outputs, dynamic_axes=free,
                              opset_version=TRACED_OPSET, dynamo=False, custom_opsets={PLACE_HOLDER: 1})
    finally:
        for name in replaced:
            torch.onnx.unregister_custom_op_symbolic(name, TRACED_OPSET)


def finish(model: onnx.ModelProto, opset: int) -> onnx.ModelProto:
    """Place holders become operators, constants are folded, long traced names become short ones."""
    for node in model.graph.node:
        if node.domain == PLACE_HOLDER:
            node.domain = ""
        for order in node.attribute:
            if node.op_type == "Transpose" and order.name == "perm":
                order.ints[:] = [axis % len(order.ints) for axis in order.ints]  # The tracer leaves an axis of -1 as it is.
    del model.opset_import[:]
    model.opset_import.append(helper.make_opsetid("", opset))
    model.ir_version = 11
    model = onnxscript.optimizer.optimize(model)
    _merge(model.graph)
    _shorten(model.graph)
    model.producer_name, model.producer_version = "mutoscope model-tools", "1"
    return model


def _merge(graph: onnx.GraphProto) -> None:
    """Weights with the same bytes are kept once."""
    first, merged = {}, {}
    for weight in list(graph.initializer):
        same = first.setdefault((weight.data_type, tuple(weight.dims), numpy_helper.to_array(weight).tobytes()), weight.name)
        if same != weight.name:
            merged[weight.name] = same
            graph.initializer.remove(weight)
    for node in graph.node:
        node.input[:] = [merged.get(name, name) for name in node.input]


def _shorten(graph: onnx.GraphProto) -> None:
    kept = {value.name for value in [*graph.input, *graph.output]}
    short = {"": ""}

    def name(old: str) -> str:
        return old if old in kept else short.setdefault(old, f"v{len(short)}")

    def rename(part: onnx.GraphProto) -> None:
        for weight in part.initializer:
            weight.name, weight.doc_string = name(weight.name), ""
        for node in part.node:
            node.input[:], node.output[:] = [name(i) for i in node.input], [name(o) for o in node.output]
            node.name, node.doc_string = "", ""
            del node.metadata_props[:]
            if any(attribute.HasField("g") for attribute in node.attribute):
                raise ValueError("a graph inside the graph: its names would have to follow")

    rename(graph)
    del graph.value_info[:]
    del graph.metadata_props[:]


def pack_weights(model: onnx.ModelProto) -> None:
    """Stores the weights of a tiny package in four bits each; see `tiny.four_bits`, which made them fit. ONNX Runtime unfolds them when it loads."""
    graph, unpacking = model.graph, []
    for weight in list(graph.initializer):
        values = numpy_helper.to_array(weight) if weight.data_type == TensorProto.FLOAT else None
        if values is None or values.size < 64 or not values.any():
            continue
        step, name = np.float32(2.0 ** np.ceil(np.log2(np.abs(values).max() / 7))), weight.name
        steps = values / step
        if np.any(steps != np.round(steps)):
            continue
        whole = steps.astype(np.int8).ravel() & 15
        whole = np.append(whole, 0) if whole.size % 2 else whole
        graph.initializer.remove(weight)
        graph.initializer.append(helper.make_tensor(name + "q", TensorProto.INT4, values.shape, (whole[::2] | whole[1::2] << 4).astype(np.uint8).tobytes(), raw=True))
        graph.initializer.append(numpy_helper.from_array(step, name + "s"))
        unpacking += [helper.make_node("Cast", [name + "q"], [name + "f"], to=TensorProto.FLOAT), helper.make_node("Mul", [name + "f", name + "s"], [name])]
    kept = list(graph.node)
    del graph.node[:]
    graph.node.extend(unpacking + kept)


def save(model: onnx.ModelProto, file: Path, external: bool) -> list[Path]:
    """Writes the graph, its weights beside it if asked for or if they are too large for one file. Returns the files beside it."""
    data = file.with_name(file.name + ".data")
    external = external or model.ByteSize() > PROTOBUF_LIMIT
    if external:
        onnx.save(model, file, save_as_external_data=True, all_tensors_to_one_file=True, location=data.name, size_threshold=1024)
    else:
        onnx.save(model, file)
    onnx.checker.check_model(file, full_check=True)
    return [data] if external else []
