"""A made-up explanation for tests of pages. Test data: nothing was solved."""

from __future__ import annotations

from datetime import timedelta

from planner.campaign.explanation import ElementSlack, Explanation, Sensitivity
from planner.plan import CampaignPlan


def sensitivity(days: int | None, *, says: str, overrides: dict[str, object] | None) -> Sensitivity:
    """Build a change that moves completion by so many days."""
    return Sensitivity(
        says=says,
        kind="cadence",
        subject="cz5",
        tighter=False,
        outcome="plan" if days is not None else "unknown",
        completion_d=days,
        cost_musd=0 if days is not None else None,
        completion_proven=True,
        cost_proven=True,
        overrides=overrides,
    )


def explanation_of(plan: CampaignPlan) -> Explanation:
    """Build an explanation: one change gains days, one does nothing, one is open."""
    return Explanation(
        scenario_sha256=plan.scenario_sha256,
        completion_date=plan.completion_date,
        proven=True,
        chain=(),
        binding=(),
        sensitivities=(
            sensitivity(
                -30,
                says="cz5 has 9 launches a year, not 4",
                overrides={"catalogue.launchers.cz5.cadence_per_year": 9},
            ),
            sensitivity(0, says="a change without effect", overrides={"policies.dv_margin": 0.01}),
            sensitivity(None, says="a change too hard to solve", overrides=None),
        ),
        slack=tuple(
            ElementSlack(
                element=element.id,
                operational=element.operational_utc.date(),
                latest=element.operational_utc.date() + timedelta(days=10 * place),
                slack_d=10 * place,
            )
            for place, element in enumerate(plan.elements)
        ),
    )
