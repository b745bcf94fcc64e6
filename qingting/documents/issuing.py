"""How a document goes out: who may, what it must have, the number it gets then; and how it is withdrawn.

Both stand in the ledger of its matter, sealed with what happened there before: who sent it out or withdrew it, when, and
under which number. Not what it says: that may name somebody, and stands in the document itself.
"""

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qingting.docket.models import Matter, legible
from qingting.docket.process import Aside, Refused
from qingting.documents.models import Number, OfficialDocument
from qingting.documents.pdf import as_pdf
from qingting.documents.templates import OPEN
from qingting.organs.models import Organ, Role

TOLD = {"document_number": gettext_lazy("文号")}
ISSUED = Aside("issue_document", gettext_lazy("印发公文"), TOLD)
WITHDRAWN = Aside("withdraw_document", gettext_lazy("作废公文"), TOLD)
KEEPERS = (Role.CHAIR, Role.VICE_CHAIR, Role.HEAD, Role.CLERK)


def keeps(post, organ) -> bool:
    """Whether a post writes this organ's documents: one of its own, or of a working office right under it."""
    if not hasattr(post, "organ_id") or post.role not in KEEPERS or not post.is_current():
        return False
    office = post.organ.kind == Organ.Kind.OFFICE and post.organ.parent_id == organ.pk
    return post.organ_id == organ.pk or office


def why_not_issue(document: OfficialDocument, post) -> str | None:
    """What is still to be done before this post may issue it; None when nothing is."""
    today = localdate()
    if not keeps(post, document.organ):
        return _("只有%(organ)s和它的工作机构能印发") % {"organ": document.organ}
    if document.state != document.State.DRAFT:
        return _("这份公文已经印发")
    if not document.mark or document.mark.organ_id != document.organ_id:
        return _("请先选定文号系列")
    if document.mark.until and document.mark.until < today:
        return _("这个文号系列已经停用，请另选")
    if not document.body.strip():
        return _("正文还是空的")
    if OPEN in document.body + document.title + document.addressees + document.signer:
        return _("还有没填的“%(open)s”，请补上") % {"open": OPEN}
    if document.signed_on and document.signed_on > today:
        return _("成文日期还没有到")
    if document.form == document.Form.MINUTES or document.signed_by or document.signer:
        return None
    return _("还没有署名")


def issue(document: OfficialDocument, post) -> OfficialDocument:
    """Give it its number and its days: from now on not a word of it changes. Raises Refused, with a sentence for the post."""
    with transaction.atomic():
        matter = Matter.objects.select_for_update().get(pk=document.matter_id)  # before any series, as a letter does
        held = OfficialDocument.objects.select_for_update().get(pk=document.pk)
        if reason := why_not_issue(held, post):
            raise Refused(reason)
        as_pdf(held.elements)  # what cannot be printed is refused before it has a number
        day = held.signed_on or localdate()
        number = Number.following(held.organ, held.mark.words, day, post, by=held.mark.by)
        OfficialDocument.objects.filter(pk=held.pk).update(
            state=OfficialDocument.State.ISSUED,
            number=number,
            signed_on=day,
            printed_on=held.printed_on or localdate(),
            issued_by=post,
            issued_at=now(),
        )
        matter.set_down(ISSUED, post, document=held, document_number=str(number))
    return OfficialDocument.objects.get(pk=document.pk)


@transaction.atomic
def withdraw(document: OfficialDocument, post, why: str) -> OfficialDocument:
    """It keeps its number, which nobody else gets, and says on each page that it is void. Raises Refused."""
    why = legible(why)
    if not keeps(post, document.organ):
        raise Refused(_("只有%(organ)s和它的工作机构能作废") % {"organ": document.organ})
    if not why:
        raise Refused(_("请说明作废理由"))
    its = OfficialDocument.objects.filter(pk=document.pk, state=OfficialDocument.State.ISSUED)
    if not its.update(state=OfficialDocument.State.WITHDRAWN, withdrawn_by=post, withdrawn_at=now(), why=why):
        raise Refused(_("只有已经印发的公文能作废"))
    void = OfficialDocument.objects.select_related("matter", "number").get(pk=document.pk)
    void.matter.set_down(WITHDRAWN, post, why, document=void, document_number=str(void.number))
    return void
