"""Every value comes from the environment, with a default that works on a laptop."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env("VAR", default=BASE_DIR / "var"))  # what the platform itself writes: database, uploads, mail

# The demonstration: anyone signs in as any of the cast. Never on where real people work.
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="a laptop's key, which check --deploy refuses")
SECRET_KEY_FALLBACKS = env.list(
    "SECRET_KEY_FALLBACKS", default=[]
)  # earlier keys: what was printed under them stays good
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "qingting.organs",
    "qingting.clocks",
    "qingting.floods",
    "qingting.docket",
    "qingting.almanac",
    "qingting.figures",
    "qingting.files",
    "qingting.handbook",
    "qingting.documents",
    "qingting.triage",
    "qingting.desk",
    "qingting.directory",
    "qingting.attachments",
    "qingting.mail",
    "qingting.search",
    "qingting.stations",
    "qingting.meetings",
    "qingting.suggestions",
    "qingting.voices",
    "qingting.procuratorate",
    "qingting.appointments",
    "qingting.mandates",
    "qingting.examination",
    "qingting.duties",
    "qingting.report",
    "qingting.demo",
    "qingting.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "qingting.web.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "qingting.web.middleware.NotKept",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "qingting.urls"
WSGI_APPLICATION = "qingting.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "qingting" / "web" / "templates"],  # ours before allauth's
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "qingting.web.context.desk",
            ],
        },
    }
]

# SQLite for one district on one machine; DATABASE_URL=postgres://… beyond it.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'qingting.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"] |= {
        "TEST": {
            "NAME": VAR / f"test-{os.getpid()}.sqlite3"
        },  # a file, for WAL and two writers; its own, for two runs at once
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # else a step that reads before it writes fails under load
            "timeout": 20,  # seconds
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456;",
        },
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
    # Every query here is short, and PostgreSQL would spend longer compiling some than answering them; and it takes a disk
    # for one that turns, on which a page out of order costs four of those that follow each other.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = env(
        "PG_OPTIONS", default="-c jit=off -c random_page_cost=1.1"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

# Who one is
AUTHENTICATION_BACKENDS = ["qingting.web.backends.HolderOfPosts"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "inbox"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "qingting.web.adapter.NoSignUp"  # accounts are given by the office
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key", "login": "60/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
USERSESSIONS_TRACK_ACTIVITY = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if OIDC_SERVER := env("OIDC_SERVER", default=""):  # a provider that is not configured does not exist
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": env("OIDC_NAME", default=_("统一身份认证")),
                    "client_id": env("OIDC_CLIENT_ID"),
                    "secret": env("OIDC_SECRET"),
                    "settings": {"server_url": OIDC_SERVER},
                }
            ]
        }
    }

# Tiles to lie beneath the map of stations, as "https://…/{z}/{x}/{y}.png"; without them the map asks nobody
TILES = env("TILES", default="")

# What the browser may do
TLS = env.bool("TLS", default=False)  # behind TLS, as everywhere but on a laptop
SECURE_SSL_REDIRECT = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = TLS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: a working day
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # data: for the small arrows of the desk's style sheet
        "img-src": [SELF, "data:", *(["{0.scheme}://{0.netloc}".format(urlsplit(TILES))] if TILES else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

NAME_DEPUTIES = env.bool("NAME_DEPUTIES", default=True)  # on public pages: a deputy is a public officer

# What identifies a resident is encrypted with the first of these keys; those after it still open what they have sealed.
VAULT_KEYS = env.dict("VAULT_KEYS", default={"laptop": SECRET_KEY})  # name=key,older=key: each of 32 characters or more
VAULT_CIPHER = env("VAULT_CIPHER", default="aes")  # or sm4
VAULT_INDEX_KEY = env("VAULT_INDEX_KEY", default=SECRET_KEY)  # never changed: by it the same telephone is known again

# Voices from one address in an hour: above the first a person looks at them, above the second none is taken.
VOICES_HELD = env.int("VOICES_HELD", default=30)
VOICES_REFUSED = env.int("VOICES_REFUSED", default=600)

# Applications to observe a meeting from one address in an hour: above it none is taken.
OBSERVERS_REFUSED = env.int("OBSERVERS_REFUSED", default=20)

# A higher level's model, asked for its opinion where a clerk presses for it; without an endpoint there is none.
TRIAGE_ENDPOINT = env("TRIAGE_ENDPOINT", default="")  # https://…/v1/chat/completions
TRIAGE_MODEL = env("TRIAGE_MODEL", default="")
TRIAGE_KEY = env("TRIAGE_KEY", default="")
TRIAGE_HOSTS = env.list("TRIAGE_HOSTS", default=[])  # those that may stand in our own network and be asked without TLS

# Words, days and places
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "qingting" / "locale"]
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="Asia/Shanghai")
RULEBOOK = Path(env("RULEBOOK", default=BASE_DIR / "qingting" / "rulebook"))
DIGEST = env("DIGEST", default="sha256")  # or sm3: the hash that seals the ledger

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # and with it VAR, where the database lies
FONTS = Path(env("FONTS", default=BASE_DIR / "var" / "fonts"))  # what PDFs are set in: ops/setup.py puts them there
BALLOT_BOX = Path(env("BALLOT_BOX", default=VAR / "ballots.sock"))  # where the process that holds open ballots listens
OFFICIAL_FONTS = env("OFFICIAL_FONTS", default="")  # a folder with the type faces that official documents ask for
MEDIA_ROOT = VAR / "attachments"  # outside whatever a web server may serve
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes
FILE_UPLOAD_HANDLERS = [
    "qingting.attachments.uploads.Bounded",  # else anyone could fill the disk, signed in or not
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
WHITENOISE_USE_FINDERS = True  # what was not collected is served as it lies
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="qingting@localhost")
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")  # how a mail links back
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "qingting.web.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {name: {"filters": ["secrets"]} for name in ("django.request", "django.security.csrf")},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
