"""Kind `language`: transformers' models, two layers each."""

import torch
import transformers
from torch import nn

from .export import Export

_BERT = {
    "vocab_size": 99, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4,
    "intermediate_size": 64, "max_position_embeddings": 64,
}  # fmt: skip
_LLAMA = {**_BERT, "num_key_value_heads": 2, "use_cache": False}
_GPT = {
    "vocab_size": 99, "n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": 64,
    "use_cache": False,
}  # fmt: skip
_TEXT = ["input_ids", "attention_mask"]


class _Outputs(nn.Module):
    """The named outputs of a model, with its inputs by name."""

    def __init__(self, model: nn.Module, inputs: list[str], outputs: list[str]):
        super().__init__()
        self.model = model
        self.inputs = inputs
        self.outputs = outputs

    def forward(self, *inputs):
        given = self.model(**dict(zip(self.inputs, inputs, strict=True)), return_dict=True)
        return tuple(given[name] for name in self.outputs)


def _model(kind: type, config, dtype: torch.dtype = torch.float32) -> nn.Module:
    model = kind(config).eval()
    for parameter in model.parameters():
        if parameter.dim() == 1 and parameter.abs().sum() == 0:
            parameter.normal_(0, 0.05)
    return model.to(dtype)


def _ids(rows: int = 2, length: int = 7) -> torch.Tensor:
    return torch.randint(3, 99, (rows, length))


def _mask(rows: int = 2, length: int = 7) -> torch.Tensor:
    mask = torch.ones(rows, length, dtype=torch.int64)
    mask[-1, length - 2 :] = 0
    return mask


def _text(name: str, kind: str, config, outputs: list[str], dtype=torch.float32, **how) -> Export:
    def make():
        model = _model(getattr(transformers, kind), config(), dtype)
        return _Outputs(model, _TEXT, outputs), (_ids(), _mask())

    return Export(name, make, **how)


def _bert():
    return transformers.BertConfig(**_BERT)


def _llama():
    return transformers.LlamaConfig(**_LLAMA)


def _gpt2():
    return transformers.GPT2Config(**_GPT)


def _gemma():
    return transformers.Gemma2Config(
        head_dim=8, sliding_window=4, query_pre_attn_scalar=8, **_LLAMA
    )


def _mistral():
    return transformers.MistralConfig(sliding_window=4, **_LLAMA)


def _distilbert():
    return transformers.DistilBertConfig(
        vocab_size=99, dim=32, n_layers=2, n_heads=4, hidden_dim=64, max_position_embeddings=64
    )


def _vit():
    config = transformers.ViTConfig(
        image_size=32, patch_size=8, hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
        intermediate_size=64,
    )  # fmt: skip
    model = _model(transformers.ViTForImageClassification, config)
    return _Outputs(model, ["pixel_values"], ["logits"]), (torch.randn(2, 3, 32, 32),)


_HIDDEN = ["last_hidden_state"]

EXPORTS = [
    _text("bert", "BertModel", _bert, [*_HIDDEN, "pooler_output"]),
    _text("bert_op24", "BertModel", _bert, _HIDDEN, opset=24),
    _text("bert_script", "BertModel", _bert, _HIDDEN, script=True, opset=17),
    _text("bert_as_traced", "BertModel", _bert, _HIDDEN, options={"optimize": False}),
    _text("distilbert", "DistilBertForSequenceClassification", _distilbert, ["logits"]),
    _text("roberta", "RobertaForMaskedLM", lambda: transformers.RobertaConfig(**_BERT), ["logits"]),
    _text("gpt2", "GPT2LMHeadModel", _gpt2, ["logits"]),
    _text("gpt2_float16", "GPT2LMHeadModel", _gpt2, ["logits"], torch.float16),
    _text("llama", "LlamaForCausalLM", _llama, ["logits"]),
    _text("llama_op23", "LlamaForCausalLM", _llama, ["logits"], opset=23),
    _text("llama_bfloat16", "LlamaForCausalLM", _llama, ["logits"], torch.bfloat16),
    _text("gemma2", "Gemma2ForCausalLM", _gemma, ["logits"]),
    _text("mistral", "MistralForCausalLM", _mistral, ["logits"]),
    Export("vit", _vit),
]
