"""What a Hugging Face Space and the Dockerfile run: the page for everybody who can reach this machine, on port 7860.

BOT_HOST and BOT_PORT say otherwise. On a machine of your own ``python -m bot serve`` shows it to yourself alone.
"""

from bot.page import serve
from bot.settings import Settings

if __name__ == "__main__":
    settings = Settings()
    serve(settings, host=settings.host if "host" in settings.model_fields_set else "0.0.0.0")
