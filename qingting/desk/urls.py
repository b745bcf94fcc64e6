from django.urls import path

from qingting.desk import papers, rulebook, views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("notices/", views.notices, name="notices"),
    path("act-as/", views.act_as, name="act_as"),
    path("rulebook/", rulebook.rulebook, name="rulebook"),
    path("registers/<slug:slug>/", views.register, name="register"),
    path("matters/<int:pk>/", views.detail, name="matter"),
    path("matters/<int:pk>/seals/", views.verified, name="verified"),
    path("matters/<int:pk>/deadlines/<int:deadline>/", views.deadline, name="deadline"),
    path("matters/<int:pk>/documents/", papers.papers, name="matter_papers"),
    path("documents/marks/", papers.marks, name="marks"),
    path("documents/<int:pk>/", papers.paper, name="paper"),
    path("documents/<int:pk>/edit/", papers.edit, name="edit_paper"),
    path("documents/<int:pk>/issue/", papers.issue_paper, name="issue_paper"),
    path("documents/<int:pk>/withdraw/", papers.withdraw_paper, name="withdraw_paper"),
    path("documents/<int:pk>/discard/", papers.discard_paper, name="discard_paper"),
    path("documents/<int:pk>/file.pdf", papers.fetch, {"kind": "pdf"}, name="paper_pdf"),
    path("documents/<int:pk>/file.docx", papers.fetch, {"kind": "docx"}, name="paper_word"),
    path("documents/<int:pk>/file.xml", papers.fetch_akoma, name="paper_akoma"),
    path("documents/<int:pk>/pages/<int:n>.png", papers.page, name="paper_page"),
    path("matters/<int:pk>/<slug:name>/", views.step, name="step"),
]
