"""An application of the tests alone: gives every record type an editors' side, also those without one yet."""
