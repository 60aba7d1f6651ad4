-- The rule, with the description that went with it, by which somebody finishes who was in the course before a change; null for the one in force.
ALTER TABLE evaluations ADD keeps_rule {int} NULL;
