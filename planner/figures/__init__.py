"""Figures of a campaign plan: ``CampaignPlan`` in, plotly ``Figure`` and alt text out.

One figure a module. Nothing here computes a result; it only shows one.
"""
