"""Deployment of this checkout to a stage in AWS."""
