from django.urls import path

from qingting.suggestions import paper_views, public_views, views

urlpatterns = [
    path("suggestions/new/", views.new, name="suggestion_new"),
    path("suggestions/from-bill/", views.from_bill, name="suggestion_from_bill"),
    path("suggestions/bring-back/", views.bring_back, name="promises_bring_back"),
    path("suggestions/catalogue/", paper_views.catalogue, name="suggestion_catalogue"),
    path("suggestions/<int:pk>/letter/", paper_views.letter, name="suggestion_letter"),
    path("suggestions/<int:pk>/letter/<int:cosigning>/", paper_views.letter_to, name="suggestion_letter_to"),
    path("suggestions/<int:pk>/papers/", paper_views.papers, name="suggestion_papers"),
    path("public/suggestions/", public_views.everywhere, name="public_suggestions"),
    path("public/suggestions/<int:pk>/", public_views.suggestion, name="public_suggestion"),
    path("public/<slug:code>/suggestions/", public_views.of_congress, name="public_suggestions_of"),
    path("suggestions/<int:pk>/draft/", views.draft, name="suggestion_draft"),
    path("suggestions/<int:pk>/invite/", views.invite, name="suggestion_invite"),
    path("suggestions/<int:pk>/discard/", views.discard, name="suggestion_discard"),
    path("suggestions/<int:pk>/handlers/", views.handlers, name="suggestion_handlers"),
    path("suggestions/<int:pk>/promise/", views.promise, name="suggestion_promise"),
    path("suggestions/<int:pk>/more-time/", views.more_time, name="suggestion_more_time"),
    path("suggestions/<int:pk>/supervise/", views.supervise, name="suggestion_supervise"),
    path("suggestions/<int:pk>/discard/<int:hung>/", views.discard_hung, name="suggestion_discard_hung"),
]
