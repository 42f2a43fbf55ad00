"""The commands of `onewindow`, one module each: what the user typed in, text or JSON out."""
