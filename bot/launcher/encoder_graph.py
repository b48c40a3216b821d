"""Builds the encoder's graph from its published weights: a BERT of six layers, then the mean of its tokens.

Beside the published `embedding`, made from the last layer, the graph gives the mean of every layer: the middle ones
still tell who did what to whom, which the last one has given up for the topic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Weights = Mapping[str, npt.NDArray[np.float32]]

_OPSET = 18
_RUNTIME = "com.microsoft"  # the operators that onnxruntime adds: whole parts of a layer in one step
_IR_VERSION = 9  # what the onnxruntime of both environments reads


@dataclass(frozen=True)
class Shape:
    """The sizes that a model's config.json gives."""

    layers: int
    heads: int
    width: int
    epsilon: float

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Shape:
        """Read the sizes."""
        return cls(
            layers=config["num_hidden_layers"],
            heads=config["num_attention_heads"],
            width=config["hidden_size"],
            epsilon=config["layer_norm_eps"],
        )


@dataclass
class _Graph:
    """Nodes and constants as they are added; a value is known by its name."""

    weights: Weights
    shape: Shape
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, onnx.TensorProto] = field(default_factory=dict)

    def constant(self, name: str, value: Any, kind: type[np.generic] = np.float32) -> str:
        array = np.ascontiguousarray(np.array(value, dtype=kind))
        self.constants.setdefault(name, numpy_helper.from_array(array, name))
        return name

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        output = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], name=output, **attributes))
        return output

    def indexes(self, *values: int) -> str:
        return self.constant(f"indexes_{values}", values, np.int64)

    def weight(self, name: str) -> str:
        return self.constant(name, self.weights[name])

    def linear(self, value: str, name: str) -> str:
        return self.add("Add", self.product(value, name), self.weight(f"{name}.bias"))

    def product(self, value: str, name: str) -> str:
        return self.add("MatMul", value, self.constant(f"{name}.matrix", self.weights[f"{name}.weight"].T))

    def normalised(self, value: str, name: str) -> str:
        return self.add(
            "LayerNormalization",
            value,
            self.weight(f"{name}.weight"),
            self.weight(f"{name}.bias"),
            axis=-1,
            epsilon=self.shape.epsilon,
        )


def build(weights: Weights, shape: Shape) -> onnx.ModelProto:
    """Return the graph: the tokens of texts of one length, `input_ids`, in; out unit vectors `embedding`, and `layers`:
    the unit vectors of all layers one behind the other; all (batch, …).
    """
    graph = _Graph(weights, shape)
    value = _embedded(graph)
    means = []
    for layer in range(shape.layers):
        value = _layer(graph, value, f"encoder.layer.{layer}")
        means.append(_mean_of_tokens(graph, value))
    graph.nodes.append(helper.make_node("Identity", [means[-1]], ["embedding"]))
    graph.nodes.append(helper.make_node("Concat", means, ["layers"], axis=1))
    inputs = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", width])
        for name, width in (("embedding", shape.width), ("layers", shape.layers * shape.width))
    ]
    whole = helper.make_graph(graph.nodes, "encoder", inputs, outputs, list(graph.constants.values()))
    model = helper.make_model(
        whole,
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_RUNTIME, 1)],
        ir_version=_IR_VERSION,
    )
    onnx.checker.check_model(model)
    return model


def _embedded(graph: _Graph) -> str:
    """Words, plus where they stand, plus the one kind of segment that is used."""
    words = graph.add("Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids")
    length = graph.add("Shape", "input_ids", start=1, end=2)
    positions = graph.weight("embeddings.position_embeddings.weight")
    places = graph.add("Slice", positions, graph.indexes(0), length, graph.indexes(0))
    segment = graph.constant("segment", graph.weights["embeddings.token_type_embeddings.weight"][0])
    value = graph.add("Add", graph.add("Add", words, places), segment)
    return graph.normalised(value, "embeddings.LayerNorm")


def _layer(graph: _Graph, value: str, name: str) -> str:
    """One layer: attention, then the feed-forward part, each added to what came in."""
    seen = graph.linear(_attention(graph, value, name), f"{name}.attention.output.dense")
    value = graph.normalised(graph.add("Add", value, seen), f"{name}.attention.output.LayerNorm")
    inner, bias = f"{name}.intermediate.dense", graph.weight(f"{name}.intermediate.dense.bias")
    active = graph.add("BiasGelu", graph.product(value, inner), bias, domain=_RUNTIME)
    outer = graph.linear(active, f"{name}.output.dense")
    return graph.normalised(graph.add("Add", value, outer), f"{name}.output.LayerNorm")


def _attention(graph: _Graph, value: str, name: str) -> str:
    """Scaled dot-product attention in several heads."""
    parts = [graph.linear(value, f"{name}.attention.self.{part}") for part in ("query", "key", "value")]
    return graph.add("MultiHeadAttention", *parts, num_heads=graph.shape.heads, domain=_RUNTIME)


def _mean_of_tokens(graph: _Graph, value: str) -> str:
    """The mean over the tokens, at unit length."""
    tokens = graph.indexes(1)
    mean = graph.add("ReduceMean", value, tokens, keepdims=0)
    length = graph.add("ReduceL2", mean, tokens, keepdims=1)
    return graph.add("Div", mean, length)
