"""Whoever visits the pages of the directory."""

import pytest


@pytest.fixture
def visit(client):
    """Sign in as the holder of a post, and act in it."""

    def sign_in(post):
        client.force_login(post.person.user)
        session = client.session
        session["acting"] = post.pk
        session.save()
        return client

    return sign_in
