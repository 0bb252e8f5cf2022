"""gunicorn in production: the settings of docker-compose.yml's web service."""

import os

bind = "0.0.0.0:8000"  # noqa: S104 (inside the container; the compose file decides who reaches it)
workers = int(os.environ.get("WEB_WORKERS", "4"))
timeout = 300  # an upload may take five minutes
graceful_timeout = 30
max_requests = 2000
max_requests_jitter = 200
worker_tmp_dir = "/dev/shm"  # noqa: S108 (heartbeats in memory, as gunicorn advises for containers)
control_socket_disable = True
accesslog = "-"
