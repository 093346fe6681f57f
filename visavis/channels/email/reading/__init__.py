"""A mail is read: bytes in, plain data out. Pure, so that it may run where it can be killed."""

from visavis.channels.email.reading.mail import Address, Failure, File, Kind, Mail
from visavis.channels.email.reading.parsing import read_mail
from visavis.channels.email.reading.replies import Reply, split_reply

__all__ = ["Address", "Failure", "File", "Kind", "Mail", "Reply", "read_mail", "split_reply"]
