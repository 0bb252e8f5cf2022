"""Forms with which an organisation adapts an instrument: one per intent. Lines of a text area become lists."""

from dataclasses import replace
from typing import Any

from django import forms

from assessments.instruments import wording
from assessments.instruments.checking import HEAVIEST, LONGEST_MINUTES
from assessments.instruments.library import CODES
from assessments.instruments.parsing import LARGEST
from assessments.instruments.shape import SIGNS, Condition, Dimension, Instrument, Question
from assessments.instruments.telling import FIVE_QUESTIONS, VIEWS, spoken
from assessments.measured.shape import CODES as MEASUREMENTS
from assessments.models import InstrumentDraft, InstrumentVersion
from portal.accounts.models import Membership

LEVELS = [(str(level), str(level)) for level in range(1, 6)]
MOST_EXAMPLES = 6


class PlainText(forms.CharField):
    """Text for a field of an instrument, by the rules of wording.py."""

    def __init__(self, field: str, *, rows: int = 0, **more: Any) -> None:
        self.of = field
        if rows:
            more["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=wording.LONGEST.get(field), **more)

    def clean(self, value: Any) -> Any:
        text = super().clean(value).replace("\r\n", "\n").strip()
        found = list(wording.of_text(text, self.of)) if text else []
        if found:
            raise forms.ValidationError([one[:1].upper() + one[1:] for one in found])
        return text


class AdaptForm(forms.Form):
    title = PlainText("title", help_text="As respondents read it.")
    code = PlainText(
        "code",
        label="Short name",
        help_text="Small letters, digits and hyphens. It names the instrument in all its versions.",
    )

    def __init__(self, *args: Any, base: InstrumentVersion, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base, self.member = base, member
        if base.code not in CODES:
            self.initial.update(code=base.code, title=base.title)
        else:
            self.initial.update(title=f"{base.title}, ours")

    def clean_code(self) -> str:
        """Its own; or that of the version it begins with, whose next version it becomes."""
        code: str = self.cleaned_data["code"]
        if code in CODES:
            raise forms.ValidationError("This short name belongs to an instrument of the portal. Give it one of yours.")
        draft = InstrumentDraft.objects.visible_to(self.member).of_code(code).first()
        if draft is not None and (draft.title, draft.based_on_id) != (self.cleaned_data.get("title"), self.base.pk):
            raise forms.ValidationError("There is a draft of this short name already. Go on with it, or name another.")
        if code != self.base.code and InstrumentVersion.objects.visible_to(self.member).of_code(code).exists():
            said = "There is an instrument of this short name already. Adapt that one, or name another."
            raise forms.ValidationError(said)
        return code


class AboutForm(forms.Form):
    title = PlainText("title")
    about = PlainText("about", label="What it is about", rows=4, required=False)
    minutes = forms.IntegerField(
        label="Minutes", min_value=1, max_value=LONGEST_MINUTES, help_text="How long answering takes."
    )

    def changed(self, instrument: Instrument) -> Instrument:
        return replace(instrument, **self.cleaned_data)


class DimensionForm(forms.Form):
    title = PlainText("title")
    about = PlainText("about", label="What it is about", rows=3, required=False)
    needed = forms.TypedChoiceField(
        label="Level needed", choices=LEVELS, coerce=int, help_text="Below it nothing more should be outsourced."
    )

    def changed(self, instrument: Instrument, dimension: Dimension) -> Instrument:
        new = replace(dimension, **self.cleaned_data)
        return replace(instrument, dimensions=tuple(new if one == dimension else one for one in instrument.dimensions))


class QuestionForm(forms.Form):
    """A question as people write it. `question` None: a new one."""

    code = PlainText("code", label="Short name", help_text="Small letters, digits and hyphens; it stays for good.")
    text = PlainText("text", label="Question", rows=2)
    help = PlainText(
        "help", rows=3, required=False, help_text="What is meant, for somebody who does not know the field."
    )
    examples = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), required=False, help_text=f"One per line, at most {MOST_EXAMPLES}."
    )
    level_1 = PlainText("levels", label="Level 1, the least", rows=2)
    level_2 = PlainText("levels", label="Level 2", rows=2)
    level_3 = PlainText("levels", label="Level 3", rows=2)
    level_4 = PlainText("levels", label="Level 4", rows=2)
    level_5 = PlainText("levels", label="Level 5, the most mature", rows=2)
    views = forms.MultipleChoiceField(
        label="Who answers",
        choices=list(VIEWS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Nobody would be asked. Choose at least one."},
    )
    dimension = forms.ChoiceField()
    weight = forms.IntegerField(
        min_value=1, max_value=HEAVIEST, help_text=f"1 to {HEAVIEST}: how much it counts within its dimension."
    )
    depends_on = forms.ChoiceField(
        label="Asked only where", required=False, help_text="An earlier question; empty: it is always asked."
    )
    at_least = forms.ChoiceField(label="… was answered at least", choices=LEVELS, initial="1")
    at_most = forms.ChoiceField(label="… and at most", choices=LEVELS, initial="5")
    measured = forms.ChoiceField(
        label="Stands beside the measurement",
        required=False,
        choices=[("", "None"), *((code, spoken(code).capitalize()) for code in MEASUREMENTS)],
    )
    answers = forms.ChoiceField(
        label="Belongs to which of the five questions", required=False, choices=list(FIVE_QUESTIONS.items())
    )

    def __init__(self, *args: Any, instrument: Instrument, question: Question | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument, self.question = instrument, question
        fields: Any = self.fields
        fields["dimension"].choices = [(one.code, one.title) for one in instrument.dimensions]
        fields["depends_on"].choices = [("", "Always asked"), *_earlier(instrument, question)]
        if question is not None:
            del self.fields["code"]
            self.initial.update(_initial(question))
        if question is not None and question.code in SIGNS:
            del self.fields["weight"], self.fields["measured"]

    @property
    def groups(self) -> dict[str, list[forms.BoundField]]:
        """For templates/accounts/sheet.html."""
        names = {
            "Question": ["code", "text", "help", "examples"],
            "What one sees at each level": [f"level_{level}" for level in range(1, 6)],
            "Who answers, and when": ["views", "depends_on", "at_least", "at_most"],
            "What it counts for": ["dimension", "weight", "measured", "answers"],
        }
        return {title: [self[name] for name in those if name in self.fields] for title, those in names.items()}

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code in SIGNS:
            raise forms.ValidationError("This names a warning sign. Take it in again, or give another short name.")
        if self.instrument.question(code) is not None:
            raise forms.ValidationError("There is a question of this short name already. Give it another.")
        if code in MEASUREMENTS:
            raise forms.ValidationError("A measurement is called so. Give the question another short name.")
        return code

    def clean_examples(self) -> tuple[str, ...]:
        lines = [line.strip() for line in self.cleaned_data["examples"].splitlines() if line.strip()]
        if len(lines) > MOST_EXAMPLES:
            raise forms.ValidationError(f"These are {len(lines)} lines. Keep it to {MOST_EXAMPLES}.")
        found = [f"“{line[:40]}”: {said}" for line in lines for said in wording.of_text(line, "examples")]
        if found:
            raise forms.ValidationError(found)
        return tuple(lines)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("depends_on"):
            self._check_bounds(cleaned.get("at_least", "1"), cleaned.get("at_most", "5"))
        return cleaned

    def _check_bounds(self, least: str, most: str) -> None:
        if least > most:
            self.add_error("at_most", "This lies below the other bound. Swap them.")
        if (least, most) == ("1", "5"):
            self.add_error("at_least", "From 1 to 5 it would always be asked. Narrow it, or choose “Always asked”.")

    def made(self) -> Question:
        """The question as it was entered. What is not on the form stays: code and requirement of an edited one, and
        that a warning sign has no weight and stands beside its measurement."""
        said = self.cleaned_data
        names = ("code", "dimension", "text", "help", "examples", "weight", "measured", "answers")
        written: dict[str, Any] = {name: said[name] for name in names if name in said}
        written |= {
            "levels": tuple(said[f"level_{level}"] for level in range(1, 6)),
            "views": tuple(view for view in VIEWS if view in said["views"]),
            "only_if": self._only_if(),
        }
        return Question(**written) if self.question is None else replace(self.question, **written)

    def _only_if(self) -> Condition | None:
        said = self.cleaned_data
        if not said["depends_on"]:
            return None
        return Condition(said["depends_on"], int(said["at_least"]), int(said["at_most"]))


def _earlier(instrument: Instrument, question: Question | None) -> list[tuple[str, str]]:
    codes = [one.code for one in instrument.questions]
    until = len(codes) if question is None else codes.index(question.code)
    chosen = [] if question is None or question.only_if is None else [question.only_if.code]
    earlier = [(one.code, one.text) for one in instrument.questions[:until]]
    known = {code for code, _ in earlier}
    return [*earlier, *((code, f"{code}, which does not come earlier") for code in chosen if code not in known)]


def _initial(question: Question) -> dict[str, Any]:
    levels = {f"level_{level}": text for level, text in enumerate(question.levels, 1)}
    on = question.only_if
    branching = {} if on is None else {"depends_on": on.code, "at_least": str(on.at_least), "at_most": str(on.at_most)}
    names = ("text", "help", "dimension", "weight", "measured", "answers")
    plain = {name: getattr(question, name) for name in names}
    return {**plain, **levels, **branching, "views": list(question.views), "examples": "\n".join(question.examples)}


class FileForm(forms.Form):
    """A file, or the text itself; the file comes first where both are given."""

    file = forms.FileField(label="A file from this computer", required=False, help_text="YAML or JSON, up to 500 kB.")
    text = forms.CharField(
        label="Or its text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "rt-code"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file is not None and file.size > LARGEST:
            self.add_error("file", f"It is larger than {LARGEST // 1000} kB. Shorten it.")
        elif file is not None:
            self._take(file.read())
        elif not (cleaned.get("text") or "").strip():
            self.add_error(None, "Choose a file, or write its text.")
        return cleaned

    def _take(self, content: bytes) -> None:
        try:
            self.cleaned_data["text"] = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", "It is not text in UTF-8. Save it as UTF-8 and choose it again.")


class NoteForm(forms.Form):
    note = PlainText("note", label="What is different", help_text="One sentence for those who choose between versions.")


class NothingForm(forms.Form):
    """A button that acts; errors say why it did not."""
