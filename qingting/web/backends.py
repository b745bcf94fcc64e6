"""Who a session belongs to, together with the posts in which he may act: one query for both."""

from allauth.account.auth_backends import AuthenticationBackend

from qingting.desk.visitor import posts_of


class HolderOfPosts(AuthenticationBackend):
    def get_user(self, user_id):
        posts = posts_of(user_id)
        user = posts[0].person.user if posts else super().get_user(user_id)
        if user is None or not self.user_can_authenticate(user):
            return None
        user.posts = posts
        return user
