from django.urls import path

from qingting.duties import file_views, voter_report_views

urlpatterns = [
    path("files/", file_views.register, name="files"),
    path("files/<int:pk>/", file_views.file, name="file"),
    path("files/<int:pk>/file.docx", file_views.word, name="file_word"),
    path("files/<int:pk>/file.pdf", file_views.pdf, name="file_pdf"),
    path("files/<int:pk>/honours/new/", file_views.honour, name="honour_new"),
    path("files/honours/<int:pk>/", file_views.judge_honour, name="honour_judge"),
    path("voter-reports/new/", voter_report_views.new, name="voter_report_new"),
    path("voter-reports/<int:pk>/write/", voter_report_views.write, name="voter_report_write"),
    path("voter-reports/<int:pk>/code/", voter_report_views.code, name="voter_report_code"),
    path("voter-reports/<int:pk>/slips/", voter_report_views.slips, name="voter_report_slips"),
    path("public/voter-reports/", voter_report_views.notices, name="public_voter_reports"),
    path("public/voter-reports/<int:pk>/", voter_report_views.notice, name="public_voter_report"),
    path("public/<slug:code>/voter-reports/", voter_report_views.notices, name="public_voter_reports_of"),
    path("rate/<str:token>/", voter_report_views.rate, name="rate"),
]
