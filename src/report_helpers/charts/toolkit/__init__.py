"""What several figures draw with: axes, lines, labels that do not overlap, stacked panels."""
