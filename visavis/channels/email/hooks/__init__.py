"""Providers that take mail for a mailbox bring it over HTTP, and tell what became of the mail that they carried."""
