"""The generic engine: it reads matters, reviews submissions, carries cases, and names none of them."""
