"""The ways to control a base that the study compares, one file each, behind `arm.Arm`.

Public: `arm`, `kinds.KINDS`. An arm knows its network and what it predicts; it knows no data, judge or report.
"""
