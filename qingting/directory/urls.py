from django.urls import path

from qingting.directory import imports, views

urlpatterns = [
    path("organs/", views.organs, name="organs"),
    path("organs/<int:pk>/", views.organ, name="organ"),
    path("organs/<int:pk>/begin/", views.begin, {"is_deputy": False}, name="begin_post"),
    path("organs/<int:pk>/begin-deputy/", views.begin, {"is_deputy": True}, name="begin_deputy"),
    path("posts/", views.posts, name="posts"),
    path("posts/<int:pk>/change/", views.change, name="change_post"),
    path("deputies/", views.deputies, name="deputies"),
    path("persons/<int:pk>/", views.person, name="person"),
    path("terms/", views.terms, name="terms"),
    path("terms/new/", views.term, name="term_new"),
    path("terms/<int:pk>/", views.term, name="term"),
    path("sessions/new/", views.session, name="session_new"),
    path("sessions/<int:pk>/", views.session, name="session"),
    path("imports/", imports.imports, name="imports"),
    path("imports/waiting/<str:pk>/", imports.preview, name="preview"),
    path("imports/<slug:slug>/template/", imports.template_of, name="template"),
    path("imports/<slug:slug>/", imports.upload, name="upload"),
]
