"""The season that accounts are tested in."""

from tests.services.accounts.conftest import here as here
from tests.services.accounts.conftest import quick_proofs as quick_proofs
