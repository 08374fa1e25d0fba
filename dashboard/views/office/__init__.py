"""The pages of the office: proposals that wait for a second person, and who may do what."""
