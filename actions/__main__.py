"""Run the action server on loopback: `python -m actions PORT`. The secret and the database come from the launcher."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from actions.server import action_server


def main() -> None:
    """Serve until told to stop."""
    engine = create_engine(os.environ["FINGERPOST_DIRECTORY_URL"], hide_parameters=True)
    app = action_server(
        sessionmaker(engine),
        secret=os.environ["FINGERPOST_ASSISTANT_SECRET"],
        clock=lambda: datetime.now(UTC),
    )
    app.run(host="127.0.0.1", port=int(sys.argv[1]), single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    main()
