"""python -m mutants SUITE FOLDER COUNT SEED: writes mutants of the suite's node cases, each a case."""

import pathlib
import random
import shutil
import sys
import warnings

import onnx

from . import changes

# What a case of more bytes is made of is seen in smaller ones.
LARGEST = 1 << 20


class Case:
    """A model, and the tensors that its first data set feeds by the inputs' names."""

    def __init__(self, folder):
        self.folder = folder
        self.model = onnx.load(folder / "model.onnx")
        self.feeds, self.others = {}, {}
        for place, declared in enumerate(self.model.graph.input):
            path = folder / "test_data_set_0" / f"input_{place}.pb"
            if not path.exists():
                continue
            if declared.type.HasField("tensor_type"):
                tensor = onnx.TensorProto()
                tensor.ParseFromString(path.read_bytes())
                self.feeds[declared.name] = tensor
            else:
                self.others[declared.name] = path

    def write(self, folder):
        data = folder / "test_data_set_0"
        data.mkdir(parents=True)
        (folder / "model.onnx").write_bytes(self.model.SerializeToString())
        for place, declared in enumerate(self.model.graph.input):
            path = data / f"input_{place}.pb"
            if declared.name in self.feeds:
                path.write_bytes(self.feeds[declared.name].SerializeToString())
            elif declared.name in self.others:
                shutil.copy(self.others[declared.name], path)
        for path in (self.folder / "test_data_set_0").glob("output_*.pb"):
            shutil.copy(path, data)


def mutant(folders, source):
    while True:
        case = Case(source.choice(folders))
        done = []
        for _ in range(1 if source.random() < 0.7 else 2):
            done.append(source.choice(changes.ALL)(case, source))
        done = [what for what in done if what]
        if done:
            return case, ", ".join(done)


def main():
    suite, target, count, seed = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), *map(int, sys.argv[3:])
    warnings.simplefilter("ignore")
    folders = sorted(
        path.parent
        for path in suite.glob("node/*/model.onnx")
        if sum(file.stat().st_size for file in path.parent.rglob("*") if file.is_file()) <= LARGEST
    )
    source = random.Random(seed)
    with open(target / "changes.tsv", "w", encoding="utf-8") as log:
        for number in range(count):
            case, what = mutant(folders, source)
            name = f"{number:05}_{case.folder.name.removeprefix('test_')}"
            case.write(target / "mutants" / name)
            log.write(f"mutants/{name}\t{what}\n")


main()
