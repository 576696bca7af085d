#!/usr/bin/env python3
"""Boards that are searched, paged and told in detail, visited by the daemon."""
import json
import urllib.parse

from board import world
from harness import expect, main, psql, test

LIST = "/wday/cxs/fjord/Careers/jobs"
PAGE = 20
REST = "/hcmRestApi/resources/latest/recruitingCEJobRequisition"


def put_workday(w, jobs, shown):
    """A list by POST of the names in `jobs`, {name: facet value}, and a document each.

    `shown(jobs, applied)` is the total that the first page tells.
    """
    def answer(_, body):
        asked = json.loads(body)
        applied = asked["appliedFacets"].get("jobFamilyGroup")
        names = [n for n in jobs if not applied or jobs[n] in applied]
        at = asked["offset"]
        expect("limit", asked["limit"], PAGE)
        return {
            "total": shown(names, applied) if at == 0 else 0,
            "jobPostings": [{"title": "Engineer %s" % n, "externalPath": "/job/Bergen/E_%s" % n,
                             "locationsText": "2 Locations", "postedOn": "Posted 30+ Days Ago",
                             "bulletFields": [n]} for n in names[at:at + PAGE]],
            "facets": [{"facetParameter": "jobFamilyGroup", "values": [
                {"id": v, "descriptor": v, "count": 1500}
                for v in sorted(set(jobs.values()))]}]}

    w.site.dynamic[LIST] = answer
    for name in jobs:
        w.site.dynamic["/wday/cxs/fjord/Careers/job/Bergen/E_%s" % name] = (
            lambda path, _, name=name: {"jobPostingInfo": {
                "title": "Engineer %s" % name, "jobReqId": name, "location": "Bergen",
                "additionalLocations": ["Oslo"], "startDate": "2026-05-04",
                "country": {"descriptor": "Norway"}, "timeType": "Full time",
                "jobDescription": "<p>You train models with PyTorch.</p>",
                "externalUrl": w.base + "/Careers/job/Bergen/E_" + name}})
    w.source("workday/fjord", "workday", LIST)
    w.configure()


def expect_ads(w, n):
    """As many ads, each with the text and the day that its own document tells."""
    expect("ads", psql(
        "SELECT count(DISTINCT a.native_id), min(a.claimed_posted::date), count(DISTINCT a.native_id)"
        " FILTER (WHERE t.description LIKE '%PyTorch%') FROM jobtrend.ad AS a"
        " LEFT JOIN jobtrend.text_version AS t USING (source_id, ad_id)", w.db),
        [[str(n), "2026-05-04", str(n)]])


@test
def a_list_by_post_is_read_to_its_end_and_each_job_in_detail():
    with world() as w:
        put_workday(w, {"R-%d" % i: "sea" for i in range(45)}, lambda names, _: len(names))

        expect("state", w.visit(), {"workday/fjord": "ok"})

        expect("pages", [json.loads(b)["offset"] for _, b in w.site.heard_of(LIST)], [0, 20, 40])
        expect_ads(w, 45)


@test
def a_list_beyond_its_cap_is_asked_for_by_facet():
    with world() as w:
        put_workday(w, {"R-%d" % i: ("land", "sea")[i % 2] for i in range(50)},
                    lambda names, applied: len(names) if applied else 2000)

        expect("state", w.visit(), {"workday/fjord": "ok"})

        asked = [json.loads(b) for _, b in w.site.heard_of(LIST)]
        expect("searches", sorted((a["appliedFacets"].get("jobFamilyGroup", ["all"])[0],
                                   a["offset"]) for a in asked),
               [("all", 0), ("land", 0), ("land", 20), ("sea", 0), ("sea", 20)])
        expect_ads(w, 50)


def finder(path):
    """The parts of "...&finder=findReqs;siteNumber=CX_1,limit=20,offset=40"."""
    parts = urllib.parse.unquote(path.split("finder=")[1]).split(";", 1)[1]
    return dict(part.split("=") for part in parts.split(","))


@test
def a_list_that_pages_within_its_finder_is_read_to_its_end():
    with world() as w:
        names = ["4%d" % n for n in range(50)]

        def found(path, _):
            at = int(finder(path).get("offset", 0))
            return {"items": [{"TotalJobsCount": len(names), "requisitionList": [
                {"Id": n, "Title": "Engineer " + n, "PostedDate": "2026-05-04",
                 "PrimaryLocation": "Milano, Italy", "secondaryLocations": []}
                for n in names[at:at + PAGE]]}]}

        w.site.dynamic[REST + "s"] = found
        w.site.dynamic[REST + "Details"] = lambda path, _: {"items": [
            {"Id": finder(path)["Id"].strip('"'), "Title": "Engineer",
             "ExternalPostedStartDate": "2026-05-04T08:00:00+00:00",
             "ExternalDescriptionStr": "<p>You train models with PyTorch.</p>",
             "PrimaryLocation": "Milano, Italy"}]}
        w.source("oracle/lana", "oracle",
                 REST + "s?onlyData=true&finder=findReqs;siteNumber=CX_1,limit=20")
        w.configure()

        expect("state", w.visit(), {"oracle/lana": "ok"})

        asked = [finder(path).get("offset") for path, _, _ in w.site.heard
                 if path.startswith(REST + "s?")]
        expect("pages", asked, [None, "20", "40"])
        expect_ads(w, 50)


if __name__ == "__main__":
    main()
