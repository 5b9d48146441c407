"""The panel of what decides the picture, a field a part of the request, and how far its run is."""
