"""Records what Hydra makes of the cases in src/test-support/hydra-cases.json, into that file.

    pip install hydra-core==1.3.2
    python3 packages/config/scripts/record-hydra.py

Each case has `files` (by path) and `overrides` for main.yaml; `expected` becomes the composed config, or null
where Hydra refuses it.
"""

import json
import os
import tempfile
from pathlib import Path

from hydra import compose, initialize_config_dir
from hydra.core.global_hydra import GlobalHydra
from omegaconf import OmegaConf

CASES = Path(__file__).parent.parent / "src" / "test-support" / "hydra-cases.json"
os.environ["LFADS_TEST_WORD"] = "word"


def composed(case):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in case["files"].items():
            file = Path(folder) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        GlobalHydra.instance().clear()
        try:
            with initialize_config_dir(folder, version_base="1.1"):
                config = compose("main", overrides=case["overrides"])
                return OmegaConf.to_container(config, resolve=True)
        except Exception as error:
            print(f"{case['name']}: refused: {str(error).splitlines()[0]}")
            return None


if __name__ == "__main__":
    cases = json.loads(CASES.read_text())
    for case in cases:
        case["expected"] = composed(case)
    CASES.write_text(json.dumps(cases, indent=2) + "\n")
