from django.urls import path

from qingting.desk import rulebook, views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("notices/", views.notices, name="notices"),
    path("act-as/", views.act_as, name="act_as"),
    path("rulebook/", rulebook.rulebook, name="rulebook"),
    path("registers/<slug:slug>/", views.register, name="register"),
    path("matters/<int:pk>/", views.detail, name="matter"),
    path("matters/<int:pk>/seals/", views.verified, name="verified"),
    path("matters/<int:pk>/deadlines/<int:deadline>/", views.deadline, name="deadline"),
    path("matters/<int:pk>/<slug:name>/", views.step, name="step"),
]
