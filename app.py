"""What a Hugging Face Space runs. Elsewhere it serves the page where BOT_HOST and BOT_PORT say."""

import os

from bot.page import serve
from bot.settings import Settings

if __name__ == "__main__":
    if "SPACE_ID" in os.environ:
        serve(Settings(), host="0.0.0.0", port=7860)
    else:
        serve(Settings())
