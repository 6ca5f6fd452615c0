"""A plan's folder under `data/plans/` to frozen values, taken whole or not at all.

The folder holds the plan's manifest, its document and its registry.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kameoka_graph.read.document import Plan, Source
from kameoka_graph.read.manifest import ManifestError, PlanManifest, read_plan_manifest
from kameoka_graph.read.progress_table import parse
from kameoka_graph.read.registry import Entry, read_registry
from kameoka_graph.read.source import SourceRefusedError, read_source
from kameoka_graph.say import Say

PARSERS: Final = {"progress-table": parse}
"""The parser of each layout."""


@dataclass(frozen=True, slots=True)
class PlanFolder:
    """A plan as its folder gives it."""

    path: Path
    """The folder."""
    manifest: PlanManifest
    """What `plan.toml` says."""
    plan: Plan
    """What its document states."""
    registry: tuple[Entry, ...]
    """The numbers given so far."""


def read_plan_folders(data: Path) -> tuple[PlanFolder, ...]:
    """Read every plan below `data/plans`, by folder name; `SourceRefusedError` if there is none."""
    folders = sorted(path.parent for path in (data / "plans").glob("*/plan.toml"))
    if not folders:
        raise SourceRefusedError(
            Say(
                f"{data / 'plans'}: 計画のフォルダー（plan.toml のあるもの）がありません。"
                "--data でデータのフォルダーを指定してください。",
                f"{data / 'plans'}: there is no folder of a plan (one with a plan."
                "toml); name the data folder with --data.",
            )
        )
    return tuple(read_plan_folder(folder) for folder in folders)


def read_plan_folder(folder: Path) -> PlanFolder:
    """Read one plan.

    Raises what its parts raise, and `ManifestError` for a document whose bytes have changed.
    """
    manifest = read_plan_manifest(folder / "plan.toml")
    if len(manifest.documents) > 1:
        raise ManifestError(
            Say(
                f"{folder / 'plan.toml'}: [[document]] が {len(manifest.documents)} 個あります。"
                "1つの計画に複数の文書を読むことには、まだ対応していません。",
                f"{folder / 'plan.toml'}: {len(manifest.documents)} [[document]] tables; reading "
                "several documents of one plan is not done yet.",
            )
        )
    document = manifest.documents[0]
    source = read_source(folder / document.file)
    _refuse_changed(source, document.sha256, folder / "plan.toml")
    return PlanFolder(
        folder, manifest, PARSERS[document.layout](source), read_registry(folder / "registry.csv")
    )


def _refuse_changed(source: Source, sha256: str, manifest: Path) -> None:
    if source.sha256 != sha256:
        raise ManifestError(
            Say(
                f"{source.name}: SHA-256 は {source.sha256} で、"
                f"{manifest} の {sha256} と違います。文書が変わったのであれば、"
                "台帳の sha256 を改めてください。",
                f"{source.name}: its SHA-256 is {source.sha256}, not {sha256} as {manifest} "
                "says; if the document was changed on purpose, mend the manifest.",
            )
        )
