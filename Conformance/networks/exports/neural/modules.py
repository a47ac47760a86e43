"""Kind `modules`: recurrent, attention and small networks, over exporters and opsets."""

import torch
from torch import nn
from torch.nn import functional

from .export import Export

_SCRIPT = {"script": True, "opset": 17}


class _Flat(nn.Module):
    """A recurrent module with its states as outputs of their own."""

    def __init__(self, module: nn.Module):
        super().__init__()
        self.module = module

    def forward(self, *inputs):
        outputs, states = self.module(*inputs)
        return (outputs, *states) if isinstance(states, tuple) else (outputs, states)


class _Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, 2, 1)
        self.norm = nn.BatchNorm2d(8)
        self.linear = nn.Linear(8, 16)
        self.layer_norm = nn.LayerNorm(16)
        self.attention = nn.MultiheadAttention(16, 2, batch_first=True)

    def forward(self, x):
        x = functional.silu(self.norm(self.conv(x))).flatten(2).transpose(1, 2)
        x = self.layer_norm(functional.gelu(self.linear(x)))
        return torch.softmax(x + self.attention(x, x, x)[0], -1).amax(1)


def _old_net(opset: int) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, 2, 1),
        nn.BatchNorm2d(8),
        nn.Hardswish() if opset > 13 else nn.ReLU6(),
        nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False),
        nn.ConvTranspose2d(8, 4, 3, 2, 1, 1),
        nn.PixelShuffle(2),
        nn.AdaptiveAvgPool2d(4),
        nn.Flatten(),
        nn.Linear(16, 7),
        nn.LogSoftmax(1),
    )


class _Padded(nn.Module):
    """Sequences of several lengths."""

    def __init__(self, kind: type[nn.Module]):
        super().__init__()
        self.layer = kind(6, 8, bidirectional=True)

    def forward(self, x, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=True)
        y, states = self.layer(packed)
        y, counts = nn.utils.rnn.pad_packed_sequence(y)
        return (y, counts, *(states if isinstance(states, tuple) else (states,)))


class _Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        layer = nn.TransformerEncoderLayer(16, 4, 32, batch_first=True, activation="gelu")
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)

    def forward(self, x, padding):
        return self.encoder(x, src_key_padding_mask=padding)


def _image(dtype: torch.dtype = torch.float32) -> torch.Tensor:
    return torch.randn(2, 3, 16, 16).to(dtype)


def _net(dtype: torch.dtype = torch.float32):
    return lambda: (_Net().to(dtype), (_image(dtype),))


def _recurrent(name: str, module, *shape: int) -> list[Export]:
    def make():
        return _Flat(module()), (torch.randn(*shape),)

    return [Export(name, make), Export(f"{name}_script", make, **_SCRIPT)]


_PADDING = [[False] * 5, [False] * 3 + [True] * 2]

EXPORTS = [
    *_recurrent("lstm", lambda: nn.LSTM(6, 8, 2, bidirectional=True, batch_first=True), 3, 5, 6),
    *_recurrent("lstm_projected", lambda: nn.LSTM(6, 8, 1, proj_size=3), 5, 3, 6),
    *_recurrent("gru", lambda: nn.GRU(6, 8, 2, bidirectional=True), 5, 3, 6),
    *_recurrent("rnn_relu", lambda: nn.RNN(6, 8, nonlinearity="relu"), 5, 3, 6),
    *(
        Export(
            f"{name}_lengths_script",
            lambda kind=kind: (_Padded(kind), (torch.randn(5, 3, 6), torch.tensor([5, 3, 2]))),
            **_SCRIPT,
        )
        for name, kind in (("lstm", nn.LSTM), ("gru", nn.GRU))
    ),
    Export(
        "transformer_encoder", lambda: (_Encoder(), (torch.randn(2, 5, 16), torch.tensor(_PADDING)))
    ),
    *(Export(f"net_op{opset}", _net(), opset=opset) for opset in (18, 19, 20, 21, 22, 23, 24)),
    *(
        Export(
            f"net_script_op{opset}",
            lambda opset=opset: (_old_net(opset), (_image(),)),
            script=True,
            opset=opset,
        )
        for opset in (9, 11, 13, 15, 17)
    ),
    Export("net_float16", _net(torch.float16)),
    Export("net_bfloat16", _net(torch.bfloat16)),
    Export("net_float64", _net(torch.float64)),
    Export("net_as_traced", _net(), options={"optimize": False}),
]
