"""Validates every signature of a file: one line each, `ok …` or `failed …`. Arguments: the root (PEM), the file."""
import sys
from datetime import datetime, timezone

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

root = load_cert_from_pemder(sys.argv[1])
with open(sys.argv[2], "rb") as handle:
    reader = PdfFileReader(handle)
    found = reader.embedded_signatures
    if not found:
        print("failed no signature")
    for signature in found:
        context = ValidationContext(
            trust_roots=[root], allow_fetching=False, revocation_mode="soft-fail",
            moment=datetime(2023, 10, 20, tzinfo=timezone.utc),
        )
        status = validate_pdf_signature(signature, context, context)
        level = status.modification_level
        good = (
            status.intact and status.valid and status.trusted and status.bottom_line and status.docmdp_ok
            and level is not None and level <= ModificationLevel.FORM_FILLING
            and status.timestamp_validity is not None
            and status.timestamp_validity.valid and status.timestamp_validity.trusted
        )
        print(
            "ok" if good else "failed",
            signature.field_name,
            f"intact={status.intact} valid={status.valid} trusted={status.trusted}",
            f"changes={level.name if level is not None else 'unknown'} docmdp_ok={status.docmdp_ok}",
            f"timestamp={'yes' if status.timestamp_validity is not None else 'no'}",
        )
