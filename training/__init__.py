"""How the shipped models are made: `make -C training embedder` and `make -C training lexicon`."""
