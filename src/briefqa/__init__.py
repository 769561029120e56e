"""Questions over slide briefings, answered with the slide and the exact words."""
