"""The door through which a web server calls the platform."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingting.settings")
application = get_wsgi_application()
