"""Every setting, typed, read once from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).parent.parent

PREFIX = "FINGERPOST_"  # of the variables of the environment
DATABASE = "DATABASE_URL"  # as many hosts name it

Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """What a deployer may choose. Times are in seconds unless the name says otherwise."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    database_url: str = Field(default="", validation_alias=DATABASE, repr=False)  # may hold a password
    var: Path = REPOSITORY / "var"
    content: Path = REPOSITORY / "services_directory"
    duty: Path = REPOSITORY / "bot" / "handoff" / "duty.yml"

    port: Port = 8000
    assistant_port: Port = 5005
    actions_port: Port = 5055

    answer_within: float = 8.0
    answer_disclosure_within: float = 2.0
    staff_answer_within: float = 120.0
    waiting_rises_after: float = 900.0
    watch_every: float = 5.0
    heartbeat_every: float = 15.0

    keep_days: int = 30
    keep_case_days: int = 365
    new_conversations_a_minute: int = Field(default=30, ge=1)
    same_text_a_minute: int = Field(default=12, ge=1)

    @property
    def database(self) -> str:
        """The address of our own database: SQLite unless DATABASE_URL names another."""
        return self.database_url or f"sqlite:///{self.var / 'fingerpost.db'}"

    @property
    def tracker_database(self) -> Path:
        """The file in which Rasa keeps its events; endpoints.yml names the same."""
        return self.var / "assistant.db"
