"""The classes of the drawing as the person handles them: editing, choosing, mapping, reading label maps."""
