"""Rasa's SQL tracker store, with the trackers of the latest conversations kept at hand.

Rasa reads all events of a conversation from the database, and replays them, several times for each message. The
database stays the truth: every turn is stored there, and after a restart everything is read from it.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

AT_HAND = 200  # conversations


class NearbyTrackerStore(SQLTrackerStore):
    """One Rasa process serves all conversations, each message under its lock: nobody else writes these trackers."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.engine.hide_parameters = True  # an error must not print what somebody wrote
        self._at_hand: OrderedDict[str, DialogueStateTracker] = OrderedDict()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of a conversation, from the database when it is not at hand."""
        near = self._at_hand.get(sender_id)
        return near if near is not None else await super().retrieve(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what is new, then keep the tracker at hand. When storing fails it is not kept."""
        self._at_hand.pop(tracker.sender_id, None)
        await super().save(tracker)
        self._at_hand[tracker.sender_id] = tracker
        if len(self._at_hand) > AT_HAND:
            self._at_hand.popitem(last=False)
