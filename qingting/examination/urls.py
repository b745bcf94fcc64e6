from django.urls import path

from qingting.examination import exam_views, views

# Beneath /r/ stands a secret: no log keeps it.
urlpatterns = [
    path("examination/new/", views.new, name="examination_new"),
    path("examination/bank/", views.bank, name="examination_bank"),
    path("examination/bank/<int:pk>/retire/", views.retire, name="examination_retire"),
    path("examination/rules/", views.rules, name="examination_rules"),
    path("examination/rules/<slug:slug>/", views.rule, name="examination_rule"),
    path("examination/practice/", views.practice, name="examination_practice"),
    path("examination/<int:pk>/slip/", views.slip, name="examination_slip"),
    path("exam/", exam_views.enter, name="exam_enter"),
    path("exam/r/<str:code>/", exam_views.exam, name="exam"),
    path("exam/r/<str:code>/begin/", exam_views.begin, name="exam_begin"),
    path("exam/r/<str:code>/save/", exam_views.save, name="exam_save"),
    path("exam/r/<str:code>/clock/", exam_views.clock, name="exam_clock"),
    path("exam/r/<str:code>/practice/", exam_views.practice, name="exam_practice"),
]
