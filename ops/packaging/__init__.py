"""The functions' package for Lambda, and the template that deploys it."""
