"""The pre-commit hooks, run by the real pre-commit in a scratch repository.

    EMRGEN=target/debug/emrgen python tests/conformance/hooks_test.py

Once from a git repository, as users name the project's, and once as `repo: local`. A clean
repository passes; a mistake in the spec, and output that is not what the spec compiles to, do not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from run import in_tools_python

REPOSITORY = Path(__file__).resolve().parents[2]
HOOKS = REPOSITORY / ".pre-commit-hooks.yaml"
BLUEPRINT = REPOSITORY / "blueprints" / "starter"


class Hooks(unittest.TestCase):
    """A scratch repository with a spec, its committed output, and the hooks."""

    def setUp(self) -> None:
        self.scratch = tempfile.TemporaryDirectory(prefix="hooks-")
        self.addCleanup(self.scratch.cleanup)
        self.work = Path(self.scratch.name)
        self.emrgen = Path(os.environ["EMRGEN"]).resolve()
        self.user = self.work / "user"
        shutil.copytree(BLUEPRINT, self.user, ignore=shutil.ignore_patterns("out"))
        self.ran(self.emrgen, "build")
        self.ran("git", "init", "--quiet")

    def environment(self) -> dict[str, str]:
        """Variables that keep git and pre-commit within the scratch directory."""
        tools = [self.emrgen.parent, Path(sys.executable).parent]
        return {
            "PATH": ":".join([*map(str, tools), os.environ["PATH"]]),
            "HOME": str(self.work),
            "PRE_COMMIT_HOME": str(self.work / "pre-commit"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            **{f"GIT_{who}_NAME": "test" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": "test@example.org" for who in ("AUTHOR", "COMMITTER")},
        }

    def run_in(self, directory: Path, *command) -> subprocess.CompletedProcess:
        """Run a command in a directory."""
        words = [str(word) for word in command]
        return subprocess.run(
            words, cwd=directory, env=self.environment(), capture_output=True, text=True
        )

    def ran(self, *command, directory: Path | None = None) -> str:
        """What a command prints that must succeed, by default in the user's repository."""
        said = self.run_in(directory or self.user, *command)
        self.assertEqual(said.returncode, 0, f"{command}: {said.stdout}{said.stderr}")
        return said.stdout.strip()

    def project(self) -> dict:
        """The hooks of a git repository that holds no more than their definition."""
        import yaml

        project = self.work / "project"
        project.mkdir()
        (project / HOOKS.name).write_text(yaml.safe_dump(definitions()))
        self.ran("git", "init", "--quiet", directory=project)
        self.ran("git", "add", ".", directory=project)
        self.ran("git", "commit", "--quiet", "--message", "hooks", directory=project)
        revision = self.ran("git", "rev-parse", "HEAD", directory=project)
        ids = [{"id": hook["id"]} for hook in definitions()]
        return {"repo": str(project), "rev": revision, "hooks": ids}

    def commit(self, source: dict) -> subprocess.CompletedProcess:
        """Stage everything and run the hooks on it."""
        import yaml

        (self.user / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [source]}))
        self.ran("git", "add", "--all", "--force")
        return self.run_in(self.user, "pre-commit", "run", "--all-files", "--verbose")

    def sources(self) -> list[dict]:
        """The two ways to name the hooks."""
        return [self.project(), {"repo": "local", "hooks": definitions()}]

    def test_a_clean_repository_passes(self) -> None:
        for source in self.sources():
            with self.subTest(repo=source["repo"]):
                said = self.commit(source)
                self.assertEqual(said.returncode, 0, said.stdout + said.stderr)
                self.assertNotIn("Skipped", said.stdout)

    def test_a_mistake_in_the_spec_is_shown_where_it_is(self) -> None:
        spec = self.user / "emrgen.yaml"
        spec.write_text(spec.read_text().replace("apiVersion:", "poolz: {}\napiVersion:", 1))
        for source in self.sources():
            with self.subTest(repo=source["repo"]):
                said = self.commit(source)
                self.assertEqual(said.returncode, 1, said.stdout + said.stderr)
                self.assertRegex(said.stdout, r"emrgen\.yaml:\d+:1")

    def test_output_that_someone_changed_is_not_current(self) -> None:
        changed = next(iter(sorted((self.user / "out").rglob("*.yaml"))))
        changed.write_text(changed.read_text() + "# changed by hand\n")
        for source in self.sources():
            with self.subTest(repo=source["repo"]):
                said = self.commit(source)
                self.assertEqual(said.returncode, 1, said.stdout + said.stderr)
                self.assertIn(changed.name, said.stdout)


def definitions() -> list[dict]:
    """The hooks as the project defines them, but run by the binary under test.

    To have pre-commit compile a binary of its own takes minutes and proves nothing more.
    """
    import yaml

    return [{**hook, "language": "system"} for hook in yaml.safe_load(HOOKS.read_text())]


if __name__ == "__main__":
    in_tools_python()
    if not HOOKS.exists():
        print(f"SKIPPED hooks: there is no {HOOKS.name}", file=sys.stderr)
        sys.exit(0)
    unittest.main()
