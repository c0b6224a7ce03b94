"""What people read: escaped HTML, badges, sentences and tables."""

from typing import TYPE_CHECKING, Final

from report_helpers.lazy_names import lazy_names

if TYPE_CHECKING:
    from report_helpers.text.cited_articles import articles, same_figures
    from report_helpers.text.claim_explorer import explorer
    from report_helpers.text.claim_tables import sources
    from report_helpers.text.figures import cited
    from report_helpers.text.finding_tables import by_severity, rules
    from report_helpers.text.first_screen import headline, strip
    from report_helpers.text.frame_tables import frame
    from report_helpers.text.gravest_words import gravest
    from report_helpers.text.html import folded, joined
    from report_helpers.text.sentences.claim_counts import backing, scope, shares
    from report_helpers.text.sentences.growth_sentences import (
        growth_agreement,
        rises,
        stated_growth,
    )
    from report_helpers.text.sentences.publisher_sentences import (
        editions,
        spread,
        values,
    )

__all__ = [
    "articles",
    "backing",
    "by_severity",
    "cited",
    "editions",
    "explorer",
    "folded",
    "frame",
    "gravest",
    "growth_agreement",
    "headline",
    "joined",
    "rises",
    "rules",
    "same_figures",
    "scope",
    "shares",
    "sources",
    "spread",
    "stated_growth",
    "strip",
    "values",
]  # fmt: skip

MODULES: Final = {
    "articles": "cited_articles",
    "backing": "sentences.claim_counts",
    "by_severity": "finding_tables",
    "cited": "figures",
    "values": "sentences.publisher_sentences",
    "editions": "sentences.publisher_sentences",
    "explorer": "claim_explorer",
    "folded": "html",
    "frame": "frame_tables",
    "gravest": "gravest_words",
    "growth_agreement": "sentences.growth_sentences",
    "headline": "first_screen",
    "rises": "sentences.growth_sentences",
    "joined": "html",
    "rules": "finding_tables",
    "same_figures": "cited_articles",
    "scope": "sentences.claim_counts",
    "shares": "sentences.claim_counts",
    "sources": "claim_tables",
    "spread": "sentences.publisher_sentences",
    "stated_growth": "sentences.growth_sentences",
    "strip": "first_screen",
}
"""The module of each function for notebooks, imported on first use."""

__getattr__, __dir__ = lazy_names(
    __name__, {name: f"{__name__}.{module}" for name, module in MODULES.items()}
)
