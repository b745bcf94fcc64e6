from django.urls import path

from qingting.meetings import material_views, proposing, reading_views, tablet, views

urlpatterns = [
    path("meetings/new/", views.new, name="meeting_new"),
    path("meetings/<int:pk>/items/new/", views.new_item, name="item_new"),
    path("meetings/<int:pk>/items/<int:item>/", views.change_item, name="item_change"),
    path("meetings/<int:pk>/presence/", views.presence, name="presence"),
    path("meetings/<int:pk>/leave/", views.leave, name="leave_new"),
    path("meetings/<int:pk>/votes/new/", views.new_vote, name="vote_new"),
    path("meetings/<int:pk>/tablet/", tablet.tablet, name="tablet"),
    path("meetings/<int:pk>/screen/", tablet.screen, name="screen"),
    path("matters/<int:pk>/agenda/propose/", proposing.propose, name="item_propose"),
    path("meetings/<int:pk>/materials/", material_views.contents, name="materials"),
    path("meetings/<int:pk>/materials/new/", material_views.new, name="material_new"),
    path("meetings/<int:pk>/notes/forget/", reading_views.forget, name="notes_forget"),
    path("materials/<int:pk>/anew/", material_views.anew, name="material_anew"),
    path("materials/<int:pk>/withdraw/", material_views.withdraw, name="material_withdraw"),
    path("papers-of-meetings/<slug:key>/", material_views.download, name="material_file"),
    path("papers-of-meetings/<slug:key>/<int:page>/", reading_views.reading, name="reading"),
    path("papers-of-meetings/<slug:key>/<int:page>/picture/", reading_views.picture, name="reading_picture"),
    path("papers-of-meetings/<slug:key>/<int:page>/note/", reading_views.note, name="reading_note"),
    path("votes/<int:pk>/cast/", tablet.vote, name="vote_cast"),
    path("votes/<int:pk>/tally/", views.tally, name="vote_tally"),
    path("votes/<int:pk>/voter/", views.voter, name="vote_voter"),
]
