"""What users copy out of docs/check-in-pipelines.md, run in repositories with a mistake: WHEEL DIRECTORY."""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
WHEEL = Path(sys.argv[1]).resolve()
WORK = Path(sys.argv[2])
TOOLS = WORK / "venv" / "bin"
ADDRESS = "https://downloads.example.com/fairlead/"
# With a command that stays installed.
INSTALLED = f"{WORK}/installed/bin:{os.environ['PATH']}"
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": str(WORK),
    "LANG": "C.UTF-8",
    **{f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def fail(message):
    sys.exit(f"dist: {message}")


def must(said, wanted, what):
    if wanted not in said:
        fail(f"{what}: must say '{wanted}', and says: {said}")


def run(command, folder, wanted, what, more=(), stdin=None):
    """What a command says, which must end with a code."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=ENVIRONMENT | dict(more),
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
    )
    if done.returncode != wanted:
        fail(f"{what}: must end with {wanted}, and ends with {done.returncode}: {done.stdout}")
    return done.stdout


def shellcheck(script, shell, what):
    run([str(TOOLS / "shellcheck"), f"--shell={shell}", "-"], WORK, 0, f"shellcheck of {what}", stdin=script)


def blocks():
    """The blocks to copy, by the heading that they stand under."""
    found = {}
    for section in (ROOT / "docs/check-in-pipelines.md").read_text().split("\n## ")[1:]:
        block = re.search(r"^```yaml\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
        if block:
            found[section.split("\n")[0]] = yaml.safe_load(block[1])
    return found


def with_wheel(address):
    """The wheel in place of its address, which must be of the same version."""
    name, version = WHEEL.name.split("-")[:2]
    if not address.startswith(f"{ADDRESS}{name}-{version}-"):
        fail(f"docs/check-in-pipelines.md: must name {WHEEL.name}, and names {address}")
    return str(WHEEL)


def repository(name):
    """A repository that sends to a port name, and a change in which its Pods lack it."""
    folder = WORK / name
    (folder / "deploy").mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    manifest = folder / "deploy" / "shop.yaml"
    bad = (ROOT / "examples/p2-target-port-name.yaml").read_text()
    manifest.write_text(bad.replace("targetPort: http\n", "targetPort: web\n"))
    commit(folder)
    manifest.write_text(bad)
    return folder, git(folder, "rev-parse", "HEAD").strip()


def git(folder, *arguments):
    return run(["git", *arguments], folder, 0, f"git {arguments[0]}")


def commit(folder):
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--no-verify", "--message=change")


def values(texts, expressions, given):
    """Texts with the value of each expression, which is the name of an input and nothing else."""

    def value(match):
        name = match[1].strip()
        if not name.startswith("inputs.") or name[7:] not in given:
            fail(f"'{match[0]}' is no input")
        return given[name[7:]]

    return {name: re.sub(expressions, value, str(text)) for name, text in texts.items()}


def install_wheel():
    run(["python3", "-m", "venv", "--without-pip", "installed"], WORK, 0, "venv")
    run([str(TOOLS / "pip"), "--python=installed", "install", "--no-index", "--no-deps", str(WHEEL)], WORK, 0, "pip")


def pre_commit(block):
    # What users clone has these two files, whatever else.
    hooks = WORK / "hooks"
    hooks.mkdir()
    for name in (".pre-commit-hooks.yaml", "pyproject.toml"):
        (hooks / name).write_text((ROOT / name).read_text())
    git(hooks, "init", "--quiet", "--initial-branch=main")
    commit(hooks)
    repo = block["repos"][0]
    repo |= {"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD").strip()}
    hook = repo["hooks"][0]
    hook["additional_dependencies"] = [with_wheel(address) for address in hook["additional_dependencies"]]
    folder, _ = repository("pre-commit")
    config = folder / ".pre-commit-config.yaml"
    command = [str(TOOLS / "pre-commit"), "run", "--color=never"]
    where = {"PRE_COMMIT_HOME": str(WORK / "pre-commit-home")}

    config.write_text(yaml.safe_dump(block))
    git(folder, "add", "--all")
    must(run(command, folder, 1, "pre-commit", where), "[target-port-unresolved]", "pre-commit")
    git(folder, "checkout", "--quiet", "HEAD", "deploy")
    (folder / "deploy" / "more.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n")
    git(folder, "add", "--all")
    must(run(command, folder, 0, "pre-commit of what is well", where), "Passed", "pre-commit")

    # The command that is installed already.
    hook |= {"id": "fairlead-system", "additional_dependencies": []}
    config.write_text(yaml.safe_dump(block))
    (folder / "deploy" / "shop.yaml").write_text((ROOT / "examples/p2-target-port-name.yaml").read_text())
    git(folder, "add", "--all")
    where["PATH"] = INSTALLED
    must(run(command, folder, 1, "fairlead-system", where), "[target-port-unresolved]", "fairlead-system")


def github(block):
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    steps = [step for step in action["runs"]["steps"] if "run" in step]
    for step in steps:
        if "${{" in step["run"]:
            fail(f"action.yml: '{step['name']}' must take inputs in variables, not in its text")
        shellcheck(step["run"], step["shell"], f"'{step['name']}' of action.yml")
    folder, base = repository("github")
    inputs = {name: declared["default"] for name, declared in action["inputs"].items()}
    copied = block["jobs"]["check"]["steps"][-1]["with"]
    if set(copied) - set(inputs):
        fail(f"docs/check-in-pipelines.md: action.yml must have the inputs {', '.join(copied)}")
    inputs |= copied | {"wheel": with_wheel(copied["wheel"])}
    install, check = steps
    files = {name: WORK / name.lower() for name in ("GITHUB_PATH", "GITHUB_STEP_SUMMARY")}

    def step(what, given, wanted=0):
        for file in files.values():
            file.touch()
        added = "".join(f"{line}:" for line in files["GITHUB_PATH"].read_text().splitlines())
        more = {name: str(file) for name, file in files.items()} | {
            "PATH": added + ENVIRONMENT["PATH"],
            "RUNNER_TEMP": str(WORK / "runner"),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_ACTIONS": "true",
        }
        more |= values(what["env"], r"\$\{\{(.*?)\}\}", given)
        # As GitHub runs `shell: bash`.
        script = WORK / "step.sh"
        script.write_text(what["run"])
        return run(["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)], folder, wanted, what["name"], more)

    step(install, inputs)
    said = step(check, inputs | {"since": base}, wanted=1)
    must(said, "::error file=deploy/shop.yaml,line=", "the Action")
    results = json.loads((folder / "fairlead.sarif").read_text())["runs"][0]["results"]
    must(str(results), "target-port-unresolved", "fairlead.sarif")
    must(files["GITHUB_STEP_SUMMARY"].read_text(), "target-port-unresolved", "the summary of the step")
    commit(folder)
    # What stood there before fails nothing.
    step(check, inputs | {"since": "HEAD"})
    step(check, inputs | {"since": "", "options": "--skip\ntarget-port-unresolved\n--info"})
    step(check, inputs | {"since": "", "paths": "deploy/$(touch hurt)\n`touch hurt`\n; touch hurt"}, wanted=2)
    if (folder / "hurt").exists():
        fail("the Action ran what stood in an input")
    # Without a wheel the launcher of its sources is what is found.
    files["GITHUB_PATH"].write_text("")
    step(install, inputs | {"wheel": ""})
    if not (Path(files["GITHUB_PATH"].read_text().strip()) / "fairlead").is_file():
        fail("the Action must find the launcher of its sources")


def gitlab(block):
    header, jobs = yaml.safe_load_all((ROOT / "templates/fairlead.yml").read_text())
    job = jobs["fairlead"]
    included = block["include"][0]
    if not (ROOT / included["file"]).is_file():
        fail(f"docs/check-in-pipelines.md: there must be a {included['file']}")
    copied = included["inputs"]
    declared = header["spec"]["inputs"]
    if set(copied) - set(declared) or {name for name in declared if "default" not in declared[name]} - set(copied):
        fail(f"docs/check-in-pipelines.md: must give the inputs of templates/fairlead.yml, and gives {', '.join(copied)}")
    inputs = {name: each.get("default") for name, each in declared.items()} | copied
    inputs["wheel"] = with_wheel(inputs["wheel"])
    check = "\n".join(job["script"])
    # GitLab runs both in one shell.
    script = "\n".join(job["before_script"]) + "\n" + check
    if "$[[" in script:
        fail("templates/fairlead.yml: scripts must take inputs in variables")
    variables = "".join(f"{name}=$(printenv {name})\n" for name in job["variables"] if name.startswith("FAIRLEAD_"))
    shellcheck(variables + script, "sh", "templates/fairlead.yml")
    folder, base = repository("gitlab")
    written = inputs["since"]
    inputs["since"] = written.replace("$CI_MERGE_REQUEST_DIFF_BASE_SHA", base)

    def ends(wanted, what, given, path):
        more = values(job["variables"], r"\$\[\[(.*?)\]\]", inputs | given)
        return run(["sh", "-e"], folder, wanted, "the job of GitLab", more | {"PATH": path}, stdin=what)

    must(ends(1, script, {}, ENVIRONMENT["PATH"]), "[target-port-unresolved]", "the job of GitLab")
    reports = job["artifacts"]["reports"]
    issues = json.loads((folder / reports["codequality"]).read_text())
    must(str(issues), "deploy/shop.yaml", reports["codequality"])
    if ElementTree.parse(folder / reports["junit"]).find(".//failure") is None:
        fail(f"{reports['junit']}: must have a failure")
    commit(folder)
    ends(0, check, {"since": "HEAD"}, INSTALLED)
    # On the default branch there is no such variable, and everything counts.
    for missing in ("", written):
        ends(1, check, {"since": missing}, INSTALLED)
    ends(0, check, {"since": "", "options": "--skip\ntarget-port-unresolved"}, INSTALLED)
    ends(2, check, {"since": "", "paths": "deploy/$(touch hurt)\n`touch hurt`\n; touch hurt"}, INSTALLED)
    if (folder / "hurt").exists():
        fail("the job of GitLab ran what stood in an input")


def main():
    for name in ("fairlead", "dist/fairlead", "dist/krew", "dist/pack", "dist/test", "dist/test-krew", "dist/test-pipelines", "dist/test-wheel"):
        shellcheck((ROOT / name).read_text(), "sh", name)
    install_wheel()
    copied = blocks()
    pre_commit(copied["pre-commit"])
    github(copied["GitHub"])
    gitlab(copied["GitLab"])
    print("dist: pre-commit runs its hooks; the steps of the GitHub Action and the job of the GitLab template end as they must")
    print("dist: NOT RUN: GitHub and GitLab themselves, and steps that begin with uses:")


if __name__ == "__main__":
    main()
