"""What is installed and what can be chosen of it: bases, modules, palettes. No Qt.

Nothing else lists folders of bases or modules.
"""
