"""The addresses of the room, a file for each part of it."""

from django.urls import include, path

urlpatterns = [
    path("duties/", include("qingting.duties.entry_urls")),
    path("", include("qingting.duties.file_urls")),
    path("", include("qingting.duties.street_urls")),
]
