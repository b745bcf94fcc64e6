from django.urls import path

from qingting.procuratorate import views

urlpatterns = [
    path("procuratorate/new/", views.new, name="procuratorate_new"),
    path("procuratorate/flag/<int:pk>/", views.flag, name="procuratorate_flag"),
    path("procuratorate/<int:pk>/refer/", views.refer, name="procuratorate_refer"),
]
