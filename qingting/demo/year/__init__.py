"""The year 2023 of the demonstration district: what its own report tells, all of it invented, each by its own door."""
