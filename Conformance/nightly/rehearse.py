"""Rehearses a GitHub workflow or a GitLab pipeline here: every command runs, in a clone a job.

    rehearse.py RECIPE REPOSITORY STATE

STATE is a folder; it keeps `cache`, `artifacts` and `summary.md` from one rehearsal to the next.
What the engines do between commands is imitated: clones owned by another user, caches that are
written once a key, artifacts without permissions and hidden files, jobs in order. Exit status 0: the
pipeline passed; 1: it failed; 2: the recipe holds something that the rehearsal doesn't know.
"""

import itertools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from ruamel.yaml import YAML

OTHER_USER = 1001


class Unknown(Exception):
    pass


class Rehearsal:
    def __init__(self, repository, state):
        self.repository = pathlib.Path(repository)
        self.state = pathlib.Path(state)
        self.cache = self.state / "cache"
        self.artifacts = self.state / "artifacts"
        shutil.rmtree(self.artifacts, ignore_errors=True)
        self.cache.mkdir(parents=True, exist_ok=True)
        self.artifacts.mkdir()
        (self.state / "summary.md").write_text("")

    def clone(self, workspace):
        subprocess.run(
            ["git", "clone", "--quiet", "--no-hardlinks", self.repository, workspace], check=True)
        if os.getuid() == 0:
            for path in [workspace, *workspace.rglob("*")]:
                os.chown(path, OTHER_USER, OTHER_USER, follow_symlinks=False)

    def command(self, shell, text, workspace, variables):
        print(f"  $ {text}", flush=True)
        with tempfile.NamedTemporaryFile("w", suffix=".sh") as script:
            script.write(text)
            script.flush()
            environment = {**os.environ, **{name: str(value) for name, value in variables.items()}}
            done = subprocess.run([*shell, script.name], cwd=workspace, env=environment,
                                  stdin=subprocess.DEVNULL)
        if done.returncode:
            print(f"  status {done.returncode}", flush=True)
        return done.returncode == 0

    def keep(self, workspace, pattern, folder, lists_hidden=True):
        """Copies what `pattern` names in a workspace to a folder; whether there was something."""
        found = sorted(workspace.glob(pattern.rstrip("/")))
        for path in found:
            target = folder / path.relative_to(workspace)
            if path.is_dir():
                hidden = None if lists_hidden else shutil.ignore_patterns(".*")
                shutil.copytree(path, target, dirs_exist_ok=True, ignore=hidden)
            elif lists_hidden or not path.relative_to(workspace).as_posix().startswith("."):
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, target)
        return bool(found)


class GitHub(Rehearsal):
    def run(self, recipe):
        results, waiting = {}, dict(recipe["jobs"])
        while waiting:
            ready = [n for n, job in waiting.items() if not set(needs(job)) & set(waiting)]
            if not ready:
                raise Unknown(f"Jobs wait for each other: {', '.join(waiting)}.")
            job = waiting.pop(ready[0])
            passed = all(results[name] for name in needs(job))
            if not passes(job.get("if"), passed):
                results[ready[0]] = False
                continue
            results[ready[0]] = all([self.job(ready[0], job, part) for part in matrix(job)])
        return all(results.values())

    def job(self, name, job, part):
        print(f"{name} {' '.join(map(str, part.values()))}".strip(), flush=True)
        context = {f"matrix.{key}": value for key, value in part.items()}
        context |= {"github.run_id": len(list(self.cache.iterdir())) + 1, "github.run_attempt": 1}
        passed = True
        with tempfile.TemporaryDirectory() as folder:
            workspace = pathlib.Path(folder) / "work"
            workspace.mkdir()
            for step in job["steps"]:
                if passes(step.get("if"), passed):
                    step = fill(step, context)
                    passed = self.step(step, workspace, job.get("env", {})) and passed
        return passed

    def step(self, step, workspace, variables):
        if "run" in step:
            variables = {**variables, "GITHUB_STEP_SUMMARY": self.state / "summary.md"}
            return self.command(["sh", "-e"], step["run"], workspace, variables)
        options = step.get("with", {})
        match step["uses"].split("@")[0]:
            case "actions/checkout":
                self.clone(workspace)
            case "actions/cache/restore":
                self.restore(options, workspace)
            case "actions/cache/save":
                entry = self.cache / options["key"]
                if not entry.exists():
                    self.keep(workspace, options["path"], entry)
            case "actions/upload-artifact":
                return self.upload(options, workspace)
            case "actions/download-artifact":
                return self.download(options, workspace)
            case other:
                raise Unknown(f"The rehearsal doesn't know the action {other}.")
        return True

    def restore(self, options, workspace):
        entries = sorted(self.cache.iterdir(), key=lambda entry: entry.stat().st_ctime_ns)
        prefix = options.get("restore-keys", options["key"])
        fitting = [entry for entry in entries if entry.name.startswith(prefix)]
        if fitting:
            shutil.copytree(fitting[-1], workspace, dirs_exist_ok=True)

    def upload(self, options, workspace):
        folder = self.artifacts / options["name"]
        if folder.exists():
            print(f"  There is an artifact {options['name']} already.")
            return False
        with tempfile.TemporaryDirectory() as kept:
            if not self.keep(workspace, options["path"], pathlib.Path(kept), lists_hidden=False):
                return True
            # A folder's artifact holds what is in it, not the folder.
            inside = pathlib.Path(kept) / options["path"]
            shutil.copytree(inside if inside.is_dir() else kept, folder)
        for path in folder.rglob("*"):
            if path.is_file():
                path.chmod(0o644)
        return True

    def download(self, options, workspace):
        target = workspace / options.get("path", "")
        if "name" in options:
            if not (self.artifacts / options["name"]).exists():
                print(f"  There is no artifact {options['name']}.")
                return False
            shutil.copytree(self.artifacts / options["name"], target, dirs_exist_ok=True)
        else:
            for artifact in sorted(self.artifacts.glob(options["pattern"])):
                shutil.copytree(artifact, target / artifact.name, dirs_exist_ok=True)
        return True


