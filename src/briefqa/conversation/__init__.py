"""Follow-up questions made whole by rule, and the server's memory of conversations."""

from briefqa.conversation.interpreting import interpret
from briefqa.conversation.store import Conversation, Conversations

__all__ = ["Conversation", "Conversations", "interpret"]
