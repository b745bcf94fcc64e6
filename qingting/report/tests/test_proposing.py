"""A first draft says what the year's figures say, in sentences of the office, and nothing that was not counted."""

from qingting.figures.answer import Answer
from qingting.figures.notable import Notable
from qingting.report.linter import faults_of
from qingting.report.proposing import names_of, outline, proposed, spoken
from qingting.report.tests.office import anew

# What the district prints in its report, chapter by chapter.
PRINTED = {
    "opening": "standing_committee_meetings chairpersons_meetings special_work_reports enforcement_inspections"
    " research_and_inspection_visits",
    "1": "theory_study_sessions study_exchanges leaders_research_reports public_talks department_annual_reports"
    " appointments_and_removals deputies_by_elected key_enterprises_linked major_projects_linked rural_contact_points",
    "2": "industry_projects_supported inquiry_problems inquiry_bodies laws_inspected inspection_opinions"
    " inspection_reports constitutional_oath_ceremonies constitutional_oath_takers law_publicity_enterprises"
    " normative_documents_cleaned_up normative_documents_repealed enforcement_centres_surveyed enforcement_centre_opinions",
    "3": "stations_opened stations_total sub_district_committees_staffed sub_district_members_appointed expert_lectures"
    " national_deputy_talks national_deputies_speaking training_attendance books_issued three_entries_groups"
    " three_entries_attendance sitting_in_attendance constituency_reports deputy_files items_published media_items"
    " reception_attendance suggestions_concluded suggestions_outstanding communities_visited villages_visited"
    " enterprises_visited",
    "4": "organ_research_reports livelihood_matters_solved",
}


class Counted:
    """Every figure that is named has something to count, but for those that are left out."""

    def __init__(self, **others):
        self.others = others

    def of(self, name, last_year=False):
        return self.others.get(name, Answer(7, "次"))


def test_the_outline_names_every_number_that_the_district_prints():
    assert {one.section: names_of(one) for one in outline()} == {
        section: set(names.split()) for section, names in PRINTED.items()
    }


def test_no_sentence_of_the_outline_has_a_number_of_its_own():
    for chapter in outline():
        for told in chapter.paragraphs:
            for one in told.sentences:
                text = spoken(one, Counted())
                assert [fault for fault in faults_of(text) if fault.is_loose] == [], text


def test_what_is_zero_or_not_counted_yet_is_left_out():
    [sentence, *_rest] = outline()[1].paragraphs[0].sentences
    nothing = dict.fromkeys(names_of(outline()[1]), Answer(0, "次"))
    assert spoken(sentence, Counted(**nothing)) == ""
    some = spoken(sentence, Counted(**nothing | {"study_exchanges": Answer(9, "次")}))
    assert some == "把学习摆在首位，开展交流研讨{study_exchanges}。"
    assert "领题调研" not in spoken(sentence, Counted(leaders_research_reports=None))


def test_a_draft_begins_from_the_year_and_names_what_its_writer_may_see(town, desk, on):
    on("2025-06-02")
    s = town.walk(town.suggestion(), upto="accept")
    from qingting.suggestions.models import KeySupervision

    k = KeySupervision.objects.create(
        on=s, source=s, keeper=s.keeper, lead=s.lead, title=s.title, supervisor=town.gao.person
    )
    k.take("select", town.wang)
    town.walk(anew(s))
    on("2026-01-10")
    r = desk.report("占位。")
    text = proposed(r, "3", [town.wang])
    assert "{suggestions_concluded}代表建议{suggestions_outstanding|全部}办理完毕。" in text
    assert "领衔督办的建议有：“{“疏浚清河河道”}”。" in text
    assert faults_of(text) == []
    assert "疏浚清河河道" not in proposed(r, "3", [desk.clerk])  # he has no part in it
    assert proposed(r, "nothing", [town.wang]) == ""
    assert {"key_supervised", "promises_kept", "by_elections", "oath_ceremonies", "campaigns"} <= set(Notable.all)
