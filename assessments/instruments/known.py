"""What the portal knows that an instrument may name."""

from assessments.instruments.checking import Known
from assessments.measured.shape import CODES
from assessments.models.recommending import DeskFormat, Model
from governance.models import FunctionKind
from reporting.kpis import KPIS

KNOWN = Known(
    measurements=frozenset(CODES),
    kpis=frozenset(one.code for one in KPIS),
    models=frozenset(Model.values),
    formats=frozenset(DeskFormat.values),
    functions=frozenset(FunctionKind.values),
)
