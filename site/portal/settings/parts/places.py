"""Places of agencies: the map that a link to a point opens. Nothing is ever fetched from there."""

from portal.settings.env import env

PORTAL_MAP_LINK = env.str(
    "PORTAL_MAP_LINK",
    default="https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}",
)
