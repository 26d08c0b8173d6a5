"""The scenario format as a JSON schema, for editors that complete and check while typing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from planner.scenario.file import ScenarioFile
from planner.scenario.variant_file import VariantFile

#: Name of the committed file, which the first line of each scenario points to.
SCHEMA_FILE: Final = "scenario.schema.json"


def schema_text() -> str:
    """Return the JSON schema of a scenario file, ready to be written."""
    forms: list[tuple[type[BaseModel], JsonSchemaMode]]
    forms = [(ScenarioFile, "validation"), (VariantFile, "validation")]
    places, parts = models_json_schema(forms, title="ScenarioFile")
    whole, variant = (places[form] for form in forms)
    # The form that fits is chosen by a key, so that an editor completes the keys of one only.
    choice = {"type": "object", "if": {"required": ["base"]}, "then": variant, "else": whole}
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"} | choice | parts
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
