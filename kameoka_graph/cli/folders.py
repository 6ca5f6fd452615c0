"""Where the ontology and the shapes are: inside an installed package, or beside a checkout's."""

from pathlib import Path

import kameoka_graph


def package_folder(name: str) -> Path:
    """Give the folder `ontology` or `shapes`: the one the wheel carries, else the checkout's."""
    package = Path(kameoka_graph.__file__).parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def data_folder_of(path: Path) -> Path:
    """Give the data folder that a path is, or lies in: the nearest one with a `publication.toml`.

    A path that lies in none is given back, so that reading it tells what it lacks.
    """
    above = (path, *path.resolve().parents)
    return next((one for one in above if (one / "publication.toml").is_file()), path)
