-- Into whom somebody was joined; null for everybody else. What an old mail leads to is then about that person.
ALTER TABLE learners ADD joined_into {uuid} NULL;
