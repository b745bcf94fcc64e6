from django.urls import path

from qingting.suggestions import views

urlpatterns = [
    path("suggestions/new/", views.new, name="suggestion_new"),
    path("suggestions/from-bill/", views.from_bill, name="suggestion_from_bill"),
    path("suggestions/bring-back/", views.bring_back, name="promises_bring_back"),
    path("suggestions/<int:pk>/draft/", views.draft, name="suggestion_draft"),
    path("suggestions/<int:pk>/invite/", views.invite, name="suggestion_invite"),
    path("suggestions/<int:pk>/discard/", views.discard, name="suggestion_discard"),
    path("suggestions/<int:pk>/handlers/", views.handlers, name="suggestion_handlers"),
    path("suggestions/<int:pk>/promise/", views.promise, name="suggestion_promise"),
    path("suggestions/<int:pk>/more-time/", views.more_time, name="suggestion_more_time"),
    path("suggestions/<int:pk>/supervise/", views.supervise, name="suggestion_supervise"),
    path("suggestions/<int:pk>/discard/<int:hung>/", views.discard_hung, name="suggestion_discard_hung"),
]
