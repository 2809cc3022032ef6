"""A stand-in for Pillow, which reportlab imports when it starts and needs for pictures alone. We draw none."""
