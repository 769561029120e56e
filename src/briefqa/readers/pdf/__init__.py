"""Read PDF files: the reader, and what it is made of."""
