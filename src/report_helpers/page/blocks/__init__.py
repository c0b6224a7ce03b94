"""What cells hold, as blocks of the page: Markdown, outputs, HTML, pictures, formulas."""
