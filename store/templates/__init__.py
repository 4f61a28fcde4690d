"""The event templates that ship, as data: one commented TOML file each."""
