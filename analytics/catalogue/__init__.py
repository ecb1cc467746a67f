"""Lists of submissions in codes: documents, organisations, those in data/ and those that users load."""
