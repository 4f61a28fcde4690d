"""TinyDB's interface on a durable log; import `store.tiny.db`."""
