-- What is overdue in one state is counted on every page of the register: by the index alone.
DROP INDEX petition_due;
CREATE INDEX petition_due ON petition (organ_id, voided, due_on, state, id) WHERE due_on IS NOT NULL;
DROP INDEX lead_due;
CREATE INDEX lead_due ON lead (organ_id, voided, due_on, state, id) WHERE due_on IS NOT NULL;
