"""What is installed, read from JSON alone: bases, modules, samplers. No torch."""
