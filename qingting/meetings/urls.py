from django.urls import path

from qingting.meetings import results, tablet, views

urlpatterns = [
    path("meetings/new/", views.new, name="meeting_new"),
    path("meetings/<int:pk>/items/new/", views.new_item, name="item_new"),
    path("meetings/<int:pk>/items/<int:item>/", views.change_item, name="item_change"),
    path("meetings/<int:pk>/presence/", views.presence, name="presence"),
    path("meetings/<int:pk>/leave/", views.leave, name="leave_new"),
    path("meetings/<int:pk>/votes/new/", views.new_vote, name="vote_new"),
    path("meetings/<int:pk>/tablet/", tablet.tablet, name="tablet"),
    path("meetings/<int:pk>/screen/", tablet.screen, name="screen"),
    path("meetings/<int:pk>/results/", results.results, name="meeting_results"),
    path("votes/<int:pk>/cast/", tablet.vote, name="vote_cast"),
    path("votes/<int:pk>/tally/", views.tally, name="vote_tally"),
    path("votes/<int:pk>/voter/", views.voter, name="vote_voter"),
]
