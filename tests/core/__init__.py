"""The foundation: text, clock, counters, routing, records."""
