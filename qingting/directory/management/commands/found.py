"""Begin an installation: a congress, its office for deputies, and the clerk who brings in everyone else."""

import secrets

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from qingting.organs.models import Organ, Person, Post, Role


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("congress", help="青山区人民代表大会")
        parser.add_argument("clerk", help="the name of the first clerk of its office for deputies")
        parser.add_argument("username", help="what this clerk signs in with")
        parser.add_argument("--code", default="", help="the division code, which names the place's own rulebook")

    @transaction.atomic
    def handle(self, congress, clerk, username, code, **options):
        if Organ.objects.filter(name=congress, parent=None).exists():
            raise CommandError(f"{congress} is here already")
        if User.objects.filter(username=username).exists():
            raise CommandError(f"somebody signs in as {username} already")
        root = Organ.objects.create(name=congress, kind=Organ.Kind.CONGRESS, code=code)
        committee = Organ.objects.create(name="常务委员会", kind=Organ.Kind.STANDING_COMMITTEE, parent=root)
        office = Organ.objects.create(name="代表工作委员会", kind=Organ.Kind.OFFICE, parent=committee)
        password = secrets.token_urlsafe(12)
        user = User.objects.create_user(username, password=password)
        person = Person.objects.create(name=clerk, congress=root, user=user)
        Post.objects.create(person=person, organ=office, role=Role.CLERK)
        self.stdout.write(f"{congress} {office} {clerk}\n{username} {password}")
