FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/ratingwire

COPY requirements/run.txt requirements/run.txt
RUN pip install --require-hashes -r requirements/run.txt

COPY LICENSE README.md config.example.toml ./
COPY bot bot
COPY handlers handlers
COPY services services
COPY messages messages
COPY feeds feeds
COPY ratings ratings
COPY storage storage

RUN useradd --system --uid 10001 ratingwire && mkdir /data && chown ratingwire /data
USER ratingwire
ENV RATINGWIRE_STORAGE__PATH=/data/ratingwire.db
# The data lives in the volume; settings come from the environment, or mounted as /srv/ratingwire/config.toml.
VOLUME /data

CMD ["python", "-m", "bot", "run"]
