# pyright: basic, reportMissingImports=false
"""From the trained network to the shipped graph, in 8 bits."""

import tempfile
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from evals.emotion_net import Net

SHIPPED = ("moods", "sentiment", "groups", "emotions")
"""The heads that leave with the model; the last two are there to be measured."""


class _OneMessage(nn.Module):
    """The network for one message without padding."""

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, kinds: Tensor) -> tuple[Tensor, ...]:
        found = self.net(ids, kinds, padded=False)
        return tuple(found[name] for name in SHIPPED)


def export(net: Net, exact: Path, small: Path) -> None:
    """Write the graph in 32 bits to `exact` and in 8 bits to `small`.

    Weights have 7 bits of range: without VNNI, AVX2 would saturate on 8 (as onnxruntime's
    quantisation guide says of `reduce_range`).
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    sample = (torch.tensor([[4, 90, 5, 6, 5]]), torch.tensor([[0, 0, 0, 1, 1]]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _OneMessage(net).eval(),
            sample,
            str(exact),
            dynamo=False,
            input_names=["ids", "kinds"],
            output_names=list(SHIPPED),
            dynamic_axes={"ids": {1: "pieces"}, "kinds": {1: "pieces"}},
            opset_version=17,
        )
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready.onnx"
        quant_pre_process(str(exact), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready),
            str(small),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )
