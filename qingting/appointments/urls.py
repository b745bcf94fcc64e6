from django.urls import path

from qingting.appointments import election_views, views

urlpatterns = [
    path("appointments/new/", views.nomination, name="nomination_new"),
    path("appointments/<int:pk>/edit/", views.nomination, name="nomination_edit"),
    path("appointments/departures/new/", views.departure, name="departure_new"),
    path("appointments/oaths/new/", views.ceremony, name="ceremony_new"),
    path("appointments/accounts/new/", views.account, name="account_new"),
    path("appointments/officers/<int:pk>/", views.officer, name="officer"),
    path("elections/new/", election_views.contest, name="contest_new"),
    path("elections/<int:pk>/candidates/new/", election_views.candidacy, name="candidacy_new"),
    path("meetings/<int:pk>/candidates/", election_views.election, name="candidates_vote"),
    path("meetings/<int:pk>/people/", views.put, name="people_vote"),
]
