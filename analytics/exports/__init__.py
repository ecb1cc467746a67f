"""Files a reader takes away, one module per format."""
