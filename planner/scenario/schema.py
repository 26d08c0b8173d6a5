"""The scenario format as a JSON schema, for editors that complete and check while typing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from planner.scenario.file import ScenarioFile

#: Name of the committed file, which the first line of each scenario points to.
SCHEMA_FILE: Final = "scenario.schema.json"


def schema_text() -> str:
    """Return the JSON schema of a scenario file, ready to be written."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= ScenarioFile.model_json_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schema(folder: Path) -> Path:
    """Write the schema into a folder of scenarios and return its path.

    Run after a change of the format::

        python -c "from pathlib import Path; from planner.scenario.schema import write_schema;
        write_schema(Path('scenarios'))"
    """
    path = folder / SCHEMA_FILE
    path.write_text(schema_text(), encoding="utf-8", newline="\n")
    return path
