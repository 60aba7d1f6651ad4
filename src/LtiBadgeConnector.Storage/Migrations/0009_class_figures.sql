-- Nobody looks for verdicts by it: pages count standings over the members of a course. Every decision had to keep it up.
{drop_index:ix_evaluations_verdict,evaluations};

-- How each criterion stands, equal for learners who stand alike, so that a class is counted without reading its evaluations.
ALTER TABLE evaluations ADD marks {text:2000} NULL;
