"""The one name of Pillow's `Image` that reportlab looks at."""


class Image:
    """No picture is one."""
