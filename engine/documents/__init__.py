"""The papers a case sends out: what each holds (`registry`), and how it comes to bytes (`render`)."""
