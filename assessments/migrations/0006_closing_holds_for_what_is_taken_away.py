from django.db import migrations

# The sheet of a provider is found by it only while it is open (0002): one not found is closed.
REMOVING = """
CREATE FUNCTION assessments_answer_stays_after_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM assessments_respondent WHERE id = OLD.respondent_id AND closed_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE check_violation USING MESSAGE = 'the assessment is closed: its answers stand as they are';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER answer_stays_after_closing BEFORE DELETE ON assessments_answer
    FOR EACH ROW EXECUTE FUNCTION assessments_answer_stays_after_closing();

CREATE FUNCTION assessments_file_stays_after_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM assessments_respondent sheet
      JOIN assessments_answer answer ON answer.respondent_id = sheet.id
     WHERE answer.id = OLD.answer_id AND sheet.closed_at IS NULL FOR SHARE OF sheet;
    IF NOT FOUND THEN
        RAISE check_violation USING MESSAGE = 'the assessment is closed: its files stand as they are';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER file_stays_after_closing BEFORE DELETE ON assessments_answerfile
    FOR EACH ROW EXECUTE FUNCTION assessments_file_stays_after_closing();
"""


class Migration(migrations.Migration):
    """A file or an answer of a closed assessment is taken away by nobody, whichever program tries."""

    dependencies = [("assessments", "0005_plans_know_their_stage_and_work_its_types")]

    operations = [
        migrations.RunSQL(
            REMOVING,
            "DROP FUNCTION assessments_answer_stays_after_closing CASCADE;"
            "DROP FUNCTION assessments_file_stays_after_closing CASCADE;",
        ),
    ]
