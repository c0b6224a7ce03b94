"""The inputs of a projection as ipywidgets."""

from typing import Any, Final

# ipywidgets ships no types.
import ipywidgets as widgets  # type: ignore[import-untyped]

from report_helpers.projection.evaluate import Contract

__all__ = ["FORMATS", "inputs_of", "wide"]

LABELS: Final = {
    "claim": "Claim", "model": "Model", "basis": "Growth", "growth": "a year",
    "ceiling": "Ceiling, times", "p": "Innovation p", "q": "Imitation q",
    "horizon": "Last year", "threshold": "Threshold",
}  # fmt: skip
FORMATS: Final = {"growth": ".1%", "ceiling": ".2f", "p": ".3f", "q": ".2f"}
LABEL_STYLE: Final = {"description_width": "8em"}


def inputs_of(contract: Contract) -> dict[str, Any]:
    """Return the input of each part of a state by its name; `basis` says where growth is from."""
    ranges = contract["inputs"]
    shared = {
        name: {"description": text, "layout": wide(), "style": LABEL_STYLE}
        for name, text in LABELS.items()
    }
    claims = [(claim["label"], claim["id"]) for claim in contract["claims"]]
    models = [(model["title"], model["name"]) for model in contract["models"]]
    sliders = {
        name: widgets.FloatSlider(**ranges[name], readout_format=digits, **shared[name])
        for name, digits in FORMATS.items()
    }
    return {
        "claim": widgets.Dropdown(options=claims, **shared["claim"]),
        "model": widgets.Dropdown(options=models, **shared["model"]),
        "basis": widgets.Dropdown(options=[("", "")], **shared["basis"]),
        **sliders,
        "horizon": widgets.IntSlider(**ranges["horizon"], **shared["horizon"]),
        "threshold": widgets.BoundedFloatText(**ranges["threshold"], **shared["threshold"]),
    }


def wide() -> Any:
    """Return a layout that takes what room there is."""
    return widgets.Layout(width="auto")
