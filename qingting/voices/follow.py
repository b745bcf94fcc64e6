"""What follows from a step of a voice, in the same transaction, where a line would not say it."""

from django.utils.timezone import localdate

from qingting.docket.models import Notice, Words
from qingting.organs.models import Post
from qingting.redaction.masking import masked
from qingting.triage.proposing import propose
from qingting.voices import confidence
from qingting.voices.confidence import FORGOTTEN, Identity


def identity_of(v):
    """Who the resident is, while he lets it be known to anyone; else None."""
    return Identity.objects.filter(receipt=v.receipt_id).exclude(sealed="").first()


def tell(event, *hats):
    """Word to whoever wears one of these hats now, though it is not his turn."""
    people = Post.objects.current().wearing([hat for hat in hats if hat]).values_list("person", flat=True)
    people = {*people} - {event.post and event.post.person_id}
    Notice.objects.bulk_create([Notice(event=event, person_id=person) for person in sorted(people)])


def note_the_proposal(v, event):
    """What the machine would have said, beside what the person said: from this it learns, and one sees how well it does."""
    if v.category_id:
        v.proposed = propose(v.congress, v.title, v.text).category
        v.save(update_fields=["proposed"])


def tell_the_keeper(v, event):
    tell(event, v.process.accept.by.hat(v))


def tell_of_more(v, event):
    """Whoever handles it now reads what was added, masked, below what was said before."""
    v.text = f"{v.text}\n\n{masked(v.added.what, names=True)[0]}"
    v.save(update_fields=["text"])
    tell(event, v.process.accept.by.hat(v), v.process.sign.by.hat(v), v.process.reply.by.hat(v))


def tell_the_result(v, event):
    """The resident has his answer now; and so have those who said the same. What was shown of an earlier one is not this."""
    v.told_on, v.public_answer = localdate(event.at), ""
    v.save(update_fields=["told_on", "public_answer"])
    answer_the_merged(v, event)


def answer_the_merged(v, event):
    """Whoever said the same has the same answer, and rates it for himself. What another committee keeps, it answers."""
    for other in v.merged.filter(state="merged"):
        if event.post and other.process.share.by.hat(other) in event.post.hats:
            other.take("share", event.post, at=event.at, outcome=v.outcome, answer=v.answer)


def join_it(v, event):
    count_people(v.merged_into)


def part_from_it(v, event):
    lead, v.merged_into = v.merged_into, None
    v.save(update_fields=["merged_into"])
    count_people(lead)


def leave_it(v, event):
    """Who takes back what he said is not counted with those who say the same, and nobody reads it any more."""
    v.public = False
    v.save(update_fields=["public"])
    if v.merged_into_id:
        count_people(v.merged_into)


def count_people(lead):
    """How many say the same: counted anew each time, so that it cannot drift."""
    lead.people = 1 + lead.merged.exclude(state="withdrawn").count()
    lead.save(update_fields=["people"])


def part_the_source(v, event):
    """The first that is parted off takes the whole along: from now on its parts are handled."""
    if v.source.state == "accepted":
        v.source.specific.take("part", event.post, at=event.at)


def take_back(v, event):
    confidence.take_back(v.receipt)


def forget(v, event):
    """All that he told, what was made of it, and what was written about it. The events, their seals and the counts stay."""
    confidence.forget(v.receipt)
    for voice in v.receipt.voices.all():
        voice.title, voice.text, voice.place, voice.answer, voice.deputy_word = str(FORGOTTEN), "", "", "", ""
        voice.public_title = voice.public_text = voice.public_answer = ""
        voice.longitude = voice.latitude = None
        voice.public = False
        voice.save(
            update_fields=[
                "title",
                "text",
                "place",
                "answer",
                "deputy_word",
                "public_title",
                "public_text",
                "public_answer",
                "longitude",
                "latitude",
                "public",
            ]
        )
        voice.recast()
        for words in Words.objects.filter(event__matter=voice, erased_at=None):
            words.erase()
        for attachment in voice.attachments.all():  # what was withdrawn is out of sight, and still on the disk
            attachment.erase()
    v.refresh_from_db()
