from django.urls import path

from qingting.report import chapter_views, public_views, views

urlpatterns = [
    path("reports/new/", views.begin, name="report_new"),
    path("reports/<int:pk>/", views.sheet, name="report_sheet"),
    path("reports/<int:pk>/seals/", views.seals, name="report_seals"),
    path("reports/<int:pk>/doubts/", views.doubts, name="report_doubts"),
    path("reports/<int:pk>/chapters/new/", views.chapter, name="report_chapter_new"),
    path("reports/<int:pk>/<slug:edition>/report.<slug:kind>", views.fetch, name="report_file"),
    path("reports/chapters/<int:pk>/write/", chapter_views.write, name="chapter_write"),
    path("reports/chapters/<int:pk>/preview/", chapter_views.preview, name="chapter_preview"),
    path("reports/chapters/<int:pk>/drafts/", chapter_views.drafts, name="chapter_drafts"),
    path("reports/chapters/<int:pk>/comments/", chapter_views.comment, name="chapter_comment"),
    path("reports/comments/<int:pk>/settle/", chapter_views.settle, name="comment_settle"),
    path("public/reports/", public_views.reports, name="public_reports"),
    path("public/reports/<int:pk>/", public_views.report, name="public_report"),
    path("public/reports/<int:pk>/figures/<slug:name>/", public_views.figure, name="public_report_figure"),
    path("public/reports/<int:pk>/report.<slug:kind>", public_views.file, name="public_report_file"),
    path("public/reports/<int:pk>/figures.csv", public_views.as_csv, name="public_report_csv"),
    path("public/reports/<int:pk>/figures.json", public_views.as_json, name="public_report_json"),
    path("public/reports/<int:pk>/figures.csv-metadata.json", public_views.dictionary, name="public_report_dictionary"),
]
