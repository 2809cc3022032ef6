"""What an operator does with a stage's data as a whole: look through it, check it, write it out, bring it forward."""
