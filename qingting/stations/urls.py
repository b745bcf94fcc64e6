from django.urls import path

from qingting.stations import code_views, day_views, public_views, views

urlpatterns = [
    path("stations/", public_views.everywhere, name="stations"),
    path("stations/<int:pk>/", public_views.station, name="station"),
    path("stations/<int:pk>/reception.ics", public_views.station_receptions, name="station_receptions"),
    path("stations/reception.ics", public_views.receptions, name="receptions"),
    path("public/<slug:code>/stations/", public_views.of_congress, name="stations_of"),
    path("public/<slug:code>/reception.ics", public_views.receptions, name="receptions_of"),
    path("deputies/<int:pk>/", public_views.deputy, name="deputy"),
    path("deputies/<int:pk>/card.vcf", public_views.card, name="deputy_card"),
    path("deputies/<int:pk>/photograph/<slug:digest>.jpg", public_views.photograph, name="photograph"),
    path("c/<str:token>/", public_views.code, name="code"),
    path("stations/desk/", views.stations, name="desk_stations"),
    path("stations/desk/new/", views.new, name="desk_station_new"),
    path("stations/desk/days/", day_views.days, name="desk_days"),
    path("stations/desk/days/<int:pk>/duties/", day_views.duties, name="desk_duties"),
    path("stations/desk/rules/<int:pk>/plan/", day_views.plan_rule, name="desk_rule_plan"),
    path("stations/desk/rules/<int:pk>/end/", day_views.end_rule, name="desk_rule_end"),
    path("stations/desk/stays/<int:pk>/end/", views.leave, name="desk_leave"),
    path("stations/desk/deputies/<int:pk>/", views.profile, name="desk_profile"),
    path("stations/desk/codes/", code_views.holders, name="desk_codes"),
    path("stations/desk/codes/issue/", code_views.issue, name="desk_code_issue"),
    path("stations/desk/codes/<int:pk>/revoke/", code_views.revoke, name="desk_code_revoke"),
    path("stations/desk/codes/cards.pdf", code_views.cards, name="desk_cards"),
    path("stations/desk/codes/posters.pdf", code_views.posters, name="desk_posters"),
    path("stations/desk/<int:pk>/", views.station, name="desk_station"),
    path("stations/desk/<int:pk>/edit/", views.edit, name="desk_station_edit"),
    path("stations/desk/<int:pk>/deputies/", views.stay, name="desk_stay"),
    path("stations/desk/<int:pk>/days/new/", day_views.new_day, name="desk_day_new"),
    path("stations/desk/<int:pk>/rules/new/", day_views.new_rule, name="desk_rule_new"),
]
