from bot.models import Button as Button
from bot.models import Conversation as Conversation
from bot.models import JournalEntry as JournalEntry
