"""Actions with what the member may read of their thread and proofs; saying that one is done, commenting, judging."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from governance.actions import judging, working
from governance.actions.refusals import ActionRefused, OvertakenMeanwhile
from governance.forms import actions as forms
from governance.models import Action, ActionEntry, ActionProof
from portal.accounts.capabilities import Capability
from portal.accounts.models import Membership
from portal.accounts.visibility import Visibility
from portal.front.api import Rows, Story, checked, now


class ActionRow(serializers.ModelSerializer[Action]):
    """`owner_side`: client or provider. `baseline` and `target` are in the unit of the KPI."""

    class Meta:
        model = Action
        fields: ClassVar = [
            "id", "vendor", "visibility", "title", "description", "kind", "stage", "state", "origin", "origin_label",
            "review", "owner_name", "owner_side", "due_on", "kpi_code", "service_id", "baseline", "target", "proof_on",
            "created_at", "created_by", "done_at", "done_by", "closed_at", "closed_by", "closing_words", "reopened",
            "escalation",
        ]  # fmt: skip


class ActionEntryRow(serializers.ModelSerializer[ActionEntry]):
    class Meta:
        model = ActionEntry
        fields: ClassVar = ["id", "visibility", "text", "author", "side", "written_at"]


class ProofRow(serializers.ModelSerializer[ActionProof]):
    """`moved` is null where the data said nothing; `before`, `after` and `target` are figures as they stood then."""

    class Meta:
        model = ActionProof
        fields: ClassVar = [
            "id", "effective", "moved", "before", "after", "target", "reason", "judged_by", "judged_at",
        ]  # fmt: skip


class WholeAction(ActionRow):
    entries = ActionEntryRow(many=True)
    proofs = ProofRow(many=True)

    class Meta(ActionRow.Meta):
        fields: ClassVar = [*ActionRow.Meta.fields, "whys", "root_cause", "evidence", "entries", "proofs"]


class Actions(Rows):
    """Filters: `vendor_id`, `state`, `side`, `person` (the owner's name), `origin`, `kind`, `stage`, words in `q`."""

    capability = Capability.VIEW_ACTIONS
    serializer_class = ActionRow
    one_class = WholeAction
    filters: ClassVar = {
        "vendor_id": "of_vendor",
        "state": "in_state",
        "side": "of_side",
        "person": "owned_by",
        "origin": "of_origin",
        "kind": "of_kind",
        "stage": "in_stage",
        "q": "mentioning",
    }

    def rows(self, member: Membership) -> QuerySet[Any]:
        return Action.objects.visible_to(member).for_table()

    def whole(self, member: Membership) -> QuerySet[Any]:
        return Action.objects.visible_to(member).in_full(member)


class Done(serializers.Serializer[Any]):
    """`evidence` says what was done, and what shows it; everybody who sees the action reads it."""

    evidence = serializers.CharField(max_length=5_000)


class Complete(Story):
    """Says that an action is done: its owner, its provider's people where they own it, and who keeps actions."""

    capability = Capability.ACT
    subject = Actions
    asks = Done
    conflicts = (OvertakenMeanwhile,)
    refusals = (ActionRefused,)

    def act(self, member: Membership, row: Action, said: dict[str, Any]) -> None:
        working.complete(row, said["evidence"], member, now())


class Comment(serializers.Serializer[Any]):
    """`visibility`: "shared" is read by both sides, "client" and "vendor" by the own side alone."""

    text = serializers.CharField(max_length=5_000)
    visibility = serializers.ChoiceField(choices=Visibility.choices, required=False)


class AddComment(Story):
    capability = Capability.ACT
    subject = Actions
    asks = Comment

    def act(self, member: Membership, row: Action, said: dict[str, Any]) -> None:
        voices = working.voices_of(row, member)
        typed = checked(forms.EntryForm({"visibility": voices[0], **said}, action=row, member=member))
        working.say(row, typed["text"], typed.get("visibility", voices[0]), member, now())


class Judged(serializers.Serializer[Any]):
    """`verdict`: "effective", "ineffective", or "again" with the dates of another round."""

    verdict = serializers.ChoiceField(choices=forms.VERDICTS)
    reason = serializers.CharField(max_length=2_000)
    due_on = serializers.DateField(required=False, allow_null=True)
    proof_on = serializers.DateField(required=False, allow_null=True)


class Judge(Story):
    """Closes an action that is done, or opens it again. Refused as effective when its figure does not show it."""

    capability = Capability.VIEW_ACTIONS
    subject = Actions
    asks = Judged
    conflicts = (OvertakenMeanwhile,)
    refusals = (ActionRefused,)

    def act(self, member: Membership, row: Action, said: dict[str, Any]) -> None:
        form = forms.JudgeForm(said)
        checked(form)
        judging.judge(row, form.judgement(), member, now())