class GitLab(Rehearsal):
    KEYWORDS = {"default", "stages", "variables", "workflow", "include", "image", "cache"}
    CONDITION = '$CI_PIPELINE_SOURCE == "schedule"'

    def run(self, recipe):
        stages = recipe.get("stages", ["build", "test", "deploy"])
        jobs = {name: job for name, job in recipe.items() if name not in self.KEYWORDS}
        unknown = {job.get("stage", "test") for job in jobs.values()} - set(stages)
        if unknown:
            raise Unknown(f"No such stage: {', '.join(unknown)}.")
        passed = True
        for stage in stages:
            chosen = {n: job for n, job in jobs.items() if job.get("stage", "test") == stage}
            results = []
            for name, job in chosen.items():
                if passed or job.get("when") == "always":
                    total = job.get("parallel", 1)
                    results += [self.job(name, job, i, total) for i in range(1, total + 1)]
            passed = passed and all(results)
        return passed

    def job(self, name, job, index, total):
        print(f"{name} {index}/{total}", flush=True)
        for rule in job.get("rules", []):
            if rule != {"if": self.CONDITION}:
                raise Unknown(f"The rehearsal doesn't know the rule {dict(rule)}.")
        variables = dict(job.get("variables", {}))
        if "parallel" in job:
            variables |= {"CI_NODE_INDEX": index, "CI_NODE_TOTAL": total}
        script = job["script"]
        with tempfile.TemporaryDirectory() as folder:
            workspace = pathlib.Path(folder) / "work"
            self.clone(workspace)
            cache = job.get("cache")
            if cache and (self.cache / cache["key"]).exists():
                shutil.copytree(self.cache / cache["key"], workspace, dirs_exist_ok=True)
            shutil.copytree(self.artifacts, workspace, dirs_exist_ok=True)
            lines = script if isinstance(script, str) else "\n".join(script)
            passed = self.command(["bash", "-eo", "pipefail"], lines, workspace, variables)
            if cache and applies(cache, passed):
                for path in cache["paths"]:
                    self.keep(workspace, path, self.cache / cache["key"])
            artifacts = job.get("artifacts", {})
            if artifacts and applies(artifacts, passed):
                for path in [*artifacts["paths"], *artifacts.get("reports", {}).values()]:
                    if not self.keep(workspace, path, self.artifacts):
                        print(f"  There is no {path} to keep.")
        return passed


def needs(job):
    value = job.get("needs", [])
    return [value] if isinstance(value, str) else list(value)


def matrix(job):
    axes = job.get("strategy", {}).get("matrix", {})
    return [dict(zip(axes, values)) for values in itertools.product(*axes.values())]


def passes(condition, passed):
    if condition not in (None, "always()"):
        raise Unknown(f"The rehearsal doesn't know the condition {condition}.")
    return passed or condition is not None


def applies(options, passed):
    return options.get("when", "on_success") in ("always", "on_success" if passed else "on_failure")


def fill(value, context):
    """A step with its `${{ expressions }}` replaced."""
    if isinstance(value, dict):
        return {key: fill(member, context) for key, member in value.items()}
    if not isinstance(value, str):
        return value

    def replacement(match):
        if match[1] not in context:
            raise Unknown(f"The rehearsal doesn't know the expression {match[0]}.")
        return str(context[match[1]])

    return re.sub(r"\$\{\{ *(.*?) *\}\}", replacement, value)


def main():
    path, repository, state = sys.argv[1:]
    recipe = YAML(typ="safe").load(pathlib.Path(path))
    engine = GitHub if "jobs" in recipe else GitLab
    try:
        passed = engine(repository, state).run(recipe)
    except Unknown as unknown:
        print(unknown, file=sys.stderr)
        return 2
    print("The pipeline passed." if passed else "The pipeline failed.")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
