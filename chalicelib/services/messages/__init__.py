"""What people are told: made from what happened, read on the site, and sent by ways a call opens."""
