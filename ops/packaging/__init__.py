"""What is deployed: the functions' package and the template that it stands in."""
