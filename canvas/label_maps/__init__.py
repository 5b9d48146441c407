"""Label maps from files as people have them: what is stored (`samples`), the ways to read it (`rule`, `reading`), and
which of them the file itself makes plain (`evidence`). numpy and Pillow only; writing is `canvas.label_png`."""
