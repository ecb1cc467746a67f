"""What users load: from their files to a version of a source that is served beside the embedded data."""
