"""The engines behind the noun modules: table, bucket, queues, state machines, senders."""
