"""Makes the language model in `workers/weights/`. See README.md; not part of the installed product."""
