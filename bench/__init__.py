"""Measurements of speed and memory; `bench/README.md` says how to run them."""
