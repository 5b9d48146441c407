"""The program without a window: one file a subcommand. No Qt."""
