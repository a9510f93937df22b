"""Things for people to look at: pages as they were read, reviewer's sheets, reports of runs."""
