from django.urls import path, re_path
from django.views.i18n import set_language

from qingting.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/login/", views.SignIn.as_view(), name="account_login"),  # before allauth's own, which knows no cast
    re_path(r"^accounts/(?:signup|email|confirm-email|password/reset|login/code)/", views.absent),
    path("accounts/demo/", views.demo_sign_in, name="demo_sign_in"),
    path("language/", set_language, name="set_language"),
    re_path(r"^type/(?P<choice>on|off)/$", views.large, name="large"),
]
