from django.urls import path

from qingting.search import views

urlpatterns = [path("search/", views.search, name="search")]
