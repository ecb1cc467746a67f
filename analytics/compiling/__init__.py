"""What only the builder needs, to compile data/ and static/ from the producers' files."""
