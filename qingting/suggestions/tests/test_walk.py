def test_from_filing_to_closing(town, on):
    on("2026-03-02")
    s = town.walk(town.suggestion())
    assert s.state == "closed"
    assert [e.step for e in s.events.all()] == "file accept assign sign contact draft_answer answer rate close".split()
    assert s.number == "建议2026-0001"
