"""``invite_admin EMAIL``: the first administrator of a real province, by a one-time link and a QR code."""

from __future__ import annotations

from argparse import ArgumentParser
from io import StringIO
from typing import Any

import segno
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts import invitations, mail
from portal.agencies.provisioning import province


class Command(BaseCommand):
    """Exit codes: 0 done, 1 there is no province yet, 2 usage."""

    help = "Mời người vận hành đầu tiên của tỉnh; in đường dẫn dùng một lần và mã QR."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Address, and the name where it is known."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", default="", help="Họ và tên người được mời.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Invite and print."""
        with override("vi"):
            email = str(options["email"]).strip()
            try:
                validate_email(email)
            except ValidationError:
                raise CommandError(_("%s không phải địa chỉ thư điện tử.") % email, returncode=2) from None
            agency = province()
            if agency is None:
                raise CommandError(_("Chưa có tỉnh nào. Chạy start_province hoặc provision_agencies trước."))
            invitation = invitations.invite(email, options["name"] or email, agency, ["operator"], None)
            link = mail.link(invitations.path(invitation.token))  # type: ignore[attr-defined]
            picture = StringIO()
            segno.make(link, error="m").terminal(out=picture, compact=True)
            self.stdout.write(picture.getvalue())
            until = f"{localtime(invitation.expires_at):%H:%M %d/%m/%Y}"
            self.stdout.write(
                _("Đường dẫn mời %(email)s làm người vận hành của %(agency)s:")
                % {"email": email, "agency": agency.name}
            )
            self.stdout.write(link)
            self.stdout.write(_("Dùng được một lần, đến %s.") % until)
