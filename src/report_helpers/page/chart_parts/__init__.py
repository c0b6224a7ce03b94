"""Parts of a chart on the page: the layout of its plot, and what is beside and below it."""
