# The page in a container, with its index made:
#   docker build --tag encryption-debate .
#   docker run --publish 7860:7860 encryption-debate
FROM python:3.11-slim

ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

# The id that Hugging Face gives to the user of a Space. Code, corpus and packages stay root's: whoever breaks in can
# change none of them.
RUN useradd --create-home --uid 1000 reader
WORKDIR /app

# The packages have a layer of their own: a change of code or corpus does not install them again. The usual torch
# carries CUDA, some 5 GB that a machine without such a card never uses. PyTorch keeps the same release for the CPU
# alone in an index of its own, whose address its page on installing gives: --build-arg TORCH_INDEX=ADDRESS
ARG TORCH_INDEX=""
COPY requirements.txt ./
COPY requirements/lock.txt requirements/lock.txt
RUN pip install ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} \
    --constraint requirements/lock.txt --requirement requirements.txt "gradio[mcp]"

COPY app.py ./
COPY bot bot
COPY corpus corpus

# The index is part of the image, so that a container answers in seconds. It stands in a set place, not in a home, so
# that it is found by whichever user the container is run as.
ENV BOT_INDEX_DIR=/srv/index
RUN install --directory --owner reader /srv/index
USER reader
RUN python -m bot index

EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "from os import environ; from urllib.request import urlopen; urlopen('http://127.0.0.1:' + environ.get('BOT_PORT', '7860'), timeout=4)"]
CMD ["python", "app.py"]
