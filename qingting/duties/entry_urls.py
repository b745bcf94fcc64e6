"""The addresses of what is recorded: activities, the places they go to, the campaigns that hold them together."""

from django.urls import path

from qingting.duties import campaign_views, entry_views, import_views, list_views, place_views

urlpatterns = [
    path("activities/new/", entry_views.kinds, name="activity_kinds"),
    path("activities/new/<slug:kind>/", entry_views.new, name="activity_new"),
    path("activities/new/<slug:kind>/where/", entry_views.where, name="activity_where"),
    path("activities/who/", entry_views.who, name="activity_who"),
    path("activities/confirm/", list_views.confirm_many, name="activity_confirm"),
    path("activities/import/", import_views.upload, name="activity_import"),
    path("activities/import/template/", import_views.template_of, name="activity_template"),
    path("activities/import/<str:pk>/", import_views.preview, name="activity_preview"),
    path("activities/<int:pk>/edit/", entry_views.edit, name="activity_edit"),
    path("activities/<int:pk>/discard/", entry_views.discard, name="activity_discard"),
    path("activities/<int:pk>/people/", list_views.people, name="activity_people"),
    path("activities/<int:pk>/object/", list_views.objection, name="activity_object"),
    path("places/", place_views.places, name="duty_places"),
    path("places/new/", place_views.new, name="duty_place_new"),
    path("places/<int:pk>/", place_views.place, name="duty_place"),
    path("places/<int:pk>/edit/", place_views.edit, name="duty_place_edit"),
    path("places/<int:pk>/merge/", place_views.merging, name="duty_place_merge"),
    path("campaigns/", campaign_views.campaigns, name="campaigns"),
    path("campaigns/new/", campaign_views.new, name="campaign_new"),
    path("campaigns/<int:pk>/", campaign_views.campaign, name="campaign"),
    path("campaigns/<int:pk>/edit/", campaign_views.edit, name="campaign_edit"),
]
