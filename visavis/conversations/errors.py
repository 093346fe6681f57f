from visavis.kit.errors import Conflict, InvalidInput, NotFound


class ConversationNotFound(NotFound):
    """There is no such conversation among those you may see."""


class MessageNotFound(NotFound):
    """There is no such message of yours."""


class AttachmentNotFound(NotFound):
    """There is no such file among those you may see."""


class MessageConflict(Conflict):
    """Another message was already sent under this name."""


class MessageDeleted(Conflict):
    """This message was deleted."""


class AlreadyResolved(Conflict):
    """This conversation is already resolved."""


class AlreadyOpen(Conflict):
    """This conversation is already open."""


class CallStillOwed(Conflict):
    """A call-back is owed in this conversation; call, or call it off first."""


class EmptyMessage(InvalidInput):
    """Write something, or attach a file."""


class PastTime(InvalidInput):
    """Choose a time to come."""


class AssigneeUnfit(InvalidInput):
    """This agent does not work for this brand."""


class TeamUnknown(InvalidInput):
    """There is no such team."""


class ScheduledNotFound(NotFound):
    """There is no such message to be sent later among those you may see."""


class ScheduledOver(Conflict):
    """This message was sent, or taken back, already."""


class TooManyScheduled(Conflict):
    """Enough is to be sent later in this conversation; send or take back some of it first."""


class TooFarOff(InvalidInput):
    """Choose a time within a year."""


class NotPushed(Conflict):
    """This conversation is no longer put before you; somebody else has it, or will."""


class NotByEmail(Conflict):
    """This does not go by email: there is nobody to address it to."""
