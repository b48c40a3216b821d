"""Letters by e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate

import aiosmtplib

from bot.handoff.letter import Letter
from bot.settings import Settings


@dataclass(frozen=True)
class Mail:
    """Sends by the SMTP server of the settings."""

    settings: Settings

    async def send(self, address: str, letter: Letter) -> None:
        """Send one letter. Raises what the way to the server raises."""
        settings = self.settings
        await aiosmtplib.send(
            self._message(address, letter),
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=settings.smtp_password.get_secret_value() or None,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            timeout=settings.alarm_within,
        )

    def _message(self, address: str, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        sender = self.settings.smtp_from
        message["From"], message["To"], message["Subject"] = sender, address, letter.subject
        message["Date"] = formatdate()
        # The same letter sent again after a crash has the same id: most mailboxes show it once.
        message["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(f"{letter.text}\n\n{letter.link}\n")
        return message
