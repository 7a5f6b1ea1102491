"""The command line. Modules here import typer and the standard library only; the rest when a command needs it."""
