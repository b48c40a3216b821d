"""Every setting, typed, read once from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr
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
    protocol: Path = REPOSITORY / "bot" / "safety" / "protocol.yml"

    port: Port = 8000
    assistant_port: Port = 5005
    actions_port: Port = 5055

    answer_within: float = 8.0
    answer_disclosure_within: float = 2.0
    check_in_again_after: float = 300.0
    staff_answer_within: float = 120.0
    waiting_rises_after: float = 900.0
    watch_every: float = 5.0
    alarm_every: float = 1.0
    alarm_within: float = 10.0
    heartbeat_every: float = 15.0

    public_url: str = "http://localhost:8000"
    smtp_host: str = ""
    smtp_port: Port = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = ""
    webhook_secret: SecretStr = SecretStr("")
    second_step_keys: SecretStr = SecretStr("")  # empty: those of a file in `var`
    second_step: bool = True  # without it staff need no code, as long as this is a demonstration

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
