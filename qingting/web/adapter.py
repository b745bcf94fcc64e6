"""Accounts are given by the office; nobody signs himself up, and whoever guesses at a password is stopped."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


class NoSignUp(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("账号或密码不对。请再看一眼大小写；忘了密码，找本单位管理员当面重设。"),
        "too_many_login_attempts": _(
            "输错的次数太多，这个账号暂停登录 15 分钟。到时再试；忘了密码，找本单位管理员当面重设。"
        ),
    }

    def is_open_for_signup(self, request):
        return False
