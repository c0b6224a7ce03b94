"""From notebooks to the published page."""
