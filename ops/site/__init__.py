"""The site from source to bucket: API types, regions, bundle, upload, and the pictures of its pages."""
