"""What interrupts the person: only the question before work is discarded, and the system's file choosers."""
