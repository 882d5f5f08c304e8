"""People of an agency: who works there, invitations, ends, handing over."""
