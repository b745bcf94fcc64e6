from django.urls import path

from qingting.mandates import views

urlpatterns = [
    path("mandates/", views.numbers, name="mandates"),
    *(path(f"mandates/new/{slug}/", views.new, {"slug": slug}, name=f"mandates_new_{slug}") for slug in views.OPENED),
    path("mandates/<int:pk>/candidates/", views.candidates, name="mandates_candidates"),
    path("mandates/<int:pk>/schedule/", views.schedule, name="mandates_schedule"),
    path("mandates/<int:pk>/put/", views.put, name="mandates_put"),
]
