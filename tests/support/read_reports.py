#!/usr/bin/env python3
"""Reads reports with parsers that this project did not write, and prints what they saw as JSON.

Standard input: {"junit_schema": FILE, "reports": [{"name", "junit", "openmetrics", "html"}]}, each a text. It needs
`prometheus_client` and `xmlschema`, as scripts/servers.py fetches them (`report-parsers`).
"""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import xmlschema
from prometheus_client import parser as prometheus
from prometheus_client.openmetrics import parser as openmetrics

STATUSES = ["pass", "warn", "fail", "skip", "unknown"]
# As Jenkins' later schemas have it, and everybody writes it: a skipped case may have a message.
SKIPPED = '<xs:element name="skipped" type="xs:string"/>'
SKIPPED_WITH_MESSAGE = """<xs:element name="skipped"><xs:complexType mixed="true">
    <xs:attribute name="type" type="xs:string" use="optional"/>
    <xs:attribute name="message" type="xs:string" use="optional"/>
</xs:complexType></xs:element>"""
VOID = {"meta", "br", "hr", "img", "link", "input"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def junit(text: str, schema: xmlschema.XMLSchema) -> dict:
    errors = [f"{error.path}: {error.reason}" for error in schema.iter_errors(text)]
    counts = dict.fromkeys(STATUSES, 0)
    for suite in ElementTree.fromstring(text.encode()).iter("testsuite"):
        cases = suite.findall("testcase")
        names = [(case.get("classname"), case.get("name")) for case in cases]
        if len(set(names)) != len(names):
            errors.append(f"two cases of {suite.get('name')!r} have one name")
        own = dict.fromkeys(STATUSES, 0)
        for case in cases:
            output = case.findtext("system-out", "")
            found = [("failure", "fail"), ("error", "unknown"), ("skipped", "skip")]
            status = next((status for tag, status in found if case.find(tag) is not None), None)
            own[status or ("warn" if output.startswith("warn: ") else "pass")] += 1
        told = [suite.get("tests"), suite.get("failures"), suite.get("errors"), suite.get("skipped")]
        if told != [str(number) for number in (len(cases), own["fail"], own["unknown"], own["skip"])]:
            errors.append(f"{suite.get('name')!r} says {told} and has {own}")
        counts = {status: counts[status] + own[status] for status in STATUSES}
    return {"counts": counts, "errors": errors}


def metrics(text: str) -> dict:
    families = list(openmetrics.text_string_to_metric_families(text))
    errors = []
    if len({family.name for family in families}) != len(families):
        errors.append("a family stands in two places")
    for family in families:
        if family.type != "gauge" or not family.documentation:
            errors.append(f"{family.name}: no gauge, or without help")
        for sample in family.samples:
            if "subject" not in sample.labels or "command" not in sample.labels:
                errors.append(f"{family.name}: a sample without subject or command: {sample.labels}")
    # What node exporter reads.
    older = list(prometheus.text_string_to_metric_families(text))
    if [len(family.samples) for family in older] != [len(family.samples) for family in families]:
        errors.append("the older format has other samples")
    samples = {family.name: family.samples for family in families}
    counts = {sample.labels["status"]: int(sample.value) for sample in samples["chalkstore_checks"]}
    checks = samples.get("chalkstore_check_status", [])
    subjects = sorted({sample.labels["subject"] for sample in checks})
    return {"counts": counts, "subjects": subjects, "errors": errors}


class Page(HTMLParser):
    """What matters of a page's structure."""

    def __init__(self) -> None:
        super().__init__()
        self.counts = dict.fromkeys(STATUSES, 0)
        self.errors: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: dict[str, int] = {}
        self.level = 0
        self.open: list[tuple[str, dict]] = []
        self.text: dict[str, str] = {}

    def handle_starttag(self, tag: str, attributes: list) -> None:
        named = dict(attributes)
        self.tags[tag] = self.tags.get(tag, 0) + 1
        classes = (named.get("class") or "").split()
        status = next((name[3:] for name in classes if name[:3] == "is-" and name[3:] in STATUSES), None)
        if tag == "article" and "finding" in classes:
            self.counts[status] += 1
        # The verdict of a subject is no result: results that are no problem stand in tables of their own.
        within = [inner for _, inner in self.open]
        if tag == "span" and "word" in classes and any(inner.get("class") == "others" for inner in within):
            self.counts[status] += 1
        if "id" in named:
            self.ids.append(named["id"])
        for name in ("href", "src", "action", "style", "srcset", "poster", "data"):
            if name in named:
                if name == "href" and named[name].startswith("#"):
                    self.links.append(named[name][1:])
                else:
                    self.errors.append(f"<{tag} {name}={named[name]!r}>")
        for name in named:
            if name.startswith("on"):
                self.errors.append(f"<{tag} {name}>")
        for name in ("aria-labelledby",):
            self.links += (named.get(name) or "").split()
        if tag in HEADINGS:
            level = int(tag[1])
            if level > self.level + 1:
                self.errors.append(f"<h{level}> below <h{self.level}>")
            self.level = level
        if tag == "th" and named.get("scope") not in ("row", "col"):
            self.errors.append("a <th> without a scope")
        if tag == "svg" and named.get("role") != "img":
            self.errors.append("an <svg> without a role")
        if tag not in VOID:
            self.open.append((tag, named))

    def handle_startendtag(self, tag: str, attributes: list) -> None:
        # Inside of SVG, an element closes itself.
        self.tags[tag] = self.tags.get(tag, 0) + 1

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.errors.append(f"</{tag}> within {[name for name, _ in self.open[-3:]]}")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] in ("title", "strong"):
            self.text.setdefault(self.open[-1][0], data)


def page(text: str) -> dict:
    found = Page()
    found.feed(text)
    found.close()
    for name in set(found.links) - set(found.ids):
        found.errors.append(f"#{name} leads nowhere")
    for name in {name for name in found.ids if found.ids.count(name) > 1}:
        found.errors.append(f"the id {name} stands twice")
    for tag in ("header", "main", "footer", "h1"):
        if found.tags.get(tag) != 1:
            found.errors.append(f"{found.tags.get(tag)} <{tag}>")
    for tag in ("script", "iframe", "object", "embed", "form", "link", "base", "img"):
        if tag in found.tags:
            found.errors.append(f"<{tag}>")
    return {"counts": found.counts, "tags": found.tags, "verdict": found.text.get("strong"), "errors": found.errors}


def main() -> None:
    asked = json.load(sys.stdin)
    schema_text = Path(asked["junit_schema"]).read_text()
    if SKIPPED not in schema_text:
        sys.exit("the JUnit schema is another than was read")
    schema = xmlschema.XMLSchema(schema_text.replace(SKIPPED, SKIPPED_WITH_MESSAGE))
    answer = {}
    for report in asked["reports"]:
        answer[report["name"]] = {
            "junit": junit(report["junit"], schema),
            "openmetrics": metrics(report["openmetrics"]),
            "html": page(report["html"]),
        }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
