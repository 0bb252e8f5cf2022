"""The scope map: which functions there are, how each is done on a day, what is stated, corrected and ended."""

from governance.models import BusinessFunction, FunctionKind
from governance.scope.standard import STANDARD, lay_out_functions
from tests.cast import Cast


def test_the_usual_functions_are_laid_out_once_and_what_was_renamed_or_ended_stays(acting: Cast) -> None:
    lay_out_functions(acting.organisation.pk)
    BusinessFunction.objects.filter(kind=FunctionKind.NETWORK).update(name="Lines", ended_on="2026-01-01")
    lay_out_functions(acting.organisation.pk)
    rows = BusinessFunction.objects.of_organisation(acting.organisation.pk)
    assert len(rows) == len(STANDARD) == 10
    assert [row.name for row in rows][:3] == ["Service desk", "Field support", "Workplace and devices"]
    assert rows.get(kind=FunctionKind.NETWORK).name == "Lines"
    assert all(row.description for row in rows)
