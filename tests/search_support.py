"""Invented texts that are searched, and a data folder that holds them."""

import csv

import pytest

from analytics.loading import intake, store
from analytics.loading.given import Given

HEADER = "To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session"
HOSTILE = '=1+1 <script>alert("x")</script> **bold** [link](http://x.example) | pipe :red[x] $y$ & lanterns\u202e'
ROWS = (
    ("Ghana", "Paint the doors and paint the walls.", "France", "Accepted", 5, "Justice", 2),
    ("Ghana", "Open painted doors", "Japan", "Rejected", 3, "Justice", 2),
    ("Kenya", "Mend the roof of the house", "France", "Accepted", 4, "Justice", 8),
    ("Uganda", "Mend the roof of the house", "Japan", "Accepted", 5, "Justice", 12),
    ("Uganda", "Mend the roof of the house", "France", "Accepted", 5, "Justice", 12),
    ("Cuba", "Pintar las puertas de la casa y la educación", "Spain", "Accepted", 5, "Justice", 4),
    ("Brazil", "Pintar as portas da casa com as educações", "Portugal", "Accepted", 5, "Justice", 1),
    ("Mali", "Peindre les portes de la maison, les libertés", "France", "Rejected", 5, "Justice", 2),
    ("Chad", HOSTILE, "France", "Accepted", 5, "Justice", 5),
)


def write(folder, rows=ROWS, name="invented.csv"):
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER.split(","))
        for to, said, asks, response, action, issue, session in rows:
            writer.writerow([to, "", "", said, asks, "", "", response, action, issue, session])
    return Given(path)


@pytest.fixture(scope="session")
def ready(tmp_path_factory, cache_folder):  # noqa: ARG001 - where its snapshots go
    """A data folder with the invented texts, searchable."""
    root = tmp_path_factory.mktemp("loaded")
    intake.load([write(tmp_path_factory.mktemp("files"))], root)
    intake.finish(store.current("upr_info", root), root)
    return root
