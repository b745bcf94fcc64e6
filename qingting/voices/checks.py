"""What a server must have before residents trust it with who they are."""

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def identities_have_their_own_key(app_configs, **kwargs):
    if "laptop" in settings.VAULT_KEYS or any(len(key) < 32 for key in settings.VAULT_KEYS.values()):
        return [
            Error(
                "VAULT_KEYS must name a key of at least 32 random characters, kept apart from the database",
                id="voices.E001",
            )
        ]
    if settings.VAULT_INDEX_KEY == settings.SECRET_KEY:
        return [
            Error(
                "VAULT_INDEX_KEY must be a key of its own: SECRET_KEY may change, and this one never", id="voices.E002"
            )
        ]
    return []
