from django.urls import include, path

urlpatterns = [
    path("", include("qingting.web.urls")),  # its sign-in page stands before allauth's
    path("accounts/", include("allauth.urls")),
    path("", include("qingting.desk.urls")),
    path("", include("qingting.directory.urls")),
    path("", include("qingting.attachments.urls")),
    path("", include("qingting.search.urls")),
    path("", include("qingting.stations.urls")),
    path("", include("qingting.meetings.urls")),
    path("", include("qingting.suggestions.urls")),
    path("", include("qingting.voices.urls")),
    path("", include("qingting.procuratorate.urls")),
    path("", include("qingting.appointments.urls")),
    path("", include("qingting.mandates.urls")),
    path("", include("qingting.examination.urls")),
    path("", include("qingting.duties.urls")),
    path("", include("qingting.report.figure_urls")),
    path("", include("qingting.report.urls")),
]
