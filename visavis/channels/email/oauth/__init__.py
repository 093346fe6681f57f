"""Mailboxes that are signed in to at Google or Microsoft (OAuth 2.0), in place of a password."""
