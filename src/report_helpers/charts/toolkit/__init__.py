"""Drawing parts that figures share: axes, lines, labels that do not overlap, stacked panels."""
