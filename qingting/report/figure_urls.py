from django.urls import path

from qingting.report import figure_views, overview

urlpatterns = [
    path("overview/", overview.overview, name="overview"),
    path("figures/", figure_views.figures, name="figures"),
    path("figures/doubts/", figure_views.doubts, name="figure_doubts"),
    path("figures/<slug:name>/", figure_views.figure, name="figure"),
]
