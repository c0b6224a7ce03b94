"""Makes a project of one's own: settings, claims, notebooks and a schedule in one folder."""
