# docker build -t filmes-lake .
# docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/data" filmes-lake demo

FROM python:3.11-slim AS builder
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
# The pinned packages come first, so that a change of code does not install them again. The build backend stays in
# this stage: the environment that leaves it holds neither pip nor hatchling.
COPY requirements/base.txt requirements/image.txt requirements/
RUN python -m venv --without-pip /opt/filmes-lake \
    && pip --python /opt/filmes-lake install --require-hashes -r requirements/image.txt \
    && pip install --require-hashes -r requirements/base.txt
COPY LICENSE README.md pyproject.toml ./
COPY filmes_lake filmes_lake
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && pip --python /opt/filmes-lake install --no-deps --no-index /wheels/filmes_lake-*.whl

FROM python:3.11-slim
LABEL org.opencontainers.image.title="filmes-lake" \
      org.opencontainers.image.description="A data lake of films and series in one command" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="MIT"
RUN useradd --uid 1000 --create-home filmes \
    && install --directory --owner=filmes --group=filmes /data
COPY --from=builder /opt/filmes-lake /opt/filmes-lake
# A user whom the image does not know has no home, and a lake in S3 needs a place for its copies.
ENV PATH="/opt/filmes-lake/bin:$PATH" \
    XDG_CACHE_HOME=/data/.cache \
    XDG_STATE_HOME=/data/.state
USER 1000:1000
WORKDIR /data
ENTRYPOINT ["filmes-lake"]
CMD ["--help"]
