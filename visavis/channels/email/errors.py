from visavis.kit.errors import Conflict, InvalidInput, NotFound, TooLarge


class MailboxNotFound(NotFound):
    """There is no such mailbox at your brands."""


class MailboxGone(Conflict):
    """This conversation's mailbox was taken away; it is answered by email no more."""


class MailboxTaken(Conflict):
    """This address is already one of the house's mailboxes."""


class MailNotFound(NotFound):
    """There is no such mail at your brands."""


class MailTooLarge(TooLarge):
    """This mail is larger than the house takes."""


class NothingToMail(Conflict):
    """There is nothing here that could be sent by email: all is read, or no address is known, or no mailbox sends it."""


class AddressInvalid(InvalidInput):
    """This is no address that mail can be sent to."""


class MailboxPaused(Conflict):
    """This mailbox takes no mail just now."""


class OwnAddress(InvalidInput):
    """This is an address of the house itself: what is sent to it would come back."""


class NoRecipient(InvalidInput):
    """Say to whom it goes."""


class TooManyRecipients(InvalidInput):
    """A mail goes to 20 people at most, those included who get it unseen."""


class CustomerTakesPart(Conflict):
    """The customer always takes part in their own conversation."""


class SideNotFound(NotFound):
    """There is no such side conversation among those you may see."""


class NoMailbox(Conflict):
    """This brand has no mailbox to write from."""


class ThirdPartyTakesPart(Conflict):
    """This address takes part in the conversation itself: answer there."""


class TooMuchForwarded(InvalidInput):
    """This is more than one mail carries: choose fewer messages or files."""
