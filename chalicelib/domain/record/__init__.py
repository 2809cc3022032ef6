"""The record of a call: a signed log that anybody can check."""
