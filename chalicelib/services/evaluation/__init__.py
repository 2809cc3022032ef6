"""The evaluation: roll, experts, draw, assignment, marks, scores and selection."""
