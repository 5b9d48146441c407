"""What a study is to do: plans, and the file that they are read from."""
