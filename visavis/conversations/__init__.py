"""The heart: conversations, their messages, and what happens to them."""

from visavis.conversations import timeline
from visavis.conversations.access import access_conversation, visible
from visavis.conversations.assigning import assign, hand_over, take
from visavis.conversations.attaching import attach, open_file
from visavis.conversations.editing import delete, edit, revisions
from visavis.conversations.models import (
    Actor,
    Attachment,
    Author,
    Conversation,
    Entry,
    Message,
    System,
    VisitorConversation,
)
from visavis.conversations.moving import move_to
from visavis.conversations.pushing import accept, decline, push, take_back
from visavis.conversations.queries import counts, inbox, of_customer, own
from visavis.conversations.reading import mark_read
from visavis.conversations.resolving import reopen, resolve, snooze, wake
from visavis.conversations.sending import send
from visavis.conversations.starting import start

__all__ = [
    "Actor",
    "Attachment",
    "Author",
    "Conversation",
    "Entry",
    "Message",
    "System",
    "VisitorConversation",
    "accept",
    "access_conversation",
    "assign",
    "attach",
    "counts",
    "decline",
    "delete",
    "edit",
    "hand_over",
    "inbox",
    "mark_read",
    "move_to",
    "of_customer",
    "open_file",
    "own",
    "push",
    "reopen",
    "resolve",
    "revisions",
    "send",
    "snooze",
    "start",
    "take",
    "take_back",
    "timeline",
    "visible",
    "wake",
]
