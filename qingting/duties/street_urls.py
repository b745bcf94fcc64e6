from django.urls import path

from qingting.duties import link_views, plan_views, street_views, study_views

urlpatterns = [
    path("duties/streets/", street_views.overview, name="streets"),
    path("duties/streets/<int:pk>/", street_views.street, name="street"),
    path("duties/streets/years/new/", street_views.new_year, name="street_year_new"),
    path("duties/groups/", street_views.group_list, name="deputy_groups"),
    path("duties/groups/<int:pk>/", street_views.group, name="deputy_group"),
    path("duties/links/", link_views.link_list, name="links"),
    path("duties/links/new/", link_views.new_link, name="link_new"),
    path("duties/links/<int:pk>/end/", link_views.end_link, name="link_end"),
    path("duties/studies/new/", study_views.new_study, name="study_new"),
    path("duties/studies/<int:pk>/change/", study_views.change_study, name="study_change"),
    path("duties/studies/<int:pk>/advice/", study_views.advice, name="study_advice"),
    path("duties/livelihood/new/", study_views.new_livelihood, name="livelihood_new"),
    path("duties/plans/new/", plan_views.new_plan, name="plan_new"),
    path("duties/plans/<int:pk>/items/", plan_views.items, name="plan_items"),
    path("public/deputies-plan/", plan_views.public_plan, name="public_plan"),
    path("public/deputies-plan.ics", plan_views.public_plan_feed, name="public_plan_feed"),
    path("public/<slug:code>/deputies-plan/", plan_views.public_plan, name="public_plan_of"),
    path("public/<slug:code>/deputies-plan.ics", plan_views.public_plan_feed, name="public_plan_feed_of"),
]
