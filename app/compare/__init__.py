"""Looking at two pictures, or at what the module did to one."""
