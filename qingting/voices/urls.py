from django.urls import path

from qingting.voices import board_views, public_views, receptions, topics, views

urlpatterns = [
    path("say/", public_views.say, name="say"),
    path("say/challenge/", public_views.challenge, name="say_challenge"),
    path("say/worker.js", public_views.worker, name="say_worker"),
    path("receipt/", public_views.find, name="receipt_find"),
    path("r/<str:secret>/", public_views.receipt, name="receipt"),
    path("r/<str:secret>/photos/<str:key>/", public_views.photo, name="receipt_photo"),
    path("r/<str:secret>/<slug:name>/", public_views.act, name="receipt_act"),
    path("public/voices/", board_views.everywhere, name="public_voices"),
    path("public/voices/following/", board_views.following, name="public_following"),
    path("public/voices/<int:pk>/", board_views.voice, name="public_voice"),
    path("public/voices/<int:pk>/follow/", board_views.follow, name="public_follow"),
    path("public/voices/<int:pk>/feed/", board_views.feed, name="public_feed"),
    path("public/<slug:code>/voices/", board_views.of_congress, name="public_voices_of"),
    path("voices/enter/", views.enter, name="voice_enter"),
    path("voices/topics/", topics.hot, name="voice_topics"),
    path("voices/topics/offer/", topics.offer, name="voice_offer"),
    path("voices/receptions/<int:pk>/", receptions.sheet, name="voice_sheet"),
    path("voices/draw/", views.draw, name="voice_draw"),
    path("voices/<int:pk>/part/", views.part, name="voice_part"),
    path("voices/<int:pk>/advice/", views.advice, name="voice_advice"),
    path("voices/<int:pk>/identity/", views.identity, name="voice_identity"),
]
