"""Kind `vision`: torchvision's models, with the statistics that training leaves."""

import torch
import torchvision
from torch import nn
from torchvision.models.convnext import CNBlockConfig, ConvNeXt
from torchvision.models.swin_transformer import SwinTransformer
from torchvision.models.vision_transformer import VisionTransformer

from .export import Export


def _trained(module: nn.Module) -> nn.Module:
    """Norms as a trained model has them, so that values neither vanish nor explode."""
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.running_mean.normal_(0, 0.1)
            part.running_var.uniform_(0.5, 1.5)
            part.weight.uniform_(0.7, 1.3)
            part.bias.normal_(0, 0.1)
    for name, parameter in module.named_parameters():
        if "layer_scale" in name:
            parameter.uniform_(0.1, 0.5)
        elif parameter.abs().max() == 0:
            parameter.normal_(0, 0.1)
    return module


def _vision(name: str, build, size: int = 64, **how) -> Export:
    return Export(name, lambda: (_trained(build()), (torch.randn(1, 3, size, size),)), **how)


class _Segments(nn.Module):
    """A segmentation model's one interesting output."""

    def __init__(self, module: nn.Module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(x)["out"]


def _convnext() -> nn.Module:
    return ConvNeXt(
        [CNBlockConfig(24, 48, 2), CNBlockConfig(48, 96, 2), CNBlockConfig(96, None, 2)],
        num_classes=20,
    )


def _segmentation() -> nn.Module:
    return _Segments(
        torchvision.models.segmentation.lraspp_mobilenet_v3_large(
            weights=None, weights_backbone=None, num_classes=5
        )
    )


_models = torchvision.models

EXPORTS = [
    _vision("resnet18", _models.resnet18),
    _vision("resnet18_script", _models.resnet18, script=True, opset=17),
    _vision("mobilenet_v3_small", _models.mobilenet_v3_small),
    _vision("efficientnet_b0", _models.efficientnet_b0),
    _vision("regnet_y_400mf", _models.regnet_y_400mf),
    _vision("shufflenet_v2", _models.shufflenet_v2_x0_5),
    _vision("squeezenet_script_op11", _models.squeezenet1_1, script=True, opset=11),
    _vision("densenet_mini", lambda: _models.DenseNet(8, (2, 3, 2), 16)),
    _vision("convnext_mini", _convnext),
    _vision("vit_mini", lambda: VisionTransformer(32, 8, 2, 2, 32, 64, num_classes=10), 32),
    _vision(
        "swin_mini",
        lambda: SwinTransformer([2, 2], 16, [2, 2], [2, 4], [4, 4], num_classes=10),
        32,
    ),
    _vision("lraspp", _segmentation),
]
