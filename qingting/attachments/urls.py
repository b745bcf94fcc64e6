from django.urls import path

from qingting.attachments import views

urlpatterns = [
    path("matters/<int:pk>/attachments/new/", views.attach, name="attach"),
    path("attachments/<slug:key>/", views.download, name="attachment"),
    path("attachments/<slug:key>/withdraw/", views.withdraw, name="withdraw_attachment"),
]
