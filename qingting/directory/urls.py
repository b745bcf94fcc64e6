from django.urls import path

from qingting.directory import categories, imports, views

urlpatterns = [
    path("organs/", views.organs, name="organs"),
    path("organs/<int:pk>/", views.organ, name="organ"),
    path("organs/<int:pk>/begin/", views.begin, {"is_deputy": False}, name="begin_post"),
    path("organs/<int:pk>/begin-deputy/", views.begin, {"is_deputy": True}, name="begin_deputy"),
    path("organs/posts/", views.posts, name="posts"),
    path("organs/posts/<int:pk>/change/", views.change, name="change_post"),
    path("organs/deputies/", views.deputies, name="deputies"),
    path("organs/persons/<int:pk>/", views.person, name="person"),
    path("organs/terms/", views.terms, name="terms"),
    path("organs/terms/new/", views.term, name="term_new"),
    path("organs/terms/<int:pk>/", views.term, name="term"),
    path("organs/sessions/new/", views.session, name="session_new"),
    path("organs/sessions/<int:pk>/", views.session, name="session"),
    path("organs/categories/", categories.categories, name="categories"),
    path("organs/categories/duties/", categories.duties, name="duties_of_organs"),
    path("organs/imports/", imports.imports, name="imports"),
    path("organs/imports/waiting/<str:pk>/", imports.preview, name="preview"),
    path("organs/imports/<slug:slug>/template/", imports.template_of, name="template"),
    path("organs/imports/<slug:slug>/", imports.upload, name="upload"),
]
