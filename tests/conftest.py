"""What holds for all tests: one BLAS thread, as the command line has it, and interrupts."""

import os
import signal

# Before any test imports NumPy: the tests run side by side, and BLAS threads spin for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# A run in the background of a shell ignores interrupts, and so would the commands that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
