"""What panels and dialogs are made of: the theme, the questions that can be asked, small shared widgets."""
