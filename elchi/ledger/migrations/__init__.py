"""The steps from an empty database to the newest tables, each with its way on."""
