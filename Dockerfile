# The portal for production: one image for web, worker, scheduler and migrations (docker-compose.yml).
FROM python:3.12-slim

RUN useradd --system --create-home --uid 10001 retained \
    && mkdir /data && chown retained:retained /data
RUN pip install --no-cache-dir "uv>=0.9"

WORKDIR /portal
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 PYTHONUNBUFFERED=1 PORTAL_DATA=/data PORTAL_STATIC=/portal/staticfiles PATH=/portal/.venv/bin:$PATH
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-default-groups --no-cache
COPY . .
RUN python manage.py collectstatic --no-input --verbosity 0

USER retained
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "--config", "docker/gunicorn.conf.py", "portal.wsgi:application"]
