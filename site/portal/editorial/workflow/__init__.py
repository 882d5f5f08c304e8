"""Biên tập → duyệt: one workflow for all agencies, review page, deputies, paper approvals, emergencies."""
