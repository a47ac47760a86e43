"""Models as people's exporters write them; expected outputs are the exporting library's own."""
