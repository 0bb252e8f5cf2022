from django.urls import URLPattern, URLResolver, path

from reporting import views

app_name = "reporting"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.overview, name="overview"),
    path("vendors/<int:pk>/", views.vendor, name="vendor"),
]
