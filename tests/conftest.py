"""What holds for all tests: one BLAS thread, as the command line has it."""

import os

# Before any test imports NumPy: the tests run side by side, and BLAS threads spin for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
