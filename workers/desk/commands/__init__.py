"""The commands of `wireroom`, a module per group. They import what they need when they run, so that help is quick."""
