"""Fixtures that bring real servers, the large province, recorded outcomes and the network guard."""
