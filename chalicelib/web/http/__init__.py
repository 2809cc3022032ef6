"""HTTP for every noun: endpoints, errors, schemas, cookies and addresses, OpenAPI, metrics."""
