"""The schemas are the editor's contract: schemas of the draft they name, with every key explained in Chinese."""

import re

import pytest
from jsonschema import Draft202012Validator

from engine.schema import SCHEMAS, schema


def properties(node, path=""):
    """Every key that a schema allows, with its path and subschema."""
    if isinstance(node, dict):
        for key, part in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
            if "if" not in path.rsplit("/", 2)[-2:]:
                yield f"{path}/{key}", part
        for key, part in node.items():
            yield from properties(part, f"{path}/{key}")
    elif isinstance(node, list):
        for number, part in enumerate(node):
            yield from properties(part, f"{path}/{number}")


def target(root, node):
    """The definition a reference leads to, or the node itself."""
    if "$ref" not in node:
        return node
    file, _, pointer = node["$ref"].partition("#/")
    found = schema(file) if file else root
    for key in pointer.split("/"):
        found = found[key]
    return found


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_is_a_schema(name):
    Draft202012Validator.check_schema(schema(name))
    assert (schema(name)["$schema"], schema(name)["$id"]) == ("https://json-schema.org/draft/2020-12/schema", name)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_has_a_title_and_a_description_in_chinese(name):
    unexplained = []
    for path, part in properties(schema(name)):
        whole = target(schema(name), part) | part
        if not all(re.search("[\u4e00-\u9fff]", str(whole.get(word, ""))) for word in ("title", "description")):
            unexplained.append(path)
    assert unexplained == []
