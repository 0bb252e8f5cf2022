"""Handing out kept files as they came."""

from django.http import FileResponse, HttpResponse

from vendors.reports.kept_files import path_of


def download(file: str, name: str) -> HttpResponse:
    """A kept file, to be saved and never shown in the portal's own pages; 410 when it is gone from the data folder."""
    path = path_of(file)
    if not file or not path.is_file():
        return HttpResponse(f"{name} is gone from the data folder.", status=410, content_type="text/plain")
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer  # type: ignore[return-value]
