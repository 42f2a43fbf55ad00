"""What several commands take: the folder and town, a submission in a file, the calendar of a data folder."""
