from django.db import migrations

KEEP = """
CREATE FUNCTION vendors_agreed_priority_model_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE check_violation USING MESSAGE = 'an agreed priority model is not edited: a new version supersedes it';
END $$;
CREATE TRIGGER agreed_priority_model_stays BEFORE UPDATE OR DELETE ON vendors_prioritymodel
    FOR EACH ROW WHEN (OLD.state = 'agreed') EXECUTE FUNCTION vendors_agreed_priority_model_stays();
"""
CELLS = """
ALTER TABLE vendors_prioritymodel ADD CONSTRAINT priority_model_has_a_row_of_cells_per_impact
    CHECK (jsonb_typeof(cells) = 'array' AND jsonb_array_length(cells) = cardinality(impacts));
"""


class Migration(migrations.Migration):
    dependencies = [("vendors", "0014_issues_have_an_owner_inside")]

    operations = [
        migrations.RunSQL(
            KEEP,
            "DROP TRIGGER agreed_priority_model_stays ON vendors_prioritymodel; "
            "DROP FUNCTION vendors_agreed_priority_model_stays;",
        ),
        migrations.RunSQL(
            CELLS,
            "ALTER TABLE vendors_prioritymodel DROP CONSTRAINT priority_model_has_a_row_of_cells_per_impact;",
        ),
    ]
