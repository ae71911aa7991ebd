"""待办: what each person has to do now, as the tables say whom a thing waits for."""
